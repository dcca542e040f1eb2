//! Numbers that were cut in two: commas between the values of a file, and commas before the decimals, without quotes.

use crate::{
    columns::Columns,
    headers,
    record::{Cell, Record},
};

/// Of a hundred lines with too many values, how many must show the same cut.
const MOST: usize = 90;

/// From one line in so many on, too many values are what the file is about.
const ONE_IN: usize = 20;

/// Words of headers below which numbers of two digits stand anyway.
const NUMBERED: [&str; 27] = [
    "taux", "tva", "vat", "tax", "rate", "code", "caisse", "till", "heure", "hour", "numero", "num", "n",
    "no", "id", "rayon", "jour", "day", "mois", "month", "ticket", "magasin", "store", "poste", "table",
    "serveur", "remise",
];

/// Words of headers below which remarks stand, and no numbers.
const REMARKS: [&str; 16] = [
    "remarque",
    "remarques",
    "commentaire",
    "commentaires",
    "note",
    "notes",
    "observation",
    "observations",
    "comment",
    "comments",
    "remark",
    "remarks",
    "memo",
    "client",
    "vendeur",
    "libelle",
];

/// The place of the first column whose values were cut, and one of them.
pub(crate) fn cut(
    columns: &Columns,
    header: &[String],
    sample: &[Record],
    delimiter: Option<char>,
) -> Option<(usize, String)> {
    if delimiter != Some(',') {
        return None;
    }
    let mut places: Vec<usize> =
        columns.roles().into_iter().filter(|(field, _)| field.is_decimal()).map(|(_, place)| place).collect();
    places.sort_unstable();
    places.iter().find_map(|place| {
        let row =
            overflowing(header, sample, *place).or_else(|| displaced(columns, header, sample, *place))?;
        Some((*place, format!("{},{}", row.cell(*place).as_str(), row.cell(place + 1).as_str())))
    })
}

/// A line of those with more values than headers, where these show a whole number and its decimals at that place.
fn overflowing<'a>(header: &[String], sample: &'a [Record], place: usize) -> Option<&'a Record> {
    let is_over = |record: &&Record| {
        record.len() > header.len() && (header.len()..record.len()).any(|at| record.cell(at) != Cell::Empty)
    };
    let over: Vec<&Record> = sample.iter().filter(is_over).collect();
    let is_cut = |record: &&&Record| is_whole(record.cell(place)) && is_decimals(record.cell(place + 1));
    let cut: Vec<&&Record> = over.iter().filter(is_cut).collect();
    let is_common = over.len() * ONE_IN >= sample.len() && cut.len() * 100 >= over.len() * MOST;
    cut.first().filter(|_| is_common).map(|record| **record)
}

/// A line of a file where all values of a column are whole, and the cents stand below the next header.
fn displaced<'a>(
    columns: &Columns,
    header: &[String],
    sample: &'a [Record],
    place: usize,
) -> Option<&'a Record> {
    let next = place + 1;
    let pairs = sample.iter().map(|record| (record.cell(place), record.cell(next)));
    let filled = pairs.filter(|(whole, _)| *whole != Cell::Empty);
    let name = headers::key(header.get(next)?);
    let holds_remarks = name.split(' ').any(|word| REMARKS.contains(&word));
    let (mut count, mut has_zero) = (0, false);
    for (whole, cents) in filled {
        let is_cents = is_decimals(cents) && (holds_remarks || cents.as_str().len() == 2);
        if !is_whole(whole) || !is_cents {
            return None;
        }
        count += 1;
        has_zero |= cents.as_str().starts_with('0');
    }
    let role = columns.roles().into_iter().find(|(_, place)| *place == next).map(|(field, _)| field);
    let is_numbered = name.split(' ').any(|word| NUMBERED.contains(&word));
    let is_likely = match role {
        Some(field) if field.is_decimal() => has_zero || ends_in_numbers(columns, header, sample),
        // Codes and counts of two digits are common: only cents start with a zero.
        _ => holds_remarks || has_zero && !is_numbered,
    };
    (count > 0 && is_likely).then(|| sample.iter().find(|record| record.cell(place) != Cell::Empty)).flatten()
}

/// Whether the last column, of which nothing is known, holds nothing but whole numbers: what stood before it was moved.
fn ends_in_numbers(columns: &Columns, header: &[String], sample: &[Record]) -> bool {
    let Some(last) = header.len().checked_sub(1) else { return false };
    let is_known = columns.roles().iter().any(|(_, place)| *place == last);
    let mut cells =
        sample.iter().map(|record| record.cell(last)).filter(|cell| *cell != Cell::Empty).peekable();
    !is_known && cells.peek().is_some() && cells.all(is_whole)
}

fn is_whole(cell: Cell<'_>) -> bool {
    let digits = cell.as_str().strip_prefix('-').unwrap_or(cell.as_str());
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// One to three digits: decimals.
fn is_decimals(cell: Cell<'_>) -> bool {
    let digits = cell.as_str().trim_end_matches(['€', ' ']);
    (1..=3).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}
