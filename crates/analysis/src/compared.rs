//! Two periods side by side.

use std::collections::{BTreeSet, HashMap};

use comptoir_calendar::{Comparison, Date, Grain, Period};
use comptoir_sales::{Money, Quantity};

use crate::{AnalysisError, Answer, AnswerRow, Baskets, Figures, Filter, Group, Grouping, Question, Sales};

/// Which stores are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Perimeter {
    /// All.
    #[default]
    AllStores,
    /// Those that sold in both periods, so that openings and closings tell nothing ("à périmètre constant").
    SameStores,
}

/// The answers to one question about two periods.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// What is compared with what.
    pub comparison: Comparison,
    /// Which stores.
    pub perimeter: Perimeter,
    /// What was asked of the later period: its days as far as they are compared, and the stores that are.
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
}

/// The figures of two periods; zero where nothing was sold.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sides {
    /// Of the period.
    pub now: Figures,
    /// Of the days that it is compared with.
    pub before: Figures,
}

impl Sides {
    /// By how much the revenue changed.
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
        self.members_of(|sides| sides.now)
    }

    /// The same of the days compared with.
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

/// The questions about a period and about the days that it is compared with.
pub(crate) struct Pair {
    pub(crate) now: Question,
    pub(crate) before: Question,
}

impl Pair {
    /// The question about both; its own period and limit do not count.
    pub(crate) fn of(question: &Question, comparison: &Comparison) -> Self {
        let question = Question { limit: None, ..question.clone() };
        // Weeks and months of the earlier period are put together from the days that match those of the later one.
        let by_days = |grouping: Grouping| if grouping.grain().is_some() { Grouping::Day } else { grouping };
        let (grouping, second) = (question.grouping.map(by_days), question.second.map(by_days));
        let before = Question { grouping, second, ..question.clone() }.during(comparison.base_span());
        let before = match comparison.base() {
            [_] => before,
            runs => {
                let days = runs.iter().copied().flat_map(Period::days);
                before.only(Filter::named(Grouping::Day, days.map(|day| day.to_string())))
            }
        };
        Self { now: question.during(comparison.period()), before }
    }

    /// Both as one SQL text, whose first column says of which side a row is.
    pub(crate) fn sql_text(&self) -> String {
        let side = |name: &str, question: &Question| {
            format!("select '{name}' as side, figures.* from (\n{}\n) as figures", question.sql_text())
        };
        [side("now", &self.now), side("before", &self.before)].join("\nunion all\n")
    }

    /// The same about the stores that are compared.
    pub(crate) fn within(
        sales: &Sales<'_>,
        question: &Question,
        comparison: &Comparison,
        perimeter: Perimeter,
    ) -> Result<Self, AnalysisError> {
        let pair = Self::of(question, comparison);
        Ok(match perimeter {
            Perimeter::AllStores => pair,
            Perimeter::SameStores => pair.only(&same_stores(sales, &question.filters, comparison)?),
        })
    }

    /// The same about these sales only.
    pub(crate) fn only(self, filter: &Filter) -> Self {
        Self { now: self.now.only(filter.clone()), before: self.before.only(filter.clone()) }
    }

    /// Both answers.
    pub(crate) fn answers(self, sales: &Sales<'_>) -> Result<(Answer, Answer), AnalysisError> {
        let [now, before] = sales.answers([self.now, self.before])?;
        Ok((now, before))
    }
}

/// Answers a question about the days of a comparison and about those that they are compared with.
///
/// # Errors
/// What the database says.
pub fn compare(
    sales: &Sales<'_>,
    question: &Question,
    comparison: Comparison,
    perimeter: Perimeter,
) -> Result<Compared, AnalysisError> {
    let pair = Pair::within(sales, question, &comparison, perimeter)?;
    let asked = pair.now.clone();
    let whole = |question: &Question| Question { grouping: None, second: None, ..question.clone() };
    let questions = [whole(&pair.now), whole(&pair.before), pair.now, pair.before];
    let [whole_now, whole_before, now, before] = sales.answers(questions)?;
    Ok(Compared {
        rows: side_by_side(question, &comparison, now, before),
        total: Sides { now: whole_now.figures(), before: whole_before.figures() },
        question: asked,
        comparison,
        perimeter,
    })
}

/// Only the stores that sold what passes the filters in both periods.
///
/// # Errors
/// What the database says.
pub fn same_stores(
    sales: &Sales<'_>,
    filters: &[Filter],
    comparison: &Comparison,
) -> Result<Filter, AnalysisError> {
    let by_store = Question { filters: filters.to_vec(), ..Question::by(Grouping::Store) };
    let (now, before) = Pair::of(&by_store, comparison).answers(sales)?;
    let ids = |answer: &Answer| -> BTreeSet<i64> { answer.rows.iter().filter_map(AnswerRow::id).collect() };
    Ok(Filter::of_ids(Grouping::Store, ids(&now).intersection(&ids(&before)).copied().collect()))
}

/// The rows of both answers, those of the same group together.
pub(crate) fn side_by_side(
    question: &Question,
    comparison: &Comparison,
    now: Answer,
    before: Answer,
) -> Vec<ComparedRow> {
    let names: Vec<LaterNames> =
        question.groupings().map(|grouping| LaterNames::of(grouping, comparison)).collect();
    let mut rows: Vec<ComparedRow> = Vec::with_capacity(now.rows.len());
    let mut places: HashMap<Vec<Group>, usize> = HashMap::new();
    for row in now.rows {
        places.insert(row.groups.clone(), rows.len());
        rows.push(ComparedRow {
            groups: row.groups,
            sides: Sides { now: row.figures, before: nothing_like(row.figures) },
        });
    }
    for row in before.rows {
        let mut groups = row.groups;
        for (group, names) in groups.iter_mut().zip(&names) {
            group.name = names.name(group.name.take());
        }
        let place = *places.entry(groups).or_insert_with_key(|groups| {
            let sides = Sides { now: nothing_like(row.figures), before: nothing_like(row.figures) };
            rows.push(ComparedRow { groups: groups.clone(), sides });
            rows.len() - 1
        });
        let sum = &mut rows[place].sides.before;
        *sum = sum.and(row.figures);
    }
    rows
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
        for day in comparison.period().days().filter(|_| grain.is_some()) {
            if let Some(earlier) = comparison.of(day) {
                days.entry(earlier.to_string()).or_insert(day);
            }
        }
        Self { grain, days, last: comparison.period().last() }
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
