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
use comptoir_store::{
    Database, StoreError,
    ledger::{self, RejectedLine},
};
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

impl Refused {
    fn of(database: &dyn Database, import_id: i64) -> Result<Self, StoreError> {
        let import = ledger::import(database, import_id)?;
        let form = ledger::mapping_of(database, import_id)?;
        Ok(Self {
            import_id,
            form: form.and_then(|mapping| serde_json::from_str(&mapping).ok()).unwrap_or_default(),
            rejected: import.rejected.unsigned_abs(),
            kept: ledger::rejects_kept(database, &import)?,
            source: import.source,
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
            Ok(serde_json::to_writer(&mut *pipe, &told(&line, words, &self.source))?)
        })?;
        pipe.write_all(b"]}")
    }

    fn write_csv(&self, database: &dyn Database, words: &Words, pipe: &mut Pipe) -> io::Result<()> {
        let headed = RowFormat { header: &self.form.header, delimiter: self.form.delimiter };
        let mut file = RejectFile::begin(pipe, &headed)?;
        self.each(database, |line| {
            file.add(line.line, &told(&line, words, &self.source).detail, &line.original)
        })
    }

    /// Hands every line to `take`, in the order in which they were kept; memory holds a page of them.
    fn each(
        &self,
        database: &dyn Database,
        mut take: impl FnMut(RejectedLine) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut taken = 0;
        let of_the_table = ledger::each_rejected_line(database, self.import_id, |line| {
            taken += 1;
            take(line).map_err(Stop::Taking)
        });
        of_the_table?;
        if taken < self.kept
            && let Some(others) = database.spooled_rejects(self.import_id).map_err(io::Error::other)?
        {
            for values in others {
                taken += 1;
                take(RejectedLine::of(&values?))?;
            }
        }
        // Somebody else may have fetched them meanwhile: half the lines are not given for all of them.
        if taken < self.kept { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
    }
}

/// Why no further lines are written.
enum Stop {
    Taking(io::Error),
    Reading(StoreError),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Reading(error)
    }
}

impl From<Stop> for io::Error {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Taking(error) => error,
            Stop::Reading(error) => Self::other(error),
        }
    }
}

/// A refused line in the words of the reader.
fn told(line: &RejectedLine, words: &Words, source: &str) -> RejectJson {
    let number = line.line.to_string();
    let mut values: Vec<(&str, FluentValue<'_>)> = vec![
        ("file", source.into()),
        ("line", number.as_str().into()),
        ("column", line.column.as_deref().unwrap_or_default().into()),
        ("value", line.value.as_deref().unwrap_or_default().into()),
    ];
    let facts = line.facts.iter().filter_map(|(name, value)| Some((name.as_str(), value.as_str()?.into())));
    values.extend(facts);
    let sentence = words.tell_reject_with(&line.code, &values);
    RejectJson {
        line: line.line,
        column: line.column.clone(),
        value: line.value.clone(),
        code: Cow::Owned(line.code.clone()),
        detail: sentence.text,
        remedy: sentence.remedy,
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
