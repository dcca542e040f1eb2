//! Whether effects add up or multiply.

/// How the parts of a model meet: by sum, or by product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mode {
    /// By sum: an error, or a season, in units of the series.
    Additive,
    /// By product: an error, or a season, as a share of the level.
    Multiplicative,
}
