//! The objects of a text of JSON, one after the other: those of an array, or one behind the other.

use std::io::{BufRead, BufReader, Read};

use serde_json::value::RawValue;

use super::{Start, malformed, unreadable};
use crate::{ImportError, content::Content};

/// The longest object of a file of objects, in bytes.
const OBJECT_LIMIT: usize = 1 << 20;

/// The objects of a text, one after the other.
pub(super) struct Objects {
    pub(super) name: String,
    reader: BufReader<Box<dyn Read + Send>>,
    /// The object read last.
    pub(super) text: String,
    /// The line on which it starts.
    pub(super) line: u64,
    next_line: u64,
    pub(super) place: u64,
    array: Array,
    /// Whether what follows an array is of no interest.
    is_held: bool,
}

/// Where a reader is in the array that holds the objects.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Array {
    /// No enclosing object: the objects follow each other.
    None,
    Begins,
    BehindAnObject,
    Ended,
}

impl Objects {
    pub(super) fn new(name: &str, content: &Content, start: &Start) -> Result<Self, ImportError> {
        let mut reader = content.reader().map_err(|error| unreadable(name, error))?;
        std::io::copy(&mut reader.by_ref().take(start.from as u64), &mut std::io::sink())
            .map_err(|error| unreadable(name, error))?;
        let mut objects = Self {
            name: name.to_owned(),
            reader: BufReader::new(reader),
            text: String::new(),
            line: 0,
            next_line: start.line,
            place: start.from as u64,
            array: Array::None,
            is_held: start.is_held,
        };
        if objects.peek()? == Some(b'[') {
            objects.pass(1);
            objects.array = Array::Begins;
        }
        Ok(objects)
    }

    /// Whether the objects stand in an array.
    pub(super) fn is_array(&self) -> bool {
        self.array != Array::None
    }

    /// Reads the next one; `false` at the end.
    pub(super) fn next(&mut self) -> Result<bool, ImportError> {
        if self.is_array() { self.next_of_array() } else { self.next_of_lines() }
    }

    /// The next byte that is no space, which is not taken.
    fn peek(&mut self) -> Result<Option<u8>, ImportError> {
        loop {
            let bytes = self.reader.fill_buf().map_err(|error| unreadable(&self.name, error))?;
            let spaces = bytes.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            let next = bytes.get(spaces).copied();
            let is_over = bytes.is_empty();
            self.next_line += memchr::memchr_iter(b'\n', &bytes[..spaces]).count() as u64;
            self.pass(spaces);
            if next.is_some() || is_over {
                return Ok(next);
            }
        }
    }

    fn pass(&mut self, bytes: usize) {
        self.reader.consume(bytes);
        self.place += bytes as u64;
    }

    fn wrong(&self, reason: &str) -> ImportError {
        ImportError::Malformed {
            source_name: self.name.clone(),
            line: self.next_line,
            reason: reason.to_owned(),
        }
    }

    fn next_of_array(&mut self) -> Result<bool, ImportError> {
        if self.array == Array::Ended {
            return Ok(false);
        }
        let mut next = self.peek()?;
        if self.array == Array::BehindAnObject && next == Some(b',') {
            self.pass(1);
            next = self.peek()?;
        } else if next == Some(b']') {
            self.pass(1);
            self.array = Array::Ended;
            let is_alone = self.is_held || self.peek()?.is_none();
            return if is_alone { Ok(false) } else { Err(self.wrong("not-json")) };
        } else if self.array == Array::BehindAnObject && next.is_some() {
            return Err(self.wrong("not-json"));
        }
        match next {
            Some(b'{') => self.take_object(),
            Some(_) => Err(self.wrong("not-an-object")),
            None => Err(self.wrong("cut-off")),
        }
    }

    /// Takes the object that begins here.
    fn take_object(&mut self) -> Result<bool, ImportError> {
        let (mut object, mut depth) = (Vec::new(), 0_u64);
        let (mut is_quoted, mut is_escaped) = (false, false);
        loop {
            let bytes = self.reader.fill_buf().map_err(|error| unreadable(&self.name, error))?;
            let end = bytes.iter().position(|byte| {
                if is_quoted {
                    is_quoted = is_escaped || *byte != b'"';
                    is_escaped = !is_escaped && *byte == b'\\';
                    return false;
                }
                match byte {
                    b'"' => is_quoted = true,
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' => depth -= 1,
                    _ => {}
                }
                depth == 0
            });
            let is_over = bytes.is_empty();
            let taken = end.map_or(bytes.len(), |end| end + 1);
            object.extend_from_slice(&bytes[..taken]);
            self.pass(taken);
            if object.len() > OBJECT_LIMIT {
                return Err(self.too_long());
            }
            if end.is_some() || is_over {
                break;
            }
        }
        self.text = String::from_utf8(object).map_err(|error| self.wrong(&error.to_string()))?;
        self.line = self.next_line;
        self.array = Array::BehindAnObject;
        self.check()?;
        Ok(true)
    }

    /// Counts the lines of the object that was read, which must be whole.
    fn check(&mut self) -> Result<(), ImportError> {
        let whole = serde_json::from_str::<&RawValue>(&self.text).map(|_| ());
        whole.map_err(|error| malformed(&self.name, &error, self.next_line - 1))?;
        self.next_line += memchr::memchr_iter(b'\n', self.text.as_bytes()).count() as u64;
        Ok(())
    }

    fn too_long(&self) -> ImportError {
        ImportError::RecordTooLarge {
            source_name: self.name.clone(),
            line: self.next_line,
            limit_bytes: OBJECT_LIMIT as u64,
        }
    }

    /// Reads lines until they make an object.
    fn next_of_lines(&mut self) -> Result<bool, ImportError> {
        self.text.clear();
        loop {
            let read = self
                .reader
                .by_ref()
                .take(OBJECT_LIMIT as u64)
                .read_line(&mut self.text)
                .map_err(|error| unreadable(&self.name, error))?;
            self.place += read as u64;
            if self.text.trim().is_empty() {
                self.next_line += u64::from(read > 0);
                self.text.clear();
                if read == 0 {
                    return Ok(false);
                }
                continue;
            }
            if self.text.len() >= OBJECT_LIMIT {
                return Err(self.too_long());
            }
            match serde_json::from_str::<&RawValue>(&self.text) {
                Err(error) if error.is_eof() && read > 0 => {}
                Err(error) => return Err(malformed(&self.name, &error, self.next_line - 1)),
                Ok(_) => {
                    self.line = self.next_line;
                    return self.check().map(|()| true);
                }
            }
        }
    }
}
