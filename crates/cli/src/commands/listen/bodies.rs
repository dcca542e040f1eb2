//! Bodies of requests and answers, watched: what does not come in time is given up, and the connection knows what it is
//! doing.

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use axum::body::{Body as AnyBody, Bytes};
use hyper::body::{Body, Frame, Incoming, SizeHint};

use super::{connections::Activity, pace::Pace};

/// The body of a request.
pub(super) struct Received {
    body: Incoming,
    pace: Pace,
    activity: Arc<Activity>,
}

/// The body of an answer.
pub(super) struct Sent {
    body: AnyBody,
    activity: Arc<Activity>,
}

/// The body did not come in time.
#[derive(Debug, thiserror::Error)]
#[error("the request's body did not come in time")]
struct TooSlow;

impl Received {
    pub(super) fn new(body: Incoming, activity: &Arc<Activity>) -> Self {
        if body.is_end_stream() {
            activity.answers();
        } else {
            activity.receives();
        }
        Self { body, pace: Pace::default(), activity: Arc::clone(activity) }
    }
}

impl Body for Received {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let this = &mut *self;
        let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(context) else {
            if this.pace.poll_is_over(context) {
                this.activity.times_out();
                return Poll::Ready(Some(Err(axum::Error::new(TooSlow))));
            }
            return Poll::Pending;
        };
        match &frame {
            Some(Ok(frame)) => {
                let bytes = frame.data_ref().map_or(0, Bytes::len);
                this.pace.moved(bytes);
                this.activity.received(bytes);
                if this.body.is_end_stream() {
                    this.activity.answers();
                }
            }
            _ => this.activity.answers(),
        }
        Poll::Ready(frame.map(|frame| frame.map_err(axum::Error::new)))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Sent {
    pub(super) fn new(body: AnyBody, activity: Arc<Activity>) -> Self {
        Self { body, activity }
    }
}

impl Body for Sent {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Sent {
    fn drop(&mut self) {
        self.activity.rests();
    }
}
