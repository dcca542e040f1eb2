//! Properties that hold for any series.

use comptoir_forecast::{Arima, ArimaOrder, FittedModel, coefficients_to_partials, partials_to_coefficients};
use proptest::prelude::*;

/// Scaling a series changes the rounding of the optimiser's path, and it stops within this of the same point. Beside
/// the range of the series.
const SAME_PATH: f64 = 1e-3;
/// Rounding of a recursion of ten steps, enlarged where partial autocorrelations are close to 1.
const ROUND_TRIP: f64 = 1e-6;

fn order() -> impl Strategy<Value = ArimaOrder> {
    (0..=3_usize, 0..=2_usize, 0..=2_usize).prop_map(|(p, d, q)| ArimaOrder::new(p, d, q).unwrap())
}

fn revenue() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(100.0..2000.0_f64, 20..60)
}

fn anything() -> impl Strategy<Value = Vec<f64>> {
    let value = prop_oneof![
        4 => -1e4..1e4_f64,
        1 => Just(0.0),
        1 => Just(f64::NAN),
        1 => any::<f64>(),
        1 => Just(f64::MAX),
        1 => Just(f64::MIN_POSITIVE),
        1 => Just(-1e100),
    ];
    let tame = prop_oneof![6 => -1e4..1e4_f64, 1 => Just(f64::NAN), 2 => Just(5.0), 1 => Just(1e99), 1 => Just(1e-320)];
    prop_oneof![prop::collection::vec(value, 0..40), prop::collection::vec(tame, 0..40)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn scaling_the_series_scales_the_forecast(series in revenue(), power in -12..12_i32) {
        // A power of two leaves every digit as it is.
        let factor = 8.0_f64.powi(power);
        let scaled: Vec<f64> = series.iter().map(|value| value * factor).collect();
        let plain = Arima::fit(ArimaOrder::new(2, 1, 0).unwrap(), &series).unwrap().forecast(5, &[80.0]).unwrap();
        let large = Arima::fit(ArimaOrder::new(2, 1, 0).unwrap(), &scaled).unwrap().forecast(5, &[80.0]).unwrap();
        for (first, second) in plain.mean.iter().zip(&large.mean) {
            prop_assert!((first * factor - second).abs() <= SAME_PATH * 2000.0 * factor);
        }
        for (first, second) in plain.intervals[0].upper.iter().zip(&large.intervals[0].upper) {
            prop_assert!((first * factor - second).abs() <= SAME_PATH * 2000.0 * factor);
        }
    }

    #[test]
    fn adding_a_constant_moves_the_forecast_by_it(series in revenue(), constant in -1e5..1e5_f64) {
        let moved: Vec<f64> = series.iter().map(|value| value + constant).collect();
        let plain = Arima::fit(ArimaOrder::new(2, 1, 0).unwrap(), &series).unwrap().forecast(5, &[]).unwrap();
        let high = Arima::fit(ArimaOrder::new(2, 1, 0).unwrap(), &moved).unwrap().forecast(5, &[]).unwrap();
        for (first, second) in plain.mean.iter().zip(&high.mean) {
            prop_assert!((first + constant - second).abs() <= SAME_PATH * 2000.0);
        }
    }

    #[test]
    fn an_80_percent_interval_lies_inside_the_95(order in order(), series in revenue()) {
        let forecast = Arima::fit(order, &series).unwrap().forecast(10, &[80.0, 95.0]).unwrap();
        let (inner, outer) = (&forecast.intervals[0], &forecast.intervals[1]);
        for step in 0..10 {
            prop_assert!(outer.lower[step] < inner.lower[step] && inner.upper[step] < outer.upper[step]);
            prop_assert!(inner.lower[step] < forecast.mean[step] && forecast.mean[step] < inner.upper[step]);
        }
    }

    #[test]
    fn no_series_makes_it_panic(order in order(), series in anything()) {
        if let Ok(model) = Arima::fit(order, &series) {
            let forecast = model.forecast(4, &[80.0]).unwrap();
            prop_assert!(forecast.mean.iter().all(|value| value.is_finite()), "{forecast:?}");
            prop_assert!(forecast.standard_error.iter().all(|error| *error >= 0.0), "{forecast:?}");
        }
    }
}

proptest! {
    #[test]
    fn partials_survive_the_way_there_and_back(partials in prop::collection::vec(-0.95..0.95_f64, 0..10)) {
        // That there is a way back says that the coefficients are stationary.
        let back = coefficients_to_partials(&partials_to_coefficients(&partials)).unwrap();
        for (first, second) in partials.iter().zip(&back) {
            prop_assert!((first - second).abs() < ROUND_TRIP, "{partials:?} became {back:?}");
        }
    }

    #[test]
    fn an_order_written_and_read_is_the_same(p in 0..=30_usize, d in 0..=2_usize, q in 0..=30_usize) {
        let order = ArimaOrder::new(p, d, q).unwrap();
        prop_assert_eq!(order.to_string().parse(), Ok(order));
    }

    #[test]
    fn no_text_makes_the_order_panic(text in "\\PC*") {
        let _ = text.parse::<ArimaOrder>();
    }
}
