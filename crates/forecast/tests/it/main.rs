//! Tests of the crate through its public door.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "helpers of tests panic and print as the tests do"
)]

mod any_series;
mod brief;
mod edges;
mod properties;
mod references;
