#![doc = include_str!("../README.md")]

mod amounts;
mod currency;
mod formats;
mod lang;

use std::sync::{
    LazyLock,
    atomic::{AtomicU32, Ordering},
};

use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};

pub use currency::Currency;
pub use fluent_bundle::FluentValue;
pub use formats::Formats;
pub use lang::{Lang, UnknownLang};

/// An error in the words of a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// What happened.
    pub text: String,
    /// What helps.
    pub remedy: Option<String>,
}

type Bundle = FluentBundle<FluentResource>;

/// The catalogues of each language, read when somebody first needs a word of it: reading takes longer than most
/// answers.
static FRENCH: LazyLock<Bundle> = LazyLock::new(|| read(Lang::French));
static ENGLISH: LazyLock<Bundle> = LazyLock::new(|| read(Lang::English));

fn read(lang: Lang) -> Bundle {
    let mut bundle = FluentBundle::new_concurrent(vec![lang.identifier()]);
    // The marks that keep left-to-right text apart from right-to-left only disturb copying here.
    bundle.set_use_isolating(false);
    for (_, catalogue) in lang.catalogues() {
        // What cannot be read is left out of the resource; a test reads every catalogue whole.
        let resource =
            FluentResource::try_new((*catalogue).to_owned()).unwrap_or_else(|(resource, _)| resource);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

/// The words of one language, and the currency that amounts are in.
pub struct Words {
    lang: Lang,
    bundle: &'static Bundle,
    on_page: bool,
    /// The bits of a [`Currency`]: the first import of a database makes it known while its words are in use.
    currency: AtomicU32,
}

impl Words {
    /// The words of `lang`.
    pub fn new(lang: Lang) -> Self {
        let bundle = match lang {
            Lang::French => &FRENCH,
            Lang::English => &ENGLISH,
        };
        Self { lang, bundle, on_page: false, currency: AtomicU32::new(Currency::EURO.to_bits()) }
    }

    /// The same with amounts in that currency.
    #[must_use]
    pub fn in_currency(self, currency: Currency) -> Self {
        self.use_currency(currency);
        self
    }

    /// Writes amounts in that currency from now on.
    pub fn use_currency(&self, currency: Currency) {
        self.currency.store(currency.to_bits(), Ordering::Relaxed);
    }

    /// The currency that amounts are in.
    pub fn currency(&self) -> Currency {
        Currency::from_bits(self.currency.load(Ordering::Relaxed))
    }

    /// The words of an error on a page, where the remedy is a button, not a flag.
    #[must_use]
    pub fn on_page(self) -> Self {
        Self { on_page: true, ..self }
    }

    /// Whether they are for a page, where remedies are choices and no flags.
    pub fn is_on_page(&self) -> bool {
        self.on_page
    }

    /// Which language these words are.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// How numbers and dates are written.
    pub fn formats(&self) -> Formats {
        Formats::new(self.lang, self.currency())
    }

    /// The message `id`, which needs no values.
    pub fn text(&self, id: &str) -> String {
        self.say(id, &[])
    }

    /// The message `id` filled with values; the id itself when the catalogue has no such message.
    pub fn say(&self, id: &str, values: &[(&str, FluentValue<'_>)]) -> String {
        self.message(id, None, values).unwrap_or_else(|| id.to_owned())
    }

    /// Whether the catalogue has the message `id`.
    pub fn knows(&self, id: &str) -> bool {
        self.bundle.has_message(id)
    }

    /// Returns the sentence and the remedy of the error with that code and those facts.
    pub fn tell(&self, code: &str, facts: &[(&'static str, String)]) -> Sentence {
        self.tell_as(&format!("error-{code}"), &values(facts, self.lang))
    }

    /// Returns the reason for which a line was refused, and the remedy.
    pub fn tell_reject(&self, code: &str, facts: &[(&'static str, String)]) -> Sentence {
        self.tell_reject_with(code, &values(facts, self.lang))
    }

    /// Does so with stored facts, whose names are not known at compile time.
    pub fn tell_reject_with(&self, code: &str, values: &[(&str, FluentValue<'_>)]) -> Sentence {
        self.tell_as(&format!("reject-{code}"), values)
    }

    fn tell_as(&self, id: &str, values: &[(&str, FluentValue<'_>)]) -> Sentence {
        let on_page = || self.message(id, Some("remedy-on-page"), values).filter(|_| self.on_page);
        let remedy = on_page().or_else(|| self.message(id, Some("remedy"), values));
        Sentence { text: self.say(id, values), remedy }
    }

    fn message(
        &self,
        id: &str,
        attribute: Option<&str>,
        values: &[(&str, FluentValue<'_>)],
    ) -> Option<String> {
        let message = self.bundle.get_message(id)?;
        let pattern = match attribute {
            None => message.value()?,
            Some(name) => message.get_attribute(name)?.value(),
        };
        let args: FluentArgs<'_> = values.iter().map(|(name, value)| (*name, countable(value))).collect();
        let mut missing = vec![];
        Some(self.bundle.format_pattern(pattern, Some(&args), &mut missing).into_owned())
    }
}

/// A count that was already written as text, as the number it is where a language has a form of its own for it:
/// French for none and one, English for one.
fn countable<'a>(value: &FluentValue<'a>) -> FluentValue<'a> {
    match value {
        FluentValue::String(text) if text == "0" => FluentValue::from(0),
        FluentValue::String(text) if text == "1" => FluentValue::from(1),
        _ => value.clone(),
    }
}

/// The facts of an error that are days, and no text that somebody wrote; they are written as the language does.
const DAY_FACTS: [&str; 5] = ["first", "last", "first_known", "last_known", "day"];

fn values<'a>(facts: &'a [(&'static str, String)], lang: Lang) -> Vec<(&'a str, FluentValue<'a>)> {
    let value = |name: &str, value: &'a String| match value.parse() {
        Ok(day) if DAY_FACTS.contains(&name) => {
            FluentValue::from(Formats::new(lang, Currency::default()).date(day))
        }
        _ => FluentValue::from(amounts::written(value, lang)),
    };
    facts.iter().map(|(name, fact)| (*name, value(name, fact))).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use fluent_syntax::{
        ast::{Entry, Expression, InlineExpression, Pattern, PatternElement},
        parser,
    };

    use super::*;

    /// `id`, `id.attribute` and `id $variable` of every message of a language.
    fn contents(lang: Lang) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for (_, catalogue) in lang.catalogues() {
            let resource =
                parser::parse(*catalogue).unwrap_or_else(|(_, errors)| panic!("{lang:?}: {errors:?}"));
            for entry in &resource.body {
                let Entry::Message(message) = entry else { continue };
                let id = message.id.name;
                assert!(found.insert(id.to_owned()), "{id} stands twice in {lang:?}");
                if let Some(value) = &message.value {
                    variables(id, value, &mut found);
                }
                for attribute in &message.attributes {
                    found.insert(format!("{id}.{}", attribute.id.name));
                }
            }
        }
        found
    }

    fn variables(id: &str, pattern: &Pattern<&str>, found: &mut BTreeSet<String>) {
        for element in &pattern.elements {
            let PatternElement::Placeable { expression } = element else { continue };
            let (inline, variants) = match expression {
                Expression::Inline(inline) => (inline, None),
                Expression::Select { selector, variants } => (selector, Some(variants)),
            };
            if let InlineExpression::VariableReference { id: name } = inline {
                found.insert(format!("{id} ${}", name.name));
            }
            for variant in variants.into_iter().flatten() {
                variables(id, &variant.value, found);
            }
        }
    }

    #[test]
    fn remedies_on_a_page_name_no_flags() {
        for lang in Lang::ALL {
            let words = Words::new(lang).on_page();
            let codes = Lang::catalogue(lang, "errors").unwrap().lines();
            let codes = codes.filter_map(|line| line.split_once(" =")).map(|(id, _)| id);
            let of_imports = [
                "reject-",
                "error-import-",
                "error-store-same-",
                "error-store-reused-",
                "error-store-other-currency",
            ];
            for id in codes.filter(|id| of_imports.iter().any(|start| id.starts_with(start))) {
                let remedy = words.tell_as(id, &[]).remedy.unwrap_or_default();
                // The operator of the service may allow it.
                assert!(!remedy.contains("--") || remedy.contains("--allow-private-urls"), "{id}: {remedy}");
            }
        }
        let told = |words: Words| words.tell_reject("not-a-date", &[]).remedy.unwrap();
        assert!(told(Words::new(Lang::English)).contains("--date-order"));
        assert!(told(Words::new(Lang::English).on_page()).contains("before importing"));
    }

    #[test]
    fn the_page_has_a_word_for_all_that_the_proof_sets_aside() {
        let all = contents(Lang::English);
        let ids = all.iter().filter(|id| !id.contains([' ', '.']));
        let of_proof = |id: &&String| id.starts_with("aside-") || id.starts_with("column-aside-");
        let (mut looked_at, mut lacking) = (0, vec![]);
        for id in ids.filter(of_proof) {
            looked_at += 1;
            let on_page = format!("page-data-{}", id.trim_start_matches("column-"));
            if !all.contains(&on_page) {
                lacking.push(on_page);
            }
        }
        assert!(looked_at > 30 && lacking.is_empty(), "{looked_at} {lacking:?}");
    }

    #[test]
    fn both_languages_say_the_same_things_with_the_same_values() {
        let (french, english) = (contents(Lang::French), contents(Lang::English));
        let only_one: Vec<_> = french.symmetric_difference(&english).collect();
        assert!(only_one.is_empty(), "{only_one:?}");
    }

    #[test]
    fn no_message_names_a_currency() {
        for (lang, (name, catalogue)) in
            Lang::ALL.iter().flat_map(|lang| lang.catalogues().iter().map(move |catalogue| (lang, catalogue)))
        {
            assert!(!catalogue.contains('€'), "{lang:?} {name}");
        }
    }

    #[test]
    fn every_error_and_reject_has_a_remedy() {
        let all = contents(Lang::French);
        let ids = all.iter().filter(|id| !id.contains(['.', ' ']));
        for id in ids.filter(|id| id.starts_with("error-") || id.starts_with("reject-")) {
            assert!(all.contains(&format!("{id}.remedy")), "{id}");
        }
    }

    #[test]
    fn the_messages_of_the_brief_come_out_word_for_word() {
        let words = Words::new(Lang::French);
        let values = [("count", FluentValue::from("12")), ("table", FluentValue::from("sales"))];
        assert_eq!(words.say("import-added", &values), "12 nouvelles données importées dans sales.");
        assert_eq!(words.say("import-nothing", &values), "Aucune nouvelle donnée à importer dans sales.");
        let one = [("count", FluentValue::from("1")), ("table", FluentValue::from("sales"))];
        assert_eq!(words.say("import-added", &one), "1 nouvelle donnée importée dans sales.");
    }

    #[test]
    fn an_unknown_message_shows_its_id() {
        assert_eq!(Words::new(Lang::English).text("no-such-message"), "no-such-message");
    }
}
