//! Values of a column of dates and one of amounts: a header stands above whatever comes.
//!
//!     cargo +nightly fuzz run values fuzz/corpus/values tests/corpus -- -max_total_time=60

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let header = b"id;product_id;store_id;sale_date;quantity;amount\n1;1;1;".to_vec();
    comptoir_fuzz::import("file.csv", &[header, bytes.to_vec()].concat());
});
