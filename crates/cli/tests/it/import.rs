//! `comptoir import`: from files of any dialect into the database.

use std::{
    io::{Read, Write},
    net::TcpListener,
    path::PathBuf,
};

use serde_json::Value as Json;

use crate::program::{Desk, demo_file};

fn simplon(path: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/simplon");
    folder.join(path).display().to_string()
}

#[test]
fn the_two_messages_of_the_brief_come_out_word_for_word() {
    let desk = Desk::with_demo();
    let again = desk.run(&["import", &demo_file("sales.csv")]);
    assert_eq!((again.code, again.out.as_str()), (0, "Aucune nouvelle donnée à importer dans sales.\n"));
    let sales = std::fs::read_to_string(demo_file("sales.csv")).unwrap();
    let more = desk.write("more.csv", sales + "9001,1,1,2023-12-01,1,493.00\n9002,1,1,2023-12-01,1,493.00\n");
    let run = desk.run(&["import", &more]);
    assert_eq!(run.out, "2 nouvelles données importées dans sales.\n");
    assert_eq!(desk.rows("select count(*) from sales"), ["2804"]);
}

#[test]
fn files_may_stand_in_any_order() {
    let desk = Desk::new();
    let files = ["sales.csv", "stores.csv", "products.csv"].map(demo_file);
    let run = desk.run(&["import", &files[0], &files[1], &files[2]]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(desk.rows("select count(*) from sales"), ["2802"]);
}

/// The truth was computed apart from this program, with exact decimals.
fn check_against_truth(dialect: &str) {
    let desk = Desk::new();
    let files =
        ["produits.csv", "magasins.csv", "ventes.csv"].map(|name| simplon(&format!("{dialect}/{name}")));
    let import = || desk.run(&["import", &files[0], &files[1], &files[2]]);
    let first = import();
    assert_eq!(first.code, 0, "{}", first.err);
    assert!(first.out.contains("30 nouvelles données importées dans sales."), "{}", first.out);
    let again = import();
    assert!(again.out.contains("Aucune nouvelle donnée à importer dans sales."), "{}", again.out);

    let truth = std::fs::read_to_string(simplon("simplon.truth.json")).unwrap();
    let truth: Json = serde_json::from_str(&truth).unwrap();
    let pairs = |key: &str| -> Vec<String> {
        let rows = truth[key].as_array().unwrap().iter();
        rows.map(|row| format!("{},{}", row[0].as_str().unwrap(), row[1].as_str().unwrap())).collect()
    };
    let total =
        "select printf('%.2f', sum(amount)), sum(quantity), min(sale_date), max(sale_date) from sales";
    let text = |key: &str| truth[key].to_string().replace('"', "");
    let expected = ["total_revenue", "units", "date_min", "date_max"].map(text).join(",");
    assert_eq!(desk.rows(total), [expected]);
    let by_product =
        "select code, printf('%.2f', sum(amount)) from sales join products on products.id = product_id
                      group by code order by sum(amount) desc";
    assert_eq!(desk.rows(by_product), pairs("by_product"));
    let by_region =
        "select region, printf('%.2f', sum(amount)) from sales join stores on stores.id = store_id
                     group by region order by sum(amount) desc";
    assert_eq!(desk.rows(by_region), pairs("by_region"));
}

#[test]
fn the_public_exercise_with_commas_and_iso_dates_gives_its_truth() {
    check_against_truth("original_comma_iso");
}

#[test]
fn the_public_exercise_with_semicolons_and_french_dates_gives_its_truth() {
    check_against_truth("semicolon_ddmmyyyy_noaccents");
}

const PRODUCTS_CSV: &str = "id,name,price\n1,Pain,2.50\n2,Œuf,0.35\n";
const PRODUCTS_ARRAY: &str = r#"[{"id":1,"name":"Pain","price":2.50},{"id":2,"name":"Œuf","price":"0.35"}]"#;
const PRODUCTS_LINES: &str =
    "{\"id\":1,\"name\":\"Pain\",\"price\":2.5}\n{\"id\":2,\"name\":\"Œuf\",\"price\":0.35}\n";

fn products(desk: &Desk) -> Vec<String> {
    desk.rows("select id, name, price from products order by id")
}

#[test]
fn csv_json_and_json_lines_read_the_same_from_files_and_standard_input() {
    for (name, content) in [("p.csv", PRODUCTS_CSV), ("p.json", PRODUCTS_ARRAY), ("p.jsonl", PRODUCTS_LINES)]
    {
        let desk = Desk::new();
        let run = desk.run(&["import", &desk.write(name, content)]);
        assert_eq!(run.code, 0, "{name}: {}", run.err);
        assert_eq!(products(&desk), ["1,Pain,2.5", "2,Œuf,0.35"], "{name}");
        let desk = Desk::new();
        assert_eq!(desk.run_with_input(&["import", "-"], content.as_bytes()).code, 0, "{name}");
        assert_eq!(products(&desk), ["1,Pain,2.5", "2,Œuf,0.35"], "{name}");
    }
}

/// A web server that answers each path of the table once, then goes on.
fn web(pages: Vec<(&'static str, Vec<u8>)>) -> String {
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", socket.local_addr().unwrap());
    std::thread::spawn(move || {
        for mut stream in socket.incoming().flatten() {
            let mut request = [0; 4096];
            let length = stream.read(&mut request).unwrap_or(0);
            let request = String::from_utf8_lossy(&request[..length]).into_owned();
            let path = request.split(' ').nth(1).unwrap_or_default();
            let missing =
                b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".to_vec();
            let page =
                pages.iter().find(|(known, _)| *known == path).map_or(missing, |(_, page)| page.clone());
            let _ = stream.write_all(&page);
        }
    });
    url
}

fn page(content: &[u8], headers: &str) -> Vec<u8> {
    let head =
        format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n{headers}\r\n", content.len());
    [head.as_bytes(), content].concat()
}

#[test]
fn a_url_is_followed_through_redirects_and_unpacked() {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(PRODUCTS_CSV.as_bytes()).unwrap();
    let gzip = gzip.finish().unwrap();
    let redirect =
        "HTTP/1.1 302 Found\r\nlocation: /plain.csv\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    let url = web(vec![
        ("/plain.csv", page(PRODUCTS_CSV.as_bytes(), "")),
        ("/moved", redirect.into()),
        ("/packed.csv.gz", page(&gzip, "")),
        ("/encoded.csv", page(&gzip, "content-encoding: gzip\r\n")),
    ]);
    for path in ["/plain.csv", "/moved", "/packed.csv.gz", "/encoded.csv"] {
        let desk = Desk::new();
        let run = desk.run(&["import", &format!("{url}{path}")]);
        assert_eq!(run.code, 0, "{path}: {}", run.err);
        assert_eq!(products(&desk), ["1,Pain,2.5", "2,Œuf,0.35"], "{path}");
    }
}

#[test]
fn a_url_that_fails_says_how() {
    let forever = "HTTP/1.1 302 Found\r\nlocation: /round\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    let url = web(vec![("/page", page(b"<!DOCTYPE html><html></html>", "")), ("/round", forever.into())]);
    let cases = [("/none.csv", "l’erreur 404"), ("/page", "est une page web"), ("/round", "ne répond pas")];
    for (path, told) in cases {
        let run = Desk::new().run(&["import", &format!("{url}{path}")]);
        assert_eq!(run.code, 1, "{path}");
        assert!(run.err.contains(told) && run.err.contains("Que faire :"), "{path}: {}", run.err);
    }
}

#[test]
fn a_known_id_with_other_content_is_told_and_not_written() {
    let desk = Desk::new();
    desk.run(&["import", &desk.write("a.csv", PRODUCTS_CSV)]);
    let run = desk.run(&["import", &desk.write("b.csv", PRODUCTS_CSV.replace("2.50", "9.99"))]);
    assert_eq!(run.code, 3);
    assert!(run.err.contains("diffère dans b.csv"), "{}", run.err);
    assert_eq!(products(&desk), ["1,Pain,2.5", "2,Œuf,0.35"]);
}

#[test]
fn bad_lines_are_set_aside_with_their_reason_and_the_ledger_counts_them() {
    let desk = Desk::new();
    let file = desk.write("p.csv", "id,name,price\n1,Pain,2.50\n2,Lait,-1\n3,,1\n");
    assert_eq!(desk.run(&["import", &file]).code, 3);
    assert_eq!(
        desk.rows("select source, table_name, added, known, rejected from imports"),
        ["p.csv,products,1,0,2"]
    );
    let rejects = "select line, \"column\", value, code from rejects order by line";
    assert_eq!(desk.rows(rejects), ["3,price,-1,negative-price", "4,name,,missing"]);
}

#[test]
fn a_dry_run_shows_the_columns_and_writes_nothing() {
    let desk = Desk::new();
    let run = desk.run(&["import", "--dry-run", &desk.write("p.csv", PRODUCTS_CSV)]);
    assert_eq!(
        (run.code, run.out.as_str()),
        (0, "Simulation : 2 lignes de products lues, rien n’a été enregistré.\n")
    );
    assert!(run.err.contains("2.50 → 2.5") && run.err.contains("nombre, point décimal"), "{}", run.err);
    assert_eq!(desk.rows("select count(*) from imports"), ["0"]);
}

#[test]
fn a_folder_and_a_pattern_stand_for_their_files() {
    let desk = Desk::new();
    std::fs::create_dir(desk.path("exports")).unwrap();
    for name in ["products.csv", "stores.csv", "sales.csv"] {
        std::fs::copy(demo_file(name), desk.path("exports").join(name)).unwrap();
    }
    desk.write("exports/lisez-moi.md", "# Exports\n");
    let run = desk.run(&["import", "exports"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(desk.rows("select count(*) from sales"), ["2802"]);
    let again = desk.run(&["import", "exports/*.csv"]);
    assert_eq!((again.code, again.out.lines().count()), (0, 3), "{}", again.err);
    for nothing in ["exports/*.xlsx", "exports/[", "."] {
        let run = desk.run(&["--db", "exports/shop.db", "import", nothing]);
        assert!(run.code == 1 && run.err.contains("ne désigne aucun fichier"), "{nothing}: {}", run.err);
    }
}
