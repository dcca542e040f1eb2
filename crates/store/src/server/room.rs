//! The memory of requests and answers that are held as a whole: the service's, not each request's.

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
use http_body::{Frame, SizeHint};
use parking_lot::Mutex;
use tokio::{
    runtime::Handle,
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{Sleep, sleep, timeout},
};

use crate::{Cause, StoreError, embedded::Deadline};

/// The largest answer to a pipeline, in bytes; a cursor or a query has no such limit.
pub(super) const ANSWER_LIMIT: usize = 32 << 20;

/// Up to how many bytes a request or an answer is small: hundreds of them may be held at once.
const SMALL: usize = 256 << 10;

/// From how many bytes on a request is held alone.
const VERY_LARGE: u64 = 4 << 20;

/// How many large requests are held at once, and how many large answers: one of these is held as values and as text.
const LARGE_REQUESTS: usize = 2;
const LARGE_ANSWERS: usize = 1;

/// How long the next one waits.
const WAIT: Duration = Duration::from_secs(20);

/// How long it may take to send a large answer.
const SEND_TIME: Duration = Duration::from_mins(1);

/// The places of large requests, and of large answers: an answer never waits for its own request.
#[derive(Debug)]
pub(super) struct Large {
    requests: Arc<Semaphore>,
    answers: Arc<Semaphore>,
}

impl Default for Large {
    fn default() -> Self {
        let places = |count: usize| Arc::new(Semaphore::new(count));
        Self { requests: places(LARGE_REQUESTS), answers: places(LARGE_ANSWERS) }
    }
}

impl Large {
    /// A place for a request of that length, when it is large or does not say.
    pub(super) async fn request(
        &self,
        length: Option<u64>,
    ) -> Result<Option<OwnedSemaphorePermit>, StoreError> {
        if length.is_some_and(|length| length <= SMALL as u64) {
            return Ok(None);
        }
        let places = if length.is_some_and(|length| length > VERY_LARGE) { LARGE_REQUESTS } else { 1 };
        let place = timeout(WAIT, Arc::clone(&self.requests).acquire_many_owned(places as u32)).await;
        place.ok().and_then(Result::ok).map(Some).ok_or_else(|| too_many(Cause::LargeRequests))
    }

    /// Room for one answer.
    pub(super) fn room(self: &Arc<Self>) -> Room {
        Room { left: ANSWER_LIMIT, place: Arc::default(), large: Arc::clone(self) }
    }
}

fn too_many(reason: Cause) -> StoreError {
    StoreError::Overloaded { reason }
}

/// The memory left for an answer.
pub(super) struct Room {
    left: usize,
    place: Place,
    large: Arc<Large>,
}

/// The place of a large answer, once it is one.
pub(super) type Place = Arc<Mutex<Option<OwnedSemaphorePermit>>>;

impl Room {
    /// Takes bytes; an answer that becomes large waits for its place, which its statement's time does not count.
    pub(super) fn take(&mut self, bytes: usize, deadline: &Deadline) -> Result<(), StoreError> {
        self.left = self.left.checked_sub(bytes).ok_or(StoreError::TooLarge { limit: ANSWER_LIMIT })?;
        if ANSWER_LIMIT - self.left > SMALL && self.place.lock().is_none() {
            deadline.let_go();
            let since = std::time::Instant::now();
            let place = Arc::clone(&self.large.answers).acquire_owned();
            // The timer belongs to the runtime, in which it has to be made.
            let place = Handle::current().block_on(async { timeout(WAIT, place).await });
            deadline.pause(since.elapsed());
            *self.place.lock() =
                Some(place.ok().and_then(Result::ok).ok_or_else(|| too_many(Cause::LargeAnswers))?);
        }
        Ok(())
    }

    /// How many bytes were taken.
    pub(super) fn used(&self) -> usize {
        ANSWER_LIMIT - self.left
    }

    /// Where the place is, to be kept until the answer is sent.
    pub(super) fn place(&self) -> Place {
        Arc::clone(&self.place)
    }
}

/// The answer, which keeps something until it is sent.
pub(super) fn hold<T: Unpin + Send + 'static>(
    answer: Response,
    kept: T,
    limit: Option<Duration>,
) -> Response {
    let limit = limit.map(|limit| Box::pin(sleep(limit)));
    answer.map(|body| Body::new(Held { body, limit, _kept: kept }))
}

/// A body that keeps something until it is sent; where there is a limit, it is broken off when that takes too long.
struct Held<T> {
    body: Body,
    limit: Option<Pin<Box<Sleep>>>,
    _kept: T,
}

impl<T: Unpin> HttpBody for Held<T> {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if self.limit.as_mut().is_some_and(|limit| limit.as_mut().poll(context).is_ready()) {
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

/// The same for the place of an answer.
pub(super) fn hold_place(answer: Response, place: &Place) -> Response {
    match place.lock().take() {
        Some(place) => hold(answer, place, Some(SEND_TIME)),
        None => answer,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn large_requests_have_few_places_and_small_ones_need_none() {
        let large = Large::default();
        let held = [large.request(Some(1 << 20)).await.unwrap(), large.request(None).await.unwrap()];
        assert!(held.iter().all(Option::is_some));
        assert!(large.request(Some(SMALL as u64)).await.unwrap().is_none());
        assert!(timeout(Duration::from_millis(50), large.request(None)).await.is_err());
        drop(held);
        let alone = large.request(Some(VERY_LARGE + 1)).await.unwrap();
        assert!(timeout(Duration::from_millis(50), large.request(None)).await.is_err());
        drop(alone);
        assert!(large.request(None).await.unwrap().is_some());
    }

    #[tokio::test]
    async fn an_answer_has_room_for_so_much_and_keeps_its_place() {
        let large = Arc::new(Large::default());
        let taken = tokio::task::spawn_blocking(move || {
            let (mut room, deadline) = (large.room(), Deadline::of(WAIT));
            assert!(room.take(SMALL, &deadline).is_ok() && room.place().lock().is_none());
            assert!(room.take(1, &deadline).is_ok() && room.place().lock().is_some());
            assert_eq!(large.answers.available_permits(), LARGE_ANSWERS - 1);
            room.take(ANSWER_LIMIT, &deadline)
        });
        assert!(matches!(taken.await.unwrap(), Err(StoreError::TooLarge { .. })));
    }
}
