//! The amount and quantity that a row states, before anything is known of what it is.

use comptoir_sales::{Money, Quantity};

use crate::{
    AmountFrom, Basis, Field, Relation,
    columns::Columns,
    inference::{ColumnInference, Overrides},
    ledger,
    numbers::NumberReader,
    record::{Cell, Record},
};

/// Reads the amounts of rows as the file states them.
pub(crate) struct Figures {
    amount: Option<Column>,
    price: Option<Column>,
    quantity: Option<Column>,
    /// Credit and debit of a ledger.
    ledger: Option<(Column, Option<Column>)>,
    /// The side that the amounts of a ledger are on, where these stand in one column.
    side: Option<usize>,
    is_of_prices: bool,
    /// The share of the price that is taken off on each line.
    discount: Option<(Column, Relation)>,
}

struct Column {
    place: usize,
    reader: NumberReader,
}

impl Column {
    fn read(&mut self, record: &Record) -> Option<i64> {
        match record.cell(self.place) {
            Cell::Empty => None,
            cell => self.reader.read(cell).ok().map(|number| number.parts),
        }
    }
}

/// The amount that a row states, in ten-thousandths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Stated {
    /// Its revenue.
    pub(crate) amount: Option<i64>,
    /// How many.
    pub(crate) quantity: Option<i64>,
}

impl Stated {
    /// The amount, zero where there is none.
    pub(crate) fn money(self) -> Money {
        Money::from_parts(self.amount.unwrap_or_default())
    }

    /// Whether the row is below zero, above zero, or neither.
    pub(crate) fn sign(self) -> i64 {
        let (amount, quantity) = (self.amount.unwrap_or_default(), self.quantity.unwrap_or_default());
        if amount < 0 || quantity < 0 && amount != 0 || self.amount.is_none() && quantity < 0 {
            -1
        } else {
            i64::from(amount > 0 || self.amount.is_none() && quantity > 0)
        }
    }
}

impl Figures {
    pub(crate) fn new(
        columns: &Columns,
        inference: &ColumnInference,
        overrides: &Overrides,
        basis: Option<Basis>,
    ) -> Self {
        let column = |field: Field| {
            let place = columns.place(field)?;
            Some(Column { place, reader: inference.number_reader(field, overrides) })
        };
        let from = basis.map_or(AmountFrom::ListPrice, |basis| basis.from);
        let amount = match from {
            AmountFrom::Net => column(Field::Net),
            AmountFrom::Amount => column(Field::Amount),
            _ => None,
        };
        let ledger = column(Field::Credit).filter(|_| from == AmountFrom::Ledger);
        Self {
            amount,
            price: column(Field::Price),
            quantity: column(Field::Quantity),
            ledger: ledger.map(|credit| (credit, column(Field::Debit))),
            side: columns.side,
            is_of_prices: from == AmountFrom::Price,
            discount: basis.and_then(|basis| Some((column(Field::Discount)?, basis.relation))),
        }
    }

    /// The amount that the row states.
    pub(crate) fn of(&mut self, record: &Record) -> Stated {
        let quantity = self.quantity.as_mut().and_then(|column| column.read(record));
        if let Some((credit, debit)) = &mut self.ledger {
            let (mut credit, mut debit) =
                (credit.read(record), debit.as_mut().and_then(|debit| debit.read(record)));
            if self.side.and_then(|side| ledger::is_debit(record.cell(side).as_str())) == Some(true) {
                (credit, debit) = (debit, credit);
            }
            let amount = (credit.is_some() || debit.is_some())
                .then(|| credit.unwrap_or_default().saturating_sub(debit.unwrap_or_default()));
            return Stated { amount, quantity };
        }
        let stated = self.amount.as_mut().and_then(|column| column.read(record));
        let amount = stated.or_else(|| {
            if !self.is_of_prices && self.amount.is_none() {
                return None;
            }
            let price = self.price.as_mut()?.read(record)?;
            let quantity = Quantity::from_parts(quantity.unwrap_or(10_000));
            Money::from_parts(price).times(quantity).map(Money::parts)
        });
        Stated { amount, quantity }
    }

    /// The amount that the row states, less the discount of the line where the amount does not have it in it.
    pub(crate) fn discounted(&mut self, record: &Record) -> Option<i64> {
        let amount = self.of(record).amount?;
        let Some((column, relation)) = &mut self.discount else { return Some(amount) };
        let discount = column.read(record).unwrap_or_default().abs();
        let share = |part: i64| {
            Money::from_parts(amount).times(Quantity::from_parts(10_000 - part)).map(Money::parts)
        };
        match relation {
            Relation::LessDiscount if self.is_of_prices => amount.checked_sub(discount),
            Relation::BeforeDiscount => amount.checked_sub(discount),
            Relation::LessDiscountShare if self.is_of_prices => share(discount),
            Relation::LessDiscountPercent if self.is_of_prices => share(discount / 100),
            _ => Some(amount),
        }
    }

    /// The amount in another column, read as the amounts of the file are.
    pub(crate) fn at(&mut self, record: &Record, place: usize) -> Option<i64> {
        let column = self.amount.as_mut().or(self.price.as_mut()).or(self.quantity.as_mut())?;
        match record.cell(place) {
            Cell::Empty => None,
            cell => column.reader.read(cell).ok().map(|number| number.parts),
        }
    }

    /// Every number of a row, read as the amounts of the file are.
    pub(crate) fn all(&mut self, record: &Record) -> Vec<i64> {
        (0..record.len()).filter_map(|place| self.at(record, place)).collect()
    }
}
