//! Questions for tools that read a URL: the answer as CSV, JSON or Arrow, streamed.

use std::{io::Write, sync::Arc};

use arrow_ipc::writer::StreamWriter;
use axum::{
    Extension, Json,
    extract::{FromRequest, Query, Request, State, rejection::QueryRejection},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use rusqlite::types::ValueRef;
use serde::{Deserialize, Serializer, ser::SerializeMap};

use super::{
    Service,
    access::Client,
    answer,
    outlet::Outlet,
    pipeline::read,
    streamed::{gone, streamed},
};
use crate::{
    Scope, StoreError,
    batches::Batches,
    embedded::{Asked, Patience, STATEMENT_TIME},
    hrana::{Stmt, WireError},
    rows::TakeRows,
    server::stream::Stream,
};

/// The form of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Csv,
    Json,
    Arrow,
}

impl Format {
    fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Json => "application/json",
            Self::Arrow => "application/vnd.apache.arrow.stream",
        }
    }

    /// What the client likes best; JSON when it does not say.
    fn accepted(headers: &HeaderMap) -> Self {
        let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
        let at = |name: &str| accept.find(name);
        let formats = [
            (Self::Csv, at("text/csv")),
            (Self::Json, at("application/json")),
            (Self::Arrow, at("application/vnd.apache.arrow")),
        ];
        let first =
            formats.into_iter().filter_map(|(format, at)| Some((at?, format))).min_by_key(|(at, _)| *at);
        first.map_or(Self::Json, |(_, format)| format)
    }
}

#[derive(Deserialize)]
pub(super) struct Sql {
    sql: String,
}

type Asks = Result<Query<Sql>, QueryRejection>;

pub(super) async fn csv(service: State<Arc<Service>>, client: Extension<Client>, asks: Asks) -> Response {
    get(service, client, asks, Format::Csv).await
}

pub(super) async fn json(service: State<Arc<Service>>, client: Extension<Client>, asks: Asks) -> Response {
    get(service, client, asks, Format::Json).await
}

pub(super) async fn arrow(service: State<Arc<Service>>, client: Extension<Client>, asks: Asks) -> Response {
    get(service, client, asks, Format::Arrow).await
}

async fn get(
    State(service): State<Arc<Service>>,
    Extension(client): Extension<Client>,
    asks: Asks,
    format: Format,
) -> Response {
    match asks {
        Ok(Query(Sql { sql })) => rows(&service, client, Asked { sql, ..Asked::default() }, format).await,
        Err(rejection) => {
            let error = WireError::new("PROTOCOL", format!("{}; ask ?sql=select…", rejection.body_text()));
            answer::refused(StatusCode::BAD_REQUEST, &error)
        }
    }
}

/// Answers the statement that is the body: as plain text, or with its arguments as Hrana's JSON has them.
pub(super) async fn post(
    State(service): State<Arc<Service>>,
    Extension(client): Extension<Client>,
    request: Request,
) -> Response {
    let format = Format::accepted(request.headers());
    let kind =
        request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let asked = if kind.starts_with("application/json") {
        match read(Json::<Stmt>::from_request(request, &()).await) {
            Ok(stmt) => {
                let sql = stmt.text.sql.clone().unwrap_or_default();
                stmt.asked(sql)
            }
            Err(refusal) => return refusal,
        }
    } else {
        match String::from_request(request, &()).await {
            Ok(sql) => Ok(Asked { sql, ..Asked::default() }),
            Err(rejection) => return rejection.into_response(),
        }
    };
    match asked {
        Ok(asked) => rows(&service, client, asked, format).await,
        Err(error) => answer::failed(&error),
    }
}

async fn rows(service: &Arc<Service>, mut client: Client, asked: Asked, format: Format) -> Response {
    client.scope = Scope::Read;
    let mut stream = Stream::new(Arc::clone(service), client);
    let patience = Patience::of(STATEMENT_TIME);
    streamed(service, format.media_type(), patience, move |outlet, patience| match format {
        Format::Csv => {
            let mut rows = CsvRows { csv: csv::Writer::from_writer(outlet), columns: 0 };
            stream.execute(&asked, &mut rows, patience)?;
            rows.csv.flush().map_err(gone)
        }
        Format::Json => {
            outlet.write_all(b"[").map_err(gone)?;
            let mut rows = JsonRows { outlet, columns: vec![], any: false };
            stream.execute(&asked, &mut rows, patience)?;
            rows.outlet.write_all(b"]\n").map_err(gone)
        }
        Format::Arrow => {
            let mut writer = ArrowRows { outlet: Some(outlet), writer: None };
            let mut take = |batch| writer.write(&batch);
            let mut batches = Batches::new(&mut take);
            stream.execute(&asked, &mut batches, patience)?;
            batches.finish()?;
            writer.finish()
        }
    })
    .await
}

struct CsvRows<W: Write> {
    csv: csv::Writer<W>,
    columns: usize,
}

impl<W: Write> TakeRows for CsvRows<W> {
    fn begin(&mut self, statement: &rusqlite::Statement<'_>) -> Result<(), StoreError> {
        self.columns = statement.column_count();
        self.csv.write_record(statement.column_names()).map_err(gone)
    }

    fn row(&mut self, row: &rusqlite::Row<'_>) -> Result<(), StoreError> {
        for at in 0..self.columns {
            let written = match row.get_ref(at)? {
                ValueRef::Null => self.csv.write_field(""),
                ValueRef::Integer(number) => self.csv.write_field(number.to_string()),
                ValueRef::Real(number) => self.csv.write_field(number.to_string()),
                ValueRef::Text(text) => self.csv.write_field(text),
                ValueRef::Blob(bytes) => self.csv.write_field(BASE64.encode(bytes)),
            };
            written.map_err(gone)?;
        }
        self.csv.write_record(None::<&[u8]>).map_err(gone)
    }
}

struct JsonRows<'a> {
    outlet: &'a mut Outlet,
    columns: Vec<String>,
    any: bool,
}

impl TakeRows for JsonRows<'_> {
    fn begin(&mut self, statement: &rusqlite::Statement<'_>) -> Result<(), StoreError> {
        self.columns = statement.column_names().map(str::to_owned).collect();
        Ok(())
    }

    fn row(&mut self, row: &rusqlite::Row<'_>) -> Result<(), StoreError> {
        let separator: &[u8] = if std::mem::replace(&mut self.any, true) { b",\n" } else { b"\n" };
        self.outlet.write_all(separator).map_err(gone)?;
        let mut json = serde_json::Serializer::new(&mut *self.outlet);
        let written = json.serialize_map(Some(self.columns.len())).and_then(|mut object| {
            for (at, name) in self.columns.iter().enumerate() {
                object.serialize_key(name)?;
                match row.get_ref(at).unwrap_or(ValueRef::Null) {
                    ValueRef::Null => object.serialize_value(&()),
                    ValueRef::Integer(number) => object.serialize_value(&number),
                    ValueRef::Real(number) => object.serialize_value(&number),
                    ValueRef::Text(text) => object.serialize_value(&String::from_utf8_lossy(text)),
                    ValueRef::Blob(bytes) => object.serialize_value(&BASE64.encode(bytes)),
                }?;
            }
            object.end()
        });
        written.map_err(gone)
    }
}

struct ArrowRows<'a> {
    outlet: Option<&'a mut Outlet>,
    writer: Option<StreamWriter<&'a mut Outlet>>,
}

impl ArrowRows<'_> {
    fn write(&mut self, batch: &arrow_array::RecordBatch) -> Result<(), StoreError> {
        if let Some(outlet) = self.outlet.take() {
            self.writer = Some(StreamWriter::try_new(outlet, &batch.schema()).map_err(gone)?);
        }
        self.writer.as_mut().map_or(Ok(()), |writer| writer.write(batch)).map_err(gone)
    }

    fn finish(mut self) -> Result<(), StoreError> {
        self.writer.as_mut().map_or(Ok(()), StreamWriter::finish).map_err(gone)
    }
}
