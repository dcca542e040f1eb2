//! The sales of one version of the data, ready to be asked.

use std::sync::Arc;

use comptoir_calendar::{Date, Period, parse_iso};
use comptoir_store::Database;

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
    /// What the database says.
    pub fn available(&self) -> Result<Option<Period>, AnalysisError> {
        let all = match &self.cube {
            Some(cube) => cube.period(),
            None => available(self.database)?,
        };
        let Some(all) = all.filter(|all| self.today.is_some_and(|today| all.last() > today)) else {
            return Ok(all);
        };
        let known_to = self.completeness()?.ahead().map_or(all.last(), |ahead| ahead.known_to);
        Ok(Some(Period::between(all.first(), known_to)))
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
    let rows = database.query("select min(sale_date), max(sale_date) from sales", &[])?;
    let day = |at: usize| -> Option<Date> { parse_iso(rows.rows.first()?.get(at)?.as_text()?) };
    Ok(match (day(0), day(1)) {
        (Some(first), Some(last)) => Some(Period::new(first, last)?),
        _ => None,
    })
}
