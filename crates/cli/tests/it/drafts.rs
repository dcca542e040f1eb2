//! Files that are shown before they are imported, put right, and imported while nobody waits.

use serde_json::{Value as Json, json};

use crate::program::{Desk, Service};

const ODD: &str =
    "Quand;Quoi;Combien;Truc\n2024-01-02;Pain;3,50;1\n2024-01-03;Lait;abc;2\n2024-01-04;Lait;2,25;3\n";

/// What makes sales of [`ODD`].
fn roles() -> Json {
    json!({ "date": "Quand", "name": "Quoi", "amount": "Combien" })
}

fn script(desk: &Desk) -> Service {
    desk.serve(&["serve", "--db", "shop.db", "--listen", "127.0.0.1:0"], &[])
}

/// Sends a file to be shown; its draft.
fn draft(service: &Service, name: &str, content: &str) -> Json {
    let (status, draft) = service.upload_to("/api/v1/imports?dry_run=true", name, content);
    assert_eq!(status, 201, "{draft}");
    draft
}

fn path(draft: &Json) -> String {
    format!("/api/v1/imports/drafts/{}", draft["draft"].as_str().unwrap())
}

fn prove(service: &Service, draft: &Json, corrections: &Json) -> Json {
    let (status, proved) =
        service.post(&format!("{}?dry_run=true", path(draft)), &corrections.to_string(), &[]);
    assert_eq!(status, 200, "{proved}");
    proved
}

fn commit(service: &Service, draft: &Json, corrections: &Json) -> Json {
    let (status, job) = service.post(&path(draft), &corrections.to_string(), &[]);
    assert_eq!(status, 202, "{job}");
    job
}

/// The job at its end.
fn end(service: &Service, job: &Json) -> Json {
    loop {
        let (_, job) = service.get(&format!("/api/v1/imports/jobs/{}", job["job"].as_str().unwrap()));
        if job["state"] != "running" {
            return job;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}

fn count(service: &Service, table: &str) -> Json {
    service.get(&format!("/api/v1/sql?sql=select%20count(*)%20from%20{table}")).1["rows"][0][0].clone()
}

#[test]
fn a_file_that_nobody_understands_shows_its_columns_and_is_put_right() {
    let desk = Desk::new();
    let service = script(&desk);
    let draft = draft(&service, "odd.csv", ODD);
    assert_eq!(draft["problem"]["code"], "import-unknown-table");
    assert_eq!((&draft["table"], &draft["added"]), (&json!("sales"), &Json::Null));
    assert_eq!(draft["columns"][2]["header"], "Combien");
    assert_eq!(draft["columns"][2]["samples"], json!([["3,50", "3,50"], ["abc", "abc"]]));
    assert!(
        draft["fields"].as_array().unwrap().contains(&json!({ "name": "amount", "label": "Montant TTC" }))
    );

    let wrong = prove(&service, &draft, &json!({ "mapping": { "date": "Jour" } }));
    assert_eq!(wrong["problem"]["code"], "import-no-such-column");

    let right = json!({ "mapping": roles() });
    let proved = prove(&service, &draft, &right);
    assert_eq!(proved["problem"], Json::Null, "{proved}");
    assert_eq!((&proved["added"], &proved["rejected"]), (&json!(2), &json!(1)));
    assert_eq!(proved["rejects"][0]["code"], "not-a-number");
    assert_eq!(count(&service, "sales"), 0);

    let done = end(&service, &commit(&service, &draft, &right));
    assert_eq!(
        (&done["state"], &done["lines"], &done["lines_total"]),
        (&json!("done"), &json!(3), &json!(3))
    );
    assert_eq!(done["report"]["added"], 2);
    assert_eq!(count(&service, "sales"), 2);
    let (status, gone) = service.post(&path(&draft), "", &[]);
    assert_eq!((status, &gone["code"]), (404, &json!("draft-gone")));
}

#[test]
fn dates_that_fit_two_readings_are_asked_about() {
    let desk = Desk::new();
    let service = script(&desk);
    let draft =
        draft(&service, "two.csv", "Date;Nom du produit;Montant\n03/04/2024;Pain;1\n05/06/2024;Lait;2\n");
    assert_eq!(draft["problem"]["code"], "import-ambiguous-dates");
    assert_eq!(draft["columns"][0]["field"], "date");
    let proved = prove(&service, &draft, &json!({ "date_order": "mdy" }));
    assert_eq!(proved["problem"], Json::Null, "{proved}");
    assert_eq!(proved["columns"][0]["samples"][0], json!(["03/04/2024", "2024-03-04"]));
}

#[test]
fn an_import_that_fails_leaves_its_draft_to_be_mended() {
    let desk = Desk::new();
    let service = script(&desk);
    let draft = draft(&service, "odd.csv", ODD);
    let strict = json!({ "mapping": roles(), "on_error": "abort" });
    let proved = prove(&service, &draft, &strict);
    assert_eq!((&proved["problem"]["code"], &proved["rejected"]), (&json!("import-rejected"), &json!(1)));
    let failed = end(&service, &commit(&service, &draft, &strict));
    assert_eq!((&failed["state"], &failed["problem"]["code"]), (&json!("failed"), &json!("import-rejected")));
    assert_eq!(count(&service, "sales"), 0);
    let done = end(&service, &commit(&service, &draft, &json!({ "mapping": roles() })));
    assert_eq!(done["state"], "done");
}

#[test]
fn a_column_that_is_not_to_be_used_is_remembered() {
    let desk = Desk::new();
    let service = script(&desk);
    let sales = |day: u32| {
        let line = |price: u32| format!("2024-01-0{day};Pain;{};2;{price};1\n", 2 * price - 1);
        format!("Date;Nom du produit;Montant;Quantité;Prix;Remise\n{}", [3, 4, 7].map(line).concat())
    };
    let first = draft(&service, "one.csv", &sales(1));
    assert_eq!(first["columns"][5]["field"], "discount");
    let ignoring = json!({ "ignore": ["Remise"] });
    assert_eq!(prove(&service, &first, &ignoring)["columns"][5]["field"], Json::Null);
    assert_eq!(end(&service, &commit(&service, &first, &ignoring))["state"], "done");
    let second = draft(&service, "two.csv", &sales(2));
    assert_eq!(second["columns"][5]["field"], Json::Null);
    let used = prove(&service, &second, &json!({ "mapping": { "discount": "Remise" } }));
    assert_eq!(used["columns"][5]["field"], "discount");
}

#[test]
fn a_discount_that_the_amount_has_in_it_is_not_shown_as_used() {
    let desk = Desk::new();
    let service = script(&desk);
    let draft =
        draft(&service, "rates.csv", "Date;Nom du produit;Montant;Remise\n2024-01-03;Pain;3,50;0,2\n");
    assert_eq!(
        (&draft["columns"][3]["field"], &draft["columns"][3]["set_aside"]),
        (&Json::Null, &json!("discount"))
    );
    assert_eq!(end(&service, &commit(&service, &draft, &json!({})))["state"], "done");
    let (_, net) = service.get("/api/v1/net");
    assert_eq!((&net["gross"], &net["discounts"]), (&json!(3.5), &json!(0.0)));
}

#[test]
fn a_file_that_cannot_be_read_at_all_leaves_no_draft() {
    let desk = Desk::new();
    let service = script(&desk);
    let (status, problem) = service.upload_to("/api/v1/imports?dry_run=true", "empty.csv", "");
    assert_eq!((status, &problem["code"], &problem["draft"]), (422, &json!("import-empty"), &Json::Null));
}

#[test]
fn drafts_are_dropped_when_asked_and_when_they_are_many() {
    let desk = Desk::new();
    let service = script(&desk);
    let drafts: Vec<Json> = (0..21).map(|_| draft(&service, "odd.csv", ODD)).collect();
    let status = |draft: &Json| service.post(&format!("{}?dry_run=true", path(draft)), "", &[]).0;
    assert_eq!([&drafts[0], &drafts[1], &drafts[20]].map(status), [404, 200, 200]);
    assert_eq!(service.delete(&path(&drafts[20])).0, 204);
    assert_eq!(status(&drafts[20]), 404);
}

#[test]
fn corrections_that_say_nothing_sensible_are_refused() {
    let desk = Desk::new();
    let service = script(&desk);
    let draft = draft(&service, "odd.csv", ODD);
    for (corrections, code) in [
        (json!({ "mapping": { "moon": "Quand" } }), "input"),
        (json!({ "date_order": "dym" }), "input"),
        (json!({ "mode": "twice" }), "input"),
        (json!({ "on_error": "cry" }), "input"),
        (json!({ "colour": "red" }), "json-unknown-field"),
        (json!([1]), "json-value"),
    ] {
        let (status, problem) = service.post(&path(&draft), &corrections.to_string(), &[]);
        assert_eq!((status, &problem["code"]), (400, &json!(code)), "{corrections}");
    }
}

#[test]
fn an_import_that_is_stopped_keeps_nothing() {
    let desk = Desk::new();
    let service = script(&desk);
    let lines = |day: &str| {
        let line = |id: u32| format!("{id};{day};Pain {};{}\n", id % 50, id % 97);
        format!("ID;Date;Nom du produit;Montant\n{}", (1..20_000).map(line).collect::<String>())
    };
    let drafts = ["2024-01-02", "2024-01-03"].map(|day| draft(&service, "long.csv", &lines(day)));
    let jobs = drafts.each_ref().map(|draft| commit(&service, draft, &json!({})));
    let (status, problem) = service.post(&path(&drafts[0]), "", &[]);
    assert_eq!((status, &problem["code"]), (409, &json!("draft-in-use")));
    // The second waits for its turn; both stop.
    for job in jobs.iter().rev() {
        let path = format!("/api/v1/imports/jobs/{}", job["job"].as_str().unwrap());
        assert_eq!(service.delete(&path).0, 202);
    }
    for job in &jobs {
        assert_eq!(end(&service, job)["state"], "cancelled");
    }
    assert_eq!(count(&service, "sales"), 0);
    let (_, known) = service.get("/api/v1/imports/jobs");
    assert_eq!(known["jobs"].as_array().map(Vec::len), Some(2));
    assert_eq!(service.get("/api/v1/imports/jobs/1").1["code"], "no-such-job");
    assert_eq!(service.post(&format!("{}?dry_run=true", path(&drafts[0])), "", &[]).0, 200);
}
