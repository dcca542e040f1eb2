//! The first protocol of libSQL's server, `POST /` with a list of statements, which the driver of `DBeaver` still speaks.

use std::{collections::HashMap, sync::Arc};

use axum::{Extension, extract::State, response::Response};
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD as BASE64};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Plain, json};

use super::{
    Service,
    access::Client,
    answer,
    body::Document,
    execute::execute,
    pipeline::{Gone, too_many_statements},
    room::{self, Room},
    stream::Stream,
};
use crate::{
    StoreError, Value,
    embedded::{Asked, Deadline},
    hrana::{StmtResult, WireError, WireValue},
};

#[derive(Deserialize)]
pub(super) struct Request {
    statements: Vec<Statement>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Statement {
    Plain(String),
    WithParams {
        #[serde(alias = "query")]
        q: String,
        #[serde(default)]
        params: Params,
    },
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Params {
    ByPosition(Vec<Plain>),
    ByName(HashMap<String, Plain>),
}

impl Default for Params {
    fn default() -> Self {
        Self::ByPosition(vec![])
    }
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Answer {
    Results(Results),
    Error(WireError),
}

#[derive(Serialize)]
struct Results {
    columns: Vec<String>,
    rows: Vec<Vec<Plain>>,
    affected_row_count: u64,
    last_insert_rowid: Option<String>,
}

/// Runs the statements in order, up to the first that fails; a transaction that is open then, or at the end, is
/// undone.
pub(super) async fn answer(
    State(service): State<Arc<Service>>,
    Extension(client): Extension<Client>,
    Document(request): Document<Request>,
) -> Response {
    if let Some(refusal) = too_many_statements(request.statements.len()) {
        return answer::refused(axum::http::StatusCode::BAD_REQUEST, &refusal);
    }
    let mut stream = Stream::new(Arc::clone(&service), client);
    let gone = Gone(stream.deadline());
    let asked = Arc::clone(&service);
    let done = answer::quickly(&service, Arc::clone(&gone.0), move |deadline| {
        let mut room = asked.large.room();
        let mut failed = false;
        let mut answers = Vec::new();
        for statement in request.statements {
            answers.push(if failed {
                Answer::Error(
                    WireError::new("NOT_RUN", "not run: a statement before it failed")
                        .with_remedy("correct that statement"),
                )
            } else {
                run(&mut stream, statement, deadline, &mut room).map_or_else(
                    |error| {
                        failed = true;
                        Answer::Error(WireError::from(&error))
                    },
                    Answer::Results,
                )
            });
        }
        let document = answer::document(&answers, stream.data_version()?)?;
        Ok(room::hold_place(document, &room.place()))
    });
    done.await.unwrap_or_else(|error| answer::failed(&error))
}

fn run(
    stream: &mut Stream,
    statement: Statement,
    deadline: &Arc<Deadline>,
    room: &mut Room,
) -> Result<Results, StoreError> {
    let asked = asked(statement)?;
    let StmtResult { cols, rows, affected_row_count, last_insert_rowid } =
        execute(stream, &asked, true, deadline, room)?;
    let rows = rows.into_iter().map(|row| row.into_iter().map(plain).collect()).collect();
    let columns = cols.into_iter().map(|col| col.name.unwrap_or_default()).collect();
    Ok(Results { columns, rows, affected_row_count, last_insert_rowid })
}

fn asked(statement: Statement) -> Result<Asked, StoreError> {
    let (sql, params) = match statement {
        Statement::Plain(sql) => (sql, Params::default()),
        Statement::WithParams { q, params } => (q, params),
    };
    Ok(match params {
        Params::ByPosition(args) => {
            Asked { sql, args: args.into_iter().map(value).collect::<Result<_, _>>()?, named: vec![] }
        }
        Params::ByName(named) => {
            let named = named.into_iter().map(|(name, json)| Ok((name, value(json)?)));
            Asked { sql, args: vec![], named: named.collect::<Result<_, StoreError>>()? }
        }
    })
}

/// A value as plain JSON has it; bytes are an object that holds their base64.
fn value(json: Plain) -> Result<Value, StoreError> {
    let wrong = |what: &str| Err(StoreError::Arguments { reason: format!("{what} is no value of SQL") });
    match json {
        Plain::Null => Ok(Value::Null),
        Plain::Bool(truth) => Ok(Value::Integer(truth.into())),
        Plain::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(number), _) => Ok(Value::Integer(number)),
            (None, Some(number)) => Ok(Value::Real(number)),
            (None, None) => wrong("a number"),
        },
        Plain::String(text) => Ok(Value::Text(text)),
        Plain::Object(object) => match object.get("base64").and_then(Plain::as_str) {
            Some(base64) => Value::try_from(WireValue::Blob { base64: base64.to_owned() })
                .map_err(|error| StoreError::Arguments { reason: error.to_string() }),
            None => wrong("an object without base64"),
        },
        Plain::Array(_) => wrong("a list"),
    }
}

fn plain(value: WireValue) -> Plain {
    match Value::try_from(value) {
        Ok(Value::Integer(number)) => number.into(),
        Ok(Value::Real(number)) => number.into(),
        Ok(Value::Text(text)) => text.into(),
        Ok(Value::Blob(bytes)) => json!({ "base64": BASE64.encode(bytes) }),
        Ok(Value::Null) | Err(_) => Plain::Null,
    }
}
