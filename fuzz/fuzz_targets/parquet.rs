//! Files of Parquet.
//!
//!     cargo +nightly fuzz run parquet fuzz/corpus/parquet tests/corpus -- -max_total_time=60

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if bytes.starts_with(b"PAR1") {
        comptoir_fuzz::import("file.parquet", bytes);
    }
});
