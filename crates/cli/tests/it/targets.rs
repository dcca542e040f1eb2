//! Targets, imported like any table, and what remains to be done of them.

use serde_json::json;

use crate::program::Desk;

const TARGETS: &str = "\
Mois;Magasin;Région;Objectif
nov. 2023;;;1 300 000,00
11/2023;Paris;;100
2023-11;;Bretagne;50 000,50
";

fn desk() -> Desk {
    let desk = Desk::with_demo();
    desk.write("objectifs.csv", TARGETS);
    let run = desk.run(&["import", "objectifs.csv"]);
    assert_eq!(
        (run.code, run.out.as_str()),
        (0, "3 nouvelles données importées dans targets.\n"),
        "{}",
        run.err
    );
    desk
}

#[test]
fn targets_are_imported_once_by_month_store_and_region() {
    let desk = desk();
    assert_eq!(
        desk.rows("select code, month, store_id, region, amount from targets order by amount"),
        [
            "2023-11 store 1,2023-11,1,,100",
            "2023-11 region 53,2023-11,,Bretagne,50000.5",
            "2023-11,2023-11,,,1300000"
        ]
    );
    assert_eq!(
        desk.run(&["import", "objectifs.csv"]).out,
        "Aucune nouvelle donnée à importer dans targets.\n"
    );
    desk.write("plus.csv", TARGETS.replace("1 300 000,00", "1 400 000,00"));
    assert_eq!(desk.run(&["import", "plus.csv"]).code, 3);
    assert_eq!(desk.run(&["import", "--mode", "upsert", "plus.csv"]).code, 0);
    assert_eq!(desk.rows("select max(amount) from targets"), ["1400000"]);
    let version = || desk.rows("select version from data_version");
    let before = version();
    assert_eq!(desk.run(&["imports", "undo", "7"]).code, 0);
    assert_eq!(desk.rows("select max(amount) from targets"), ["1300000"]);
    assert_ne!(version(), before);
}

#[test]
fn targets_and_products_do_not_change_the_sales_that_a_forecast_is_made_from() {
    let desk = Desk::with_demo();
    let sales = || desk.rows("select sales_version from data_version");
    let (whole, before) = (|| desk.rows("select version from data_version"), sales());
    let version = whole();
    desk.write("objectifs.csv", TARGETS);
    assert_eq!(desk.run(&["import", "objectifs.csv"]).code, 0);
    desk.write("produits.csv", "id,name,price,category\n99,Pack Rare,12.50,Packs\n");
    assert_eq!(desk.run(&["import", "produits.csv"]).code, 0);
    assert_eq!(desk.run(&["imports", "undo", "4"]).code, 0);
    assert_eq!(desk.rows("select count(*) from targets"), ["0"]);
    assert_eq!(sales(), before);
    assert_ne!(whole(), version);
    // Sales by hand, an import of sales and its undoing do.
    desk.write(
        "ventes.csv",
        "id,product_id,store_id,sale_date,quantity,amount\n9000001,1,1,2023-11-30,1,10.00\n",
    );
    assert_eq!(desk.run(&["import", "ventes.csv"]).code, 0);
    let imported = sales();
    assert_eq!((&imported, imported != before), (&whole(), true));
    assert_eq!(desk.run(&["imports", "undo", "6"]).code, 0);
    assert_ne!(sales(), imported);
}

#[test]
fn what_is_no_month_store_or_region_is_refused_with_its_line() {
    let desk = Desk::with_demo();
    desk.write(
        "objectifs.csv",
        "mois,magasin,région,objectif\n01/11/2023,,,1\n2023-11,Brest,,2\n2023-12,,Atlantide,3\n2024-01,,,x\n",
    );
    let run = desk.run(&["import", "objectifs.csv"]);
    assert_eq!(run.code, 3);
    for expected in
        ["ligne 2", "n’est pas un mois", "ligne 3", "« Brest »", "ligne 4", "« Atlantide »", "ligne 5"]
    {
        assert!(run.err.contains(expected), "{expected}: {}", run.err);
    }
}

#[test]
fn the_target_of_a_month_to_come_is_neither_ahead_nor_known() {
    let desk = Desk::with_demo();
    desk.write("objectifs.csv", "mois,objectif\n2023-11,1300000\n2023-12,1500000\n");
    assert_eq!(desk.run(&["import", "objectifs.csv"]).code, 0);
    let december = ["analyse", "--targets", "--from", "2023-12-01", "--to", "2023-12-31"];
    let table = desk.run(&december);
    assert!(table.out.contains("à venir") && !table.out.contains("en avance"), "{}{}", table.out, table.err);
    let document = desk.run(&[&december[..], &["--json"]].concat()).json();
    let of_period = &document["of_period"];
    assert_eq!((&of_period["sold"], &of_period["expected"]), (&json!(0.0), &json!(0.0)));
    assert!(of_period["known_to"].as_str().unwrap() <= "2023-11-30", "{of_period}");
    let quarter = ["analyse", "--targets", "--from", "2023-11-01", "--to", "2023-12-31", "--json"];
    assert!(desk.run(&quarter).json()["of_period"]["known_to"].as_str().unwrap() <= "2023-11-30");
}

#[test]
fn the_month_is_the_one_of_the_last_day_asked_about_also_when_it_is_to_come() {
    let desk = Desk::with_demo();
    desk.write("objectifs.csv", "mois,objectif\n2023-11,1300000\n2023-12,1500000\n");
    assert_eq!(desk.run(&["import", "objectifs.csv"]).code, 0);
    let service = desk.serve(&["serve", "--listen", "127.0.0.1:0"], &[]);
    for (first, last, month) in [
        (None, None, "2023-11"),
        (None, Some("2023-12-31"), "2023-12"),
        (Some("2023-01-01"), Some("2023-12-31"), "2023-12"),
        (Some("2023-11-30"), None, "2023-11"),
        (Some("2023-12-05"), None, "2023-12"),
    ] {
        let asked: Vec<_> = [("from", first), ("to", last)]
            .into_iter()
            .filter_map(|(name, day)| Some((name, day?)))
            .collect();
        let flags = asked.iter().flat_map(|(name, day)| [format!("--{name}"), (*day).to_owned()]);
        let flags: Vec<String> =
            ["analyse", "--targets", "--json"].map(String::from).into_iter().chain(flags).collect();
        let document = desk.run(&flags.iter().map(String::as_str).collect::<Vec<_>>()).json();
        let months: Vec<_> =
            document["targets"].as_array().unwrap().iter().map(|target| &target["month"]).collect();
        assert_eq!(months, [&json!(month)], "{asked:?}");
        let query: Vec<_> = asked.iter().map(|(name, day)| format!("{name}={day}")).collect();
        assert_eq!(
            service.get(&format!("/api/v1/targets?{}", query.join("&"))),
            (200, document),
            "{asked:?}"
        );
    }
}

#[test]
fn what_remains_is_told_by_day() {
    let desk = desk();
    // As if November were not over.
    desk.run(&["sql", "select 1"]);
    let connection = rusqlite::Connection::open(desk.path("comptoir.db")).unwrap();
    connection.execute("delete from sales where sale_date > '2023-11-21'", []).unwrap();
    connection.execute("update imports set last_day = '2023-11-21' where table_name = 'sales'", []).unwrap();
    drop(connection);
    let document = desk.run(&["analyse", "--targets", "--json"]).json();
    let targets = document["targets"].as_array().unwrap();
    let whole = &targets[0];
    assert_eq!(
        (&whole["state"], &whole["store"], &whole["region"]),
        (&json!("running"), &json!(null), &json!(null))
    );
    let planned: f64 =
        whole["plan"].as_array().unwrap().iter().filter_map(|day| day["amount"].as_f64()).sum();
    assert!((planned - whole["remaining"].as_f64().unwrap()).abs() < 0.005, "{whole}");
    let sold = whole["sold"].as_f64().unwrap();
    assert!((sold + whole["remaining"].as_f64().unwrap() - 1_300_000.0).abs() < 0.005);
    let paris = targets.iter().find(|target| target["store"] == "Paris").unwrap();
    assert_eq!((&paris["state"], &paris["plan"]), (&json!("reached"), &json!([])));
    let table = desk.run(&["analyse", "--targets"]);
    assert!(table.out.contains("tous les magasins") && table.out.contains("atteint"), "{}", table.out);
    let service = desk.serve(&["serve", "--listen", "127.0.0.1:0"], &[]);
    assert_eq!(service.get("/api/v1/targets"), (200, document));
}
