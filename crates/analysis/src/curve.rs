//! Figures day by day, week by week or month by month, beside those of the days that they are compared with.

use std::collections::{HashMap, HashSet};

use comptoir_calendar::{Comparison, Date, Grain, Period};

use crate::{
    AnalysisError, ComparedRow, Figures, Grouping, Perimeter, Question, Sales, Sides,
    compared::{Pair, side_by_side},
};

/// Figures in the order of time.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// What was asked of the period.
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
/// Days that are not known to the end keep what they sold: only what they are compared with is missing.
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
    let (question, rows, matches) = match compared {
        None => {
            let rows = sales.answer(&asked)?.rows.into_iter();
            let alone = |figures| Sides { now: figures, before: Figures::default() };
            let rows = rows.map(|row| ComparedRow { groups: row.groups, sides: alone(row.figures) });
            (asked, rows.collect(), HashMap::new())
        }
        Some((comparison, perimeter)) => {
            let pair = Pair::within(sales, &asked, comparison, perimeter)?;
            let pair = Pair { now: pair.now.during(period), ..pair };
            let question = pair.now.clone();
            let (now, before) = pair.answers(sales)?;
            (question, side_by_side(&asked, comparison, now, before), matches(grain, comparison))
        }
    };
    let sides: HashMap<String, Sides> =
        rows.into_iter().filter_map(|row| Some((row.groups.into_iter().next()?.name?, row.sides))).collect();
    let is_first = |day: &Date| *day == period.first() || grain.period_of(*day).first() == *day;
    let points = period.days().filter(is_first).map(|day| {
        let label = grain.label(day);
        let sides = sides.get(&label).copied().unwrap_or_default();
        let before = matches.get(&label).map(|day| (*day, sides.before));
        CurvePoint { day, label, figures: sides.now, before }
    });
    Ok(Curve { question, points: points.collect() })
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
