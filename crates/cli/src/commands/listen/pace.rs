//! The least pace at which bytes have to move, so that no client holds a connection by a byte now and then.

use std::{
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Sleep, sleep},
};

use super::connections::Activity;

/// How long the other side may pause, and how long it may make this one wait in all before the bytes count.
const PAUSE: Duration = Duration::from_secs(30);

/// How many bytes have to move a second on average beyond that.
const BYTES_PER_SECOND: u64 = 1_024;

/// The time spent waiting for the other side; time in which nothing was asked of it does not count.
pub(super) struct Pace {
    /// The longest pause.
    pause: Duration,
    moved: u64,
    waited: Duration,
    waiting: Option<(Instant, Pin<Box<Sleep>>)>,
}

impl Default for Pace {
    fn default() -> Self {
        Self::with_pause(PAUSE)
    }
}

impl Pace {
    fn with_pause(pause: Duration) -> Self {
        Self { pause, moved: 0, waited: Duration::ZERO, waiting: None }
    }

    /// Bytes have moved.
    pub(super) fn moved(&mut self, bytes: usize) {
        self.moved += bytes as u64;
        if let Some((since, _)) = self.waiting.take() {
            self.waited += since.elapsed();
        }
    }

    /// Whether the wait, which goes on, has taken too long; wakes the task when it will have.
    pub(super) fn poll_is_over(&mut self, context: &mut Context<'_>) -> bool {
        let earned = Duration::from_millis(self.moved.saturating_mul(1_000) / BYTES_PER_SECOND);
        let left = (self.pause + earned).saturating_sub(self.waited).min(self.pause);
        let (_, sleeping) = self.waiting.get_or_insert_with(|| (Instant::now(), Box::pin(sleep(left))));
        sleeping.as_mut().poll(context).is_ready()
    }
}

/// A stream whose reader has to keep the pace.
pub(super) struct Paced<S> {
    stream: S,
    writing: Pace,
    activity: Arc<Activity>,
}

impl<S> Paced<S> {
    pub(super) fn new(stream: S, activity: &Arc<Activity>) -> Self {
        Self { stream, writing: Pace::default(), activity: Arc::clone(activity) }
    }

    fn paced<T>(
        &mut self,
        context: &mut Context<'_>,
        done: Poll<io::Result<T>>,
        bytes: impl FnOnce(&T) -> usize,
    ) -> Poll<io::Result<T>> {
        match &done {
            Poll::Ready(Ok(written)) => {
                if self.writing.waiting.is_some() {
                    self.activity.is_read();
                }
                self.writing.moved(bytes(written));
            }
            Poll::Pending => {
                if self.writing.waiting.is_none() {
                    self.activity.is_left_lying();
                }
                if self.writing.poll_is_over(context) {
                    return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
                }
            }
            Poll::Ready(Err(_)) => {}
        }
        done
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Paced<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Paced<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let done = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.paced(context, done, |written| *written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let done = Pin::new(&mut self.stream).poll_write_vectored(context, bytes);
        self.paced(context, done, |written| *written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let done = Pin::new(&mut self.stream).poll_flush(context);
        self.paced(context, done, |()| 0)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let done = Pin::new(&mut self.stream).poll_shutdown(context);
        self.paced(context, done, |()| 0)
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};

    use super::*;

    const SHORT: Duration = Duration::from_millis(60);

    fn paced(stream: DuplexStream) -> Paced<DuplexStream> {
        let activity = Arc::new(Activity::new(IpAddr::from([192, 0, 2, 1])));
        Paced { stream, writing: Pace::with_pause(SHORT), activity }
    }

    #[tokio::test]
    async fn a_reader_that_has_gone_to_sleep_is_given_up() {
        let (near, _far) = duplex(1_000);
        let mut paced = paced(near);
        assert!(paced.write_all(&[0; 1_000]).await.is_ok());
        let error = paced.write_all(&[0; 1_000]).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    }

    #[tokio::test]
    async fn a_reader_that_takes_a_byte_now_and_then_is_given_up_too() {
        let (near, mut far) = duplex(1);
        let dripping = tokio::spawn(async move {
            let mut byte = [0];
            while far.read_exact(&mut byte).await.is_ok() {
                sleep(SHORT / 3).await;
            }
        });
        assert!(paced(near).write_all(&[0; 1_000]).await.is_err());
        dripping.abort();
    }

    #[tokio::test]
    async fn time_in_which_nothing_is_to_be_written_does_not_count() {
        let (near, mut far) = duplex(10);
        let mut paced = paced(near);
        for _ in 0..4 {
            paced.write_all(&[0; 10]).await.unwrap();
            sleep(SHORT).await;
            far.read_exact(&mut [0; 10]).await.unwrap();
        }
    }
}
