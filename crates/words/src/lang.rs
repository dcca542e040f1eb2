//! The two languages.

use std::str::FromStr;

use unic_langid::LanguageIdentifier;

/// The catalogues of a language.
macro_rules! catalogues {
    ($lang:literal: $($name:literal),*) => {
        &[$(($name, include_str!(concat!("../catalogues/", $lang, "/", $name, ".ftl")))),*]
    };
}

/// By their names; `page` is what all pages of the dashboard share, and `page-NAME` one page's own words.
const FRENCH: &[(&str, &str)] = catalogues!("fr": "help", "messages", "errors", "page", "page-overview", "page-forecasts", "page-data", "page-sql");
const ENGLISH: &[(&str, &str)] = catalogues!("en": "help", "messages", "errors", "page", "page-overview", "page-forecasts", "page-data", "page-sql");

/// A language users may read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// French, whatever the locale, unless English is asked for.
    #[default]
    French,
    /// English.
    English,
}

impl Lang {
    /// Both, French first.
    pub const ALL: [Self; 2] = [Self::French, Self::English];

    /// The two letters of ISO 639-1.
    pub fn code(self) -> &'static str {
        match self {
            Self::French => "fr",
            Self::English => "en",
        }
    }

    /// The language a browser asks for by `Accept-Language`: the one of the two that it prefers, French when it
    /// names neither.
    pub fn accepted(header: &str) -> Self {
        let mut best = (0.0, Self::French);
        for choice in header.split(',') {
            let mut parts = choice.split(';').map(str::trim);
            let tag = parts.next().unwrap_or_default().to_ascii_lowercase();
            let weight =
                parts.find_map(|part| part.strip_prefix("q=")).map_or(1.0, |q| q.parse().unwrap_or(0.0));
            let language = tag.split('-').next().unwrap_or_default();
            if let Ok(lang) = language.parse::<Self>()
                && weight > best.0
            {
                best = (weight, lang);
            }
        }
        best.1
    }

    /// The catalogue of that name, as it is written; `page` is what all pages of the dashboard share, and `page-NAME` one
    /// page's own words.
    pub fn catalogue(self, name: &str) -> Option<&'static str> {
        self.catalogues().iter().find(|(known, _)| *known == name).map(|(_, catalogue)| *catalogue)
    }

    pub(crate) fn catalogues(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::French => FRENCH,
            Self::English => ENGLISH,
        }
    }

    pub(crate) fn identifier(self) -> LanguageIdentifier {
        let name = match self {
            Self::French => "fr-FR",
            Self::English => "en-GB",
        };
        // Both are well formed, as a test shows: no other language is ever taken.
        name.parse().unwrap_or_default()
    }
}

/// A language that is not spoken here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such language: {0}")]
pub struct UnknownLang(pub String);

impl FromStr for Lang {
    type Err = UnknownLang;

    fn from_str(code: &str) -> Result<Self, UnknownLang> {
        Self::ALL.into_iter().find(|lang| lang.code() == code).ok_or_else(|| UnknownLang(code.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::Lang;

    #[test]
    fn both_languages_are_known_by_their_identifiers() {
        let names = Lang::ALL.map(|lang| lang.identifier().to_string());
        assert_eq!(names, ["fr-FR", "en-GB"]);
    }

    #[test]
    fn the_browser_gets_english_only_when_it_prefers_it() {
        let cases = [
            ("en-GB,en;q=0.9,fr;q=0.8", Lang::English),
            ("fr-FR,fr;q=0.9,en;q=0.8", Lang::French),
            ("de-DE,en;q=0.5,fr;q=0.7", Lang::French),
            ("de", Lang::French),
            ("", Lang::French),
            ("en;q=0", Lang::French),
        ];
        for (header, lang) in cases {
            assert_eq!(Lang::accepted(header), lang, "{header}");
        }
    }
}
