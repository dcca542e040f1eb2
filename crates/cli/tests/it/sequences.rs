//! Imports as a shop makes them over months into a kept database: each sale counts once, or Comptoir asks.

use std::fmt::Write;

use crate::program::Desk;

const PRODUCTS: [&str; 5] = ["Huile", "Miel", "Café", "Sel", "Thé"];

fn sales(desk: &Desk) -> String {
    desk.rows("select count(*), round(sum(amount), 2) from sales").join("")
}

fn euros(cents: usize) -> String {
    format!("{},{:02}", cents / 100, cents % 100)
}

/// The ticket, day, product, quantity and cents of a line of the till: 48 tickets of two lines on twelve days.
fn line(at: usize) -> (usize, usize, usize, usize, usize) {
    let (product, quantity) = (at * 7 % 5, 1 + at * 3 % 4);
    (1001 + at / 2, 1 + at / 8, product, quantity, quantity * (310 + 190 * product) + at * 17 % 90)
}

/// The till's export, of the days from one to another.
fn till(desk: &Desk, name: &str, days: (usize, usize), has_codes: bool) -> String {
    let code = if has_codes { "Réf;" } else { "" };
    let mut text = format!("Date;N° ticket;{code}Article;Qté;Total TTC\n");
    for at in 0..96 {
        let (ticket, day, product, quantity, cents) = line(at);
        if (days.0..=days.1).contains(&day) {
            let code = if has_codes { format!("R{product};") } else { String::new() };
            let (name, total) = (PRODUCTS[product], euros(cents));
            let _ = writeln!(text, "{:02}/03/2025;{ticket};{code}{name};{quantity};{total}", day + 12);
        }
    }
    desk.write(name, text)
}

/// Two tickets of three, as those who were paid by card export them.
fn payments(name: &str, desk: &Desk, row: impl Fn(usize, usize, &str) -> String) -> String {
    let mut text = String::new();
    for ticket in (0..48).filter(|ticket| ticket % 3 > 0) {
        let (number, day, ..) = line(2 * ticket);
        let total = euros(line(2 * ticket).4 + line(2 * ticket + 1).4);
        text.push_str(&row(number, day + 12, &total));
    }
    desk.write(name, text)
}

#[test]
fn payments_of_tickets_that_are_kept_are_asked_about_in_any_order() {
    let of_reader = |desk: &Desk| {
        payments("lecteur.csv", desk, |ticket, day, total| {
            let header = if ticket == 1002 { "Date;ID de transaction;Statut;Total;Frais\n" } else { "" };
            format!("{header}{day:02}/03/2025;T{ticket}AQ;Réussie;{total};0,12\n")
        })
    };
    let of_web = |desk: &Desk| {
        payments("paiements.csv", desk, |ticket, day, total| {
            let header = if ticket == 1002 { "id,Created,Amount,Currency,Status,Description\n" } else { "" };
            format!("{header}ch_{ticket},2025-03-{day:02} 10:11,\"{total}\",eur,Paid,Ticket {ticket}\n")
        })
    };
    for file in [of_reader as fn(&Desk) -> String, of_web] {
        for payments_come_first in [false, true] {
            let desk = Desk::new();
            let mut files = [till(&desk, "caisse.csv", (1, 12), false), file(&desk)];
            files[..].rotate_left(usize::from(payments_come_first));
            assert_eq!(desk.run(&["import", &files[0]]).code, 0);
            let first = sales(&desk);
            let asked = desk.run(&["import", &files[1]]);
            assert_eq!((asked.code, sales(&desk)), (1, first.clone()), "{}", asked.err);
            for said in ["--same-till", "--source"] {
                assert!(asked.err.contains(said), "{said}: {}", asked.err);
            }
            // Said to be the same, what cannot be matched line by line is held back.
            assert_eq!(desk.run(&["import", "--same-till", &files[1]]).code, 3);
            assert_eq!(sales(&desk), first);
        }
        // A reader of its own, at the market, is another till.
        let desk = Desk::new();
        let (till, reader) = (till(&desk, "caisse.csv", (1, 12), false), file(&desk));
        assert_eq!(desk.run(&["import", &till]).code, 0);
        assert_eq!(desk.run(&["import", "--source", "Marché", &reader]).code, 0);
        assert!(sales(&desk).starts_with("128,"), "{}", sales(&desk));
    }
}

#[test]
fn orders_of_a_web_shop_that_the_till_exports_as_well_are_asked_about() {
    let web = |desk: &Desk, has_numbers: bool, is_other: bool| {
        let number = if has_numbers { "order_id," } else { "" };
        let mut text = format!("{number}order_date,item_name,quantity,line_total\n");
        for at in (0..96).filter(|at| at / 2 % 3 == 0) {
            let (ticket, day, product, quantity, cents) = line(at);
            let cents = if is_other { cents + 1 + at % 7 } else { cents };
            let number = if has_numbers { format!("W{ticket},") } else { String::new() };
            let (day, name, total) =
                (day + 12, PRODUCTS[product], format!("{}.{:02}", cents / 100, cents % 100));
            let _ = writeln!(text, "{number}2025-03-{day:02},{name} (web),{quantity},{total}");
        }
        desk.write("web.csv", text)
    };
    for (has_numbers, web_comes_first) in [(false, false), (false, true), (true, false), (true, true)] {
        let desk = Desk::new();
        let mut files = [till(&desk, "caisse.csv", (1, 12), false), web(&desk, has_numbers, false)];
        files[..].rotate_left(usize::from(web_comes_first));
        assert_eq!(desk.run(&["import", &files[0]]).code, 0);
        let first = sales(&desk);
        let asked = desk.run(&["import", &files[1]]);
        assert_eq!((asked.code, sales(&desk)), (1, first.clone()), "{}", asked.err);
        let said = desk.run(&["import", "--same-till", &files[1]]);
        assert_eq!((said.code, sales(&desk)), (3, first), "{}", said.err);
    }
    // Other orders are other sales.
    let desk = Desk::new();
    assert_eq!(desk.run(&["import", &till(&desk, "caisse.csv", (1, 12), false)]).code, 0);
    let run = desk.run(&["import", &web(&desk, false, true)]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(sales(&desk).starts_with("128,"), "{}", sales(&desk));
}

#[test]
fn products_that_get_codes_in_an_overlapping_export_never_count_twice() {
    let desk = Desk::new();
    assert_eq!(desk.run(&["import", &till(&desk, "avant.csv", (1, 8), false)]).code, 0);
    let first = sales(&desk);
    let longer = till(&desk, "avec-codes.csv", (4, 12), true);
    let asked = desk.run(&["import", &longer]);
    assert_eq!((asked.code, sales(&desk)), (1, first), "{}", asked.err);
    let held = desk.run(&["import", "--same-till", &longer]);
    assert_eq!(held.code, 3, "{}", held.err);
    let whole = Desk::new();
    assert_eq!(whole.run(&["import", &till(&whole, "tout.csv", (1, 12), false)]).code, 0);
    assert_eq!(sales(&desk), sales(&whole));
}

#[test]
fn a_header_that_names_another_currency_than_the_kept_one_is_asked_about() {
    let desk = Desk::new();
    let export = |name: &str, header: &str, month: usize| {
        let mut text = format!("Date;Article;Qté;{header}\n");
        for day in 13..25 {
            let _ = writeln!(text, "{day}/{month:02}/2025;Miel;2;{day},50");
        }
        desk.write(name, text)
    };
    assert_eq!(desk.run(&["import", &export("euros.csv", "Total TTC", 3)]).code, 0);
    let first = sales(&desk);
    let francs = export("francs.csv", "Total TTC (CHF)", 4);
    let asked = desk.run(&["import", &francs]);
    assert_eq!((asked.code, sales(&desk)), (1, first.clone()), "{}", asked.err);
    assert!(asked.err.contains("CHF") && asked.err.contains("EUR"), "{}", asked.err);
    assert_eq!(desk.run(&["import", "--currency", "CHF", &francs]).code, 1);
    assert_eq!(sales(&desk), first);
    assert_eq!(desk.run(&["import", &export("suite.csv", "Total TTC (€)", 5)]).code, 0);
}

#[test]
fn a_download_that_was_cut_off_and_the_whole_file_after_it_give_the_whole() {
    let whole = Desk::new();
    let file = till(&whole, "ventes.csv", (1, 12), false);
    assert_eq!(whole.run(&["import", &file]).code, 0);
    let text = std::fs::read_to_string(whole.path("ventes.csv")).unwrap();
    let lines: Vec<&str> = text.lines().take(41).collect();
    for cut in 1..=3 {
        let desk = Desk::new();
        let part = lines.join("\n");
        desk.write("ventes.csv", &part[..part.len() - cut]);
        let run = desk.run(&["import", "ventes.csv"]);
        assert_eq!(run.code, 3, "{}", run.err);
        assert!(sales(&desk).starts_with("39,"), "{}", sales(&desk));
        assert_eq!(desk.run(&["import", &till(&desk, "entier.csv", (1, 12), false)]).code, 0);
        assert_eq!(sales(&desk), sales(&whole));
    }
}

/// The till's export with a number for each line, of those lines.
fn numbered(desk: &Desk, name: &str, lines: impl Iterator<Item = usize>) -> String {
    let mut text = "ID;Date;Article;Qté;Total TTC\n".to_owned();
    for at in lines {
        let (_, day, product, quantity, cents) = line(at);
        let (name, total) = (PRODUCTS[product], euros(cents));
        let _ = writeln!(text, "{};{:02}/03/2025;{name};{quantity};{total}", at + 1, day + 12);
    }
    desk.write(name, text)
}

#[test]
fn a_sale_that_an_export_with_ids_no_longer_has_is_named_and_goes_with_replace() {
    let desk = Desk::new();
    assert_eq!(desk.run(&["import", &numbered(&desk, "tout.csv", 0..96)]).code, 0);
    let whole = sales(&desk);
    for order in [false, true] {
        let mut left: Vec<usize> = (0..96).filter(|at| ![41, 57].contains(at)).collect();
        if order {
            left.sort_by_key(|at| at * 37 % 97);
        }
        let run = desk.run(&["import", &numbered(&desk, "moins.csv", left.into_iter())]);
        assert_eq!((run.code, sales(&desk)), (3, whole.clone()), "{}", run.err);
        assert!(run.err.contains("2 ventes") && run.err.contains("--mode replace"), "{}", run.err);
        assert_eq!(run.err.matches("(import 1)").count(), 2, "{}", run.err);
    }
    let replaced = desk.run(&["import", "--mode", "replace", &desk.path("moins.csv").display().to_string()]);
    assert_eq!(replaced.code, 0, "{}", replaced.err);
    assert!(sales(&desk).starts_with("94,"), "{}", sales(&desk));
}

#[test]
fn an_export_of_a_part_of_the_sales_with_ids_lacks_nothing() {
    let desk = Desk::new();
    assert_eq!(desk.run(&["import", &numbered(&desk, "tout.csv", 0..90)]).code, 0);
    let whole = sales(&desk);
    // The last ones again and some more; one in three, as those of one way of paying; the days of an end within a day.
    for (name, lines) in [
        ("tiers.csv", (0..90).filter(|at| at % 3 == 0).collect::<Vec<_>>()),
        ("milieu.csv", (21..61).collect()),
    ] {
        let run = desk.run(&["import", &numbered(&desk, name, lines.into_iter())]);
        assert_eq!((run.code, sales(&desk)), (0, whole.clone()), "{name}: {}", run.err);
    }
    let run = desk.run(&["import", &numbered(&desk, "suite.csv", 61..96)]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(sales(&desk).starts_with("96,"), "{}", sales(&desk));
}

#[test]
fn amounts_a_hundred_times_those_before_are_asked_about_once() {
    let export = |desk: &Desk, name: &str, month: usize, amount: &dyn Fn(usize) -> String| {
        let mut text = "Date;Article;Qté;Total\n".to_owned();
        for at in 0..40 {
            let (_, _, product, quantity, cents) = line(at);
            let (day, total) = (13 + at % 10, amount(cents));
            let _ = writeln!(text, "{day}/{month:02}/2025;{};{quantity};{total}", PRODUCTS[product]);
        }
        desk.write(name, text)
    };
    let in_cents = |cents: usize| cents.to_string();
    for (before, after) in [(&euros as &dyn Fn(usize) -> String, &in_cents as _), (&in_cents, &euros as _)] {
        let desk = Desk::new();
        assert_eq!(desk.run(&["import", &export(&desk, "mars.csv", 3, before)]).code, 0);
        let first = sales(&desk);
        let april = export(&desk, "avril.csv", 4, after);
        let asked = desk.run(&["import", &april]);
        assert_eq!((asked.code, sales(&desk)), (1, first), "{}", asked.err);
        assert!(asked.err.contains("--map amount="), "{}", asked.err);
        assert_eq!(desk.run(&["import", "--map", "amount=Total", &april]).code, 0);
        assert_eq!(desk.run(&["import", &export(&desk, "mai.csv", 5, after)]).code, 0);
    }
    // A month that sells dearer things asks nothing.
    let desk = Desk::new();
    assert_eq!(desk.run(&["import", &export(&desk, "mars.csv", 3, &euros)]).code, 0);
    let dearer = export(&desk, "avril.csv", 4, &|cents| euros(9 * cents));
    assert_eq!(desk.run(&["import", &dearer]).code, 0);
}

#[test]
fn exports_that_were_pasted_behind_each_other_are_asked_about() {
    let desk = Desk::new();
    let file = till(&desk, "ventes.csv", (1, 12), false);
    let text = std::fs::read_to_string(desk.path("ventes.csv")).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let pasted = |from: usize| [&lines[..], &lines[from..]].concat().join("\n") + "\n";
    for (is_known, from) in [(false, 1), (true, 1), (true, 30)] {
        if is_known {
            assert_eq!(desk.run(&["import", &file]).code, 0);
        }
        let asked = desk.run(&["import", &desk.write("collage.csv", pasted(from))]);
        assert_eq!(asked.code, 1, "{}", asked.err);
        assert!(!is_known || sales(&desk).starts_with("96,"), "{}", sales(&desk));
        // Behind a day that is not whole the next one shows it.
        let line = if from == 1 { "98" } else { "ligne 1" };
        assert!(asked.err.contains(line) && asked.err.contains("lignes en double=sale"), "{}", asked.err);
    }
    // Standing orders, customer by customer, are other lines.
    let mut text = "Client;Date;Article;Qté;Total TTC\n".to_owned();
    for (customer, day) in (0..3).flat_map(|customer| (1..=28).map(move |day| (customer, day))) {
        let _ = writeln!(text, "Client {customer};{day:02}/04/2025;Pain;4;12,00");
    }
    let desk = Desk::new();
    let run = desk.run(&["import", &desk.write("tournée.csv", text)]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(sales(&desk).starts_with("84,"), "{}", sales(&desk));
}
