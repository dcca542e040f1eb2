//! `comptoir analyse --compare` and `comptoir why`: two periods side by side, and what made the difference.

use comptoir_calendar::{Date, Period};
use serde_json::json;

use crate::program::Desk;

/// Three products in three stores, in November of two years: bread has become dearer, the shop of Lyon has closed, that of
/// Nantes has opened, tea is new.
const SALES: &str = "\
date,magasin,ville,produit,catégorie,quantité,montant
2022-11-03,Centre,Paris,Pain,Boulangerie,100,200.00
2022-11-10,Centre,Paris,Café,Boissons,10,30.00
2022-11-10,Gare,Lyon,Pain,Boulangerie,20,40.00
2023-11-02,Centre,Paris,Pain,Boulangerie,100,230.00
2023-11-09,Centre,Paris,Café,Boissons,8,24.00
2023-11-09,Port,Nantes,Café,Boissons,5,15.00
2023-11-09,Centre,Paris,Thé,Boissons,4,12.50
";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("ventes.csv", SALES);
    let run = desk.run(&["import", "ventes.csv"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    desk
}

#[test]
fn a_change_is_told_in_a_sentence_its_parts_and_its_causes() {
    let run = desk().run(&["why", "--from", "2023-11-01", "--to", "2023-11-30"]);
    assert_eq!(run.code, 0, "{}", run.err);
    insta::assert_snapshot!(run.out);
}

#[test]
fn the_same_is_told_in_english() {
    let run =
        desk().run(&["--lang", "en", "why", "--from", "2023-11-01", "--to", "2023-11-30", "--top", "2"]);
    insta::assert_snapshot!(run.out);
}

#[test]
fn the_parts_in_json_sum_to_the_change() {
    let document = desk().run(&["why", "--json"]).json();
    let parts = document["parts"].as_object().unwrap();
    let sum: f64 = parts.values().filter_map(serde_json::Value::as_f64).sum();
    assert!((sum - document["change"].as_f64().unwrap()).abs() < 1e-9, "{document}");
    assert_eq!(document["change"], 11.5);
    assert_eq!(document["compared"]["basis"], "n-1");
    // Nothing is known beyond the ninth.
    assert_eq!(document["compared"]["to_date"], true);
}

#[test]
fn every_line_stands_in_csv() {
    let run = desk().run(&["why", "--format", "csv", "--from", "2023-11-01", "--to", "2023-11-30"]);
    let mut lines: Vec<&str> = run.out.lines().collect();
    assert_eq!(lines.remove(0), "line,product_id,product,store_id,store,amount");
    let sum: f64 = lines.iter().map(|line| line.rsplit(',').next().unwrap().parse::<f64>().unwrap()).sum();
    assert!((sum - 11.5).abs() < 1e-9, "{}", run.out);
}

#[test]
fn two_periods_stand_side_by_side() {
    let desk = desk();
    let period = ["--from", "2023-11-01", "--to", "2023-11-30", "--compare", "n-1"];
    let run = desk.run(&[&["analyse", "--by", "product"], &period[..]].concat());
    insta::assert_snapshot!(run.out);
    let first = desk.run(&[&["analyse", "--by", "city", "--top", "1"], &period[..]].concat());
    let others = first.out.lines().find(|line| line.trim_start().starts_with("Autres")).unwrap();
    // 15 € in Nantes, 40 € in Lyon a year before.
    assert!(others.contains("15\u{a0}€") && others.contains("40\u{a0}€"), "{}", first.out);
    let movers = desk.run(&[&["analyse", "--by", "product", "--movers", "1"], &period[..]].concat());
    insta::assert_snapshot!("who_rose_and_who_fell", movers.out);
    let same = desk.run(&[&["analyse", "--same-stores", "--json"], &period[..]].concat()).json();
    assert_eq!(same["total"]["change"], 36.5);
    assert_eq!(same["compared"]["same_stores"], true);
    let csv = desk.run(&[&["analyse", "--by", "city", "--format", "csv"], &period[..]].concat());
    assert_eq!(
        csv.out,
        "city,revenue,revenue_before,change,relative_change,revenue_compared,change_if_missing\n\
         Paris,266.5,230,36.5,0.15869565217391304,266.5,\n\
         Nantes,15,0,15,,15,\n\
         Lyon,0,40,-40,-1,0,\n"
    );
}

#[test]
fn a_change_in_a_table_is_between_the_revenues_beside_it() {
    let desk = Desk::new();
    let lines = "2022-11-03,Centre,Paris,Pain,1,9.40\n2023-11-02,Centre,Paris,Pain,1,10.60\n";
    desk.write("ventes.csv", format!("date,magasin,ville,produit,quantité,montant\n{lines}"));
    assert_eq!(desk.run(&["import", "ventes.csv"]).code, 0);
    let asked = ["--from", "2023-11-02", "--to", "2023-11-02", "--compare", "n-1"];
    let table = desk.run(&[&["analyse", "--by", "product"], &asked[..]].concat()).out;
    // 1.20, between what is shown as 9 and 11.
    let total = table.lines().find(|line| line.contains("Total")).unwrap();
    assert!(["11\u{a0}€", "9\u{a0}€", "+2\u{a0}€"].iter().all(|amount| total.contains(amount)), "{table}");
    let why = desk.run(&[&["why"], &asked[..]].concat()).out;
    assert!(why.contains("augmenté de 2\u{a0}€"), "{why}");
}

#[test]
fn a_month_without_a_compared_day_has_no_comparison_anywhere() {
    let desk = Desk::new();
    let months = (7..=12).map(|month| (2022, month)).chain((1..=11).map(|month| (2023, month)));
    let lines = months.map(|(year, month)| format!("{year}-{month:02}-15,Centre,Paris,Pain,1,{month}.00\n"));
    desk.write(
        "ventes.csv",
        format!("date,magasin,ville,produit,quantité,montant\n{}", lines.collect::<String>()),
    );
    assert_eq!(desk.run(&["import", "ventes.csv"]).code, 0);
    let asked =
        ["analyse", "--by", "month", "--compare", "n-1-dates", "--from", "2023-05-01", "--to", "2023-11-30"];
    let csv = desk.run(&[&asked[..], &["--format", "csv"]].concat()).out;
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!((lines[1], lines[3]), ("2023-05,5,,,,,", "2023-07,7,7,0,0,7,"), "{csv}");
    let document = desk.run(&[&asked[..], &["--json"]].concat()).json();
    let may = &document["rows"][0];
    assert_eq!((&may["revenue"], &may["before"], &may["change"]), (&json!(5.0), &json!(null), &json!(null)));
    assert_eq!(document["rows"][2]["change"], 0.0);
    let table = desk.run(&asked).out;
    assert!(
        table.lines().any(|line| line.contains("2023-05") && line.contains("5\u{a0}€") && line.contains('–')),
        "{table}"
    );
    let service = desk.serve(&["serve", "--listen", "127.0.0.1:0"], &[]);
    let query = "from=2023-05-01&to=2023-11-30&compare=n-1-dates";
    let months = service.get(&format!("/api/v1/breakdown/month?{query}")).1;
    assert_eq!(
        (&months["rows"][0]["before"], &months["rows"][2]["before"]["change"]),
        (&json!(null), &json!(0.0))
    );
    let file = service.download(&format!("/api/v1/breakdown/month?{query}&format=csv&lang=en")).bytes;
    let file = String::from_utf8(file).unwrap();
    let may = file.lines().find(|line| line.contains("2023-05")).unwrap();
    assert!(may.split([';', ',']).skip(5).all(str::is_empty), "{file}");
}

#[test]
fn a_figure_shows_the_sql_that_gives_it() {
    let desk = desk();
    let document = desk.run(&["analyse", "--by", "category", "--region", "ile de france", "--json"]).json();
    let sql = document["sql"].as_str().unwrap();
    assert!(sql.contains("stores.region in ('Île-de-France')"), "{sql}");
    let rows = desk.run(&["sql", "--format", "json", sql]).json();
    assert_eq!(rows[0]["name"], document["rows"][0]["name"]);
    assert_eq!(rows[0]["revenue"], 4_300_000);
}

#[test]
fn what_cannot_be_answered_is_told_with_a_way_out() {
    let desk = desk();
    for (args, expected) in [
        (vec!["analyse", "--product", "Pian"], "vouliez-vous dire : Pain"),
        (vec!["why", "--city", "Brest"], "comptoir analyse --by city"),
        (vec!["analyse", "--from", "2024-05-01", "--to", "2024-05-31"], "du 3 nov. 2022 au 9 nov. 2023"),
        (vec!["why", "--from", "2022-11-01", "--to", "2022-11-30"], "choisissez une autre période"),
        (vec!["--lang", "en", "why", "--from", "2022-11-01", "--to", "2022-11-30"], "another comparison"),
    ] {
        let run = desk.run(&args);
        assert_eq!(run.code, 1, "{args:?}");

        assert!(run.err.contains(expected), "{args:?}: {}", run.err);
    }
    assert_eq!(desk.run(&["why", "--compare", "n-2"]).code, 2);
}

#[test]
fn the_api_tells_what_the_command_line_tells() {
    let desk = desk();
    let service = desk.serve(&["serve", "--listen", "127.0.0.1:0"], &[]);
    let query = "from=2023-11-01&to=2023-11-30&compare=n-1";
    let (status, why) = service.get(&format!("/api/v1/why?{query}"));
    let args = ["why", "--from", "2023-11-01", "--to", "2023-11-30", "--json"];
    assert_eq!((status, why), (200, desk.run(&args).json()));
    let (_, products) = service.get(&format!("/api/v1/breakdown/product?{query}"));
    assert_eq!(products["rows"][1]["name"], "Café");
    assert_eq!(
        (&products["rows"][1]["place"], &products["rows"][1]["before"]["place"]),
        (&json!(2), &json!(2))
    );
    assert_eq!(products["rows"][1]["before"]["change"], 9.0);
    let (_, summary) = service.get(&format!("/api/v1/summary?{query}&same_stores=true"));
    assert_eq!(summary["before"]["change"], 36.5);
    assert!(summary["before"]["label"].as_str().unwrap().contains("magasins constants"), "{summary}");
    let (_, classes) = service.get("/api/v1/breakdown/product");
    assert_eq!((&classes["rows"][0]["name"], &classes["rows"][0]["class"]), (&json!("Pain"), &json!("A")));
    assert_eq!(service.get("/api/v1/net").1, desk.run(&["analyse", "--net", "--json"]).json());
    assert_eq!(service.get("/api/v1/net").1["net"], 551.5);
    for (path, status, code) in [
        ("/api/v1/why?from=2022-11-01&to=2022-11-30", 404, "nothing-before"),
        ("/api/v1/breakdown/city?compare=n-2", 400, "unknown-basis"),
        ("/api/v1/summary?same_stores=perhaps", 400, "input"),
    ] {
        let (found, problem) = service.get(path);
        assert_eq!((found, problem["code"].as_str()), (status, Some(code)), "{path}: {problem}");
    }
}

#[test]
fn the_api_tells_the_rhythm_of_a_shop_and_its_odd_days() {
    let desk = Desk::new();
    let mut lines = String::from("date,magasin,ville,produit,quantité,montant\n");
    let days = Period::starting_on(Date::constant(2023, 1, 2), 250).days();
    for (at, day) in days.enumerate() {
        // Closed on Sundays; Saturdays sell twice as much; one Wednesday sells five times as much.
        let factor = match (day.weekday().to_monday_one_offset(), at) {
            (7, _) => continue,
            (_, 240) => 5.0,
            (6, _) => 2.0,
            _ => 1.0,
        };
        let amount = factor * (100.0 + (at % 7) as f64);
        lines = format!("{lines}{day},Centre,Paris,Pain,1,{amount:.2}\n");
    }
    desk.write("ventes.csv", &lines);
    assert_eq!(desk.run(&["import", "ventes.csv"]).code, 0);
    let service = desk.serve(&["serve", "--listen", "127.0.0.1:0"], &[]);
    let (_, seasons) = service.get("/api/v1/seasonality");
    let saturday = seasons["weekdays"][5]["level"].as_f64().unwrap();
    let monday = seasons["weekdays"][0]["level"].as_f64().unwrap();
    assert!((saturday / monday - 2.0).abs() < 0.2 && seasons["weekdays"][6].is_null(), "{seasons}");
    assert_eq!(seasons["is_tentative"], true);
    let (_, odd) = service.get("/api/v1/anomalies");
    assert_eq!(
        (&odd["days"][0]["day"], &odd["days"][0]["side"]),
        (&json!("2023-08-30"), &json!("above")),
        "{odd}"
    );
    assert!(odd["false_alarm_rate"].as_f64().unwrap() <= 0.02, "{odd}");
    let (_, days) = service.get("/api/v1/store-days?from=2023-08-26&to=2023-08-28");
    let states: Vec<_> =
        days["stores"][0]["days"].as_array().unwrap().iter().map(|day| &day["state"]).collect();
    assert_eq!(states, ["sold", "closed", "sold"]);
}
