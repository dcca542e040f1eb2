//! How a file was read, for the next one with its columns.

use std::collections::BTreeMap;

use comptoir_sales::{Moving, Table};

use super::Prepared;
use crate::{Options, mapping::Mapping};

impl Prepared {
    /// The mapping to remember.
    pub(super) fn mapping(&self, options: &Options) -> Mapping {
        let header = |place: usize| self.sheet.layout.header.get(place).cloned().unwrap_or_default();
        let roles = self.columns.roles();
        let columns = roles.iter().map(|(field, place)| (field.name().to_owned(), header(*place)));
        let mut named: BTreeMap<_, _> = self.remembered.named.clone();
        named.extend(options.map.iter().map(|(field, header)| (field.name().to_owned(), header.clone())));
        let decimals =
            self.decimal_marks().map(|(field, mark)| (field.name().to_owned(), mark.name().to_owned()));
        let mut ignored = self.remembered.ignored.clone();
        ignored.retain(|header| !options.map.iter().any(|(_, named)| named == header));
        ignored.extend(
            options.ignore.iter().filter(|header| !self.remembered.ignored.contains(header)).cloned(),
        );
        Mapping {
            header: self.sheet.layout.header.clone(),
            delimiter: self.sheet.input.delimiter(),
            named,
            ignored,
            columns: columns.collect(),
            date_order: self
                .inference
                .date_reader(&self.overrides)
                .order()
                .map(|order| order.name().to_owned()),
            decimals: decimals.collect(),
            words: self
                .remembered
                .words
                .clone()
                .into_iter()
                .chain(options.words.iter().map(|(word, meaning)| (word.clone(), meaning.name().to_owned())))
                .collect(),
            dates_once: options.dates_once || self.remembered.dates_once,
            side_by_side: options
                .side_by_side
                .map(|kind| kind.name().to_owned())
                .or_else(|| self.remembered.side_by_side.clone()),
            same_till: self.is_same_till(options),
            stores_stay: self.remembered.stores_stay
                || self.columns.table == Table::Sales && options.moving == Some(Moving::Past),
            knows_twins: self.remembered.knows_twins || options.same_till,
            amount: self.basis.map(|basis| (basis.from.name().to_owned(), basis.relation.name().to_owned())),
            time_zone: Some(self.overrides.day_rule.name()),
        }
    }
}
