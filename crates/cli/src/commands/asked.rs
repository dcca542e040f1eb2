//! Which sales a question of the command line is about.

use crate::{failure::Failure, flags, output::Output};
use comptoir_analysis::{AnalysisError, ComparedDays, Filter, Group, Grouping, Sales, StoreScope};
use comptoir_calendar::{Basis, Period};

/// The question of the flags, checked against the sales.
pub(super) struct Asked {
    /// All days that are asked about, also those that have not come.
    pub(super) period: Period,
    pub(super) filters: Vec<Filter>,
    scope: StoreScope,
}

impl Asked {
    /// Finds the days and the names that are asked about; an open end is the first or last day that has sales. The days
    /// may lie outside of the data.
    pub(super) fn of(flags: &flags::Asked, sales: &Sales<'_>, available: Period) -> Result<Self, Failure> {
        // An end left open beside sales that lie elsewhere must not turn the period upside down.
        let first = flags.from.unwrap_or_else(|| available.first().min(flags.to.unwrap_or(available.last())));
        let last = flags.to.unwrap_or_else(|| available.last().max(first));
        let period = Period::new(first, last).map_err(AnalysisError::from)?;
        let scope = if flags.same_stores { StoreScope::SameStores } else { StoreScope::AllStores };
        Ok(Self { period, filters: filters(&flags.names, sales)?, scope })
    }

    /// The days that they are compared with.
    pub(super) fn compared(&self, basis: Basis, sales: &Sales<'_>) -> Result<ComparedDays, Failure> {
        sales.known_days(self.period)?;
        Ok(ComparedDays::of(sales, (basis, self.period), &self.filters, self.scope)?)
    }
}

/// Only the sales of the products and places that are named.
pub(super) fn filters(names: &flags::Names, sales: &Sales<'_>) -> Result<Vec<Filter>, Failure> {
    let filters = names.all().map(|(grouping, names)| Filter::asked(sales, grouping, names));
    Ok(filters.collect::<Result<_, AnalysisError>>()?)
}

/// The name of a group for people.
pub(super) fn name(grouping: Grouping, group: Option<&Group>, is_rest: bool, output: &Output) -> String {
    let words = output.words();
    let name = group.and_then(|group| group.name.as_deref());
    match (name, grouping) {
        _ if is_rest => words.text("others"),
        (Some(name), Grouping::Week | Grouping::Quarter) => output.formats().label(name),
        (Some(name), Grouping::Weekday) => words.text(&format!("weekday-{name}")),
        (Some(name), _) => name.to_owned(),
        (None, Grouping::Region) => words.text("unknown-region"),
        (None, _) => words.text("unknown"),
    }
}

/// Rows as CSV: texts and plain numbers.
pub(super) fn csv(header: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let header = header.iter().map(|name| (*name).to_owned()).collect();
    for record in std::iter::once(header).chain(rows) {
        // Writing to memory cannot fail, and every record has as many values as there are columns.
        let _ = writer.write_record(record);
    }
    writer.into_inner().map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}
