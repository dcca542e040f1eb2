//! What the API answers about curves, calendars and names.

use serde_json::{Value as Json, json};

use crate::program::{Desk, Service};

fn service(desk: &Desk) -> Service {
    desk.serve(&["serve", "--db", "comptoir.db", "--listen", "127.0.0.1:0"], &[])
}

fn answered(service: &Service, question: &str) -> Json {
    let (status, answer) = service.get(question);
    assert_eq!(status, 200, "{question}: {answer}");
    answer
}

#[test]
fn a_series_sums_to_the_summary() {
    let desk = Desk::with_demo();
    let service = service(&desk);
    let summary = answered(&service, "/api/v1/summary");
    let series = answered(&service, "/api/v1/series?grain=week");
    let points = series["points"].as_array().unwrap();
    for measure in ["revenue", "sales", "quantity"] {
        let sum: f64 = points.iter().filter_map(|point| point[measure].as_f64()).sum();
        assert!((sum - summary[measure].as_f64().unwrap()).abs() < 1e-6, "{measure}: {sum}");
    }
    assert_eq!(points.iter().filter_map(|point| point["baskets"].as_i64()).sum::<i64>(), 0);
    assert!(points.iter().all(|point| point["before"].is_null()));
    for answer in [&summary, &series] {
        assert!(answer["sql"].as_str().is_some_and(|sql| sql.starts_with("select")), "{answer}");
    }
}

#[test]
fn each_point_of_a_series_stands_beside_the_day_that_it_is_compared_with() {
    let desk = Desk::with_demo();
    let service = service(&desk);
    let question = "/api/v1/series?from=2023-11-13&to=2023-11-14&compare=previous&lang=en";
    let series = answered(&service, question);
    let before = answered(&service, "/api/v1/series?from=2023-11-11&to=2023-11-12");
    assert_eq!(series["compared"]["basis"], "previous");
    assert!(series["label"].as_str().is_some_and(|label| label.contains("the previous period")), "{series}");
    for (point, earlier) in
        series["points"].as_array().unwrap().iter().zip(before["points"].as_array().unwrap())
    {
        for measure in ["day", "revenue", "sales", "quantity", "baskets"] {
            assert_eq!(point["before"][measure], earlier[measure], "{measure}: {point}");
        }
    }
}

#[test]
fn a_ticket_is_one_basket_of_its_day() {
    let desk = Desk::new();
    let sales = "date,product,store,quantity,amount,ticket\n\
                 2023-11-01,Pain,Paris,1,2.50,7\n2023-11-01,Lait,Paris,1,1.50,7\n\
                 2023-11-02,Pain,Paris,1,2.50,7\n2023-11-02,Pain,Paris,1,2.50,8\n";
    let file = desk.write("sales.csv", sales);
    let run = desk.run(&["import", &file]);
    assert_eq!(run.code, 0, "{}", run.err);
    let series = answered(&service(&desk), "/api/v1/series");
    let baskets: Vec<_> =
        series["points"].as_array().unwrap().iter().map(|point| &point["baskets"]).collect();
    assert_eq!(baskets, [&json!(1), &json!(2)]);
}

#[test]
fn returns_and_discounts_are_neither_customers_nor_pieces() {
    let desk = Desk::new();
    // The same three customers in both weeks; in the second two come again to bring something back, and one gets a discount.
    let sales = "date;magasin;ticket;type;référence;produit;quantité;montant TTC\n\
                 16/10/2023;Lyon;1;Vente;A;Robe;1;50,00\n17/10/2023;Lyon;2;Vente;A;Robe;1;50,00\n\
                 18/10/2023;Lyon;3;Vente;B;Pull;1;40,00\n\
                 23/10/2023;Lyon;4;Vente;A;Robe;1;50,00\n24/10/2023;Lyon;5;Vente;A;Robe;1;50,00\n\
                 25/10/2023;Lyon;6;Vente;B;Pull;1;40,00\n25/10/2023;Lyon;6;Remise;B;Pull;1;-4,00\n\
                 24/10/2023;Lyon;7;Remboursement;A;Robe;0;-10,00\n25/10/2023;Lyon;8;Remboursement;A;Robe;0;-5,00\n";
    let file = desk.write("ventes.csv", sales);
    let run = desk.run(&["import", &file]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let service = service(&desk);
    let week = "from=2023-10-23&to=2023-10-29&compare=previous";
    let summary = answered(&service, &format!("/api/v1/summary?{week}"));
    for figures in [&summary, &summary["before"]] {
        assert_eq!((&figures["baskets"], &figures["quantity"]), (&json!(3), &json!(3.0)), "{figures}");
    }
    assert_eq!(summary["average_basket"], 40.3333);
    let why = answered(&service, &format!("/api/v1/why?{week}"));
    let parts = why["parts"].as_object().unwrap().iter().filter(|(_, amount)| **amount != 0.0);
    assert_eq!(
        parts.map(|(part, amount)| (part.as_str(), amount.as_f64().unwrap())).collect::<Vec<_>>(),
        [("price", -19.0)]
    );
}

#[test]
fn the_calendar_names_the_spans_of_a_period() {
    let desk = Desk::with_demo();
    let service = service(&desk);
    let calendar = answered(&service, "/api/v1/calendar?from=2023-11-01&to=2023-12-24&zone=A");
    assert_eq!(
        calendar,
        json!({
            "from": "2023-11-01",
            "to": "2023-12-24",
            "zone": "A",
            "spans": [
                { "kind": "holiday", "code": "all-saints", "label": "Toussaint", "from": "2023-11-01", "to": "2023-11-01" },
                { "kind": "school", "code": "school-all-saints", "label": "Vacances de la Toussaint", "from": "2023-11-01", "to": "2023-11-05" },
                { "kind": "holiday", "code": "armistice", "label": "Armistice", "from": "2023-11-11", "to": "2023-11-11" },
                { "kind": "commercial", "code": "black-friday", "label": "Black Friday", "from": "2023-11-24", "to": "2023-11-24" },
                { "kind": "school", "code": "school-christmas", "label": "Vacances de Noël", "from": "2023-12-23", "to": "2023-12-24" },
                { "kind": "commercial", "code": "christmas-eve", "label": "Veille de Noël", "from": "2023-12-24", "to": "2023-12-24" },
            ],
        })
    );
    // Where the request names none, the zone is that of most stores; the longest period is twenty years.
    let long = answered(&service, "/api/v1/calendar?from=1000-01-01&to=2023-12-31&lang=en");
    assert_eq!(long["from"], "2004-01-01");
    assert!(long["zone"].is_string(), "{}", long["zone"]);
    assert_eq!(service.get("/api/v1/calendar?zone=D").0, 400);
}

#[test]
fn names_are_found_as_people_type_them() {
    let desk = Desk::with_demo();
    let service = service(&desk);
    let regions = answered(&service, "/api/v1/names?grouping=region&search=ILE%20france");
    assert_eq!(regions, json!({ "names": ["Île-de-France"] }));
    let products = answered(&service, "/api/v1/names?grouping=product&limit=3");
    let best = answered(&service, "/api/v1/breakdown/product?limit=3");
    let best: Vec<_> = best["rows"].as_array().unwrap().iter().map(|row| row["name"].clone()).collect();
    assert_eq!(products["names"], json!(best));
    for wrong in ["", "?grouping=month", "?grouping=moon"] {
        assert_eq!(service.get(&format!("/api/v1/names{wrong}")).0, 400, "{wrong}");
    }
}

#[test]
fn a_parameter_that_a_route_does_not_know_is_refused_with_the_nearest_name() {
    let desk = Desk::with_demo();
    let service = desk.serve(&["serve", "--db", "comptoir.db", "--listen", "127.0.0.1:0"], &[]);
    for (path, status, code) in [
        ("/api/v1/summary?bogus=1", 400, "unknown-parameter"),
        ("/api/v1/summary?form=2023-11-01", 400, "unknown-parameter-like"),
        ("/api/v1/net?format=csv", 400, "unknown-parameter"),
        ("/api/v1/seasonality?compare=n-1", 400, "unknown-parameter"),
        ("/api/v1/backtests?origins=0", 400, "input"),
    ] {
        let (answered, problem) = service.get(path);
        assert_eq!((answered, problem["code"].as_str()), (status, Some(code)), "{path}");
    }
    assert_eq!(service.get("/api/v1/summary?from=2023-11-01&lang=en&store=Paris").0, 200);
    let (_, several) = service.get("/api/v1/several?ask=summary%3Fbogus%3D1");
    assert_eq!(several["answers"][0]["status"], 400);
    for wrong in
        [["backtest", "--origins", "0"], ["forecast", "--horizon", "0"], ["backtest", "--horizon", "0"]]
    {
        assert_eq!(desk.run(&wrong).code, 2, "{wrong:?}");
    }
    let upside_down = ["analyse", "--from", "2023-11-30", "--to", "2023-11-01"];
    assert_eq!(desk.run(&upside_down).code, 2);
}
