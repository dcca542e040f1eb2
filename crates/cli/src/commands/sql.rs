//! `comptoir sql`: one reading statement.

use comptoir_store::{Database, Rows, Value};
use serde_json::{Value as Json, json};

use crate::{
    failure::{Done, Failure},
    flags::{Sql, SqlFormat},
    output::Output,
    progress::Progress,
    tables::{Align, table},
};

pub(super) fn run(flags: &Sql, database: &dyn Database, output: &Output) -> Result<Done, Failure> {
    let progress = Progress::new(output.words().text("sql-progress"));
    let answer = database.query(&flags.query, &[])?;
    drop(progress);
    let default = if output.is_json() { SqlFormat::Json } else { SqlFormat::Table };
    match flags.format.unwrap_or(default) {
        SqlFormat::Table => {
            Output::data(&format!("{}\n", as_table(&answer)));
            output.talk_count("sql-rows", answer.rows.len());
        }
        SqlFormat::Csv => Output::data(&as_csv(&answer)),
        SqlFormat::Json => Output::data(&format!("{:#}\n", as_json(&answer))),
    }
    Ok(Done::Whole)
}

/// Prints rows as a table, as CSV, or as JSON where that is wanted.
pub(super) fn tell(answer: &Rows, is_csv: bool, output: &Output) {
    match (is_csv, output.is_json()) {
        (true, _) => Output::data(&as_csv(answer)),
        (_, true) => Output::data(&format!("{:#}\n", as_json(answer))),
        _ => Output::data(&format!("{}\n", as_table(answer))),
    }
}

fn as_table(answer: &Rows) -> String {
    let numeric = |column: usize| {
        let mut values = answer.rows.iter().filter_map(|row| row.get(column)).peekable();
        values.peek().is_some() && values.all(|value| value.as_number().is_some() || *value == Value::Null)
    };
    let header: Vec<_> = answer
        .columns
        .iter()
        .enumerate()
        .map(|(at, name)| (name.clone(), if numeric(at) { Align::Right } else { Align::Left }))
        .collect();
    table(&header, answer.rows.iter().map(|row| row.iter().map(text).collect()))
}

fn as_csv(answer: &Rows) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let records = std::iter::once(answer.columns.clone())
        .chain(answer.rows.iter().map(|row| row.iter().map(text).collect()));
    for record in records {
        // Writing to memory cannot fail, and every record has as many values as there are columns.
        let _ = writer.write_record(record);
    }
    writer.into_inner().map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}

fn as_json(answer: &Rows) -> Json {
    let value = |value: &Value| match value {
        Value::Null => Json::Null,
        Value::Integer(number) => json!(number),
        Value::Real(number) => json!(number),
        Value::Text(_) | Value::Blob(_) => json!(text(value)),
    };
    let object = |row: &Vec<Value>| -> Json {
        answer
            .columns
            .iter()
            .zip(row)
            .map(|(name, cell)| (name.clone(), value(cell)))
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    answer.rows.iter().map(object).collect()
}

/// The value as SQL would write it, without quotes; empty for null.
fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        Value::Blob(bytes) => {
            format!("x'{}'", bytes.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}")))
        }
    }
}
