//! Periods that may be closed: the forecast of one is a mixture of zero and of what it sells if it is open.

use crate::{Forecast, ForecastError};

/// A level as narrow as any, where the middle itself is asked for, and as wide as any.
const LEVELS: (f64, f64) = (1e-9, 100.0 - 1e-9);

/// A period ahead that may be closed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Doubt {
    /// How many periods after the next one.
    pub(super) ahead: usize,
    /// The chance that it is closed, between 0 and 1.
    pub(super) closed: f64,
}

impl Doubt {
    /// The chance that it is open.
    pub(super) fn open(self) -> f64 {
        1.0 - self.closed
    }

    /// Puts the mixture into a forecast that takes the period for open. `open` gives that forecast at another level.
    ///
    /// # Errors
    ///
    /// Those of `open`.
    pub(super) fn put_into(
        self,
        forecast: &mut Forecast,
        open: impl Fn(f64) -> Result<Forecast, ForecastError>,
    ) -> Result<(), ForecastError> {
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
            *lower = self.bound(outside, &open)?.min(mixed);
            *upper = self.bound(1.0 - outside, &open)?.max(mixed);
        }
        forecast.mean[at] = mixed;
        forecast.standard_error[at] = (self.open() * (error * error + self.closed * mean * mean)).sqrt();
        Ok(())
    }

    /// What the period sells no more than with a chance of `share`, where none sells less than zero: nothing if it is closed as often,
    /// else what it sells so often where it is open.
    fn bound(
        self,
        share: f64,
        open: impl Fn(f64) -> Result<Forecast, ForecastError>,
    ) -> Result<f64, ForecastError> {
        if share <= self.closed {
            return Ok(0.0);
        }
        let share = (share - self.closed) / self.open();
        let level = 100.0 * (2.0 * share - 1.0).abs();
        let forecast = open(level.clamp(LEVELS.0, LEVELS.1))?;
        let bounds = forecast
            .intervals
            .first()
            .map(|interval| if share < 0.5 { &interval.lower } else { &interval.upper });
        Ok(bounds.map_or(0.0, |bounds| bounds[self.ahead].max(0.0)))
    }
}
