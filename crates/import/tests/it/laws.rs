//! What holds for any file of sales.

use std::io::{Cursor, Write};

use comptoir_import::{ImportError, Options, Prepared, Report, Source};
use comptoir_sales::{Money, Sale};
use proptest::prelude::*;

use crate::shop::Shop;

/// A line of a till: its day, its ticket, what was sold, how many and for how much, in cents.
#[derive(Clone, Debug)]
struct Line {
    day: u32,
    product: &'static str,
    pieces: i64,
    cents: i64,
    state: &'static str,
}

const PRODUCTS: [&str; 4] = ["Pain", "Lait", "Total Wax", "Crème brûlée"];

fn line(states: &'static [&'static str]) -> impl Strategy<Value = Line> {
    (13u32..28, 0..PRODUCTS.len(), 1i64..5, 1i64..100_000, 0..states.len()).prop_map(
        |(day, product, pieces, cents, state)| Line {
            day,
            product: PRODUCTS[product],
            pieces,
            cents,
            state: states[state],
        },
    )
}

fn euros(cents: i64) -> String {
    format!("{}{},{:02}", if cents < 0 { "-" } else { "" }, cents.abs() / 100, cents.abs() % 100)
}

fn printed(line: &Line) -> String {
    let Line { day, product, pieces, cents, state } = line;
    format!("{day}/10/2025;{product};{pieces};{};{state}\n", euros(*cents))
}

fn imported(text: &str) -> (Report, Vec<Sale>) {
    let source = Source::Bytes { name: "ventes.csv".into(), bytes: text.as_bytes().to_vec().into() };
    let (options, shop) = (Options::default(), Shop::default());
    let report = Prepared::read(&source, &options, &shop).unwrap().import(&options, &shop, &()).unwrap();
    let sales = shop.sales();
    (report, sales)
}

fn revenue(sales: &[Sale]) -> Money {
    sales.iter().map(|sale| sale.amount).sum()
}

fn keys(sales: &[Sale]) -> Vec<String> {
    let mut keys: Vec<String> = sales.iter().filter_map(|sale| sale.source_key.clone()).collect();
    keys.sort();
    keys
}

const HEADER: &str = "Date;Article;Quantité;Montant;Statut\n";

/// Lines of which two and two are of one ticket, with its state: a state that stands on one line of a ticket alone may be
/// that line's or the whole ticket's, by where it stands.
fn with_states_of_tickets(mut lines: Vec<Line>) -> Vec<Line> {
    for ticket in lines.chunks_mut(2) {
        let state = ticket[0].state;
        for line in ticket {
            line.state = state;
        }
    }
    lines
}

/// The forms that an export of the same lines may have.
#[derive(Clone, Copy, Debug)]
enum Form {
    /// Lines of text without a number.
    Text,
    /// Lines of text, each with a number of its own.
    Numbered,
    /// Tickets whose lines are numbered.
    Tickets,
    /// An ODS, whose cells are numbers and texts.
    Workbook,
    /// An ODS whose lines have numbers.
    NumberedWorkbook,
}

const FORMS: [Form; 5] = [Form::Text, Form::Numbered, Form::Tickets, Form::Workbook, Form::NumberedWorkbook];

impl Form {
    fn is_workbook(self) -> bool {
        matches!(self, Self::Workbook | Self::NumberedWorkbook)
    }

    fn header(self) -> Vec<String> {
        let numbers: &[&str] = match self {
            Self::Text | Self::Workbook => &[],
            Self::Numbered | Self::NumberedWorkbook => &["ID"],
            Self::Tickets => &["Ticket", "N° ligne"],
        };
        let columns = HEADER.trim_end().split(';');
        numbers.iter().copied().chain(columns).map(str::to_owned).collect()
    }

    /// A line with its number in the export.
    fn cells(self, at: usize, line: &Line) -> Vec<String> {
        let numbers = match self {
            Self::Text | Self::Workbook => vec![],
            Self::Numbered | Self::NumberedWorkbook => vec![format!("V{}", at + 1)],
            Self::Tickets => vec![format!("T{}", at / 2 + 1), (at % 2 + 1).to_string()],
        };
        let Line { day, product, pieces, cents, state } = line;
        let (day, amount) = if self.is_workbook() {
            (format!("2025-10-{day}"), format!("{}.{:02}", cents / 100, cents % 100))
        } else {
            (format!("{day}/10/2025"), euros(*cents))
        };
        let columns = [day, (*product).to_owned(), pieces.to_string(), amount, (*state).to_owned()];
        numbers.into_iter().chain(columns).collect()
    }

    /// The file of such rows.
    fn file(self, rows: &[Vec<String>]) -> Source {
        let all = std::iter::once(self.header()).chain(rows.iter().cloned());
        if self.is_workbook() {
            return Source::Bytes { name: "ventes.ods".into(), bytes: workbook(all).into() };
        }
        let text: String = all.map(|row| row.join(";") + "\n").collect();
        Source::Bytes { name: "ventes.csv".into(), bytes: text.into_bytes().into() }
    }

    fn import(self, rows: &[Vec<String>]) -> Result<(Report, Vec<Sale>), ImportError> {
        let (options, shop) = (Options::default(), Shop::default());
        let report = Prepared::read(&self.file(rows), &options, &shop)?.import(&options, &shop, &())?;
        let sales = shop.sales();
        Ok((report, sales))
    }
}

/// An ODS of those rows.
fn workbook(rows: impl Iterator<Item = Vec<String>>) -> Vec<u8> {
    let cell = |text: &String| match text.parse::<f64>() {
        _ if text.is_empty() => "<table:table-cell/>".to_owned(),
        Ok(_) => format!(r#"<table:table-cell office:value-type="float" office:value="{text}"/>"#),
        Err(_) => format!(
            r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#
        ),
    };
    let row = |row: Vec<String>| {
        ["<table:table-row>", &row.iter().map(cell).collect::<String>(), "</table:table-row>"].concat()
    };
    let rows: String = rows.map(row).collect();
    let content = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="Ventes">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    let mut archive = zip::ZipWriter::new(Cursor::new(vec![]));
    let manifest =
        r#"<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>"#;
    let parts = [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_str()),
        ("META-INF/manifest.xml", manifest),
    ];
    for (name, text) in parts {
        let stored =
            zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        archive.start_file(name, stored).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// What sales are, without the numbers that files give them.
fn contents(sales: &[Sale]) -> Vec<String> {
    let content = |sale: &Sale| {
        let Sale { product_id, store_id, date, quantity, amount, kind, .. } = sale;
        format!("{product_id} {store_id} {date} {quantity} {amount} {kind:?}")
    };
    let mut contents: Vec<String> = sales.iter().map(content).collect();
    contents.sort();
    contents
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_line_is_accounted_for(
        lines in prop::collection::vec(line(&["Payée", "Annulée", "Remboursée", "Brouillon", "Expédiée", ""]), 2..60),
    ) {
        let text: String = std::iter::once(HEADER.to_owned()).chain(lines.iter().map(printed)).collect();
        let (report, sales) = imported(&text);
        let whole = report.account.whole();
        prop_assert_eq!(whole.lines, lines.len() as u64);
        prop_assert_eq!(whole.stated, Money::from_parts(lines.iter().map(|line| line.cents * 100).sum()));
        prop_assert_eq!(whole.counted, revenue(&sales));
        let sold = lines.iter().filter(|line| matches!(line.state, "Payée" | "Expédiée" | ""));
        prop_assert_eq!(whole.counted, Money::from_parts(sold.map(|line| line.cents * 100).sum()));
    }

    #[test]
    fn a_printed_total_never_changes_the_revenue(
        mut lines in prop::collection::vec(line(&[""]), 2..60), name in 0usize..4, last in any::<bool>(),
    ) {
        lines.sort_by_key(|line| line.day);
        let plain: String = std::iter::once(HEADER.to_owned()).chain(lines.iter().map(printed)).collect();
        let mut with_totals = HEADER.to_owned();
        let name = ["TOTAL JOUR", "Total", "Sous-total", "Total de la journée"][name];
        for day in 13..28 {
            let of_day: Vec<&Line> = lines.iter().filter(|line| line.day == day).collect();
            with_totals.extend(of_day.iter().map(|line| printed(line)));
            if !of_day.is_empty() {
                let (cents, pieces) = of_day.iter().fold((0, 0), |(cents, pieces), line| (cents + line.cents, pieces + line.pieces));
                with_totals.push_str(&[&format!("{day}/10/2025;{name};{pieces};"), &euros(cents), ";\n"].concat());
            }
        }
        if last {
            with_totals.push_str(&["Total général;;;", &euros(lines.iter().map(|line| line.cents).sum()), ";\n"].concat());
        }
        let (_, sales) = imported(&plain);
        let source = Source::Bytes { name: "ventes.csv".into(), bytes: with_totals.as_bytes().to_vec().into() };
        let (options, shop) = (Options::default(), Shop::default());
        let prepared = Prepared::read(&source, &options, &shop).unwrap();
        match prepared.import(&options, &shop, &()) {
            Ok(report) => {
                prop_assert_eq!(revenue(&shop.sales()), revenue(&sales));
                prop_assert!(report.account.confirmed > 0 && report.account.contradicted.is_empty());
            }
            // A single line and its total look like two equal sales.
            Err(error) => prop_assert!(comptoir_sales::Diagnostic::code(&error) == "import-unclear-lines"),
        }
    }

    #[test]
    fn lines_that_stand_alone_may_come_in_any_order(
        lines in prop::collection::vec(line(&["Payée", "Annulée", ""]), 2..60).prop_flat_map(|lines| (Just(lines.clone()), Just(lines).prop_shuffle())),
    ) {
        let text = |lines: &[Line]| std::iter::once(HEADER.to_owned()).chain(lines.iter().map(printed)).collect::<String>();
        let ((_, one), (_, other)) = (imported(&text(&lines.0)), imported(&text(&lines.1)));
        prop_assert_eq!(keys(&one), keys(&other));
        prop_assert_eq!(revenue(&one), revenue(&other));
    }

    #[test]
    fn an_export_that_is_split_between_days_is_the_same_sales(
        mut lines in prop::collection::vec(line(&["Payée", "Annulée"]), 2..60), cut in 14u32..27,
    ) {
        lines.sort_by_key(|line| line.day);
        let text = |lines: &[Line]| std::iter::once(HEADER.to_owned()).chain(lines.iter().map(printed)).collect::<String>();
        let at = lines.partition_point(|line| line.day < cut);
        prop_assume!(at > 0 && at < lines.len());
        let (_, whole) = imported(&text(&lines));
        let mut parts = imported(&text(&lines[..at])).1;
        parts.extend(imported(&text(&lines[at..])).1);
        prop_assert_eq!(keys(&whole), keys(&parts));
    }

}

#[test]
fn states_of_tickets_whose_lines_are_in_no_order_are_asked_about() {
    let row = |ticket: &str, line: &str, state: &str| {
        [ticket, line, "18/10/2025", "Pain", "1", "2,00", state].map(str::to_owned).to_vec()
    };
    let in_order =
        [row("T1", "1", "Annulée"), row("T1", "2", ""), row("T2", "1", "Payée"), row("T2", "2", "")];
    let (report, sales) = Form::Tickets.import(&in_order).unwrap();
    assert_eq!((sales.len(), report.account.whole().lines), (2, 4));
    for order in [[1, 0, 2, 3], [0, 2, 1, 3], [3, 2, 1, 0]] {
        let shuffled: Vec<_> = order.iter().map(|at| in_order[*at].clone()).collect();
        let error = Form::Tickets.import(&shuffled).unwrap_err();
        assert!(matches!(error, ImportError::StatesOutOfOrder { .. }), "{order:?}: {error}");
    }
}

proptest! {
    // Each case is five exports, read twice.
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn all_forms_of_an_export_are_the_same_sales_in_any_order(
        (lines, order) in prop::collection::vec(line(&["Payée", "Annulée", ""]), 3..40).prop_flat_map(|lines| {
            let lines = with_states_of_tickets(lines);
            let places: Vec<usize> = (0..lines.len()).collect();
            (Just(lines), Just(places).prop_shuffle())
        }),
    ) {
        let mut of_forms = Vec::new();
        for form in FORMS {
            let rows: Vec<_> = lines.iter().enumerate().map(|(at, line)| form.cells(at, line)).collect();
            let shuffled: Vec<_> = order.iter().map(|at| rows[*at].clone()).collect();
            let ((report, one), (_, other)) = (form.import(&rows).unwrap(), form.import(&shuffled).unwrap());
            prop_assert_eq!(keys(&one), keys(&other), "{:?}", form);
            prop_assert_eq!(contents(&one), contents(&other), "{:?}", form);
            prop_assert_eq!(report.reject_count, 0);
            of_forms.push(contents(&one));
        }
        for other in &of_forms[1..] {
            prop_assert_eq!(&of_forms[0], other);
        }
    }

    #[test]
    fn a_printed_total_changes_no_form_of_an_export(
        lines in prop::collection::vec(line(&["Payée", ""]), 4..40), name in 0usize..3,
    ) {
        let name = ["Total", "TOTAL GÉNÉRAL", "Sous-total"][name];
        let sum: i64 = lines.iter().map(|line| line.cents).sum();
        for form in FORMS {
            let rows: Vec<_> = lines.iter().enumerate().map(|(at, line)| form.cells(at, line)).collect();
            let (_, plain) = form.import(&rows).unwrap();
            let mut total = vec![String::new(); form.header().len()];
            total[0] = name.to_owned();
            total[form.header().len() - 2] =
                if form.is_workbook() { format!("{}.{:02}", sum / 100, sum % 100) } else { euros(sum) };
            let with_total: Vec<_> = rows.into_iter().chain([total]).collect();
            let (report, sales) = form.import(&with_total).unwrap();
            prop_assert_eq!(revenue(&sales), revenue(&plain), "{:?}", form);
            prop_assert_eq!(keys(&sales), keys(&plain), "{:?}", form);
            prop_assert_eq!(report.account.confirmed, 1, "{:?}", form);
        }
    }

    #[test]
    fn an_export_with_numbers_may_be_split_anywhere_and_one_without_between_days(
        mut lines in prop::collection::vec(line(&["Payée", "Annulée"]), 4..40), cut in 1usize..100,
    ) {
        lines.sort_by_key(|line| line.day);
        for form in FORMS {
            let rows: Vec<_> = lines.iter().enumerate().map(|(at, line)| form.cells(at, line)).collect();
            let mut at = cut % (lines.len() - 1) + 1;
            if matches!(form, Form::Text | Form::Tickets | Form::Workbook) {
                at = lines.partition_point(|line| line.day < lines[at].day);
            }
            // Two of one ticket stay together, and a part that has nothing of one column is another kind of file.
            if at == 0 || at == rows.len() || matches!(form, Form::Tickets) && at % 2 == 1 {
                continue;
            }
            let (_, whole) = form.import(&rows).unwrap();
            let (Ok(first), Ok(second)) = (form.import(&rows[..at]), form.import(&rows[at..])) else { continue };
            // In either order.
            let mut parts = second.1;
            parts.extend(first.1);
            prop_assert_eq!(keys(&whole), keys(&parts), "{:?}", form);
            prop_assert_eq!(contents(&whole), contents(&parts), "{:?}", form);
        }
    }
}
