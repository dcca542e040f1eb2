//! The error of reading a name.

/// A name that a type does not have; its `FromStr` says which these are.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such name: {0}")]
pub struct UnknownName(pub String);

impl From<&str> for UnknownName {
    fn from(name: &str) -> Self {
        Self(name.to_owned())
    }
}
