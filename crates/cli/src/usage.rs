//! Wrong usage, in the reader's language.

use std::error::Error as _;

use clap::{
    Error,
    error::{ContextKind, ContextValue, ErrorKind},
};
use comptoir_analysis::AnalysisError;
use comptoir_forecast::ForecastError;
use comptoir_sales::Facts;

use crate::failure::Failure;

/// The subject of a command line that cannot be parsed; `None` for what is no error: help and version.
pub(crate) fn failure(error: &Error) -> Option<Failure> {
    // A model says better than the parser what is wrong with it.
    if let Some(of_model) = error.source().and_then(|source| source.downcast_ref::<ForecastError>()) {
        return Some(AnalysisError::from(of_model.clone()).into());
    }
    let code = match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => return None,
        ErrorKind::InvalidValue if value_of(error).is_empty() => "usage-no-value",
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues | ErrorKind::NoEquals => "usage-no-value",
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => "usage-value",
        ErrorKind::InvalidUtf8 => "usage-not-text",
        ErrorKind::UnknownArgument => "usage-unknown",
        ErrorKind::InvalidSubcommand => "usage-command",
        ErrorKind::MissingRequiredArgument | ErrorKind::MissingSubcommand => "usage-missing",
        ErrorKind::ArgumentConflict if is_repeated(error) => "usage-repeated",
        ErrorKind::ArgumentConflict => "usage-twice",
        _ => "usage",
    };
    Some(Failure::new(code, facts(error)))
}

fn facts(error: &Error) -> Facts {
    let argument = context(error, &[ContextKind::InvalidArg, ContextKind::InvalidSubcommand]);
    let argument = if argument.is_empty() { "none".to_owned() } else { argument };
    vec![
        ("argument", argument),
        ("value", value_of(error)),
        ("other", context(error, &[ContextKind::PriorArg])),
    ]
}

fn context(error: &Error, kinds: &[ContextKind]) -> String {
    match kinds.iter().find_map(|kind| error.get(*kind)) {
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        Some(value) => value.to_string(),
        None => String::new(),
    }
}

fn value_of(error: &Error) -> String {
    context(error, &[ContextKind::InvalidValue])
}

/// Whether an argument conflicts with itself.
fn is_repeated(error: &Error) -> bool {
    context(error, &[ContextKind::InvalidArg]) == context(error, &[ContextKind::PriorArg])
}
