//! Answers as files to take away.

use comptoir_words::{Lang, Words};
use serde_json::Value as Json;

use crate::program::{Desk, Download, Service};

fn service(desk: &Desk) -> Service {
    desk.serve(&["serve", "--db", "comptoir.db", "--listen", "127.0.0.1:0"], &[])
}

/// Every answer that may be taken away.
const ANSWERS: [&str; 13] = [
    "summary?compare=previous&from=2023-11-16",
    "breakdown/product?",
    "breakdown/region?compare=previous&from=2023-11-16",
    "breakdown/weekday?",
    "series?",
    "series?grain=week&compare=previous&from=2023-11-16",
    "lines?",
    "sql?sql=select%201%20as%20n",
    "forecasts?",
    "forecasts/scores?",
    "imports?",
    "seasonality?",
    "why?compare=previous&from=2023-11-16",
];

fn lines(download: &Download) -> Vec<String> {
    let text = String::from_utf8(download.bytes.clone()).unwrap();
    text.trim_start_matches('\u{feff}').lines().map(str::to_owned).collect()
}

#[test]
fn every_answer_is_a_file_in_every_format_with_as_many_cells_as_columns() {
    let desk = Desk::with_demo();
    let service = service(&desk);
    assert_eq!(service.post("/api/v1/forecasts", "", &[]).0, 201);
    for answer in ANSWERS {
        let address = format!("/api/v1/{answer}");
        for (format, media_type, begins) in [
            ("csv", "text/csv; charset=utf-8", b"".as_slice()),
            ("csv-fr", "text/csv; charset=utf-8", b"\xef\xbb\xbf"),
            ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
        ] {
            let file = service.download(&format!("{address}&format={format}"));
            assert_eq!((file.status, file.header("content-type")), (200, media_type), "{answer} {format}");
            assert!(file.bytes.starts_with(begins), "{answer} {format}");
            assert!(file.header("content-disposition").starts_with("attachment; filename=\"comptoir-"));
        }
        let csv = service.download(&format!("{address}&format=csv"));
        // The reader refuses lines of other lengths than the header's.
        let mut reader = csv::Reader::from_reader(csv.bytes.as_slice());
        let header = reader.headers().unwrap().clone();
        assert!(header.iter().all(|name| !name.starts_with("column-") && !name.is_empty()), "{header:?}");
        assert!(reader.records().all(|record| record.is_ok()), "{answer}");
        assert!(service.get(&address).1.is_object(), "{answer}");
    }
    assert_eq!(service.get("/api/v1/summary?format=pdf").0, 400);
}

#[test]
fn a_file_says_what_it_is_in_the_readers_language() {
    let desk = Desk::with_demo();
    let service = service(&desk);
    let file = service.download("/api/v1/breakdown/product?from=2023-11-01&to=2023-11-30&format=csv-fr");
    assert_eq!(
        file.header("content-disposition"),
        "attachment; filename=\"comptoir-produits-2023-11-01_2023-11-30.csv\""
    );
    assert_eq!(lines(&file)[0], "Produit;CA;Quantité;Ventes;Part;Cumul;Classe");
    let file = service.download("/api/v1/breakdown/product?format=csv&lang=en");
    assert!(file.header("content-disposition").contains("comptoir-products-2023"));
    assert_eq!(lines(&file)[0], "Product,Revenue,Quantity,Sales,Share,Cumulative,Class");
}

#[test]
fn sales_taken_away_for_excel_are_imported_again_to_the_cent() {
    let desk = Desk::with_demo();
    let file = service(&desk).download("/api/v1/lines?format=csv-fr");
    let other = Desk::new();
    let name = other.write("ventes.csv", &file.bytes);
    let run = other.run(&["import", &name]);
    assert_eq!(run.code, 0, "{}", run.err);
    let sums =
        "select count(*), sum(cast(round(amount * 10000) as integer)), round(sum(quantity), 4) from sales";
    assert_eq!(other.rows(sums), desk.rows(sums));
}

#[test]
fn a_workbook_taken_away_is_imported_again_to_the_cent() {
    let desk = Desk::with_demo();
    let file = service(&desk).download("/api/v1/lines?format=xlsx");
    let other = Desk::new();
    let name = other.write("ventes.xlsx", &file.bytes);
    let run = other.run(&["import", &name]);
    assert_eq!(run.code, 0, "{}", run.err);
    let sums = "select sale_date, count(*), sum(cast(round(amount * 10000) as integer)) from sales group by 1 order by 1";
    assert_eq!(other.rows(sums), desk.rows(sums));
}

#[test]
fn a_product_that_looks_like_a_formula_is_text() {
    let desk = Desk::new();
    let sales = "date,product,store,quantity,amount\n\
                 2023-11-01,\"=HYPERLINK(\"\"http://x\"\")\",+1,1,2.50\n2023-11-01,<script>,@x,-1,-1.50\n";
    let file = desk.write("sales.csv", sales);
    let run = desk.run(&["import", &file]);
    assert_eq!(run.code, 0, "{}", run.err);
    let service = service(&desk);
    let csv = service.download("/api/v1/breakdown/product?format=csv");
    let text = String::from_utf8(csv.bytes).unwrap();
    assert!(text.contains("\r\n\"'=HYPERLINK(\"\"http://x\"\")\",2.5,"), "{text}");
    assert!(text.contains("\r\n<script>,-1.5,"), "{text}");
    let stores = lines(&service.download("/api/v1/breakdown/store?format=csv-fr"));
    assert!(stores[1].starts_with("'+1;2,5;") && stores[2].starts_with("'@x;-1,5;"), "{stores:?}");
}

#[test]
fn files_name_kinds_weeks_and_quarters_in_the_readers_language() {
    let desk = Desk::new();
    let lines = "date,magasin,produit,quantité,montant,type\n2026-04-30,Nord,Pain,2,20.00,vente\n2026-05-02,Nord,Pain,-1,-10.00,retour\n";
    desk.write("ventes.csv", lines);
    let run = desk.run(&["import", "ventes.csv"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let service = service(&desk);
    let file =
        |question: &str| String::from_utf8(service.download(&format!("/api/v1/{question}")).bytes).unwrap();
    let (french, english) = (file("lines?format=csv-fr&lang=fr"), file("lines?format=csv&lang=en"));
    assert!(french.contains(";vente;") && french.contains(";retour;"), "{french}");
    assert!(english.contains(",sale,") && english.contains(",return,"), "{english}");
    assert!(file("breakdown/week?format=csv&lang=fr").contains("2026-S18"));
    assert!(file("breakdown/week?format=csv&lang=en").contains("2026-W18"));
    assert!(file("breakdown/quarter?format=csv&lang=fr").contains("2026-T2"));
    assert!(file("seasonality?format=csv&lang=fr").contains("2026-S18"));
    assert!(file("series?grain=week&format=csv&lang=fr").contains("2026-S18"));
}

#[test]
fn revenue_below_zero_has_no_shares_and_no_price() {
    let desk = Desk::new();
    let lines = "date,magasin,produit,quantité,montant,type\n2026-04-30,Nord,Pain,1,10.00,vente\n2026-04-30,Nord,Café,-3,-60.00,retour\n";
    desk.write("ventes.csv", lines);
    assert_eq!(desk.run(&["import", "ventes.csv"]).code, 0);
    let service = service(&desk);
    let told = service.get("/api/v1/breakdown/product").1;
    assert_eq!((&told["total"], &told["rows"][0]["share"]), (&Json::from(-50.0), &Json::Null), "{told}");
    assert_eq!(service.get("/api/v1/summary").1["average_price"], Json::Null);
    let shown = desk.run(&["analyse", "--by", "product"]);
    assert!(!shown.out.contains('%'), "{}", shown.out);
}

#[test]
fn what_is_cut_says_so() {
    let desk = Desk::with_demo();
    let service = service(&desk);
    let cut = lines(&service.download("/api/v1/lines?format=csv&limit=2"));
    let words = Words::new(Lang::French);
    let note = words.say("sheet-more", &[("count", "2".into())]);
    assert_eq!((cut.len(), cut[3].trim_end_matches(',')), (4, note.as_str()));
    let whole = lines(&service.download("/api/v1/lines?format=csv"));
    assert_eq!(whole.len(), 2803);
    let many =
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < 100001) select i from n";
    let many = format!(
        "/api/v1/sql?format=csv&sql={}",
        many.replace(' ', "%20").replace('+', "%2B").replace('<', "%3C")
    );
    let (status, problem) = service.get(&many);
    assert_eq!((status, problem["code"].as_str()), (400, Some("store-too-many-rows")), "{problem}");
    let fewer: Json = service.get(&many.replace("100001", "100000")).1;
    assert_eq!(fewer.as_str().map(|text| text.lines().count()), Some(100_001));
}
