//! Errors as facts: libraries say what happened, the program finds the words.

use crate::Money;

/// What an error is about: names of facts and their values, as the user wrote them.
pub type Facts = Vec<(&'static str, String)>;

/// An error with a stable code and facts, for which the catalogues have a sentence in each language.
pub trait Diagnostic: std::error::Error + Send + Sync + 'static {
    /// The stable, kebab-case name of what went wrong; names its sentence in the catalogues.
    fn code(&self) -> &'static str;

    /// The values that fill the sentence.
    fn facts(&self) -> Facts;
}

/// An amount within a fact, in that currency: the words of a language write it as that language does.
pub fn amount_fact(amount: Money, currency: &str) -> String {
    format!("\u{e000}{amount} {currency}\u{e001}")
}
