//! Figures of several stores side by side in one row: `Qté Lyon`, `CA Lyon`, `Qté Nice`, `CA Nice`. Each row is read as
//! one for each store.
//!
//! The words beside the figures are taken for stores when all of them are towns, or the shop and its site: families,
//! sellers, years and ways of paying stand side by side as well, and are asked about.

use comptoir_sales::{Region, fold};

use crate::{
    ImportError,
    record::{Cell, Record, Rows},
    totals,
    wording::{Money, Word, Wording},
};

/// The name of the column of the stores.
const STORE: &str = "Magasin";

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

/// Columns of several stores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SideBySide {
    /// The header of the file.
    raw: Vec<String>,
    /// The columns that are of all stores.
    shared: Vec<usize>,
    /// Each store with its columns, one of each figure.
    stores: Vec<(String, Vec<usize>)>,
    /// The name of the figures.
    figures: Vec<String>,
    delimiter: char,
}

/// A header taken apart: the figure, and whose it is.
struct Part {
    figure: String,
    place: String,
}

impl SideBySide {
    /// Looks for such columns in a header.
    pub(crate) fn find(header: &[String], delimiter: char) -> Option<Self> {
        let parts: Vec<Option<Part>> = header.iter().map(|name| Part::of(name)).collect();
        let mut figures: Vec<String> = Vec::new();
        let mut stores: Vec<(String, Vec<(usize, usize)>)> = Vec::new();
        for (at, part) in parts.iter().enumerate() {
            let Some(part) = part else { continue };
            let figure = figures.iter().position(|known| fold(known) == fold(&part.figure));
            let figure = figure.unwrap_or_else(|| {
                figures.push(part.figure.clone());
                figures.len() - 1
            });
            match stores.iter_mut().find(|(store, _)| fold(store) == fold(&part.place)) {
                Some((_, columns)) => columns.push((figure, at)),
                None => stores.push((part.place.clone(), vec![(figure, at)])),
            }
        }
        let is_store = |store: &str| is_channel(store) || Region::find(None, None, Some(store)).is_some();
        let are_stores = stores.iter().all(|(store, _)| is_store(store));
        let complete = |columns: &Vec<(usize, usize)>| {
            columns.len() == figures.len()
                && (0..figures.len()).all(|at| columns.iter().any(|(of, _)| *of == at))
        };
        let has_revenue = figures.iter().any(|figure| is_revenue(Wording::of(figure)));
        if stores.len() < 2
            || !are_stores
            || !has_revenue
            || !stores.iter().all(|(_, columns)| complete(columns))
        {
            return None;
        }
        let sorted = |mut columns: Vec<(usize, usize)>| {
            columns.sort_unstable();
            columns.into_iter().map(|(_, at)| at).collect()
        };
        let is_shared = |at: &usize| parts[*at].is_none() && !is_total_of(&header[*at], &figures);
        Some(Self {
            raw: header.to_vec(),
            shared: (0..header.len()).filter(is_shared).collect(),
            stores: stores.into_iter().map(|(store, columns)| (store, sorted(columns))).collect(),
            figures,
            delimiter,
        })
    }

    /// The header of the rows that are made.
    pub(crate) fn header(&self) -> Vec<String> {
        let shared = self.shared.iter().map(|at| self.raw[*at].clone());
        shared.chain([STORE.to_owned()]).chain(self.figures.iter().cloned()).collect()
    }

    /// Reads rows of the file as such.
    pub(crate) fn rows(&self, rows: Box<dyn Rows>) -> Box<dyn Rows> {
        Box::new(Expanded { of: self.clone(), rows, raw: Record::default(), next: usize::MAX })
    }

    /// The row of one store; none where all its figures are nothing.
    fn row(&self, raw: &Record, (store, columns): &(String, Vec<usize>)) -> Option<Record> {
        let is_nothing = |at: &usize| {
            let text = raw.cell(*at).as_str();
            !text.contains(|sign: char| sign.is_ascii_digit() && sign != '0')
                && !text.contains(char::is_alphabetic)
        };
        (!columns.iter().all(is_nothing)).then(|| self.with(raw, store, columns))
    }

    fn with(&self, raw: &Record, store: &str, columns: &[usize]) -> Record {
        let mut record = Record::default();
        record.start(raw.line);
        (record.cut_off, record.mark) = (raw.cut_off, raw.mark);
        let mut push = |at: usize| match raw.cell(at) {
            Cell::Number(digits) => record.push_number(digits),
            cell => record.push_text(cell.as_str()),
        };
        self.shared.iter().for_each(|at| push(*at));
        let figures: Vec<Cell<'_>> = columns.iter().map(|at| raw.cell(*at)).collect();
        record.push_text(store);
        for figure in figures {
            match figure {
                Cell::Number(digits) => record.push_number(digits),
                cell => record.push_text(cell.as_str()),
            }
        }
        record
    }

    /// A row without figures, such as a remark, as it stands.
    fn bare(&self, raw: &Record) -> Record {
        self.with(raw, "", &[])
    }
}

impl Part {
    fn of(header: &str) -> Option<Self> {
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
                && (is_channel(text)
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

fn is_channel(text: &str) -> bool {
    CHANNELS.contains(&fold(text).as_str())
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
            match () {
                () if is_revenue(Wording::of(left)) && is_group(right) => Some(fold(left)),
                () if is_revenue(Wording::of(right)) && is_group(left) => Some(fold(right)),
                () => None,
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

/// Whether a column is the sum of those of the stores: `Total CA`.
fn is_total_of(header: &str, figures: &[String]) -> bool {
    let words: Vec<String> = fold(header).split(' ').map(str::to_owned).collect();
    let rest = |word: &String| {
        !matches!(word.as_str(), "total" | "totaux" | "tous" | "ensemble" | "global" | "general")
    };
    let named: Vec<&String> = words.iter().filter(|word| rest(word)).collect();
    let is_figure = |figure: &String| fold(figure).split(' ').eq(named.iter().map(|word| word.as_str()));
    named.len() < words.len() && (named.is_empty() || figures.iter().any(is_figure))
        || named.len() < words.len() && Wording::of(header).is_of(&[Word::Amount, Word::Quantity, Word::Sale])
}

/// Rows, each as often as it has stores.
struct Expanded {
    of: SideBySide,
    rows: Box<dyn Rows>,
    raw: Record,
    /// The next store of the row read last.
    next: usize,
}

impl Rows for Expanded {
    fn read(&mut self, record: &mut Record) -> Result<bool, ImportError> {
        loop {
            while let Some(store) = self.of.stores.get(self.next) {
                self.next += 1;
                if let Some(row) = self.of.row(&self.raw, store) {
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
            // The totals of the stores are of all lines above them, not of one.
            let is_total = self.raw.texts().any(|text| totals::total_word(text).is_some());
            if is_total || !self.of.stores.iter().any(has_figures) {
                *record = self.of.bare(&self.raw);
                return Ok(true);
            }
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
