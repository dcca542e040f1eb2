//! What is hidden in workbooks of markup: XLSX and ODS. Their tags are looked at as they come; texts are passed over.

use std::io::{self, BufRead, BufReader, Read, Seek};

use super::{HiddenPlaces, Parts, RUNS_LIMIT, resolved};
use crate::record::View;

/// The most bytes of a tag.
const TAG_LIMIT: u64 = 64 << 10;

/// How many bytes are looked at at once.
const PIECE: usize = 64 << 10;

/// The most sheets, and tables of a sheet, that are looked at.
const MOST: usize = 1_000;

/// Reads one tag after the other.
struct Tags<R> {
    reader: BufReader<R>,
    tag: Vec<u8>,
}

impl<R: Read> Tags<R> {
    fn new(reader: R) -> Self {
        Self { reader: BufReader::with_capacity(PIECE, reader), tag: vec![] }
    }

    /// The next tag, without its brackets.
    fn next(&mut self) -> io::Result<Option<Tag<'_>>> {
        self.reader.skip_until(b'<')?;
        self.tag.clear();
        (&mut self.reader).take(TAG_LIMIT).read_until(b'>', &mut self.tag)?;
        if self.tag.pop() != Some(b'>') {
            return Ok(None);
        }
        Ok(Some(Tag(&self.tag)))
    }
}

/// The inside of a tag.
struct Tag<'a>(&'a [u8]);

impl<'a> Tag<'a> {
    /// The name of a tag that opens, without what stands before a colon.
    fn name(&self) -> &'a [u8] {
        if self.0.starts_with(b"/") { b"" } else { own_name(self.0) }
    }

    /// The name of what a tag closes.
    fn closed(&self) -> Option<&'a [u8]> {
        self.0.strip_prefix(b"/").map(own_name)
    }

    fn closes_itself(&self) -> bool {
        self.0.ends_with(b"/")
    }

    /// The value of an attribute, whatever stands before the colon of its name.
    fn attribute(&self, name: &str) -> Option<&'a str> {
        let mut rest = std::str::from_utf8(self.0).ok()?;
        while let Some(equals) = rest.find('=') {
            let key = rest[..equals].trim_end();
            let key = key.rsplit(|sign: char| sign.is_whitespace()).next().unwrap_or(key);
            let key = key.rsplit(':').next().unwrap_or(key);
            let value = rest[equals + 1..].trim_start();
            let quote = value.chars().next().filter(|sign| ['"', '\''].contains(sign))?;
            let end = value[1..].find(quote)? + 1;
            if key == name {
                return Some(&value[1..end]);
            }
            rest = &value[end + 1..];
        }
        None
    }

    fn is_set(&self, name: &str) -> bool {
        matches!(self.attribute(name), Some("1" | "true" | "on"))
    }

    fn number(&self, name: &str) -> Option<u64> {
        self.attribute(name)?.parse().ok()
    }
}

fn own_name(tag: &[u8]) -> &[u8] {
    let end = tag.iter().position(u8::is_ascii_whitespace).unwrap_or(tag.len());
    let name = tag[..end].strip_suffix(b"/").unwrap_or(&tag[..end]);
    name.iter().position(|byte| *byte == b':').map_or(name, |colon| &name[colon + 1..])
}

/// The targets of the relations of a part, with their names.
pub(super) fn relations(part: impl Read) -> io::Result<Vec<(String, String)>> {
    let (mut tags, mut found) = (Tags::new(part), vec![]);
    while let Some(tag) = tags.next()? {
        if tag.name() == b"Relationship" && found.len() < 10 * MOST {
            let attribute = |name| tag.attribute(name).unwrap_or_default().to_owned();
            found.push((attribute("Id"), attribute("Target")));
        }
    }
    Ok(found)
}

/// What is hidden in the sheets of an XLSX.
pub(super) fn of_xlsx(bytes: impl Read + Seek) -> io::Result<Vec<HiddenPlaces>> {
    let mut parts = Parts::open(bytes)?;
    let Some(part) = parts.part("xl/_rels/workbook.xml.rels") else { return Ok(vec![]) };
    let relations = relations(part)?;
    let Some(part) = parts.part("xl/workbook.xml") else { return Ok(vec![]) };
    let (mut tags, mut paths) = (Tags::new(part), vec![]);
    while let Some(tag) = tags.next()? {
        if tag.name() == b"sheet" && paths.len() < MOST {
            let id = tag.attribute("id").unwrap_or_default();
            let target = relations.iter().find(|(name, _)| name == id).map(|(_, target)| target.as_str());
            paths.push(resolved("xl", target.unwrap_or_default()));
        }
    }
    drop(tags);
    let mut room = RUNS_LIMIT;
    paths.iter().map(|path| of_sheet(&mut parts, path, &mut room)).collect()
}

fn of_sheet(parts: &mut Parts<impl Read + Seek>, path: &str, room: &mut usize) -> io::Result<HiddenPlaces> {
    let mut places = HiddenPlaces::default();
    let Some(part) = parts.part(path) else { return Ok(places) };
    let (mut tags, mut row) = (Tags::new(part), 0);
    while let Some(tag) = tags.next()? {
        match tag.name() {
            b"row" => {
                row = tag.number("r").unwrap_or(row + 1);
                if tag.is_set("hidden") {
                    let is_in_group = tag.number("outlineLevel").is_some_and(|level| level > 0);
                    let view = if is_in_group { View::Folded } else { View::Hidden };
                    places.add_rows(row, row, view, room);
                }
            }
            b"sheetPr" => places.is_filtered |= tag.is_set("filterMode"),
            b"filterColumn" => places.is_filtered = true,
            b"col" if tag.is_set("hidden") => {
                let place = |name| tag.number(name).and_then(|number| usize::try_from(number).ok());
                if let (Some(min), Some(max)) = (place("min"), place("max")) {
                    places.add_columns(min.saturating_sub(1), max.saturating_sub(1));
                }
            }
            _ => {}
        }
    }
    drop(tags);
    if !places.rows.is_empty() && !places.is_filtered {
        places.is_filtered = has_filtered_table(parts, path)?;
    }
    Ok(places)
}

/// Whether a table of a sheet is filtered: its filter stands in a part of its own.
fn has_filtered_table(parts: &mut Parts<impl Read + Seek>, path: &str) -> io::Result<bool> {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let Some(part) = parts.part(&format!("{folder}/_rels/{file}.rels")) else { return Ok(false) };
    for (_, target) in relations(part)?.into_iter().filter(|(_, target)| target.contains("table")).take(MOST)
    {
        let Some(part) = parts.part(&resolved(folder, &target)) else { continue };
        let mut tags = Tags::new(part);
        while let Some(tag) = tags.next()? {
            if tag.name() == b"filterColumn" {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// What is hidden in the sheets of an ODS.
pub(super) fn of_ods(bytes: impl Read + Seek) -> io::Result<Vec<HiddenPlaces>> {
    let mut parts = Parts::open(bytes)?;
    let Some(part) = parts.part("content.xml") else { return Ok(vec![]) };
    let (mut tags, mut sheets, mut room) = (Tags::new(part), Vec::<HiddenPlaces>::new(), RUNS_LIMIT);
    let (mut row, mut column, mut groups) = (0, 0, Vec::<bool>::new());
    while let Some(tag) = tags.next()? {
        if tag.closed() == Some(b"table-row-group") {
            groups.pop();
        }
        let visibility = || tag.attribute("visibility").unwrap_or("visible");
        match tag.name() {
            b"table" if tag.attribute("name").is_some() && sheets.len() < MOST => {
                sheets.push(HiddenPlaces::default());
                (row, column) = (0, 0);
                groups.clear();
            }
            b"table-row-group" if !tag.closes_itself() && groups.len() < MOST => {
                groups.push(tag.attribute("display") == Some("false"));
            }
            b"table-column" => {
                let first = column;
                column += tag.number("number-columns-repeated").unwrap_or(1) as usize;
                if let (Some(sheet), true) = (sheets.last_mut(), visibility() != "visible") {
                    sheet.add_columns(first, column.saturating_sub(1));
                }
            }
            b"table-row" => {
                let first = row + 1;
                row += tag.number("number-rows-repeated").unwrap_or(1);
                let view = match visibility() {
                    "filter" => View::Folded,
                    "collapse" if groups.contains(&true) => View::Folded,
                    "collapse" => View::Hidden,
                    _ => continue,
                };
                if let Some(sheet) = sheets.last_mut() {
                    sheet.add_rows(first, row, view, &mut room);
                }
            }
            _ => {}
        }
    }
    Ok(sheets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_have_names_and_attributes_with_and_without_colons() {
        let text =
            b"<?xml version='1.0'?><x:row r=\"12\" spans='1:3' hidden=\"1\"/>a&lt;b<c t=\"s\"/></x:row>";
        let mut tags = Tags::new(text.as_slice());
        tags.next().unwrap();
        let tag = tags.next().unwrap().unwrap();
        assert_eq!((tag.name(), tag.number("r"), tag.is_set("hidden")), (b"row".as_slice(), Some(12), true));
        assert_eq!(tag.attribute("outlineLevel"), None);
        assert_eq!(tags.next().unwrap().unwrap().name(), b"c");
        assert_eq!(tags.next().unwrap().unwrap().closed(), Some(b"row".as_slice()));
        assert!(tags.next().unwrap().is_none());
    }
}
