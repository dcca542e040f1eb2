//! `GET /imports/{id}/rejects`: the refused lines of an import, as a file to be corrected and imported again, or as
//! JSON.

use std::{
    borrow::Cow,
    fmt::Write as _,
    io::{self, Write},
    path::Path as FilePath,
};

use axum::{
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use comptoir_import::{RejectFile, RowFormat};
use comptoir_store::{Database, Limits, REJECTS_KEPT, StoreError, Value};
use comptoir_words::{FluentValue, Words};
use serde::Deserialize;
use serde_json::json;

use super::answer::RejectJson;
use crate::{
    lanes::Load,
    params::{Params, Reader},
    pipe::{self, Pipe},
    problem::Problem,
    service::Service,
};

/// How many lines are asked for at once, and the most memory that they take; larger ones come one by one.
const PAGE: i64 = 500;
const PAGE_BYTES: usize = 8 << 20;

/// The refused lines of an import.
struct Refused {
    import_id: i64,
    /// The file that they are of, as the user named it.
    source: String,
    form: Form,
    /// How many lines were refused, and how many of them are still kept.
    rejected: u64,
    kept: u64,
}

/// How the lines of that file are written, as far as it is remembered.
#[derive(Deserialize)]
#[serde(default)]
struct Form {
    header: Vec<String>,
    delimiter: char,
}

impl Default for Form {
    fn default() -> Self {
        Self { header: vec![], delimiter: ';' }
    }
}

struct Line {
    number: u64,
    column: Option<String>,
    value: Option<String>,
    code: String,
    facts: serde_json::Map<String, serde_json::Value>,
    original: String,
}

/// The refused lines of an import, as a file to be corrected and imported again.
#[utoipa::path(
    get,
    path = "/imports/{id}/rejects",
    params(
        ("id" = i64, Path, description = "The import's number in the ledger"),
        ("format" = Option<String>, Query, description = "`csv` (by default) or `json`"),
    ),
    responses((status = 200, description = "The lines as they stood in the file, with why each was refused; the headers `comptoir-rejected` and `comptoir-rejects-kept`, in JSON `rejected` and `kept`, say how many there were and are", body = String, content_type = "text/csv")),
)]
pub(in crate::api) async fn rejects(
    State(service): State<Service>,
    Reader(lang): Reader,
    Path(id): Path<i64>,
    params: Params,
) -> Result<Response, Problem> {
    let as_json = match params.get("format") {
        None | Some("csv") => false,
        Some("json") => true,
        Some(other) => return Err(Problem::input("format", other)),
    };
    let room = service.lane(Load::Screen).await?;
    let refused = service.ask(move |database| Refused::of(database, id)).await?;
    let words = Words::new(lang).on_page();
    let database = service.database();
    if as_json {
        let media_type = [(header::CONTENT_TYPE, "application/json")];
        let body = pipe::written(move |pipe| refused.write_json(database.as_ref(), &words, pipe));
        return Ok(room.hold((media_type, body).into_response()));
    }
    let counts = [("comptoir-rejected", refused.rejected), ("comptoir-rejects-kept", refused.kept)];
    let media_type = HeaderValue::from_static("text/csv; charset=utf-8");
    let name =
        HeaderValue::try_from(disposition(&refused.source)).map_err(|error| Problem::unexpected(&error))?;
    let body = pipe::written(move |pipe| refused.write_csv(database.as_ref(), &words, pipe));
    let headers = [(header::CONTENT_TYPE, media_type), (header::CONTENT_DISPOSITION, name)];
    Ok(room.hold((headers, counts.map(|(name, count)| (name, count.to_string())), body).into_response()))
}

/// How many of the refused lines of an import are still kept: the database has the first ones, a file beside it the
/// others until they were fetched.
pub(super) fn kept(database: &dyn Database, import_id: i64, rejected: u64) -> Result<u64, StoreError> {
    if rejected <= REJECTS_KEPT as u64 || database.has_spooled_rejects(import_id)? {
        return Ok(rejected);
    }
    let sql = "select count(*) from rejects where import_id = ?1";
    let rows = database.query(sql, &[Value::Integer(import_id)])?;
    Ok(rows.single().and_then(Value::as_integer).unwrap_or_default().unsigned_abs())
}

impl Refused {
    fn of(database: &dyn Database, import_id: i64) -> Result<Self, StoreError> {
        let id = [Value::Integer(import_id)];
        let ledger = database.query("select source, mapping, rejected from imports where id = ?1", &id)?;
        let ledger = ledger.rows.first().ok_or(StoreError::NoSuchImport { import_id })?;
        let form = text(ledger, 1).and_then(|mapping| serde_json::from_str(&mapping).ok());
        let rejected = ledger.get(2).and_then(Value::as_integer).unwrap_or_default().unsigned_abs();
        Ok(Self {
            import_id,
            source: text(ledger, 0).unwrap_or_default(),
            form: form.unwrap_or_default(),
            rejected,
            kept: kept(database, import_id, rejected)?,
        })
    }

    fn write_json(&self, database: &dyn Database, words: &Words, pipe: &mut Pipe) -> io::Result<()> {
        let (source, rejected, kept) = (json!(self.source), self.rejected, self.kept);
        write!(pipe, "{{\"source\":{source},\"rejected\":{rejected},\"kept\":{kept},\"rejects\":[")?;
        let mut is_first = true;
        self.each(database, |line| {
            if !std::mem::replace(&mut is_first, false) {
                pipe.write_all(b",")?;
            }
            Ok(serde_json::to_writer(&mut *pipe, &line.told(words, &self.source))?)
        })?;
        pipe.write_all(b"]}")
    }

    fn write_csv(&self, database: &dyn Database, words: &Words, pipe: &mut Pipe) -> io::Result<()> {
        let headed = RowFormat { header: &self.form.header, delimiter: self.form.delimiter };
        let mut file = RejectFile::begin(pipe, &headed)?;
        self.each(database, |line| {
            file.add(line.number, &line.told(words, &self.source).detail, &line.original)
        })
    }

    /// Hands every line to `take`, in the order in which they were kept; memory holds a page of them.
    fn each(&self, database: &dyn Database, mut take: impl FnMut(Line) -> io::Result<()>) -> io::Result<()> {
        let mut taken = 0;
        self.each_in_the_table(database, |line| {
            taken += 1;
            take(line)
        })?;
        if taken < self.kept
            && let Some(others) = database.spooled_rejects(self.import_id).map_err(io::Error::other)?
        {
            for values in others {
                taken += 1;
                take(Line::of(&values?))?;
            }
        }
        // Somebody else may have fetched them meanwhile: half the lines are not given for all of them.
        if taken < self.kept { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
    }

    fn each_in_the_table(
        &self,
        database: &dyn Database,
        mut take: impl FnMut(Line) -> io::Result<()>,
    ) -> io::Result<()> {
        let sql = "select id, line, \"column\", value, code, facts, original
                   from rejects where import_id = ?1 and id > ?2 order by id limit ?3";
        let (mut after, mut count) = (0, PAGE);
        loop {
            let args = [Value::Integer(self.import_id), Value::Integer(after), Value::Integer(count)];
            let limits = Limits { bytes: PAGE_BYTES, ..Limits::rows(usize::MAX) };
            let rows = match database.query_within(sql, &args, &limits) {
                Err(StoreError::TooLarge { .. }) if count > 1 => {
                    count = 1;
                    continue;
                }
                rows => rows.map_err(io::Error::other)?.rows,
            };
            let Some(last) = rows.last() else { return Ok(()) };
            after = last.first().and_then(Value::as_integer).unwrap_or(i64::MAX);
            rows.iter().try_for_each(|row| take(Line::of(&row[1..])))?;
            count = PAGE;
        }
    }
}

fn text(row: &[Value], at: usize) -> Option<String> {
    row.get(at).and_then(Value::as_text).map(str::to_owned)
}

impl Line {
    /// Line, column, value, code, facts, original.
    fn of(row: &[Value]) -> Self {
        Self {
            number: row.first().and_then(Value::as_integer).unwrap_or_default().max(0) as u64,
            column: text(row, 1),
            value: text(row, 2),
            code: text(row, 3).unwrap_or_default(),
            facts: text(row, 4).and_then(|facts| serde_json::from_str(&facts).ok()).unwrap_or_default(),
            original: text(row, 5).unwrap_or_default(),
        }
    }

    fn told(&self, words: &Words, source: &str) -> RejectJson {
        let line = self.number.to_string();
        let mut values: Vec<(&str, FluentValue<'_>)> = vec![
            ("file", source.into()),
            ("line", line.as_str().into()),
            ("column", self.column.as_deref().unwrap_or_default().into()),
            ("value", self.value.as_deref().unwrap_or_default().into()),
        ];
        let facts =
            self.facts.iter().filter_map(|(name, value)| Some((name.as_str(), value.as_str()?.into())));
        values.extend(facts);
        let sentence = words.tell_reject_with(&self.code, &values);
        RejectJson {
            line: self.number,
            column: self.column.clone(),
            value: self.value.clone(),
            code: Cow::Owned(self.code.clone()),
            detail: sentence.text,
            remedy: sentence.remedy,
        }
    }
}

/// `caisse.csv` → `attachment; filename="caisse.rejets.csv"`, and the same for names that are not ASCII.
fn disposition(source: &str) -> String {
    let stem = FilePath::new(source).file_stem().map(|stem| stem.to_string_lossy()).unwrap_or_default();
    let stem = if stem.is_empty() || stem == "-" { "import" } else { &stem };
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_. ".contains(letter);
    let plain: String = stem.chars().map(|letter| if is_plain(letter) { letter } else { '_' }).collect();
    let mut encoded = String::new();
    for byte in stem.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
            encoded.push(byte as char);
        } else {
            // Writing to a string cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    format!("attachment; filename=\"{plain}.rejets.csv\"; filename*=UTF-8''{encoded}.rejets.csv")
}

#[cfg(test)]
mod tests {
    use super::disposition;

    #[test]
    fn the_file_is_named_for_the_one_it_is_of() {
        assert_eq!(
            disposition("été \"1\".csv"),
            "attachment; filename=\"_t_ _1_.rejets.csv\"; filename*=UTF-8''%C3%A9t%C3%A9%20%221%22.rejets.csv"
        );
        assert!(disposition("-").starts_with("attachment; filename=\"import.rejets.csv\""));
    }
}
