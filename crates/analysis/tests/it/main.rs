//! Questions asked of small shops whose figures are visible in the test.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod analyses;
mod comparisons;
mod completeness;
mod cube;
mod curves;
mod forecasts;
mod laws;
mod live_cube;
mod names;
mod questions;
mod shop;
mod targets;
