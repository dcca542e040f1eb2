//! Streams that wait for their next request, each under a baton that only its client knows.

use std::{
    collections::HashMap,
    sync::{Arc, Weak, atomic::AtomicUsize},
    thread,
    time::{Duration, Instant},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use parking_lot::Mutex;

use super::{Service, access::Client, stream::Stream};
use crate::{StoreError, embedded::WRITE_HOLD, hrana::WireError, open_files};

/// How long a stream waits for its next request.
const IDLE_TIME: Duration = Duration::from_mins(1);

/// How long it waits within a transaction that reads, which keeps the write-ahead log from being cut.
const READ_HOLD: Duration = Duration::from_secs(10);

/// How many streams of one client may wait.
const CLIENT_LIMIT: usize = 128;

/// How many streams may wait in all.
const LIMIT: usize = 512;

/// How often streams are looked at.
const ROUND: Duration = Duration::from_millis(200);

/// Why a request gets no stream.
pub(super) enum NoStream {
    /// Nothing waits under that baton, or not for this client.
    Unknown,
    /// So many of the client wait already, or more than may in all.
    TooMany(usize),
}

impl From<NoStream> for WireError {
    fn from(reason: NoStream) -> Self {
        match reason {
            NoStream::Unknown => Self::new(
                "STREAM_EXPIRED",
                "no stream waits under this baton: it has expired, or was never given",
            )
            .with_remedy("begin again on a new stream; what the old one had not committed is undone"),
            NoStream::TooMany(open) => {
                Self::new("TOO_MANY_STREAMS", format!("{open} transactions of this client are open"))
                    .with_remedy("end transactions that are done, then try again")
            }
        }
    }
}

#[derive(Default)]
pub(super) struct Streams {
    waiting: Mutex<HashMap<String, (Stream, Instant)>>,
    /// How many bytes of SQL are stored in all streams.
    pub(super) stored_bytes: AtomicUsize,
}

impl Streams {
    /// An empty set, whose streams are closed when their time is over.
    pub(super) fn new() -> Arc<Self> {
        let streams = Arc::new(Self::default());
        let weak = Arc::downgrade(&streams);
        let guard = thread::Builder::new().name("streams".into()).spawn(move || keep_closing(&weak));
        if let Err(error) = guard {
            tracing::error!(%error, "streams will not expire");
        }
        streams
    }

    /// The stream that a request goes on with: the one under its baton, or a new one.
    pub(super) fn take(
        &self,
        service: &Arc<Service>,
        baton: Option<&str>,
        client: Client,
    ) -> Result<Stream, NoStream> {
        let mut waiting = self.waiting.lock();
        let Some(baton) = baton else {
            let of_client =
                waiting.values().filter(|(stream, _)| stream.identity() == client.identity).count();
            let is_full = of_client >= client_limit() || waiting.len() >= limit();
            let cancelled = if is_full { give_up_one(&mut waiting, client) } else { None };
            drop(waiting);
            return if is_full && cancelled.is_none() {
                Err(NoStream::TooMany(of_client))
            } else {
                Ok(Stream::new(Arc::clone(service), client))
            };
        };
        match waiting.remove(baton) {
            Some((mut stream, since)) if stream.identity() == client.identity && !is_over(&stream, since) => {
                stream.serve(client);
                Ok(stream)
            }
            // Somebody else's baton: the stream stays where it is.
            Some((stream, since)) if stream.identity() != client.identity => {
                waiting.insert(baton.to_owned(), (stream, since));
                Err(NoStream::Unknown)
            }
            expired => {
                drop(waiting);
                drop(expired);
                Err(NoStream::Unknown)
            }
        }
    }

    /// Lets a stream wait under a baton.
    pub(super) fn park(&self, mut stream: Stream, baton: String) {
        stream.rest();
        self.waiting.lock().insert(baton, (stream, Instant::now()));
    }

    /// How many wait.
    pub(super) fn count(&self) -> usize {
        self.waiting.lock().len()
    }
}

/// How many streams may wait in all, each with a connection of SQLite: fewer where the process may open few files.
fn limit() -> usize {
    LIMIT.min(open_files() / 8).max(4)
}

fn client_limit() -> usize {
    CLIENT_LIMIT.min(open_files() / 16).max(2)
}

/// Takes out the client's stream that has waited longest outside of a transaction: many clients never close theirs.
fn give_up_one(waiting: &mut HashMap<String, (Stream, Instant)>, client: Client) -> Option<Stream> {
    let own = waiting
        .iter()
        .filter(|(_, (stream, _))| stream.identity() == client.identity && stream.is_autocommit());
    let oldest = own.min_by_key(|(_, (_, since))| *since).map(|(baton, _)| baton.clone())?;
    waiting.remove(&oldest).map(|(stream, _)| stream)
}

/// A random name.
pub(super) fn new_baton() -> Result<String, StoreError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(StoreError::internal)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

fn is_over(stream: &Stream, since: Instant) -> bool {
    let limit = if stream.is_autocommit() { IDLE_TIME } else { READ_HOLD };
    since.elapsed() > limit || stream.holds_writer_for().is_some_and(|held| held > WRITE_HOLD)
}

/// Closes what waits for too long, as long as somebody has the streams.
fn keep_closing(streams: &Weak<Streams>) {
    loop {
        thread::sleep(ROUND);
        let Some(streams) = streams.upgrade() else { return };
        let expired: Vec<_> =
            streams.waiting.lock().extract_if(|_, (stream, since)| is_over(stream, *since)).collect();
        // Undone outside of the lock.
        drop(expired);
    }
}
