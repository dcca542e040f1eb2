//! The columns as version 0.1.0 recognised them.
//!
//! The keys of lines without ids hang on the source of a file, and where the user names no source, it is made of the
//! roles that 0.1.0 gave to the columns. Were it made of today's roles, each header that is recognised better would
//! make another till of an old one, and the next export would count every sale a second time. So these roles are worked
//! out beside today's, for this purpose alone. Nothing here may change.

mod headers;
mod presets;

use std::collections::HashMap;

use comptoir_sales::Table;

use crate::{
    Field,
    columns::{self, Hints},
    dates,
    mapping::short_hex,
    numbers::{Marks, NumberReader, Unread},
    record::{Cell, Record},
};
use presets::Preset;

/// How far two sides of an equation may lie apart, in ten-thousandths.
const TOLERANCE: i64 = 200;

/// Of a hundred pairs of lines, how many must fulfil it.
const MOST: usize = 90;

type Roles = Vec<(Field, usize)>;

/// The parts of the keys of lines without ids.
#[derive(Clone, Debug, Default)]
pub(crate) struct Former {
    /// The signature of exports with these columns, where the user does not name their till.
    pub(crate) source: String,
    date: Option<usize>,
    time: Option<usize>,
    ticket: Option<usize>,
}

impl Former {
    /// The ticket and the time that are parts of a line's key. A column that is recognised today and was not before is
    /// none of them, or the next export would be new; in files that were not readable then, today's roles hold.
    pub(crate) fn of_key<'a>(
        &self,
        cell: impl Fn(usize) -> Option<&'a str>,
        today: (Option<&'a str>, Option<&'a str>),
    ) -> (&'a str, &'a str) {
        let (ticket, time) = match self.date {
            None => today,
            Some(date) => (self.ticket.and_then(&cell), self.time.and_then(&cell).or_else(|| cell(date))),
        };
        (ticket.unwrap_or_default(), time.unwrap_or_default())
    }
}

/// Works them out.
pub(crate) fn find(hints: &Hints<'_>, table: Table) -> Former {
    let keys: Vec<String> = hints.header.iter().map(|header| crate::headers::key(header)).collect();
    let mut named = columns::named_columns(hints, &keys).unwrap_or_default();
    // There was no such role.
    named.retain(|(field, _)| *field != Field::OrderDiscount);
    let is_marked = |preset: &&Preset| preset.marks.iter().all(|mark| keys.iter().any(|key| key == mark));
    let preset = presets::PRESETS.iter().find(is_marked).filter(|_| table == Table::Sales);
    let mut known = keys.clone();
    for place in columns::ignored_columns(hints, &named) {
        known[place].clear();
    }
    let mut roles = match preset {
        Some(preset) => with_preset(named, preset, &known, hints.sample),
        None => with_headers(named, headers::of(table), &known, hints.sample),
    };
    if table == Table::Sales {
        take_growing_price_for_amount(&mut roles, hints.sample);
    }
    let mut fields: Vec<&str> = roles.iter().map(|(field, _)| field.name()).collect();
    fields.sort_unstable();
    let preset = preset.map_or("", |preset| preset.name);
    let place = |field: Field| roles.iter().find(|(role, _)| *role == field).map(|(_, place)| *place);
    Former {
        source: short_hex(&format!("{} {preset} {}", table.name(), fields.join(" "))),
        date: place(Field::Date),
        time: place(Field::Time),
        ticket: place(Field::Ticket),
    }
}

fn with_preset(mut roles: Roles, preset: &Preset, keys: &[String], sample: &[Record]) -> Roles {
    let has_values =
        |place: usize| sample.is_empty() || sample.iter().any(|record| record.cell(place) != Cell::Empty);
    for (field, header) in preset.map {
        if let Some(place) = keys.iter().position(|key| key == header).filter(|place| has_values(*place))
            && roles.iter().all(|(role, used)| role != field && *used != place)
        {
            roles.push((*field, place));
        }
    }
    roles
}

fn with_headers(mut roles: Roles, known: headers::Headers, keys: &[String], sample: &[Record]) -> Roles {
    for (field, names) in known {
        if roles.iter().any(|(role, _)| role == field) {
            continue;
        }
        let places = |name: &&str| {
            let alike = keys.iter().enumerate().filter(|(_, key)| *key == name);
            alike.map(|(place, _)| place).collect::<Vec<_>>()
        };
        let is_free = |place: &usize| roles.iter().all(|(_, used)| used != place);
        let candidates: Vec<usize> = names.iter().flat_map(places).filter(is_free).collect();
        let fits = candidates.iter().find(|place| content_fits(*field, sample, **place));
        if let Some(place) = fits.or(candidates.first()) {
            roles.push((*field, *place));
        }
    }
    roles
}

/// Whether at least half of what stands in a column could be what its header says.
fn content_fits(field: Field, sample: &[Record], place: usize) -> bool {
    let fits = |cell: Cell<'_>| match field {
        Field::Date => dates::is_date(cell),
        field if field.is_decimal() => {
            let mut marks = Marks::default();
            marks.learn(cell);
            NumberReader::new(&marks, false).read(cell) != Err(Unread::NotANumber)
        }
        _ => true,
    };
    let cells = sample.iter().map(|record| record.cell(place)).filter(|cell| *cell != Cell::Empty);
    let (fitting, all) =
        cells.fold((0, 0), |(fitting, all), cell| (fitting + usize::from(fits(cell)), all + 1));
    sample.is_empty() || all > 0 && fitting * 2 >= all
}

/// Where a file had a price and no amount, and the price grew with the quantity, it was the amount.
fn take_growing_price_for_amount(roles: &mut Roles, sample: &[Record]) {
    let place = |field: Field| roles.iter().find(|(role, _)| *role == field).map(|(_, place)| *place);
    let has_amount = [Field::Credit, Field::Amount, Field::Net].iter().any(|field| place(*field).is_some());
    let (Some(price), Some(quantity), false) = (place(Field::Price), place(Field::Quantity), has_amount)
    else {
        return;
    };
    let shares = place(Field::Discount).is_some_and(|place| are_shares(sample, place));
    let product = place(Field::Product).or(place(Field::Name));
    if !shares && grows_with_quantity(sample, product, quantity, price) {
        roles.retain(|(field, _)| *field != Field::Price);
        roles.push((Field::Amount, price));
    }
}

fn are_shares(sample: &[Record], place: usize) -> bool {
    let mut cells =
        sample.iter().map(|record| record.cell(place)).filter(|cell| *cell != Cell::Empty).peekable();
    cells.peek().is_some() && cells.all(|cell| cell.as_str().ends_with('%'))
}

fn grows_with_quantity(sample: &[Record], product: Option<usize>, quantity: usize, price: usize) -> bool {
    let mut first: HashMap<&str, (i64, i64)> = HashMap::new();
    let (mut same, mut grows, mut pairs) = (0, 0, 0);
    let (mut quantities, mut prices) = (reader(sample, quantity), reader(sample, price));
    for record in sample {
        let quantity = read(&mut quantities, record.cell(quantity)).unwrap_or(10_000);
        let Some(price) = read(&mut prices, record.cell(price)).filter(|_| quantity != 0) else { continue };
        let product = product.map(|place| record.cell(place).as_str()).unwrap_or_default();
        let (quantity_before, before) = *first.entry(product).or_insert((quantity, price));
        if quantity_before == quantity {
            continue;
        }
        pairs += 1;
        same += usize::from(before == price);
        let (left, right) =
            (i128::from(before) * i128::from(quantity), i128::from(price) * i128::from(quantity_before));
        let within = i128::from(TOLERANCE) * i128::from(quantity_before.abs().max(quantity.abs()));
        grows += usize::from((left - right).abs() <= within);
    }
    pairs > 0 && same * 100 < pairs * MOST && grows * 100 >= pairs * MOST
}

fn reader(sample: &[Record], place: usize) -> NumberReader {
    let mut marks = Marks::default();
    for record in sample {
        marks.learn(record.cell(place));
    }
    NumberReader::new(&marks, false)
}

fn read(reader: &mut NumberReader, cell: Cell<'_>) -> Option<i64> {
    Some(cell)
        .filter(|cell| *cell != Cell::Empty)
        .and_then(|cell| reader.read(cell).ok())
        .map(|number| number.parts)
}
