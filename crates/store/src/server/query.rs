//! Questions for tools that read a URL: the answer as CSV, JSON or Arrow, streamed.

use std::{io::Write, sync::Arc};

use arrow_ipc::writer::StreamWriter;
use axum::{
    Extension,
    extract::{FromRequest, Query, Request, State, rejection::QueryRejection},
    http::{HeaderMap, Method, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use rusqlite::types::ValueRef;
use serde::{Deserialize, Serializer, ser::SerializeMap};

use super::{
    Service,
    access::Client,
    answer,
    body::Document,
    spooled::{Question, Spool, asks_for_part},
    streamed::{gone, streamed},
};
use crate::{
    Database, Scope, StoreError,
    batches::Batches,
    embedded::{Asked, Deadline, STATEMENT_TIME},
    hrana::Stmt,
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

    /// The format that the client prefers; JSON when it does not say.
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

/// The request's method and headers.
type Head = (Method, HeaderMap);

pub(super) async fn csv(
    service: State<Arc<Service>>,
    client: Extension<Client>,
    head: Head,
    asks: Asks,
) -> Response {
    get(service, client, head, asks, Format::Csv).await
}

pub(super) async fn json(
    service: State<Arc<Service>>,
    client: Extension<Client>,
    head: Head,
    asks: Asks,
) -> Response {
    get(service, client, head, asks, Format::Json).await
}

pub(super) async fn arrow(
    service: State<Arc<Service>>,
    client: Extension<Client>,
    head: Head,
    asks: Asks,
) -> Response {
    get(service, client, head, asks, Format::Arrow).await
}

async fn get(
    State(service): State<Arc<Service>>,
    Extension(client): Extension<Client>,
    (method, headers): Head,
    asks: Asks,
    format: Format,
) -> Response {
    match asks {
        Ok(Query(Sql { sql })) if method == Method::HEAD || asks_for_part(&headers) => {
            part(&service, client, sql, format, &method, &headers).await
        }
        Ok(Query(Sql { sql })) => rows(&service, client, Asked { sql, ..Asked::default() }, format).await,
        Err(rejection) => {
            answer::unread_query(&rejection, "name the query in the address once: ?sql=select…")
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
        match Document::<Stmt>::from_request(request, &()).await {
            Ok(Document(stmt)) => {
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

/// Answers a part, or how long the whole is.
async fn part(
    service: &Arc<Service>,
    client: Client,
    sql: String,
    format: Format,
    method: &Method,
    headers: &HeaderMap,
) -> Response {
    let media_type = format.media_type();
    let question = Question { identity: client.identity, media_type, sql: sql.clone() };
    // A request for the length begins a read: the parts that follow are of that moment.
    if method != Method::HEAD
        && let Some(kept) = service.spools.get(&question)
    {
        return kept.respond(headers, media_type);
    }
    let asked = Asked { sql, ..Asked::default() };
    let (stream, again) = (Stream::new(Arc::clone(service), reading(client)), asked.clone());
    let database = Arc::clone(&service.database);
    let deadline = Deadline::of(STATEMENT_TIME);
    let spooled = answer::quickly(service, deadline, move |deadline| {
        let data_version = database.data_version()?;
        let mut spool = Spool::new(database.folder())?;
        match write(stream, &asked, format, &mut spool, deadline) {
            Ok(()) => Ok(Some(spool.finish(data_version))),
            Err(_) if spool.is_full() => Ok(None),
            Err(error) => Err(error),
        }
    });
    match spooled.await {
        Ok(Some(spooled)) => {
            let spooled = Arc::new(spooled);
            service.spools.keep(question, Arc::clone(&spooled));
            spooled.respond(headers, media_type)
        }
        // Too large to be kept: its length stays unknown, and it is sent whole.
        Ok(None) if method == Method::HEAD => ([(header::CONTENT_TYPE, media_type)], ()).into_response(),
        Ok(None) => rows(service, client, again, format).await,
        Err(error) => answer::failed(&error),
    }
}

async fn rows(service: &Arc<Service>, client: Client, asked: Asked, format: Format) -> Response {
    let stream = Stream::new(Arc::clone(service), reading(client));
    let deadline = Deadline::of(STATEMENT_TIME);
    let response = streamed(service, format.media_type(), deadline, move |body, deadline| {
        write(stream, &asked, format, body, deadline)
    });
    response.await
}

/// The client; here it only reads, whatever its scope.
fn reading(client: Client) -> Client {
    Client { scope: Scope::Read, ..client }
}

/// How much of a line of CSV is made at once: a value of megabytes is looked through anew for each piece.
const CSV_BUFFER: usize = 64 << 10;

/// Writes the rows of a statement.
fn write(
    mut stream: Stream,
    asked: &Asked,
    format: Format,
    out: &mut dyn Write,
    deadline: &Arc<Deadline>,
) -> Result<(), StoreError> {
    match format {
        Format::Csv => {
            let mut rows = CsvRows {
                csv: csv::WriterBuilder::new().buffer_capacity(CSV_BUFFER).from_writer(out),
                columns: 0,
            };
            stream.execute(asked, &mut rows, deadline)?;
            rows.csv.flush().map_err(gone)
        }
        Format::Json => {
            out.write_all(b"[").map_err(gone)?;
            let mut rows = JsonRows { out, columns: vec![], any: false };
            stream.execute(asked, &mut rows, deadline)?;
            rows.out.write_all(b"]\n").map_err(gone)
        }
        Format::Arrow => {
            let mut writer = ArrowRows { out: Some(out), writer: None };
            let mut take = |batch| writer.write(&batch);
            let mut batches = Batches::new(&mut take);
            stream.execute(asked, &mut batches, deadline)?;
            batches.finish()?;
            writer.finish()
        }
    }
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
    out: &'a mut dyn Write,
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
        self.out.write_all(separator).map_err(gone)?;
        let mut json = serde_json::Serializer::new(&mut *self.out);
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
    out: Option<&'a mut dyn Write>,
    writer: Option<StreamWriter<&'a mut dyn Write>>,
}

impl ArrowRows<'_> {
    fn write(&mut self, batch: &arrow_array::RecordBatch) -> Result<(), StoreError> {
        if let Some(out) = self.out.take() {
            self.writer = Some(StreamWriter::try_new(out, &batch.schema()).map_err(gone)?);
        }
        self.writer.as_mut().map_or(Ok(()), |writer| writer.write(batch)).map_err(gone)
    }

    fn finish(mut self) -> Result<(), StoreError> {
        self.writer.as_mut().map_or(Ok(()), StreamWriter::finish).map_err(gone)
    }
}
