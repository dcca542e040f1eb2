//! Databases that released versions wrote, opened by this one (`tests/databases`).

use std::io::Read;

use serde_json::{Value as Json, json};

use crate::program::{Desk, Service};

/// The releases whose databases are kept.
pub(crate) const RELEASES: [&str; 1] = ["0.1.0"];

/// A till whose first export is in the kept databases.
struct Till {
    /// The export, in `first/` and `longer/`.
    file: &'static str,
    /// The flags that it was imported with; a remembered mapping is none.
    flags: &'static [&'static str],
    /// The number of the import in the kept database.
    import: i64,
    /// Its sales there and their revenue in euros.
    kept: (i64, &'static str),
    /// What the longer export adds.
    new: (i64, &'static str),
}

const TILLS: [Till; 5] = [
    // Integer ids.
    Till { file: "ventes.csv", flags: &[], import: 3, kept: (216, "6613.58"), new: (83, "2597.61") },
    // No ids; identical lines.
    Till { file: "caisse.csv", flags: &[], import: 4, kept: (202, "4024.04"), new: (74, "1591.14") },
    // References of its own, tickets, returns, Windows-1252.
    Till {
        file: "deuxieme.csv",
        flags: &["--source", "deuxieme"],
        import: 5,
        kept: (210, "4537.20"),
        new: (78, "1802.66"),
    },
    // A known export with refunds.
    Till {
        file: "sumup.csv",
        flags: &["--source", "sumup"],
        import: 6,
        kept: (95, "1701.22"),
        new: (26, "287.76"),
    },
    // Columns that a remembered mapping explains.
    Till { file: "autres.csv", flags: &[], import: 7, kept: (35, "468.72"), new: (13, "245.96") },
];

/// All sales of the kept database, and their revenue.
const KEPT: &str = "759,17347.26";

const SALES_BY_IMPORT: &str =
    "select import_id, count(*), printf('%.2f', sum(amount)) from sales group by 1 order by 1";

/// What a client keeps in tables of its own.
const OF_THE_CLIENT: [(&str, &[&str]); 8] = [
    (
        "select * from events order by id",
        &["1,2026-08-30,concert", "2,2026-09-01,sold A1", "3,2026-09-01,sold A2"],
    ),
    ("select * from tickets order by id", &["1,1,A1", "2,1,A2"]),
    ("select * from payments order by id", &["1,1,2500", "2,2,2600"]),
    ("select * from tokens2", &["1,not one of comptoir"]),
    ("select * from paid order by seat", &["A1,2500", "A2,2600"]),
    ("select printf('%.2f', sum(revenue)) from sales_by_day", &["17347.26"]),
    ("select name, price from products where id = 900", &["Ajouté par un client,9.9"]),
    ("select value from settings where name = 'a_client_setting'", &["kept"]),
];

pub(crate) fn kept(release: &str, name: &str) -> String {
    format!("{}/../../tests/databases/{release}/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// A folder whose `comptoir.db` is the database of a release.
pub(crate) fn desk(release: &str) -> Desk {
    let desk = Desk::new();
    let packed = std::fs::File::open(kept(release, "comptoir.db.gz")).unwrap();
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(packed).read_to_end(&mut bytes).unwrap();
    desk.write("comptoir.db", bytes);
    desk
}

pub(crate) fn secrets(release: &str) -> Json {
    serde_json::from_slice(&std::fs::read(kept(release, "secrets.json")).unwrap()).unwrap()
}

fn import(desk: &Desk, till: &Till, file: &str, code: i32) -> String {
    let run = desk.run(&[&["import", file][..], till.flags].concat());
    assert_eq!(run.code, code, "{file}: {}{}", run.out, run.err);
    run.out
}

#[test]
fn the_figures_of_a_former_database_are_the_same_to_the_cent() {
    for release in RELEASES {
        let desk = desk(release);
        assert_eq!(desk.rows("select count(*), printf('%.2f', sum(amount)) from sales"), [KEPT]);
        let of_tills = TILLS.map(|till| format!("{},{},{}", till.import, till.kept.0, till.kept.1));
        assert_eq!(desk.rows(SALES_BY_IMPORT), [&of_tills[..], &["10,1,2.50".to_owned()]].concat());
        let figures = desk.run(&["analyse", "--json"]).json();
        assert_eq!(figures["total_revenue"], 17_347.26, "{figures}");
        let by_product = "select products.name, printf('%.2f', sum(amount)) from sales
             join products on products.id = product_id group by products.id order by 1";
        assert_eq!(
            desk.rows(by_product),
            [
                "Boîte rustique,10590.86",
                "Café crème,604.80",
                "Pain,505.00",
                "SAVON AU MIEL,639.00",
                "Savon au miel,545.10",
                "Savon au miel,862.50",
                "Tarte aux pralines,3600.00",
            ]
        );
        assert_eq!(desk.rows("select code, amount from targets order by id").len(), 3);
        let forecasts = "select count(*), count(distinct run_id), printf('%.2f', sum(mean)) from forecasts";
        assert_eq!(desk.rows(forecasts), ["42,6,9776.38"]);
        assert_eq!(desk.run(&["db", "check"]).code, 0);
    }
}

#[test]
fn the_next_exports_of_former_tills_add_only_what_is_new() {
    for release in RELEASES {
        let desk = desk(release);
        for till in &TILLS {
            let again = import(&desk, till, &kept(release, &format!("first/{}", till.file)), 0);
            assert_eq!(again, "Aucune nouvelle donnée à importer dans sales.\n", "{}", till.file);
            let more = import(&desk, till, &kept(release, &format!("longer/{}", till.file)), 0);
            let new = till.new.0;
            assert_eq!(more, format!("{new} nouvelles données importées dans sales.\n"), "{}", till.file);
            let again = import(&desk, till, &kept(release, &format!("longer/{}", till.file)), 0);
            assert_eq!(again, "Aucune nouvelle donnée à importer dans sales.\n", "{}", till.file);
            let sales = "select count(*), printf('%.2f', sum(amount)) from sales
                 where import_id = (select max(id) from imports where added > 0)";
            assert_eq!(desk.rows(sales), [format!("{new},{}", till.new.1)], "{}", till.file);
        }
        let of_tills = TILLS.map(|till| format!("{},{},{}", till.import, till.kept.0, till.kept.1));
        assert_eq!(desk.rows(SALES_BY_IMPORT)[..5], of_tills);
        assert_eq!(desk.run(&["db", "check"]).code, 0);
    }
}

#[test]
fn sales_of_products_that_a_former_version_took_for_one_are_recognised_and_moved_when_asked() {
    let desk = desk("0.1.0");
    // Version 0.1 took both for the product that was there, so that such a till was kept as this one was.
    let text = std::fs::read_to_string(kept("0.1.0", "first/caisse.csv")).unwrap();
    let mut count = 0;
    let line = |line: &str| {
        let is_other = line.contains("Café crème") && line.len().is_multiple_of(2);
        count += usize::from(is_other);
        if is_other { line.replace("Café crème", "CAFE CREME") } else { line.to_owned() }
    };
    let lines: Vec<String> = text.lines().map(line).collect();
    assert!(count > 5, "{count}");
    let file = desk.write("caisse.csv", lines.join("\n"));
    let revenue = "select count(*), printf('%.2f', sum(amount)) from sales";
    let of_other = "select count(*) from sales join products on products.id = product_id
         where products.name = 'CAFE CREME'";
    let run = desk.run(&["import", &file]);
    assert_eq!(
        (run.code, run.out.as_str()),
        (0, "Aucune nouvelle donnée à importer dans sales.\n"),
        "{}",
        run.err
    );
    assert!(run.err.contains(&format!("{count} ventes déjà importées restent")), "{}", run.err);
    assert_eq!((desk.rows(revenue), desk.rows(of_other)), (vec![KEPT.to_owned()], vec!["0".to_owned()]));
    // One more line is new, for the product that it names.
    let longer = format!("{}\n30/10/2026;Paris;CAFE CREME;Boissons;1;3,30\n", lines.join("\n"));
    let run = desk.run(&["import", &desk.write("longer.csv", longer.clone())]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(desk.rows(revenue), ["760,17350.56"]);
    assert_eq!(desk.rows(of_other), ["1"]);
    let run = desk.run(&["import", "--mode", "replace", &desk.write("again.csv", longer)]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(
        (desk.rows(revenue), desk.rows(of_other)),
        (vec!["760,17350.56".to_owned()], vec![(count + 1).to_string()])
    );
    assert_eq!(desk.run(&["db", "check"]).code, 0);
}

#[test]
fn imports_of_a_former_version_are_taken_back() {
    for release in RELEASES {
        let desk = desk(release);
        let before = desk.rows("select * from sales order by id");
        // An import of this version, then those of the former one, the last first.
        let longer = kept(release, "longer/caisse.csv");
        import(&desk, &TILLS[1], &longer, 0);
        let undo = |number: i64| {
            let run = desk.run(&["imports", "undo", &number.to_string()]);
            assert_eq!(run.code, 0, "{number}: {}", run.err);
        };
        undo(12);
        assert_eq!(desk.rows("select * from sales order by id"), before);
        undo(10);
        for till in TILLS.iter().rev() {
            undo(till.import);
        }
        assert_eq!(desk.rows("select count(*) from sales"), ["0"]);
        // The new price goes, the former one comes back.
        undo(11);
        assert_eq!(desk.rows("select price from products where id = 1"), ["2.5"]);
        assert_eq!(desk.run(&["imports", "undo", "9"]).code, 1, "it was undone before");
        // What was taken back can come again.
        let first = kept(release, "first/ventes.csv");
        assert_eq!(import(&desk, &TILLS[0], &first, 0), "216 nouvelles données importées dans sales.\n");
    }
}

#[test]
fn tokens_of_a_former_version_open_what_they_opened() {
    for release in RELEASES {
        let desk = desk(release);
        let secrets = secrets(release);
        let service = desk.serve(&["db", "serve", "--listen", "127.0.0.1:0"], &[]);
        let ask = |name: &str, sql: &str| ask(&service, secrets[name].as_str().unwrap(), sql);
        let count = "select count(*) from sales";
        assert_eq!(ask("Excel", count), (200, json!("759")));
        assert_eq!(ask("script", count), (200, json!("759")));
        assert_eq!(ask("revoked", count).0, 401);
        assert_eq!(service.post("/v3/pipeline", "{}", &[("content-type", "application/json")]).0, 401);
        let write = "insert into events (at, what) values ('2026-09-02', 'again') returning id";
        assert_eq!(ask("Excel", write).1, json!("SQLITE_READONLY"));
        assert_eq!(ask("script", write).1, json!("4"));
        let listed = desk.run(&["db", "token", "list"]).out;
        assert!(listed.contains("Excel") && listed.contains("script"), "{listed}");
    }
}

#[test]
fn the_tables_of_a_client_are_as_they_were() {
    for release in RELEASES {
        let desk = desk(release);
        let former = rusqlite::Connection::open(desk.path("comptoir.db")).unwrap();
        let schema = "select group_concat(sql, ';') from (select sql from sqlite_schema where name in
             ('events', 'tickets', 'payments', 'tokens2', 'paid', 'payments_by_ticket', 'tickets_sold', 'sales_by_day')
             order by name)";
        let schema = |connection: &rusqlite::Connection| -> String {
            connection.query_row(schema, [], |row| row.get(0)).unwrap()
        };
        let before = schema(&former);
        assert_eq!(before.matches("CREATE ").count(), 8, "{before}");
        drop(former);
        for (sql, expected) in OF_THE_CLIENT {
            assert_eq!(desk.rows(sql), expected, "{sql}");
        }
        assert_eq!(schema(&rusqlite::Connection::open(desk.path("comptoir.db")).unwrap()), before);
    }
}

/// The first value of an answer, or the code of its error, by a token.
pub(crate) fn ask(service: &Service, token: &str, sql: &str) -> (u16, Json) {
    let body = json!({ "requests": [{ "type": "execute", "stmt": { "sql": sql } }, { "type": "close" }] });
    let bearer = format!("Bearer {token}");
    let headers = [("content-type", "application/json"), ("authorization", bearer.as_str())];
    let (status, answer) = service.post("/v3/pipeline", &body.to_string(), &headers);
    let first = &answer["results"][0];
    let value = &first["response"]["result"]["rows"][0][0]["value"];
    (status, if value.is_null() { first["error"]["code"].clone() } else { value.clone() })
}
