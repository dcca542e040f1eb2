//! Why a column of a file is not used: the account of its columns.

/// Why a column is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetAside {
    /// Nothing stands in it.
    Empty,
    /// It has the same value in every line.
    Constant,
    /// The user does not want it used.
    Ignored,
    /// Text that no figure needs.
    Text,
    /// Numbers or references that no figure needs.
    Identifier,
    /// The names of stores that are known by their codes.
    StoreName,
    /// Another date than that of the sale.
    OtherDate,
    /// The total of an order, which comes again on each of its lines.
    OrderTotal,
    /// It has the same values as the column that is used.
    Same,
    /// A price of one: the file has the line's amount.
    UnitPrice,
    /// An amount before discount or before tax: the file has one after.
    OtherAmount,
    /// Taxes.
    Tax,
    /// A rate of tax, or a share.
    Rate,
    /// Discounts that the revenue has in it already.
    Discount,
    /// The cost of the goods for the shop.
    Cost,
    /// The margin of the shop.
    Margin,
    /// Postage and other charges.
    Fee,
    /// What was paid.
    Paid,
    /// Deposits, and what is still to be paid.
    Balance,
    /// What was given back.
    Refund,
    /// Tips.
    Tip,
    /// Other quantities.
    Quantity,
    /// Numbers that are not money.
    Number,
    /// Money that nothing explains; the revenue is known without it.
    Money,
}

impl SetAside {
    /// Its stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Constant => "constant",
            Self::Ignored => "ignored",
            Self::Text => "text",
            Self::Identifier => "identifier",
            Self::StoreName => "store-name",
            Self::OtherDate => "other-date",
            Self::OrderTotal => "order-total",
            Self::Same => "same",
            Self::UnitPrice => "unit-price",
            Self::OtherAmount => "other-amount",
            Self::Tax => "tax",
            Self::Rate => "rate",
            Self::Discount => "discount",
            Self::Cost => "cost",
            Self::Margin => "margin",
            Self::Fee => "fee",
            Self::Paid => "paid",
            Self::Balance => "balance",
            Self::Refund => "refund",
            Self::Tip => "tip",
            Self::Quantity => "quantity",
            Self::Number => "number",
            Self::Money => "money",
        }
    }
}
