//! How far from what was expected a day may lie.

use comptoir_calendar::Date;

use super::{
    Anomaly, Outside,
    expected::{Outcome, SMALLEST_PART},
};

/// Fewer past scores than these make no interval.
const MINIMUM_SCORES: usize = 28;
/// Scores nearer than this are equal; it is far above rounding, and far below a cent of a day's revenue.
const SCORE_TOLERANCE: f64 = 1e-9;

/// The score beyond which a day is an anomaly, and the rate at which ordinary days are.
pub(super) struct Limit {
    /// The score: an absolute logarithm, without unit.
    score: f64,
    /// The rate, from 0 to 1.
    pub(super) rate: f64,
}

impl Limit {
    /// The limit that past scores set, for a rate from 0 to 1; `None` when there are too few past scores.
    pub(super) fn of(mut scores: Vec<f64>, false_alarm_rate: f64) -> Option<Self> {
        let count = scores.len();
        if count < MINIMUM_SCORES {
            return None;
        }
        // Also what is not a number becomes 0; the tolerance keeps 100 × 0.99 from being rounded up to 100.
        let asked = if false_alarm_rate > 0.0 { false_alarm_rate.min(1.0) } else { 0.0 };
        let rank = ((count + 1) as f64 * (1.0 - asked) - SCORE_TOLERANCE).ceil() as usize;
        let rank = rank.clamp(1, count);
        let (_, score, _) = scores.select_nth_unstable_by(rank - 1, f64::total_cmp);
        Some(Self { score: *score, rate: (count + 1 - rank) as f64 / (count + 1) as f64 })
    }

    /// The anomaly that the day is; `None` for an ordinary one.
    pub(super) fn anomaly(&self, day: Date, outcome: &Outcome) -> Option<Anomaly> {
        let Outcome { revenue, expected, .. } = *outcome;
        let factor = self.score.exp();
        let deepest = -SMALLEST_PART.ln();
        let is_anomaly = outcome.score() > self.score + SCORE_TOLERANCE;
        is_anomaly.then(|| Anomaly {
            day,
            revenue,
            expected,
            lower: if self.score + SCORE_TOLERANCE < deepest { expected / factor } else { 0.0 },
            upper: expected * factor,
            outside: if revenue > expected { Outside::Above } else { Outside::Below },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_too_small_for_the_past_is_replaced_by_the_smallest_that_can_be() {
        let limit = |count: u32, rate| Limit::of((1..=count).map(f64::from).collect(), rate);
        let of = |count, rate| limit(count, rate).map(|limit| (limit.score, limit.rate));
        assert_eq!(of(99, 0.01), Some((99.0, 0.01)));
        assert_eq!(of(49, 0.01), Some((49.0, 0.02)));
        assert_eq!(of(199, 0.01), Some((198.0, 0.01)));
        assert_eq!(of(49, f64::NAN), Some((49.0, 0.02)));
        assert_eq!(of(27, 0.5), None);
    }

    #[test]
    fn where_past_days_without_sales_are_common_no_fall_is_an_anomaly() {
        let limit = Limit::of(vec![-SMALLEST_PART.ln(); 30], 0.1).unwrap();
        let outcome = |revenue| Outcome { at: 0, revenue, expected: 100.0 };
        assert_eq!(limit.anomaly(Date::MIN, &outcome(-20.0)), None);
        assert_eq!(limit.anomaly(Date::MIN, &outcome(20_000.0)).map(|anomaly| anomaly.lower), Some(0.0));
    }
}
