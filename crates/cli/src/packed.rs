//! The texts that the build script compressed into the program.

use std::io::{self, Read};

use flate2::read::GzDecoder;

/// The notices that the licences of the linked crates and of the pages' bundles ask to be passed on; `tools/notices` writes them.
pub(crate) const NOTICES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/notices.txt.gz"));

/// The demonstration's sales.
pub(crate) const DEMO_SALES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/sales.csv.gz"));

/// The text as it was before the build.
pub(crate) fn text(packed: &[u8]) -> io::Result<String> {
    let mut text = String::new();
    GzDecoder::new(packed).read_to_string(&mut text)?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_out_as_they_are_in_the_tree() {
        assert!(text(NOTICES).unwrap() == include_str!("../notices.txt"));
        assert!(text(DEMO_SALES).unwrap() == include_str!("../../../examples/demo/sales.csv"));
    }
}
