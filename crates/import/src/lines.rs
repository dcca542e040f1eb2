//! From rows of text to checked lines: each value is read right, or its row is refused with the reason.

mod kind;
mod name_index;
mod open_words;
mod places;
mod products;
pub(crate) mod room;
mod sales;
mod stores;
mod targets;
mod votes;

use std::{collections::HashMap, io, sync::Arc};

use comptoir_sales::{Chunk, Money, MovedStore, Moving, Quantity, Reject, SalesBook, Table};

use crate::{
    Field, FirstOf, ImportError, PriceChanged,
    amounts::Basis,
    columns::Columns,
    former::Former,
    inference::{ColumnInference, Overrides},
    judge::Judge,
    layout::{AsideKind, is_conflict_marker},
    order_shares::Shares,
    record::{Cell, Record},
};
pub(crate) use kind::of_product as product_kind;
pub(crate) use name_index::rounded_codes;
use name_index::{NameIndex, id_in, is_rounded};
pub(crate) use open_words::{Counting, OpenWords};
use places::Places;
use room::Full;
pub use sales::SoldElsewhere;
pub(crate) use stores::is_elsewhere;

/// How a file is read: everything that is found out before its lines are.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own about the file")]
pub(crate) struct Reading {
    /// The file, for messages.
    pub(crate) name: String,
    /// The headers.
    pub(crate) header: Vec<String>,
    /// The roles of the columns.
    pub(crate) columns: Columns,
    /// The findings about the columns.
    pub(crate) inference: ColumnInference,
    /// The settings besides.
    pub(crate) overrides: Overrides,
    /// Where revenue comes from, in a file of sales.
    pub(crate) basis: Option<Basis>,
    /// Which till or shop the file is an export of.
    pub(crate) source: String,
    /// The parts of the keys of its lines.
    pub(crate) former: Former,
    /// Whether the user has named that source: it qualifies whole-number ids then.
    pub(crate) source_is_named: bool,
    /// The currency that amounts are in.
    pub(crate) currency: String,
    /// Whether another currency, found in rows that were not looked at yet, asks for a look at all of them.
    pub(crate) is_currency_open: bool,
    /// Whether the rows are known to come in any order of days.
    pub(crate) is_unsorted: bool,
    /// What all lines say of codes and stores that some leave open, once they were looked at.
    pub(crate) open_words: Option<OpenWords>,
    /// The meanings of the file's words.
    pub(crate) judge: Judge,
    /// The share of its order's discount that is taken off each row.
    pub(crate) shares: Arc<Shares>,
    /// What becomes of stores that are elsewhere, in a file of stores.
    pub(crate) moving: Option<Moving>,
    /// Whether known records are written over.
    pub(crate) writes_over: bool,
}

/// The outcome of a row.
pub(crate) enum Checked {
    /// A line, which is in the chunk now.
    Taken(Taken),
    /// No line of this table: an order that was cancelled, an account that is not one of sales.
    Aside(AsideKind),
    /// Refused.
    Refused(Reject),
    /// The file has to be read again, after a look at all of it.
    Restart(Restart),
    /// The file cannot be read on.
    Failed(Box<ImportError>),
}

/// A line that is in the chunk.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Taken {
    /// The kind of the sale, or `record`.
    pub(crate) kind: &'static str,
    /// The total that the file states, or that its list price makes.
    pub(crate) stated: Money,
    /// Whether the file states it.
    pub(crate) is_stated: bool,
    /// How many, as the file states them.
    pub(crate) quantity: Quantity,
    /// What it is counted as.
    pub(crate) counted: Money,
}

impl Taken {
    const RECORD: Self = Self {
        kind: "record",
        stated: Money::from_parts(0),
        is_stated: false,
        quantity: Quantity::from_parts(0),
        counted: Money::from_parts(0),
    };
}

/// Why a file has to be read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Restart {
    /// A column that has decided nothing yet has a value that fits two readings.
    Doubt,
    /// Days do not come in order.
    Unsorted,
    /// A value needs another reading than the column's.
    Contradiction,
    /// A line leaves open what others say of its product or store.
    Names,
    /// A row has words that the rows looked at do not have.
    Words,
}

/// Why a value, and its row with it, is not taken.
enum Refusal {
    Reject(Reject),
    Restart(Restart),
    /// The file has more different ones than are held in memory.
    Full(Full),
    /// What is kept on disk meanwhile cannot be written or read.
    Io(io::Error),
}

impl From<Full> for Refusal {
    fn from(full: Full) -> Self {
        Self::Full(full)
    }
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Checks rows, one after the other.
pub(crate) struct Lines {
    /// The file, for messages.
    name: String,
    header: Vec<String>,
    places: Places,
    table: Checker,
    shares: Arc<Shares>,
    /// How many rows were checked.
    rows: u64,
}

/// The id of a line, as a sale is known by it.
pub(crate) enum OwnId {
    Number(i64),
    Key(String),
}

enum Checker {
    Products(products::Products),
    Stores(Box<stores::Stores>),
    Sales(Box<sales::Sales>),
    Targets(targets::Targets),
}

impl Lines {
    pub(crate) fn new(reading: &Reading, book: &dyn SalesBook) -> Result<Self, ImportError> {
        let table = match reading.columns.table {
            Table::Products => Checker::Products(products::Products::new(reading, book)?),
            Table::Stores => Checker::Stores(Box::new(stores::Stores::new(reading, book)?)),
            Table::Sales => Checker::Sales(Box::new(sales::Sales::new(reading, book)?)),
            Table::Targets => Checker::Targets(targets::Targets::new(reading, book.stores()?)),
        };
        Ok(Self {
            name: reading.name.clone(),
            header: reading.header.clone(),
            places: Places::of(&reading.columns),
            table,
            shares: Arc::clone(&reading.shares),
            rows: 0,
        })
    }

    /// Checks a row; what it holds goes into the chunk.
    pub(crate) fn check(&mut self, record: &Record, chunk: &mut Chunk) -> Checked {
        self.rows += 1;
        let share = self.shares.get(&self.rows).copied().unwrap_or_default();
        let values = Values { header: &self.header, places: &self.places, record, share };
        let checked = values.check_shape().map_err(Refusal::Reject).and_then(|()| match &mut self.table {
            Checker::Products(products) => {
                let product = products.line(&values)?;
                chunk.products.push((record.line, product));
                Ok(Checked::Taken(Taken::RECORD))
            }
            Checker::Stores(stores) => {
                stores.line(&values, chunk)?;
                Ok(Checked::Taken(Taken::RECORD))
            }
            Checker::Targets(targets) => {
                let target = targets.line(&values)?;
                chunk.targets.push((record.line, target));
                Ok(Checked::Taken(Taken::RECORD))
            }
            Checker::Sales(sales) => sales.line(&values, chunk),
        });
        match checked {
            Ok(checked) => checked,
            Err(Refusal::Reject(reject)) => Checked::Refused(reject),
            Err(Refusal::Restart(again)) => Checked::Restart(again),
            Err(Refusal::Full(full)) => Checked::Failed(Box::new(full.error(&self.name))),
            Err(Refusal::Io(error)) => Checked::Failed(Box::new(ImportError::from_io(&self.name, error))),
        }
    }

    /// The id of a line of sales that is set aside, as it would be kept.
    pub(crate) fn own_id(&self, record: &Record) -> Option<OwnId> {
        let Checker::Sales(sales) = &self.table else { return None };
        let values = Values { header: &self.header, places: &self.places, record, share: Money::default() };
        sales.own_id(&values)
    }

    /// What is known of the lines once all are read, piece by piece: the products and stores that sales bring. Whether
    /// there is more.
    pub(crate) fn finish(&mut self, chunk: &mut Chunk) -> bool {
        match &mut self.table {
            Checker::Sales(sales) => sales.finish(chunk),
            _ => false,
        }
    }

    /// New stores whose region is unknown, by name or city, with the revenue of their lines in the file.
    pub(crate) fn stores_without_region(&self) -> FirstOf<(String, Money)> {
        match &self.table {
            Checker::Products(_) | Checker::Targets(_) => FirstOf::default(),
            Checker::Stores(stores) => stores.without_region.clone(),
            Checker::Sales(sales) => sales.stores_without_region(),
        }
    }

    /// Lines that say that their store is in another region than it counts in.
    pub(crate) fn sold_elsewhere(&self) -> Vec<SoldElsewhere> {
        match &self.table {
            Checker::Sales(sales) => sales.sold_elsewhere(),
            _ => vec![],
        }
    }

    /// Stores that are elsewhere than they were kept, in a file of stores.
    pub(crate) fn moved(&self) -> Vec<MovedStore> {
        match &self.table {
            Checker::Stores(stores) => stores.moved.clone(),
            _ => vec![],
        }
    }

    /// Products whose price is written over, in a file of products.
    pub(crate) fn prices_changed(&self) -> FirstOf<PriceChanged> {
        match &self.table {
            Checker::Products(products) => products.prices_changed.clone(),
            _ => FirstOf::default(),
        }
    }

    /// The names of products and stores that are new, as far as the file of sales brought them.
    pub(crate) fn brought(&self) -> (FirstOf<String>, FirstOf<String>) {
        match &self.table {
            Checker::Sales(sales) => sales.brought(),
            _ => (FirstOf::default(), FirstOf::default()),
        }
    }

    /// How times of UTC became days, in a file of sales that has some.
    pub(crate) fn time_zone(&self) -> Option<crate::ZoneProof> {
        match &self.table {
            Checker::Sales(sales) => sales.time_zone(),
            _ => None,
        }
    }

    /// The decisions of the columns so far: the mark of each column of numbers, the order of dates.
    pub(crate) fn decided(&self) -> (HashMap<Field, crate::DecimalMark>, Option<crate::DateOrder>) {
        match &self.table {
            Checker::Products(products) => {
                (products.price.mark().map(|mark| (Field::Price, mark)).into_iter().collect(), None)
            }
            Checker::Stores(_) => (HashMap::new(), None),
            Checker::Targets(targets) => {
                (targets.amount.mark().map(|mark| (Field::Amount, mark)).into_iter().collect(), None)
            }
            Checker::Sales(sales) => sales.decided(),
        }
    }
}

/// The longest text that names something, in bytes: longer ones are whole files in a quote that is never closed. Each is held and
/// compared many times over, so that a few of a megabyte would take hundreds.
pub(crate) const LONGEST_TEXT: usize = 4_096;

/// The part of a text that says what it is, when it is longer than any that names something.
pub(crate) fn start_of(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST_TEXT)]
}

/// The largest number either way from zero, in ten-thousandths: 1e12, the most that the database takes.
const LARGEST_PARTS: u64 = 10_000_000_000_000_000;

/// How much of a text that is too long is shown, in characters.
const SHOWN_OF_LONG: usize = 60;

/// The columns whose texts are kept, or compared with others.
const TEXTS: [Field; 15] = [
    Field::Id,
    Field::Product,
    Field::Store,
    Field::Name,
    Field::Category,
    Field::City,
    Field::Region,
    Field::Address,
    Field::Postcode,
    Field::Country,
    Field::Ticket,
    Field::Account,
    Field::Currency,
    Field::Kind,
    Field::Status,
];

/// One row, asked by what its columns hold.
struct Values<'a> {
    header: &'a [String],
    places: &'a Places,
    record: &'a Record,
    /// The share of its order's discount that is taken off the line.
    share: Money,
}

impl<'a> Values<'a> {
    fn cell(&self, field: Field) -> Cell<'a> {
        self.places.of_field(field).map_or(Cell::Empty, |place| self.record.cell(place))
    }

    fn has(&self, field: Field) -> bool {
        self.places.of_field(field).is_some()
    }

    fn text(&self, field: Field) -> Option<&'a str> {
        self.cell(field).filled()
    }

    fn owned(&self, field: Field) -> Option<String> {
        self.text(field).map(str::to_owned)
    }

    fn needed(&self, field: Field) -> Result<Cell<'a>, Refusal> {
        match self.cell(field) {
            Cell::Empty => Err(self.refuse(field, "missing")),
            cell => Ok(cell),
        }
    }

    /// The record's own id: an integer where the column holds integers, else a text reference.
    fn own_id(&self, integers: bool) -> Result<(Option<i64>, Option<&'a str>), Refusal> {
        let Some(text) = self.text(Field::Id) else {
            return if self.has(Field::Id) {
                Err(self.refuse(Field::Id, "missing"))
            } else {
                Ok((None, None))
            };
        };
        if is_rounded(text) {
            return Err(self.refuse(Field::Id, "rounded-code"));
        }
        if !integers {
            return Ok((None, Some(text)));
        }
        match text.parse() {
            // Programs that count from nought number their first line so.
            Ok(id) if id >= 0 => Ok((Some(id), None)),
            _ => Err(self.refuse(Field::Id, "not-an-id")),
        }
    }

    /// The key of a product or store: a number with zeros in front is a reference.
    fn own_code(&self, integers: bool) -> Result<(Option<i64>, Option<&'a str>), Refusal> {
        match self.own_id(integers)? {
            (Some(id), _) if self.text(Field::Id).and_then(id_in) != Some(id) => {
                Ok((None, self.text(Field::Id)))
            }
            own => Ok(own),
        }
    }

    fn check_shape(&self) -> Result<(), Reject> {
        let reject = |code, value: Option<&str>, facts| Reject {
            line: self.record.line,
            column: None,
            value: value.map(str::to_owned),
            code,
            facts,
            original: String::new(),
        };
        if let Cell::Text(first) = self.record.cell(0)
            && is_conflict_marker(first)
        {
            return Err(reject("conflict-marker", Some(first), vec![]));
        }
        if self.record.cut_off {
            return Err(reject("cut-off", None, vec![]));
        }
        if let Some((place, text)) = self.too_long() {
            let facts = vec![("limit", LONGEST_TEXT.to_string()), ("length", text.len().to_string())];
            let start: String = text.chars().take(SHOWN_OF_LONG).chain(['…']).collect();
            let column = self.header.get(place).cloned();
            return Err(Reject { column, ..reject("too-long", Some(&start), facts) });
        }
        if self.record.len() <= self.header.len() {
            return Ok(());
        }
        let mut extra =
            (self.header.len()..self.record.len()).filter_map(|place| self.record.cell(place).filled());
        match extra.next() {
            None => Ok(()),
            Some(extra) => {
                let facts = vec![("columns", self.header.len().to_string())];
                Err(reject("too-many-values", Some(extra), facts))
            }
        }
    }

    /// A text that is longer than any name, with its place.
    fn too_long(&self) -> Option<(usize, &'a str)> {
        if self.record.text_len() <= LONGEST_TEXT {
            return None;
        }
        let texts = TEXTS
            .iter()
            .filter_map(|field| Some((self.places.of_field(*field)?, self.cell(*field).filled()?)));
        texts.into_iter().find(|(_, text)| text.len() > LONGEST_TEXT)
    }

    fn refuse(&self, field: Field, code: &'static str) -> Refusal {
        let header = self.places.of_field(field).and_then(|place| self.header.get(place)).cloned();
        Refusal::Reject(Reject {
            line: self.record.line,
            column: header,
            value: self.owned(field),
            code,
            facts: vec![],
            original: String::new(),
        })
    }

    /// Refuses a number that no shop has: a barcode in the column of quantities, an overflow of the program that wrote it.
    fn check_size(&self, field: Field, parts: i64) -> Result<(), Refusal> {
        if parts.unsigned_abs() > LARGEST_PARTS {
            Err(self.refuse(field, "too-large-number"))
        } else {
            Ok(())
        }
    }

    /// What becomes of a row with a value that could not be read.
    fn unread(&self, field: Field, why: crate::numbers::Unread, code: &'static str) -> Refusal {
        match why {
            crate::numbers::Unread::NotANumber => self.refuse(field, code),
            crate::numbers::Unread::Contradiction => Refusal::Restart(Restart::Contradiction),
            crate::numbers::Unread::Doubt => Refusal::Restart(Restart::Doubt),
            crate::numbers::Unread::Period => self.refuse(field, "a-period"),
            crate::numbers::Unread::NoSuchYear => self.refuse(field, "no-such-year"),
            crate::numbers::Unread::OtherWeekday => self.refuse(field, "other-weekday"),
        }
    }
}
