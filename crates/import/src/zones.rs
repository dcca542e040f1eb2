//! The civil day of a time that names UTC: that of the shop, wherever it is.

use comptoir_calendar::Date;
use comptoir_sales::{Store, UnknownName, UtcHour};
use jiff::tz::TimeZone;

use crate::{
    Field,
    columns::Columns,
    dates::{Clock, Moment, Zone},
    headers,
    mapping::Mapping,
};

/// The zone of shops of which nothing else is known.
const USUAL: &str = "Europe/Paris";

/// The day on which times of UTC are counted, as the user says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TimeZoneRule {
    /// That of the shop's territory.
    Shop,
    /// The one that is written.
    Keep,
    /// That of the zone with this name, as in `Indian/Reunion`.
    Named(String),
}

impl TimeZoneRule {
    /// The name used with `--time-zone`.
    pub fn name(&self) -> &str {
        match self {
            Self::Shop => "shop",
            Self::Keep => "keep",
            Self::Named(name) => name,
        }
    }
}

impl std::str::FromStr for TimeZoneRule {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        match name {
            "shop" => Ok(Self::Shop),
            "keep" => Ok(Self::Keep),
            name => {
                let zone = TimeZone::get(name).map_err(|_| UnknownName::from(name))?;
                Ok(Self::Named(zone.iana_name().unwrap_or(name).to_owned()))
            }
        }
    }
}

/// How times of UTC became days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneProof {
    /// The rule.
    pub rule: TimeZoneRule,
    /// Whether it was kept because files like this one were imported before there was a choice.
    pub is_remembered: bool,
    /// How many lines have a time of UTC.
    pub lines: u64,
    /// How many of them lie on another day than the one that is written, or would lie so where that was kept.
    pub moved: u64,
    /// The zones, by name.
    pub zones: Vec<String>,
}

/// The rule of a file.
#[derive(Clone, Debug)]
pub(crate) struct DayRule {
    rule: TimeZoneRule,
    is_remembered: bool,
}

impl Default for DayRule {
    fn default() -> Self {
        Self { rule: TimeZoneRule::Shop, is_remembered: false }
    }
}

impl DayRule {
    /// As the user says, else as was remembered. Files that were imported before there was a choice kept the day that is
    /// written: their next export does too, so that no sale is counted on two days.
    pub(crate) fn new(named: Option<&TimeZoneRule>, remembered: &Mapping) -> Self {
        let before = remembered.time_zone.as_deref().and_then(|name| name.parse().ok());
        let is_older = before.is_none() && !remembered.header.is_empty();
        let rule = match (named, before) {
            (Some(named), _) => named.clone(),
            (None, Some(before)) => before,
            (None, None) if is_older => TimeZoneRule::Keep,
            (None, None) => TimeZoneRule::Shop,
        };
        Self { is_remembered: named.is_none() && is_older, rule }
    }

    pub(crate) fn name(&self) -> String {
        self.rule.name().to_owned()
    }
}

/// Whether the header of the date or of the time names UTC: `Created (UTC)`.
pub(crate) fn header_names_utc(columns: &Columns, header: &[String]) -> bool {
    let named = [Field::Date, Field::Time].into_iter().filter_map(|field| columns.place(field));
    named
        .filter_map(|place| header.get(place))
        .any(|header| headers::key(header).split(' ').any(|word| matches!(word, "utc" | "gmt")))
}

/// How many hours of stores are held: those of a hundred stores over half a year. The same hour may be counted in parts.
const MANY_HOURS: usize = 300_000;

/// Turns the times of one file into days.
pub(crate) struct Days {
    rule: DayRule,
    header_names_utc: bool,
    /// Whether a time of UTC in the file is not midnight: else its dates are civil days.
    has_times: bool,
    named: Option<TimeZone>,
    usual: Option<TimeZone>,
    /// The stores in another zone than the usual one.
    stores: foldhash::HashMap<i64, (&'static str, TimeZone)>,
    lines: u64,
    moved: u64,
    zones: Vec<String>,
    /// The sales whose day hangs on where their store is, by store, day and hour of UTC.
    hours: foldhash::HashMap<(i64, Date, i64), u64>,
}

impl Days {
    pub(crate) fn new(rule: &DayRule, header_names_utc: bool, has_times: bool) -> Self {
        let named = match &rule.rule {
            TimeZoneRule::Named(name) => TimeZone::get(name).ok(),
            _ => None,
        };
        Self {
            rule: rule.clone(),
            header_names_utc,
            has_times,
            named,
            usual: TimeZone::get(USUAL).ok(),
            stores: foldhash::HashMap::default(),
            lines: 0,
            moved: 0,
            zones: vec![],
            hours: foldhash::HashMap::default(),
        }
    }

    /// Notes where a store is.
    pub(crate) fn note(&mut self, store: &Store) {
        let name = zone_of_store(store);
        let (Some(id), true) = (store.id, name != USUAL) else { return };
        if let Ok(zone) = TimeZone::get(name) {
            self.stores.insert(id, (name, zone));
        }
    }

    /// The civil day of a sale in that store; `time` is what stands in a column of its own.
    pub(crate) fn day(&mut self, moment: Moment, time: Option<&str>, store: i64) -> Date {
        let (clock, zone) = match moment.clock {
            Some(clock) => (Some(clock), moment.zone),
            None => time
                .and_then(crate::dates::clock)
                .map_or((None, Zone::None), |(clock, zone)| (Some(clock), zone)),
        };
        let is_utc = zone == Zone::Utc || zone == Zone::None && self.header_names_utc;
        let Some(clock) = clock.filter(|_| is_utc && self.has_times) else { return moment.day };
        self.lines += 1;
        if self.rule.rule == TimeZoneRule::Shop {
            *self.hours.entry((store, moment.day, clock.seconds / 3_600)).or_default() += 1;
        }
        let (name, zone) = match (&self.named, self.stores.get(&store)) {
            (Some(zone), _) => (self.rule.rule.name(), Some(zone)),
            (None, Some((name, zone))) => (*name, Some(zone)),
            (None, None) => (USUAL, self.usual.as_ref()),
        };
        let Some(day) = zone.and_then(|zone| civil_day(moment.day, clock, zone)) else { return moment.day };
        if !self.zones.iter().any(|known| known == name) {
            self.zones.push(name.to_owned());
        }
        self.moved += u64::from(day != moment.day);
        if self.rule.rule == TimeZoneRule::Keep { moment.day } else { day }
    }

    /// Whether there are so many hours that they should be taken.
    pub(crate) fn has_many_hours(&self) -> bool {
        self.hours.len() >= MANY_HOURS
    }

    /// The sales since the last call whose day hangs on where their store is.
    pub(crate) fn take_hours(&mut self) -> Vec<UtcHour> {
        let hour = |(&(store_id, day, hour), &sales): (&(i64, Date, i64), &u64)| UtcHour {
            store_id,
            day,
            hour,
            sales,
        };
        let mut hours: Vec<UtcHour> = self.hours.iter().map(hour).collect();
        hours.sort_by_key(|hour| (hour.store_id, hour.day, hour.hour));
        self.hours.clear();
        hours
    }

    /// What was done, where there was something to do.
    pub(crate) fn proof(&self) -> Option<ZoneProof> {
        (self.lines > 0).then(|| ZoneProof {
            rule: self.rule.rule.clone(),
            is_remembered: self.rule.is_remembered,
            lines: self.lines,
            moved: self.moved,
            zones: self.zones.clone(),
        })
    }
}

fn civil_day(day: Date, clock: Clock, zone: &TimeZone) -> Option<Date> {
    let seconds = jiff::SignedDuration::from_secs(clock.seconds);
    let moment = day.at(0, 0, 0, 0).checked_add(seconds).ok()?;
    let moment = moment.to_zoned(TimeZone::UTC).ok()?;
    Some(moment.with_time_zone(zone.clone()).date())
}

/// The zone of a store, by its name.
pub(crate) fn zone_of_store(store: &Store) -> &'static str {
    zone_of(store.postcode.as_deref(), store.region.map(comptoir_sales::Region::code))
}

/// Of sales by the hour of UTC: how many lie on another day in the one zone than in the other, and on which days of the
/// first.
pub(crate) fn other_days(hours: &[UtcHour], before: &str, after: &str) -> (u64, Vec<Date>) {
    let (Ok(before), Ok(after)) = (TimeZone::get(before), TimeZone::get(after)) else { return (0, vec![]) };
    let (mut sales, mut days) = (0, Vec::new());
    for hour in hours {
        let clock = Clock { seconds: hour.hour * 3_600 };
        let on = |zone: &TimeZone| civil_day(hour.day, clock, zone);
        if let (Some(one), Some(other)) = (on(&before), on(&after))
            && one != other
        {
            sales += hour.sales;
            days.push(one);
        }
    }
    days.sort_unstable();
    days.dedup();
    (sales, days)
}

/// The zone of a place in France.
fn zone_of(postcode: Option<&str>, region_code: Option<&str>) -> &'static str {
    let department = postcode.map(str::trim).and_then(|postcode| postcode.get(..3)).unwrap_or_default();
    match (department, region_code) {
        ("971" | "977" | "978", _) | (_, Some("01")) => "America/Guadeloupe",
        ("972", _) | (_, Some("02")) => "America/Martinique",
        ("973", _) | (_, Some("03")) => "America/Cayenne",
        ("974", _) | (_, Some("04")) => "Indian/Reunion",
        ("976", _) | (_, Some("06")) => "Indian/Mayotte",
        ("975", _) => "America/Miquelon",
        ("986", _) => "Pacific/Wallis",
        ("987", _) => "Pacific/Tahiti",
        ("988", _) => "Pacific/Noumea",
        _ => USUAL,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day_in(zone: &str, day: (i16, i8, i8), hours: i64) -> String {
        let zone = TimeZone::get(zone).unwrap();
        let day = Date::new(day.0, day.1, day.2).unwrap();
        civil_day(day, Clock { seconds: hours * 3_600 + 1_800 }, &zone).unwrap().to_string()
    }

    #[test]
    fn an_evening_of_utc_is_the_next_day_in_paris_by_summer_and_winter_time() {
        assert_eq!(day_in("Europe/Paris", (2025, 11, 3), 22), "2025-11-03");
        assert_eq!(day_in("Europe/Paris", (2025, 11, 3), 23), "2025-11-04");
        assert_eq!(day_in("Europe/Paris", (2025, 7, 3), 22), "2025-07-04");
        assert_eq!(day_in("Europe/Paris", (2025, 7, 3), 21), "2025-07-03");
    }

    #[test]
    fn every_part_of_france_has_its_zone() {
        for (postcode, region, zone, day) in [
            (Some("97400"), None, "Indian/Reunion", "2025-11-04"),
            (None, Some("04"), "Indian/Reunion", "2025-11-04"),
            (Some("97200"), None, "America/Martinique", "2025-11-03"),
            (Some("98800"), None, "Pacific/Noumea", "2025-11-04"),
            (Some("98714"), None, "Pacific/Tahiti", "2025-11-03"),
            (Some("97500"), None, "America/Miquelon", "2025-11-03"),
            (Some("69001"), Some("84"), "Europe/Paris", "2025-11-03"),
        ] {
            assert_eq!(zone_of(postcode, region), zone);
            assert_eq!(day_in(zone, (2025, 11, 3), 20), day, "{zone}");
        }
    }

    #[test]
    fn a_rule_is_named_by_a_zone_that_exists() {
        assert_eq!("keep".parse(), Ok(TimeZoneRule::Keep));
        assert_eq!("Indian/Reunion".parse(), Ok(TimeZoneRule::Named("Indian/Reunion".into())));
        assert_eq!("Paris".parse::<TimeZoneRule>(), Err("Paris".into()));
    }
}
