//! Bad input gets a message with place, value and remedy, an exit code, and a database as it was.

use crate::program::Desk;

const SALES: &str = "id,product_id,store_id,sale_date,quantity,amount\n";

/// A shop with one product, one store and one sale.
fn shop() -> Desk {
    let desk = Desk::new();
    let files = [
        desk.write("products.csv", "id,name,price\n1,Pain,2.50\n"),
        desk.write("stores.csv", "id,city\n1,Lyon\n"),
        desk.write("sales.csv", format!("{SALES}1,1,1,2023-11-30,2,5.00\n")),
    ];
    assert_eq!(desk.run(&["import", &files[0], &files[1], &files[2]]).code, 0);
    desk
}

fn content(desk: &Desk) -> Vec<String> {
    ["products", "stores", "sales"]
        .iter()
        .flat_map(|table| desk.rows(&format!("select * from {table}")))
        .collect()
}

/// Imports one file into the shop: its exit code, and every piece that must be told.
#[track_caller]
fn refused(name: &str, file: &str, code: i32, told: &[&str]) {
    let desk = shop();
    let before = content(&desk);
    let run = desk.run(&["import", &desk.write(name, file)]);
    assert_eq!(run.code, code, "{}", run.err);
    for piece in told {
        assert!(run.err.contains(piece), "{piece:?} is not told: {}", run.err);
    }
    assert!(run.err.contains("Que faire :") || run.err.contains('→'), "no remedy: {}", run.err);
    assert_eq!(content(&desk), before);
}

#[test]
fn a_file_that_is_not_there() {
    let run = shop().run(&["import", "nowhere.csv"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("nowhere.csv n’existe pas") && run.err.contains("Que faire :"), "{}", run.err);
}

#[test]
fn an_address_where_nobody_answers() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let run = shop().run(&["import", &format!("http://{closed}/sales.csv")]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("ne répond pas") && run.err.contains("Que faire :"), "{}", run.err);
}

#[test]
fn a_web_page_instead_of_data() {
    refused("s.csv", "<!doctype html><html><body>Connexion</body></html>", 1, &["s.csv", "page web"]);
}

#[test]
fn an_empty_file() {
    refused("s.csv", "", 1, &["s.csv", "aucune ligne"]);
    refused("s.csv", SALES, 1, &["s.csv", "aucune ligne"]);
}

#[test]
fn a_truncated_json() {
    refused("s.json", "[\n{\"id\": 2, \"product_id\": 1},\n{\"id\": 3, ", 1, &["s.json, ligne 3", "tronqué"]);
}

#[test]
fn sales_of_nothing_but_unknown_products() {
    let told = ["s.csv", "colonne « product_id »", "77", "--map name=\"product_id\""];
    refused("s.csv", &format!("{SALES}2,77,1,2023-11-30,1,2.50\n"), 1, &told);
}

#[test]
fn a_sale_of_an_unknown_product_among_others() {
    let desk = shop();
    let lines = format!("{SALES}2,1,1,2023-11-30,1,2.50\n3,77,1,2023-11-30,1,2.50\n");
    let run = desk.run(&["import", &desk.write("s.csv", &lines)]);
    assert_eq!(run.code, 3, "{}", run.err);
    for piece in ["s.csv, ligne 3", "colonne « product_id »", "« 77 »", "produits"] {
        assert!(run.err.contains(piece), "{piece:?} is missing: {}", run.err);
    }
}

#[test]
fn a_date_that_does_not_exist() {
    let told = ["s.csv, ligne 2", "colonne « sale_date »", "« 2023-02-30 »"];
    refused("s.csv", &format!("{SALES}2,1,1,2023-02-30,1,2.50\n"), 3, &told);
}

#[test]
fn a_barcode_as_a_quantity() {
    let told = ["s.csv, ligne 2", "colonne « quantity »", "« 3017620422003 »", "mille milliards"];
    refused("s.csv", &format!("{SALES}2,1,1,2023-11-30,3017620422003,2.50\n"), 3, &told);
}

#[test]
fn a_name_that_is_a_whole_text() {
    let told = ["p.csv, ligne 2", "colonne « nom »", "5000 octets", "4096 au plus"];
    refused("p.csv", &format!("id;nom;prix\n2;{};3,20\n", "x".repeat(5_000)), 3, &told);
}

#[test]
fn a_temporary_folder_that_is_not_there_is_named_as_what_is_missing() {
    let desk = shop();
    let lines: Vec<String> = (2..60_000).map(|id| format!("{id},1,1,2023-11-30,1,2.50")).collect();
    let file = format!("{SALES}{}\n", lines.join("\n"));
    // Standard input is copied; a file is read where it is.
    desk.write("s.csv", &file);
    let input = std::fs::File::open(desk.path("s.csv")).unwrap();
    let mut import = desk.command(&["import", "-"]);
    let run = import.stdin(input).env("TMPDIR", desk.path("nowhere")).output().unwrap();
    let told = String::from_utf8_lossy(&run.stderr);
    assert_eq!(run.status.code(), Some(1), "{told}");
    assert!(told.contains("fichier temporaire") && told.contains("TMPDIR"), "{told}");
}

#[test]
fn a_negative_price() {
    let told = ["p.csv, ligne 2", "colonne « prix »", "« -3,20 »"];
    refused("p.csv", "id;nom;prix\n2;Lait;-3,20\n", 3, &told);
}

#[test]
fn text_in_a_number() {
    let good = "3,1,1,2023-11-28,1,2.50\n4,1,1,2023-11-29,1,2.50\n5,1,1,2023-11-29,2,5.00\n";
    let desk = shop();
    let before = content(&desk).len();
    let file = desk.write("s.csv", format!("{SALES}{good}2,1,1,2023-11-30,1,beaucoup\n"));
    let run = desk.run(&["import", &file]);
    assert_eq!((run.code, content(&desk).len()), (3, before + 3), "{}", run.err);
    for piece in ["s.csv, ligne 5", "colonne « amount »", "« beaucoup »"] {
        assert!(run.err.contains(piece), "{piece}: {}", run.err);
    }
}

#[test]
fn dates_that_can_be_read_in_two_orders() {
    let told = ["s.csv", "colonne « sale_date »", "« 01/02/2023 »", "--date-order"];
    refused("s.csv", &format!("{SALES}2,1,1,01/02/2023,1,2.50\n"), 1, &told);
}

#[test]
fn numbers_that_can_be_read_with_two_marks() {
    let told = ["s.csv", "colonne « amount »", "« 1.234 »", "--decimal"];
    // Not the headers of the shop's own file, whose decimal mark is known.
    let header = SALES.replace("quantity", "qty");
    refused("s.csv", &format!("{header}2,1,1,2023-11-30,1,1.234\n"), 1, &told);
}

#[test]
fn columns_of_no_known_table() {
    refused("s.csv", "couleur,taille\nrouge,12\n", 1, &["s.csv", "couleur, taille", "--table"]);
}

#[test]
fn a_needed_column_that_is_missing() {
    let told = ["s.csv", "« product »", "--map product=COLONNE"];
    refused("s.csv", "date,magasin,quantite\n2023-11-30,1,1\n", 1, &told);
}

#[test]
fn one_id_twice_with_other_content() {
    let desk = shop();
    let file = desk.write("s.csv", format!("{SALES}2,1,1,2023-11-30,1,2.50\n2,1,1,2023-11-30,1,9.99\n"));
    let run = desk.run(&["import", &file]);
    assert_eq!(run.code, 3);
    assert!(run.err.contains("s.csv, ligne 3") && run.err.contains("ligne 2"), "{}", run.err);
    assert_eq!(desk.rows("select amount from sales where id = 2"), ["2.5"]);
}

#[test]
fn one_bad_line_stops_everything_when_asked_to() {
    let desk = shop();
    let before = content(&desk);
    let file = desk.write("s.csv", format!("{SALES}2,1,1,2023-11-30,1,2.50\n3,77,1,2023-11-30,1,2.50\n"));
    let run = desk.run(&["import", "--on-error", "abort", &file]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("ligne 3"), "{}", run.err);
    assert_eq!(content(&desk), before);
}

#[test]
fn a_second_process_that_is_writing() {
    let desk = shop();
    let other = rusqlite::Connection::open(desk.path("comptoir.db")).unwrap();
    other.execute_batch("begin immediate").unwrap();
    let file = desk.write("s.csv", format!("{SALES}2,1,1,2023-11-30,1,2.50\n"));
    let run = desk.run(&["import", &file]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("occupée") && run.err.contains("Que faire :"), "{}", run.err);
    other.execute_batch("rollback").unwrap();
    assert_eq!(desk.rows("select count(*) from sales"), ["1"]);
    assert_eq!(desk.run(&["import", &file]).code, 0);
}

#[test]
fn a_database_that_is_none() {
    let desk = Desk::new();
    let notes = "my notes, and nothing else\n".repeat(100);
    desk.write("notes.txt", &notes);
    let run = desk.run(&["analyse", "--db", "notes.txt"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("n’est pas une base SQLite"), "{}", run.err);
    assert_eq!(std::fs::read_to_string(desk.path("notes.txt")).unwrap(), notes);
}

#[test]
fn wrong_usage_has_an_exit_code_of_its_own() {
    let desk = Desk::new();
    let wrong: [&[&str]; 6] = [
        &["frobnicate"],
        &["import"],
        &["import", "--table", "moons", "x.csv"],
        &["analyse", "--from", "2023-02-30"],
        &["forecast", "--model", "oracle"],
        &["--lang", "de", "analyse"],
    ];
    for args in wrong {
        let run = desk.run(args);
        assert_eq!(run.code, 2, "{args:?}: {}", run.err);
        assert!(run.err.contains("Que faire :"), "{args:?}: {}", run.err);
    }
}
