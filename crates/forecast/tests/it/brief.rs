//! The demo data of the program: the revenue of each day of November 2023, in euros.

use comptoir_forecast::{Arima, ArimaOrder, FittedModel, LevelStart};

const NOVEMBER: [f64; 30] = [
    39195.18, 40098.06, 44521.03, 46637.61, 30103.34, 36774.14, 38572.14, 40525.99, 39185.40, 45143.29,
    50137.70, 29472.70, 37536.48, 38591.12, 39584.14, 37692.14, 41673.79, 47897.67, 28150.44, 35744.46,
    37068.26, 47022.76, 53137.53, 72353.05, 74912.46, 37490.66, 40502.30, 46350.91, 31157.01, 18446.24,
];

/// What the program's brief prints for 1, 2 and 3 December, in euros.
const BRIEF: [f64; 3] = [28450.0, 29120.0, 27890.0];
/// In euros: two optimisers at one optimum of a likelihood that is flat around it.
const SAME_OPTIMUM: f64 = 0.1;
/// In euros: what the brief allows.
const A_EURO: f64 = 1.0;

fn next_three_days(start: LevelStart) -> Vec<f64> {
    Arima::fit_from(ArimaOrder::BRIEF, &NOVEMBER, start).unwrap().forecast(3, &[]).unwrap().mean
}

fn assert_within(euros: f64, ours: &[f64], expected: [f64; 3]) {
    for (ours, expected) in ours.iter().zip(expected) {
        assert!((ours - expected).abs() < euros, "{ours} is not {expected}");
    }
}

/// Expected values: the Gaussian likelihood of the 29 differences written out as one covariance matrix, maximised with
/// scipy (BFGS, then Nelder-Mead).
#[test]
fn the_exact_likelihood_of_november_has_its_optimum_near_39_116_euros() {
    assert_within(SAME_OPTIMUM, &next_three_days(LevelStart::Diffuse), [39115.58, 39215.79, 31427.88]);
}

/// Expected values: the same, the first day being drawn from `N(0, 1e6)`.
#[test]
fn a_start_variance_of_a_million_pulls_the_forecasts_of_december_down() {
    let ours = next_three_days(LevelStart::Normal { variance: 1e6 });
    assert_within(SAME_OPTIMUM, &ours, [28415.22, 29086.83, 27863.18]);
}

/// statsmodels 0.15, `ARIMA(november, order=(5, 1, 0)).fit().forecast(3)`, prints 28450.001, 29120.000 and 27889.998.
#[test]
fn fitted_as_statsmodels_fits_it_november_gives_the_figures_of_the_brief() {
    let model = Arima::fit_as_statsmodels(ArimaOrder::BRIEF, &NOVEMBER).unwrap();
    assert_within(A_EURO, &model.forecast(3, &[]).unwrap().mean, BRIEF);
}
