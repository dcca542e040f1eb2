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
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => "usage-value",
        ErrorKind::UnknownArgument => "usage-unknown",
        ErrorKind::InvalidSubcommand => "usage-command",
        ErrorKind::MissingRequiredArgument | ErrorKind::MissingSubcommand => "usage-missing",
        ErrorKind::ArgumentConflict => "usage-twice",
        _ => "usage",
    };
    Some(Failure::new(code, facts(error)))
}

fn facts(error: &Error) -> Facts {
    let context = |kinds: &[ContextKind]| {
        let found = kinds.iter().find_map(|kind| error.get(*kind));
        match found {
            Some(ContextValue::Strings(texts)) => texts.join(", "),
            Some(value) => value.to_string(),
            None => String::new(),
        }
    };
    let argument = context(&[ContextKind::InvalidArg, ContextKind::InvalidSubcommand]);
    vec![
        ("argument", argument),
        ("value", context(&[ContextKind::InvalidValue])),
        ("other", context(&[ContextKind::PriorArg])),
        ("reason", error.kind().to_string()),
    ]
}
