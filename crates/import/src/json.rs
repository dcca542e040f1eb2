//! JSON: an array of objects, or one object a line.

use std::collections::HashMap;

use serde::{
    Deserializer as _,
    de::{self, MapAccess, Visitor},
};
use serde_json::value::RawValue;

use crate::{Cell, ImportError, Row, Sheet, line_counter::LineCounter};

/// Reads text that starts with `[` or `{`.
pub(crate) fn read(name: &str, text: &str) -> Result<Sheet, ImportError> {
    let records = if text.trim_start().starts_with('[') { array(text) } else { lines(text) };
    let records = records.map_err(|error| malformed(name, &error, 0))?;

    let mut columns = Columns::default();
    let mut rows = Vec::with_capacity(records.len());
    let mut lines = LineCounter::new(text);
    for record in records {
        // Raw values borrow from the text, so the distance between the two addresses is a place in it.
        let place = (record.get().as_ptr() as usize).wrapping_sub(text.as_ptr() as usize);
        let line = lines.line_at(place);
        let pairs = pairs(record).map_err(|error| malformed(name, &error, line - 1))?;
        rows.push(Row { line, cells: columns.cells(pairs) });
    }
    Ok(Sheet::new(name, columns.header, rows))
}

fn array(text: &str) -> serde_json::Result<Vec<&RawValue>> {
    serde_json::from_str(text)
}

fn lines(text: &str) -> serde_json::Result<Vec<&RawValue>> {
    serde_json::Deserializer::from_str(text).into_iter().collect()
}

/// `line_before` is how many lines lie before the text that the error counts in.
fn malformed(name: &str, error: &serde_json::Error, line_before: u64) -> ImportError {
    ImportError::Malformed {
        source_name: name.to_owned(),
        line: line_before + error.line() as u64,
        reason: error.to_string(),
    }
}

/// Columns in the order in which their keys first appear.
#[derive(Default)]
struct Columns {
    header: Vec<String>,
    places: HashMap<String, usize>,
}

impl Columns {
    fn cells(&mut self, pairs: Vec<(String, Cell)>) -> Vec<Cell> {
        let mut cells = vec![Cell::Empty; self.header.len()];
        for (key, cell) in pairs {
            let place = *self.places.entry(key).or_insert_with_key(|key| {
                self.header.push(key.trim().to_owned());
                self.header.len() - 1
            });
            if place >= cells.len() {
                cells.resize(place + 1, Cell::Empty);
            }
            cells[place] = cell;
        }
        cells
    }
}

/// The keys and values of one object, in order.
fn pairs(record: &RawValue) -> serde_json::Result<Vec<(String, Cell)>> {
    struct Pairs;

    impl<'de> Visitor<'de> for Pairs {
        type Value = Vec<(String, Cell)>;

        fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            out.write_str("an object with one value a column")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut pairs = Vec::new();
            while let Some((key, value)) = map.next_entry::<String, &RawValue>()? {
                pairs.push((key, cell(value).map_err(de::Error::custom)?));
            }
            Ok(pairs)
        }
    }

    serde_json::Deserializer::from_str(record.get()).deserialize_map(Pairs)
}

fn cell(value: &RawValue) -> serde_json::Result<Cell> {
    let text = value.get();
    Ok(match text.as_bytes().first() {
        Some(b'"') => Cell::text(&serde_json::from_str::<String>(text)?),
        Some(b'-' | b'0'..=b'9') => Cell::Number(text.to_owned()),
        _ if text == "null" => Cell::Empty,
        _ => Cell::Text(text.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_array_and_one_object_a_line_read_the_same() {
        let array = read("f", "[\n{\"id\":1,\"name\":\"Pain\"},\n{\"id\":2}\n]").unwrap();
        let lines = read("f", "{\"id\":1,\"name\":\"Pain\"}\n{\"id\":2}\n").unwrap();
        assert_eq!(array.header, ["id", "name"]);
        assert_eq!(array.header, lines.header);
        let cells = |sheet: &Sheet| sheet.rows.iter().map(|row| row.cells.clone()).collect::<Vec<_>>();
        assert_eq!(cells(&array), cells(&lines));
        assert_eq!(array.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 3]);
        assert_eq!(lines.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn numbers_keep_their_digits() {
        let sheet = read("f", r#"{"amount": 12.50, "note": "12,50", "none": null}"#).unwrap();
        let expected = [Cell::Number("12.50".into()), Cell::Text("12,50".into()), Cell::Empty];
        assert_eq!(sheet.rows[0].cells, expected);
    }

    #[test]
    fn a_truncated_file_says_where_it_stops() {
        let error = read("f", "[\n{\"id\":1},\n{\"id\":").unwrap_err();
        assert!(matches!(error, ImportError::Malformed { line: 3, .. }), "{error}");
        let error = read("f", "{\"id\":1}\n[2]\n").unwrap_err();
        assert!(matches!(error, ImportError::Malformed { line: 2, .. }), "{error}");
    }
}
