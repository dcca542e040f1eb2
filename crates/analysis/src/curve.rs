//! Figures day by day, week by week or month by month, beside those of the days that they are compared with.

use std::collections::{HashMap, HashSet};

use comptoir_calendar::{Comparison, Date, Grain, Period};

use crate::{
    AnalysisError, Answer, Figures, Group, Grouping, Perimeter, Question, Sales, Sides,
    compared::{Pair, side_by_side},
};

/// Figures in the order of time.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// What was asked of the period, as far as it is compared.
    pub question: Question,
    /// Every day, week, month, quarter or year of the period; those at its ends as far as they lie in it.
    pub points: Vec<CurvePoint>,
}

/// One run of days.
#[derive(Clone, Debug, PartialEq)]
pub struct CurvePoint {
    /// Its first day in the period.
    pub day: Date,
    /// What it is called: `2023-11-30`, `2023-W48`, `2023-11`.
    pub label: String,
    /// Its figures; zero where nothing was sold.
    pub figures: Figures,
    /// The first of the days that it is compared with, and their figures; `None` where it is compared with none, as
    /// after the last day that is known, or where another point has that day.
    pub before: Option<(Date, Figures)>,
}

/// The curve of a question about a period, in runs of this grain; its own groupings, period and limit do not count.
///
/// Days after those that are compared, which are not known to the end, keep what they sold where they are points of their
/// own; in a week or month that is compared they do not count, since they would be set beside nothing.
///
/// # Errors
/// What the database says.
pub fn curve(
    sales: &Sales<'_>,
    question: &Question,
    (grain, period): (Grain, Period),
    compared: Option<(&Comparison, Perimeter)>,
) -> Result<Curve, AnalysisError> {
    let grouping = Some(Grouping::from(grain));
    let asked = Question { grouping, second: None, limit: None, ..question.clone() }.during(period);
    let (question, sides, matches) = match compared {
        None => {
            let sides = alone(sales.answer(&asked)?).collect();
            (asked, sides, HashMap::new())
        }
        Some((comparison, perimeter)) => {
            let pair = Pair::within(sales, &asked, comparison, perimeter)?;
            let question = pair.now.clone();
            let (now, before) = pair.answers(sales)?;
            let matches = matches(grain, comparison);
            let rows = side_by_side(&asked, comparison, now, before).into_iter();
            let mut sides: HashMap<String, Sides> =
                rows.filter_map(|row| Some((name(row.groups)?, row.sides))).collect();
            if let Some(later) = days_after(comparison, period) {
                let later = alone(sales.answer(&question.clone().during(later))?);
                sides.extend(later.filter(|(label, _)| !matches.contains_key(label)));
            }
            (question, sides, matches)
        }
    };
    let is_first = |day: &Date| *day == period.first() || grain.period_of(*day).first() == *day;
    let points = period.days().filter(is_first).map(|day| {
        let label = grain.label(day);
        let sides = sides.get(&label).copied().unwrap_or_default();
        let before = matches.get(&label).map(|day| (*day, sides.before));
        CurvePoint { day, label, figures: sides.now, before }
    });
    Ok(Curve { question, points: points.collect() })
}

/// Figures that stand beside nothing, by the names of their groups.
fn alone(answer: Answer) -> impl Iterator<Item = (String, Sides)> {
    let sides = |now| Sides { now, before: Figures::default() };
    answer.rows.into_iter().filter_map(move |row| Some((name(row.groups)?, sides(row.figures))))
}

fn name(groups: Vec<Group>) -> Option<String> {
    groups.into_iter().next()?.name
}

/// The days of a period that are not compared since they are not known to the end.
fn days_after(comparison: &Comparison, period: Period) -> Option<Period> {
    Period::new(comparison.period().last().tomorrow().ok()?, period.last()).ok()
}

/// The first day that each run of days is compared with. A day that two are compared with, as 28 February for the 29th,
/// is the first one's.
fn matches(grain: Grain, comparison: &Comparison) -> HashMap<String, Date> {
    let (mut matches, mut taken) = (HashMap::new(), HashSet::new());
    for day in comparison.period().days() {
        if let Some(earlier) = comparison.of(day).filter(|earlier| taken.insert(*earlier)) {
            matches.entry(grain.label(day)).or_insert(earlier);
        }
    }
    matches
}
