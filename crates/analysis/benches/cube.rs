//! How long the cube takes, as JSON for `bench/analysis/run.py`.
//!
//!     cargo bench -p comptoir-analysis --bench cube -- --db shop.db --runs 5

#![expect(clippy::print_stdout, reason = "what it measured is what it says")]

use std::{error::Error, path::Path, time::Instant};

use comptoir_analysis::{Answer, Cube, Grouping, Question};
use comptoir_calendar::Period;
use comptoir_store::{Database, Embedded};
use serde_json::json;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().collect();
    let flag = |name: &str| args.iter().skip_while(|arg| *arg != name).nth(1);
    let Some(path) = flag("--db") else { return Ok(()) };
    let runs: usize = flag("--runs").map_or(Ok(5), |runs| runs.parse())?;
    let database = Embedded::open(Path::new(path))?;
    let (read, cube) = timed(|| Cube::read(&database));
    let cube = cube?.ok_or("these sales fit no cube")?;
    // The brief's: the total, by product, by region, and the curve.
    let brief = [
        Question::default(),
        Question::by(Grouping::Product),
        Question::by(Grouping::Region),
        Question::by(Grouping::Day),
    ];
    let last = cube.period().ok_or("there are no sales")?.last();
    let month = Question { period: Some(Period::ending_on(last, 30)), ..Question::by(Grouping::Product) };
    let mut together: Vec<f64> = Vec::new();
    let mut window: Vec<f64> = Vec::new();
    let mut answers = Vec::new();
    for _ in 0..runs {
        let (seconds, found) = timed(|| cube.answer_all(&brief));
        together.push(seconds * 1_000.0);
        answers = found;
        window.push(timed(|| cube.answer(&month)).0 * 1_000.0);
    }
    let asked: Vec<Answer> =
        brief.iter().map(|question| question.ask(&database)).collect::<Result<_, _>>()?;
    if answers != asked {
        return Err("the cube does not answer as SQL does".into());
    }
    let document = json!({
        "sales": cube.len(),
        "bytes_a_sale": cube.bytes() as f64 / cube.len().max(1) as f64,
        "read_seconds": read,
        "together_ms": together,
        "window_ms": window,
        "data_version": database.data_version()?,
    });
    println!("{document}");
    Ok(())
}

fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let start = Instant::now();
    let done = work();
    (start.elapsed().as_secs_f64(), done)
}
