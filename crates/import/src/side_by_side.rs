//! Figures of several stores side by side in one row: `Qté Lyon`, `CA Lyon`, `Qté Nice`, `CA Nice`. Each row is read as
//! one for each store.
//!
//! The words beside the figures are taken for stores when all of them are towns, or the shop and its site: families,
//! sellers, years and ways of paying stand side by side as well, and are asked about.

use std::str::FromStr;

use comptoir_sales::{Region, UnknownName, fold};

use crate::{
    ImportError,
    numbers::{Marks, NumberReader},
    record::{Cell, Record, Rows},
    totals,
    wording::{Money, Word, Wording},
};

/// What the columns of one figure side by side are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SideBySideKind {
    /// Each is of a store.
    Stores,
    /// Each is of a product, or of a family of products.
    Products,
    /// Each is a part of the takings: an hour, a way of paying, a rate of tax.
    Parts,
    /// Each is of a day.
    Days,
    /// Each is of a month, which counts on its last day.
    Months,
}

impl SideBySideKind {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Stores, Self::Products, Self::Parts, Self::Days, Self::Months];

    /// The name used with `--side-by-side`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Stores => "stores",
            Self::Products => "products",
            Self::Parts => "parts",
            Self::Days => "days",
            Self::Months => "months",
        }
    }

    /// The name of the column of the groups; parts have none.
    fn column(self) -> Option<&'static str> {
        match self {
            Self::Stores => Some("Magasin"),
            Self::Products => Some("Produit"),
            Self::Days | Self::Months => Some("Date"),
            Self::Parts => None,
        }
    }
}

impl FromStr for SideBySideKind {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        Self::ALL.into_iter().find(|kind| kind.name() == name).ok_or_else(|| name.into())
    }
}

/// How far a stated sum may be from the sum of its parts, which are rounded one by one: two cents, in ten-thousandths.
pub(crate) const ROUNDED: u64 = 200;

/// The places of a shop that sells in town and on its site.
const CHANNELS: [&str; 16] = [
    "boutique",
    "magasin",
    "web",
    "en ligne",
    "site",
    "site web",
    "site internet",
    "internet",
    "e commerce",
    "ecommerce",
    "marketplace",
    "online",
    "in store",
    "e shop",
    "eshop",
    "webshop",
];

/// Towns whose names are those of goods: wines, cheeses and waters side by side are no stores.
const GOODS_OF_TOWNS: [&str; 42] = [
    "badoit",
    "bandol",
    "barsac",
    "beaufort",
    "bordeaux",
    "bourgueil",
    "brie",
    "buzet",
    "cahors",
    "camembert",
    "cassis",
    "chablis",
    "chinon",
    "cognac",
    "evian",
    "gaillac",
    "gigondas",
    "livarot",
    "madiran",
    "margaux",
    "meursault",
    "morbier",
    "munster",
    "neufchatel",
    "pauillac",
    "pomerol",
    "pommard",
    "pouilly",
    "rasteau",
    "reblochon",
    "roquefort",
    "saint emilion",
    "saint marcellin",
    "saint nectaire",
    "sancerre",
    "saumur",
    "sauternes",
    "tavel",
    "vacqueyras",
    "vittel",
    "volnay",
    "vouvray",
];

/// Columns of several groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SideBySide {
    kind: SideBySideKind,
    /// The header of the file.
    raw: Vec<String>,
    /// The columns that are of all groups.
    shared: Vec<usize>,
    /// Each group with its columns, one of each figure.
    groups: Vec<(String, Vec<usize>)>,
    /// The name of the figures.
    figures: Vec<String>,
    /// The columns of the sums of all groups.
    totals: Vec<Total>,
    delimiter: char,
}

/// A column of the sum of all groups.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Total {
    /// The file, for messages.
    file: String,
    place: usize,
    /// Which of the figures it is the sum of.
    figure: usize,
    marks: Marks,
}

/// A header taken apart: the figure, and whose it is.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) figure: String,
    pub(crate) place: String,
}

impl SideBySide {
    /// Looks for figures of stores that are known by their headers alone.
    pub(crate) fn find(header: &[String], delimiter: char) -> Option<Self> {
        let parts: Vec<Option<Part>> = header.iter().map(|name| Part::of(name)).collect();
        let found = Self::of(header, &parts, SideBySideKind::Stores, delimiter)?;
        let has_revenue = found.figures.iter().any(|figure| is_revenue(Wording::of(figure)));
        (has_revenue && are_stores(found.groups.iter().map(|(store, _)| store.as_str()))).then_some(found)
    }

    /// Of columns whose headers are taken apart as figures and groups; `None` unless there are several groups, each with
    /// the same figures.
    pub(crate) fn of(
        header: &[String],
        parts: &[Option<Part>],
        kind: SideBySideKind,
        delimiter: char,
    ) -> Option<Self> {
        let mut figures: Vec<String> = Vec::new();
        let mut groups: Vec<(String, Vec<(usize, usize)>)> = Vec::new();
        for (at, part) in parts.iter().enumerate() {
            let Some(part) = part else { continue };
            let figure = figures.iter().position(|known| fold(known) == fold(&part.figure));
            let figure = figure.unwrap_or_else(|| {
                figures.push(part.figure.clone());
                figures.len() - 1
            });
            let is_same = |group: &str| match kind {
                SideBySideKind::Stores => fold(group) == fold(&part.place),
                _ => group == part.place,
            };
            match groups.iter_mut().find(|(group, _)| is_same(group)) {
                Some((_, columns)) => columns.push((figure, at)),
                None => groups.push((part.place.clone(), vec![(figure, at)])),
            }
        }
        let complete = |columns: &Vec<(usize, usize)>| {
            columns.len() == figures.len()
                && (0..figures.len()).all(|at| columns.iter().any(|(of, _)| *of == at))
        };
        if groups.len() < 2 || !groups.iter().all(|(_, columns)| complete(columns)) {
            return None;
        }
        let sorted = |mut columns: Vec<(usize, usize)>| {
            columns.sort_unstable();
            columns.into_iter().map(|(_, at)| at).collect()
        };
        let is_shared = |at: &usize| parts[*at].is_none() && !is_total_of(&header[*at], &figures);
        Some(Self {
            kind,
            raw: header.to_vec(),
            shared: (0..header.len()).filter(is_shared).collect(),
            groups: groups.into_iter().map(|(group, columns)| (group, sorted(columns))).collect(),
            figures,
            totals: vec![],
            delimiter,
        })
    }

    /// Holds the sum of the groups against a column that states it, in all rows of a file.
    pub(crate) fn with_total(mut self, place: usize, marks: Marks, file: &str) -> Self {
        self.shared.retain(|shared| *shared != place);
        self.totals.push(Total { file: file.to_owned(), place, figure: 0, marks });
        self
    }

    /// The same for the columns whose headers say that they are such sums; `sample` has rows that were made.
    pub(crate) fn hold_against_totals(&mut self, file: &str, sample: &[Record]) {
        let figure_of = |header: &str| {
            let words = fold(header);
            let named: Vec<&str> = words.split(' ').filter(|word| !is_word_of_sums(word)).collect();
            let is_sum = named.len() < words.split(' ').count();
            let figure =
                self.figures.iter().position(|figure| fold(figure).split(' ').eq(named.iter().copied()));
            figure.or((named.is_empty() && self.figures.len() == 1).then_some(0)).filter(|_| is_sum)
        };
        let is_read = |place: usize| {
            self.shared.contains(&place) || self.groups.iter().any(|(_, columns)| columns.contains(&place))
        };
        let first = self.shared.len() + usize::from(self.kind.column().is_some());
        let mut totals = Vec::new();
        for place in (0..self.raw.len()).filter(|place| !is_read(*place)) {
            let Some(figure) = figure_of(&self.raw[place]) else { continue };
            let mut marks = Marks::default();
            for row in sample {
                marks.learn(row.cell(first + figure));
            }
            totals.push(Total { file: file.to_owned(), place, figure, marks });
        }
        self.totals = totals;
    }

    /// Whether sums are known.
    pub(crate) fn has_totals(&self) -> bool {
        !self.totals.is_empty()
    }

    /// Leaves the sums aside that the user does not want used.
    pub(crate) fn ignore_totals(&mut self, is_ignored: &dyn Fn(&String) -> bool) {
        self.totals.retain(|total| !is_ignored(&self.raw[total.place]));
    }

    /// The header of the file.
    pub(crate) fn raw_header(&self) -> &[String] {
        &self.raw
    }

    /// The header of the rows that are made.
    pub(crate) fn header(&self) -> Vec<String> {
        let shared = self.shared.iter().map(|at| self.raw[*at].clone());
        let group = self.kind.column().map(str::to_owned);
        shared.chain(group).chain(self.figures.iter().cloned()).collect()
    }

    /// Reads rows of the file as such.
    pub(crate) fn rows(&self, rows: Box<dyn Rows>) -> Box<dyn Rows> {
        Box::new(Expanded { of: self.clone(), rows, raw: Record::default(), next: usize::MAX })
    }

    /// The row of one group; none where all its figures are nothing.
    fn row(&self, raw: &Record, (group, columns): &(String, Vec<usize>)) -> Option<Record> {
        let is_nothing = |at: &usize| {
            let text = raw.cell(*at).as_str();
            !text.contains(|sign: char| sign.is_ascii_digit() && sign != '0')
                && !text.contains(char::is_alphabetic)
        };
        (!columns.iter().all(is_nothing)).then(|| self.with(raw, group, columns))
    }

    fn with(&self, raw: &Record, group: &str, columns: &[usize]) -> Record {
        let mut record = Record::default();
        record.start(raw.line);
        (record.cut_off, record.mark, record.view) = (raw.cut_off, raw.mark, raw.view);
        let mut push = |at: usize| match raw.cell(at) {
            Cell::Number(digits) => record.push_number(digits),
            cell => record.push_text(cell.as_str()),
        };
        self.shared.iter().for_each(|at| push(*at));
        let figures: Vec<Cell<'_>> = columns.iter().map(|at| raw.cell(*at)).collect();
        if self.kind.column().is_some() {
            record.push_text(group);
        }
        for figure in figures {
            match figure {
                Cell::Number(digits) => record.push_number(digits),
                cell => record.push_text(cell.as_str()),
            }
        }
        record
    }

    /// Whether the groups of a row come to the sums that it states.
    fn check_totals(&self, raw: &Record) -> Result<(), ImportError> {
        self.totals.iter().try_for_each(|total| self.check_total(total, raw))
    }

    fn check_total(&self, total: &Total, raw: &Record) -> Result<(), ImportError> {
        let mut reader = NumberReader::new(&total.marks, false);
        let mut value = |place: usize| match raw.cell(place) {
            Cell::Empty => Some(0),
            cell => Some(reader.read(cell).ok()?.parts),
        };
        let Some(stated) = value(total.place).filter(|_| raw.cell(total.place) != Cell::Empty) else {
            return Ok(());
        };
        let parts = self.groups.iter().filter_map(|(_, columns)| columns.get(total.figure));
        // Invalid values are refused when they are read.
        let Some(sum) = parts.map(|place| value(*place)).sum::<Option<i64>>() else { return Ok(()) };
        if stated.abs_diff(sum) <= ROUNDED {
            return Ok(());
        }
        Err(ImportError::SideBySideTotal {
            source_name: total.file.clone(),
            line: raw.line,
            column: self.raw[total.place].clone(),
            value: raw.cell(total.place).as_str().to_owned(),
        })
    }

    /// A row without figures, such as a remark, as it stands.
    fn bare(&self, raw: &Record) -> Record {
        self.with(raw, "", &[])
    }
}

impl Part {
    /// A group whose header names it alone.
    pub(crate) fn plain(place: &str) -> Self {
        Self { figure: String::new(), place: place.to_owned() }
    }

    pub(crate) fn of(header: &str) -> Option<Self> {
        let words: Vec<&str> = header.split([' ', '\u{a0}', '\n']).filter(|word| !word.is_empty()).collect();
        let cuts = (1..words.len()).rev();
        let trimmed = |words: &[&str]| {
            let is_mark = |sign: char| {
                matches!(sign, '-' | '–' | '—' | ':' | '/' | '|' | '(' | ')' | '[' | ']' | '_' | ' ')
            };
            words.join(" ").trim_matches(is_mark).to_owned()
        };
        let is_figure = |text: &str| {
            let wording = Wording::of(text);
            wording.quantity() || is_revenue(wording)
        };
        let is_place = |text: &str| {
            text.chars().count() > 1
                && !fold(text).split(' ').any(is_word_of_sums)
                && (is_channel(text)
                    || is_hour(text)
                    || is_rate(text)
                    || !text.contains(|sign: char| sign.is_ascii_digit()) && Wording::of(text).is_unknown())
        };
        for cut in cuts {
            let (left, right) = (trimmed(&words[..cut]), trimmed(&words[cut..]));
            for (figure, place) in [(&left, &right), (&right, &left)] {
                if is_figure(figure) && is_place(place) {
                    return Some(Self { figure: figure.clone(), place: place.clone() });
                }
            }
        }
        None
    }
}

/// Whether all of these are stores: the places of a shop that sells in town and on its site, or towns.
pub(crate) fn are_stores<'a>(mut groups: impl Iterator<Item = &'a str> + Clone) -> bool {
    let is_store = |group: &str| is_channel(group) || Region::find(None, None, Some(group)).is_some();
    groups.clone().all(is_store) && !groups.all(|group| GOODS_OF_TOWNS.contains(&fold(group).as_str()))
}

fn is_channel(text: &str) -> bool {
    CHANNELS.contains(&fold(text).as_str())
}

/// Whether a text is a rate of tax: `5,5 %`.
fn is_rate(text: &str) -> bool {
    text.strip_suffix('%').is_some_and(|rate| rate.trim().replace(',', ".").parse::<f64>().is_ok())
}

/// Whether a header is the hour, or the hours, of its figures: `8h`, `09:00`, `10h-12h`.
pub(crate) fn is_hour(header: &str) -> bool {
    let of_hour = |text: &str| {
        let text = text.trim().to_lowercase();
        let (hour, rest) = text.split_at(text.bytes().take_while(u8::is_ascii_digit).count());
        let is_hour = hour.parse::<u8>().is_ok_and(|hour| hour <= 24);
        let minutes = rest.strip_prefix(['h', ':']);
        is_hour
            && minutes.is_some_and(|rest| rest.is_empty() || rest.len() == 2 && rest.parse::<u8>().is_ok())
    };
    header.split(['-', '–', '/']).all(of_hour)
}

/// The columns in which one figure of revenue stands side by side for several groups of which nothing is known; none
/// where it does not.
pub(crate) fn unknown_groups(header: &[String]) -> Vec<String> {
    let mut figures: Vec<(String, Vec<String>)> = Vec::new();
    for name in header {
        let words: Vec<&str> = name.split_whitespace().collect();
        let of_figure = (1..words.len()).rev().find_map(|cut| {
            let sides = [words[..cut].join(" "), words[cut..].join(" ")];
            let is_group = |text: &str| Wording::of(text).is_unknown() || is_channel(text);
            let [left, right] = &sides;
            if is_revenue(Wording::of(left)) && is_group(right) {
                Some(fold(left))
            } else if is_revenue(Wording::of(right)) && is_group(left) {
                Some(fold(right))
            } else {
                None
            }
        });
        let Some(figure) = of_figure else { continue };
        match figures.iter_mut().find(|(known, _)| *known == figure) {
            Some((_, columns)) => columns.push(name.clone()),
            None => figures.push((figure, vec![name.clone()])),
        }
    }
    figures.into_iter().map(|(_, columns)| columns).find(|columns| columns.len() > 1).unwrap_or_default()
}

fn is_revenue(wording: Wording) -> bool {
    matches!(wording.money(), Some(Money::Line { .. } | Money::BeforeTax))
}

fn is_word_of_sums(word: &str) -> bool {
    matches!(
        word,
        "total"
            | "totaux"
            | "totale"
            | "totales"
            | "totals"
            | "tous"
            | "toutes"
            | "ensemble"
            | "global"
            | "globale"
            | "globales"
            | "general"
    )
}

/// Whether a column is the sum of those of the stores: `Total CA`.
pub(crate) fn is_total_of(header: &str, figures: &[String]) -> bool {
    let words: Vec<String> = fold(header).split(' ').map(str::to_owned).collect();
    let rest = |word: &String| !is_word_of_sums(word);
    let named: Vec<&String> = words.iter().filter(|word| rest(word)).collect();
    let is_figure = |figure: &String| fold(figure).split(' ').eq(named.iter().map(|word| word.as_str()));
    named.len() < words.len() && (named.is_empty() || figures.iter().any(is_figure))
        || named.len() < words.len() && Wording::of(header).is_of(&[Word::Amount, Word::Quantity, Word::Sale])
}

/// Rows, each as often as it has groups.
struct Expanded {
    of: SideBySide,
    rows: Box<dyn Rows>,
    raw: Record,
    /// The next group of the row read last.
    next: usize,
}

impl Rows for Expanded {
    fn read(&mut self, record: &mut Record) -> Result<bool, ImportError> {
        loop {
            while let Some(group) = self.of.groups.get(self.next) {
                self.next += 1;
                if let Some(row) = self.of.row(&self.raw, group) {
                    *record = row;
                    return Ok(true);
                }
            }
            if !self.rows.read(&mut self.raw)? {
                return Ok(false);
            }
            if self.raw.texts().eq(self.of.raw.iter().map(String::as_str)) {
                record.start(self.raw.line);
                self.of.header().iter().for_each(|name| record.push_text(name));
                return Ok(true);
            }
            let has_figures = |(_, columns): &(String, Vec<usize>)| {
                columns.iter().any(|at| self.raw.cell(*at) != Cell::Empty)
            };
            // The totals of the groups are of all lines above them, not of one.
            let is_total = self.raw.texts().any(|text| totals::total_word(text).is_some());
            if is_total || !self.of.groups.iter().any(has_figures) {
                *record = self.of.bare(&self.raw);
                return Ok(true);
            }
            self.of.check_totals(&self.raw)?;
            self.next = 0;
        }
    }

    /// The row that was made, in the columns of the header that was made.
    fn original(&self, record: &Record) -> String {
        let delimiter = self.of.delimiter;
        let quoted = |text: &str| {
            if text.contains([delimiter, '"', '\n', '\r']) {
                format!("\"{}\"", text.replace('"', "\"\""))
            } else {
                text.to_owned()
            }
        };
        record.texts().map(quoted).collect::<Vec<_>>().join(&delimiter.to_string())
    }

    fn place(&self) -> u64 {
        self.rows.place()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(header: &[&str]) -> Option<Vec<String>> {
        let header: Vec<String> = header.iter().map(|name| (*name).to_owned()).collect();
        SideBySide::find(&header, ';').map(|found| found.header())
    }

    #[test]
    fn figures_of_towns_side_by_side_are_those_of_stores() {
        let expected = ["Date", "Article", "Magasin", "Qté", "CA"].map(str::to_owned);
        for header in [
            ["Date", "Article", "Qté Lyon", "CA Lyon", "Qté Nice", "CA Nice"],
            ["Date", "Article", "Lyon Qté", "Lyon CA", "Saint-Étienne Qté", "Saint-Étienne CA"],
            ["Date", "Article", "Qté - Lyon", "CA - Lyon", "Qté - Nice", "CA - Nice"],
            ["Date", "Article", "Qté (Lyon)", "CA (Lyon)", "Qté (Nice)", "CA (Nice)"],
        ] {
            assert_eq!(found(&header).as_deref(), Some(&expected[..]), "{header:?}");
        }
        let with_totals =
            ["Date", "Article", "Qté Lyon", "CA Lyon", "Qté Nice", "CA Nice", "Total Qté", "Total CA"];
        assert_eq!(found(&with_totals).as_deref(), Some(&expected[..]));
    }

    #[test]
    fn other_words_side_by_side_are_no_stores() {
        for header in [
            ["Date", "Article", "Qté N", "CA N", "Qté N-1", "CA N-1"],
            ["Date", "Article", "Qté 2024", "CA 2024", "Qté 2025", "CA 2025"],
            ["Date", "Article", "Qté midi", "CA midi", "Qté soir", "CA soir"],
            ["Date", "Caisse", "Qté CB", "CA CB", "Qté espèces", "CA espèces"],
            ["Date", "Caisse", "Qté pain", "CA pain", "Qté miel", "CA miel"],
            ["Date", "Article", "Qté Lyon", "CA Lyon", "Qté", "CA"],
            ["Date", "Article", "Qté Lyon", "CA Lyon", "Qté Nice", "CA web"],
        ] {
            assert_eq!(found(&header), None, "{header:?}");
        }
    }

    #[test]
    fn a_shop_and_its_site_are_stores_and_unknown_groups_are_named() {
        let expected = ["Date", "Article", "Magasin", "Qté", "CA"].map(str::to_owned);
        for header in [
            ["Date", "Article", "Qté boutique", "CA boutique", "Qté web", "CA web"],
            ["Date", "Article", "Qté Lyon", "CA Lyon", "Qté en ligne", "CA en ligne"],
        ] {
            assert_eq!(found(&header).as_deref(), Some(&expected[..]), "{header:?}");
        }
        let groups = |header: &[&str]| {
            unknown_groups(&header.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(groups(&["Date", "Qté midi", "CA midi", "Qté soir", "CA soir"]), ["CA midi", "CA soir"]);
        assert_eq!(groups(&["Date", "CA 2024", "CA 2025"]), ["CA 2024", "CA 2025"]);
        assert_eq!(groups(&["Date", "Article", "CA HT", "CA TTC"]), Vec::<String>::new());
    }
}
