//! What questions share: the period and the filters of a query string, and the reader's language.

use axum::{
    extract::{FromRequestParts, Query},
    http::{HeaderMap, Uri, header, request::Parts},
};
use comptoir_analysis::{
    AnalysisError, ComparedDays, Filter, Grouping, Measure, Question, Sales, StoreScope,
};
use comptoir_calendar::{Basis, Date, Period, parse_iso};
use comptoir_words::Lang;

use crate::problem::Problem;

/// The groupings that may filter.
pub(crate) const FILTERS: [Grouping; 5] =
    [Grouping::Product, Grouping::Category, Grouping::Store, Grouping::City, Grouping::Region];

/// The parameters of a reading question.
#[derive(Clone, Debug)]
pub(crate) struct Params {
    pairs: Vec<(String, String)>,
    first: Option<Date>,
    last: Option<Date>,
    pub(crate) filters: Vec<Filter>,
}

impl<S: Send + Sync> FromRequestParts<S> for Params {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let query = || Problem::input("query", parts.uri.query().unwrap_or_default());
        let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri).map_err(|_| query())?;
        let day = |name: &str| match last_of(&pairs, name) {
            None => Ok(None),
            Some(text) => parse_iso(text).map(Some).ok_or_else(|| Problem::input(name, text)),
        };
        let filters = FILTERS.into_iter().filter_map(|grouping| {
            let of_grouping = pairs.iter().filter(|(name, _)| name == grouping.name());
            let names: Vec<String> = of_grouping.map(|(_, value)| value.clone()).collect();
            (!names.is_empty()).then(|| Filter::named(grouping, names))
        });
        Ok(Self { first: day("from")?, last: day("to")?, filters: filters.collect(), pairs })
    }
}

impl Params {
    /// The same with names as the sales have them, as on the command line: without regard to case or accents, and a
    /// name that nothing has is refused with those that are like it. Where nothing is sold yet there are no names to
    /// know.
    pub(crate) fn known(self, sales: &Sales<'_>) -> Result<Self, Problem> {
        if self.filters.is_empty() || sales.available()?.is_none() {
            return Ok(self);
        }
        let known = |filter: &Filter| Filter::asked(sales, filter.grouping, &filter.names);
        let filters = self.filters.iter().map(known).collect::<Result<_, _>>()?;
        Ok(Self { filters, ..self })
    }

    /// The value of a parameter of this name, the last where it is repeated.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        last_of(&self.pairs, name)
    }

    /// A whole number.
    pub(crate) fn number(&self, name: &str) -> Result<Option<usize>, Problem> {
        let Some(text) = self.get(name) else { return Ok(None) };
        text.parse().map(Some).map_err(|_| Problem::input(name, text))
    }

    /// How many there are to be: one at least.
    pub(crate) fn count(&self, name: &str) -> Result<Option<usize>, Problem> {
        match self.number(name)? {
            Some(0) => Err(Problem::input(name, "0")),
            count => Ok(count),
        }
    }

    /// The days asked for: an open end is the first or last day with sales. `None` when there are no sales and the
    /// request leaves an end open. They may lie outside of the data.
    pub(crate) fn period(&self, available: Option<Period>) -> Result<Option<Period>, Problem> {
        let first = self.first.or_else(|| available.map(Period::first));
        let last = self.last.or_else(|| available.map(Period::last));
        let (Some(first), Some(last)) = (first, last) else { return Ok(None) };
        // An end left open by a request outside of the data must not turn the period upside down.
        let (first, last) = match (self.first, self.last) {
            (None, Some(last)) => (first.min(last), last),
            (Some(first), None) => (first, last.max(first)),
            _ => (first, last),
        };
        let period = Period::new(first, last).map_err(AnalysisError::from)?;
        Ok(Some(period))
    }

    /// The basis of comparison of the days asked about, where the request names a basis, or there is a default.
    pub(crate) fn comparison(
        &self,
        sales: &Sales<'_>,
        default: Option<Basis>,
    ) -> Result<Option<ComparedDays>, Problem> {
        let scope = self.scope()?;
        let named = self.get("compare").map(str::parse::<Basis>).transpose().map_err(AnalysisError::from)?;
        let Some((basis, available)) = named.or(default).zip(sales.available()?) else { return Ok(None) };
        let Some(period) = self.period(Some(available))? else { return Ok(None) };
        sales.known_days(period)?;
        Ok(Some(ComparedDays::of(sales, (basis, period), &self.filters, scope)?))
    }

    /// Which stores are compared.
    fn scope(&self) -> Result<StoreScope, Problem> {
        match self.get("same_stores") {
            None | Some("false") => Ok(StoreScope::AllStores),
            Some("true") => Ok(StoreScope::SameStores),
            Some(other) => Err(Problem::input("same_stores", other)),
        }
    }

    /// The days asked for that are known: of a month that is not over those that have come, none before the first sale.
    /// `None` when nothing is sold yet.
    ///
    /// # Errors
    /// [`AnalysisError::NoSalesInPeriod`] when nothing is known of any of them.
    pub(crate) fn known_period(&self, sales: &Sales<'_>) -> Result<Option<Period>, Problem> {
        let available = sales.available()?;
        let period = self.period(available)?.filter(|_| available.is_some());
        Ok(period.map(|period| sales.known_days(period)).transpose()?)
    }

    /// The question about the known days and these filters; `None` when nothing is sold yet.
    pub(crate) fn question(
        &self,
        sales: &Sales<'_>,
        grouping: Option<Grouping>,
    ) -> Result<Option<(Question, Period)>, Problem> {
        let Some(period) = self.known_period(sales)? else { return Ok(None) };
        let question = Question {
            measures: vec![Measure::Quantity],
            grouping,
            filters: self.filters.clone(),
            ..Question::default().during(period)
        };
        Ok(Some((question, period)))
    }
}

fn last_of<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs.iter().rev().find(|(given, _)| given == name).map(|(_, value)| value.as_str())
}

/// The language of `?lang=`, else the one the browser prefers.
pub(crate) fn language(uri: &Uri, headers: &HeaderMap) -> Lang {
    let asked = Query::<Vec<(String, String)>>::try_from_uri(uri).ok();
    let asked = asked.and_then(|Query(pairs)| last_of(&pairs, "lang")?.parse().ok());
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    asked.unwrap_or_else(|| accepted.map(Lang::accepted).unwrap_or_default())
}

/// The reader's language, for handlers that answer in words.
pub(crate) struct Reader(pub(crate) Lang);

impl<S: Send + Sync> FromRequestParts<S> for Reader {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(language(&parts.uri, &parts.headers)))
    }
}
