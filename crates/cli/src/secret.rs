//! Secrets from the environment: `NAME`, or the file that `NAME_FILE` names.

use crate::failure::Failure;

/// The secret of that name; `None` when neither variable is set.
pub(crate) fn secret(name: &str) -> Result<Option<String>, Failure> {
    let filled = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    if let Some(value) = filled(name) {
        return Ok(Some(value));
    }
    let Some(path) = filled(&format!("{name}_FILE")) else { return Ok(None) };
    match std::fs::read_to_string(&path) {
        Ok(value) => Ok(Some(value.trim().to_owned())),
        Err(error) => {
            let facts = vec![("path", path), ("name", name.to_owned()), ("reason", error.to_string())];
            Err(Failure::new("secret-file", facts))
        }
    }
}
