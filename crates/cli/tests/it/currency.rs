//! The database's currency in everything that a reader sees.

use crate::program::Desk;

/// Two months of a small shop, amounts in that currency.
fn shop(sign: &str) -> String {
    let mut text = "Date;Magasin;Produit;Quantité;Prix;Montant\n".to_owned();
    for day in 0..60 {
        let (month, day) = (10 + day / 30, day % 30 + 1);
        for (product, price) in [("Pain", 3), ("Beurre", 5 + month - 10)] {
            let quantity = 1 + day % 3;
            let amount = price * quantity * 100;
            let price = price * 100;
            let line =
                format!("{day:02}/{month}/2025;Centre;{product};{quantity};{price},00;{amount},00 {sign}\n");
            text.push_str(&line);
        }
    }
    text
}

const VERBS: [&[&str]; 10] = [
    &["analyse"],
    &["analyse", "--net"],
    &["analyse", "--compare", "previous", "--from", "2025-11-01"],
    &["analyse", "--by", "month"],
    &["analyse", "--targets"],
    &["why", "--compare", "previous", "--from", "2025-11-01"],
    &["forecast"],
    &["backtest"],
    &["forecast", "--scores"],
    &["imports", "show", "1"],
];

#[test]
fn no_figure_of_another_currency_is_in_euros() {
    for (sign, code, french, english) in [
        ("CHF", "CHF", "\u{a0}CHF", "CHF\u{a0}"),
        ("F CFP", "XPF", "\u{a0}FCFP", "CFPF\u{a0}"),
        ("US$", "USD", "\u{a0}$US", "US$"),
    ] {
        let desk = Desk::new();
        let file = desk.write("ventes.csv", shop(sign));
        let run = desk.run(&["import", &file]);
        assert_eq!(run.code, 0, "{}", run.err);
        desk.write("objectifs.csv", "month,target\n2025-11,50000\n");
        assert_eq!(desk.run(&["import", "objectifs.csv"]).code, 0);
        let mut shown = run.out + &run.err;
        for verb in VERBS {
            for (lang, sign_of_lang) in [("fr", french), ("en", english)] {
                let run = desk.run(&[&["--lang", lang], verb].concat());
                let text = format!("{}{}", run.out, run.err);
                let has_amounts = !matches!(verb[0], "imports") && !verb.contains(&"--scores");
                assert!(!has_amounts || text.contains(sign_of_lang), "{code} {lang} {verb:?}: {text}");
                shown.push_str(&text);
            }
        }
        for verb in VERBS {
            let document = desk.run(&[verb, &["--json"]].concat()).json();
            assert_eq!(document["currency"], code, "{verb:?}: {document}");
        }
        assert!(!shown.contains('€') && !shown.contains("EUR"), "{code}: {shown}");
        the_service_says(&desk, code);
    }
}

/// The pages are drawn by what these say.
fn the_service_says(desk: &Desk, code: &str) {
    let service = desk.serve(&["serve", "--listen", "127.0.0.1:0"], &[]);
    let words = service.download("/words/fr/overview.ftl");
    assert_eq!(words.header("comptoir-currency"), code);
    assert_eq!(service.get("/api/v1/summary").1["currency"], code);
    for path in [
        "breakdown/product",
        "breakdown/month?compare=previous&from=2025-11-01",
        "series",
        "series?grain=month",
        "net",
        "targets",
        "anomalies",
        "seasonality",
        "backtests",
        "forecasts",
        "forecasts/scores",
        "imports",
        "imports/1",
        "lines?limit=3",
    ] {
        let (status, answer) = service.get(&format!("/api/v1/{path}"));
        assert_eq!((status, &answer["currency"]), (200, &code.into()), "{path}: {answer}");
    }
    let made = service
        .post("/api/v1/forecasts", r#"{"model":"arima(5,1,0)"}"#, &[("content-type", "application/json")])
        .1;
    assert_eq!(made["currency"], code, "{made}");
    let file = service.download("/api/v1/breakdown/product?format=csv");
    let header = String::from_utf8_lossy(&file.bytes).lines().next().unwrap_or_default().to_owned();
    assert!(header.contains(&format!("({code})")), "{header}");
    let why = service.get("/api/v1/why?compare=previous&from=2025-11-01").1;
    assert!(!why.to_string().contains('€'), "{why}");
    // A shop without a French region is abroad, unless it is paid in francs of the Pacific.
    let calendar = service.get("/api/v1/calendar?from=2025-10-01&to=2025-12-31").1;
    let occasions = calendar["spans"].as_array().map(Vec::len);
    assert_eq!(occasions == Some(0), code != "XPF", "{calendar}");
    for path in ["/", "/forecasts", "/data", "/sql", "/words/fr/overview.ftl", "/words/fr/forecasts.ftl"] {
        let page = service.download(path);
        assert!(!String::from_utf8_lossy(&page.bytes).contains('€'), "{path}");
    }
}

#[test]
fn the_currency_is_asked_about_when_a_file_mixes_two() {
    let desk = Desk::new();
    let text = "Date;Produit;Quantité;Montant\n07/10/2025;Pain;1;4,50 €\n21/10/2025;Pain;1;3,80 CHF\n";
    let file = desk.write("ventes.csv", text);
    let run = desk.run(&["import", &file]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("--currency CHF ou --currency EUR"), "{}", run.err);
    let run = desk.run(&["import", "--currency", "chf", &file]);
    assert_eq!(run.code, 3, "{}", run.err);
    assert_eq!(desk.rows("select sum(amount) from sales"), ["3.8"]);
    assert_eq!(desk.rows("select value from settings where name = 'currency'"), ["CHF"]);
    // It is settled now.
    assert_eq!(desk.run(&["import", "--currency", "EUR", &file]).code, 1);
    assert_eq!(desk.run(&["import", "--currency", "euro", &file]).code, 2);
}
