//! The cube's side of `bench/analysis/run.py`: reads the sales of a database, then answers one line for each that it is
//! given, `four` or `month`, with the milliseconds that it took.
//!
//!     cargo bench -p comptoir-analysis --bench cube -- --db shop.db

#![expect(clippy::print_stdout, reason = "what it measured is what it says")]

use std::{error::Error, io::BufRead, path::Path, time::Instant};

use comptoir_analysis::{Cube, Grouping, Question};
use comptoir_calendar::Period;
use comptoir_store::Embedded;
use serde_json::json;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().collect();
    let flag = |name: &str| args.iter().skip_while(|arg| *arg != name).nth(1);
    let Some(path) = flag("--db") else { return Ok(()) };
    let database = Embedded::open(Path::new(path))?;
    let (read, cube) = timed(|| Cube::read(&database));
    let cube = cube?.ok_or("these sales fit no cube")?;
    // The brief's: the total, by product, by region, and the curve.
    let four = [
        Question::default(),
        Question::by(Grouping::Product),
        Question::by(Grouping::Region),
        Question::by(Grouping::Day),
    ];
    for (question, answer) in four.iter().zip(cube.answer_all(&four)) {
        if args.iter().any(|arg| arg == "--check") && answer != question.ask(&database)? {
            return Err("the cube does not answer as SQL does".into());
        }
    }
    let last = cube.period().ok_or("there are no sales")?.last();
    let month = Question::by(Grouping::Product).during(Period::ending_on(last, 30));
    println!(
        "{}",
        json!({
            "sales": cube.len(),
            "total": cube.answer(&four[0]).total.to_f64(),
            "bytes_a_sale": cube.bytes() as f64 / cube.len().max(1) as f64,
            "read_seconds": read,
        })
    );
    for line in std::io::stdin().lock().lines() {
        let seconds = match line?.as_str() {
            "four" => timed(|| cube.answer_all(&four)).0,
            "month" => timed(|| cube.answer(&month)).0,
            other => return Err(format!("{other}: four or month").into()),
        };
        println!("{}", seconds * 1_000.0);
    }
    Ok(())
}

fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let start = Instant::now();
    let done = work();
    (start.elapsed().as_secs_f64(), done)
}
