//! Products, stores and sales.

use comptoir_calendar::Date;

use crate::{Money, Quantity, Region, UnknownName};

/// Which kind of records a file or a line holds; those that name others come behind them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// A product.
    Products,
    /// Where it is sold.
    Stores,
    /// What was sold, where and when.
    Sales,
    /// A target.
    Targets,
}

impl Table {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Products, Self::Stores, Self::Sales, Self::Targets];

    /// The name used in SQL, on the command line and in messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Products => "products",
            Self::Stores => "stores",
            Self::Sales => "sales",
            Self::Targets => "targets",
        }
    }
}

impl std::str::FromStr for Table {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        Self::ALL.into_iter().find(|table| table.name() == name).ok_or_else(|| name.into())
    }
}

/// Something that is sold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    /// The file's own integer id; `None` lets the store give one.
    pub id: Option<i64>,
    /// A text reference (`REF001`), unique.
    pub code: Option<String>,
    /// The name of the product.
    pub name: String,
    /// The price of one, tax included, in euros; never negative.
    pub price: Option<Money>,
    /// The family it belongs to.
    pub category: Option<String>,
}

/// A place where things are sold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Store {
    /// The file's own integer id; `None` lets the store give one.
    pub id: Option<i64>,
    /// A text reference, unique.
    pub code: Option<String>,
    /// The name of the store, when it has one besides its city.
    pub name: Option<String>,
    /// The city.
    pub city: Option<String>,
    /// The region; `None` when it is unknown.
    pub region: Option<Region>,
    /// The street address.
    pub address: Option<String>,
    /// The postcode, five digits.
    pub postcode: Option<String>,
}

/// The kind of a line of sales.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaleKind {
    /// Something was sold.
    Sale,
    /// A return.
    Return,
    /// Something taken off the price, on a line of its own.
    Discount,
    /// Carriage that was charged.
    Postage,
    /// A card or voucher to spend later.
    GiftCard,
    /// A claim that was given up.
    BadDebt,
    /// Something given away: its price is zero.
    Free,
}

impl SaleKind {
    /// The word kept in the column `kind`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sale => "sale",
            Self::Return => "return",
            Self::Discount => "discount",
            Self::Postage => "postage",
            Self::GiftCard => "gift-card",
            Self::BadDebt => "bad-debt",
            Self::Free => "free",
        }
    }
}

/// One line of a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sale {
    /// The file's own integer id; `None` lets the store give one.
    pub id: Option<i64>,
    /// The key of this line when the file has no integer ids: the file's text id, or a hash of
    /// the line's content and its occurrence number.
    pub source_key: Option<String>,
    /// The product's id.
    pub product_id: i64,
    /// The product that version 0.1 took it for, where that was another: a sale kept since then may be this one.
    pub former_product_id: Option<i64>,
    /// The store's id.
    pub store_id: i64,
    /// The civil day.
    pub date: Date,
    /// How many, or how much.
    pub quantity: Quantity,
    /// The line's revenue as sold: discounts in, returns negative; euros.
    pub amount: Money,
    /// Sale, return, or what else the line is.
    pub kind: SaleKind,
    /// The discount inside the amount, where the file has it.
    pub discount: Option<Money>,
    /// The tax inside the amount, where the file has it.
    pub tax: Option<Money>,
    /// The ticket or order it belongs to.
    pub ticket: Option<String>,
}
