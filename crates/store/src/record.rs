//! What this program records besides imports: statements of its own, on tables that no SQL from outside changes.

use serde::{Deserialize, Serialize};

use crate::{Value, hrana::WireValue};

/// A statement of this program's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Record {
    /// Keeps forecasts made together: their days as a JSON list of lists in the order of the columns, the first value being
    /// which of the forecasts a day belongs to, from 0; and when they were made. Answers with the number of the last one.
    Forecasts,
    /// Fills in a line that the load itself has refused: import, line, code, column, value, the line as it stands in the
    /// file, and the facts of the reason as JSON.
    RejectDetails,
}

impl Record {
    pub(crate) fn sql(self) -> &'static str {
        match self {
            // Their numbers follow each other.
            Self::Forecasts => {
                "insert into forecasts (run_id, model, series, target, target_id, last_day, day, mean, lower_80, upper_80,
                                        lower_95, upper_95, bounds, agreement, data_version, made_at)
                 select first.run_id + (row.value ->> 0), row.value ->> 1, row.value ->> 2, row.value ->> 3,
                        row.value ->> 4, row.value ->> 5, row.value ->> 6, row.value ->> 7, row.value ->> 8,
                        row.value ->> 9, row.value ->> 10, row.value ->> 11, row.value ->> 12, row.value ->> 13,
                        row.value ->> 14, ?2
                 from json_each(?1) as row, (select coalesce(max(run_id), 0) + 1 as run_id from forecasts) as first
                 returning run_id"
            }
            Self::RejectDetails => {
                "update rejects set \"column\" = ?4, value = ?5, original = ?6, facts = ?7
                 where import_id = ?1 and line = ?2 and code = ?3"
            }
        }
    }
}

/// A record on the wire: what it is, and the arguments of each time that it is run, in one transaction.
#[derive(Serialize, Deserialize)]
pub(crate) struct RecordRequest {
    pub(crate) record: Record,
    pub(crate) args: Vec<Vec<WireValue>>,
}

/// What each run answers with: the first column of its last row, where that is a number.
#[derive(Serialize, Deserialize)]
pub(crate) struct RecordAnswer {
    pub(crate) numbers: Vec<Option<i64>>,
}

impl RecordRequest {
    pub(crate) fn new(record: Record, args: &[Vec<Value>]) -> Self {
        Self { record, args: args.iter().map(|args| args.iter().map(WireValue::from).collect()).collect() }
    }

    /// The arguments as values.
    ///
    /// # Errors
    /// Why one is none.
    pub(crate) fn values(self) -> Result<Vec<Vec<Value>>, String> {
        self.args.into_iter().map(|args| args.into_iter().map(Value::try_from).collect()).collect()
    }
}
