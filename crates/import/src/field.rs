//! The fields that a column can hold.

use comptoir_sales::{Table, UnknownName};

use crate::headers;

/// The field that a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// The record's own id or reference.
    Id,
    /// The product sold: its id, reference or name.
    Product,
    /// The store that sold it: its id, reference, name or city.
    Store,
    /// The day of the sale.
    Date,
    /// The time of the sale, where it has a column of its own.
    Time,
    /// How many, or how much.
    Quantity,
    /// The line's revenue, tax included.
    Amount,
    /// The line's revenue before tax.
    Net,
    /// The tax of the line.
    Tax,
    /// The discount of the line.
    Discount,
    /// The discount of the line, in percent or as a share.
    DiscountRate,
    /// The discount of a whole order, on its first line or on each.
    OrderDiscount,
    /// The part of the amount that was refunded later.
    Refunded,
    /// The price of one.
    Price,
    /// The amount that a ledger of accounts takes from a line's account.
    Debit,
    /// What it gives to it.
    Credit,
    /// The account of a line in such a ledger.
    Account,
    /// The currency of the line.
    Currency,
    /// The name of a product or store; beside sales, the product's.
    Name,
    /// The family of a product.
    Category,
    /// A store's city.
    City,
    /// A store's region.
    Region,
    /// A store's address.
    Address,
    /// A store's postcode.
    Postcode,
    /// A store's country.
    Country,
    /// The ticket or order of a sale.
    Ticket,
    /// The type of a line: sale, refund, …
    Kind,
    /// What became of the order of a sale: paid, cancelled, …
    Status,
    /// The month of a target, or of a sale whose date stands in three columns.
    Month,
    /// The year of a sale whose date stands in three columns.
    Year,
    /// The day of its month.
    Day,
}

use Field::{
    Account, Address, Amount, Category, City, Country, Credit, Currency, Date, Day, Debit, Discount,
    DiscountRate, Id, Kind, Month, Name, Net, OrderDiscount, Postcode, Price, Product, Quantity, Refunded,
    Region, Status, Store, Tax, Ticket, Time, Year,
};

const NAMES: [(Field, &str); 31] = [
    (Id, "id"),
    (Product, "product"),
    (Store, "store"),
    (Date, "date"),
    (Time, "time"),
    (Quantity, "quantity"),
    (Amount, "amount"),
    (Net, "net"),
    (Tax, "tax"),
    (Discount, "discount"),
    (DiscountRate, "discount-rate"),
    (OrderDiscount, "order-discount"),
    (Refunded, "refunded"),
    (Price, "price"),
    (Debit, "debit"),
    (Credit, "credit"),
    (Account, "account"),
    (Currency, "currency"),
    (Name, "name"),
    (Category, "category"),
    (City, "city"),
    (Region, "region"),
    (Address, "address"),
    (Postcode, "postcode"),
    (Country, "country"),
    (Ticket, "ticket"),
    (Kind, "kind"),
    (Status, "status"),
    (Month, "month"),
    (Year, "year"),
    (Day, "day"),
];

impl Field {
    /// How many there are.
    pub(crate) const COUNT: usize = NAMES.len();

    /// The name used with `--map` and in messages.
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(field, _)| *field == self).map_or("", |(_, name)| name)
    }

    /// Every field with its name.
    pub fn all() -> impl Iterator<Item = Self> {
        NAMES.iter().map(|(field, _)| *field)
    }

    /// Those that a column of a table may hold, the ones with headers of their own first.
    pub fn of(table: Table) -> Vec<Self> {
        let named = headers::of(table).iter().map(|(field, _)| *field);
        let more: &[Self] = if table == Table::Sales {
            &[Year, Month, Day, OrderDiscount, Refunded, Debit, Credit, Account]
        } else {
            &[]
        };
        named.chain(more.iter().copied()).collect()
    }

    /// Whether its values are decimal numbers.
    pub(crate) fn is_decimal(self) -> bool {
        matches!(
            self,
            Quantity
                | Amount
                | Net
                | Tax
                | Discount
                | DiscountRate
                | OrderDiscount
                | Refunded
                | Price
                | Debit
                | Credit
        )
    }

    /// Whether its values are amounts of money.
    pub(crate) fn is_money(self) -> bool {
        self.is_decimal() && !matches!(self, Quantity | DiscountRate)
    }
}

impl std::str::FromStr for Field {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        NAMES.iter().find(|(_, known)| *known == name).map(|(field, _)| *field).ok_or_else(|| name.into())
    }
}
