//! The groupings of sales.

use std::{fmt, str::FromStr};

use comptoir_calendar::{Date, Grain};

use crate::AnalysisError;

/// A grouping: the answer has one row for each of its groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Grouping {
    /// Each product.
    Product,
    /// Each family of products.
    Category,
    /// Each store.
    Store,
    /// Each city.
    City,
    /// Each region.
    Region,
    /// Each day that has sales: `2023-11-30`.
    Day,
    /// Each week of ISO 8601 that has sales: `2023-W48`.
    Week,
    /// Each month that has sales: `2023-11`.
    Month,
    /// Each quarter that has sales: `2023-Q4`.
    Quarter,
    /// Each year that has sales: `2023`.
    Year,
    /// Each day of the week, from `1`, Monday, to `7`.
    Weekday,
}

/// The dimension that a grouping is a property of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Calendar,
    Product,
    Store,
}

/// In how many regions there is a city of each name.
pub(crate) const CITIES: &str = "\nleft join (select city, count(distinct coalesce(region, '')) as regions from stores \
                                 group by city) as cities on cities.city = stores.city";

impl Grouping {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Product,
        Self::Category,
        Self::Store,
        Self::City,
        Self::Region,
        Self::Day,
        Self::Week,
        Self::Month,
        Self::Quarter,
        Self::Year,
        Self::Weekday,
    ];

    /// The name on the command line, in the API and in SQL.
    pub fn name(self) -> &'static str {
        match self {
            Self::Product => "product",
            Self::Category => "category",
            Self::Store => "store",
            Self::City => "city",
            Self::Region => "region",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
            Self::Weekday => "weekday",
        }
    }

    /// Whether its groups follow each other in time.
    pub fn is_of_time(self) -> bool {
        self.side() == Side::Calendar
    }

    /// Whether its groups are identified by an id, not by their names.
    pub fn has_ids(self) -> bool {
        matches!(self, Self::Product | Self::Store)
    }

    pub(crate) fn side(self) -> Side {
        match self {
            Self::Product | Self::Category => Side::Product,
            Self::Store | Self::City | Self::Region => Side::Store,
            Self::Day | Self::Week | Self::Month | Self::Quarter | Self::Year | Self::Weekday => {
                Side::Calendar
            }
        }
    }

    /// The joins that bring the groups' names; the day stands in the sale itself. Every sale has its product, its store
    /// and its day of the calendar, so that none loses one.
    pub(crate) fn joins(self) -> &'static [&'static str] {
        const PRODUCTS: &str = "\njoin products on products.id = sales.product_id";
        const STORES: &str = "\njoin stores on stores.id = sales.store_id";
        match self {
            Self::Day => &[],
            Self::City => &[STORES, CITIES],
            other => match other.side() {
                Side::Product => &[PRODUCTS],
                Side::Store => &[STORES],
                Side::Calendar => &["\njoin calendar_days on calendar_days.day = sales.sale_date"],
            },
        }
    }

    /// The key of a group besides its name.
    pub(crate) fn id(self) -> Option<&'static str> {
        match self {
            Self::Product => Some("products.id"),
            Self::Store => Some("stores.id"),
            _ => None,
        }
    }

    /// The name of a group; null when it is unknown. Saint-Denis in two regions is two cities, each followed by its region.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Product => "products.name",
            Self::Category => "products.category",
            Self::Store => "coalesce(stores.name, stores.city)",
            Self::City => {
                "stores.city || case when cities.regions > 1 then coalesce(' (' || stores.region || ')', '') else '' end"
            }
            Self::Region => "stores.region",
            Self::Day => "sales.sale_date",
            Self::Week => "calendar_days.week",
            Self::Month => "calendar_days.month",
            Self::Quarter => "calendar_days.quarter",
            Self::Year => "cast(calendar_days.year as varchar)",
            Self::Weekday => "cast(calendar_days.weekday as varchar)",
        }
    }

    /// The name of the group that a day belongs to; `None` for groupings that are not of time.
    pub(crate) fn label_of(self, day: Date) -> Option<String> {
        match self {
            Self::Weekday => Some(day.weekday().to_monday_one_offset().to_string()),
            other => other.grain().map(|grain| grain.label(day)),
        }
    }

    /// How long its groups are, where they are runs of days.
    pub fn grain(self) -> Option<Grain> {
        match self {
            Self::Day => Some(Grain::Day),
            Self::Week => Some(Grain::Week),
            Self::Month => Some(Grain::Month),
            Self::Quarter => Some(Grain::Quarter),
            Self::Year => Some(Grain::Year),
            _ => None,
        }
    }
}

impl From<Grain> for Grouping {
    fn from(grain: Grain) -> Self {
        match grain {
            Grain::Day => Self::Day,
            Grain::Week => Self::Week,
            Grain::Month => Self::Month,
            Grain::Quarter => Self::Quarter,
            Grain::Year => Self::Year,
        }
    }
}

impl FromStr for Grouping {
    type Err = AnalysisError;

    fn from_str(name: &str) -> Result<Self, AnalysisError> {
        let found = Self::ALL.into_iter().find(|grouping| grouping.name() == name);
        found.ok_or_else(|| AnalysisError::UnknownGrouping(name.to_owned()))
    }
}

impl fmt::Display for Grouping {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}
