//! Several questions in one request.

use serde_json::json;

use crate::program::{Desk, Service};

fn serve(desk: &Desk) -> Service {
    desk.serve(&["serve", "--db", "comptoir.db", "--listen", "127.0.0.1:0"], &[])
}

/// A question, as a parameter of the address.
fn ask(question: &str) -> String {
    format!("ask={}", question.replace('&', "%26").replace('?', "%3F").replace('=', "%3D"))
}

#[test]
fn several_questions_are_answered_in_their_order_as_each_would_be_by_itself() {
    let (desk, questions) =
        (Desk::with_demo(), ["summary?from=2023-11-20", "names?grouping=store", "forecasts?limit=1"]);
    let service = serve(&desk);
    let (status, together) = service.get(&format!("/api/v1/several?{}", questions.map(ask).join("&")));
    assert_eq!(status, 200);
    for (question, answer) in questions.iter().zip(together["answers"].as_array().unwrap()) {
        let alone = service.get(&format!("/api/v1/{question}"));
        assert_eq!((200, &alone.1), (alone.0, &answer["body"]), "{question}");
        assert_eq!(answer["status"], 200);
    }
    assert_eq!(service.get("/api/v1/several"), (200, json!({ "answers": [] })));
}

#[test]
fn what_goes_wrong_with_one_question_is_its_own_answer() {
    let desk = Desk::with_demo();
    let service = serve(&desk);
    let questions =
        ["summary", "breakdown/nothing", "nowhere", "summary?from=yesterday", "several?ask=summary"].map(ask);
    let (status, together) = service.get(&format!("/api/v1/several?lang=en&{}", questions.join("&")));
    assert_eq!(status, 200);
    let answers = together["answers"].as_array().unwrap();
    let statuses: Vec<_> = answers.iter().map(|answer| answer["status"].as_u64().unwrap()).collect();
    assert_eq!(statuses, [200, 404, 404, 400, 404]);
    for answer in &answers[1..] {
        assert!(answer["body"]["detail"].is_string() && answer["body"]["code"].is_string(), "{answer}");
    }
    let (_, alone) = service.get("/api/v1/summary?from=yesterday&lang=en");
    assert_eq!(answers[3]["body"], alone);
}

#[test]
fn questions_that_cannot_be_put_together_are_refused() {
    let desk = Desk::with_demo();
    let service = serve(&desk);
    for questions in [ask("summary?format=xlsx"), "ask=a%20b".to_owned(), vec![ask("summary"); 41].join("&")]
    {
        let (status, problem) = service.get(&format!("/api/v1/several?{questions}"));
        assert_eq!((status, &problem["code"]), (400, &json!("input")), "{questions}");
    }
}
