//! What happens at the edges: constants, lines, short series, bad questions.

use comptoir_forecast::{Arima, ArimaOrder, ArimaParameters, FittedModel, ForecastError, LevelStart};

fn parameters(ar: &[f64], ma: &[f64], sigma2: f64) -> ArimaParameters {
    ArimaParameters { ar: ar.to_vec(), ma: ma.to_vec(), sigma2, ..ArimaParameters::default() }
}

fn order(p: usize, d: usize, q: usize) -> ArimaOrder {
    ArimaOrder::new(p, d, q).unwrap()
}

#[test]
fn a_constant_is_carried_on_without_width() {
    let model = Arima::fit(ArimaOrder::BRIEF, &[12.5; 20]).unwrap();
    assert!(model.is_deterministic());
    let forecast = model.forecast(3, &[95.0]).unwrap();
    assert_eq!(forecast.mean, [12.5; 3]);
    assert_eq!(forecast.intervals[0].lower, forecast.intervals[0].upper);
}

#[test]
fn a_line_is_carried_on_by_two_differences_over_missing_last_days() {
    let mut line: Vec<f64> = (0..20).map(|day| 100.0 + 2.0 * f64::from(day)).collect();
    line.extend([f64::NAN; 3]);
    let forecast = Arima::fit(order(1, 2, 1), &line).unwrap().forecast(2, &[]).unwrap();
    assert_eq!(forecast.mean, [146.0, 148.0]);
}

#[test]
fn a_random_walk_forecasts_its_last_value_with_errors_growing_as_the_root() {
    /// Rounding of a handful of sums.
    const ROUNDING: f64 = 1e-12;
    let walk = [3.0, 5.0, 4.0, 8.0, 7.0, 9.0];
    let model = Arima::fit(order(0, 1, 0), &walk).unwrap();
    // Differences 2, -1, 4, -1, 2: the mean of their squares.
    assert!((model.estimates().sigma2 - 26.0 / 5.0).abs() < ROUNDING);
    let forecast = model.forecast(4, &[]).unwrap();
    assert_eq!(forecast.mean, [9.0; 4]);
    assert!((forecast.standard_error[3] - 2.0 * forecast.standard_error[0]).abs() < ROUNDING);
    assert!(model.residuals()[0].is_nan());
    assert!((model.residuals()[3] - 4.0).abs() < ROUNDING);
}

#[test]
fn the_diffuse_start_is_the_limit_of_a_large_variance() {
    /// The variance is 1e9 times that of the differences.
    const LARGE: f64 = 1e-6;
    let series: Vec<f64> = (0..40).map(|day| f64::sin(f64::from(day * day)) + 0.1 * f64::from(day)).collect();
    for d in 1..=2 {
        let parameters = parameters(&[0.4], &[0.3], 0.5);
        let of = |start| {
            let model = Arima::with_parameters(order(1, d, 1), &series, &parameters, start).unwrap();
            model.likelihood().unwrap().log
        };
        let (exact, large) = (of(LevelStart::Diffuse), of(LevelStart::Normal { variance: 1e9 }));
        assert!((exact - large).abs() < LARGE * exact.abs(), "d = {d}: {exact} and {large}");
    }
}

#[test]
fn the_likelihood_of_a_differenced_series_is_that_of_its_differences() {
    /// Rounding of a filter over forty values.
    const ROUNDING: f64 = 1e-10;
    let series: Vec<f64> = (0..40).map(|day| 50.0 * f64::sin(f64::from(day * day))).collect();
    let once: Vec<f64> = series.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let twice: Vec<f64> = once.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let parameters = parameters(&[0.4], &[0.3], 900.0);
    let of = |d, series: &[f64]| Arima::log_likelihood_at(order(1, d, 1), series, &parameters).unwrap();
    assert!((of(1, &series) - of(0, &once)).abs() < ROUNDING);
    assert!((of(2, &series) - of(0, &twice)).abs() < ROUNDING);
}

#[test]
fn missing_days_at_both_ends_change_nothing_but_the_horizon() {
    /// Two optimisations of one likelihood.
    const SAME_OPTIMUM: f64 = 1e-4;
    let series: Vec<f64> = (0..40).map(|day| f64::sin(f64::from(day * day))).collect();
    let padded = [[f64::NAN; 2].as_slice(), &series, &[f64::NAN; 2]].concat();
    let plain = Arima::fit(order(2, 1, 0), &series).unwrap().forecast(5, &[]).unwrap().mean;
    let late = Arima::fit(order(2, 1, 0), &padded).unwrap().forecast(3, &[]).unwrap().mean;
    for (first, second) in plain[2..].iter().zip(&late) {
        assert!((first - second).abs() < SAME_OPTIMUM, "{first} and {second}");
    }
}

#[test]
fn a_short_series_says_how_many_values_are_needed() {
    let error = Arima::fit(ArimaOrder::BRIEF, &[1.0, f64::NAN, 3.0]).unwrap_err();
    assert_eq!(error, ForecastError::SeriesTooShort { needed: 8, observed: 2 });
    assert_eq!(error.code(), "forecast-series-too-short");
    assert_eq!(error.facts(), [("needed", "8".to_owned()), ("observed", "2".to_owned())]);
}

#[test]
fn a_horizon_of_zero_or_without_end_is_refused() {
    let model = Arima::fit(order(0, 1, 0), &[1.0, 2.0, 4.0]).unwrap();
    assert_eq!(model.forecast(0, &[]), Err(ForecastError::HorizonZero));
    assert!(matches!(model.forecast(usize::MAX, &[]), Err(ForecastError::HorizonTooLong { .. })));
}

#[test]
fn coefficients_that_do_not_fit_the_order_are_refused() {
    let at = |ar: &[f64], sigma2| {
        Arima::log_likelihood_at(order(1, 0, 0), &[1.0, 2.0, 4.0], &parameters(ar, &[], sigma2))
    };
    assert_eq!(at(&[], 1.0), Err(ForecastError::CoefficientCount { part: "p", needed: 1, given: 0 }));
    assert_eq!(at(&[f64::NAN], 1.0), Err(ForecastError::CoefficientNotFinite { part: "p" }));
    assert_eq!(at(&[1.1], 1.0), Err(ForecastError::NotStationary));
    assert_eq!(at(&[0.5], 0.0), Err(ForecastError::VarianceNotPositive { value: 0.0 }));
}
