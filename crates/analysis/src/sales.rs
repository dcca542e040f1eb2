//! The sales of one version of the data, ready to be asked.

use std::sync::{Arc, OnceLock};

use comptoir_calendar::{Date, Period, parse_iso};
use comptoir_store::{Database, Rows, Value};

use crate::{AnalysisError, Answer, Cube, Grouping, Question, shared_names::SharedNames};

/// The sales: from a cube where there is one, else from the database, which gives the same answers.
pub struct Sales<'a> {
    database: &'a dyn Database,
    cube: Option<Arc<Cube>>,
    data_version: i64,
    today: Option<Date>,
    /// Where there is no cube, which keeps them for all who ask it.
    shared_names: OnceLock<Arc<SharedNames>>,
}

impl<'a> Sales<'a> {
    /// The sales as the database has them.
    ///
    /// # Errors
    /// What the database says.
    pub fn of(database: &'a dyn Database) -> Result<Self, AnalysisError> {
        let data_version = database.data_version()?;
        Ok(Self { database, cube: None, data_version, today: None, shared_names: OnceLock::new() })
    }

    /// The sales of a cube of this database.
    pub(crate) fn of_cube(database: &'a dyn Database, cube: Arc<Cube>) -> Self {
        let data_version = cube.data_version();
        Self { database, data_version, cube: Some(cube), today: None, shared_names: OnceLock::new() }
    }

    /// The same as seen on a day: few sales of later days are orders or mistakes, and say nothing about the days between.
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

    /// Answers a question; products and stores are called by names that distinguish them.
    ///
    /// # Errors
    /// What the database says.
    pub fn answer(&self, question: &Question) -> Result<Answer, AnalysisError> {
        let answer = match &self.cube {
            Some(cube) => cube.answer(question),
            None => question.ask(self.database)?,
        };
        self.distinguished(answer, question)
    }

    /// Answers several questions, in one pass where there is a cube.
    ///
    /// # Errors
    /// What the database says.
    pub fn answers<const N: usize>(&self, questions: [Question; N]) -> Result<[Answer; N], AnalysisError> {
        let answers = match &self.cube {
            Some(cube) => cube.answer_all(&questions),
            None => questions.iter().map(|question| question.ask(self.database)).collect::<Result<_, _>>()?,
        };
        let answers = answers.into_iter().zip(&questions);
        let answers: Vec<Answer> = answers
            .map(|(answer, question)| self.distinguished(answer, question))
            .collect::<Result<_, _>>()?;
        let mut answers = answers.into_iter();
        // There is an answer for each question.
        Ok(questions.map(|_| answers.next().unwrap_or_default()))
    }

    /// The lines of sales that the figures of a question are made of, as [`Question::lines_sql`] gives them; products and
    /// stores are called by names that distinguish them.
    ///
    /// # Errors
    /// What the database says.
    pub fn lines(&self, question: &Question, limit: usize) -> Result<Rows, AnalysisError> {
        let mut rows = self.database.query(&question.lines_with_ids_sql(limit), &[])?;
        let shared = self.shared_names()?;
        let groupings = [Grouping::Product, Grouping::Store];
        let places = groupings.map(|grouping| rows.columns.iter().position(|name| name == grouping.name()));
        for row in &mut rows.rows {
            let ids: Vec<Value> = row.drain(row.len().saturating_sub(groupings.len())..).collect();
            for ((grouping, id), place) in groupings.into_iter().zip(ids).zip(places) {
                let name = id.as_integer().and_then(|id| shared.of_group(grouping, id));
                if let Some((name, cell)) = name.zip(place.and_then(|place| row.get_mut(place))) {
                    *cell = Value::from(name.distinct.as_str());
                }
            }
        }
        rows.columns.truncate(rows.columns.len().saturating_sub(groupings.len()));
        Ok(rows)
    }

    fn distinguished(&self, answer: Answer, question: &Question) -> Result<Answer, AnalysisError> {
        let groupings: Vec<Grouping> = question.groupings().collect();
        if !groupings.iter().any(|grouping| grouping.has_ids()) {
            return Ok(answer);
        }
        Ok(self.shared_names()?.distinguish(answer, &groupings))
    }

    /// The names that several products or stores have.
    pub(crate) fn shared_names(&self) -> Result<Arc<SharedNames>, AnalysisError> {
        let kept = self.cube().map_or(&self.shared_names, Cube::shared_names);
        if let Some(names) = kept.get() {
            return Ok(Arc::clone(names));
        }
        let names = Arc::new(SharedNames::of(self.database)?);
        Ok(Arc::clone(kept.get_or_init(|| names)))
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
