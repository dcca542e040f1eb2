//! The frames of an Arrow stream, looked at before anything believes them.
//!
//! A stream says how long its parts are. Its reader allocates what the stream announces, and slices as it announces: a
//! stream that lies would take all memory or stop the reader. Here every length is held against what is really there
//! (<https://arrow.apache.org/docs/format/Columnar.html#encapsulated-message-format>).

use std::{
    io::{self, ErrorKind, Read, Seek, SeekFrom},
    panic::{AssertUnwindSafe, catch_unwind},
};

use arrow_array::RecordBatch as ArrowBatch;
use arrow_ipc::{Buffer, Message, RecordBatch, reader::StreamReader, root_as_message};
use arrow_schema::{ArrowError, SchemaRef};

/// What stands before the length of a message.
const CONTINUATION: u32 = u32::MAX;

/// The largest description of a message, in bytes.
const HEAD_LIMIT: u64 = 16 << 20;

/// The most rows of a batch whose columns take no room: all nulls.
const EMPTY_ROWS: i64 = 1 << 20;

/// Why a stream is not taken.
#[derive(Debug, thiserror::Error)]
pub(super) enum StreamError {
    #[error(transparent)]
    Frames(#[from] io::Error),
    #[error(transparent)]
    Arrow(#[from] ArrowError),
}

/// The columns and the batches of a stream whose frames hold.
///
/// # Errors
/// The faults of frames and columns.
pub(super) fn read<R: Read + Seek>(
    mut stream: R,
) -> Result<(SchemaRef, impl Iterator<Item = Result<ArrowBatch, StreamError>>), StreamError> {
    check(&mut stream)?;
    let mut reader = unharmed(|| StreamReader::try_new(stream, None))?;
    let schema = reader.schema();
    let mut over = false;
    let batches = std::iter::from_fn(move || {
        if over {
            return None;
        }
        let batch = unharmed(|| reader.next().transpose()).transpose();
        over = !matches!(batch, Some(Ok(_)));
        batch
    });
    Ok((schema, batches))
}

/// The reader panics on some of what is wrong inside a frame, which must not end the work around it. It is not used
/// again after that, so that nothing sees what it left half done.
fn unharmed<T>(work: impl FnOnce() -> Result<T, ArrowError>) -> Result<T, StreamError> {
    let outcome = catch_unwind(AssertUnwindSafe(work));
    Ok(outcome.unwrap_or_else(|_| Err(ArrowError::IpcError("its content makes no sense".into())))?)
}

/// Goes through all frames and back to the start.
///
/// # Errors
/// When a frame claims what is not there.
fn check(stream: &mut (impl Read + Seek)) -> io::Result<()> {
    let length = stream.seek(SeekFrom::End(0))?;
    stream.rewind()?;
    let mut head = Vec::new();
    while let Some(size) = next_size(stream)? {
        let left = length - stream.stream_position()?;
        if u64::from(size) > left.min(HEAD_LIMIT) {
            return Err(lie("a message is longer than the stream"));
        }
        head.resize(size as usize, 0);
        stream.read_exact(&mut head)?;
        let message = root_as_message(&head).map_err(|error| lie(&error.to_string()))?;
        let body = u64::try_from(message.bodyLength()).map_err(|_| lie("a body of negative length"))?;
        if body > left - u64::from(size) {
            return Err(lie("a body is longer than the stream"));
        }
        check_batch(&message, body)?;
        stream.seek_relative(body as i64)?;
    }
    stream.rewind()
}

/// The size of the next message's head; `None` at the end, marked or not.
fn next_size(stream: &mut impl Read) -> io::Result<Option<u32>> {
    let mut word = || -> io::Result<Option<u32>> {
        let mut bytes = [0; 4];
        match stream.read_exact(&mut bytes) {
            Ok(()) => Ok(Some(u32::from_le_bytes(bytes))),
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(None),
            Err(error) => Err(error),
        }
    };
    let first = word()?;
    let size = if first == Some(CONTINUATION) { word()? } else { first };
    Ok(size.filter(|size| *size > 0))
}

fn check_batch(message: &Message<'_>, body: u64) -> io::Result<()> {
    let dictionary = message.header_as_dictionary_batch().and_then(|dictionary| dictionary.data());
    let Some(batch): Option<RecordBatch<'_>> = message.header_as_record_batch().or(dictionary) else {
        return Ok(());
    };
    // The smallest column that is not all nulls has a bit a row.
    let most_rows = EMPTY_ROWS.max(i64::try_from(body).unwrap_or(i64::MAX).saturating_mul(8));
    if !(0..=most_rows).contains(&batch.length()) {
        return Err(lie("a batch has more rows than its bytes hold"));
    }
    let fits = |buffer: &Buffer| {
        let (offset, length) = (u64::try_from(buffer.offset()), u64::try_from(buffer.length()));
        matches!((offset, length), (Ok(offset), Ok(length)) if offset.saturating_add(length) <= body)
    };
    match batch.buffers() {
        Some(buffers) if !buffers.iter().all(fits) => Err(lie("a buffer lies outside of its body")),
        _ => Ok(()),
    }
}

fn lie(what: &str) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, what)
}

#[cfg(test)]
mod tests {
    use std::{io::Cursor, sync::Arc};

    use arrow_array::{Int64Array, StringArray};
    use arrow_ipc::writer::StreamWriter;
    use proptest::prelude::*;

    use super::*;

    fn stream() -> Vec<u8> {
        let ids = Int64Array::from(vec![1, 2, 3]);
        let names = StringArray::from(vec!["Pain", "Lait", "Œufs"]);
        let batch =
            ArrowBatch::try_from_iter([("id", Arc::new(ids) as _), ("name", Arc::new(names) as _)]).unwrap();
        let mut writer = StreamWriter::try_new(vec![], &batch.schema()).unwrap();
        writer.write(&batch).unwrap();
        writer.into_inner().unwrap()
    }

    #[test]
    fn an_honest_stream_passes_with_or_without_its_end() {
        let stream = stream();
        assert!(check(&mut Cursor::new(&stream)).is_ok());
        assert!(check(&mut Cursor::new(&stream[..stream.len() - 8])).is_ok());
    }

    #[test]
    fn half_a_stream_is_told() {
        let stream = stream();
        let half = &stream[..stream.len() / 2];
        assert!(check(&mut Cursor::new(half)).is_err());
    }

    proptest! {
        #[test]
        fn a_stream_that_was_tampered_with_is_read_or_refused(at in 0usize..2_000, bytes: [u8; 2]) {
            let mut stream = stream();
            let at = at % (stream.len() - 1);
            stream[at..at + 2].copy_from_slice(&bytes);
            // A panic or an allocation without bounds would end this test.
            if let Ok((_, batches)) = read(Cursor::new(stream)) {
                prop_assert!(batches.take(10).filter_map(Result::ok).all(|batch| batch.num_rows() <= 4_800));
            }
        }
    }
}
