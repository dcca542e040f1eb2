//! Answers as tables to take away: CSV and workbooks.
//!
//! A [`Sheet`] knows what its cells are; [`csv`] and [`xlsx`] know how their programs want them written, and
//! [`Delivery`] which of them the request wants. What the columns hold, the routes say.

mod csv;
mod delivery;
mod xlsx;

use comptoir_calendar::{Date, Period, parse_iso};
use comptoir_sales::{Money, Quantity};
use comptoir_store::Value;
use comptoir_words::{Currency, Words};

pub(crate) use delivery::Delivery;

/// The most rows of a table to take away whose length the data decide; a workbook holds ten times as many, this memory
/// would not.
pub(crate) const ROW_LIMIT: usize = 100_000;

/// A table.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sheet {
    /// What it is called, in the reader's language.
    title: String,
    /// The days that it covers.
    period: Option<Period>,
    /// The days compared, in the reader's language.
    compared: Option<String>,
    /// The notes on its figures.
    remarks: Vec<String>,
    /// The description of the file, line by line: a name and its text.
    about: Vec<[String; 2]>,
    /// How many rows there are, where only the first of them are here.
    all: Option<usize>,
    /// What its amounts are in.
    currency: Currency,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
    /// The note below the rows: that there are more.
    note: Option<String>,
}

#[derive(Clone, Debug)]
struct Column {
    header: String,
    kind: Kind,
}

/// How the numbers of a column are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Text, days, numbers as they come.
    Plain,
    /// Whole numbers.
    Integer,
    /// Numbers with a fraction.
    Number,
    /// Amounts in the currency of the sheet.
    Money,
    /// Parts of a whole: 1 is 100 %.
    Share,
}

/// The kind of a cell.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    Empty,
    Text(String),
    Integer(i64),
    Number(f64),
    Day(Date),
}

impl Sheet {
    /// An empty table; its title is the message `sheet-TITLE`.
    pub(crate) fn new(title: &str, words: &Words) -> Self {
        Self { title: words.text(&format!("sheet-{title}")), currency: words.currency(), ..Self::default() }
    }

    /// The same about these days.
    pub(crate) fn during(self, period: Option<Period>) -> Self {
        Self { period, ..self }
    }

    /// The same, in which changes are of what this label says.
    pub(crate) fn compared(self, label: Option<String>) -> Self {
        Self { compared: label, ..self }
    }

    /// The same with what is to be said of its figures.
    pub(crate) fn noted(self, remarks: impl IntoIterator<Item = String>) -> Self {
        Self { remarks: remarks.into_iter().collect(), ..self }
    }

    /// The same, of which only the first rows are here, and of how many.
    pub(crate) fn first_of(self, all: usize) -> Self {
        Self { all: Some(all), ..self }
    }

    /// The same with what a reader wants to know of it later: what it holds, of which days, compared with what, of
    /// which names only, and when it was made.
    fn described(mut self, filters: &[(String, String)], made_at: &str, words: &Words) -> Self {
        let formats = words.formats();
        let period = self.period.map(|period| formats.period(period.first(), period.last()));
        let line = |name: &str, text: String| [words.text(&format!("about-{name}")), text];
        let mut about = vec![line("what", self.title.clone())];
        about.extend(period.map(|period| line("period", period)));
        about.extend(self.compared.clone().map(|compared| line("compared", compared)));
        about.extend(self.remarks.iter().map(|remark| line("remark", remark.clone())));
        let filters =
            filters.iter().map(|(grouping, name)| [words.text(&format!("column-{grouping}")), name.clone()]);
        about.extend(filters);
        about.extend(self.all.map(|all| {
            let counts = [("rows", self.rows.len().into()), ("all", all.into())];
            line("rows", words.say("about-first-rows", &counts))
        }));
        about.push(line("currency", self.currency.code().to_owned()));
        about.push(line("made-at", made_at.to_owned()));
        self.about = about;
        self
    }

    /// The same with these columns more; a header is the message `column-HEADER`.
    pub(crate) fn with<'a>(
        mut self,
        columns: impl IntoIterator<Item = (&'a str, Kind)>,
        words: &Words,
    ) -> Self {
        let column = |(header, kind)| Column { header: words.text(&format!("column-{header}")), kind };
        self.columns.extend(columns.into_iter().map(column));
        self
    }

    /// The same with one column more, that is called so.
    pub(crate) fn with_column(mut self, header: String, kind: Kind) -> Self {
        self.columns.push(Column { header, kind });
        self
    }

    /// One row more: a cell a column, of which the last may be left out.
    pub(crate) fn push(&mut self, mut row: Vec<Cell>) {
        row.resize(self.columns.len(), Cell::Empty);
        self.rows.push(row);
    }

    /// The same with the cells of a column written otherwise, where there is that column.
    pub(crate) fn rewritten(mut self, column: Option<usize>, write: impl Fn(Cell) -> Cell) -> Self {
        let cells = self.rows.iter_mut().filter_map(|row| row.get_mut(column?));
        for cell in cells {
            *cell = write(std::mem::replace(cell, Cell::Empty));
        }
        self
    }

    /// The first `limit` rows; the sheet says when there are more.
    pub(crate) fn up_to(mut self, limit: usize, words: &Words) -> Self {
        if self.rows.len() > limit {
            self.rows.truncate(limit);
            let count = words.formats().number(limit as f64, 0);
            self.note = Some(words.say("sheet-more", &[("count", count.into())]));
        }
        self
    }

    /// What its file is called: `comptoir-produits-2023-11-01_2023-11-30.csv`.
    fn file_name(&self, extension: &str) -> String {
        let title = comptoir_sales::fold(&self.title).replace(' ', "-");
        match self.period {
            Some(period) => format!("comptoir-{title}-{}_{}.{extension}", period.first(), period.last()),
            None => format!("comptoir-{title}.{extension}"),
        }
    }
}

impl Cell {
    /// A day where the text is one, else the text.
    pub(crate) fn text(text: &str) -> Self {
        parse_iso(text).map_or_else(|| Self::Text(text.to_owned()), Self::Day)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<usize> for Cell {
    fn from(number: usize) -> Self {
        // Counts of what lies in memory.
        Self::Integer(number as i64)
    }
}

impl From<f64> for Cell {
    fn from(number: f64) -> Self {
        if number.is_finite() { Self::Number(number) } else { Self::Empty }
    }
}

impl From<Money> for Cell {
    fn from(amount: Money) -> Self {
        Self::Number(amount.to_f64())
    }
}

impl From<Quantity> for Cell {
    fn from(quantity: Quantity) -> Self {
        Self::Number(quantity.to_f64())
    }
}

impl From<Date> for Cell {
    fn from(day: Date) -> Self {
        Self::Day(day)
    }
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(cell: Option<T>) -> Self {
        cell.map_or(Self::Empty, Into::into)
    }
}

impl From<&Value> for Cell {
    fn from(value: &Value) -> Self {
        use base64::{Engine, engine::general_purpose::STANDARD};
        match value {
            Value::Null => Self::Empty,
            Value::Integer(number) => Self::Integer(*number),
            // SQLite has infinite numbers.
            Value::Real(number) if !number.is_finite() => Self::Text(number.to_string()),
            Value::Real(number) => Self::Number(*number),
            Value::Text(text) => Self::text(text),
            Value::Blob(bytes) => Self::Text(STANDARD.encode(bytes)),
        }
    }
}

#[cfg(test)]
mod tests {
    use comptoir_calendar::Date;
    use comptoir_words::Lang;

    use super::*;

    /// Texts that programs might take for something else.
    pub(super) fn hostile() -> Sheet {
        let mut sheet = Sheet::default().with_column("Produit".into(), Kind::Plain);
        sheet = sheet.with_column("CA".into(), Kind::Money);
        let texts = [
            "=HYPERLINK(\"http://x\")",
            "<script>",
            "+1",
            "@x",
            "-2",
            "\tx",
            "un;deux\ntrois",
            "http://x",
            "dit \"bonjour\"",
        ];
        for text in texts {
            sheet.push(vec![text.into(), 1.5.into()]);
        }
        sheet
    }

    #[test]
    fn a_file_is_called_by_its_title_and_days() {
        let (first, last) = (Date::constant(2023, 11, 1), Date::constant(2023, 11, 30));
        let sheet = Sheet::new("product", &Words::new(Lang::French));
        assert_eq!(sheet.file_name("csv"), "comptoir-produits.csv");
        let sheet = sheet.during(Some(Period::between(first, last)));
        assert_eq!(sheet.file_name("xlsx"), "comptoir-produits-2023-11-01_2023-11-30.xlsx");
    }

    #[test]
    fn values_of_the_database_keep_their_types() {
        let cells = [
            Value::Null,
            Value::Integer(3),
            Value::Real(f64::INFINITY),
            Value::Text("2023-11-30".into()),
            Value::Text("2023-11-31".into()),
            Value::Blob(vec![1, 2]),
        ];
        assert_eq!(
            cells.each_ref().map(Cell::from),
            [
                Cell::Empty,
                Cell::Integer(3),
                Cell::Text("inf".into()),
                Cell::Day(Date::constant(2023, 11, 30)),
                Cell::Text("2023-11-31".into()),
                Cell::Text("AQI=".into()),
            ]
        );
    }
}
