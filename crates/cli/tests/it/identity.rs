//! The same sales under another identity: an export that comes again with numbers, tickets or other columns, or from a till
//! that has no name yet. They count once, or are asked about; nothing counts twice in silence.

use std::fmt::Write;

use crate::program::Desk;

const COLUMNS: [&str; 5] = ["Date", "Magasin", "Article", "Quantité", "Montant TTC"];

/// Sixty lines of two stores on ten days; `more` columns in front.
fn export(desk: &Desk, name: &str, lines: usize, more: &[&str]) -> String {
    let header: Vec<&str> = more.iter().copied().chain(COLUMNS).collect();
    let mut text = header.join(";") + "\n";
    for at in 0..lines {
        for column in more {
            let _ = match *column {
                "id" => write!(text, "{};", at + 1),
                "N° ticket" => write!(text, "T{};", at / 2),
                "Heure" => write!(text, "{:02}:{:02};", 8 + at % 6, at % 60),
                _ => write!(text, "Zoé;"),
            };
        }
        let (store, product) = (["Lyon", "Annecy"][at % 2], ["Pain", "Lait", "Café"][at % 3]);
        let cents = 120 + 35 * (at % 7);
        let _ = writeln!(
            text,
            "{:02}/10/2025;{store};{product};1;{},{:02}",
            13 + at / 6,
            cents / 100,
            cents % 100
        );
    }
    desk.write(name, text)
}

fn sales(desk: &Desk) -> String {
    desk.rows("select count(*), round(sum(amount), 2) from sales").join("")
}

fn alone(lines: usize) -> String {
    let desk = Desk::new();
    assert_eq!(desk.run(&["import", &export(&desk, "all.csv", lines, &[])]).code, 0);
    sales(&desk)
}

#[test]
fn the_same_goods_with_amounts_of_another_column_are_asked_about() {
    let desk = Desk::new();
    let export = |name: &str, with_tax: bool| {
        let mut text = "Date;Magasin;Article;Quantité;Montant HT".to_owned();
        text.push_str(if with_tax { ";TVA;Montant TTC\n" } else { "\n" });
        for at in 0..30 {
            let product = ["Pain", "Lait", "Café"][at % 3];
            let _ = write!(text, "{:02}/10/2025;Lyon;{product};{};{},00", 13 + at / 3, 1 + at % 4, 10 + at);
            let (tax, total) = (20 * (10 + at), 120 * (10 + at));
            if with_tax {
                let _ = write!(text, ";{},{:02};{},{:02}", tax / 100, tax % 100, total / 100, total % 100);
            }
            text.push('\n');
        }
        desk.write(name, text)
    };
    assert_eq!(desk.run(&["import", &export("net.csv", false)]).code, 0);
    let first = sales(&desk);
    let with_tax = export("gross.csv", true);
    let asked = desk.run(&["import", &with_tax]);
    assert_eq!((asked.code, sales(&desk)), (1, first), "{}", asked.err);
    let replaced = desk.run(&["import", &with_tax, "--same-till", "--mode", "replace"]);
    assert_eq!((replaced.code, sales(&desk).as_str()), (0, "30,882"), "{}", replaced.err);
}

#[test]
fn the_same_amounts_of_two_days_under_other_products_are_asked_about() {
    let desk = Desk::new();
    let mut before = "Date;Heure;Article;Qté;Total TTC\n".to_owned();
    let mut after = "transaction_date,sku,item_name,qty,unit_price,gross_amount\n".to_owned();
    for at in 0..40 {
        let (day, cents) = (13 + at / 5, 120 + 35 * (at % 7));
        let product = ["Pain", "Lait", "Café"][at % 3];
        if day < 18 {
            let _ = writeln!(
                before,
                "{day}/10/2025;{:02}:05;{product};1;{},{:02}",
                8 + at % 5,
                cents / 100,
                cents % 100
            );
        }
        if day >= 16 {
            let amount = format!("{}.{:02}", cents / 100, cents % 100);
            let _ = writeln!(after, "2025-10-{day},REF{},{product},1,{amount},{amount}", at % 3);
        }
    }
    assert_eq!(desk.run(&["import", &desk.write("before.csv", before)]).code, 0);
    let first = sales(&desk);
    let asked = desk.run(&["import", &desk.write("after.csv", after)]);
    assert_eq!((asked.code, sales(&desk)), (1, first), "{}", asked.err);
}

#[test]
fn a_sale_that_was_called_off_since_is_named_and_goes_with_its_day() {
    for ids in ["CMD-", ""] {
        let desk = Desk::new();
        let export = |name: &str, off: usize| {
            let mut text = "ID;Date;Article;Qté;Total TTC;Statut\n".to_owned();
            for at in 1..9 {
                let state = if at == off { "Annulée" } else { "Payée" };
                let _ = writeln!(text, "{ids}{at};{:02}/10/2025;Pain;1;{at},00;{state}", 13 + at / 3);
            }
            desk.write(name, text)
        };
        assert_eq!(desk.run(&["import", &export("all.csv", 0)]).code, 0);
        let later = export("later.csv", 5);
        let named = desk.run(&["import", &later]);
        assert_eq!((named.code, sales(&desk).as_str()), (3, "8,36"), "{}", named.err);
        assert!(named.err.contains(&format!("{ids}5")) || named.out.contains(&format!("{ids}5")));
        let replaced = desk.run(&["import", &later, "--mode", "replace"]);
        assert_eq!((replaced.code, sales(&desk).as_str()), (0, "7,31"), "{}", replaced.err);
        assert_eq!(desk.run(&["import", &later]).code, 0, "nothing is left to say");
    }
}

#[test]
fn amounts_before_tax_beside_amounts_with_tax_are_asked_about_once() {
    let desk = Desk::new();
    let export = |name: &str, header: &str, month: usize| {
        let lines: Vec<String> = (1..9).map(|at| format!("{at:02}/{month}/2025;Pain;{at};{at},00")).collect();
        desk.write(name, format!("Date;Article;Qté;{header}\n{}\n", lines.join("\n")))
    };
    assert_eq!(desk.run(&["import", "--date-order", "dmy", &export("a.csv", "Total TTC", 10)]).code, 0);
    let net = export("b.csv", "Total HT", 11);
    assert_eq!(desk.run(&["import", "--date-order", "dmy", &net]).code, 1);
    assert_eq!(desk.run(&["import", "--date-order", "dmy", "--map", "net=Total HT", &net]).code, 0);
    let december = export("c.csv", "Total HT", 12);
    assert_eq!((desk.run(&["import", &december]).code, sales(&desk).as_str()), (0, "24,108"));
}

#[test]
fn dates_in_another_order_since_the_numbers_have_changed_are_asked_about() {
    let export = |order: &str, mark: &str, days: std::ops::Range<usize>| {
        let mut text = "Date;Article;Qté;Total TTC\n".to_owned();
        for day in days {
            let date = match order {
                "dmy" => format!("{day:02}/12/2025"),
                _ => format!("12/{day:02}/2025"),
            };
            let _ = writeln!(text, "{date};Pain;{};{}{mark}50", 1 + day % 3, day);
        }
        text
    };
    for (mark, days) in [(".", 1..10), (".", 4..6), (",", 1..10)] {
        let desk = Desk::new();
        assert_eq!(desk.run(&["import", &desk.write("before.csv", export("dmy", ",", 13..25))]).code, 0);
        let after = desk.write("after.csv", export("mdy", mark, days.clone()));
        let asked = desk.run(&["import", &after]);
        assert_eq!(asked.code, 1, "{mark} {days:?} {}", asked.err);
        let same = desk.write("same.csv", export("dmy", ",", days));
        assert_eq!(desk.run(&["import", &same]).code, 0, "the order that has held is kept");
    }
}

#[test]
fn columns_that_a_longer_export_has_got_or_lost_are_asked_about_and_count_once() {
    for (before, after) in [
        (&[][..], &["N° ticket"][..]),
        (&[], &["Heure"]),
        (&[], &["id"]),
        (&["id"], &[]),
        (&["N° ticket"], &[]),
    ] {
        let desk = Desk::new();
        assert_eq!(desk.run(&["import", &export(&desk, "a.csv", 30, before)]).code, 0);
        let first = sales(&desk);
        let longer = export(&desk, "b.csv", 45, after);
        let asked = desk.run(&["import", &longer]);
        assert_eq!((asked.code, sales(&desk)), (1, first), "{before:?} {after:?}: {}", asked.err);
        for said in ["30 ventes", "1 (", "--same-till", "--source"] {
            assert!(asked.err.contains(said), "{said}: {}", asked.err);
        }
        assert_eq!(desk.run(&["import", "--same-till", &longer]).code, 0);
        assert_eq!(sales(&desk), alone(45), "{before:?} {after:?}");
        // The answer holds for the exports to come.
        let longest = export(&desk, "c.csv", 60, after);
        let run = desk.run(&["import", &longest]);
        assert_eq!((run.code, sales(&desk)), (0, alone(60)), "{before:?} {after:?}: {}", run.err);
    }
}

#[test]
fn sales_of_another_identity_may_be_replaced_by_those_of_the_file_and_come_back() {
    let desk = Desk::new();
    desk.run(&["import", &export(&desk, "a.csv", 30, &[])]);
    let run = desk.run(&[
        "import",
        "--mode",
        "replace",
        "--same-till",
        &export(&desk, "b.csv", 45, &["N° ticket"]),
    ]);
    assert_eq!((run.code, sales(&desk)), (0, alone(45)), "{}", run.err);
    assert_eq!(desk.rows("select count(*) from sales where ticket is null"), ["0"]);
    assert_eq!(desk.run(&["imports", "undo", "2"]).code, 0);
    assert_eq!(sales(&desk), alone(30));
}

#[test]
fn a_till_that_gets_its_name_later_and_one_whose_name_is_forgotten_are_asked_about() {
    for (first, second) in [(&["--source", "Caisse 1"][..], &[][..]), (&[], &["--source", "Caisse 1"])] {
        let desk = Desk::new();
        let (short, long) = (export(&desk, "a.csv", 30, &[]), export(&desk, "b.csv", 45, &[]));
        assert_eq!(desk.run(&[&["import", &short], first].concat()).code, 0);
        let asked = desk.run(&[&["import", &long], second].concat());
        assert_eq!((asked.code, sales(&desk)), (1, alone(30)), "{}", asked.err);
        assert_eq!(desk.run(&[&["import", &long, "--same-till"], second].concat()).code, 0);
        assert_eq!(sales(&desk), alone(45));
    }
    // Two names are two tills.
    let desk = Desk::new();
    let file = export(&desk, "a.csv", 30, &[]);
    for till in ["Caisse 1", "Caisse 2"] {
        assert_eq!(desk.run(&["import", "--source", till, &file]).code, 0);
    }
    assert_eq!(desk.rows("select count(*) from sales"), ["60"]);
}

/// The same export with its lines numbered from another number on.
fn renumbered(desk: &Desk, file: &str, from: usize) -> String {
    let text = std::fs::read_to_string(desk.path(file)).unwrap();
    let mut lines = text.lines();
    let mut all = vec![lines.next().unwrap().to_owned()];
    all.extend(
        lines.enumerate().map(|(at, line)| format!("{};{}", from + at, line.split_once(';').unwrap().1)),
    );
    desk.write(&format!("from-{from}.csv"), all.join("\n") + "\n")
}

#[test]
fn an_export_that_numbers_its_lines_anew_is_asked_about_and_counts_once() {
    let desk = Desk::new();
    assert_eq!(desk.run(&["import", &export(&desk, "a.csv", 30, &["id"])]).code, 0);
    let longer = export(&desk, "b.csv", 45, &["id"]);
    let other = renumbered(&desk, &longer, 1001);
    for mode in ["new", "upsert"] {
        let asked = desk.run(&["import", "--mode", mode, &other]);
        assert_eq!((asked.code, sales(&desk)), (1, alone(30)), "{}", asked.err);
        assert!(asked.err.contains("--same-till") && asked.err.contains("--source"), "{}", asked.err);
    }
    let said = desk.run(&["import", "--same-till", &other]);
    assert_eq!((said.code, sales(&desk)), (0, alone(45)), "{}", said.err);
    // The answer is remembered.
    let again = desk.run(&["import", &renumbered(&desk, &longer, 5001)]);
    assert_eq!((again.code, sales(&desk)), (0, alone(45)), "{}", again.err);
}

#[test]
fn numbers_that_go_on_and_other_stores_with_numbers_of_their_own_ask_nothing() {
    let desk = Desk::new();
    desk.run(&["import", &export(&desk, "a.csv", 30, &["id"])]);
    assert_eq!(desk.run(&["import", &export(&desk, "b.csv", 45, &["id"])]).code, 0);
    assert_eq!(sales(&desk), alone(45));
    let elsewhere =
        std::fs::read_to_string(desk.path("b.csv")).unwrap().replace("Lyon", "Nice").replace("Annecy", "Dax");
    let other = desk.write("c.csv", elsewhere);
    let run = desk.run(&["import", &renumbered(&desk, &other, 1001)]);
    assert_eq!(
        (run.code, desk.rows("select count(*) from sales")),
        (0, vec!["90".to_owned()]),
        "{}",
        run.err
    );
}

#[test]
fn numbers_that_begin_anew_in_each_export_or_till_are_refused_in_every_mode() {
    let lines = |month: u32, products: [&str; 3]| {
        let mut text = "id;Date;Article;Magasin;Quantité;Montant TTC\n".to_owned();
        for at in 0..30 {
            let cents = 120 + 35 * (at % 7) + month as usize;
            let (day, product) = (1 + at % 28, products[at % 3]);
            let _ = writeln!(
                text,
                "{};{day:02}/{month}/2025;{product};Lyon;1;{},{:02}",
                at + 1,
                cents / 100,
                cents % 100
            );
        }
        text
    };
    let first = lines(10, ["Pain", "Lait", "Café"]);
    let others = [
        ("next month", lines(11, ["Pain", "Lait", "Café"])),
        ("another till", lines(10, ["Thé", "Riz", "Sel"])),
    ];
    for (what, other) in others {
        let desk = Desk::new();
        desk.run(&["import", &desk.write("a.csv", &first)]);
        let before = sales(&desk);
        let other = desk.write("b.csv", other.replace(";1,", ";2,"));
        for mode in ["new", "upsert", "replace"] {
            let run = desk.run(&["import", "--mode", mode, &other]);
            assert_eq!((run.code, sales(&desk)), (1, before.clone()), "{what}, {mode}: {}", run.err);
            assert!(run.err.contains("--ignore") && run.err.contains("--source"), "{what}: {}", run.err);
        }
        assert_eq!(desk.run(&["import", "--source", "Caisse 2", &other]).code, 0, "{what}");
        assert_eq!(desk.rows("select count(*) from sales"), ["60"], "{what}");
    }
}

#[test]
fn most_lines_may_be_corrected_in_their_amounts_their_names_or_by_a_day() {
    for (what, from, to) in
        [("amounts", ",", "9,"), ("products", "Pain", "Baguette"), ("days", "/10/2025", "/10/2025")]
    {
        let desk = Desk::new();
        let file = export(&desk, "a.csv", 30, &["id"]);
        desk.run(&["import", &file]);
        let mut text = std::fs::read_to_string(desk.path(&file)).unwrap().replace(from, to);
        if what == "days" {
            text = text
                .replace("17/10", "18/10")
                .replace("16/10", "17/10")
                .replace("15/10", "16/10")
                .replace("14/10", "15/10");
        }
        let run = desk.run(&["import", "--mode", "upsert", &desk.write("b.csv", text)]);
        assert_eq!(
            (run.code, desk.rows("select count(*) from sales")),
            (0, vec!["30".to_owned()]),
            "{what}: {}",
            run.err
        );
    }
}

const HEADER: &str = "date;magasin;article;quantité;montant\n";
const FIRST: &str = "13/11/2025;Lyon;Pain;2;5,00\n13/11/2025;Lyon;Lait;1;1,20\n14/11/2025;Lyon;Pain;1;2,50\n";
const OTHER: &str =
    "13/11/2025;Lyon;Pain;2;5,00\n13/11/2025;Lyon;Beurre;1;3,10\n15/11/2025;Lyon;Pain;3;7,50\n";

#[test]
fn another_file_of_the_same_days_is_written_when_it_is_said_which_till_it_is_of() {
    let desk = Desk::new();
    let (first, other) =
        (desk.write("a.csv", [HEADER, FIRST].concat()), desk.write("b.csv", [HEADER, OTHER].concat()));
    desk.run(&["import", &first]);
    let asked = desk.run(&["import", &other]);
    assert_eq!((asked.code, sales(&desk).as_str()), (3, "3,8.7"), "nothing of it is written: {}", asked.err);
    for said in ["--same-till", "--source", "--mode replace"] {
        assert!(asked.err.contains(said), "{said}: {}", asked.err);
    }
    assert_eq!(desk.run(&["import", "--source", "Caisse 2", &other]).code, 0);
    assert_eq!(sales(&desk), "6,24.3");
    // The answer is remembered with the file, whatever it is called.
    for name in ["b.csv", "renamed.csv"] {
        let again = desk.run(&["import", &desk.write(name, [HEADER, OTHER].concat())]);
        assert_eq!((again.code, sales(&desk).as_str()), (0, "6,24.3"), "{}", again.err);
    }
}

#[test]
fn files_of_one_till_that_share_days_are_the_same_sales_in_any_order() {
    let orders = [["a.csv", "b.csv"], ["b.csv", "a.csv"]];
    for order in orders {
        for together in [true, false] {
            let desk = Desk::new();
            desk.write("a.csv", [HEADER, FIRST].concat());
            desk.write("b.csv", [HEADER, OTHER].concat());
            let [one, two] = order.map(|name| desk.path(name).display().to_string());
            if together {
                assert_eq!(desk.run(&["import", &one, &two]).code, 1, "asked about");
                assert_eq!(desk.run(&["import", "--same-till", &one, &two]).code, 0);
            } else {
                desk.run(&["import", &one]);
                assert_eq!(desk.run(&["import", "--same-till", &two]).code, 0);
            }
            assert_eq!(sales(&desk), "5,19.3", "{order:?} {together}");
            for again in orders {
                let [one, two] = again.map(|name| desk.path(name).display().to_string());
                let run = desk.run(&["import", &one, &two]);
                assert_eq!((run.code, sales(&desk).as_str()), (0, "5,19.3"), "{}", run.err);
            }
            let run = desk.run(&["import", &desk.write("renamed.csv", [HEADER, FIRST].concat())]);
            assert_eq!((run.code, sales(&desk).as_str()), (0, "5,19.3"), "{}", run.err);
        }
    }
}

/// The sales with the names of their products and stores: ids that the database gives hang on the order of imports.
fn named_sales(desk: &Desk) -> Vec<String> {
    desk.rows(
        "select s.sale_date, p.name, coalesce(st.name, st.city), s.quantity, s.amount from sales s
         join products p on p.id = s.product_id join stores st on st.id = s.store_id order by 1, 2, 3, 4, 5",
    )
}

#[test]
fn the_parts_of_an_export_give_the_same_sales_in_any_order() {
    // With ids the parts may share lines; without they are split between days.
    for (more, parts) in [(&["id"][..], [0..25, 15..40, 35..60]), (&[], [0..24, 24..42, 42..60])] {
        let whole = Desk::new();
        export(&whole, "all.csv", 60, more);
        let text = std::fs::read_to_string(whole.path("all.csv")).unwrap();
        whole.run(&["import", "all.csv"]);
        let (header, lines) = text.split_once('\n').unwrap();
        let lines: Vec<&str> = lines.lines().collect();
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            let desk = Desk::new();
            for part in order {
                let lines = lines[parts[part].clone()].join("\n");
                let file = desk.write(&format!("{part}.csv"), format!("{header}\n{lines}\n"));
                let run = desk.run(&["import", &file]);
                assert_eq!(run.code, 0, "{order:?}: {}", run.err);
            }
            assert_eq!(named_sales(&desk), named_sales(&whole), "{order:?}");
        }
    }
}

#[test]
fn a_store_renamed_in_the_same_export_is_asked_about() {
    let desk = Desk::new();
    let first = export(&desk, "first.csv", 60, &[]);
    assert_eq!(desk.run(&["import", &first]).code, 0);
    let kept = sales(&desk);
    let text =
        std::fs::read_to_string(desk.path("first.csv")).unwrap().replace("Annecy", "Annecy Vieille Ville");
    let renamed = desk.write("renamed.csv", &text);
    let asked = desk.run(&["import", &renamed]);
    assert_eq!((asked.code, sales(&desk)), (1, kept.clone()), "{}", asked.err);
    assert!(asked.err.contains("--same-till"), "{}", asked.err);
    assert_eq!(desk.run(&["import", "--same-till", &renamed]).code, 0);
    assert_eq!(sales(&desk), kept);
    // In mode replace the sales go to the store of the new name.
    assert_eq!(desk.run(&["import", "--same-till", "--mode", "replace", &renamed]).code, 0);
    assert_eq!(sales(&desk), kept);
    let of_old =
        desk.rows("select count(*) from sales s join stores t on t.id = s.store_id where t.name = 'Annecy'");
    assert_eq!(of_old.join(""), "0");
}

#[test]
fn a_store_that_takes_over_the_sales_of_another_code_is_asked_about() {
    let desk = Desk::new();
    let line =
        |day: usize, store: &str| format!("{:02}/11/2025;{store};Pain;{};{},00\n", day + 1, day + 1, day + 4);
    // The store had another code from the eleventh on, which the shop has put right since.
    let of = |later: &str| -> String {
        (0..20).map(|day| line(day, if day < 10 { "M1" } else { later })).collect()
    };
    let first = desk.write("first.csv", [HEADER, &of("M9")].concat());
    assert_eq!(desk.run(&["import", &first]).code, 0);
    let kept = sales(&desk);
    for mode in ["new", "replace"] {
        let right = desk.write("right.csv", [HEADER, &of("M1")].concat());
        let asked = desk.run(&["import", "--mode", mode, &right]);
        assert_eq!((asked.code, sales(&desk)), (1, kept.clone()), "{mode}: {}", asked.err);
        assert!(asked.err.contains("--same-till"), "{}", asked.err);
    }
    let right = desk.path("right.csv").display().to_string();
    assert_eq!(desk.run(&["import", "--same-till", "--mode", "replace", &right]).code, 0);
    assert_eq!(sales(&desk), kept);
    let stores = desk.rows("select count(distinct store_id) from sales");
    assert_eq!(stores.join(""), "1");
}

#[test]
fn a_new_store_with_sales_of_its_own_is_no_renamed_one() {
    let desk = Desk::new();
    let first = export(&desk, "first.csv", 60, &[]);
    assert_eq!(desk.run(&["import", &first]).code, 0);
    let text = std::fs::read_to_string(desk.path("first.csv")).unwrap();
    let others = text.lines().filter(|line| !line.contains("Annecy")).map(|line| {
        if line.starts_with("Date") {
            line.to_owned()
        } else {
            line.replace("Lyon", "Nice").replace(";1;", ";2;")
        }
    });
    let other = desk.write("other.csv", others.map(|line| line + "\n").collect::<String>());
    let run = desk.run(&["import", &other]);
    assert_eq!((run.code, sales(&desk).split(',').next()), (0, Some("90")), "{}", run.err);
}

#[test]
fn a_file_that_is_read_otherwise_than_before_never_counts_twice() {
    let desk = Desk::new();
    let lines = "05/11/2025;Lyon;Pain;2;5,00\n06/11/2025;Lyon;Lait;1;1,20\n";
    let file = desk.write("a.csv", [HEADER, lines].concat());
    assert_eq!(desk.run(&["import", "--date-order", "mdy", &file]).code, 0);
    let kept = sales(&desk);
    let again = desk.run(&["import", "--date-order", "dmy", &file]);
    assert_eq!((again.code, sales(&desk)), (1, kept.clone()), "{}", again.err);
    assert!(again.err.contains("comptoir imports undo 1"), "the remedy is shown: {}", again.err);
    assert_eq!(desk.run(&["imports", "undo", "1"]).code, 0);
    assert_eq!(desk.run(&["import", "--date-order", "dmy", &file]).code, 0);
    assert_eq!(sales(&desk), kept);
}
