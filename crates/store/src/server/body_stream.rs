//! A streamed body with back-pressure; a reader that disconnects cancels the writer.

use std::{
    io::{self, Write},
    sync::{Arc, OnceLock},
    time::{Duration, Instant},
};

use axum::body::{Body, Bytes};
use futures_util::stream;
use tokio::{runtime::Handle, sync::mpsc, time::timeout};

use crate::{StoreError, embedded::Deadline};

/// Bytes in one piece.
const PIECE: usize = 64 << 10;

/// Pieces under way between the writer and its reader.
const PIECES: usize = 4;

/// How long a reader may leave a piece lying.
const READER_PAUSE: Duration = Duration::from_secs(30);

/// Why a body broke off, if it did. It travels beside the pieces: the channel of a reader that has stopped is full.
type Broken = Arc<OnceLock<String>>;

/// The writer's end; it blocks.
pub(super) struct BodyWriter {
    buffer: Vec<u8>,
    pieces: mpsc::Sender<Bytes>,
    broken: Broken,
    deadline: Arc<Deadline>,
    begun: bool,
}

/// The reader's end.
pub(super) struct BodyReader {
    receiver: mpsc::Receiver<Bytes>,
    broken: Broken,
    deadline: Arc<Deadline>,
}

/// Both ends of a body. Dropping the reader's end cancels `deadline`.
pub(super) fn body_stream(deadline: Arc<Deadline>) -> (BodyWriter, BodyReader) {
    let (sender, receiver) = mpsc::channel(PIECES);
    let broken = Broken::default();
    let body = BodyWriter {
        buffer: Vec::with_capacity(PIECE),
        pieces: sender,
        broken: Arc::clone(&broken),
        deadline: Arc::clone(&deadline),
        begun: false,
    };
    (body, BodyReader { receiver, broken, deadline })
}

impl BodyWriter {
    /// Breaks the body off, so that its reader knows that it is not whole.
    pub(super) fn break_off(self, error: &StoreError) {
        let _ = self.broken.set(error.to_string());
    }

    /// Whether anything has been handed on yet.
    pub(super) fn has_begun(&self) -> bool {
        self.begun
    }

    /// Hands on what has been written so far.
    pub(super) fn hand_on(&mut self) -> io::Result<()> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        self.begun = true;
        let piece = std::mem::replace(&mut self.buffer, Vec::with_capacity(PIECE));
        self.deadline.let_go();
        let since = Instant::now();
        let sent = Handle::current().block_on(timeout(READER_PAUSE, self.pieces.send(piece.into())));
        self.deadline.pause(since.elapsed());
        match sent {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(io::ErrorKind::BrokenPipe.into()),
            Err(_) => Err(io::ErrorKind::TimedOut.into()),
        }
    }
}

impl Write for BodyWriter {
    /// Takes no more than a piece has room for: a value of megabytes goes in many pieces.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(PIECE - self.buffer.len());
        self.buffer.extend_from_slice(&bytes[..taken]);
        if self.buffer.len() == PIECE {
            self.hand_on()?;
        }
        Ok(taken)
    }

    /// Does nothing: the writers of rows flush when they are dropped, even after an error that is to be an answer of
    /// its own.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl BodyReader {
    /// The first piece; `None` when there is none.
    pub(super) async fn first(&mut self) -> Option<Bytes> {
        self.receiver.recv().await
    }

    /// The whole answer, when `first` is all of it. A piece that is not full is the last one.
    pub(super) async fn whole(mut self, first: Bytes) -> Result<Bytes, (Bytes, Self)> {
        if first.len() >= PIECE || self.receiver.recv().await.is_some() || self.broken.get().is_some() {
            return Err((first, self));
        }
        Ok(first)
    }

    /// The body that starts with `first`.
    pub(super) fn into_body(self, first: Bytes) -> Body {
        Body::from_stream(stream::unfold((Some(first), self), |(first, mut rest)| async move {
            let piece = match first {
                Some(first) => Some(Ok(first)),
                None => rest.next().await,
            };
            piece.map(|piece| (piece, (None, rest)))
        }))
    }

    async fn next(&mut self) -> Option<io::Result<Bytes>> {
        match self.receiver.recv().await {
            Some(piece) => Some(Ok(piece)),
            // The writer has gone: at its end, or before.
            None => self.broken.get().map(|reason| Err(io::Error::other(reason.clone()))),
        }
    }
}

impl Drop for BodyReader {
    fn drop(&mut self) {
        self.deadline.cancel();
    }
}
