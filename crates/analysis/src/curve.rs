//! Figures day by day, week by week or month by month, beside those of the days that they are compared with.

use std::collections::{HashMap, HashSet};

use comptoir_calendar::{Comparison, Date, Grain, Period};

use crate::{
    AnalysisError, ComparedDays, Figures, Group, Grouping, Question, Sales, Sides,
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
    /// The figures of all its days; zero where nothing was sold.
    pub figures: Figures,
    /// What it is compared with; `None` where none of its days is, as after the last day that is known, or where
    /// another point has that day.
    pub before: Option<PointBefore>,
}

/// The point that a point of a curve is compared with.
#[derive(Clone, Debug, PartialEq)]
pub struct PointBefore {
    /// The first of the days that it is compared with.
    pub day: Date,
    /// The figures of the point's days that are compared.
    pub now: Figures,
    /// Those of the days that they are compared with.
    pub figures: Figures,
}

/// The curve of a question about a period, in runs of this grain; its own groupings, period and limit do not count.
///
/// # Errors
/// What the database says.
pub fn curve(
    sales: &Sales<'_>,
    question: &Question,
    (grain, period): (Grain, Period),
    compared: Option<&ComparedDays>,
) -> Result<Curve, AnalysisError> {
    let grouping = Some(Grouping::from(grain));
    let asked = Question { grouping, second: None, limit: None, ..question.clone() }.during(period);
    let (sides, matches) = match compared {
        None => {
            let rows = sales.answer(&asked)?.rows.into_iter();
            let sides = |whole| Sides { whole, ..Sides::default() };
            (rows.filter_map(|row| Some((name(row.groups)?, sides(row.figures)))).collect(), HashMap::new())
        }
        Some(days) => {
            let pair = Pair::of(&asked, days);
            let [whole, now, before] = sales.answers([asked.clone(), pair.now, pair.before])?;
            let rows = side_by_side(&asked, days.comparison(), whole, [now, before]).into_iter();
            let sides: HashMap<String, Sides> =
                rows.filter_map(|row| Some((name(row.groups)?, row.sides))).collect();
            (sides, matches(grain, days.comparison()))
        }
    };
    let is_first = |day: &Date| *day == period.first() || grain.period_of(*day).first() == *day;
    let points = period.days().filter(is_first).map(|day| {
        let label = grain.label(day);
        let sides = sides.get(&label).copied().unwrap_or_default();
        let before = matches.get(&label);
        let before = before.map(|day| PointBefore { day: *day, now: sides.now, figures: sides.before });
        CurvePoint { day, label, figures: sides.whole, before }
    });
    Ok(Curve { points: points.collect(), question: asked })
}

fn name(groups: Vec<Group>) -> Option<String> {
    groups.into_iter().next()?.name
}

/// The first day that each run of days is compared with. A day that two are compared with, as 28 February for the 29th,
/// is the first one's.
fn matches(grain: Grain, comparison: &Comparison) -> HashMap<String, Date> {
    let (mut matches, mut taken) = (HashMap::new(), HashSet::new());
    for (day, earlier) in comparison.pairs() {
        if taken.insert(earlier) {
            matches.entry(grain.label(day)).or_insert(earlier);
        }
    }
    matches
}
