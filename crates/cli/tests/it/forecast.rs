//! `comptoir forecast` and `comptoir backtest`: the days to come, what became of forecasts, and any series in a file.

use serde_json::Value as Json;

use crate::program::{Desk, demo_file};

fn mean(forecast: &Json, day: usize) -> f64 {
    forecast["points"][day]["mean"].as_f64().unwrap()
}

#[test]
fn regions_sum_to_the_total_day_by_day_and_are_kept_with_it() {
    let desk = Desk::with_demo();
    let forecast = desk.run(&["forecast", "--by", "region", "--horizon", "3", "--json"]).json();
    let parts = forecast["parts"].as_array().unwrap();
    assert_eq!((parts.len(), &parts[0]["series"]), (7, &Json::from("region")));
    for day in 0..3 {
        let sum: f64 = parts.iter().map(|part| mean(part, day)).sum();
        assert!((sum - mean(&forecast, day)).abs() < 0.01, "{sum} is not {}", mean(&forecast, day));
    }
    let kept = desk.rows("select series, count(distinct run_id) from forecasts group by 1 order by 1");
    assert_eq!(kept, ["region,7", "total,1"]);
}

#[test]
fn the_briefs_total_stands_whatever_it_is_told_apart_by() {
    let desk = Desk::with_demo();
    let forecast = desk.run(&["forecast", "--model", "arima(5,1,0)", "--by", "store", "--json"]).json();
    for (day, euros) in [28_450.0, 29_120.0, 27_890.0].into_iter().enumerate() {
        assert!((mean(&forecast, day) - euros).abs() < 1.0, "{}", mean(&forecast, day));
    }
}

#[test]
fn weeks_are_the_sums_of_their_days() {
    let desk = Desk::with_demo();
    let by = |grain: &str| desk.run(&["forecast", "--horizon", "9", "--grain", grain, "--json"]).json();
    let (days, weeks) = (by("day"), by("week"));
    let sum = |forecast: &Json| -> f64 {
        (0..forecast["points"].as_array().unwrap().len()).map(|at| mean(forecast, at)).sum()
    };
    assert!(weeks["points"].as_array().unwrap().len() <= 3);
    assert!((sum(&days) - sum(&weeks)).abs() < 1e-6);
}

#[test]
fn some_of_the_sales_are_forecast_without_being_kept() {
    let desk = Desk::with_demo();
    let run = desk.run(&["forecast", "--region", "Occitanie"]);
    assert!(run.code == 0 && run.err.contains("n’est pas conservée"), "{}", run.err);
    assert_eq!(desk.rows("select count(*) from forecasts"), ["0"]);
}

#[test]
fn forecasts_are_scored_once_their_days_have_come() {
    let sales = std::fs::read_to_string(demo_file("sales.csv")).unwrap();
    let until = |last: &str| {
        let keep = |line: &&str| {
            line.starts_with("id") || line.split(',').any(|cell| cell.len() == 10 && cell <= last)
        };
        sales.lines().filter(keep).collect::<Vec<_>>().join("\n")
    };
    let desk = Desk::new();
    let (products, stores) = (demo_file("products.csv"), demo_file("stores.csv"));
    let early = desk.write("early.csv", until("2023-11-22"));
    assert_eq!(desk.run(&["import", &products, &stores, &early]).code, 0);
    assert_eq!(desk.run(&["forecast", "--model", "seasonal-naive", "--horizon", "5"]).code, 0);
    let before = desk.run(&["forecast", "--scores", "--json"]).json();
    assert_eq!(before["scores"], Json::Array(vec![]));

    assert_eq!(desk.run(&["import", &demo_file("sales.csv")]).code, 0);
    let after = desk.run(&["forecast", "--scores", "--json"]).json();
    let score = &after["scores"][0];
    assert_eq!((&score["model"], &score["days"]), (&Json::from("seasonal-naive"), &Json::from(5)));
    let actual = desk.rows(
        "select round(sum(amount), 2) from sales
         where sale_date in (select day from forecasts)",
    );
    assert!(
        (score["actual"].as_f64().unwrap() - actual[0].parse::<f64>().unwrap()).abs() < 0.01,
        "{score} {actual:?}"
    );
    // It is "same weekday last week" itself.
    assert_eq!(score["error"], score["last_week_error"]);
}

#[test]
fn a_backtest_ranks_the_models_beside_last_week_and_the_briefs() {
    let desk = Desk::with_demo();
    let trial =
        desk.run(&["backtest", "--model", "ets", "--horizon", "5", "--origins", "2", "--json"]).json();
    let models = trial["models"].as_array().unwrap();
    let mut names: Vec<&str> = models.iter().map(|model| model["model"].as_str().unwrap()).collect();
    assert_eq!(trial["winner"], names[0]);
    let errors: Vec<f64> = models.iter().filter_map(|model| model["mae"].as_f64()).collect();
    assert!(errors.is_sorted() && errors.len() == 3, "{errors:?}");
    let last_week = models.iter().find(|model| model["model"] == "seasonal-naive").unwrap();
    assert_eq!(last_week["against_last_week"], 1.0);
    names.sort_unstable();
    assert_eq!(names, ["arima(5,1,0)", "ets", "seasonal-naive"]);
}

#[test]
fn the_series_of_a_file_are_forecast_into_a_file() {
    let desk = Desk::new();
    let day = |day: i32| format!("week,2024-02-{day:02},{}\nflat,2024-02-{day:02},5\n", 100 + 10 * (day % 7));
    let rows: String = (1..=28).map(day).collect();
    let input = desk.write("series.csv", format!("series_id,ds,y\n{rows}empty,2024-02-01,\n"));
    let run =
        desk.run(&["forecast", "--input", &input, "-o", "out.csv", "--horizon", "2", "--level", "80,95,95"]);
    assert!(run.code == 3 && run.err.contains("Série empty"), "{}", run.err);
    let out = std::fs::read_to_string(desk.path("out.csv")).unwrap();
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines[0], "series_id,step,ds,mean,lo80,hi80,lo95,hi95,model");
    assert!(lines[1].starts_with("week,1,2024-02-29,"), "{out}");
    assert!(lines[3] == "flat,1,2024-02-29,5,5,5,5,5,auto", "{out}");
    let first: f64 = lines[1].split(',').nth(3).unwrap().parse().unwrap();
    assert!((first - 110.0).abs() < 2.0, "{first}");
    let document = desk.run(&["forecast", "--input", &input, "--horizon", "1", "--json"]).json();
    assert_eq!(document["series"][1]["points"][0]["mean"], 5.0);
    assert_eq!(document["series"][2]["error"], "forecast-series-too-short");
}

#[test]
fn a_first_december_rises_towards_christmas_and_a_model_by_name_stays_itself() {
    let desk = Desk::new();
    let days = [(9, 30), (10, 31), (11, 30)];
    let days = days.into_iter().flat_map(|(month, days)| (1..=days).map(move |day| (month, day)));
    let row = |(at, (month, day))| format!("2024-{month:02}-{day:02},{}", 100 + 10 * (at % 7) + at % 5);
    let rows = days.enumerate().map(row).collect::<Vec<String>>().join("\n");
    let input = desk.write("series.csv", format!("ds,y\n{rows}"));
    let point = |model: &str, step: usize| {
        let made = desk.run(&["forecast", "--input", &input, "--horizon", "25", "--model", model, "--json"]);
        let point = &made.json()["series"][0]["points"][step - 1];
        ["mean", "lo80", "hi80"].map(|name| point[name].as_f64().unwrap())
    };
    // The eve, and the same weekday three weeks before.
    let ([eve, low, high], [before, low_before, high_before]) = (point("auto", 24), point("auto", 3));
    assert!(eve > 1.4 * before, "{eve} {before}");
    assert!(
        eve - low > 3.0 * (before - low_before) && high - eve > 3.0 * (high_before - before),
        "{low} {high}"
    );
    assert!((point("seasonal-naive", 24)[0] - point("seasonal-naive", 3)[0]).abs() < 1e-9);
    let [christmas, low, high] = point("auto", 25);
    assert!(low == 0.0 && christmas < 0.3 * before && high > 0.8 * before, "{low} {christmas} {high}");
    assert!(point("seasonal-naive", 25)[0] > 0.8 * before);
}

#[test]
fn a_shop_that_opens_on_other_holidays_probably_rests_on_its_first_christmas() {
    let desk = Desk::with_demo();
    let forecast = desk.run(&["forecast", "--horizon", "40", "--by", "region", "--json"]).json();
    let days = forecast["points"].as_array().unwrap();
    let on = |date: &str| {
        let day = days.iter().find(|day| day["day"] == date).unwrap();
        (day["mean"].as_f64().unwrap(), day["lower80"].as_f64().unwrap())
    };
    let usual = on("2023-12-11").0;
    for day in ["2023-12-25", "2024-01-01"] {
        let (mean, lower) = on(day);
        assert!(lower == 0.0 && mean > 0.1 * usual && mean < 0.5 * usual, "{day}: {mean} of {usual}");
    }
}

#[test]
fn a_french_spreadsheet_is_read() {
    let desk = Desk::new();
    // As Windows has it: é is one byte, the days come first, and one is missing between them.
    let input = desk.write(
        "series.csv",
        b"series_id;ds;y\ncaf\xe9;31/01/2024;1,5\ncaf\xe9;01/02/2024;1,5\ncaf\xe9;03/02/2024;1,5\n",
    );
    let run = desk.run(&["forecast", "--input", &input, "--horizon", "1", "--model", "naive"]);
    assert!(
        run.code == 0 && run.out.contains("café,1,2024-02-04,1.5,") && run.err.is_empty(),
        "{}{}",
        run.out,
        run.err
    );
}

#[test]
fn what_is_no_date_is_told() {
    let desk = Desk::new();
    let naive = |name: &str, text: &str| {
        let input = desk.write(name, text);
        desk.run(&["forecast", "--input", &input, "--horizon", "1", "--model", "naive"])
    };
    let run = naive("words.csv", "series_id,ds,y\na,lundi,1.5\na,mardi,1.5\n");
    assert!(run.code == 0 && run.out.contains("a,1,,1.5,"), "{}{}", run.out, run.err);
    assert!(run.err.contains("lundi"), "{}", run.err);
    let run = naive("other.csv", "date,y\n2024-01-31,1.5\n2024-02-01,1.5\n");
    assert!(run.code == 0 && run.err.contains("date, y"), "{}{}", run.out, run.err);
}

#[test]
fn what_a_file_of_series_leaves_open_is_asked_and_answered() {
    let desk = Desk::new();
    let thousands = desk.write("thousands.csv", "ds;y\n31/01/2024;1.200\n01/02/2024;1.200\n");
    let months = desk.write("months.csv", "ds,y\n01/02/2024,5\n01/03/2024,5\n01/04/2024,5\n");
    let run = |input: &str, more: &[&str]| {
        let usual = ["forecast", "--input", input, "--horizon", "1", "--model", "naive"];
        desk.run(&[&usual, more].concat())
    };
    let asked = run(&thousands, &[]);
    assert!(
        asked.code == 1 && asked.out.is_empty() && asked.err.contains("--decimal comma"),
        "{}",
        asked.err
    );
    assert!(run(&thousands, &["--decimal", "comma"]).out.contains(",1,2024-02-02,1200,"));
    assert!(run(&thousands, &["--decimal", "point"]).out.contains(",1,2024-02-02,1.2,"));
    let asked = run(&months, &[]);
    assert!(asked.code == 1 && asked.out.is_empty() && asked.err.contains("--date-order"), "{}", asked.err);
    assert!(run(&months, &["--date-order", "dmy"]).out.contains(",1,2024-05-01,5,"));
    assert!(run(&months, &["--date-order", "mdy"]).out.contains(",1,2024-01-05,5,"));
}

#[test]
fn closures_of_a_file_of_series_come_again_with_easter_and_holidays_with_the_postcode() {
    let desk = Desk::new();
    let first: jiff::civil::Date = "2022-02-01".parse().unwrap();
    // Good Friday and Easter Monday of 2022 and 2023.
    let closed = ["2022-04-15", "2022-04-18", "2023-04-07", "2023-04-10"];
    // Summer soldes from 22 June to 19 July 2022, from 28 June to 25 July 2023.
    let soldes = [("2022-06-22", "2022-07-19"), ("2023-06-28", "2023-07-25")];
    let row = |day: i64| {
        let date = first.checked_add(jiff::Span::new().days(day)).unwrap().to_string();
        let is_in_soldes = soldes.iter().any(|(from, to)| (*from..=*to).contains(&date.as_str()));
        let usual = 100.0 + (day % 5) as f64 + if is_in_soldes { 60.0 } else { 0.0 };
        format!("{date},{}\n", if closed.contains(&date.as_str()) { 0.0 } else { usual })
    };
    let rows: String = (0..781).map(row).collect();
    let input = desk.write("series.csv", format!("ds,y\n{rows}"));
    let forecast = |more: &[&str]| -> std::collections::HashMap<String, f64> {
        let run =
            desk.run(&[&["forecast", "--input", &input, "--horizon", "110", "--json"], more].concat()).json();
        let points = run["series"][0]["points"].as_array().unwrap();
        let point =
            |point: &Json| (point["ds"].as_str().unwrap().to_owned(), point["mean"].as_f64().unwrap());
        points.iter().map(point).collect()
    };
    let anywhere = forecast(&[]);
    assert!(anywhere["2024-03-29"] == 0.0 && anywhere["2024-04-01"] == 0.0, "{anywhere:?}");
    assert!(["2024-03-28", "2024-04-07", "2024-04-10"].iter().all(|day| anywhere[*day] > 80.0));
    assert!(forecast(&["--postcode", "75011"])["2024-03-29"] == 0.0);
}

#[test]
fn what_cannot_be_forecast_is_told_with_a_remedy() {
    let desk = Desk::with_demo();
    let input = desk.write("series.csv", "ds,y\n2024-01-01,1\n2024-01-01,2\n");
    let cases: [(&[&str], i32, &str); 8] = [
        (&["forecast", "--model", "arima(31,1,0)"], 2, "p = 31 is above 30"),
        (&["forecast", "--model", "prophet"], 2, "auto"),
        (&["forecast", "--horizon", "0"], 2, "at least 1 day"),
        (&["forecast", "--level", "100"], 2, "between 0 and 100"),
        (&["forecast", "--input", &input], 1, "2024-01-01"),
        (&["forecast", "--input", &input, "--level", "0"], 2, "between 0 and 100"),
        (&["forecast", "--input", &input, "--region", "Occitanie"], 2, "--region"),
        (&["backtest", "--horizon", "40"], 1, "shorter horizon"),
    ];
    for (args, code, told) in cases {
        let run = desk.run(&[&["--lang", "en"], args].concat());
        assert!(run.code == code && run.err.contains(told), "{args:?}: {} {}", run.code, run.err);
    }
}
