//! JSON: an array of objects, an object that holds the array, or one object after the other.
//!
//! Objects inside a row are columns of their own, named `outer.inner`; an array of lines inside an order makes a row of
//! each, and other arrays stay text.

mod nested;

use std::{
    collections::{BTreeSet, HashMap},
    io::{BufRead, BufReader, Read},
    sync::Arc,
};

use serde::{
    Deserializer as _,
    de::{self, MapAccess, Visitor},
};
use serde_json::value::RawValue;

use crate::{
    ImportError,
    content::Content,
    headers,
    record::{Record, Rows},
    workbook::{Parts, says_other_than_sales},
};

/// The longest object of a file of objects, in bytes.
const OBJECT_LIMIT: usize = 1 << 20;

/// How many known columns make an array that of the table for sure.
const SURE_HEADERS: usize = 3;

/// With how many known columns another array may be meant as well.
const RIVAL_HEADERS: usize = 3;

/// How many objects that hold arrays are looked at to find out whether these are their lines.
const ORDERS_LOOKED_AT: usize = 200;

/// How deep objects in a row are followed.
const DEPTH: usize = 4;

/// What a JSON text is.
pub(crate) enum Json {
    /// One object after the other, mostly one a line; with the columns of all of them.
    Objects(Vec<String>),
    /// An array, in memory.
    Array(Vec<String>, Arc<Vec<Record>>, Parts),
}

/// Looks through a text that starts with `[` or `{`.
pub(crate) fn read(name: &str, content: &Content, from: usize) -> Result<Json, ImportError> {
    let head = content.head(from + 64).map_err(|error| unreadable(name, error))?;
    let is_array = head[from.min(head.len())..].trim_ascii_start().starts_with(b"[");
    if !is_array {
        match header_of_objects(name, content, from) {
            Ok(Found::Objects(header)) => return Ok(Json::Objects(header)),
            Ok(Found::Orders) => return held_objects(name, content, from),
            Ok(Found::One) | Err(ImportError::LineTooLong { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    let bytes = content.all().map_err(|error| unreadable(name, error))?;
    let text = String::from_utf8_lossy(&bytes[from..]);
    let (records, parts) = if is_array {
        let records = serde_json::from_str(&text).map_err(|error| malformed(name, &error, 0))?;
        (records, Parts::default())
    } else {
        held_array(name, &text)?
    };
    held(name, &text, records, parts)
}

fn unreadable(name: &str, source: std::io::Error) -> ImportError {
    ImportError::Unreadable { source_name: name.to_owned(), source }
}

/// `line_before` is how many lines lie before the text that the error counts in.
fn malformed(name: &str, error: &serde_json::Error, line_before: u64) -> ImportError {
    ImportError::Malformed {
        source_name: name.to_owned(),
        line: line_before + error.line().max(1) as u64,
        reason: error.to_string(),
    }
}

/// The array of objects that an object holds, however deep; the object itself, when it holds none. Of several arrays the
/// one that has the columns of a table, where no other has; those of the same columns are one, in their order.
fn held_array<'a>(name: &str, text: &'a str) -> Result<(Vec<&'a RawValue>, Parts), ImportError> {
    let malformed = |error: serde_json::Error| malformed(name, &error, 0);
    let whole: &RawValue = serde_json::from_str(text).map_err(malformed)?;
    let mut arrays = Vec::new();
    gather_arrays(whole, "", DEPTH, &mut arrays);
    if arrays.is_empty() {
        return Ok((vec![whole], Parts::default()));
    }
    let keys = |items: &[&RawValue]| {
        let pairs = items.iter().flat_map(|item| pairs(item.get()).unwrap_or_default());
        pairs.map(|(key, _)| key).collect::<BTreeSet<String>>()
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
    let same: Vec<_> = arrays.into_iter().filter(|(_, items)| is_same(items)).collect();
    let read = if same.len() > 1 { same.iter().map(|(path, _)| path.clone()).collect() } else { vec![] };
    Ok((same.into_iter().flat_map(|(_, items)| items).collect(), Parts { read, aside }))
}

/// The arrays of objects in a value, with their paths, in the order of the text.
fn gather_arrays<'a>(
    value: &'a RawValue,
    path: &str,
    depth: usize,
    arrays: &mut Vec<(String, Vec<&'a RawValue>)>,
) {
    let text = value.get();
    if text.starts_with('{') && depth > 0 {
        for (key, value) in members(text).unwrap_or_default() {
            let path = if path.is_empty() { key } else { format!("{path}.{key}") };
            gather_arrays(value, &path, depth - 1, arrays);
        }
    } else if text.starts_with('[') {
        let items: Vec<&RawValue> = serde_json::from_str(text).unwrap_or_default();
        if !items.is_empty() && items.iter().all(|item| item.get().starts_with('{')) {
            arrays.push((path.to_owned(), items));
        }
    }
}

fn held(name: &str, text: &str, records: Vec<&RawValue>, parts: Parts) -> Result<Json, ImportError> {
    let mut objects = Vec::with_capacity(records.len());
    let (mut counted, mut line) = (0, 1);
    for raw in records {
        // Raw values borrow from the text, so the distance between the two addresses is a place in it.
        let place = (raw.get().as_ptr() as usize).wrapping_sub(text.as_ptr() as usize);
        if let Some(between) = text.as_bytes().get(counted..place) {
            line += memchr::memchr_iter(b'\n', between).count() as u64;
            counted = place;
        }
        objects.push((line, pairs(raw.get()).map_err(|error| malformed(name, &error, line - 1))?));
    }
    if let Some(lines) = nested::lines_key(name, objects.iter().map(|(_, pairs)| pairs))? {
        let keys = nested::keys_of_orders(objects.iter().map(|(_, pairs)| pairs));
        let rows = |(line, order)| nested::rows(order, &lines, &keys).into_iter().map(move |row| (line, row));
        objects = objects.into_iter().flat_map(rows).collect();
    }
    let mut columns = Columns::default();
    for (_, pairs) in &objects {
        columns.learn(pairs);
    }
    let row = |(line, pairs)| {
        let mut record = Record::default();
        columns.fill(&mut record, line, pairs);
        record
    };
    let rows = objects.into_iter().map(row).collect();
    Ok(Json::Array(columns.header, Arc::new(rows), parts))
}

enum Found {
    Objects(Vec<String>),
    /// A single object, which may hold the array.
    One,
    /// Orders that hold their lines.
    Orders,
}

/// Objects one after the other, in memory: their lines become rows.
fn held_objects(name: &str, content: &Content, from: usize) -> Result<Json, ImportError> {
    let bytes = content.all().map_err(|error| unreadable(name, error))?;
    let text = String::from_utf8_lossy(&bytes[from..]);
    let records: Result<Vec<&RawValue>, _> =
        serde_json::Deserializer::from_str(&text).into_iter::<&RawValue>().collect();
    held(name, &text, records.map_err(|error| malformed(name, &error, 0))?, Parts::default())
}

fn header_of_objects(name: &str, content: &Content, from: usize) -> Result<Found, ImportError> {
    let mut objects = Objects::new(name, content, from)?;
    let (mut columns, mut count, mut holds_array) = (Columns::default(), 0, false);
    let mut with_arrays = Vec::new();
    while objects.next()? {
        let pairs = pairs(&objects.text).map_err(|error| malformed(name, &error, objects.line - 1))?;
        columns.learn(&pairs);
        count += 1;
        holds_array = objects.text.contains('[');
        if holds_array && with_arrays.len() < ORDERS_LOOKED_AT {
            with_arrays.push(pairs);
        }
    }
    Ok(match () {
        () if count == 1 && holds_array => Found::One,
        () if nested::lines_key(name, with_arrays.iter())?.is_some() => Found::Orders,
        () => Found::Objects(columns.header),
    })
}

/// The objects of a text, one after the other.
struct Objects {
    name: String,
    reader: BufReader<Box<dyn Read + Send>>,
    /// The object read last.
    text: String,
    /// The line on which it starts.
    line: u64,
    next_line: u64,
    place: u64,
}

impl Objects {
    fn new(name: &str, content: &Content, from: usize) -> Result<Self, ImportError> {
        let mut reader = content.reader().map_err(|error| unreadable(name, error))?;
        std::io::copy(&mut reader.by_ref().take(from as u64), &mut std::io::sink())
            .map_err(|error| unreadable(name, error))?;
        Ok(Self {
            name: name.to_owned(),
            reader: BufReader::new(reader),
            text: String::new(),
            line: 0,
            next_line: 1,
            place: from as u64,
        })
    }

    /// Reads lines until they make an object; `false` at the end.
    fn next(&mut self) -> Result<bool, ImportError> {
        self.text.clear();
        loop {
            let read = self
                .reader
                .by_ref()
                .take(OBJECT_LIMIT as u64)
                .read_line(&mut self.text)
                .map_err(|error| unreadable(&self.name, error))?;
            self.place += read as u64;
            if self.text.trim().is_empty() {
                self.next_line += u64::from(read > 0);
                self.text.clear();
                if read == 0 {
                    return Ok(false);
                }
                continue;
            }
            if self.text.len() >= OBJECT_LIMIT {
                return Err(ImportError::LineTooLong {
                    source_name: self.name.clone(),
                    line: self.next_line,
                    limit_bytes: OBJECT_LIMIT as u64,
                });
            }
            match serde_json::from_str::<&RawValue>(&self.text) {
                Err(error) if error.is_eof() && read > 0 => {}
                Err(error) => return Err(malformed(&self.name, &error, self.next_line - 1)),
                Ok(_) => {
                    self.line = self.next_line;
                    self.next_line += memchr::memchr_iter(b'\n', self.text.as_bytes()).count() as u64;
                    return Ok(true);
                }
            }
        }
    }
}

/// Rows of a file of objects.
pub(crate) struct ObjectRows {
    objects: Objects,
    columns: Columns,
}

impl ObjectRows {
    pub(crate) fn new(
        name: &str,
        content: &Content,
        from: usize,
        header: &[String],
    ) -> Result<Self, ImportError> {
        let places = header.iter().enumerate().map(|(place, key)| (key.clone(), place)).collect();
        let columns = Columns { header: header.to_vec(), places };
        Ok(Self { objects: Objects::new(name, content, from)?, columns })
    }
}

impl Rows for ObjectRows {
    fn read(&mut self, record: &mut Record) -> Result<bool, ImportError> {
        if !self.objects.next()? {
            return Ok(false);
        }
        let line = self.objects.line;
        let pairs =
            pairs(&self.objects.text).map_err(|error| malformed(&self.objects.name, &error, line - 1))?;
        self.columns.fill(record, line, pairs);
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
    fn learn(&mut self, pairs: &[(String, Value)]) {
        for (key, _) in pairs {
            if !self.places.contains_key(key) {
                self.places.insert(key.clone(), self.header.len());
                self.header.push(key.trim().to_owned());
            }
        }
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

/// The keys and values of one object, in order.
fn pairs(object: &str) -> serde_json::Result<Vec<(String, Value)>> {
    let mut pairs = Vec::new();
    gather(object, "", DEPTH, &mut pairs)?;
    Ok(pairs)
}

/// The members of an object, in order.
fn members(object: &str) -> serde_json::Result<Vec<(String, &RawValue)>> {
    struct Raw;

    impl<'de> Visitor<'de> for Raw {
        type Value = Vec<(String, &'de RawValue)>;

        fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            out.write_str("an object with one value a column")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut pairs = Vec::new();
            while let Some(pair) = map.next_entry().map_err(de::Error::custom)? {
                pairs.push(pair);
            }
            Ok(pairs)
        }
    }

    serde_json::Deserializer::from_str(object).deserialize_map(Raw)
}

fn gather(
    object: &str,
    prefix: &str,
    depth: usize,
    pairs: &mut Vec<(String, Value)>,
) -> serde_json::Result<()> {
    for (key, value) in members(object)? {
        let (key, text) = (format!("{prefix}{key}"), value.get());
        if text.starts_with('{') && depth > 0 {
            gather(text, &format!("{key}."), depth - 1, pairs)?;
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
    use crate::record::{Cell, HeldRows};

    fn all(text: &str) -> Result<(Vec<String>, Vec<Record>), ImportError> {
        let content = Content::from(text.as_bytes().to_vec());
        let (header, mut rows): (_, Box<dyn Rows>) = match read("f", &content, 0)? {
            Json::Array(header, rows, _) => (header, Box::new(HeldRows::new(rows))),
            Json::Objects(header) => {
                let rows = ObjectRows::new("f", &content, 0, &header)?;
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
}
