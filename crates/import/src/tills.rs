//! Files of one command that may be of one till or of two.

use std::collections::{BTreeSet, HashMap};

use comptoir_calendar::Date;
use comptoir_sales::{SalesBook, Table};

use crate::{Field, ImportError, Options, Prepared, record::Record};

impl Prepared {
    /// Asks about files of the same columns, without ids and without a till named, that have sales of the same store and
    /// day: another till's, or an export that comes again. Files that were imported before have been answered for.
    ///
    /// # Errors
    /// The question.
    pub fn ask_about_tills(
        files: &[Self],
        options: &Options,
        book: &dyn SalesBook,
    ) -> Result<(), ImportError> {
        if options.source.is_some() || options.same_till {
            return Ok(());
        }
        let mut by_source: HashMap<String, Vec<&Self>> = HashMap::new();
        let is_open = |file: &&Self| file.is_known_by_content() && !file.is_same_till(options);
        for file in files.iter().filter(is_open) {
            by_source.entry(file.source(options)).or_default().push(file);
        }
        for alike in by_source.into_values().filter(|alike| alike.len() > 1) {
            ask_about(&alike, book)?;
        }
        Ok(())
    }

    fn is_known_by_content(&self) -> bool {
        self.table() == Table::Sales && self.columns.place(Field::Id).is_none() && !self.sheet.is_mended
    }

    /// The stores and days of its lines.
    fn store_days(&self) -> Result<StoreDays, ImportError> {
        let Some(date) = self.columns.place(Field::Date) else { return Ok(BTreeSet::new()) };
        let stores = [Field::Store, Field::City].into_iter().filter_map(|field| self.columns.place(field));
        let stores: Vec<usize> = stores.collect();
        let mut reader = self.inference.date_reader(&self.overrides);
        let (mut rows, mut record, mut found) = (self.sheet.data()?, Record::default(), BTreeSet::new());
        let mut last = (String::new(), String::new());
        while rows.read(&mut record)? {
            rows.take_outside();
            let store =
                stores.iter().map(|place| record.cell(*place).as_str()).collect::<Vec<_>>().join("\u{1f}");
            let cell = record.cell(date);
            if (cell.as_str(), store.as_str()) == (last.0.as_str(), last.1.as_str()) {
                continue;
            }
            last = (cell.as_str().to_owned(), store.clone());
            if let Ok(moment) = reader.read(cell) {
                found.insert((moment.day, store));
            }
        }
        Ok(found)
    }
}

/// The days of a file's lines, each with its store.
type StoreDays = BTreeSet<(Date, String)>;

fn ask_about(files: &[&Prepared], book: &dyn SalesBook) -> Result<(), ImportError> {
    let mut before: Vec<(&Prepared, StoreDays, bool)> = Vec::new();
    for file in files {
        // The same bytes are the same file.
        if before.iter().any(|(other, ..)| other.sheet.sha256 == file.sheet.sha256) {
            continue;
        }
        let (days, was_imported) = (file.store_days()?, book.source_of(&file.sheet.sha256)?.is_some());
        for (other, other_days, other_was_imported) in &before {
            let shared = days.intersection(other_days).next();
            if let Some((day, _)) = shared.filter(|_| !(was_imported && *other_was_imported)) {
                return Err(ImportError::SharedDays {
                    source_name: file.name().to_owned(),
                    other_name: other.name().to_owned(),
                    day: day.to_string(),
                });
            }
        }
        before.push((file, days, was_imported));
    }
    Ok(())
}
