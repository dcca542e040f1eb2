//! `comptoir imports`, and what the modes of an import do to what is known.

use crate::program::Desk;

const TILL: &str = "date;magasin;article;quantité;montant\n";

fn till(desk: &Desk, name: &str, lines: &[&str]) -> String {
    desk.write(name, format!("{TILL}{}\n", lines.join("\n")))
}

const MONDAY: &str = "03/11/2025;Lyon;Pain;2;5,00";
const TUESDAY: &str = "04/11/2025;Lyon;Lait;1;1,20";
const WEDNESDAY: &str = "25/11/2025;Lyon;Lait;3;3,60";

fn sales(desk: &Desk) -> Vec<String> {
    desk.rows("select sale_date, quantity, amount from sales order by sale_date, quantity, amount")
}

#[test]
fn the_ledger_tells_every_import() {
    let desk = Desk::with_demo();
    let list = desk.run(&["imports"]);
    assert_eq!(list.code, 0);
    assert!(
        list.out.contains("sales.csv") && list.out.contains("1\u{202f}245\u{202f}678,00"),
        "{}",
        list.out
    );
    let shown = desk.run(&["imports", "show", "3", "--json"]).json();
    assert_eq!(
        (&shown["lines"], &shown["added"], &shown["mode"]),
        (&2802.into(), &2802.into(), &"new".into())
    );
    assert_eq!((&shown["first_day"], &shown["last_day"]), (&"2023-11-01".into(), &"2023-11-30".into()));
    assert_eq!(shown["columns"]["amount"], "amount");
    assert_eq!(shown["sha256"].as_str().map(str::len), Some(64));
    assert_eq!(desk.run(&["imports", "show", "99"]).code, 1);
}

#[test]
fn an_import_is_taken_back_exactly_and_can_come_again() {
    let desk = Desk::with_demo();
    let before = desk.rows("select * from sales");
    let more = "id,product_id,store_id,sale_date,quantity,amount\n9001,1,1,2023-12-01,1,493.00\n";
    let more = desk.write("more.csv", more);
    desk.run(&["import", &more]);
    let undone = desk.run(&["imports", "undo", "4"]);
    assert_eq!(undone.code, 0, "{}", undone.err);
    assert!(undone.out.contains("1 ligne retirée") && undone.out.contains("−493,00"), "{}", undone.out);
    assert_eq!(desk.rows("select * from sales"), before);
    assert_eq!(desk.run(&["imports", "undo", "4"]).code, 1);
    assert_eq!(desk.run(&["import", &more]).out, "1 nouvelle donnée importée dans sales.\n");
    // Sales stand on the products: those cannot go.
    let refused = desk.run(&["imports", "undo", "1"]);
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains('3') && refused.err.contains("Que faire :"), "{}", refused.err);
}

#[test]
fn a_longer_export_adds_only_what_is_new_and_twins_stay_two() {
    let desk = Desk::new();
    assert_eq!(desk.run(&["import", &till(&desk, "a.csv", &[MONDAY, MONDAY, WEDNESDAY])]).code, 0);
    let longer = till(&desk, "b.csv", &[MONDAY, MONDAY, TUESDAY, WEDNESDAY]);
    assert_eq!(desk.run(&["import", &longer]).out, "1 nouvelle donnée importée dans sales.\n");
    let moved = desk.write(
        "c.csv",
        "Montant,Magasin,Quantite,Article,Date,Vendeur\n\"5,00\",Lyon,2,Pain,03/11/2025,Zoé\n\"5,00\",Lyon,2,PAIN,03/11/25,Zoé\n\
         \"3,60\",Lyon,3,Lait,25/11/2025,Zoé\n",
    );
    let run = desk.run(&["import", &moved]);
    assert_eq!(run.out, "Aucune nouvelle donnée à importer dans sales.\n", "{}", run.err);
    assert_eq!(sales(&desk), ["2025-11-03,2,5", "2025-11-03,2,5", "2025-11-04,1,1.2", "2025-11-25,3,3.6"]);
}

#[test]
fn a_corrected_export_is_held_back_until_it_replaces() {
    let desk = Desk::new();
    desk.run(&["import", &till(&desk, "a.csv", &[MONDAY, TUESDAY, WEDNESDAY])]);
    let corrected = "04/11/2025;Lyon;Lait;2;2,40";
    let file = till(&desk, "b.csv", &[MONDAY, corrected, WEDNESDAY]);
    let run = desk.run(&["import", &file]);
    assert_eq!((run.code, run.out.as_str()), (3, "Aucune nouvelle donnée à importer dans sales.\n"));
    for told in ["absente du fichier", "mar. 4 nov. 2025", "Lait", "--mode replace", "--source"] {
        assert!(run.err.contains(told), "{told}: {}", run.err);
    }
    assert_eq!(sales(&desk), ["2025-11-03,2,5", "2025-11-04,1,1.2", "2025-11-25,3,3.6"]);
    let run = desk.run(&["import", "--mode", "replace", &file]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(sales(&desk), ["2025-11-03,2,5", "2025-11-04,2,2.4", "2025-11-25,3,3.6"]);
    let last = desk.rows("select max(id) from imports")[0].clone();
    assert_eq!(desk.run(&["imports", "undo", &last]).code, 0);
    assert_eq!(sales(&desk), ["2025-11-03,2,5", "2025-11-04,1,1.2", "2025-11-25,3,3.6"]);
}

#[test]
fn a_day_at_the_edge_that_became_smaller_needs_a_word_more() {
    let desk = Desk::new();
    desk.run(&["import", &till(&desk, "a.csv", &[MONDAY, WEDNESDAY, "25/11/2025;Lyon;Pain;1;2,50"])]);
    let file = till(&desk, "b.csv", &[MONDAY, WEDNESDAY]);
    let run = desk.run(&["import", "--mode", "replace", &file]);
    assert_eq!(run.code, 3, "{}", run.err);
    assert!(run.err.contains("--replace-partial"), "{}", run.err);
    assert_eq!(sales(&desk).len(), 3);
    assert_eq!(desk.run(&["import", "--mode", "replace", "--replace-partial", &file]).code, 0);
    assert_eq!(sales(&desk), ["2025-11-03,2,5", "2025-11-25,3,3.6"]);
}

#[test]
fn two_tills_with_the_same_numbers_are_told_apart_by_their_names() {
    let desk = Desk::with_demo();
    let file = |amount: &str| {
        format!("id,product_id,store_id,sale_date,quantity,amount\n1,1,1,2024-01-15,1,{amount}\n")
    };
    let (one, two) = (desk.write("one.csv", file("10")), desk.write("two.csv", file("20")));
    assert_eq!(desk.run(&["import", "--source", "Caisse 1", &one]).code, 0);
    assert_eq!(desk.run(&["import", "--source", "Caisse 2", &two]).code, 0);
    assert_eq!(desk.rows("select amount from sales where sale_date = '2024-01-15' order by 1"), ["10", "20"]);
    let again = desk.run(&["import", "--source", "Caisse 2", &two]);
    assert_eq!(again.out, "Aucune nouvelle donnée à importer dans sales.\n");
}

#[test]
fn upsert_writes_over_what_is_known() {
    let desk = Desk::with_demo();
    let sale = "id,product_id,store_id,sale_date,quantity,amount\n1,1,1,2023-11-01,1,12.34\n";
    let run = desk.run(&["import", "--mode", "upsert", &desk.write("s.csv", sale)]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("1 ligne de sales a pris le contenu"), "{}", run.err);
    assert_eq!(desk.rows("select amount from sales where id = 1"), ["12.34"]);
}

#[test]
fn a_dry_run_proves_how_a_file_is_read_and_what_it_would_do() {
    let desk = Desk::new();
    desk.run(&["import", &till(&desk, "a.csv", &[MONDAY, WEDNESDAY])]);
    let before = desk.rows("select count(*) from imports");
    let text = format!("Export du soir;;;;\n{TILL}{MONDAY}\n{TUESDAY}\nhier;Lyon;Pain;1;2,50\n{WEDNESDAY}\n");
    let bytes = text.chars().map(|letter| letter as u32 as u8).collect::<Vec<_>>();
    let run = desk.run(&["import", "--dry-run", &desk.write("b.csv", bytes)]);
    assert_eq!(
        (run.code, run.out.as_str()),
        (3, "Simulation : 3 lignes de sales lues, rien n’a été enregistré.\n")
    );
    let told = [
        "windows-1252",
        "Séparateur : ;",
        "Ligne de l’en-tête : 2",
        "nombre, virgule décimale",
        "date, jour/mois/année",
        "5,00 → 5",
        "03/11/2025 → 2025-11-03",
        "Nouvelles : 1 · connues : 2 · changées : 0 · refusées : 1",
        "CA ajouté : 1,20\u{a0}€",
        "EUR",
    ];
    for piece in told {
        assert!(run.err.contains(piece), "{piece}: {}", run.err);
    }
    assert_eq!(desk.rows("select count(*) from imports"), before);
    assert_eq!(sales(&desk).len(), 2);
    assert!(!desk.path("b.rejets.csv").exists());
}

#[test]
fn refused_lines_come_out_as_they_were_and_go_in_once_mended() {
    let desk = Desk::new();
    let bad = "04/11/2025;Lyon;Lait;beaucoup;1,20";
    let run = desk.run(&["import", &till(&desk, "a.csv", &[MONDAY, bad, WEDNESDAY])]);
    assert_eq!(run.code, 3);
    assert!(run.err.contains("a.rejets.csv"), "{}", run.err);
    let kept = std::fs::read_to_string(desk.path("a.rejets.csv")).unwrap();
    let lines: Vec<&str> = kept.lines().collect();
    assert_eq!(lines.len(), 2);
    assert!(lines[1].starts_with("3;") && lines[1].ends_with(bad), "{kept}");
    assert_eq!(desk.rows("select original from rejects"), [format!("\"{bad}\"")]);
    let mended = desk.write("mended.csv", kept.replace("beaucoup", "1").replacen("« 1 »", "« beaucoup »", 1));
    let run = desk.run(&["import", &mended]);
    assert_eq!((run.code, run.out.as_str()), (0, "1 nouvelle donnée importée dans sales.\n"), "{}", run.err);
    // The export that was mended at its origin holds nothing new then.
    let whole = till(&desk, "b.csv", &[MONDAY, TUESDAY, WEDNESDAY]);
    assert_eq!(desk.run(&["import", &whole]).out, "Aucune nouvelle donnée à importer dans sales.\n");
    let named = desk.run(&[
        "import",
        "--rejects",
        "ici.csv",
        &till(&desk, "c.csv", &["26/11/2025;Lyon;Pain;x;1", "27/11/2025;Lyon;Lait;1;1,20"]),
    ]);
    assert_eq!(named.code, 3);
    assert!(desk.path("ici.csv").exists());
}

#[test]
fn a_column_that_was_answered_for_once_is_not_asked_about_again() {
    let desk = Desk::with_demo();
    let file = |name: &str, id: u32| {
        desk.write(
            name,
            format!("id,product_id,store_id,sale_date,quantity,amount\n{id},1,1,01/02/2024,1,5\n"),
        )
    };
    assert_eq!(desk.run(&["import", &file("a.csv", 9001)]).code, 1);
    assert_eq!(desk.run(&["import", "--date-order", "dmy", &file("b.csv", 9002)]).code, 0);
    assert_eq!(desk.run(&["import", &file("c.csv", 9003)]).code, 0);
    assert_eq!(desk.rows("select distinct sale_date from sales where id > 9000"), ["2024-02-01"]);
}

#[test]
fn a_neighbour_answers_for_a_file_that_fits_two_readings() {
    let desk = Desk::with_demo();
    let file = |name: &str, id: u32, day: &str| {
        desk.write(name, format!("id,product_id,store_id,sale_date,quantity,amount\n{id},1,1,{day},1,5\n"))
    };
    let files = [file("a.csv", 9001, "01/02/2024"), file("b.csv", 9002, "27/02/2024")];
    let run = desk.run(&["import", &files[0], &files[1]]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(desk.rows("select sale_date from sales where id = 9001"), ["2024-02-01"]);
}

#[test]
fn a_column_that_was_named_once_is_known_by_its_name() {
    let desk = Desk::with_demo();
    let file = |name: &str, id: u32| {
        let header = "id,product_id,store_id,Quand,Puis,quantity,amount";
        desk.write(name, format!("{header}\n{id},1,1,2024-02-01,2024-02-03,1,5\n"))
    };
    assert_eq!(desk.run(&["import", &file("a.csv", 9001)]).code, 1);
    assert_eq!(desk.run(&["import", "--map", "date=Quand", &file("b.csv", 9002)]).code, 0);
    assert_eq!(desk.run(&["import", &file("c.csv", 9003)]).code, 0);
}

#[test]
fn a_second_currency_is_refused_line_by_line() {
    let desk = Desk::with_demo();
    let text = "id,product_id,store_id,sale_date,quantity,amount\n9001,1,1,2024-02-01,1,5 €\n9002,1,1,2024-02-01,1,$7.00\n";
    let run = desk.run(&["import", &desk.write("s.csv", text)]);
    assert_eq!((run.code, run.out.as_str()), (3, "1 nouvelle donnée importée dans sales.\n"));
    assert!(run.err.contains("« $7.00 » est dans une autre devise"), "{}", run.err);
}

#[test]
fn one_bad_line_stops_everything_where_that_is_asked_for() {
    let desk = Desk::with_demo();
    let text = "id,product_id,store_id,sale_date,quantity,amount\n9001,1,1,2024-02-01,1,5\n9001,1,1,2024-02-01,1,6\n";
    let file = desk.write("s.csv", text);
    let run = desk.run(&["import", "--on-error", "abort", &file]);
    assert_eq!(run.code, 1);
    assert_eq!(desk.rows("select count(*) from sales where id = 9001"), ["0"]);
    let run = desk.run(&["import", &file]);
    assert_eq!(run.code, 3);
    assert!(run.err.contains("s.csv, ligne 3") && run.err.contains("9001"), "{}", run.err);
    assert_eq!(desk.rows("select amount from sales where id = 9001"), ["5"]);
}
