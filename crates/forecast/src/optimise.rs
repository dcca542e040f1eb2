//! Minimising a function of several variables.

pub(crate) mod descent;
pub(crate) mod minimise;

/// A point and its cost.
#[derive(Debug, Clone)]
pub(crate) struct Minimum {
    pub(crate) point: Vec<f64>,
    pub(crate) cost: f64,
}
