//! Workbooks of spreadsheets, new and old.
//!
//!     cargo +nightly fuzz run workbook fuzz/corpus/workbook tests/corpus -- -max_total_time=60

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        comptoir_fuzz::import("file.xlsx", bytes);
    }
});
