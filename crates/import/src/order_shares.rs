//! The discount of an order, spread over its lines to the ten-thousandth.

use std::collections::HashMap;

use comptoir_sales::Money;

use crate::{
    Different, Field, ImportError,
    amounts::Question,
    figures::Figures,
    lines::{
        Reading,
        room::{self, Full, Room},
    },
    meaning::WordSense,
    record::{Cell, Record},
    sheet::Sheet,
};

/// The deduction of each row of data, by its place in the file, from 1.
pub(crate) type Shares = HashMap<u64, Money>;

/// The deductions of the rows of a file with discounts of orders.
///
/// # Errors
/// When a discount cannot be spread, or the file cannot be read any more.
pub(crate) fn of_file(sheet: &Sheet, reading: &Reading, mut figures: Figures) -> Result<Shares, ImportError> {
    let columns = &reading.columns;
    let places = (columns.place(Field::OrderDiscount), columns.place(Field::Ticket));
    let (Some(discount), Some(ticket)) = places else { return Ok(Shares::new()) };
    let product = columns.place(Field::Product).or(columns.place(Field::Name));
    let mut judge = reading.judge.clone();
    let mut reader = reading.inference.number_reader(Field::OrderDiscount, &reading.overrides);
    let (mut data, mut record, mut row) = (sheet.data()?, Record::default(), 0);
    let mut orders = OrderShares::default();
    while data.read(&mut record)? {
        data.take_outside();
        row += 1;
        if record.cell(ticket) == Cell::Empty || matches!(judge.verdict(&record), Ok(WordSense::Aside(_))) {
            continue;
        }
        let off = Some(record.cell(discount)).filter(|cell| *cell != Cell::Empty);
        let off = off.and_then(|cell| reader.read(cell).ok()).map(|number| number.parts);
        let product = product.map(|place| record.cell(place).as_str()).unwrap_or_default();
        let amount = figures.discounted(&record).unwrap_or_default();
        let learned = orders.learn(record.cell(ticket).as_str(), off, row, (amount, product));
        learned.map_err(|full| full.error(&reading.name))?;
    }
    let question = || Question::order_discount(discount).error(&reading.name, &reading.header);
    orders.spread().map_err(|_| question())
}

/// What an order and a line of one take besides their texts.
const ORDER_BYTES: usize = 150;
const LINE_BYTES: usize = 80;

/// A line of an order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Line {
    amount: i64,
    product: String,
    row: u64,
}

/// The lines of orders that have a discount.
#[derive(Debug)]
pub(crate) struct OrderShares {
    orders: HashMap<String, (i64, Vec<Line>)>,
    room: Room,
}

impl Default for OrderShares {
    fn default() -> Self {
        Self { orders: HashMap::new(), room: Room::new(room::ORDERS, Different::Orders) }
    }
}

impl OrderShares {
    /// Takes in a line with the discount that stands in it, which is of the whole order.
    ///
    /// # Errors
    /// [`Full`] when there are too many.
    pub(crate) fn learn(
        &mut self,
        order: &str,
        discount: Option<i64>,
        row: u64,
        (amount, product): (i64, &str),
    ) -> Result<(), Full> {
        if !self.orders.contains_key(order) {
            self.room.take(ORDER_BYTES + order.len())?;
        }
        self.room.take(LINE_BYTES + product.len())?;
        let (of_order, lines) = self.orders.entry(order.to_owned()).or_default();
        *of_order = (*of_order).max(discount.unwrap_or_default().abs());
        lines.push(Line { amount, product: product.to_owned(), row });
        Ok(())
    }

    /// The deduction of each row.
    ///
    /// # Errors
    /// The first order, by its row, whose discount is more than its lines come to, or whose lines are below zero.
    pub(crate) fn spread(self) -> Result<Shares, u64> {
        let mut shares = Shares::new();
        let mut unspread: Option<u64> = None;
        for (discount, lines) in self.orders.into_values().filter(|(discount, _)| *discount > 0) {
            let first = lines.iter().map(|line| line.row).min().unwrap_or_default();
            match spread(discount, lines) {
                Some(of_order) => shares.extend(of_order),
                None => unspread = Some(unspread.map_or(first, |before| before.min(first))),
            }
        }
        match unspread {
            Some(row) => Err(row),
            None => Ok(shares),
        }
    }
}

/// By the largest remainders; equal ones by what the lines hold, so that the order of the lines says nothing.
fn spread(discount: i64, mut lines: Vec<Line>) -> Option<Vec<(u64, Money)>> {
    let whole: i128 = lines.iter().map(|line| i128::from(line.amount)).sum();
    let discount = i128::from(discount);
    if discount > whole || lines.iter().any(|line| line.amount < 0) {
        return None;
    }
    lines.sort();
    let part = |line: &Line| discount * i128::from(line.amount);
    let mut parts: Vec<i128> = lines.iter().map(|line| part(line) / whole).collect();
    let mut by_rest: Vec<usize> = (0..lines.len()).collect();
    by_rest.sort_by_key(|at| std::cmp::Reverse(part(&lines[*at]) % whole));
    let left = usize::try_from(discount - parts.iter().sum::<i128>()).ok()?;
    for at in by_rest.into_iter().take(left) {
        parts[at] += 1;
    }
    let share =
        |(line, part): (&Line, &i128)| Some((line.row, Money::from_parts(i64::try_from(*part).ok()?)));
    lines.iter().zip(&parts).map(share).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares(discount: i64, lines: &[(i64, &str)]) -> Result<Vec<i64>, u64> {
        let mut orders = OrderShares::default();
        for (row, line) in (1..).zip(lines) {
            orders.learn("C1", (row == 1).then_some(discount), row, *line).unwrap();
        }
        orders.spread().map(|shares| (1..=lines.len() as u64).map(|row| shares[&row].parts()).collect())
    }

    #[test]
    fn the_shares_of_an_order_add_up_to_its_discount_whatever_the_order_of_its_lines() {
        assert_eq!(shares(100, &[(300, "a"), (300, "b"), (300, "c")]), Ok(vec![34, 33, 33]));
        assert_eq!(shares(100, &[(300, "c"), (300, "b"), (300, "a")]), Ok(vec![33, 33, 34]));
        assert_eq!(shares(22_000, &[(100_000, "a"), (120_000, "b")]), Ok(vec![10_000, 12_000]));
        assert_eq!(shares(-10_000, &[(0, "a"), (20_000, "b")]), Ok(vec![0, 10_000]));
    }

    #[test]
    fn a_discount_that_is_more_than_its_order_is_not_spread() {
        assert_eq!(shares(500, &[(300, "a")]), Err(1));
        assert_eq!(shares(100, &[(300, "a"), (-100, "b")]), Err(1));
    }
}
