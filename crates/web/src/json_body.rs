//! What a request says in JSON, and what is wrong with it, in the reader's words.

use serde::de::DeserializeOwned;
use serde_json::{Error, error::Category};

use crate::problem::Problem;

/// Reads a body.
///
/// # Errors
/// What is wrong, and where: no JSON, a field too many or too few, a value of another type.
pub(crate) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    serde_json::from_slice(body).map_err(|error| problem(&error))
}

fn problem(error: &Error) -> Problem {
    let (code, facts) = subject(error);
    let place = [("line", error.line().to_string()), ("column", error.column().to_string())];
    Problem::json_body(code, place.into_iter().chain(facts).collect())
}

/// The parser says in English which field it stumbled over, between backquotes, and which there are.
fn subject(error: &Error) -> (&'static str, Vec<(&'static str, String)>) {
    let message = error.to_string();
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    match error.classify() {
        Category::Eof => ("json-incomplete", vec![]),
        Category::Syntax | Category::Io => ("json-syntax", vec![]),
        Category::Data => match quoted.as_slice() {
            [name, known @ ..] if message.starts_with("unknown field") => {
                ("json-unknown-field", vec![("name", (*name).to_owned()), ("known", known.join(", "))])
            }
            [name, ..] if message.starts_with("missing field") => {
                ("json-missing-field", vec![("name", (*name).to_owned())])
            }
            [name, ..] if message.starts_with("duplicate field") => {
                ("json-duplicate-field", vec![("name", (*name).to_owned())])
            }
            _ => ("json-value", vec![]),
        },
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "read, and never looked at")]
    struct Wish {
        horizon: u32,
        model: Option<String>,
    }

    #[test]
    fn each_mistake_is_named_by_its_kind() {
        for (body, expected) in [
            ("{", ("json-incomplete", vec![])),
            ("rubbish", ("json-syntax", vec![])),
            (r#"{"horizon": 1e999}"#, ("json-syntax", vec![])),
            (r#"{"horizon": "soon"}"#, ("json-value", vec![])),
            ("[1]", ("json-value", vec![])),
            (r#"{"model": "auto"}"#, ("json-missing-field", vec![("name", "horizon".to_owned())])),
            (
                r#"{"horizon": 1, "horizon": 2}"#,
                ("json-duplicate-field", vec![("name", "horizon".to_owned())]),
            ),
            (
                r#"{"horizont": 1}"#,
                (
                    "json-unknown-field",
                    vec![("name", "horizont".to_owned()), ("known", "horizon, model".to_owned())],
                ),
            ),
        ] {
            let error = serde_json::from_str::<Wish>(body).unwrap_err();
            assert_eq!(subject(&error), expected, "{body}: {error}");
        }
    }
}
