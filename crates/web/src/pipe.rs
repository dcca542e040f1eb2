//! An answer that is written while it is read: memory holds a few pieces of it.

use std::io::{self, Write};

use axum::body::{Body, Bytes};
use futures_util::{StreamExt, stream};
use tokio::{sync::mpsc, task::spawn_blocking};

/// Bytes in one piece.
const PIECE: usize = 64 << 10;

/// Pieces under way between the writer and its reader.
const PIECES: usize = 4;

/// The writer's end; it blocks while its reader is slow, and fails when the reader has gone.
pub(crate) struct Pipe {
    buffer: Vec<u8>,
    pieces: mpsc::Sender<io::Result<Bytes>>,
}

/// The body that `write` writes, on a thread that may block. One that fails half way is broken off.
pub(crate) fn written(write: impl FnOnce(&mut Pipe) -> io::Result<()> + Send + 'static) -> Body {
    let (sender, receiver) = mpsc::channel(PIECES);
    spawn_blocking(move || {
        let mut pipe = Pipe { buffer: Vec::with_capacity(PIECE), pieces: sender };
        if let Err(error) = write(&mut pipe).and_then(|()| pipe.hand_on()) {
            tracing::warn!(%error, "an answer was broken off");
            // Its reader may be gone.
            let _ = pipe.pieces.blocking_send(Err(error));
        }
    });
    let pieces = stream::unfold(receiver, |mut receiver| async move {
        receiver.recv().await.map(|piece| (piece, receiver))
    });
    // What packs an answer asks once more behind its end.
    Body::from_stream(pieces.fuse())
}

impl Pipe {
    fn hand_on(&mut self) -> io::Result<()> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let piece = std::mem::replace(&mut self.buffer, Vec::with_capacity(PIECE));
        let sent = self.pieces.blocking_send(Ok(piece.into()));
        sent.map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(PIECE - self.buffer.len());
        self.buffer.extend_from_slice(&bytes[..taken]);
        if self.buffer.len() == PIECE {
            self.hand_on()?;
        }
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;

    use super::*;

    #[tokio::test]
    async fn what_is_written_arrives_and_what_fails_half_way_does_not_look_whole() {
        let long = vec![7; 3 * PIECE + 5];
        let copy = long.clone();
        let body = written(move |pipe| pipe.write_all(&copy));
        assert_eq!(to_bytes(body, usize::MAX).await.unwrap(), long);
        let body = written(|pipe| {
            pipe.write_all(b"half")?;
            Err(io::ErrorKind::Other.into())
        });
        assert!(to_bytes(body, usize::MAX).await.is_err());
    }

    #[tokio::test]
    async fn behind_its_end_there_is_nothing() {
        let mut pieces = written(|pipe| pipe.write_all(b"all")).into_data_stream();
        assert!(pieces.next().await.is_some_and(|piece| piece.is_ok()));
        assert!(pieces.next().await.is_none() && pieces.next().await.is_none());
    }

    #[tokio::test]
    async fn a_reader_that_has_gone_stops_the_writer() {
        let (sender, stopped) = tokio::sync::oneshot::channel();
        let body = written(move |pipe| {
            let error = loop {
                if let Err(error) = pipe.write_all(&vec![0; PIECE]) {
                    break error;
                }
            };
            let _ = sender.send(error.kind());
            Err(error)
        });
        drop(body);
        assert_eq!(stopped.await.unwrap(), io::ErrorKind::BrokenPipe);
    }
}
