//! The dashboard's files as gzip packs them: each is packed once, as small as it gets, and sent many times.

use std::{
    collections::HashMap,
    io::{self, Write},
    sync::LazyLock,
};

use axum::{
    body::Bytes,
    http::{HeaderMap, header},
};
use flate2::{Compression, write::GzEncoder};
use parking_lot::RwLock;
use rust_embed::EmbeddedFile;

/// Below this size packing saves nothing.
const SMALLEST_BYTES: usize = 512;

static PACKED: LazyLock<RwLock<HashMap<String, Bytes>>> = LazyLock::new(RwLock::default);

/// The packed file, where the request takes it and it is worth it.
pub(super) fn packed(path: &str, file: &EmbeddedFile, request: &HeaderMap) -> Option<Bytes> {
    let accepted = request.get(header::ACCEPT_ENCODING).and_then(|encodings| encodings.to_str().ok());
    if file.data.len() < SMALLEST_BYTES || !accepted.is_some_and(takes_gzip) {
        return None;
    }
    if let Some(known) = PACKED.read().get(path) {
        return Some(known.clone());
    }
    let packed = gzip(&file.data).ok()?;
    PACKED.write().insert(path.to_owned(), packed.clone());
    Some(packed)
}

fn takes_gzip(encodings: &str) -> bool {
    encodings.split(',').any(|encoding| {
        let mut parts = encoding.split(';').map(str::trim);
        parts.next() == Some("gzip") && parts.all(|part| part != "q=0")
    })
}

fn gzip(data: &[u8]) -> io::Result<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(data)?;
    encoder.finish().map(Bytes::from)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::{gzip, takes_gzip};

    #[test]
    fn gzip_is_given_to_those_who_take_it() {
        assert!(takes_gzip("gzip, deflate, br") && takes_gzip("br;q=1.0, gzip;q=0.5"));
        assert!(!takes_gzip("br, gzip;q=0") && !takes_gzip("identity"));
    }

    #[test]
    fn what_is_packed_comes_out_again() {
        let text = "export const one = 1;\n".repeat(100);
        let packed = gzip(text.as_bytes()).unwrap();
        let mut unpacked = String::new();
        flate2::read::GzDecoder::new(packed.as_ref()).read_to_string(&mut unpacked).unwrap();
        assert!(packed.len() < text.len() / 10 && unpacked == text);
    }
}
