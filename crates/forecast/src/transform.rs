//! Ways to make a series easier to model, and back: logarithms, scale, seasons, decomposition.

pub(crate) mod decomposition;
pub(crate) mod log_transform;
pub(crate) mod scaling;
pub(crate) mod season;
