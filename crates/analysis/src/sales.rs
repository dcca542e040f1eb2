//! The sales of one version of the data, ready to be asked.

use std::sync::Arc;

use comptoir_calendar::{Date, Period, parse_iso};
use comptoir_store::{Database, Value};

use crate::{AnalysisError, Answer, Cube, Question};

/// The sales: from a cube where there is one, else from the database, which gives the same answers.
pub struct Sales<'a> {
    database: &'a dyn Database,
    cube: Option<Arc<Cube>>,
    data_version: i64,
    today: Option<Date>,
}

impl<'a> Sales<'a> {
    /// The sales as the database has them.
    ///
    /// # Errors
    /// What the database says.
    pub fn of(database: &'a dyn Database) -> Result<Self, AnalysisError> {
        Ok(Self { database, cube: None, data_version: database.data_version()?, today: None })
    }

    /// The sales of a cube of this database.
    pub(crate) fn of_cube(database: &'a dyn Database, cube: Arc<Cube>) -> Self {
        Self { database, data_version: cube.data_version(), cube: Some(cube), today: None }
    }

    /// The same as seen on a day: few sales of later days are orders or mistakes, and tell nothing of the days between.
    #[must_use]
    pub fn seen_on(self, today: Option<Date>) -> Self {
        Self { today, ..self }
    }

    /// The day on which they are looked at, where that is known.
    pub(crate) fn today(&self) -> Option<Date> {
        self.today
    }

    /// The database that they are kept in.
    pub fn database(&self) -> &'a dyn Database {
        self.database
    }

    /// The cube that answers, where there is one.
    pub(crate) fn cube(&self) -> Option<&Cube> {
        self.cube.as_deref()
    }

    /// The version of the data.
    pub fn data_version(&self) -> i64 {
        self.data_version
    }

    /// Answers a question.
    ///
    /// # Errors
    /// What the database says.
    pub fn answer(&self, question: &Question) -> Result<Answer, AnalysisError> {
        match &self.cube {
            Some(cube) => Ok(cube.answer(question)),
            None => question.ask(self.database),
        }
    }

    /// Answers several questions, in one pass where there is a cube.
    ///
    /// # Errors
    /// What the database says.
    pub fn answers<const N: usize>(&self, questions: [Question; N]) -> Result<[Answer; N], AnalysisError> {
        let mut answers = match &self.cube {
            Some(cube) => cube.answer_all(&questions),
            None => questions.iter().map(|question| question.ask(self.database)).collect::<Result<_, _>>()?,
        }
        .into_iter();
        // There is an answer for each question.
        Ok(questions.map(|_| answers.next().unwrap_or_default()))
    }

    /// From the first to the last day that has sales, without those that are ahead of the others; `None` when there
    /// are none.
    ///
    /// # Errors
    /// What the database says; [`AnalysisError::InvalidDay`] where a sale has an invalid day.
    pub fn available(&self) -> Result<Option<Period>, AnalysisError> {
        let all = self.all_days()?;
        let Some(all) = all.filter(|all| self.today.is_some_and(|today| all.last() > today)) else {
            return Ok(all);
        };
        let known_to = self.completeness()?.ahead().map_or(all.last(), |ahead| ahead.known_to);
        Ok(Some(Period::between(all.first(), known_to)))
    }

    /// From the first to the last day that has sales.
    pub(crate) fn all_days(&self) -> Result<Option<Period>, AnalysisError> {
        match &self.cube {
            Some(cube) => cube.period().map(check_years).transpose(),
            None => available(self.database),
        }
    }

    /// The days of a period that lie between the first and the last day that has sales: what its figures are of.
    ///
    /// # Errors
    /// [`AnalysisError::NoSales`] without sales; [`AnalysisError::NoSalesInPeriod`] when the period lies outside of
    /// them: nothing is known of its days, which is not that nothing was sold. What the database says.
    pub fn known_days(&self, period: Period) -> Result<Period, AnalysisError> {
        let available = self.available()?.ok_or(AnalysisError::NoSales)?;
        period.intersection(available).ok_or(AnalysisError::NoSalesInPeriod { period, available })
    }
}

fn available(database: &dyn Database) -> Result<Option<Period>, AnalysisError> {
    // The calendar has no weekday for an invalid day.
    let sql = "select min(sale_date), max(sale_date),
                   (select min(c.day) from calendar_days c
                    where c.weekday is null and exists (select 1 from sales s where s.sale_date = c.day))
               from sales";
    let rows = database.query(sql, &[])?;
    let text = |at: usize| rows.rows.first().and_then(|row| row.get(at)).and_then(Value::as_text);
    let (Some(first), Some(last)) = (text(0), text(1)) else { return Ok(None) };
    let invalid = |day: &str| AnalysisError::InvalidDay { day: day.to_owned() };
    if let Some(day) = text(2) {
        return Err(invalid(day));
    }
    let valid = |day: &str| parse_iso(day).ok_or_else(|| invalid(day));
    check_years(Period::new(valid(first)?, valid(last)?)?).map(Some)
}

/// Refuses days so far away that they are mistakes: figures by day would have no end.
fn check_years(period: Period) -> Result<Period, AnalysisError> {
    let far = [period.first(), period.last()].into_iter().find(|day| !YEARS_OF_SALES.contains(&day.year()));
    far.map_or(Ok(period), |day| Err(AnalysisError::InvalidDay { day: day.to_string() }))
}

/// The years that sales may be of, as imports and the triggers on the table hold.
const YEARS_OF_SALES: std::ops::RangeInclusive<i16> = 1970..=2199;
