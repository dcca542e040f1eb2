//! A file beside what is kept: what has changed since in the shop's exports.

use std::collections::HashMap;

use comptoir_sales::{ImportOutcome, Reject, SalesBook, Table};

use super::Prepared;
use crate::{
    AmountFrom, DecimalMark, Field, FirstOf, ImportError, MoneyQuestion, Options, amounts::Question,
    record::Record, wording::Word,
};

/// How many lines must be kept, and stand in the file, before their averages are compared.
const ENOUGH_LINES: u64 = 10;

/// The scales that are mistaken for each other, as powers of ten: cents and thousands; and how near to one the ratio must be.
const SCALES: [f64; 2] = [2.0, 3.0];
const NEAR: f64 = 0.15;

impl Prepared {
    /// Where another sign stands before the decimals than before, the order of dates may have changed with it.
    pub(super) fn forget_dates_of_another_language(&mut self) {
        let reads = |(field, before): (&Field, &DecimalMark)| {
            let now = self.inference.number_reader(*field, &self.overrides).mark();
            now.is_some_and(|now| now != *before)
        };
        if self.overrides.decimals_before.iter().any(reads) {
            let of_format = self.columns.preset.and_then(|preset| preset.date_order);
            self.overrides.date_order_before = of_format;
        }
    }

    /// Whether the amounts are before tax while all that are kept are with it, or the other way round.
    pub(super) fn question_of_tax(&self) -> Option<Question> {
        let is_kept = |from: AmountFrom| self.amounts_before.iter().any(|before| before == from.name());
        let is_free = |field: Field| self.columns.place(field).filter(|_| !self.columns.is_pinned(field));
        let is_untaxed = is_kept(AmountFrom::Net) || is_kept(AmountFrom::Ledger);
        match self.basis?.from {
            AmountFrom::Net if is_kept(AmountFrom::Amount) && !is_untaxed => {
                let place = is_free(Field::Net)?;
                Some(Question::beside_others(MoneyQuestion::BesideTaxed, Field::Net, place))
            }
            AmountFrom::Amount if is_untaxed && !is_kept(AmountFrom::Amount) => {
                let place = is_free(Field::Amount)?;
                let is_taxed = self.columns.wordings[place].has(Word::WithTax)
                    || self.columns.place(Field::Tax).is_some();
                is_taxed.then(|| Question::beside_others(MoneyQuestion::BesideUntaxed, Field::Amount, place))
            }
            _ => None,
        }
    }

    /// Asks about amounts that are on average a hundred or a thousand times those that are kept of the same till, or as small a
    /// part of them: cents may have become euros, or the other way round. Once: a column that the user has named is right.
    pub(super) fn ask_about_scale(&self, options: &Options) -> Result<(), ImportError> {
        let named = self.remembered.named().into_iter().chain(options.map.iter().cloned());
        let is_said = named.into_iter().any(|(field, _)| matches!(field, Field::Amount | Field::Net));
        match self.question_of_scale().filter(|_| !is_said) {
            Some(question) => Err(question.error(&self.sheet.name, &self.sheet.layout.header)),
            None => Ok(()),
        }
    }

    fn question_of_scale(&self) -> Option<Question> {
        let (usual, lines) = self.usual_amount?;
        let field = match self.basis?.from {
            AmountFrom::Amount => Field::Amount,
            AmountFrom::Net => Field::Net,
            _ => return None,
        };
        let place = self.columns.place(field)?;
        let mut figures = self.figures();
        let amounts = self.sheet.sample.iter().filter_map(|record| figures.of(record).amount);
        let (sum, count) =
            amounts.fold((0.0, 0), |(sum, count), amount| (sum + amount as f64 / 1e4, count + 1));

        if lines < ENOUGH_LINES || count < ENOUGH_LINES || usual <= 0.0 || sum <= 0.0 {
            return None;
        }
        let times = (sum / count as f64 / usual).log10().abs();
        let is_near = SCALES.iter().any(|scale| (times - scale).abs() < NEAR);
        is_near.then(|| Question::beside_others(MoneyQuestion::BesideOtherScale, field, place))
    }

    /// Sales that are kept, by their ids, which the file sets aside.
    pub(super) fn called_off(
        &self,
        (ids, keys): &(Vec<i64>, Vec<String>),
        source: &str,
        book: &dyn SalesBook,
    ) -> Result<FirstOf<String>, ImportError> {
        let kept = book.kept_among(ids, keys)?;
        let kept = kept.iter().map(|key| own_key(key, source)).collect();
        Ok(self.that_stand_once(kept)?.into_iter().collect())
    }

    /// Those of some ids that one line of the file has: on two, the other line is the sale.
    fn that_stand_once(&self, ids: Vec<String>) -> Result<Vec<String>, ImportError> {
        let Some(place) = self.columns.place(Field::Id).filter(|_| !ids.is_empty()) else { return Ok(ids) };
        let mut lines: HashMap<String, u64> = ids.iter().map(|id| (id.clone(), 0)).collect();
        let (mut data, mut record) = (self.sheet.data()?, Record::default());
        while data.read(&mut record)? {
            let text = record.cell(place).as_str();
            let number = text.parse::<i64>().map(|number| number.to_string());
            if let Some(count) = lines.get_mut(number.as_deref().unwrap_or(text)) {
                *count += 1;
            } else if let Some(count) = lines.get_mut(text) {
                *count += 1;
            }
        }
        Ok(ids.into_iter().filter(|id| lines.get(id).is_none_or(|count| *count < 2)).collect())
    }

    /// The lines that the store refused, with what stands in the file.
    pub(super) fn clashes(&self, poured: &ImportOutcome, source: &str) -> Result<Vec<Reject>, ImportError> {
        if poured.clashes.is_empty() {
            return Ok(vec![]);
        }
        let fields = self.key_fields();
        let places: Vec<usize> = fields.iter().filter_map(|field| self.columns.place(*field)).collect();
        let column = places.first().and_then(|place| self.sheet.layout.header.get(*place)).cloned();
        let keys: HashMap<u64, String> =
            poured.clashes.iter().map(|clash| (clash.line, own_key(&clash.key, source))).collect();
        let mut first_lines: HashMap<&str, u64> = keys.values().map(|key| (key.as_str(), 0)).collect();
        let (mut data, mut clashes) = (self.sheet.data()?, Vec::new());
        let mut record = Record::default();
        while data.read(&mut record)? {
            let words: Vec<&str> = places.iter().filter_map(|place| record.cell(*place).filled()).collect();
            let value = words.join(", ");
            let first = match first_lines.get_mut(value.as_str()) {
                Some(first) => {
                    *first = if *first == 0 { record.line } else { *first };
                    *first
                }
                None => 0,
            };
            if let Some(key) = keys.get(&record.line) {
                let reject = Reject {
                    line: record.line,
                    column: column.clone(),
                    value: Some(if value.is_empty() { key.clone() } else { value }),
                    code: "twice",
                    facts: vec![("first", first.to_string())],
                    original: data.original(&record),
                };
                clashes.push(reject);
            }
        }
        Ok(clashes)
    }

    /// The columns that make the key of a row: its id; of a store without one its name and city, or its city and address.
    fn key_fields(&self) -> &'static [Field] {
        let has = |field| self.columns.place(field).is_some();
        match (has(Field::Id), self.columns.table, has(Field::Name)) {
            (true, ..) => &[Field::Id],
            (false, Table::Stores, true) => &[Field::Name, Field::City],
            (false, Table::Stores, false) => &[Field::City, Field::Address],
            _ => &[Field::Name],
        }
    }
}

/// A key as it stands in the file, without its source.
fn own_key(key: &str, source: &str) -> String {
    key.strip_prefix(source).and_then(|key| key.strip_prefix('/')).unwrap_or(key).to_owned()
}
