//! Statements of a marketplace or a payment service: what customers paid, what was kept back of it, and what is left.

use crate::{
    Field, SetAside,
    columns::Columns,
    numbers::{Marks, NumberReader},
    record::{Cell, Record},
    wording::Word,
};

/// Of a hundred lines, how many must come to what is left.
const MOST: usize = 95;

/// How far a sum may be from what is written, in ten-thousandths.
const NEAR: u64 = 100;

/// Takes what customers paid for the revenue, where on each line that, less what was kept back, is what is left. `keys` are
/// the headers as they are compared.
pub(crate) fn find(columns: &mut Columns, keys: &[String], sample: &[Record]) {
    const PAID: [&str; 4] = ["gross", "brut", "amount", "montant"];
    const LEFT: [&str; 6] = ["net", "net amount", "montant net", "amount net", "net total", "total net"];
    let named = |names: &[&str]| {
        (0..keys.len())
            .find(|place| names.contains(&keys[*place].as_str()) && columns.profiles[*place].is_number())
    };
    let is_kept_back = |place: &usize| {
        columns.wordings[*place].is_of(&[Word::Fee, Word::Amount, Word::Paid, Word::Document, Word::Sale])
            && columns.wordings[*place].has(Word::Fee)
            && columns.profiles[*place].is_number()
    };
    let (Some(paid), Some(left)) = (named(&PAID), named(&LEFT)) else { return };
    let Some(kept_back) = (0..keys.len()).find(is_kept_back) else { return };
    let is_said = [Field::Amount, Field::Net, Field::Price].iter().any(|field| columns.is_named(*field));
    if is_said || !comes_to(sample, [paid, kept_back, left]) {
        return;
    }
    for field in [Field::Net, Field::Price] {
        columns.set(field, None);
    }
    columns.set(Field::Amount, Some(paid));
    columns.statement = Some([paid, kept_back, left]);
    columns.needs_products = false;
    for (place, why) in [(kept_back, SetAside::Fee), (left, SetAside::OtherAmount)] {
        if let Some(field) = columns.role(place).filter(|field| field.is_money()) {
            columns.set(field, None);
        }
        columns.explained.push((place, why));
    }
}

/// Whether the first column, less or plus the second, is the third on nearly all lines that have them, and not all of the
/// second are nothing.
fn comes_to(sample: &[Record], places: [usize; 3]) -> bool {
    let mut readers = places.map(|place| {
        let mut marks = Marks::default();
        for record in sample {
            marks.learn(record.cell(place));
        }
        NumberReader::new(&marks, false)
    });
    let mut read = |record: &Record| {
        let mut values = [0; 3];
        for ((value, reader), place) in values.iter_mut().zip(&mut readers).zip(places) {
            *value = match record.cell(place) {
                Cell::Empty => return None,
                cell => reader.read(cell).ok()?.parts,
            };
        }
        Some(values)
    };
    let lines: Vec<[i64; 3]> = sample.iter().filter_map(&mut read).collect();
    let fits = |sign: i64| {
        let near = |[paid, kept, left]: &&[i64; 3]| {
            paid.saturating_add(sign.saturating_mul(*kept)).abs_diff(*left) <= NEAR
        };
        lines.iter().filter(near).count() * 100 >= lines.len() * MOST
    };
    lines.len() > 1 && lines.iter().any(|[_, kept, _]| *kept != 0) && (fits(1) || fits(-1))
}
