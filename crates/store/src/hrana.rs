//! The words of the wire: Hrana over HTTP in JSON, versions 2 and 3, the open protocol of libSQL
//! (<https://github.com/tursodatabase/libsql/blob/main/docs/HRANA_3_SPEC.md>). Version 3 only adds to version 2, so
//! that both are spoken with the same types. Server and client share them.

mod wire_error;

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD as BASE64};
use serde::{Deserialize, Serialize};

use crate::{StoreError, Value, embedded::Asked};
pub(crate) use wire_error::WireError;

/// A header by which a client asks that nothing be written, whatever the statements say.
pub(crate) const READ_ONLY_HEADER: &str = "comptoir-read-only";

#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct PipelineRequest {
    #[serde(default)]
    pub(crate) baton: Option<String>,
    pub(crate) requests: Vec<StreamRequest>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct CursorRequest {
    #[serde(default)]
    pub(crate) baton: Option<String>,
    pub(crate) batch: Batch,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum StreamRequest {
    Close,
    Execute {
        stmt: Stmt,
    },
    Batch {
        batch: Batch,
    },
    Sequence {
        #[serde(flatten)]
        text: SqlText,
    },
    Describe {
        #[serde(flatten)]
        text: SqlText,
    },
    StoreSql {
        sql_id: i32,
        sql: String,
    },
    CloseSql {
        sql_id: i32,
    },
    GetAutocommit,
}

/// SQL itself, or the number under which the stream has stored it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct SqlText {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sql: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sql_id: Option<i32>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Stmt {
    #[serde(flatten)]
    pub(crate) text: SqlText,
    #[serde(default)]
    pub(crate) args: Vec<WireValue>,
    #[serde(default)]
    pub(crate) named_args: Vec<NamedArg>,
    #[serde(default)]
    pub(crate) want_rows: Option<bool>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
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

/// The first line of a cursor's answer; [`CursorEntry`]s follow, one a line.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct CursorResponse {
    pub(crate) baton: Option<String>,
    pub(crate) base_url: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum CursorEntry {
    StepBegin { step: usize, cols: Vec<Col> },
    StepEnd { affected_row_count: u64, last_insert_rowid: Option<String> },
    StepError { step: usize, error: WireError },
    Row { row: Vec<WireValue> },
    Error { error: WireError },
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
    Close,
    Execute { result: StmtResult },
    Batch { result: BatchResult },
    Sequence,
    Describe { result: DescribeResult },
    StoreSql,
    CloseSql,
    GetAutocommit { is_autocommit: bool },
}

#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct StmtResult {
    pub(crate) cols: Vec<Col>,
    pub(crate) rows: Vec<Vec<WireValue>>,
    pub(crate) affected_row_count: u64,
    pub(crate) last_insert_rowid: Option<String>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Col {
    pub(crate) name: Option<String>,
    #[serde(default)]
    pub(crate) decltype: Option<String>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct BatchResult {
    pub(crate) step_results: Vec<Option<StmtResult>>,
    pub(crate) step_errors: Vec<Option<WireError>>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct DescribeResult {
    pub(crate) params: Vec<DescribeParam>,
    pub(crate) cols: Vec<Col>,
    pub(crate) is_explain: bool,
    pub(crate) is_readonly: bool,
}

impl Col {
    /// About how many bytes it takes in an answer.
    pub(crate) fn size(&self) -> usize {
        let texts = [&self.name, &self.decltype].into_iter().flatten().map(String::len);
        size_of::<Self>() + texts.sum::<usize>()
    }
}

impl DescribeResult {
    /// About how many bytes it takes in an answer.
    pub(crate) fn size(&self) -> usize {
        let params = self
            .params
            .iter()
            .map(|param| size_of::<DescribeParam>() + param.name.as_ref().map_or(0, String::len));
        self.cols.iter().map(Col::size).chain(params).sum()
    }
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct DescribeParam {
    pub(crate) name: Option<String>,
}

/// A value on the wire; integers travel as text, since JSON numbers lose digits beyond 2⁵³.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum WireValue {
    Null,
    Integer {
        value: String,
    },
    /// JSON has no infinity: null stands for what is not finite.
    Float {
        value: Option<f64>,
    },
    Text {
        value: String,
    },
    Blob {
        base64: String,
    },
}

impl From<&Value> for WireValue {
    fn from(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Integer(number) => Self::Integer { value: number.to_string() },
            Value::Real(number) => Self::Float { value: number.is_finite().then_some(*number) },
            Value::Text(text) => Self::Text { value: text.clone() },
            Value::Blob(bytes) => Self::Blob { base64: BASE64.encode(bytes) },
        }
    }
}

/// A value of the wire that is not what it says it is.
#[derive(Debug, PartialEq, thiserror::Error)]
pub(crate) enum WireValueError {
    #[error("{value:?} is not an integer of 64 bits")]
    Integer { value: String },
    #[error("not base64: {0}")]
    Base64(#[from] base64::DecodeError),
}

impl TryFrom<WireValue> for Value {
    type Error = WireValueError;

    fn try_from(value: WireValue) -> Result<Self, WireValueError> {
        Ok(match value {
            WireValue::Null => Self::Null,
            WireValue::Integer { value } => match value.parse() {
                Ok(number) => Self::Integer(number),
                Err(_) => return Err(WireValueError::Integer { value }),
            },
            WireValue::Float { value } => Self::Real(value.unwrap_or(f64::NAN)),
            WireValue::Text { value } => Self::Text(value),
            WireValue::Blob { base64 } => Self::Blob(BASE64.decode(base64.trim_end_matches('='))?),
        })
    }
}

impl Stmt {
    /// A statement with arguments by position.
    pub(crate) fn new(sql: &str, args: &[Value]) -> Self {
        let args = args.iter().map(WireValue::from).collect();
        let text = SqlText { sql: Some(sql.to_owned()), sql_id: None };
        Self { text, args, named_args: vec![], want_rows: None }
    }

    /// Whether the answer is to have rows.
    pub(crate) fn wants_rows(&self) -> bool {
        self.want_rows.unwrap_or(true)
    }

    /// The statement as SQLite takes it, its text being `sql`.
    ///
    /// # Errors
    /// When an argument is not what it says it is.
    pub(crate) fn asked(self, sql: String) -> Result<Asked, StoreError> {
        let wrong = |error: WireValueError| StoreError::Arguments { reason: error.to_string() };
        if !self.args.is_empty() && !self.named_args.is_empty() {
            let reason = "args and named_args cannot be given together".into();
            return Err(StoreError::Arguments { reason });
        }
        let args = self.args.into_iter().map(Value::try_from).collect::<Result<_, _>>().map_err(wrong)?;
        let named = self.named_args.into_iter().map(|arg| Ok((arg.name, Value::try_from(arg.value)?)));
        Ok(Asked { sql, args, named: named.collect::<Result<_, _>>().map_err(wrong)? })
    }
}

impl Batch {
    /// Whether each condition asks about earlier steps alone.
    pub(crate) fn looks_back_alone(&self) -> bool {
        let mut steps = self.steps.iter().enumerate();
        steps.all(|(at, step)| {
            step.condition.as_ref().is_none_or(|condition| condition.is_of_steps_before(at))
        })
    }
}

impl BatchCond {
    fn is_of_steps_before(&self, at: usize) -> bool {
        match self {
            Self::Ok { step } | Self::Error { step } => *step < at,
            Self::Not { cond } => cond.is_of_steps_before(at),
            Self::And { conds } | Self::Or { conds } => conds.iter().all(|cond| cond.is_of_steps_before(at)),
            Self::IsAutocommit => true,
        }
    }

    /// Whether it holds after the steps so far. A step that was skipped did not go well, so that `error` holds for it
    /// as for one that failed: sqld and Turso answer so, and clients rely on it.
    pub(crate) fn holds(&self, so_far: &BatchResult, is_autocommit: bool) -> bool {
        let went_well = |step: &usize| so_far.step_results.get(*step).is_some_and(Option::is_some);
        let holds_too = |condition: &Self| condition.holds(so_far, is_autocommit);
        match self {
            Self::Ok { step } => went_well(step),
            Self::Error { step } => !went_well(step),
            Self::Not { cond } => !holds_too(cond),
            Self::And { conds } => conds.iter().all(holds_too),
            Self::Or { conds } => conds.iter().any(holds_too),
            Self::IsAutocommit => is_autocommit,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn value() -> impl Strategy<Value = Value> {
        prop_oneof![
            Just(Value::Null),
            any::<i64>().prop_map(Value::Integer),
            any::<f64>().prop_filter("finite", |number| number.is_finite()).prop_map(Value::Real),
            any::<String>().prop_map(Value::Text),
            any::<Vec<u8>>().prop_map(Value::Blob),
        ]
    }

    proptest! {
        #[test]
        fn every_value_survives_the_wire(value in value()) {
            let json = serde_json::to_string(&WireValue::from(&value)).unwrap();
            let back: WireValue = serde_json::from_str(&json).unwrap();
            prop_assert_eq!(Value::try_from(back), Ok(value));
        }
    }

    #[test]
    fn base64_may_be_padded_or_not() {
        for base64 in ["AP8=", "AP8"] {
            let value = Value::try_from(WireValue::Blob { base64: base64.into() });
            assert_eq!(value, Ok(Value::Blob(vec![0, 255])));
        }
    }
}
