//! Two periods side by side.

use std::collections::{HashMap, HashSet};

use comptoir_calendar::{Comparison, Date, Grain};
use comptoir_sales::{Money, Quantity};

use crate::{
    AnalysisError, Answer, AskedGap, Baskets, ComparedDays, Figures, Group, Grouping, Question, Sales,
};

/// The answers to one question about two periods.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// A comparison of two periods.
    pub days: ComparedDays,
    /// What was asked of the whole period.
    pub question: Question,
    /// One row for each group of either period; in the order of the answer about the later one, then groups that it has
    /// no more.
    pub rows: Vec<ComparedRow>,
    /// All of them together.
    pub total: Sides,
}

/// One group, or one pair of groups, in both periods.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparedRow {
    /// Its groups; those of time are named as in the later period.
    pub groups: Vec<Group>,
    /// Its figures.
    pub sides: Sides,
    /// Whether any of its days are compared. A month of which no day has a match, or a product that sold on such days
    /// alone, has no change, not one of zero.
    pub is_compared: bool,
}

/// The figures of two periods; zero where nothing was sold.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sides {
    /// Of the whole period.
    pub whole: Figures,
    /// Of its days that are compared.
    pub now: Figures,
    /// Of the days that it is compared with.
    pub before: Figures,
}

impl Sides {
    /// By how much the revenue of the days compared changed.
    pub fn change(&self) -> Money {
        self.now.revenue + self.before.revenue.negated()
    }

    /// The same as a part of the revenue before, 0.1 for ten per cent more; `None` unless that was above zero.
    pub fn relative_change(&self) -> Option<f64> {
        let before = self.before.revenue;
        (before > Money::default()).then(|| self.change().to_f64() / before.to_f64())
    }
}

impl Compared {
    /// The first groups that sold in the period, with their revenue.
    pub fn members(&self) -> impl Iterator<Item = (Group, Money)> {
        self.members_of(|sides| sides.whole)
    }

    /// That sum over the days compared with.
    pub fn members_before(&self) -> impl Iterator<Item = (Group, Money)> {
        self.members_of(|sides| sides.before)
    }

    fn members_of(&self, side: impl Fn(&Sides) -> Figures) -> impl Iterator<Item = (Group, Money)> {
        self.rows.iter().filter_map(move |row| {
            let figures = side(&row.sides);
            (figures.sales > 0).then_some((row.groups.first()?.clone(), figures.revenue))
        })
    }
}

/// The questions about the days of a period that are compared and about those that they are compared with.
pub(crate) struct Pair {
    pub(crate) now: Question,
    pub(crate) before: Question,
}

impl Pair {
    /// The question about both; its own period and limit do not count.
    pub(crate) fn of(question: &Question, days: &ComparedDays) -> Self {
        // Weeks and months of the earlier period are put together from the days that match those of the later one.
        let by_days = |grouping: Grouping| if grouping.grain().is_some() { Grouping::Day } else { grouping };
        let (grouping, second) = (question.grouping.map(by_days), question.second.map(by_days));
        let before = Question { grouping, second, ..question.clone() };
        Self { now: days.now(question), before: days.before(&before) }
    }

    /// Both as one SQL text, whose first column says of which side a row is.
    pub(crate) fn sql_text(&self) -> String {
        let side = |name: &str, question: &Question| {
            format!("select '{name}' as side, figures.* from (\n{}\n) as figures", question.sql_text())
        };
        [side("now", &self.now), side("before", &self.before)].join("\nunion all\n")
    }
}

/// Answers a question about a period, about its days that are compared, and about those that they are compared with.
///
/// # Errors
/// What the database says.
pub fn compare(
    sales: &Sales<'_>,
    question: &Question,
    days: ComparedDays,
) -> Result<Compared, AnalysisError> {
    let asked = Question { limit: None, ..question.clone() }.during(days.comparison().period());
    let pair = Pair::of(question, &days);
    let sum = |question: &Question| Question { grouping: None, second: None, ..question.clone() };
    let questions = [sum(&asked), sum(&pair.now), sum(&pair.before), asked.clone(), pair.now, pair.before];
    let [sum_whole, sum_now, sum_before, whole, now, before] = sales.answers(questions)?;
    Ok(Compared {
        rows: side_by_side(question, days.comparison(), whole, [now, before]),
        total: Sides { whole: sum_whole.figures(), now: sum_now.figures(), before: sum_before.figures() },
        question: asked,
        days,
    })
}

/// The comparison if the gaps without an answer are missing data, with these gaps; `None` where none is compared.
///
/// # Errors
/// What the database says.
pub fn compare_if_missing(
    sales: &Sales<'_>,
    question: &Question,
    days: &ComparedDays,
) -> Result<Option<(Compared, Vec<AskedGap>)>, AnalysisError> {
    let Some((otherwise, gaps)) = days.if_missing() else { return Ok(None) };
    Ok(Some((compare(sales, question, otherwise.clone())?, gaps.to_vec())))
}

/// The rows of all answers, those of the same group together, in the order of the first.
pub(crate) fn side_by_side(
    question: &Question,
    comparison: &Comparison,
    whole: Answer,
    [now, before]: [Answer; 2],
) -> Vec<ComparedRow> {
    let names: Vec<LaterNames> =
        question.groupings().map(|grouping| LaterNames::of(grouping, comparison)).collect();
    let compared_names: Vec<Option<HashSet<String>>> =
        question.groupings().map(|grouping| names_compared(grouping, comparison)).collect();
    let mut rows = Rows::default();
    for row in whole.rows {
        rows.sides(row.groups, row.figures).whole = row.figures;
    }
    for row in now.rows {
        rows.sides(row.groups, row.figures).now = row.figures;
    }
    for row in before.rows {
        let mut groups = row.groups;
        for (group, names) in groups.iter_mut().zip(&names) {
            group.name = names.name(group.name.take());
        }
        let sides = rows.sides(groups, row.figures);
        sides.before = sides.before.and(row.figures);
    }
    for row in &mut rows.rows {
        let sides = row.sides;
        let sold_on_either = sides.now.sales > 0 || sides.before.sales > 0;
        row.is_compared =
            sold_on_either || sides.whole.sales == 0 || is_compared(&row.groups, &compared_names);
    }
    rows.rows
}

/// Whether the groups of time among these have days that are compared; `false` without any of time.
fn is_compared(groups: &[Group], compared_names: &[Option<HashSet<String>>]) -> bool {
    let of_time =
        groups.iter().zip(compared_names).filter_map(|(group, names)| Some((group, names.as_ref()?)));
    let mut compared =
        of_time.map(|(group, names)| group.name.as_ref().is_some_and(|name| names.contains(name)));
    compared.next().is_some_and(|first| first && compared.all(|other| other))
}

/// The names of the groups of time that have days that are compared; `None` where groups are of no time.
fn names_compared(grouping: Grouping, comparison: &Comparison) -> Option<HashSet<String>> {
    let days = comparison.days().iter().flat_map(|run| run.days());
    grouping.is_of_time().then(|| days.filter_map(|day| grouping.label_of(day)).collect())
}

/// Rows by their groups, in the order in which these came.
#[derive(Default)]
struct Rows {
    rows: Vec<ComparedRow>,
    places: HashMap<Vec<Group>, usize>,
}

impl Rows {
    /// The sides of a group, which has these measures.
    fn sides(&mut self, groups: Vec<Group>, like: Figures) -> &mut Sides {
        let rows = &mut self.rows;
        let place = *self.places.entry(groups).or_insert_with_key(|groups| {
            let nothing = nothing_like(like);
            let sides = Sides { whole: nothing, now: nothing, before: nothing };
            rows.push(ComparedRow { groups: groups.clone(), sides, is_compared: true });
            rows.len() - 1
        });
        &mut self.rows[place].sides
    }
}

/// Nothing sold, with the measures that these figures have.
fn nothing_like(figures: Figures) -> Figures {
    Figures {
        quantity: figures.quantity.map(|_| Quantity::default()),
        baskets: figures.baskets.map(|_| Baskets::default()),
        ..Figures::default()
    }
}

/// How a group of the earlier period is called in the later one.
struct LaterNames {
    /// The grain of the groups; `None` where both periods have the same groups.
    grain: Option<Grain>,
    days: HashMap<String, Date>,
    last: Date,
}

impl LaterNames {
    fn of(grouping: Grouping, comparison: &Comparison) -> Self {
        let grain = grouping.grain();
        let mut days = HashMap::new();
        for (day, earlier) in comparison.pairs().filter(|_| grain.is_some()) {
            days.entry(earlier.to_string()).or_insert(day);
        }
        let last = comparison.days().last().map_or(comparison.period().last(), |run| run.last());
        Self { grain, days, last }
    }

    /// The later name of an earlier day's group. A day without a match, as the 31st when the month compared has thirty
    /// days, is counted to the last group; among single days it stays one of its own.
    fn name(&self, name: Option<String>) -> Option<String> {
        let Some(grain) = self.grain else { return name };
        match self.days.get(name.as_ref()?) {
            Some(day) => Some(grain.label(*day)),
            None if grain == Grain::Day => name,
            None => Some(grain.label(self.last)),
        }
    }
}
