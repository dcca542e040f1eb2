//! Files of text, in any encoding and dialect.
//!
//!     cargo +nightly fuzz run csv fuzz/corpus/csv tests/corpus -- -max_total_time=60

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    comptoir_fuzz::import("file.csv", bytes);
});
