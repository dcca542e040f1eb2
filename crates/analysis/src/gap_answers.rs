//! What users say of days without sales: the store was closed, or the data are missing. Kept as settings, a row for
//! each run of days: `days:STORE:FROM:TO`.

use comptoir_calendar::{Period, parse_iso};
use comptoir_store::{Database, Statement, Value};

use crate::{AnalysisError, Sales};

/// The answer of a user about days without sales.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GapAnswer {
    /// The store was closed.
    Closed,
    /// The data are missing.
    Missing,
}

impl GapAnswer {
    /// The name on the command line, in the API and in the settings.
    pub fn name(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Missing => "missing",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        [Self::Closed, Self::Missing].into_iter().find(|answer| answer.name() == name)
    }
}

/// An answer about some days of a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GapAnswered {
    /// The store's id.
    pub store: i64,
    /// The days; those with sales are what they are.
    pub days: Period,
    /// What they were.
    pub answer: GapAnswer,
}

impl GapAnswered {
    fn setting(&self) -> String {
        format!("days:{}:{}:{}", self.store, self.days.first(), self.days.last())
    }

    fn of_setting(name: &str, value: &str) -> Option<Self> {
        let mut parts = name.strip_prefix("days:")?.split(':');
        let store = parts.next()?.parse().ok()?;
        let mut day = || parse_iso(parts.next()?);
        let days = Period::new(day()?, day()?).ok()?;
        Some(Self { store, days, answer: GapAnswer::from_name(value)? })
    }

    /// The part of it outside of days with another answer.
    fn without(self, days: Period) -> impl Iterator<Item = Self> {
        let before = days.first().yesterday().ok().and_then(|last| Period::new(self.days.first(), last).ok());
        let after = days.last().tomorrow().ok().and_then(|first| Period::new(first, self.days.last()).ok());
        before.into_iter().chain(after).map(move |days| Self { days, ..self })
    }
}

/// What users have said, in the order of their stores and days; no day of a store twice.
pub(crate) fn kept(sales: &Sales<'_>) -> Result<Vec<GapAnswered>, AnalysisError> {
    kept_in(sales.database())
}

fn kept_in(database: &dyn Database) -> Result<Vec<GapAnswered>, AnalysisError> {
    let sql = "select name, value from settings where name like 'days:%' order by name";
    let rows = database.query(sql, &[])?.rows;
    let answered =
        |row: &Vec<Value>| GapAnswered::of_setting(row.first()?.as_text()?, row.get(1)?.as_text()?);
    Ok(rows.iter().filter_map(answered).collect())
}

/// Keeps what a user says of days of a store, in place of what was said of the same days before; `None` takes that
/// back.
///
/// # Errors
/// What the database says.
pub fn answer_gap(
    database: &dyn Database,
    store: i64,
    days: Period,
    answer: Option<GapAnswer>,
) -> Result<(), AnalysisError> {
    let said = answer.map(|answer| GapAnswered { store, days, answer });
    let is_about = |kept: &GapAnswered| kept.store == store && kept.days.intersection(days).is_some();
    let earlier: Vec<GapAnswered> = kept_in(database)?.into_iter().filter(is_about).collect();
    let gone = earlier
        .iter()
        .map(|kept| Statement::new("delete from settings where name = ?1", vec![kept.setting().into()]));
    let left = earlier.iter().flat_map(|kept| kept.without(days)).chain(said).map(|answered| {
        let sql = "insert into settings (name, value) values (?1, ?2)";
        Statement::new(sql, vec![answered.setting().into(), answered.answer.name().into()])
    });
    database.write(&gone.chain(left).collect::<Vec<_>>())?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use comptoir_calendar::Date;

    use super::*;

    fn days(first: i8, last: i8) -> Period {
        Period::between(Date::constant(2026, 8, first), Date::constant(2026, 8, last))
    }

    #[test]
    fn of_what_was_said_of_more_days_the_others_stay() {
        let closed = GapAnswered { store: 1, days: days(3, 16), answer: GapAnswer::Closed };
        let left = |of: Period| closed.without(of).map(|left| left.days).collect::<Vec<_>>();
        assert_eq!(left(days(5, 6)), [days(3, 4), days(7, 16)]);
        assert_eq!(left(days(1, 6)), [days(7, 16)]);
        assert_eq!(left(days(10, 20)), [days(3, 9)]);
        assert_eq!(left(days(3, 16)), []);
    }

    #[test]
    fn a_setting_is_read_as_it_is_written() {
        let closed = GapAnswered { store: 1, days: days(3, 16), answer: GapAnswer::Missing };
        assert_eq!(GapAnswered::of_setting(&closed.setting(), "missing"), Some(closed));
        assert_eq!(GapAnswered::of_setting("days:1:2026-08-16:2026-08-03", "missing"), None);
    }
}
