//! Periods that may be closed: the forecast of one is a mixture of zero and of what it sells if it is open.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::{Forecast, ForecastError, Interval};

/// A level as narrow as any, where the middle itself is asked for, and as wide as any.
const LEVELS: (f64, f64) = (1e-9, 100.0 - 1e-9);

/// A period ahead with its probability of being closed.
#[derive(Debug, Clone, Copy)]
pub(super) struct ClosureMixture {
    /// How many periods after the next one.
    pub(super) ahead: usize,
    /// The chance that it is closed, between 0 and 1.
    pub(super) closed: f64,
}

impl ClosureMixture {
    /// The chance that it is open.
    pub(super) fn open(self) -> f64 {
        1.0 - self.closed
    }

    /// Puts the mixture into a forecast that takes the period for open.
    ///
    /// # Errors
    ///
    /// Those of the bounds if open.
    pub(super) fn put_into<F>(
        self,
        forecast: &mut Forecast,
        if_open: &mut Bounds<F>,
    ) -> Result<(), ForecastError>
    where
        F: Fn(f64) -> Result<Forecast, ForecastError>,
    {
        let at = self.ahead;
        let (mean, error) = (forecast.mean[at], forecast.standard_error[at]);
        let mixed = self.open() * mean;
        for interval in &mut forecast.intervals {
            let (lower, upper) = (&mut interval.lower[at], &mut interval.upper[at]);
            if *lower < 0.0 {
                // Zero is somewhere in the middle: both are held, and a little more.
                (*lower, *upper) = (lower.min(mixed), upper.max(0.0));
                continue;
            }
            let outside = (100.0 - interval.level) / 200.0;
            *lower = self.bound(outside, if_open)?.min(mixed);
            *upper = self.bound(1.0 - outside, if_open)?.max(mixed);
        }
        forecast.mean[at] = mixed;
        forecast.standard_error[at] = (self.open() * (error * error + self.closed * mean * mean)).sqrt();
        Ok(())
    }

    /// The quantile of the period's sales at the probability `share`, where none sells less than zero: zero if it is
    /// closed as often, else what it sells so often where it is open.
    fn bound<F>(self, share: f64, if_open: &mut Bounds<F>) -> Result<f64, ForecastError>
    where
        F: Fn(f64) -> Result<Forecast, ForecastError>,
    {
        if share <= self.closed {
            return Ok(0.0);
        }
        let share = (share - self.closed) / self.open();
        let level = 100.0 * (2.0 * share - 1.0).abs();
        let interval = if_open.of(level.clamp(LEVELS.0, LEVELS.1))?;
        let bounds = if share < 0.5 { &interval.lower } else { &interval.upper };
        Ok(bounds[self.ahead].max(0.0))
    }
}

/// The bounds of periods taken for open, by level: periods ask for few different ones, and each is of all periods.
pub(super) struct Bounds<F> {
    forecast: F,
    made: HashMap<u64, Interval>,
}

impl<F: Fn(f64) -> Result<Forecast, ForecastError>> Bounds<F> {
    /// From what forecasts all periods with an interval of one level.
    pub(super) fn new(forecast: F) -> Self {
        Self { forecast, made: HashMap::new() }
    }

    fn of(&mut self, level: f64) -> Result<&Interval, ForecastError> {
        match self.made.entry(level.to_bits()) {
            Entry::Occupied(made) => Ok(made.into_mut()),
            Entry::Vacant(place) => {
                let interval = (self.forecast)(level)?.intervals.pop();
                Ok(place.insert(interval.ok_or(ForecastError::ForecastUndefined)?))
            }
        }
    }
}
