//! What holds for any file of sales.

use comptoir_import::{Options, Prepared, Report, Source};
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
