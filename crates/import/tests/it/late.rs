//! What shows only behind thousands of lines is evidence like the rest.

use comptoir_import::{ImportError, Options, Prepared, Report, Source};
use comptoir_sales::{Diagnostic, Money};

use crate::shop::Shop;

const HEADER: &str = "Date;Magasin;Article;Quantité;Montant\n";
const STORES: [&str; 3] = ["Lyon", "Annecy", "Valence"];

/// The day of that number: 28 a month.
fn day(at: usize) -> String {
    format!("{:02}/{:02}/2025", at % 28 + 1, at / 28 % 12 + 1)
}

/// So many lines of each day, with amounts that come to no round sums.
fn lines(days: std::ops::Range<usize>, each: usize) -> Vec<(String, i64)> {
    let line = |day_at: usize, at: usize| {
        let cents = 100 + ((day_at * 7919 + at * 104_729) % 4_973) as i64;
        let (store, pieces) = (STORES[at % 3], at % 3 + 1);
        let text = format!(
            "{};{store};Article {};{pieces};{},{:02}\n",
            day(day_at),
            at % 40,
            cents / 100,
            cents % 100
        );
        (text, cents)
    };
    days.flat_map(|day_at| (0..each).map(move |at| (day_at, at))).map(|(day, at)| line(day, at)).collect()
}

fn text(lines: &[(String, i64)]) -> String {
    std::iter::once(HEADER).chain(lines.iter().map(|(line, _)| line.as_str())).collect()
}

fn import(text: String) -> Result<(Report, Money), ImportError> {
    let source = Source::Bytes { name: "ventes.csv".into(), bytes: text.into_bytes().into() };
    let (options, shop) = (Options::default(), Shop::default());
    let report = Prepared::read(&source, &options, &shop)?.import(&options, &shop, &())?;
    Ok((report, shop.sales().iter().map(|sale| sale.amount).sum()))
}

#[test]
fn sales_of_a_year_leave_no_question() {
    let lines = lines(0..300, 90);
    let (report, revenue) = import(text(&lines)).unwrap();
    assert_eq!((report.lines, report.reject_count), (27_000, 0));
    assert_eq!(revenue, Money::from_parts(lines.iter().map(|(_, cents)| cents * 100).sum()));
}

#[test]
fn a_network_that_stands_beside_its_stores_in_the_last_days_only_is_asked_about() {
    let mut all = lines(0..230, 100);
    for at in 230..240 {
        let of_day = lines(at..at + 1, 100);
        let sum: i64 = of_day.iter().map(|(_, cents)| cents).sum();
        all.extend(of_day);
        all.push((format!("{};Réseau;Tous;1;{},{:02}\n", day(at), sum / 100, sum % 100), sum));
    }
    let asked = import(text(&all)).map(|(report, _)| report.lines);
    assert_eq!(asked.map_err(|error| error.code()), Err("import-unclear-lines"));
}

#[test]
fn a_last_line_that_is_the_sum_of_all_is_asked_about_whatever_it_is_called() {
    let mut all = lines(0..250, 100);
    let sum: i64 = all.iter().map(|(_, cents)| cents).sum();
    all.push((format!("{};Enseigne;Tous;1;{},{:02}\n", day(249), sum / 100, sum % 100), sum));
    let asked = import(text(&all)).map(|(report, _)| report.lines);
    assert_eq!(asked.map_err(|error| error.code()), Err("import-unclear-lines"));
}
