//! Rows of a load as the bytes of an Arrow stream, made while they are sent.

use std::io::{self, Read};

use arrow_ipc::writer::StreamWriter;
use arrow_schema::ArrowError;

use crate::{StoreError, TableLoad};

/// Memory holds one batch at a time.
pub(super) struct ArrowStream<'a> {
    load: TableLoad<'a>,
    /// `None` once the end is written.
    writer: Option<StreamWriter<Vec<u8>>>,
    bytes: Vec<u8>,
    sent: usize,
    /// Why the stream broke off.
    pub(super) failed: Option<StoreError>,
}

impl<'a> ArrowStream<'a> {
    pub(super) fn new(load: TableLoad<'a>) -> Result<Self, StoreError> {
        let writer =
            StreamWriter::try_new(vec![], &load.schema).map_err(|error| broken(&load.table, &error))?;
        Ok(Self { load, writer: Some(writer), bytes: vec![], sent: 0, failed: None })
    }

    /// The next bytes; none at the end.
    fn piece(&mut self) -> Result<Vec<u8>, StoreError> {
        let Some(mut writer) = self.writer.take() else { return Ok(vec![]) };
        let broken = |error: ArrowError| broken(&self.load.table, &error);
        let Some(batch) = self.load.batches.next().transpose()? else {
            return writer.into_inner().map_err(broken);
        };
        writer.write(&batch).map_err(broken)?;
        let piece = std::mem::take(writer.get_mut());
        self.writer = Some(writer);
        Ok(piece)
    }
}

fn broken(table: &str, error: &ArrowError) -> StoreError {
    StoreError::Load { table: table.to_owned(), reason: error.to_string() }
}

impl Read for ArrowStream<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.sent == self.bytes.len() {
            self.sent = 0;
            self.bytes = self.piece().map_err(|error| {
                let told = io::Error::other(error.to_string());
                self.failed = Some(error);
                told
            })?;
        }
        let count = into.len().min(self.bytes.len() - self.sent);
        into[..count].copy_from_slice(&self.bytes[self.sent..self.sent + count]);
        self.sent += count;
        Ok(count)
    }
}
