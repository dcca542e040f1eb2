//! Forecasts made of forecasts: combinations, the default model, and parts that sum to their total.

pub(crate) mod auto;
pub(crate) mod combination;
pub(crate) mod ets_average;
pub(crate) mod reconcile;
