//! JSON: an array of objects, an object that holds the array, or one object after the other; rows that are arrays, and
//! objects below days or numbers.
//!
//! Objects inside a row are columns of their own, named `outer.inner`; an array of lines inside an order makes a row of
//! each, and other arrays stay text.

mod bounded;
mod keyed;
mod matrix;
mod nested;
mod objects;

use std::collections::{BTreeSet, HashMap, VecDeque};

use serde::Deserializer as _;
use serde_json::value::RawValue;

use self::{bounded::Bounded, objects::Objects};
use crate::{
    ImportError,
    content::Content,
    csv::COLUMN_LIMIT,
    headers,
    kept::{KeptRows, KeptTable},
    record::{Record, Rows},
    whole::Turn,
    workbook::{Parts, says_other_than_sales},
};

/// The longest text of one object, which is held in memory while the array in it is looked for.
const TEXT_LIMIT: u64 = 128 << 20;

/// The longest text of rows that are arrays, or stand below keys: all of them are held in memory.
const SHAPED_LIMIT: u64 = 8 << 20;

/// The most values of such a text, by the commas in it: each takes up to two hundred bytes.
const SHAPED_VALUES: usize = 600_000;

/// The most bytes that are held of several arrays that are one table, and that the lines of one order take.
const HELD_LIMIT: usize = 72 << 20;
const ORDER_LIMIT: usize = 16 << 20;

/// The most items of arrays in the object that holds them, each of which takes some twenty bytes; a member counts as
/// four.
const MEMBERS_LIMIT: usize = 4 << 20;

/// The most bytes of the keys of one object, where those of the objects around it are repeated.
const KEYS_LIMIT: usize = 8 << 20;

/// The most bytes of the objects that are looked at to find their lines.
const LOOKED_AT_LIMIT: usize = 32 << 20;

/// How many known columns make an array that of the table for sure.
const SURE_HEADERS: usize = 3;

/// With how many known columns another array may be meant as well.
const RIVAL_HEADERS: usize = 3;

/// How many objects that hold arrays are looked at to find out whether these are their lines.
const ORDERS_LOOKED_AT: usize = 200;

/// How deep objects in a row are followed.
const DEPTH: usize = 4;

/// The form of a JSON text.
pub(crate) enum Json {
    /// One object after the other, in an array or not; with the columns of all of them, and the arrays set aside.
    Objects(Vec<String>, Start, Parts),
    /// Several arrays that are one table, in memory.
    Array(Vec<String>, KeptTable, Parts),
}

/// Where objects begin, and what is made of each.
#[derive(Clone, Debug)]
pub(crate) struct Start {
    /// The byte, and the line that it stands on.
    from: usize,
    line: u64,
    /// Whether what follows the array is of no interest.
    is_held: bool,
    /// The key of the lines that each object holds, and the keys of the objects themselves.
    lines: Option<(String, BTreeSet<String>)>,
}

impl Start {
    fn new(from: usize) -> Self {
        Self { from, line: 1, is_held: false, lines: None }
    }

    /// The rows that an object makes.
    fn rows(&self, name: &str, line: u64, order: nested::Pairs) -> Result<Vec<nested::Pairs>, ImportError> {
        match &self.lines {
            None => Ok(vec![order]),
            Some((lines, _)) if nested::size(&order, lines) > ORDER_LIMIT => {
                Err(ImportError::RecordTooLarge {
                    source_name: name.to_owned(),
                    line,
                    limit_bytes: ORDER_LIMIT as u64,
                })
            }
            Some((lines, keys)) => Ok(nested::rows(order, lines, keys)),
        }
    }
}

/// Looks through a text that starts with `[` or `{`.
pub(crate) fn read(name: &str, content: &Content, from: usize) -> Result<Json, ImportError> {
    if begins_with_arrays(name, content, from)?
        && let Some(shaped) = shaped(name, content, from)?
    {
        return Ok(shaped);
    }
    match header_of_objects(name, content, Start::new(from)) {
        Ok(Found::Objects(header, start)) => return Ok(Json::Objects(header, start, Parts::default())),
        // What is no array may be one object that is long, and holds one.
        Err(ImportError::RecordTooLarge { .. })
            if !Objects::new(name, content, &Start::new(from))?.is_array() => {}
        Ok(Found::One) => {}
        Ok(Found::Alone(header, start)) => {
            let shaped = shaped(name, content, from)?;
            return Ok(shaped.unwrap_or(Json::Objects(header, start, Parts::default())));
        }
        Err(error @ ImportError::TooManyColumns { .. }) => {
            let is_array = Objects::new(name, content, &Start::new(from))?.is_array();
            let shaped = if is_array { None } else { shaped(name, content, from)? };
            return shaped.ok_or(error);
        }
        Err(error) => return Err(error),
    }
    if let Some(shaped) = shaped(name, content, from)? {
        return Ok(shaped);
    }
    if content.size() > TEXT_LIMIT {
        return Err(ImportError::TooLarge { source_name: name.to_owned(), limit_bytes: TEXT_LIMIT });
    }
    let (start, parts) = {
        let _turn = Turn::wait();
        let bytes = content.all().map_err(|error| unreadable(name, error))?;
        let text = std::str::from_utf8(&bytes[from..]);
        let text = text.map_err(|error| unreadable(name, std::io::Error::other(error)))?;
        match held_array(name, text)? {
            Held::One(place, parts) => {
                let line = 1 + memchr::memchr_iter(b'\n', &text.as_bytes()[..place]).count() as u64;
                (Start { from: from + place, line, is_held: true, lines: None }, parts)
            }
            Held::Several(records, parts) => {
                return held(name, text, records.into_iter().map(|raw| (raw, pairs(raw.get()))), parts);
            }
        }
    };
    match header_of_objects(name, content, start)? {
        Found::Objects(header, start) => Ok(Json::Objects(header, start, parts)),
        Found::One | Found::Alone(..) => Err(ImportError::Empty { source_name: name.to_owned() }),
    }
}

/// Whether the first thing in an array is an array.
fn begins_with_arrays(name: &str, content: &Content, from: usize) -> Result<bool, ImportError> {
    const LOOKED_AT: usize = 256;
    let head = content.head(from + LOOKED_AT).map_err(|error| unreadable(name, error))?;
    let mut signs = head.get(from..).unwrap_or_default().iter().filter(|byte| !byte.is_ascii_whitespace());
    Ok(signs.next() == Some(&b'[') && signs.next() == Some(&b'['))
}

/// The rows of a text that are arrays below a header, or objects below days or numbers; `None` where it has none.
///
/// # Errors
/// When several tables are of that form.
fn shaped(name: &str, content: &Content, from: usize) -> Result<Option<Json>, ImportError> {
    if content.size() > SHAPED_LIMIT {
        return Ok(None);
    }
    let _turn = Turn::wait();
    let bytes = content.all().map_err(|error| unreadable(name, error))?;
    if memchr::memchr_iter(b',', &bytes).count() > SHAPED_VALUES {
        return Ok(None);
    }
    let Ok(text) = std::str::from_utf8(&bytes[from..]) else { return Ok(None) };
    let Ok(whole) = serde_json::from_str::<&RawValue>(text) else { return Ok(None) };
    let (mut arrays, mut room) = (Vec::new(), MEMBERS_LIMIT);
    if !gather_arrays(whole, "", DEPTH, &mut room, &mut arrays) {
        return Err(ImportError::TakesTooMuch { source_name: name.to_owned() });
    }
    arrays.retain(|(path, _)| !matrix::names_columns(path));
    let rows = match matrix::all(whole).as_slice() {
        [] => keyed::rows(whole),
        [only] if arrays.is_empty() => only.objects(),
        tables => {
            let count = tables.len() + arrays.len();
            let tables = (1..=count).map(|at| at.to_string()).collect();
            return Err(ImportError::SeveralTables { source_name: name.to_owned(), tables });
        }
    };
    let Some(rows) = rows else { return Ok(None) };
    // Another array of objects stands beside them: which of the two is meant is found out or asked there.
    let begins = |raw: &RawValue| raw.get().as_ptr() as usize;
    let mut places: Vec<(usize, usize)> =
        rows.iter().map(|(raw, _)| (begins(raw), begins(raw) + raw.get().len())).collect();
    places.sort_unstable();
    // How far the rows that begin up to each of them go.
    let mut farthest = 0;
    for (_, end) in &mut places {
        farthest = farthest.max(*end);
        *end = farthest;
    }
    let stands_in = |item: &&RawValue| {
        let before = places.partition_point(|(start, _)| *start <= begins(item));
        before.checked_sub(1).is_some_and(|last| places[last].1 >= begins(item))
    };
    if !arrays.iter().flat_map(|(_, items)| items).all(stands_in) {
        return Ok(None);
    }
    let rows = rows.into_iter().map(|(raw, pairs)| (raw, Ok(pairs)));
    held(name, text, rows, Parts::default()).map(Some)
}

/// The array that an object holds.
enum Held<'a> {
    /// Where it begins in the text.
    One(usize, Parts),
    /// The objects of several, or the object that holds none.
    Several(Vec<&'a RawValue>, Parts),
}

fn unreadable(name: &str, source: std::io::Error) -> ImportError {
    ImportError::Unreadable { source_name: name.to_owned(), source }
}

/// `line_before` is how many lines lie before the text that the error counts in.
fn malformed(name: &str, error: &serde_json::Error, line_before: u64) -> ImportError {
    ImportError::Malformed {
        source_name: name.to_owned(),
        line: line_before + error.line().max(1) as u64,
        reason: if error.is_eof() { "cut-off" } else { "not-json" }.to_owned(),
    }
}

/// The array of objects that an object holds, however deep; the object itself, when it holds none. Of several arrays
/// the one that has the columns of a table, where no other has; those of the same columns are one, in their order.
fn held_array<'a>(name: &str, text: &'a str) -> Result<Held<'a>, ImportError> {
    let malformed = |error: serde_json::Error| malformed(name, &error, 0);
    let whole: &RawValue = serde_json::from_str(text).map_err(malformed)?;
    let (mut arrays, mut room) = (Vec::new(), MEMBERS_LIMIT);
    if !gather_arrays(whole, "", DEPTH, &mut room, &mut arrays) {
        return Err(ImportError::TakesTooMuch { source_name: name.to_owned() });
    }
    if arrays.is_empty() {
        return Ok(Held::Several(vec![whole], Parts::default()));
    }
    let keys = |items: &[&RawValue]| {
        let pairs = items.iter().flat_map(|item| pairs(item.get()).unwrap_or_default());
        let mut keys = BTreeSet::new();
        for (key, _) in pairs {
            if keys.len() > COLUMN_LIMIT {
                break;
            }
            keys.insert(key);
        }
        keys
    };
    let known: Vec<usize> = arrays
        .iter()
        .map(|(_, items)| headers::known_headers(keys(items).iter().map(String::as_str)))
        .collect();
    let best = known.iter().copied().max().unwrap_or_default();
    let of_best = known.iter().position(|known| *known == best).unwrap_or_default();
    let columns = keys(&arrays[of_best].1);
    let is_same = |items: &[&RawValue]| keys(items) == columns;
    let others = arrays.iter().zip(&known).filter(|((_, items), _)| !is_same(items));
    let mut rivals = others.clone().filter(|(_, known)| **known >= RIVAL_HEADERS || best < SURE_HEADERS);
    let mut same = arrays.iter().filter(|(_, items)| is_same(items));
    let is_alone = same.clone().count() == 1;
    if rivals.next().is_some() || !is_alone && same.any(|(path, _)| says_other_than_sales(path)) {
        return Err(ImportError::SeveralTables {
            source_name: name.to_owned(),
            tables: arrays.into_iter().map(|(path, _)| path).collect(),
        });
    }
    let aside = others.map(|((path, _), _)| path.clone()).collect();
    let mut same: Vec<_> = arrays.into_iter().filter(|(_, items)| is_same(items)).collect();
    if let [(_, items)] = same.as_mut_slice()
        && let Some(first) = items.first()
    {
        // Raw values borrow from the text, so the distance between the two addresses is a place in it.
        let place = (first.get().as_ptr() as usize).wrapping_sub(text.as_ptr() as usize);
        let before = text.as_bytes().get(..place).unwrap_or_default();
        let place = memchr::memrchr(b'[', before).unwrap_or_default();
        let says_cents = says_cents(text.get(..place).unwrap_or_default());
        return Ok(Held::One(place, Parts { aside, says_cents, ..Parts::default() }));
    }
    let read = if same.len() > 1 { same.iter().map(|(path, _)| path.clone()).collect() } else { vec![] };
    Ok(Held::Several(
        same.into_iter().flat_map(|(_, items)| items).collect(),
        Parts { read, aside, ..Parts::default() },
    ))
}

/// Whether a value before the lines says that amounts are in hundredths: `"unit": "cents"`.
fn says_cents(before: &str) -> bool {
    const VALUES: [&str; 6] =
        ["\"cent\"", "\"cents\"", "\"centimes\"", "\"minor\"", "\"minor_units\"", "\"minor_unit\""];
    let lower = before.to_lowercase();
    VALUES.iter().any(|value| lower.split(value).skip(1).any(|behind| !behind.trim_start().starts_with(':')))
}

/// The arrays of objects in a value, with their paths, in the order of the text; `false` where there are more members
/// and items than there is room for.
fn gather_arrays<'a>(
    value: &'a RawValue,
    path: &str,
    depth: usize,
    room: &mut usize,
    arrays: &mut Vec<(String, Vec<&'a RawValue>)>,
) -> bool {
    let text = value.get();
    if text.starts_with('{') && depth > 0 {
        let Some(members) = Bounded::members(text, room) else { return false };
        for (key, value) in members {
            let path = if path.is_empty() { key } else { format!("{path}.{key}") };
            if path.len() > KEYS_LIMIT || !gather_arrays(value, &path, depth - 1, room, arrays) {
                return false;
            }
        }
    } else if text.starts_with('[') {
        let Some(items) = Bounded::items(text, room) else { return false };
        if !items.is_empty() && items.iter().all(|item| item.get().starts_with('{')) {
            arrays.push((path.to_owned(), items));
        }
    }
    true
}

fn held<'a>(
    name: &str,
    text: &str,
    records: impl Iterator<Item = (&'a RawValue, Result<nested::Pairs, PairsError>)>,
    parts: Parts,
) -> Result<Json, ImportError> {
    let mut objects = Vec::new();
    let (mut counted, mut line, mut room) = (0, 1, HELD_LIMIT);
    for (raw, pairs) in records {
        // Raw values borrow from the text, so the distance between the two addresses is a place in it.
        let place = (raw.get().as_ptr() as usize).wrapping_sub(text.as_ptr() as usize);
        if let Some(between) = text.as_bytes().get(counted..place) {
            line += memchr::memchr_iter(b'\n', between).count() as u64;
            counted = place;
        }
        let pairs = pairs.map_err(|error| error.of(name, line))?;
        room = room
            .checked_sub(nested::size(&pairs, ""))
            .ok_or_else(|| ImportError::TakesTooMuch { source_name: name.to_owned() })?;
        objects.push((line, pairs));
    }
    if let Some(lines) = nested::lines_key(name, objects.iter().map(|(_, pairs)| pairs))? {
        let keys = nested::keys_of_orders(objects.iter().map(|(_, pairs)| pairs));
        let start = Start { lines: Some((lines, keys)), ..Start::new(0) };
        let mut rows = Vec::new();
        for (line, order) in objects {
            let size = start.lines.as_ref().map_or(0, |(lines, _)| nested::size(&order, lines));
            room = room
                .checked_sub(size)
                .ok_or_else(|| ImportError::TakesTooMuch { source_name: name.to_owned() })?;
            rows.extend(start.rows(name, line, order)?.into_iter().map(|row| (line, row)));
        }
        objects = rows;
    }
    let mut columns = Columns::default();
    for (line, pairs) in &objects {
        columns.learn(name, *line, pairs)?;
    }
    if objects.len().saturating_mul(columns.header.len()) > HELD_LIMIT / size_of::<Value>() {
        return Err(ImportError::TakesTooMuch { source_name: name.to_owned() });
    }
    let row = |(line, pairs)| {
        let mut record = Record::default();
        columns.fill(&mut record, line, pairs);
        record
    };
    let rows = KeptRows::of(objects.into_iter().map(row));
    let rows = rows.map_err(|error| ImportError::from_io(name, error))?;
    Ok(Json::Array(columns.header, KeptTable::of(rows), parts))
}

enum Found {
    Objects(Vec<String>, Start),
    /// A single object, which may hold the array.
    One,
    /// A single object that holds no array.
    Alone(Vec<String>, Start),
}

fn header_of_objects(name: &str, content: &Content, mut start: Start) -> Result<Found, ImportError> {
    let mut objects = Objects::new(name, content, &start)?;
    let (mut columns, mut count, mut holds_array) = (Columns::default(), 0, false);
    let (mut with_arrays, mut room) = (Vec::new(), LOOKED_AT_LIMIT);
    while objects.next()? {
        let pairs = pairs(&objects.text).map_err(|error| error.of(name, objects.line))?;
        columns.learn(name, objects.line, &pairs)?;
        count += 1;
        holds_array = objects.text.contains('[');
        if holds_array && with_arrays.len() < ORDERS_LOOKED_AT && room > 0 {
            room = room.saturating_sub(nested::size(&pairs, ""));
            with_arrays.push(pairs);
        }
    }
    if count == 1 && holds_array && !objects.is_array() {
        return Ok(Found::One);
    }
    if count == 1 && !objects.is_array() {
        return Ok(Found::Alone(columns.header, start));
    }
    let Some(lines) = nested::lines_key(name, with_arrays.iter())? else {
        return Ok(Found::Objects(columns.header, start));
    };
    start.lines = Some((lines, columns.places.into_keys().collect()));
    let (mut columns, mut objects) = (Columns::default(), Objects::new(name, content, &start)?);
    while objects.next()? {
        let pairs = pairs(&objects.text).map_err(|error| error.of(name, objects.line))?;
        for row in start.rows(name, objects.line, pairs)? {
            columns.learn(name, objects.line, &row)?;
        }
    }
    Ok(Found::Objects(columns.header, start))
}

/// Rows of a file of objects.
pub(crate) struct ObjectRows {
    objects: Objects,
    start: Start,
    columns: Columns,
    /// The rows of the object read last that come next.
    rows: VecDeque<nested::Pairs>,
}

impl ObjectRows {
    pub(crate) fn new(
        name: &str,
        content: &Content,
        start: &Start,
        header: &[String],
    ) -> Result<Self, ImportError> {
        let places = header.iter().enumerate().map(|(place, key)| (key.clone(), place)).collect();
        let columns = Columns { header: header.to_vec(), places };
        let objects = Objects::new(name, content, start)?;
        Ok(Self { objects, start: start.clone(), columns, rows: VecDeque::new() })
    }
}

impl Rows for ObjectRows {
    fn read(&mut self, record: &mut Record) -> Result<bool, ImportError> {
        while self.rows.is_empty() {
            if !self.objects.next()? {
                return Ok(false);
            }
            let (name, line) = (&self.objects.name, self.objects.line);
            let pairs = pairs(&self.objects.text).map_err(|error| error.of(name, line))?;
            self.rows = self.start.rows(name, line, pairs)?.into();
        }
        let row = self.rows.pop_front().unwrap_or_default();
        self.columns.fill(record, self.objects.line, row);
        Ok(true)
    }

    fn place(&self) -> u64 {
        self.objects.place
    }
}

/// A value of a row.
#[derive(Clone)]
enum Value {
    Nothing,
    Text(String),
    Number(String),
}

/// Columns in the order in which their keys first appear.
#[derive(Default)]
struct Columns {
    header: Vec<String>,
    places: HashMap<String, usize>,
}

impl Columns {
    fn learn(&mut self, name: &str, line: u64, pairs: &[(String, Value)]) -> Result<(), ImportError> {
        for (key, _) in pairs {
            if self.header.len() > COLUMN_LIMIT {
                return Err(ImportError::TooManyColumns {
                    source_name: name.to_owned(),
                    line,
                    limit: COLUMN_LIMIT,
                });
            }
            if !self.places.contains_key(key) {
                self.places.insert(key.clone(), self.header.len());
                self.header.push(key.trim().to_owned());
            }
        }
        Ok(())
    }

    fn fill(&self, record: &mut Record, line: u64, pairs: Vec<(String, Value)>) {
        let mut values: Vec<Value> = self.header.iter().map(|_| Value::Nothing).collect();
        for (key, value) in pairs {
            if let Some(place) = self.places.get(&key) {
                values[*place] = value;
            }
        }
        record.start(line);
        for value in values {
            match value {
                Value::Nothing => record.push_text(""),
                Value::Text(text) => record.push_text(&text),
                Value::Number(digits) => record.push_number(&digits),
            }
        }
    }
}

/// Why an object has no members that can be used.
#[derive(Debug)]
enum PairsError {
    Malformed(serde_json::Error),
    /// Its keys, with those of the objects around it, take too many bytes.
    TooLarge,
}

impl PairsError {
    /// The error of the object that starts on that line.
    fn of(&self, name: &str, line: u64) -> ImportError {
        match self {
            Self::Malformed(error) => malformed(name, error, line - 1),
            Self::TooLarge => ImportError::TakesTooMuch { source_name: name.to_owned() },
        }
    }
}

impl From<serde_json::Error> for PairsError {
    fn from(error: serde_json::Error) -> Self {
        Self::Malformed(error)
    }
}

/// The keys and values of one object, in order.
fn pairs(object: &str) -> Result<Vec<(String, Value)>, PairsError> {
    let (mut pairs, mut room) = (Vec::new(), KEYS_LIMIT);
    gather(object, "", DEPTH, &mut room, &mut pairs)?;
    Ok(pairs)
}

/// The members of an object, in order.
fn members(object: &str) -> serde_json::Result<Vec<(String, &RawValue)>> {
    let mut room = usize::MAX;
    serde_json::Deserializer::from_str(object).deserialize_map(Bounded { room: &mut room })
}

fn gather(
    object: &str,
    prefix: &str,
    depth: usize,
    room: &mut usize,
    pairs: &mut Vec<(String, Value)>,
) -> Result<(), PairsError> {
    for (key, value) in members(object)? {
        *room = room.checked_sub(prefix.len() + key.len()).ok_or(PairsError::TooLarge)?;
        let (key, text) = (format!("{prefix}{key}"), value.get());
        if text.starts_with('{') && depth > 0 {
            gather(text, &format!("{key}."), depth - 1, room, pairs)?;
        } else {
            pairs.push((key, value_of(text)?));
        }
    }
    Ok(())
}

fn value_of(text: &str) -> serde_json::Result<Value> {
    Ok(match text.as_bytes().first() {
        Some(b'"') => Value::Text(serde_json::from_str(text)?),
        Some(b'-' | b'0'..=b'9') => Value::Number(text.to_owned()),
        _ if text == "null" => Value::Nothing,
        _ => Value::Text(text.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Cell;

    fn all(text: &str) -> Result<(Vec<String>, Vec<Record>), ImportError> {
        let content = Content::from(text.as_bytes().to_vec());
        let (header, mut rows): (_, Box<dyn Rows>) = match read("f", &content, 0)? {
            Json::Array(header, rows, _) => (header, Box::new(rows.rows("f")?)),
            Json::Objects(header, start, _) => {
                let rows = ObjectRows::new("f", &content, &start, &header)?;
                (header, Box::new(rows))
            }
        };
        let (mut record, mut records) = (Record::default(), vec![]);
        while rows.read(&mut record)? {
            records.push(record.clone());
        }
        Ok((header, records))
    }

    #[test]
    fn an_array_one_held_by_an_object_and_objects_in_a_row_read_the_same() {
        let expected = [["1", "Pain"], ["2", ""]];
        for (text, lines) in [
            ("[\n{\"id\":1,\"name\":\"Pain\"},\n{\"id\":2}\n]", [2, 3]),
            ("{\"count\":2,\"page\":{\"rows\":[\n{\"id\":1,\"name\":\"Pain\"},\n{\"id\":2}]}}", [2, 3]),
            ("{\"id\":1,\"name\":\"Pain\"}\n{\"id\":2}\n", [1, 2]),
            ("{\"id\":1,\n\"name\":\"Pain\"}\n\n{\"id\":2}", [1, 4]),
        ] {
            let (header, rows) = all(text).unwrap();
            assert_eq!(header, ["id", "name"]);
            assert_eq!(
                rows.iter().map(|row| row.texts().collect::<Vec<_>>()).collect::<Vec<_>>(),
                expected,
                "{text}"
            );
            assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), lines, "{text}");
        }
    }

    #[test]
    fn numbers_keep_their_digits_and_inner_objects_are_columns() {
        let text =
            r#"{"amount": 12.50, "note": "12,50", "none": null, "store": {"city": "Lyon", "tags": [1, 2]}}"#;
        let (header, rows) = all(&format!("{text}\n{text}")).unwrap();
        assert_eq!(header, ["amount", "note", "none", "store.city", "store.tags"]);
        let expected = [
            Cell::Number("12.50"),
            Cell::Text("12,50"),
            Cell::Empty,
            Cell::Text("Lyon"),
            Cell::Text("[1, 2]"),
        ];
        assert_eq!(rows[0].cells().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_truncated_file_says_where_it_stops() {
        for (text, line) in
            [("[\n{\"id\":1},\n{\"id\":", 3), ("{\"id\":1}\n[2]\n", 2), ("{\"id\":1}\n{\"id\"", 2), ("{", 1)]
        {
            let error = all(text).unwrap_err();
            assert!(
                matches!(error, ImportError::Malformed { line: at, .. } if at == line),
                "{text}: {error}"
            );
        }
    }

    #[test]
    fn objects_of_an_array_are_read_one_by_one_and_each_is_bounded() {
        let long = format!("[{{\"a\":\"{}\"}}]", "x".repeat(1 << 20));
        assert!(matches!(all(&long), Err(ImportError::RecordTooLarge { line: 1, .. })));
        let keys: Vec<_> = (0..5_000).map(|at| format!("{{\"k{at}\":1}}")).collect();
        for text in [format!("[{}]", keys.join(",\n")), keys.join("\n")] {
            assert!(matches!(all(&text), Err(ImportError::TooManyColumns { line: 4_098, .. })));
        }
        for broken in ["[{} {}]", "[{},]", "[,{}]", "[{}", "[{}]x", "[[1]]", "[1]", "[{\"a\":\"]"] {
            assert!(matches!(all(broken), Err(ImportError::Malformed { .. })), "{broken}");
        }
        let (header, rows) = all("[{\"a\":\"]}\\\"\",\"b\":[[\"{\"]]} ,\n {\"a\":\"x\"}]\n").unwrap();
        assert_eq!((header, rows.len(), rows[1].line), (vec!["a".to_owned(), "b".to_owned()], 2, 2));
        assert_eq!(rows[0].texts().collect::<Vec<_>>(), ["]}\"", "[[\"{\"]]"]);
    }

    #[test]
    fn orders_make_a_row_of_each_line_whatever_holds_them() {
        let order = |id: u8| {
            format!(
                "{{\"id\":{id},\"city\":\"Lyon\",\"lines\":[{{\"product\":\"Pain\",\"quantity\":1,\"amount\":2}},{{\"product\":\"Lait\",\"quantity\":3,\"amount\":4}}]}}"
            )
        };
        let (one, two) = (order(1), order(2));
        let texts = [
            format!("[{one},\n{two}]"),
            format!("{one}\n{two}"),
            format!("{{\"page\":{{\"n\":2,\"orders\":[{one},\n{two}]}},\"next\":null}}"),
        ];
        let read = texts.map(|text| all(&text).unwrap());
        assert_eq!(read[0].1.len(), 4);
        assert_eq!(read[0].1.iter().map(|row| row.line).collect::<Vec<_>>(), [1, 1, 2, 2]);
        assert!(read.iter().all(|found| *found == read[0]), "{read:?}");
    }

    #[test]
    fn what_an_order_repeats_on_its_lines_is_bounded() {
        let lines = vec!["{\"product\":\"Pain\",\"quantity\":1,\"amount\":2}"; 2_000].join(",");
        let order = format!("{{\"id\":1,\"note\":\"{}\",\"lines\":[{lines}]}}", "x".repeat(500_000));
        assert!(matches!(all(&format!("[{order}]")), Err(ImportError::RecordTooLarge { .. })));
    }

    #[test]
    fn keys_that_many_members_repeat_are_bounded() {
        let inner = vec!["\"b\":1"; 50_000].join(",");
        let object = format!("{{\"{}\":{{{inner}}}}}", "a".repeat(500_000));
        let text = format!("{object}\n{object}");
        assert!(matches!(all(&text), Err(ImportError::TakesTooMuch { .. })));
    }

    #[test]
    fn an_object_that_holds_arrays_of_more_items_than_fit_is_refused() {
        let items = vec!["{}"; MEMBERS_LIMIT + 1].join(",");
        assert!(matches!(all(&format!("{{\"a\":[{items}]}}")), Err(ImportError::TakesTooMuch { .. })));
    }

    #[test]
    fn more_values_below_keys_than_can_be_held_are_not_taken_for_rows() {
        let text = |count: usize| format!("{{\"2023-11-01\":[{}]}}", vec!["{\"id\":1}"; count].join(","));
        let shaped = |text: String| shaped("f", &Content::from(text.into_bytes()), 0).unwrap().is_some();
        assert!(shaped(text(10)));
        assert!(!shaped(text(SHAPED_VALUES + 2)));
    }
}
