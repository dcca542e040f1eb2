//! What the words, numbers and sums of a file say of its lines, and what a workbook hides of them.

use comptoir_sales::Table;

use super::Prepared;
use crate::{
    AsideKind, Field, ImportError, Options,
    columns::Columns,
    hidden_columns,
    judge::{Judge, WordEvidence},
    record::Record,
    sheet::SAMPLE_ROWS,
    suspicions::Suspicions,
};

/// How often a file is looked through for lines that repeat the money of others.
const SUSPICIONS: u32 = 3;

impl Prepared {
    /// Weighs what the words of the file say of its lines: by the first rows, or by all where these have such words.
    pub(super) fn weigh(&mut self, options: &Options) -> Result<(), ImportError> {
        if self.columns.table != Table::Sales {
            return Ok(());
        }
        let header = &self.sheet.layout.header;
        let answers: Vec<_> =
            self.remembered.words().into_iter().chain(options.words.iter().cloned()).collect();
        let judge = Judge::new(&self.columns, header, &self.sheet.sample, &answers);
        let mut judge = judge.below(&self.sheet.layout.title_texts);
        let mut evidence = WordEvidence::with_repeats(&self.columns);
        self.weighed_all = self.weigh_rows(&mut judge, &mut evidence)?;
        // What is answered for may hide other sums.
        for _ in 0..SUSPICIONS {
            let suspects = evidence.suspects(&judge);
            if suspects.is_empty() {
                break;
            }
            judge = judge.with_suspects(suspects);
            evidence = WordEvidence::with_repeats(&self.columns);
            self.weighed_all = self.weigh_rows(&mut judge, &mut evidence)?;
        }
        self.line_questions = evidence.conclude(&mut judge, header);
        let out_of_order = judge.state_out_of_order(&self.sheet.sample);
        self.state_out_of_order =
            out_of_order.map(|(place, line)| (header.get(place).cloned().unwrap_or_default(), line));
        self.judge = judge;
        Ok(())
    }

    /// Takes in the first rows, or all of them where these have words that the rest may contradict; whether it were all.
    pub(super) fn weigh_rows(
        &self,
        judge: &mut Judge,
        evidence: &mut WordEvidence,
    ) -> Result<bool, ImportError> {
        let mut figures = self.figures();
        let store = self.columns.place(Field::Store).or(self.columns.place(Field::City));
        let (mut data, mut record, mut rows) = (self.sheet.data()?, Record::default(), 0);
        loop {
            let is_row = data.read(&mut record)?;
            for (row, _) in data.take_outside().iter().filter(|(_, kind)| *kind == AsideKind::Total) {
                let day = judge.date().map(|place| row.cell(place).as_str()).unwrap_or_default();
                evidence.weigh_total(day, &figures.all(row));
            }
            if !is_row {
                return Ok(true);
            }
            let shop = store.map(|place| record.cell(place).as_str()).unwrap_or_default();
            let learned = evidence.learn(judge, &record, figures.of(&record), shop);
            learned.map_err(|full| full.error(&self.sheet.name))?;
            rows += 1;
            if rows == SAMPLE_ROWS && !self.weigh_all && !evidence.is_worth_the_whole(judge) {
                return Ok(false);
            }
        }
    }

    /// Watches the lines of a file of sales, where not all of them were weighed.
    pub(super) fn suspicions(&self) -> Option<Suspicions> {
        let is_of_goods = self.columns.table == Table::Sales && self.columns.place(Field::Account).is_none();
        (is_of_goods && !self.weighed_all).then(|| Suspicions::of(&self.columns, self.judge.product()))
    }

    pub(super) fn ask_about_hidden_columns(&self) -> Result<(), ImportError> {
        let (name, header) = (self.name(), self.sheet.layout.header.as_slice());
        let rows = (header, self.sheet.sample.as_slice());
        hidden_columns::check(&self.columns, self.hidden_columns(), rows, name)
    }

    /// The places of columns that are hidden, where the rows are read as they stand.
    pub(super) fn hidden_columns(&self) -> &[usize] {
        let are_as_they_stand = self.sheet.layout.raw_header() == Some(self.sheet.layout.header.as_slice());
        if are_as_they_stand { &self.sheet.input.parts.hidden_columns } else { &[] }
    }

    /// The headers of hidden columns that are used, or that stand side by side with others.
    pub(super) fn hidden_names(&self, columns: &Columns) -> Vec<String> {
        let hidden = &self.sheet.input.parts.hidden_columns;
        let header = match self.sheet.layout.raw_header() {
            Some(raw) if self.hidden_columns().is_empty() => raw,
            _ => &self.sheet.layout.header,
        };
        let is_used = |place: &&usize| {
            self.hidden_columns().is_empty() || columns.roles().iter().any(|(_, used)| used == *place)
        };
        let named = hidden.iter().filter(is_used).filter_map(|place| header.get(*place));
        named.filter(|name| !name.is_empty()).cloned().collect()
    }
}
