//! Where words and data go: data to standard output, talk to standard error.

#![expect(clippy::print_stderr, reason = "this is the one place that prints")]

use std::io::{ErrorKind, Write};

use comptoir_sales::Money;
use comptoir_words::{FluentValue, Formats, Sentence, Words};
use serde_json::Value as Json;

use crate::failure::Failure;

/// The terminal, in one language; with `--json`, standard output takes nothing but one JSON document.
pub(crate) struct Output {
    words: Words,
    json: bool,
}

impl Output {
    pub(crate) fn new(words: Words, json: bool) -> Self {
        Self { words, json }
    }

    /// The same for another thread.
    pub(crate) fn again(&self) -> Self {
        let words = Words::new(self.words.lang()).in_currency(self.words.currency());
        Self { words, json: self.json }
    }

    pub(crate) fn words(&self) -> &Words {
        &self.words
    }

    pub(crate) fn formats(&self) -> Formats {
        self.words.formats()
    }

    /// An amount of money, to the cent.
    pub(crate) fn money(&self, amount: Money) -> String {
        self.formats().money(amount.to_f64())
    }

    /// Whether one JSON document is wanted.
    pub(crate) fn is_json(&self) -> bool {
        self.json
    }

    /// Says something on standard error.
    pub(crate) fn talk(&self, id: &str, values: &[(&str, &str)]) {
        eprintln!("{}", self.say(id, values));
    }

    /// Says a sentence that is made already on standard error.
    pub(crate) fn note(sentence: &str) {
        eprintln!("{sentence}");
    }

    /// Says something about a count on standard error.
    pub(crate) fn talk_count(&self, id: &str, count: usize) {
        eprintln!("{}", self.words.say(id, &[("count", FluentValue::from(count))]));
    }

    /// Prints the outcome that was asked for: on standard output, or, when that is for JSON, on standard error.
    pub(crate) fn outcome(&self, id: &str, values: &[(&str, &str)]) {
        let text = self.say(id, values);
        if self.json { eprintln!("{text}") } else { write(&format!("{text}\n")) }
    }

    /// Prints a line for people, which JSON says in its own way.
    pub(crate) fn title(&self, id: &str, values: &[(&str, &str)]) {
        self.print(&self.say(id, values));
    }

    /// Prints text for people, which JSON says in its own way.
    pub(crate) fn print(&self, text: &str) {
        if !self.json {
            write(&format!("{text}\n"));
        }
    }

    /// Writes data to standard output as it is.
    pub(crate) fn data(text: &str) {
        write(text);
    }

    /// Writes the one JSON document, when it is wanted.
    pub(crate) fn document(&self, document: &Json) {
        if self.json {
            write(&format!("{document:#}\n"));
        }
    }

    /// The same with amounts: it names their currency.
    pub(crate) fn figures(&self, mut figures: Json) {
        if let Json::Object(members) = &mut figures {
            members.entry("currency").or_insert_with(|| self.words.currency().code().into());
        }
        self.document(&figures);
    }

    /// The message `id` filled with texts.
    pub(crate) fn say(&self, id: &str, values: &[(&str, &str)]) -> String {
        let values: Vec<_> = values.iter().map(|(name, value)| (*name, FluentValue::from(*value))).collect();
        self.words.say(id, &values)
    }

    /// Prints why a command failed, and the remedy.
    pub(crate) fn tell_failure(&self, failure: &Failure) {
        self.tell(&self.words.tell(failure.code, &failure.facts));
    }

    fn tell(&self, sentence: &Sentence) {
        eprintln!("{} {}", self.words.text("told-error"), sentence.text);
        if let Some(remedy) = &sentence.remedy {
            eprintln!("{} {remedy}", self.words.text("told-remedy"));
        }
    }

    /// Writes text for people to standard error.
    pub(crate) fn tell_text(text: &str) {
        eprintln!("{text}");
    }

    /// Prints a note about something that is set aside while the command goes on.
    pub(crate) fn tell_aside(sentence: &Sentence) {
        match &sentence.remedy {
            Some(remedy) => eprintln!("  {} → {remedy}", sentence.text),
            None => eprintln!("  {}", sentence.text),
        }
    }
}

/// Writes to standard output. Its reader may have seen enough, as `head` has: the command goes on without.
fn write(text: &str) {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            eprintln!("{error}");
            std::process::exit(1);
        }
        _ => {}
    }
}
