//! What this program records besides imports: statements of its own, on tables that no SQL from outside changes.

use serde::{Deserialize, Serialize};

use crate::{
    Value,
    hrana::{WireValue, WireValueError},
};

/// A statement of this program's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Record {
    /// Keeps forecasts made together: their days as a JSON list of lists in the order of the columns, the first value
    /// being which of the forecasts a day belongs to, from 0, the last but one the number of the forecast of their
    /// total where it is kept already, and the last which of these forecasts it is where it is not; and when they
    /// were made. Answers with the number of the last one.
    Forecasts,
    /// Fills in lines of an import that the load itself has refused because their ids come twice: the import's
    /// number, and the lines as a JSON list of lists: line, column, value, the line as it stands in the file, the
    /// facts of the reason as JSON.
    RejectDetails,
}

impl Record {
    pub(crate) fn sql(self) -> &'static str {
        match self {
            // Their numbers follow each other.
            Self::Forecasts => {
                "insert into forecasts (run_id, model, series, target, target_id, last_day, day, mean, lower_80, upper_80,
                                        lower_95, upper_95, bounds, error_correlation, data_version, total_run_id, made_at)
                 select first.run_id + (row.value ->> 0), row.value ->> 1, row.value ->> 2, row.value ->> 3,
                        row.value ->> 4, row.value ->> 5, row.value ->> 6, row.value ->> 7, row.value ->> 8,
                        row.value ->> 9, row.value ->> 10, row.value ->> 11, row.value ->> 12, row.value ->> 13,
                        row.value ->> 14, coalesce(row.value ->> 15, first.run_id + (row.value ->> 16)), ?2
                 from json_each(?1) as row, (select coalesce(max(run_id), 0) + 1 as run_id from forecasts) as first
                 returning run_id"
            }
            Self::RejectDetails => {
                // The lines are looked up in a list: one statement a line would go through all of the import each time.
                "with details as materialized
                     (select value ->> 0 as line, value ->> 1 as name, value ->> 2 as found, value ->> 3 as original,
                             value ->> 4 as facts
                      from json_each(?2))
                 update rejects set (\"column\", value, original, facts) =
                     (select name, found, original, facts from details where details.line = rejects.line)
                 where import_id = ?1 and code = 'twice' and line in (select line from details)"
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
    /// A value that is not what it says it is.
    pub(crate) fn values(self) -> Result<Vec<Vec<Value>>, WireValueError> {
        self.args.into_iter().map(|args| args.into_iter().map(Value::try_from).collect()).collect()
    }
}
