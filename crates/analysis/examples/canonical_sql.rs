//! A small shop and the SQL of many questions with SQLite's answers, as JSON on standard output, for
//! `tests/engines/datafusion_check.py`: another engine must give the same rows for the same texts.
//!
//!     cargo run -p comptoir-analysis --example canonical_sql

#![expect(clippy::print_stdout, reason = "its output is what it is for")]

use std::error::Error;

use comptoir_analysis::{Filter, Grouping, Measure, Question};
use comptoir_calendar::{Date, Period, from_unix_days};
use comptoir_store::{Database, Embedded, Rows, Statement, Value};
use serde_json::{Value as Json, json};

/// The tables that questions read.
const TABLES: [(&str, &str); 4] = [
    ("products", "select id, name, category from products"),
    ("stores", "select id, name, city, region from stores"),
    (
        "sales",
        "select id, product_id, store_id, sale_date, quantity * 1.0 as quantity, amount, ticket, kind from sales",
    ),
    ("calendar_days", "select day, weekday, week, month, quarter, year from calendar_days"),
];

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let database = Embedded::open(&folder.path().join("shop.db"))?;
    database.write(&shop())?;
    let mut tables = serde_json::Map::new();
    for (name, sql) in TABLES {
        tables.insert(name.into(), document(&database.query(sql, &[])?));
    }
    let mut asked = Vec::new();
    for question in questions() {
        let sql = question.sql_text();
        let answer = database.query(&sql, &[])?;
        asked.push(json!({ "sql": sql, "answer": document(&answer) }));
    }
    println!("{}", json!({ "tables": tables, "questions": asked }));
    Ok(())
}

/// Products and stores of unknown category, region or name, two of the same name; sales about a new year.
fn shop() -> Vec<Statement> {
    let mut statements: Vec<Statement> = [
        "insert into products (id, name, category) values
             (1, 'Pain', 'Boulangerie'), (2, 'Lait', null), (3, 'Pain', 'Épicerie'), (4, 'L''été', 'Épicerie')",
        "insert into stores (id, city, region, name) values
             (1, 'Paris', 'Île-de-France', null), (2, 'Saint-Denis', null, null), (3, 'Paris', 'Bretagne', 'Gare'),
             (4, null, null, null)",
    ]
    .map(|sql| Statement::new(sql, vec![]))
    .to_vec();
    // Numbers that look drawn: a linear congruential generator (Knuth, TAOCP 2, 3.3.4).
    let mut state = 1_u64;
    let mut next = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) % below) as i64
    };
    for _ in 0..400 {
        let day = from_unix_days(19_690 + next(80) as i32).unwrap_or(Date::ZERO);
        let args = vec![
            (1 + next(4)).into(),
            (1 + next(4)).into(),
            day.to_string().into(),
            (next(40) as f64 / 4.0 - 1.0).into(),
            (next(100_000) as f64 / 100.0 - 50.0).into(),
            if next(3) == 0 { Value::Null } else { format!("T{}", next(6)).into() },
            ["sale", "sale", "return", "discount", "bad-debt"][next(5) as usize].into(),
        ];
        let sql = "insert into sales (product_id, store_id, sale_date, quantity, amount, ticket, kind)
                   values (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        statements.push(Statement::new(sql, args));
    }
    statements
}

/// Every grouping alone and with every other, with and without a limit, all measures; and the filters.
fn questions() -> Vec<Question> {
    let all = || Grouping::ALL.into_iter().map(Some).chain([None]);
    let mut questions = Vec::new();
    for grouping in all() {
        for second in all() {
            for limit in [None, Some(2)] {
                let question = Question { grouping, second, limit, ..Question::default() };
                questions.push(question.with(Measure::Quantity).with(Measure::Baskets));
            }
        }
    }
    let period = Period::between(Date::constant(2023, 12, 20), Date::constant(2024, 1, 10));
    let filters = [
        Filter::named(Grouping::Product, ["L'été", "Pain"]),
        Filter::named(Grouping::Region, ["", "Bretagne"]),
        Filter::named(Grouping::Week, ["2024-W01"]),
        Filter::named(Grouping::Year, ["2023"]),
        Filter::named(Grouping::Weekday, ["6", "7"]),
        Filter::named(Grouping::City, [""]),
        Filter::named(Grouping::City, [] as [&str; 0]),
        Filter::of_ids(Grouping::Store, vec![1, 3]),
    ];
    for filter in filters {
        questions.push(Question::by(Grouping::Month).during(period).only(filter.clone()));
        questions.push(Question::default().only(filter));
    }
    questions
}

fn document(rows: &Rows) -> Json {
    let value = |value: &Value| match value {
        Value::Integer(number) => json!(number),
        Value::Real(number) => json!(number),
        Value::Text(text) => json!(text),
        Value::Null | Value::Blob(_) => Json::Null,
    };
    let rows_of: Vec<Vec<Json>> = rows.rows.iter().map(|row| row.iter().map(value).collect()).collect();
    json!({ "columns": rows.columns, "rows": rows_of })
}
