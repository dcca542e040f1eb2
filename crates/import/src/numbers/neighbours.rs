//! The decimal mark of a column that fits both, from the columns beside it: by arithmetic over the whole file, else by
//! the mark that the others have.

use std::collections::HashMap;

use super::{
    DecimalMark, Marks, NumberReader,
    exact::Exact,
    marks::{Evidence, evidence},
    written::Written,
};
use crate::{
    Field,
    record::{Cell, Record},
};

/// Of a hundred lines, how many must speak for a mark, and how many at most for the other.
const MOST: usize = 90;
const FEW: usize = 10;

/// Both readings of a value, the comma first; one where they are the same or only one exists.
type Readings = [Option<Exact>; 2];

const MARKS: [DecimalMark; 2] = [DecimalMark::Comma, DecimalMark::Point];

/// How many lines speak for each mark of a column, of those whose value fits both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Votes {
    lines: usize,
    fitting: [usize; 2],
}

/// The evidence of a file's lines by quantity × price = amount.
#[derive(Clone, Debug, Default)]
pub(crate) struct Neighbours {
    votes: HashMap<Field, Votes>,
}

impl Neighbours {
    /// What one more line says.
    pub(crate) fn learn(&mut self, record: &Record, roles: &[(Field, usize)]) {
        let place = |field: Field| roles.iter().find(|(role, _)| *role == field).map(|(_, place)| *place);
        let (Some(quantity), Some(price)) = (place(Field::Quantity), place(Field::Price)) else { return };
        let Some((field, amount)) =
            [Field::Amount, Field::Net].into_iter().find_map(|field| Some((field, place(field)?)))
        else {
            return;
        };
        let fields = [Field::Quantity, Field::Price, field];
        let places = [quantity, price, amount];
        let is_open = |place: usize| matches!(record.cell(place), Cell::Text(text) if is_open(text));
        if !places.iter().any(|place| is_open(*place)) {
            return;
        }
        let readings = places.map(|place| readings(record.cell(place)));
        for (at, field) in fields.into_iter().enumerate().filter(|(at, _)| is_open(places[*at])) {
            let votes = self.votes.entry(field).or_default();
            let fits = [0, 1].map(|mark| {
                let mut one = readings;
                one[at] = [readings[at][mark], None];
                any_fits(&one)
            });
            let (Some(comma), Some(point)) = (fits[0], fits[1]) else { continue };
            votes.lines += 1;
            votes.fitting[0] += usize::from(comma);
            votes.fitting[1] += usize::from(point);
        }
    }

    /// The mark of a column whose values fit both.
    pub(crate) fn mark(&self, field: Field, numbers: &HashMap<Field, Marks>) -> Option<DecimalMark> {
        self.by_arithmetic(field).or_else(|| by_others(field, numbers))
    }

    fn by_arithmetic(&self, field: Field) -> Option<DecimalMark> {
        let votes = self.votes.get(&field).filter(|votes| votes.lines > 0)?;
        let share = |at: usize| votes.fitting[at] * 100 / votes.lines;
        let wins = |one: usize, other: usize| share(one) >= MOST && share(other) <= FEW;
        if wins(0, 1) {
            Some(MARKS[0])
        } else if wins(1, 0) {
            Some(MARKS[1])
        } else {
            None
        }
    }
}

/// The other columns of numbers have a mark, and the sign in question is that mark: a program that writes `15.00` does
/// not group thousands by points. An amount of three decimals is rare, so for money the others have to be money too.
fn by_others(field: Field, numbers: &HashMap<Field, Marks>) -> Option<DecimalMark> {
    let doubtful = numbers.get(&field)?.doubtful.as_deref()?;
    let sign = if doubtful.contains(',') { DecimalMark::Comma } else { DecimalMark::Point };
    let others =
        numbers.iter().filter(|(other, _)| **other != field && (!field.is_money() || other.is_money()));
    let mut decided =
        others.filter_map(|(_, marks)| marks.decided.filter(|_| marks.contradiction.is_none())).peekable();
    decided.peek()?;
    decided.all(|mark| mark == sign).then_some(sign)
}

fn is_open(text: &str) -> bool {
    text.contains([',', '.'])
        && Written::of(text).is_some_and(|written| {
            written.mark.is_none() && matches!(evidence(written.digits.as_bytes()), Evidence::Both)
        })
}

fn readings(cell: Cell<'_>) -> Readings {
    MARKS.map(|mark| {
        let marks = Marks { decided: Some(mark), ..Marks::default() };
        NumberReader::new(&marks, true).with_units().read(cell).ok().map(|number| number.exact)
    })
}

/// Whether quantity × price is about the amount in some reading: a mark read wrong is a factor of a thousand, a
/// discount or a tax is not. `None` when nothing can be said.
fn any_fits([quantities, prices, amounts]: &[Readings; 3]) -> Option<bool> {
    let mut said = None;
    for quantity in quantities.iter().flatten() {
        for price in prices.iter().flatten() {
            for amount in amounts.iter().flatten().filter(|amount| !amount.is_zero()) {
                let product = quantity.product(*price)?;
                said = Some(said.unwrap_or_default() || product.is_about(*amount));
            }
        }
    }
    said
}
