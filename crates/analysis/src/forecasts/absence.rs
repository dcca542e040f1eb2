//! Groups that do not sell at present: stopped, out of season, or only rare.
//!
//! A group that has not sold for longer than it ever did comes back with a chance that falls with each of its usual
//! gaps that passes without a sale, as the chance of a demand does in TSB (R. H. Teunter, A. A. Syntetos, M. Z.
//! Babai, "Intermittent demand: Linking forecasting to inventory obsolescence", European Journal of Operational
//! Research 214, 2011, eq. 4): `p ← p (1 − β)`. So a product that sold daily is forecast at zero after some weeks,
//! and one that sells once a quarter is not stopped after two months. What was away for as long at the same time of
//! the year before is out of season, and comes back when it came back then.

use std::ops::Range;

/// Days without sales that show nothing yet: what was sold out for so long is usually back.
const SILENT_DAYS: usize = 28;
/// A gap of so many days in a group that sells every week is a season without it, not a shelf left empty.
const SEASON_DAYS: usize = 56;
/// What sells on fewer days than these between two such gaps, on average, only sells rarely.
const FEWEST_SOLD: usize = 14;
/// A group that sells at least this often, in days, sells all the time.
const REGULAR_GAP: f64 = 7.0;
/// The part of the chance to come back that each usual gap takes: at the upper end of what is used for TSB, since a
/// gap is not a day.
const BETA: f64 = 0.3;
/// A chance below this counts as zero.
const LEAST_CHANCE: f64 = 0.005;
/// A season that was seen only before the first sale may have been the time before a product that is gone by now.
const UNPROVEN: f64 = 0.5;
/// The same weekday of the year before.
const YEAR: usize = 364;

/// The days of a group, from the first that is known of any group.
pub(super) struct Days<'a> {
    /// Whether it sold.
    pub(super) sold: &'a [bool],
    /// Whether it could have: a store that has it was open, and its data are here.
    pub(super) could: &'a [bool],
}

/// Where a group is away.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Absence {
    /// Whether it was, on each past day: what it did not sell then says nothing of its usual days.
    pub(super) past: Vec<bool>,
    /// The chance that it is, on each day ahead.
    pub(super) ahead: Vec<f64>,
}

/// The runs of days without a sale, as places of days.
struct Gaps<'a> {
    days: &'a Days<'a>,
    first_sale: usize,
    last_sale: usize,
    between: Vec<Range<usize>>,
}

impl Absence {
    /// Where the group is away on so many days ahead; `None` where it is not, or it is unknown.
    pub(super) fn of(days: &Days<'_>, horizon: usize) -> Option<Self> {
        let gaps = Gaps::of(days)?;
        let usual = gaps.usual();
        let is_regular = usual <= REGULAR_GAP;
        let seasons: Vec<Range<usize>> = if is_regular { gaps.seasons() } else { vec![] };
        let silence = gaps.last_sale + 1..days.sold.len();
        let silent = days.count(silence.clone());
        let longer = gaps.between.iter().filter(|gap| days.count((*gap).clone()) >= silent).count();
        let is_silent = silent >= SILENT_DAYS && (is_regular || longer == 0);
        if !is_silent && seasons.is_empty() {
            return None;
        }
        let is_away = |place: usize| gaps.was_away_before(&seasons, place, is_silent);
        let chance = if is_silent { gaps.chance_of_return(&silence, usual, longer, &is_away) } else { 1.0 };
        let in_season = |place: usize| seasons.iter().any(|season| season.contains(&place));
        let past =
            (0..days.sold.len()).map(|place| in_season(place) || is_silent && silence.contains(&place));
        let ahead = (silence.end..silence.end + horizon).map(|place| match is_away(place) {
            Some(_) => 1.0,
            None => 1.0 - chance,
        });
        Some(Self { past: past.collect(), ahead: ahead.collect() })
    }

    /// Marks it among the chances that days are closed: those of a past of these values, from the group's first sale
    /// on, and those ahead.
    pub(super) fn close(&self, closed: &mut [f64], values: &[f64], past: usize) {
        let before = self.past.len().saturating_sub(past);
        let of_past = self.past.iter().skip(before).zip(values);
        for (closed, (away, value)) in closed.iter_mut().zip(of_past) {
            if *away && *value == 0.0 {
                *closed = 1.0;
            }
        }
        for (closed, away) in closed.iter_mut().skip(past).zip(&self.ahead) {
            *closed = 1.0 - (1.0 - *closed) * (1.0 - away);
        }
    }
}

impl Days<'_> {
    /// On how many of some days the group could have sold.
    fn count(&self, places: Range<usize>) -> usize {
        self.could[places].iter().filter(|could| **could).count()
    }
}

/// How it is known that a group was away at the same time of the year before.
enum Away {
    BetweenSales,
    BeforeTheFirst,
}

impl<'a> Gaps<'a> {
    fn of(days: &'a Days<'a>) -> Option<Self> {
        let (first_sale, last_sale) =
            (days.sold.iter().position(|sold| *sold)?, days.sold.iter().rposition(|sold| *sold)?);
        let mut between = vec![];
        let mut last = first_sale;
        for place in (first_sale + 1..=last_sale).filter(|place| days.sold[*place]) {
            if place > last + 1 {
                between.push(last + 1..place);
            }
            last = place;
        }
        Some(Self { days, first_sale, last_sale, between })
    }

    /// The gaps that are seasons without the group; none where it hardly sells between them.
    fn seasons(&self) -> Vec<Range<usize>> {
        let is_season = |gap: &&Range<usize>| {
            gap.len() >= SEASON_DAYS && 2 * self.days.count((*gap).clone()) >= SEASON_DAYS
        };
        let seasons: Vec<_> = self.between.iter().filter(is_season).cloned().collect();
        if self.sold() >= FEWEST_SOLD * (seasons.len() + 1) { seasons } else { vec![] }
    }

    /// On how many days it sold.
    fn sold(&self) -> usize {
        self.days.sold.iter().filter(|sold| **sold).count()
    }

    /// How many days it usually takes from one day with sales to the next, seasons left out.
    fn usual(&self) -> f64 {
        let seasons: usize = self.seasons().into_iter().map(|season| self.days.count(season)).sum();
        let sold = self.sold();
        let could = self.days.count(self.first_sale..self.last_sale + 1).max(sold);
        could.saturating_sub(seasons).max(sold) as f64 / sold as f64
    }

    /// How the group was away at the same time of the last year that has sales after it.
    fn was_away_before(&self, seasons: &[Range<usize>], place: usize, is_silent: bool) -> Option<Away> {
        let before = (1..).map(|years| place.checked_sub(years * YEAR));
        let before = before.take_while(Option::is_some).flatten().find(|before| *before <= self.last_sale)?;
        if before < self.first_sale {
            return is_silent.then_some(Away::BeforeTheFirst);
        }
        seasons.iter().any(|season| season.contains(&before)).then_some(Away::BetweenSales)
    }

    /// The chance that a group that has not sold for long comes back.
    fn chance_of_return(
        &self,
        silence: &Range<usize>,
        usual: f64,
        longer: usize,
        is_away: &impl Fn(usize) -> Option<Away>,
    ) -> f64 {
        let (mut missed, mut is_proven) = (0_usize, true);
        for place in silence.clone().filter(|place| self.days.could[*place]) {
            match is_away(place) {
                Some(Away::BetweenSales) => {}
                Some(Away::BeforeTheFirst) => is_proven = false,
                None => missed += 1,
            }
        }
        let kept = (1.0 - BETA).powf(missed as f64 / usual);
        // It has come back from gaps as long as this one.
        let returned = longer as f64 / (longer as f64 + 1.0);
        let chance = kept.max(returned).min(if is_proven { 1.0 } else { UNPROVEN });
        if chance < LEAST_CHANCE { 0.0 } else { chance }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where a group that sells on some days is away over the next weeks, in a shop that is always open.
    fn ahead(days: usize, horizon: usize, sells: impl Fn(usize) -> bool) -> Option<Vec<f64>> {
        let sold: Vec<bool> = (0..days).map(sells).collect();
        let could = vec![true; days];
        Absence::of(&Days { sold: &sold, could: &could }, horizon).map(|absence| absence.ahead)
    }

    #[test]
    fn what_sold_daily_and_has_not_for_eighty_days_has_stopped() {
        assert_eq!(ahead(500, 3, |day| day < 420), Some(vec![1.0; 3]));
        assert_eq!(ahead(500, 3, |day| day < 490), None);
        assert_eq!(ahead(500, 3, |_| true), None);
    }

    #[test]
    fn what_sells_once_a_quarter_has_not_stopped_after_one() {
        assert_eq!(ahead(700, 3, |day| day % 90 == 5), None);
        // 154 days without a sale, after never more than 89.
        let away = ahead(700, 1, |day| day % 90 == 5 && day < 600).unwrap()[0];
        assert!((0.3..0.6).contains(&away), "{away}");
    }

    #[test]
    fn what_sells_weekly_is_all_but_given_up_after_six_weeks() {
        assert_eq!(ahead(300, 1, |day| day % 7 == 0 && day < 280), None);
        let away = ahead(300, 1, |day| day % 7 == 0 && day < 265).unwrap()[0];
        assert!((0.7..0.95).contains(&away), "{away}");
    }

    #[test]
    fn a_season_comes_back_when_it_did_last_year() {
        // Sold from the 120th day of each year to the 270th.
        let sells = |day: usize| (120..270).contains(&(day % YEAR));
        let away = ahead(2 * YEAR + 60, 100, sells).unwrap();
        assert!(away[..60].iter().all(|away| *away >= 1.0), "{away:?}");
        assert!(away[60..].iter().all(|away| *away <= 0.0), "{away:?}");
        // In the midst of it, its end is seen.
        let away = ahead(2 * YEAR + 250, 40, sells).unwrap();
        assert!(away[..20].iter().all(|away| *away <= 0.0) && away[20..].iter().all(|away| *away >= 1.0));
        // What does not come back when it should has stopped.
        let away = ahead(2 * YEAR + 200, 1, |day| sells(day) && day < 2 * YEAR).unwrap()[0];
        assert!(away > 0.99, "{away}");
    }

    #[test]
    fn a_first_season_may_come_again() {
        let away = ahead(2 * YEAR + 60, 100, |day| (YEAR + 120..YEAR + 270).contains(&day)).unwrap();
        assert!(away[..60].iter().all(|away| *away >= 1.0), "{away:?}");
        assert!(away[60..].iter().all(|away| (*away - UNPROVEN).abs() < 1e-9), "{away:?}");
    }

    #[test]
    fn days_that_nobody_has_told_are_no_silence() {
        let sold: Vec<bool> = (0..300).map(|day| day < 200).collect();
        assert_eq!(Absence::of(&Days { sold: &sold, could: &sold }, 7), None);
    }
}
