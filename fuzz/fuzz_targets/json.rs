//! Files of JSON: an array, an object that holds it, or objects one after the other.
//!
//!     cargo +nightly fuzz run json fuzz/corpus/json tests/corpus -- -max_total_time=60

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if bytes.first().is_some_and(|first| b"[{".contains(first)) {
        comptoir_fuzz::import("file.json", bytes);
    }
});
