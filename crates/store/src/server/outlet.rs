//! A body that is written while it is read: a slow reader slows the writer down, one that has gone stops it.

use std::{
    io::{self, Write},
    sync::Arc,
    time::{Duration, Instant},
};

use axum::body::{Body, Bytes};
use futures_util::stream;
use tokio::{runtime::Handle, sync::mpsc, time::timeout};

use crate::{StoreError, embedded::Patience};

/// Bytes in one piece.
const PIECE: usize = 64 << 10;

/// Pieces under way between the writer and its reader.
const PIECES: usize = 4;

/// How long a reader may leave a piece lying.
const READER_PAUSE: Duration = Duration::from_secs(30);

type Piece = Result<Bytes, io::Error>;

/// The writer's end; it blocks.
pub(super) struct Outlet {
    buffer: Vec<u8>,
    pieces: mpsc::Sender<Piece>,
    patience: Arc<Patience>,
    begun: bool,
}

/// The reader's end.
pub(super) struct Pieces {
    pieces: mpsc::Receiver<Piece>,
    patience: Arc<Patience>,
}

/// Both ends of a body. When the reader's end is dropped, `patience` is given up.
pub(super) fn outlet(patience: Arc<Patience>) -> (Outlet, Pieces) {
    let (sender, receiver) = mpsc::channel(PIECES);
    let outlet = Outlet {
        buffer: Vec::with_capacity(PIECE),
        pieces: sender,
        patience: Arc::clone(&patience),
        begun: false,
    };
    (outlet, Pieces { pieces: receiver, patience })
}

impl Outlet {
    /// Breaks the body off, so that its reader knows that it is not whole.
    pub(super) fn break_off(self, error: &StoreError) {
        let error = io::Error::other(error.to_string());
        let _ = self.pieces.blocking_send(Err(error));
    }

    /// Whether anything has been handed on yet.
    pub(super) fn has_begun(&self) -> bool {
        self.begun
    }

    fn hand_on(&mut self) -> io::Result<()> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        self.begun = true;
        let piece = std::mem::replace(&mut self.buffer, Vec::with_capacity(PIECE));
        self.patience.let_go();
        let since = Instant::now();
        let sent = Handle::current().block_on(timeout(READER_PAUSE, self.pieces.send(Ok(piece.into()))));
        self.patience.excuse(since.elapsed());
        match sent {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(io::ErrorKind::BrokenPipe.into()),
            Err(_) => Err(io::ErrorKind::TimedOut.into()),
        }
    }
}

impl Write for Outlet {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= PIECE {
            self.hand_on()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.hand_on()
    }
}

impl Pieces {
    /// The first piece; `None` when there is none.
    pub(super) async fn first(&mut self) -> Option<Piece> {
        self.pieces.recv().await
    }

    /// The body that starts with `first`.
    pub(super) fn into_body(self, first: Piece) -> Body {
        Body::from_stream(stream::unfold((Some(first), self), |(first, mut rest)| async move {
            let piece = match first {
                Some(first) => Some(first),
                None => rest.pieces.recv().await,
            };
            piece.map(|piece| (piece, (None, rest)))
        }))
    }
}

impl Drop for Pieces {
    fn drop(&mut self) {
        self.patience.give_up();
    }
}
