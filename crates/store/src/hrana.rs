//! The words of the wire: Hrana 3 over HTTP in JSON, the open protocol of libSQL, as far as it is spoken here:
//! `execute`, `batch` and `close`. Server and client share these types.

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD as BASE64};
use serde::{Deserialize, Serialize};

use crate::{Outcome, Rows, Value};

/// Where a pipeline is posted.
pub(crate) const PIPELINE_PATH: &str = "/v3/pipeline";

/// A header by which a client asks that nothing be written, whatever the statements say.
pub(crate) const READ_ONLY_HEADER: &str = "comptoir-read-only";

#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct PipelineRequest {
    #[serde(default)]
    pub(crate) baton: Option<String>,
    pub(crate) requests: Vec<StreamRequest>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum StreamRequest {
    Execute { stmt: Stmt },
    Batch { batch: Batch },
    Close,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Stmt {
    pub(crate) sql: String,
    #[serde(default)]
    pub(crate) args: Vec<WireValue>,
    #[serde(default)]
    pub(crate) named_args: Vec<NamedArg>,
    #[serde(default = "yes")]
    pub(crate) want_rows: bool,
}

fn yes() -> bool {
    true
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct NamedArg {
    pub(crate) name: String,
    pub(crate) value: WireValue,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Batch {
    pub(crate) steps: Vec<BatchStep>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct BatchStep {
    #[serde(default)]
    pub(crate) condition: Option<BatchCond>,
    pub(crate) stmt: Stmt,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum BatchCond {
    Ok { step: usize },
    Error { step: usize },
    Not { cond: Box<BatchCond> },
    And { conds: Vec<BatchCond> },
    Or { conds: Vec<BatchCond> },
    IsAutocommit,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct PipelineResponse {
    pub(crate) baton: Option<String>,
    pub(crate) base_url: Option<String>,
    pub(crate) results: Vec<StreamResult>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum StreamResult {
    Ok { response: StreamResponse },
    Error { error: WireError },
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum StreamResponse {
    Execute { result: StmtResult },
    Batch { result: BatchResult },
    Close,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct StmtResult {
    pub(crate) cols: Vec<Col>,
    pub(crate) rows: Vec<Vec<WireValue>>,
    pub(crate) affected_row_count: u64,
    pub(crate) last_insert_rowid: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Col {
    pub(crate) name: Option<String>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct BatchResult {
    pub(crate) step_results: Vec<Option<StmtResult>>,
    pub(crate) step_errors: Vec<Option<WireError>>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct WireError {
    pub(crate) message: String,
    #[serde(default)]
    pub(crate) code: Option<String>,
}

/// A value on the wire; integers travel as text, since JSON numbers lose digits beyond 2⁵³.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum WireValue {
    Null,
    Integer { value: String },
    Float { value: f64 },
    Text { value: String },
    Blob { base64: String },
}

impl From<&Value> for WireValue {
    fn from(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Integer(number) => Self::Integer { value: number.to_string() },
            // JSON has no infinity: SQLite reads and writes it as 9e999, out of every float's range.
            Value::Real(number) if number.is_finite() => Self::Float { value: *number },
            Value::Real(number) => Self::Text { value: number.to_string() },
            Value::Text(text) => Self::Text { value: text.clone() },
            Value::Blob(bytes) => Self::Blob { base64: BASE64.encode(bytes) },
        }
    }
}

impl TryFrom<WireValue> for Value {
    type Error = String;

    fn try_from(value: WireValue) -> Result<Self, String> {
        Ok(match value {
            WireValue::Null => Self::Null,
            WireValue::Integer { value } => {
                Self::Integer(value.parse().map_err(|_| format!("{value:?} is not an integer of 64 bits"))?)
            }
            WireValue::Float { value } => Self::Real(value),
            WireValue::Text { value } => Self::Text(value),
            WireValue::Blob { base64 } => Self::Blob(
                BASE64
                    .decode(base64.trim_end_matches('='))
                    .map_err(|error| format!("not base64: {error}"))?,
            ),
        })
    }
}

impl StmtResult {
    pub(crate) fn new(outcome: &Outcome, last_insert_rowid: i64, want_rows: bool) -> Self {
        let rows = if want_rows { outcome.rows.rows.as_slice() } else { &[] };
        Self {
            cols: outcome.rows.columns.iter().map(|name| Col { name: Some(name.clone()) }).collect(),
            rows: rows.iter().map(|row| row.iter().map(WireValue::from).collect()).collect(),
            affected_row_count: outcome.affected,
            last_insert_rowid: Some(last_insert_rowid.to_string()),
        }
    }
}

impl TryFrom<StmtResult> for Outcome {
    type Error = String;

    fn try_from(result: StmtResult) -> Result<Self, String> {
        let row = |row: Vec<WireValue>| row.into_iter().map(Value::try_from).collect::<Result<_, _>>();
        Ok(Self {
            rows: Rows {
                columns: result.cols.into_iter().map(|col| col.name.unwrap_or_default()).collect(),
                rows: result.rows.into_iter().map(row).collect::<Result<_, _>>()?,
            },
            affected: result.affected_row_count,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_value_survives_the_wire() {
        let values = [
            Value::Null,
            Value::Integer(i64::MIN),
            Value::Integer(9_007_199_254_740_993),
            Value::Real(0.1),
            Value::Text("l'été \u{1F9C0} \0".into()),
            Value::Blob(vec![0, 255, 7]),
        ];
        for value in values {
            let json = serde_json::to_string(&WireValue::from(&value)).unwrap();
            let back: WireValue = serde_json::from_str(&json).unwrap();
            assert_eq!(Value::try_from(back), Ok(value));
        }
    }
}
