//! Days without sales that may be closed or missing: asked about, answered, and the answer taken back, on the command line and
//! over the API alike.

use serde_json::{Value as Json, json};

use crate::program::Desk;

/// A shop that sells for ten euros every day of the first quarter, but for ten days of February.
fn desk() -> Desk {
    let desk = Desk::new();
    let days =
        (1..=31).map(|day| (1, day)).chain((1..=29).map(|day| (2, day))).chain((1..=31).map(|day| (3, day)));
    let sold = days.filter(|(month, day)| *month != 2 || !(5..=14).contains(day));
    let lines: Vec<String> =
        sold.map(|(month, day)| format!("2024-{month:02}-{day:02},Centre,Pain,1,10.00\n")).collect();
    desk.write("ventes.csv", format!("date,magasin,produit,quantité,montant\n{}", lines.concat()));
    let run = desk.run(&["import", "ventes.csv"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    desk
}

const FEBRUARY: [&str; 4] = ["--from", "2024-02-01", "--to", "2024-02-29"];

fn compared(desk: &Desk, verb: &[&str]) -> crate::program::Run {
    desk.run(&[verb, &FEBRUARY[..], &["--compare", "previous"]].concat())
}

#[test]
fn an_open_question_is_asked_with_both_figures_and_an_answer_ends_it() {
    let desk = desk();
    let open = desk.run(&["days"]);
    assert_eq!(open.code, 0, "{}", open.err);
    assert!(open.out.contains("du 5 au 14 févr. 2024"), "{}", open.out);
    assert!(open.out.contains("--from 2024-02-05 --to 2024-02-14"), "{}", open.out);
    // Closed: 190 € against the 310 of January; missing: 19 days of ten euros against as many.
    for verb in [&["analyse", "--by", "store"][..], &["why"]] {
        let run = compared(&desk, verb);
        assert!(run.out.contains("si des données manquent (Centre du 5 au 14 févr. 2024)"), "{}", run.out);
        assert!(run.out.contains("comptoir days"), "{}", run.out);
    }
    let document = compared(&desk, &["analyse", "--by", "store", "--json"]).json();
    assert_eq!(
        (&document["total"]["change"], &document["if_missing"]["change"]),
        (&json!(-120.0), &json!(0.0))
    );

    let days = ["--store", "Centre", "--from", "2024-02-05", "--to", "2024-02-14"];
    let said = desk.run(&[&["days", "missing"], &days[..]].concat());
    assert!(said.out.contains("données manquantes, du 5 au 14 févr. 2024"), "{}{}", said.out, said.err);
    assert!(!said.out.contains("comptoir days"), "{}", said.out);
    let document = compared(&desk, &["analyse", "--by", "store", "--json"]).json();
    assert_eq!((&document["total"]["change"], &document["if_missing"]), (&json!(0.0), &Json::Null));
    assert_eq!(document["compared"]["compared_days"], 19);
    // February of 190 €, its 19 days known beside 19 of January; March's 29 of 31 have a day of February beside them.
    let march = ["--from", "2024-03-01", "--to", "2024-03-31", "--compare", "previous"];
    let march = desk.run(&[&["analyse", "--by", "store"], &march[..]].concat());
    let row = march.out.lines().find(|line| line.contains("Centre ")).unwrap_or_default();
    assert!(march.out.contains("CA des jours comparés") && row.contains("310"), "{}", march.out);

    // Of these days the shop was closed on two: what is said last of a day holds.
    let closed =
        ["days", "closed", "--store", "centre", "--from", "2024-02-07", "--to", "2024-02-08", "--json"];
    let answered = desk.run(&closed).json()["answered"].clone();
    let answers: Vec<_> = answered
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["days"]["from"].clone(), one["answer"].clone()))
        .collect();
    assert_eq!(
        answers,
        [
            (json!("2024-02-09"), json!("missing")),
            (json!("2024-02-07"), json!("closed")),
            (json!("2024-02-05"), json!("missing")),
        ]
    );

    let undone = desk.run(&[&["days", "undo"], &days[..]].concat());
    assert!(undone.out.contains("--from 2024-02-05 --to 2024-02-14"), "{}", undone.out);
    assert_eq!(desk.rows("select count(*) from settings where name like 'days:%'"), ["0"]);
}

#[test]
fn a_change_that_would_not_be_there_were_data_missing_says_so() {
    let desk = desk();
    // Of these seven days all are asked about: closed they are −100 %, missing they are nothing to compare.
    let week = ["--from", "2024-02-06", "--to", "2024-02-12", "--compare", "previous"];
    let said = "aucune comparaison si des données manquent (Centre du 5 au 14 févr. 2024)";
    for verb in [&["analyse", "--by", "store"][..], &["why"]] {
        let run = desk.run(&[verb, &week[..]].concat());
        assert!(run.out.contains(said) && run.out.contains("comptoir days"), "{}", run.out);
    }
    let service = desk.serve(&["serve", "--listen", "127.0.0.1:0"], &[]);
    let before =
        service.get("/api/v1/summary?from=2024-02-06&to=2024-02-12&compare=previous").1["before"].clone();
    assert_eq!(before["notes"], json!([said]), "{before}");
    assert_eq!(before["compared"]["asked"][0]["store"], "Centre", "{before}");
}

#[test]
fn the_api_answers_as_the_command_line_does() {
    let desk = desk();
    let service = desk.serve(&["serve", "--listen", "127.0.0.1:0"], &[]);
    let days = |service: &crate::program::Service| service.get("/api/v1/store-days").1;
    let store = days(&service)["asked"][0]["store_id"].clone();
    let said = |answer: &str| {
        let body = json!({ "store_id": store, "from": "2024-02-05", "to": "2024-02-14", "answer": answer });
        service.post("/api/v1/store-days", &body.to_string(), &[("content-type", "application/json")]).0
    };
    let asked = "/api/v1/summary?from=2024-02-01&to=2024-02-29&compare=previous";
    let summary = || service.get(asked).1;
    assert_eq!(
        (&summary()["before"]["change"], &summary()["before"]["if_missing_change"]),
        (&json!(-120.0), &json!(0.0))
    );
    let why = service.get("/api/v1/why?from=2024-02-01&to=2024-02-29&compare=previous").1;
    assert!(why["if_missing"].as_str().unwrap().contains("Centre"), "{why}");
    assert_eq!(said("missing"), 204);
    assert_eq!(
        (&summary()["before"]["change"], &summary()["before"]["if_missing"]),
        (&json!(0.0), &Json::Null)
    );
    assert_eq!(days(&service)["answered"][0]["answer"], "missing");
    assert_eq!(desk.run(&["days", "--json"]).json()["answered"], days(&service)["answered"]);
    assert_eq!(said("unknown"), 204);
    assert_eq!(days(&service)["asked"][0]["days"], json!({ "from": "2024-02-05", "to": "2024-02-14" }));
    assert_eq!(said("perhaps"), 400);
}

#[test]
fn whatever_shows_a_sum_or_a_change_of_such_days_says_so() {
    let desk = desk();
    let service = desk.serve(&["serve", "--listen", "127.0.0.1:0"], &[]);
    let february = "from=2024-02-01&to=2024-02-29";
    let get = |question: &str| service.get(&format!("/api/v1/{question}")).1;
    for question in ["summary", "breakdown/product", "series", "net", "lines", "seasonality"] {
        let alone = get(&format!("{question}?{february}"));
        assert!(alone["asked"].as_str().unwrap().contains("Centre du 5 au 14 févr. 2024"), "{alone}");
        assert_eq!(get(&format!("{question}?from=2024-03-01&to=2024-03-31"))["asked"], Json::Null);
        let first = get(&format!("{question}?from=2024-02-01&to=2024-02-07"));
        assert!(first["asked"].as_str().unwrap().contains("du 5 au 7 févr. 2024"), "{first}");
    }
    let compared = get(&format!("breakdown/product?{february}&compare=previous"));
    assert_eq!(compared["if_missing"]["change"], 0.0, "{compared}");
    let before = &compared["rows"][0]["before"];
    assert_eq!((&before["change"], &before["change_if_missing"]), (&json!(-120.0), &json!(0.0)));
    assert_eq!(before["relative_change_if_missing"], 0.0);
    assert!(get(&format!("series?{february}&compare=previous"))["if_missing"].is_string());
    let file = service.download(&format!("/api/v1/breakdown/product?{february}&compare=previous&format=csv"));
    let file = String::from_utf8(file.bytes).unwrap();
    assert!(file.lines().next().unwrap().contains("Écart si manquant"), "{file}");

    for figures in [&["--by", "product"][..], &["--net"], &["--lines", "3"]] {
        let alone = desk.run(&[&["analyse"], figures, &FEBRUARY[..]].concat());
        assert!(
            alone.out.contains("Centre du 5 au 14 févr. 2024")
                || alone.err.contains("Centre du 5 au 14 févr. 2024"),
            "{}{}",
            alone.out,
            alone.err
        );
    }
    let movers = [&["analyse", "--by", "product", "--movers", "3", "--compare", "previous"], &FEBRUARY[..]];
    let movers = desk.run(&movers.concat());
    let row = movers.out.lines().find(|line| line.contains("Pain ")).unwrap_or_default();
    assert!(
        movers.out.contains("Écart si manquant")
            && row.contains("−120")
            && row.trim_end().ends_with("0\u{a0}€"),
        "{}",
        movers.out
    );
    let csv = desk.run(
        &[&["analyse", "--by", "product", "--format", "csv"], &FEBRUARY[..], &["--compare", "previous"]]
            .concat(),
    );
    assert!(
        csv.out.contains("Pain,190,310,-120,-0.387") && csv.out.trim_end().ends_with(",190,0"),
        "{}",
        csv.out
    );
}

#[test]
fn a_target_names_the_days_of_its_month_that_nobody_has_said_anything_of() {
    let desk = desk();
    desk.write("objectifs.csv", "mois,objectif\n2024-02,250\n");
    let run = desk.run(&["import", "--table", "targets", "objectifs.csv"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let told = desk.run(&[&["analyse", "--targets"], &FEBRUARY[..]].concat());
    assert!(told.out.contains("Centre du 5 au 14 févr. 2024"), "{}{}", told.out, told.err);
    let service = desk.serve(&["serve", "--listen", "127.0.0.1:0"], &[]);
    let asked = |days: &str| service.get(&format!("/api/v1/targets?{days}")).1["asked"].clone();
    assert!(asked("from=2024-02-01&to=2024-02-29").as_str().unwrap().contains("du 5 au 14 févr. 2024"));
    assert_eq!(asked("from=2024-03-01&to=2024-03-31"), Json::Null);
}

#[test]
fn a_store_that_nothing_or_more_than_one_is_called_is_refused() {
    let desk = desk();
    let days = ["--from", "2024-02-05", "--to", "2024-02-14"];
    let said = |store: &str| desk.run(&[&["days", "closed", "--store", store], &days[..]].concat());
    assert_eq!(said("Bogus").code, 1);
    let upside_down = ["days", "closed", "--store", "Centre", "--from", "2024-02-14", "--to", "2024-02-05"];
    assert_eq!(desk.run(&upside_down).code, 2);
    assert_eq!(desk.rows("select count(*) from settings where name like 'days:%'"), ["0"]);
}

#[test]
fn states_of_days_without_end_are_those_from_the_first_sale_to_today() {
    let desk = Desk::with_demo();
    let service = desk.serve(&["serve", "--db", "comptoir.db", "--listen", "127.0.0.1:0"], &[]);
    let first_and_count = |query: &str| {
        let (status, document) = service.get(&format!("/api/v1/store-days?{query}"));
        assert_eq!(status, 200, "{document}");
        let days = document["stores"][0]["days"].as_array().unwrap().clone();
        (days.first().map(|day| day["day"].clone()), days.len())
    };
    let (first, count) = first_and_count("from=0001-01-01&to=9999-12-31");
    assert_eq!(first, Some("2023-11-01".into()));
    assert_eq!(first_and_count("from=2023-11-01").1, 30, "without an end, to the last sale");
    assert!(count > 30 && count < 100_000, "{count}");
    assert_eq!(first_and_count("from=1970-01-01&to=2023-10-31"), (None, 0));
    assert_eq!(first_and_count("from=2023-11-30&to=2023-12-02").1, 3);
}

#[test]
fn days_that_have_not_arrived_are_no_days_without_sales_of_a_store() {
    let desk = Desk::new();
    let days = (1..=5).flat_map(|month| (1..=28).map(move |day| (month, day)));
    let sold = |store: &'static str, last: (i32, i32)| {
        let days = days.clone().filter(move |day| *day <= last);
        days.map(move |(month, day)| format!("2023-{month:02}-{day:02},{store},Pain,1,10.00\n"))
    };
    let lines: String = sold("Centre", (5, 28)).chain(sold("Port", (5, 26))).collect();
    desk.write("ventes.csv", format!("date,magasin,produit,quantité,montant\n{lines}"));
    assert_eq!(desk.run(&["import", "ventes.csv"]).code, 0);
    let service = desk.serve(&["serve", "--listen", "127.0.0.1:0"], &[]);
    let week = |filter: &str| service.get(&format!("/api/v1/series?from=2023-05-22&to=2023-05-28{filter}")).1;
    // The port is late by two days: its five days bring ten euros each, and the seven of both 120.
    let port = week("&store=Port");
    assert_eq!(port["missing"], json!([{ "from": "2023-05-27", "to": "2023-05-28" }]), "{port}");
    assert_eq!((&port["trading_days"], &port["closed"]), (&json!(5), &json!([])));
    let both = week("");
    assert_eq!((&both["trading_days"], &both["missing"]), (&json!(7), &json!([])));
}
