//! This crate's side of `bench/forecast/run.py`: fits models to every series of a file and forecasts them, on one thread,
//! and prints one line of JSON a model with the seconds that it took.
//!
//!     cargo bench -p comptoir-forecast --bench models -- --data series.csv --season 7 --horizon 28 \
//!         --models "arima(5,1,0);ets;auto" --rounds 3
//!
//! The file has the columns `series_id`, `ds` and `y` in any order, without quotes, each series in its order and in one
//! piece. `arima(5,1,0) as statsmodels` is a model too: [`Arima::fit_as_statsmodels`].
//!
//! `seconds` are those of the processor, for each round the mean over series, which neighbours on the machine lengthen
//! little; where the system does not count them, those of the clock. `slowest` is the longest that one series took in
//! any round. With `--profile SERIES` one series is fitted again and again for `--rounds` times, for a profiler.
//!
//! With `--backtest ORIGINS` the series are shared out among all processors instead, each forecast from so many
//! origins, a horizon apart; the seconds are then the clock's.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints, and stops at what it did not expect"
)]

use std::{fs, hint::black_box, thread, time::Instant};

use comptoir_forecast::{Arima, ArimaOrder, FittedModel, ForecastError, Model, Plan, backtest};
use rayon::prelude::*;
use serde_json::{Value as Json, json};

/// What is added to the name of an order that is to be fitted as that library does.
const AS_STATSMODELS: &str = " as statsmodels";
const LEVELS: [f64; 2] = [80.0, 95.0];

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let flag = |name: &str| args.iter().skip_while(|arg| *arg != name).nth(1);
    let number = |name: &str, usual: usize| flag(name).map_or(usual, |text| text.parse().unwrap());
    let Some(path) = flag("--data") else { return };
    let series = read(path);
    let shape = Shape { season: number("--season", 1), horizon: number("--horizon", 28) };
    let names = flag("--models").map_or("auto", String::as_str);
    for name in names.split(';').map(str::trim) {
        let kind = Kind::read(name);
        let told = match (number("--backtest", 0), flag("--profile")) {
            (0, None) => timed(&kind, &series, shape, number("--rounds", 1)),
            (0, Some(one)) => {
                let one = series[one.parse::<usize>().unwrap()].clone();
                timed(&kind, &[one], shape, number("--rounds", 1))
            }
            (origins, _) => tried(&kind, &series, shape, origins),
        };
        println!("{}", with_name(name, told));
    }
}

#[derive(Clone, Copy)]
struct Shape {
    season: usize,
    horizon: usize,
}

/// What is fitted.
enum Kind {
    Named(Model),
    AsStatsmodels(ArimaOrder),
}

impl Kind {
    fn read(name: &str) -> Self {
        match name.strip_suffix(AS_STATSMODELS) {
            Some(order) => Self::AsStatsmodels(order.parse().unwrap()),
            None => Self::Named(name.parse().unwrap()),
        }
    }

    fn fit(&self, series: &[f64], shape: Shape) -> Result<Box<dyn FittedModel>, ForecastError> {
        match self {
            Self::Named(model) => model.fit(series, shape.season, shape.horizon),
            Self::AsStatsmodels(order) => Ok(Box::new(Arima::fit_as_statsmodels(*order, series)?)),
        }
    }
}

/// Every series fitted and forecast in each round, one after the other.
fn timed(kind: &Kind, series: &[Vec<f64>], shape: Shape, rounds: usize) -> Json {
    let mut failed = 0;
    let mut means: Vec<f64> = vec![];
    let mut longest = (0.0, 0);
    for _ in 0..rounds {
        let mut sum = 0.0;
        for (place, series) in series.iter().enumerate() {
            let (start, clock) = (processor_seconds(), Instant::now());
            let forecast = kind.fit(series, shape).and_then(|model| model.forecast(shape.horizon, &LEVELS));
            failed += usize::from(black_box(forecast).is_err());
            let took = match (start, processor_seconds()) {
                (Some(start), Some(end)) => end - start,
                _ => clock.elapsed().as_secs_f64(),
            };
            sum += took;
            if took > longest.0 {
                longest = (took, place);
            }
        }
        means.push(sum / series.len() as f64);
    }
    json!({
        "series": series.len(), "failed": failed / rounds.max(1),
        "seconds": means, "slowest": longest.0, "slowest_series": longest.1,
    })
}

/// Every series forecast from some origins of its past, on all processors.
fn tried(kind: &Kind, series: &[Vec<f64>], shape: Shape, origins: usize) -> Json {
    let Shape { season, horizon } = shape;
    let plan = Plan { horizon, origins, step: horizon, fewest: 2 * season + 1 };
    let start = Instant::now();
    let scores: Vec<f64> = series
        .par_iter()
        .filter_map(|series| backtest(series, season, plan, &LEVELS, |past| kind.fit(past, shape)).ok())
        .map(|tried| tried.scores.mase)
        .collect();
    let mase: Vec<f64> = scores.iter().copied().filter(|mase| mase.is_finite()).collect();
    json!({
        "series": series.len(), "failed": series.len() - scores.len(), "origins": origins,
        "seconds": start.elapsed().as_secs_f64(), "threads": rayon::current_num_threads(),
        "mase": mase.iter().sum::<f64>() / mase.len() as f64,
    })
}

fn with_name(name: &str, mut told: Json) -> Json {
    told["model"] = name.into();
    told
}

/// How long a processor has worked for this thread. Linux counts it on; giving way for a moment brings it up to date.
fn processor_seconds() -> Option<f64> {
    thread::yield_now();
    let counted = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: f64 = counted.split_whitespace().next()?.parse().ok()?;
    (nanoseconds > 0.0).then_some(nanoseconds * 1e-9)
}

/// The series of a file, an empty value being a missing one.
fn read(path: &str) -> Vec<Vec<f64>> {
    let text = fs::read_to_string(path).unwrap();
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').map(str::trim).collect();
    let place = |name: &str| header.iter().position(|column| *column == name).unwrap();
    let (id, value) = (place("series_id"), place("y"));
    let mut series: Vec<Vec<f64>> = vec![];
    let mut last = None;
    for line in lines {
        let cells: Vec<&str> = line.split(',').map(str::trim).collect();
        if last != Some(cells[id]) {
            series.push(vec![]);
            last = Some(cells[id]);
        }
        let value = if cells[value].is_empty() { f64::NAN } else { cells[value].parse().unwrap() };
        series.last_mut().unwrap().push(value);
    }
    series
}
