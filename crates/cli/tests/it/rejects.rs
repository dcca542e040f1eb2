//! What the ledger has of one import over the API: its refused lines to be mended, and where files came from.

use serde_json::{Value as Json, json};

use crate::program::{Desk, Service, demo_file};

const BAD: &str = "ID;Date;Nom du produit;Montant\n\
                   1;2024-01-02;Pain;3,50\n\
                   2;2024-01-02;Pain;abc\n\
                   1;2024-01-03;Lait;2,25\n\
                   4;2024-01-03;Lait;1,00;2;3\n\
                   5;2024-01-03;\"Lait; \"\"demi\"\"\";\n";

fn script(desk: &Desk, address: &str) -> Service {
    desk.serve(&["serve", "--db", address, "--listen", "127.0.0.1:0"], &[])
}

fn sorted(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text.lines().collect();
    lines.sort_unstable();
    lines
}

#[test]
fn the_refused_lines_are_the_file_that_the_command_line_keeps() {
    let (one, two) = (Desk::new(), Desk::new());
    assert_eq!(one.run(&["import", &one.write("bad.csv", BAD)]).code, 3);
    let kept = std::fs::read_to_string(one.path("bad.rejets.csv")).unwrap();
    assert!(kept.contains("ligne 2"), "{kept}");
    let store = two.serve(&["db", "serve", "--listen", "127.0.0.1:0"], &[]);
    for service in [script(&one, "other.db"), script(&two, &store.url)] {
        let (_, imported) = service.upload_to("/api/v1/imports", "bad.csv", BAD);
        assert_eq!((&imported["added"], &imported["rejected"]), (&json!(1), &json!(4)), "{imported}");
        let (status, file) = service.get("/api/v1/imports/1/rejects");
        let file = file.as_str().unwrap().to_owned();
        assert_eq!((status, sorted(&file)), (200, sorted(&kept)));
    }
}

#[test]
fn refused_lines_are_mended_and_imported_again() {
    let desk = Desk::new();
    let service = script(&desk, "shop.db");
    service.upload_to("/api/v1/imports", "bad.csv", BAD);
    let (_, file) = service.get("/api/v1/imports/1/rejects?lang=en");
    let mended = file.as_str().unwrap().replace(";abc", ";7,00");
    let (_, again) = service.upload_to("/api/v1/imports", "bad.rejets.csv", &mended);
    // The line whose id stands twice is known by now, with other content.
    assert_eq!(
        [&again["added"], &again["changed"], &again["rejected"]],
        [&json!(1), &json!(1), &json!(2)],
        "{again}"
    );
}

#[test]
fn refused_lines_are_told_in_the_readers_language() {
    let desk = Desk::new();
    let service = script(&desk, "shop.db");
    let (_, imported) = service.upload_to("/api/v1/imports?lang=en", "bad.csv", BAD);
    let (_, told) = service.get("/api/v1/imports/1/rejects?format=json&lang=en");
    let by_line = |answer: &Json| {
        let mut rejects = answer["rejects"].as_array().unwrap().clone();
        rejects.sort_by_key(|reject| reject["line"].as_u64());
        rejects
    };
    assert_eq!(by_line(&told), by_line(&imported));
    let twice = told["rejects"].as_array().unwrap().iter().find(|reject| reject["code"] == "twice").unwrap();
    assert_eq!(
        twice["detail"],
        "bad.csv, line 4, column \"ID\": \"1\" is already on line 2, with different content"
    );
    assert_eq!(service.get("/api/v1/imports/1/rejects?format=pdf").1["code"], "input");
    let (status, problem) = service.get("/api/v1/imports/9/rejects");
    assert_eq!((status, &problem["code"]), (404, &json!("no-such-import")));
}

#[test]
fn one_import_is_told_whole() {
    let desk = Desk::with_demo();
    let service = script(&desk, "comptoir.db");
    let (_, import) = service.get("/api/v1/imports/3");
    assert_eq!(
        (&import["id"], &import["table"], &import["lines"], &import["mode"], &import["last_day"]),
        (&json!(3), &json!("sales"), &json!(2802), &json!("new"), &json!("2023-11-30"))
    );
    assert_eq!(import["columns"]["date"], "sale_date");
    assert_eq!(import["sha256"].as_str().map(str::len), Some(64));
    assert_eq!(service.get("/api/v1/imports/9").0, 404);
}

#[test]
fn the_sources_named_at_the_start_are_told_with_what_they_brought() {
    let desk = Desk::new();
    let products = demo_file("products.csv");
    let sources = |sources: &str, database: &str| {
        let args = ["serve", "--db", database, "--listen", "127.0.0.1:0"];
        let service = desk.serve(&args, &[("COMPTOIR_SOURCES", sources)]);
        service.get("/api/v1/sources").1["sources"].clone()
    };
    let told = sources(&products, "shop.db");
    assert_eq!((&told[0]["url"], &told[0]["every_seconds"]), (&json!(products), &Json::Null));
    assert_eq!(told[0]["last"]["message"], "8 nouvelles données importées dans products.");
    // A till that is away, behind a password.
    let told = sources("http://till:secret@127.0.0.1:1/sales.csv", "other.db");
    assert_eq!(
        told,
        json!([{ "url": "http://till:***@127.0.0.1:1/sales.csv", "every_seconds": null, "last": null }])
    );
}
