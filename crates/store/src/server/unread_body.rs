//! What is left of a request whose answer does not wait for it.
//!
//! A client that still sends when its answer comes and the connection closes hears of a broken connection instead of
//! the answer (RFC 9112, section 9.6). So the rest is read first, for a time.

use std::{
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::{
    body::{Body, Bytes},
    extract::Request,
    http::header,
    middleware::Next,
    response::Response,
};
use futures_util::future::poll_fn;
use http_body::{Body as _, Frame, SizeHint};
use tokio::time::timeout;

/// How long the rest of a request is read at most.
const TIME: Duration = Duration::from_secs(10);

/// After how long without a byte nothing more is waited for.
const PAUSE: Duration = Duration::from_secs(1);

/// Answers a request once its client has sent it all, or has had ten seconds for it.
pub async fn answer_after_body(request: Request, next: Next) -> Response {
    // Who asks first whether to send anything (`curl` does, for large files) needs no more than the answer.
    let asks_first = request.headers().contains_key(header::EXPECT);
    let left = Arc::new(Mutex::new(None));
    let lend =
        |body| Body::new(Lent { body, is_asked_for: !asks_first, is_over: false, left: Arc::clone(&left) });
    let request = request.map(lend);
    let answer = next.run(request).await;
    let rest = left.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(rest) = rest {
        // What comes too slowly is answered all the same.
        let _ = timeout(TIME, read_to_end(rest)).await;
    }
    answer
}

async fn read_to_end(mut body: Body) {
    while let Ok(Some(Ok(_))) =
        timeout(PAUSE, poll_fn(|context| Pin::new(&mut body).poll_frame(context))).await
    {}
}

/// A body that is kept when its reader has no more use of it.
struct Lent {
    body: Body,
    /// Whether the client sends it, asked or unasked.
    is_asked_for: bool,
    is_over: bool,
    left: Arc<Mutex<Option<Body>>>,
}

impl http_body::Body for Lent {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        self.is_asked_for = true;
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        self.is_over = !matches!(frame, Some(Ok(_)));
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if self.is_asked_for && !self.is_over && !self.body.is_end_stream() {
            let rest = std::mem::take(&mut self.body);
            *self.left.lock().unwrap_or_else(PoisonError::into_inner) = Some(rest);
        }
    }
}
