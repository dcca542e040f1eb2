//! The response cache: what is a function of the sales is worked out once for each version of the data.

use std::sync::Arc;

use axum::{
    body::{Body, Bytes, to_bytes},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use comptoir_calendar::Date;
use comptoir_words::Lang;
use quick_cache::{Weighter, sync::Cache};

/// How many answers are remembered at most, and how many bytes they take together.
const ANSWERS: usize = 4_000;
const BYTES: u64 = 32 << 20;

/// The largest answer that is remembered.
const LARGEST_BYTES: usize = 1 << 20;

/// What an answer is a function of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Asked {
    /// The version of the data.
    pub(crate) version: i64,
    /// The day on which it is asked: what lies ahead today has happened tomorrow.
    pub(crate) today: Date,
    pub(crate) lang: Lang,
    /// Path and query.
    pub(crate) address: String,
    /// How the asker lets the answer be packed.
    pub(crate) encodings: String,
}

#[derive(Clone)]
struct Answer {
    headers: HeaderMap,
    body: Bytes,
}

#[derive(Clone)]
struct Size;

impl Weighter<Asked, Arc<Answer>> for Size {
    fn weight(&self, asked: &Asked, answer: &Arc<Answer>) -> u64 {
        (asked.address.len() + answer.body.len() + 500) as u64
    }
}

/// The recent answers.
pub(crate) struct Answers(Cache<Asked, Arc<Answer>, Size>);

impl Default for Answers {
    fn default() -> Self {
        Self(Cache::with_weighter(ANSWERS, BYTES, Size))
    }
}

impl Answers {
    /// The answer as it was given before, or as it is given now. Of several who ask the same at once one is answered,
    /// and the others wait for it.
    pub(crate) async fn get(&self, asked: Asked, answer: impl Future<Output = Response>) -> Response {
        let place = match self.0.get_value_or_guard_async(&asked).await {
            Ok(known) => return known.as_ref().clone().into_response(),
            Err(place) => place,
        };
        let response = answer.await;
        if response.status() != StatusCode::OK {
            return response;
        }
        let (parts, body) = response.into_parts();
        match to_bytes(body, usize::MAX).await {
            Ok(body) => {
                if body.len() <= LARGEST_BYTES {
                    let known = Answer { headers: parts.headers.clone(), body: body.clone() };
                    // Somebody who asked the same has not waited: theirs is the same.
                    let _ = place.insert(Arc::new(known));
                }
                Response::from_parts(parts, Body::from(body))
            }
            Err(error) => crate::problem::Problem::unexpected(&error).into_response(),
        }
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut response = self.body.into_response();
        response.headers_mut().remove(header::CONTENT_TYPE);
        response.headers_mut().extend(self.headers);
        response
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

    use super::*;

    fn asked(version: i64, address: &str) -> Asked {
        Asked {
            version,
            today: Date::ZERO,
            lang: Lang::French,
            address: address.to_owned(),
            encodings: "gzip".to_owned(),
        }
    }

    async fn text(response: Response) -> String {
        String::from_utf8(to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec()).unwrap()
    }

    #[tokio::test]
    async fn an_answer_is_worked_out_once_a_version() {
        let (answers, worked) = (Answers::default(), AtomicUsize::new(0));
        let work = async |text: &str| {
            worked.fetch_add(1, Relaxed);
            ([("x-told", "once")], text.to_owned()).into_response()
        };
        for _ in 0..3 {
            let answer = answers.get(asked(1, "/summary"), work("one")).await;
            assert_eq!(answer.headers()["x-told"], "once");
            assert_eq!(text(answer).await, "one");
        }
        assert_eq!(text(answers.get(asked(2, "/summary"), work("two")).await).await, "two");
        assert_eq!(text(answers.get(asked(1, "/why"), work("three")).await).await, "three");
        assert_eq!(worked.load(Relaxed), 3);
    }

    #[tokio::test]
    async fn what_went_wrong_is_asked_again() {
        let answers = Answers::default();
        let wrong = answers.get(asked(1, "/why"), async { StatusCode::NOT_FOUND.into_response() }).await;
        assert_eq!(wrong.status(), StatusCode::NOT_FOUND);
        let right = answers.get(asked(1, "/why"), async { "right".into_response() }).await;
        assert_eq!(text(right).await, "right");
    }
}
