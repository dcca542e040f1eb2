//! Days that lie outside what the days before them led to expect.
//!
//! The model looks back only, so that yesterday's verdict does not change tomorrow. For each day:
//!
//! 1. a weekday's index is the median, over the window before the day, of its ratios to the mean of the seven days that
//!    end with it (four of them known at least); of fewer than four ratios, or not above zero, it is none;
//! 2. the expected revenue is the median of the last 28 known days of that window whose weekday has an index, 14 at least,
//!    each divided by it, times the index of the day's own weekday; where it is not above zero, nothing is expected;
//! 3. the score is the distance of revenue from what was expected, as the absolute logarithm of their ratio, of one
//!    hundredth at least: without unit, so that a large shop is judged as a small one;
//! 4. the day is an anomaly when its score exceeds the ⌈(n + 1)(1 − α)⌉th smallest of the n scores of the window before
//!    it, 28 at least: a split-conformal interval of which only the past is the calibration set.
//!
//! *What is guaranteed.* Were the scores exchangeable, an ordinary day would be called an anomaly with a probability
//!   of at most (n + 1 − k) / (n + 1), k being that rank (Vovk, Gammerman and Shafer, *Algorithmic Learning in a
//!   Random World*, 2005, chapter 2; Lei, G'Sell, Rinaldo, Tibshirani and Wasserman, *Distribution-free predictive
//!   inference for regression*, JASA 113, 2018, § 2.2). That is on average over days: nothing is promised for
//!   Decembers or for Mondays alone. Days of a shop are not quite exchangeable: they share their medians, they trend,
//!   and sales seasons and fairs come in runs. The rate is what to expect of a shop whose habits stay, not of one
//!   that changes them.

use comptoir_calendar::{Date, Period};

use crate::seasonality::{DailyRevenue, SeriesDay};

use self::{expected::outcomes, limit::Limit};

mod expected;
mod limit;

/// What counts as an anomaly.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AnomalySettings {
    /// The part of ordinary days that may be called anomalies (α), from 0 to 1; 0.01 unless set. What is not a number
    /// above 0 stands for the smallest rate that can be.
    pub false_alarm_rate: f64,
    /// How many days before a day it is judged by; 182 (half a year) unless set.
    pub window_days: u32,
    /// The days to judge; `None`, unless set, for all. Days before it serve as past.
    pub period: Option<Period>,
}

impl Default for AnomalySettings {
    fn default() -> Self {
        Self { false_alarm_rate: 0.01, window_days: 182, period: None }
    }
}

/// On which side of its interval a day lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outside {
    /// More revenue than expected.
    Above,
    /// Less revenue than expected.
    Below,
}

/// A day outside its interval; all amounts in euros.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Anomaly {
    /// The day.
    pub day: Date,
    /// What it sold.
    pub revenue: f64,
    /// The expectation from the days before it; above zero.
    pub expected: f64,
    /// The lower end of its interval; 0 where no fall would have been an anomaly.
    pub lower: f64,
    /// The upper end of its interval.
    pub upper: f64,
    /// The side it lies on.
    pub outside: Outside,
}

/// The anomalies of a series, and how many of them chance alone would give.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Anomalies {
    /// The days outside their interval, in order.
    pub found: Vec<Anomaly>,
    /// How many days could be judged.
    pub judged: usize,
    /// The rate actually used, on average over the judged days: (n + 1 − k) / (n + 1). Below the rate asked for where n
    /// scores do not divide so finely; above it, 1 / (n + 1), where they are too few for it. `None` when no day was
    /// judged.
    pub false_alarm_rate: Option<f64>,
    /// How many of the judged days chance alone would call anomalies: their number times the rate.
    pub expected_false_alarms: f64,
}

/// The anomalies among these days, in order, each once. Unknown days are neither judged nor a past for others.
pub fn anomalies(days: &[SeriesDay], settings: &AnomalySettings) -> Anomalies {
    let Some(revenue) = DailyRevenue::of(days) else { return Anomalies::default() };
    let window = settings.window_days as usize;
    let mut report = Anomalies::default();
    let mut past: Vec<(usize, f64)> = Vec::new();
    for outcome in outcomes(&revenue, window) {
        let scores = past.iter().rev().take_while(|(at, _)| at.saturating_add(window) >= outcome.at);
        let scores: Vec<f64> = scores.map(|(_, score)| *score).collect();
        past.push((outcome.at, outcome.score()));
        let day = revenue.day(outcome.at);
        let is_asked = settings.period.is_none_or(|period| period.contains(day));
        if let Some(limit) = Limit::of(scores, settings.false_alarm_rate).filter(|_| is_asked) {
            report.judged += 1;
            report.expected_false_alarms += limit.rate;
            report.found.extend(limit.anomaly(day, &outcome));
        }
    }
    report.false_alarm_rate =
        (report.judged > 0).then(|| report.expected_false_alarms / report.judged as f64);
    report
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::seasonality::weekday_of;

    const FIRST: Date = Date::constant(2010, 1, 1);
    /// Euros from Monday to Sunday.
    const WEEK: [f64; 7] = [300.0, 320.0, 410.0, 390.0, 520.0, 900.0, 150.0];

    /// A week's pattern times noise between 0.7 and 1.3 that is the same in every run: Knuth's MMIX generator.
    fn noisy(days: u32, seed: u64) -> Vec<SeriesDay> {
        let mut state = seed;
        let mut uniform = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as f64 / (1_u64 << 31) as f64
        };
        let mut revenue = |day| WEEK[weekday_of(day)] * (0.7 + 0.3 * (uniform() + uniform()));
        let days = Period::starting_on(FIRST, days).days();
        days.map(|day| SeriesDay { day, revenue: Some(revenue(day)) }).collect()
    }

    fn of(days: &[SeriesDay]) -> Anomalies {
        anomalies(days, &AnomalySettings::default())
    }

    fn verdicts(report: &Anomalies) -> Vec<(Date, Outside)> {
        report.found.iter().map(|anomaly| (anomaly.day, anomaly.outside)).collect()
    }

    #[test]
    fn ordinary_days_are_called_anomalies_as_often_as_the_rate_says() {
        /// Four standard deviations of a binomial count; the days share medians, which widens it little.
        const DEVIATIONS: f64 = 4.0;
        for false_alarm_rate in [0.01, 0.05, 0.2] {
            let settings = AnomalySettings { false_alarm_rate, ..AnomalySettings::default() };
            let report = anomalies(&noisy(12_000, 42), &settings);
            let rate = report.false_alarm_rate.unwrap();
            let deviation = (report.expected_false_alarms * (1.0 - rate)).sqrt();
            let difference = report.found.len() as f64 - report.expected_false_alarms;
            assert!(report.judged > 11_900 && rate <= false_alarm_rate + 0.001, "{rate}");
            assert!(difference.abs() < DEVIATIONS * deviation, "{difference} of {deviation} at {rate}");
        }
    }

    #[test]
    fn a_day_that_sells_three_times_as_much_is_found_and_so_is_one_that_sells_nothing() {
        let mut days = noisy(400, 7);
        let expected = WEEK[weekday_of(days[300].day)];
        days[300].revenue = Some(expected * 3.0);
        days[350].revenue = Some(0.0);
        let found = of(&days).found;
        let on = |at: usize| *found.iter().find(|anomaly| anomaly.day == days[at].day).unwrap();
        let (above, below) = (on(300), on(350));
        assert_eq!((above.outside, below.outside), (Outside::Above, Outside::Below));
        assert!(above.lower < above.expected && above.expected < above.upper && above.upper < above.revenue);
        assert!(below.revenue < below.lower && below.lower < below.expected);
        assert!((above.expected / expected - 1.0).abs() < 0.2, "{above:?}");
    }

    #[test]
    fn closed_days_are_skipped_and_do_not_stand_for_zero() {
        let mut days = noisy(400, 7);
        let open = of(&days).judged;
        for day in &mut days[300..320] {
            day.revenue = None;
        }
        let report = of(&days);
        assert_eq!(report.judged, open - 20);
        assert!(report.found.iter().all(|anomaly| !(days[300].day..days[320].day).contains(&anomaly.day)));
    }

    #[test]
    fn a_verdict_does_not_change_when_later_days_arrive() {
        let days = noisy(900, 3);
        let (early, late) = (of(&days[..600]), of(&days));
        assert_eq!(early.found, late.found[..early.found.len()]);
        assert!(late.found[early.found.len()..].iter().all(|anomaly| anomaly.day >= days[600].day));
    }

    #[test]
    fn only_the_days_asked_for_are_judged_and_earlier_ones_are_their_past() {
        let days = noisy(900, 3);
        let period = Period::between(days[500].day, days[599].day);
        let report =
            anomalies(&days, &AnomalySettings { period: Some(period), ..AnomalySettings::default() });
        let all = of(&days).found;
        let inside: Vec<Anomaly> = all.into_iter().filter(|anomaly| period.contains(anomaly.day)).collect();
        assert_eq!((report.judged, report.found), (100, inside));
    }

    #[test]
    fn days_that_repeat_exactly_are_no_anomalies_and_a_short_past_judges_nothing() {
        let flat = |days: u32| -> Vec<SeriesDay> {
            let revenue = |day| Some(WEEK[weekday_of(day)] / 3.0);
            Period::starting_on(FIRST, days)
                .days()
                .map(|day| SeriesDay { day, revenue: revenue(day) })
                .collect()
        };
        assert_eq!(of(&flat(400)).found, []);
        assert_eq!(of(&flat(50)), Anomalies::default());
        assert_eq!(of(&[]), Anomalies::default());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn ten_times_the_revenue_is_judged_the_same(seed: u64, shock in 0_usize..400, size in 0.0..5.0_f64) {
            let mut days = noisy(400, seed);
            days[shock].revenue = days[shock].revenue.map(|euros| euros * size);
            let scaled = |day: &SeriesDay| SeriesDay { revenue: day.revenue.map(|euros| euros * 10.0), ..*day };
            let tenfold: Vec<SeriesDay> = days.iter().map(scaled).collect();
            prop_assert_eq!(verdicts(&of(&days)), verdicts(&of(&tenfold)));
        }

        #[test]
        fn a_day_found_lies_outside_its_interval(
            revenue in prop::collection::vec(prop::option::weighted(0.8, -50.0..1_000.0_f64), 0..400),
            false_alarm_rate in 0.0..1.0_f64,
        ) {
            let days = Period::starting_on(FIRST, 400).days().zip(revenue);
            let days: Vec<SeriesDay> = days.map(|(day, revenue)| SeriesDay { day, revenue }).collect();
            let report = anomalies(&days, &AnomalySettings { false_alarm_rate, ..AnomalySettings::default() });
            prop_assert!(report.found.len() <= report.judged);
            for day in report.found {
                match day.outside {
                    Outside::Above => prop_assert!(day.revenue > day.upper && day.upper >= day.expected),
                    Outside::Below => prop_assert!(day.revenue < day.lower && day.lower <= day.expected),
                }
            }
        }
    }
}
