//! A series, a model and what is asked of it, as any bytes tell.

use comptoir_forecast::Model;
use libfuzzer_sys::arbitrary::{Result, Unstructured};

/// Executions stay short where series do.
const LONGEST_SERIES: usize = 60;
const LONGEST_SEASON: usize = 60;
const LONGEST_HORIZON: usize = 40;
/// Models stand in models this deep: one more than people write.
const DEPTH: usize = 2;

/// What a model is asked.
#[derive(Debug)]
pub struct Question {
    /// Equally spaced values, the oldest first.
    pub series: Vec<f64>,
    /// The model's text form.
    pub model: String,
    /// Periods in a season.
    pub season: usize,
    /// Periods ahead.
    pub horizon: usize,
    /// In percent.
    pub levels: Vec<f64>,
}

impl Question {
    /// Reads one.
    ///
    /// # Errors
    ///
    /// Where the bytes cannot be read on.
    pub fn read(bytes: &mut Unstructured<'_>) -> Result<Self> {
        Ok(Self {
            model: model(bytes, DEPTH)?,
            season: bytes.int_in_range(0..=LONGEST_SEASON)?,
            horizon: bytes.int_in_range(1..=LONGEST_HORIZON)?,
            levels: levels(bytes)?,
            series: series(bytes)?,
        })
    }

    /// The model.
    pub fn model(&self) -> Model {
        self.model.parse().unwrap_or_else(|error| panic!("{}: {error}", self.model))
    }
}

/// A series of one kind of values, or of several, as long as the bytes last.
///
/// # Errors
///
/// Where the bytes cannot be read on.
pub fn series(bytes: &mut Unstructured<'_>) -> Result<Vec<f64>> {
    let length = bytes.int_in_range(0..=LONGEST_SERIES)?;
    let unit = *bytes.choose(&[1.0, 1.0, 1.0, 1e-300, 1e-12, 1e12, 1e99])?;
    let mixed: bool = bytes.arbitrary()?;
    let mut values: Vec<f64> = Vec::with_capacity(length);
    while values.len() < length {
        let kind = bytes.arbitrary::<u8>()?;
        let before = values.last().copied().unwrap_or(5.0);
        let plain = f64::from(bytes.arbitrary::<u8>()?) * unit;
        values.push(match (mixed, kind) {
            (_, 0..=9) => f64::NAN,
            (_, 10..=39) => 0.0,
            (_, 40..=59) => before,
            (_, 60..=69) => values.len().checked_sub(7).map_or(before, |week| values[week]),
            (true, 70..=84) => -plain,
            (true, 85..=89) => 1e12,
            (true, 90..=92) => 1e-300,
            (true, 93) => 1e100,
            (true, 94) => -1e100,
            (true, 95) => f64::from_bits(1),
            (true, 96) => f64::INFINITY,
            (true, 97) => 1e200,
            (true, 98..=99) => bytes.arbitrary()?,
            (true, 100..=104) => 1e-9 * plain,
            (true, 105..=109) => 1e9 * plain,
            _ => plain,
        });
    }
    Ok(values)
}

/// Levels inside and, rarely, outside what is allowed.
fn levels(bytes: &mut Unstructured<'_>) -> Result<Vec<f64>> {
    const LEVELS: [f64; 12] =
        [80.0, 95.0, 80.0, 95.0, 50.0, 99.9, 99.999_999_999, 1e-6, 42.0, 0.0, 100.0, f64::NAN];
    (0..bytes.int_in_range(0..=3)?).map(|_| bytes.choose(&LEVELS).copied()).collect()
}

fn model(bytes: &mut Unstructured<'_>, depth: usize) -> Result<String> {
    const NAMES: [&str; 26] = [
        "auto",
        "auto",
        "naive",
        "seasonal-naive",
        "drift",
        "mean",
        "seasonal-mean",
        "auto-arima",
        "exact-auto-arima",
        "ets",
        "ets-average",
        "theta",
        "optimised-theta",
        "dynamic-theta",
        "dynamic-optimised-theta",
        "ces",
        "ces(N)",
        "ces(S)",
        "ces(P)",
        "ces(F)",
        "croston",
        "sba",
        "tsb",
        "adida",
        "imapa",
        "arima(5,1,0)",
    ];
    const NESTS: [&str; 4] = ["log", "mstl", "mean-of", "median-of"];
    Ok(match bytes.int_in_range(0..=9)? {
        0..=5 => (*bytes.choose(&NAMES)?).to_owned(),
        6 => arima(bytes)?,
        7 => ets(bytes)?,
        _ if depth == 0 => "naive".to_owned(),
        _ => {
            let name = *bytes.choose(&NESTS)?;
            let count = if name.ends_with("of") { bytes.int_in_range(1..=3)? } else { 1 };
            let models: Vec<String> = (0..count).map(|_| model(bytes, depth - 1)).collect::<Result<_>>()?;
            format!("{name}({})", models.join(","))
        }
    })
}

/// Orders low enough to be quick.
fn arima(bytes: &mut Unstructured<'_>) -> Result<String> {
    let [p, d, q] = [bytes.int_in_range(0..=3)?, bytes.int_in_range(0..=2)?, bytes.int_in_range(0..=3)?];
    let mut text = format!("arima({p},{d},{q})");
    let mut differences = d;
    if bytes.arbitrary()? {
        let seasonal_d = bytes.int_in_range(0..=1)?.min(2 - d);
        differences += seasonal_d;
        let [p, q] = [bytes.int_in_range(0..=1)?, bytes.int_in_range(0..=1)?];
        text += &format!("({p},{seasonal_d},{q})[7]");
    }
    if bytes.arbitrary()? && differences < 2 {
        text += if differences == 0 { "+mean" } else { "+drift" };
    }
    Ok(text)
}

fn ets(bytes: &mut Unstructured<'_>) -> Result<String> {
    let error = *bytes.choose(&["A", "M"])?;
    let trend = *bytes.choose(&["N", "A", "Ad"])?;
    let season = *bytes.choose(&["N", "A", "M"])?;
    // An additive error beside a multiplicative season has no variance, and no name.
    let season = if error == "A" && season == "M" { "A" } else { season };
    Ok(format!("ets({error},{trend},{season})"))
}
