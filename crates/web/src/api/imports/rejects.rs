//! `GET /imports/{id}/rejects`: the refused lines of an import, as a file to be mended and imported again, or as JSON.

use std::{borrow::Cow, fmt::Write, path::Path as FilePath};

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use comptoir_import::{Headed, RejectFile};
use comptoir_store::{Database, StoreError, Value};
use comptoir_words::{FluentValue, Words};
use serde::Deserialize;
use serde_json::json;

use super::answer::RejectJson;
use crate::{
    params::{Params, Reader},
    problem::Problem,
    service::Service,
};

/// The refused lines of an import.
struct Refused {
    /// The file that they are of, as the user named it.
    source: String,
    form: Form,
    lines: Vec<Line>,
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

/// The refused lines of an import, as a file to be mended and imported again.
#[utoipa::path(
    get,
    path = "/imports/{id}/rejects",
    params(
        ("id" = i64, Path, description = "The import's number in the ledger"),
        ("format" = Option<String>, Query, description = "`csv` (by default) or `json`"),
    ),
    responses((status = 200, description = "The lines as they stood in the file, with why each was refused", body = String, content_type = "text/csv")),
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
    let refused = service.ask(move |database| Refused::of(database, id)).await?;
    let words = Words::new(lang).on_page();
    if as_json {
        let lines = refused.lines.iter().map(|line| line.told(&words, &refused.source));
        let lines: Vec<RejectJson> = lines.collect();
        return Ok(Json(json!({ "source": refused.source, "rejects": lines })).into_response());
    }
    let file = refused.file(&words).map_err(|error| Problem::unexpected(&error))?;
    let media_type = HeaderValue::from_static("text/csv; charset=utf-8");
    let name =
        HeaderValue::try_from(disposition(&refused.source)).map_err(|error| Problem::unexpected(&error))?;
    Ok(([(header::CONTENT_TYPE, media_type), (header::CONTENT_DISPOSITION, name)], file).into_response())
}

impl Refused {
    fn of(database: &dyn Database, import_id: i64) -> Result<Self, StoreError> {
        let id = [Value::Integer(import_id)];
        let ledger = database.query("select source, mapping from imports where id = ?1", &id)?;
        let ledger = ledger.rows.first().ok_or(StoreError::NoSuchImport { import_id })?;
        let text = |row: &[Value], at: usize| row.get(at).and_then(Value::as_text).map(str::to_owned);
        let form = text(ledger, 1).and_then(|mapping| serde_json::from_str(&mapping).ok());
        let sql = "select line, \"column\", value, code, facts, original
                   from rejects where import_id = ?1 order by line";
        let rows = database.query(sql, &id)?.rows;
        let line = |row: &Vec<Value>| Line {
            number: row.first().and_then(Value::as_integer).unwrap_or_default().max(0) as u64,
            column: text(row, 1),
            value: text(row, 2),
            code: text(row, 3).unwrap_or_default(),
            facts: text(row, 4).and_then(|facts| serde_json::from_str(&facts).ok()).unwrap_or_default(),
            original: text(row, 5).unwrap_or_default(),
        };
        Ok(Self {
            source: text(ledger, 0).unwrap_or_default(),
            form: form.unwrap_or_default(),
            lines: rows.iter().map(line).collect(),
        })
    }

    fn file(&self, words: &Words) -> std::io::Result<Vec<u8>> {
        let headed = Headed { header: &self.form.header, delimiter: self.form.delimiter };
        let mut file = RejectFile::begin(Vec::new(), &headed)?;
        for line in &self.lines {
            file.add(line.number, &line.told(words, &self.source).detail, &line.original)?;
        }
        Ok(file.into_inner())
    }
}

impl Line {
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
