//! Answers that take much memory: few are made and on their way at once, the others wait for their turn.

use std::{
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    body::{Body, Bytes, HttpBody},
    response::Response,
};
use comptoir_store::{Cause, StoreError};
use http_body::{Frame, SizeHint};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{Sleep, sleep, timeout},
};

use crate::problem::Problem;

/// How much there is to share: an answer for a screen takes one part, a file to take away all of them.
const PARTS: u32 = 4;

/// How long an answer waits for its turn.
const WAIT: Duration = Duration::from_secs(10);

/// How long it may take to send one: its reader must not keep others waiting for ever.
const SEND_TIME: Duration = Duration::from_mins(5);

/// The memory of large answers.
#[derive(Clone)]
pub(crate) struct Lanes(Arc<Semaphore>);

/// A part of it, until the answer is sent.
pub(crate) struct Lane {
    _parts: OwnedSemaphorePermit,
}

/// The lane of a large answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Load {
    /// Rows for a screen.
    Screen,
    /// A file to take away.
    File,
}

impl Default for Lanes {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(PARTS as usize)))
    }
}

impl Lanes {
    /// Waits for room.
    pub(crate) async fn enter(&self, load: Load) -> Result<Lane, Problem> {
        let parts = match load {
            Load::Screen => 1,
            Load::File => PARTS,
        };
        let entered = timeout(WAIT, Arc::clone(&self.0).acquire_many_owned(parts)).await;
        let refused = || StoreError::Overloaded { reason: Cause::LargeAnswers };
        entered.ok().and_then(Result::ok).map(|parts| Lane { _parts: parts }).ok_or_else(|| refused().into())
    }
}

impl Lane {
    /// The answer, which keeps its part until it is sent, or its reader has taken too long.
    pub(crate) fn hold(self, answer: Response) -> Response {
        answer.map(|body| Body::new(Held { body, limit: Box::pin(sleep(SEND_TIME)), _lane: self }))
    }
}

/// A body that keeps its lane, and is broken off when it takes too long to send.
struct Held {
    body: Body,
    limit: Pin<Box<Sleep>>,
    _lane: Lane,
}

impl HttpBody for Held {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if self.limit.as_mut().poll(context).is_ready() {
            return Poll::Ready(Some(Err(axum::Error::new(io::Error::from(io::ErrorKind::TimedOut)))));
        }
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use axum::response::IntoResponse;

    use super::*;

    #[tokio::test]
    async fn a_file_waits_until_the_answers_before_it_are_sent() {
        let lanes = Lanes::default();
        let answer = lanes.enter(Load::Screen).await.ok().unwrap().hold("rows".into_response());
        assert_eq!(answer.body().size_hint().exact(), Some(4));
        let soon = Duration::from_millis(50);
        assert!(timeout(soon, lanes.enter(Load::Screen)).await.is_ok());
        assert!(timeout(soon, lanes.enter(Load::File)).await.is_err());
        drop(answer);
        assert!(timeout(soon, lanes.enter(Load::File)).await.is_ok());
    }
}
