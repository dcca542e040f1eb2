//! Answers for clients that read them in ranges: a `HEAD` for the length, then a `GET` for each part.
//!
//! The answer is written to a file without a name once, so that all parts are of one moment.

use std::{
    fs::File,
    io::{self, Write},
    ops::Range,
    os::unix::fs::FileExt,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use futures_util::stream;
use parking_lot::Mutex;

use super::{access::Identity, answer::DATA_VERSION};
use crate::{StoreError, hrana::WireError};

/// The largest answer that is kept, in bytes; a larger one is sent whole, whatever range is asked for.
const ANSWER_LIMIT: u64 = 256 << 20;

/// The most bytes that are kept for all clients.
const LIMIT: u64 = 512 << 20;

/// How long an answer is kept.
const LIFE: Duration = Duration::from_mins(1);

/// Bytes read from the file at a time.
const PIECE: u64 = 256 << 10;

/// What was asked, by whom, in which form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Question {
    pub(super) identity: Identity,
    pub(super) media_type: &'static str,
    pub(super) sql: String,
}

/// An answer in a file.
pub(super) struct Spooled {
    file: File,
    length: u64,
    data_version: i64,
}

struct Kept {
    question: Question,
    answer: Arc<Spooled>,
    since: Instant,
}

/// The answers that are kept at this moment.
#[derive(Default)]
pub(super) struct Spools {
    kept: Mutex<Vec<Kept>>,
}

impl Spools {
    /// The answer to a question, when it is kept.
    pub(super) fn get(&self, question: &Question) -> Option<Arc<Spooled>> {
        let kept = self.kept.lock();
        let found = kept.iter().find(|kept| kept.question == *question && kept.since.elapsed() < LIFE);
        found.map(|kept| Arc::clone(&kept.answer))
    }

    /// Keeps an answer in the place of an earlier one to the same question; the oldest give way.
    pub(super) fn keep(self: &Arc<Self>, question: Question, answer: Arc<Spooled>) {
        let mut kept = self.kept.lock();
        kept.retain(|kept| kept.question != question && kept.since.elapsed() < LIFE);
        let size = |kept: &[Kept]| kept.iter().map(|kept| kept.answer.length).sum::<u64>();
        while !kept.is_empty() && size(&kept) + answer.length > LIMIT {
            kept.remove(0);
        }
        kept.push(Kept { question, answer, since: Instant::now() });
        let spools = Arc::downgrade(self);
        tokio::spawn(async move {
            tokio::time::sleep(LIFE).await;
            if let Some(spools) = spools.upgrade() {
                spools.kept.lock().retain(|kept| kept.since.elapsed() < LIFE);
            }
        });
    }
}

/// Writes an answer to a file, as long as it is not too large.
pub(super) struct Spool {
    file: File,
    length: u64,
}

impl Spool {
    /// An empty one, in that folder.
    pub(super) fn new(folder: &std::path::Path) -> Result<Self, StoreError> {
        let file = tempfile::tempfile_in(folder)
            .map_err(|source| StoreError::File { path: folder.to_owned(), source })?;
        Ok(Self { file, length: 0 })
    }

    /// Whether the answer became larger than is kept.
    pub(super) fn is_full(&self) -> bool {
        self.length > ANSWER_LIMIT
    }

    /// The answer, which is whole.
    pub(super) fn finish(self, data_version: i64) -> Spooled {
        Spooled { file: self.file, length: self.length, data_version }
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.length += bytes.len() as u64;
        if self.is_full() {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.file.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Spooled {
    /// The answer, or the part that the headers ask for.
    pub(super) fn respond(self: Arc<Self>, headers: &HeaderMap, media_type: &'static str) -> Response {
        let Some(asked) = asked_range(headers) else {
            let whole = 0..self.length;
            return self.part(StatusCode::OK, whole, media_type);
        };
        if let Some(range) = within(&asked, self.length) {
            let content_range = format!("bytes {}-{}/{}", range.start, range.end - 1, self.length);
            let mut response = self.part(StatusCode::PARTIAL_CONTENT, range, media_type);
            if let Ok(value) = content_range.parse() {
                response.headers_mut().insert(header::CONTENT_RANGE, value);
            }
            return response;
        }
        let error = WireError::new("PROTOCOL", format!("the answer has {} bytes", self.length))
            .with_remedy("ask for a range within it");
        let unsatisfied = [(header::CONTENT_RANGE, format!("bytes */{}", self.length))];
        (unsatisfied, super::answer::refused(StatusCode::RANGE_NOT_SATISFIABLE, &error)).into_response()
    }

    fn part(self: Arc<Self>, status: StatusCode, range: Range<u64>, media_type: &'static str) -> Response {
        let headers = [
            (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
            (header::CONTENT_LENGTH, (range.end - range.start).into()),
            (header::ACCEPT_RANGES, HeaderValue::from_static("bytes")),
            (DATA_VERSION, self.data_version.into()),
        ];
        let pieces = stream::unfold((self, range), |(answer, rest)| async move {
            if rest.is_empty() {
                return None;
            }
            let end = rest.end.min(rest.start + PIECE);
            let (reader, start) = (Arc::clone(&answer), rest.start);
            let piece = tokio::task::spawn_blocking(move || reader.read(start..end)).await;
            let piece = piece.unwrap_or_else(|panicked| Err(io::Error::other(panicked)));
            Some((piece, (answer, end..rest.end)))
        });
        (status, headers, Body::from_stream(pieces)).into_response()
    }

    fn read(&self, range: Range<u64>) -> io::Result<Bytes> {
        let size = usize::try_from(range.end - range.start).unwrap_or_default();
        let mut bytes = vec![0; size];
        self.file.read_exact_at(&mut bytes, range.start)?;
        Ok(bytes.into())
    }
}

/// A range as a client asks for it: `bytes=first-last`, `bytes=first-` or `bytes=-last_bytes`.
#[derive(Debug, PartialEq, Eq)]
enum Asked {
    From(u64, Option<u64>),
    Last(u64),
}

/// Whether the headers ask for a part.
pub(super) fn asks_for_part(headers: &HeaderMap) -> bool {
    asked_range(headers).is_some()
}

/// The one range that is asked for; several at once, and what is no range, count as none. No answer has a tag or a time of change,
/// so that what a condition (`If-Range`) names is never what is kept: whose it is gets the whole.
fn asked_range(headers: &HeaderMap) -> Option<Asked> {
    if headers.contains_key(header::IF_RANGE) {
        return None;
    }
    let text = headers.get(header::RANGE)?.to_str().ok()?;
    let (first, last) = text.strip_prefix("bytes=")?.split_once('-')?;
    let (first, last) = (first.trim(), last.trim());
    if first.is_empty() {
        return Some(Asked::Last(last.parse().ok()?));
    }
    let last = if last.is_empty() { None } else { Some(last.parse().ok()?) };
    Some(Asked::From(first.parse().ok()?, last))
}

/// The bytes that a range names of an answer of that length.
fn within(asked: &Asked, length: u64) -> Option<Range<u64>> {
    let range = match asked {
        Asked::From(first, last) => *first..last.map_or(length, |last| last.saturating_add(1).min(length)),
        Asked::Last(count) => length.saturating_sub(*count)..length,
    };
    (!range.is_empty()).then_some(range)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_cut_to_what_is_there() {
        for (text, expected) in [
            ("bytes=0-3", Some(0..4)),
            ("bytes=4-", Some(4..10)),
            ("bytes=4-99", Some(4..10)),
            ("bytes=-3", Some(7..10)),
            ("bytes=-99", Some(0..10)),
            ("bytes=10-", None),
            ("bytes=5-4", None),
        ] {
            let headers = HeaderMap::from_iter([(header::RANGE, text.parse().unwrap())]);
            let asked = asked_range(&headers).unwrap();
            assert_eq!(within(&asked, 10), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_single_range_is_none() {
        for text in ["bytes=0-1,3-4", "lines=1-2", "bytes=", "bytes=a-b"] {
            let headers = HeaderMap::from_iter([(header::RANGE, text.parse().unwrap())]);
            assert_eq!(asked_range(&headers), None, "{text}");
        }
    }

    #[test]
    fn a_part_of_what_came_before_is_never_mixed_with_what_is_there_now() {
        let tagged = [(header::RANGE, "bytes=2-"), (header::IF_RANGE, "\"of an hour ago\"")];
        let headers = HeaderMap::from_iter(tagged.map(|(name, text)| (name, text.parse().unwrap())));
        assert_eq!(asked_range(&headers), None);
    }
}
