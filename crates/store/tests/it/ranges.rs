//! Answers to tools that ask how long they are, and read them in parts.

use crate::sides::Served;

/// Status, headers by name and text of an answer to a method.
fn ask(
    served: &Served,
    method: &str,
    sql: &str,
    range: Option<&str>,
) -> (u16, ureq::http::HeaderMap, String) {
    let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
    let url = format!("{}/query.csv", served.url());
    let request = if method == "HEAD" { agent.head(&url) } else { agent.get(&url) }.query("sql", sql);
    let request = if let Some(range) = range { request.header("range", range) } else { request };
    let mut answer = request.call().unwrap();
    let text = answer.body_mut().with_config().limit(1 << 30).read_to_string().unwrap();
    (answer.status().as_u16(), answer.headers().clone(), text)
}

fn many(rows: usize) -> String {
    format!(
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < {rows}) select i from n"
    )
}

#[test]
fn a_small_answer_and_every_head_have_a_length() {
    let served = Served::new(None);
    let (_, headers, text) = ask(&served, "GET", "select 1 as a", None);
    assert_eq!((headers["content-length"].to_str().unwrap(), text.as_str()), ("4", "a\n1\n"));
    let (_, headers, _) = ask(&served, "HEAD", "select 1 as a", None);
    assert_eq!(headers["content-length"].to_str().unwrap(), "4");
    let (_, _, whole) = ask(&served, "GET", &many(100_000), None);
    let (status, headers, _) = ask(&served, "HEAD", &many(100_000), None);
    assert_eq!((status, headers["accept-ranges"].to_str().unwrap()), (200, "bytes"));
    assert_eq!(headers["content-length"].to_str().unwrap(), whole.len().to_string());
}

#[test]
fn parts_make_the_whole_and_are_of_one_moment() {
    let served = Served::new(None);
    let write = |sql: &str| {
        use comptoir_store::Database;
        served.database.write(&[comptoir_store::Statement::new(sql, vec![])]).unwrap();
    };
    write("insert into products (id, name) values (1, 'Pain'), (2, 'Lait')");
    let sql = "select id, name from products order by id";
    let (_, headers, _) = ask(&served, "HEAD", sql, None);
    let length: usize = headers["content-length"].to_str().unwrap().parse().unwrap();
    write("insert into products (id, name) values (3, 'Sel')");
    let (status, headers, first) = ask(&served, "GET", sql, Some("bytes=0-9"));
    assert_eq!((status, headers["content-range"].to_str().unwrap()), (206, &*format!("bytes 0-9/{length}")));
    let (_, _, rest) = ask(&served, "GET", sql, Some("bytes=10-"));
    assert_eq!(first + &rest, "id,name\n1,Pain\n2,Lait\n");
    // Who asks for the length again begins again.
    let (_, headers, _) = ask(&served, "HEAD", sql, None);
    assert_eq!(headers["content-length"].to_str().unwrap(), (length + "3,Sel\n".len()).to_string());
}

#[test]
fn a_range_beyond_the_end_is_refused_and_an_error_is_told() {
    let served = Served::new(None);
    let (status, headers, _) = ask(&served, "GET", "select 1 as a", Some("bytes=9-"));
    assert_eq!((status, headers["content-range"].to_str().unwrap()), (416, "bytes */4"));
    let (status, _, text) = ask(&served, "GET", "select no_such", Some("bytes=0-3"));
    assert!(status == 400 && text.contains("no_such"), "{status} {text}");
}
