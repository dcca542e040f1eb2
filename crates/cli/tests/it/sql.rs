//! `comptoir sql`: the brief's queries, and nothing that writes.

use std::process::Stdio;

use crate::program::Desk;

#[test]
fn the_queries_of_the_brief_run_unchanged() {
    let desk = Desk::with_demo();
    assert_eq!(desk.rows("SELECT ROUND(SUM(amount)) AS total_revenue FROM sales"), ["1245678"]);
    let by_product =
        "SELECT p.name, ROUND(SUM(s.amount)) AS total FROM sales s JOIN products p ON s.product_id = p.id
                      GROUP BY p.name ORDER BY total DESC LIMIT 1";
    assert_eq!(desk.rows(by_product), ["Pack Premium,320450"]);
    let by_region =
        "SELECT st.region, ROUND(SUM(s.amount)) AS total FROM sales s JOIN stores st ON s.store_id = st.id
                     GROUP BY st.region ORDER BY total DESC LIMIT 1";
    assert_eq!(desk.rows(by_region), ["Île-de-France,450230"]);
}

#[test]
fn answers_come_as_table_csv_or_json() {
    let desk = Desk::with_demo();
    let sql = "select 1 as one, 'a,b' as text, null as gap";
    let run = |format: &str| desk.run(&["sql", "--format", format, sql]).out;
    assert_eq!(run("csv"), "one,text,gap\n1,\"a,b\",\n");
    let json: serde_json::Value = serde_json::from_str(&run("json")).unwrap();
    assert_eq!(json, serde_json::json!([{ "one": 1, "text": "a,b", "gap": null }]));
    let table = run("table");
    let lines: Vec<&str> = table.lines().map(str::trim).collect();
    assert_eq!((lines[0], lines[2]), ("one   text   gap", "1   a,b"));
}

#[test]
fn nothing_that_writes_is_run() {
    let desk = Desk::with_demo();
    for sql in ["delete from sales", "drop table sales", "select 1; delete from sales", "vacuum"] {
        let run = desk.run(&["sql", sql]);
        assert!(run.code == 1 && run.err.contains("Que faire :"), "{sql}: {}", run.err);
    }
    assert_eq!(desk.rows("select count(*) from sales"), ["2802"]);
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let desk = Desk::with_demo();
    let mut child = desk
        .command(&["sql", "select * from sales"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && !told.contains("panicked"), "{told}");
}
