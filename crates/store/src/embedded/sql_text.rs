//! Looks at the text of a statement before SQLite reads it.

/// The text without the white space and the comments before its first word.
fn from_first_word(sql: &str) -> &str {
    let mut rest = sql.trim_start();
    loop {
        rest = if let Some(comment) = rest.strip_prefix("--") {
            comment.split_once('\n').map_or("", |(_, after)| after)
        } else if let Some(comment) = rest.strip_prefix("/*") {
            comment.split_once("*/").map_or("", |(_, after)| after)
        } else {
            return rest;
        }
        .trim_start();
    }
}

/// Whether the text has no statement: white space, comments and semicolons alone.
pub(crate) fn is_blank(sql: &str) -> bool {
    let mut rest = from_first_word(sql);
    while let Some(after) = rest.strip_prefix(';') {
        rest = from_first_word(after);
    }
    rest.is_empty()
}

/// The first words of a statement, in capitals, comments left out.
fn first_words(sql: &str) -> Vec<String> {
    from_first_word(sql)
        .split(|letter: char| !letter.is_ascii_alphabetic())
        .filter(|word| !word.is_empty())
        .take(3)
        .map(str::to_ascii_uppercase)
        .collect()
}

fn first_word_is_one_of(sql: &str, words: &[&str]) -> bool {
    first_words(sql).first().is_some_and(|first| words.contains(&first.as_str()))
}

/// Whether a statement begins a transaction.
pub(crate) fn begins_transaction(sql: &str) -> bool {
    first_word_is_one_of(sql, &["BEGIN", "SAVEPOINT"])
}

/// Whether a statement begins a transaction that only reads: libSQL's clients ask for it with a word of their own.
pub(crate) fn begins_reading(sql: &str) -> bool {
    let words = first_words(sql);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    matches!(words[..], ["BEGIN", "READONLY"] | ["BEGIN", "TRANSACTION", "READONLY"])
}

/// Whether a statement that writes may insert rows, so that the id of the last one means something.
pub(crate) fn may_insert(sql: &str) -> bool {
    first_word_is_one_of(sql, &["INSERT", "REPLACE", "WITH"])
}

/// The name of the pragma that the text gives a value: `pragma [schema.]name = value` or `pragma [schema.]name(value)`.
pub(crate) fn pragma_given_value(sql: &str) -> Option<&str> {
    let (name, value) = pragma(sql)?;
    from_first_word(value).starts_with(['=', '(']).then_some(name)
}

/// The name of the pragma that the text asks for, without a value.
pub(crate) fn pragma_asked_for(sql: &str) -> Option<&str> {
    let (name, behind) = pragma(sql)?;
    is_blank(behind).then_some(name)
}

/// The name of the pragma that the text begins with, and what stands behind it.
fn pragma(sql: &str) -> Option<(&str, &str)> {
    let text = from_first_word(sql);
    let (word, rest) = text.split_at_checked("pragma".len())?;
    let is_pragma =
        word.eq_ignore_ascii_case("pragma") && rest.starts_with(|next: char| next.is_whitespace());
    let rest = from_first_word(is_pragma.then_some(rest)?);
    let is_behind = |letter: char| !(letter.is_ascii_alphanumeric() || letter == '_' || letter == '.');
    let (name, behind) = rest.split_at(rest.find(is_behind).unwrap_or(rest.len()));
    Some((name.rsplit('.').next().unwrap_or(name), behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_without_a_statement_is_blank() {
        for (sql, blank) in [
            ("", true),
            (" \n\t", true),
            ("-- nothing", true),
            ("/* nothing */ ; -- more\n ;", true),
            ("/* open", true),
            ("select 1", false),
            ("; select 1", false),
        ] {
            assert_eq!(is_blank(sql), blank, "{sql:?}");
        }
    }

    #[test]
    fn a_transaction_is_known_by_its_first_words() {
        assert!(begins_transaction("/* a */ begin immediate"));
        assert!(begins_transaction("SAVEPOINT x"));
        assert!(!begins_transaction("select 'begin'"));
        assert!(begins_reading("BEGIN TRANSACTION READONLY"));
        assert!(!begins_reading("begin deferred"));
    }

    #[test]
    fn a_pragma_with_a_value_is_known_however_it_is_written() {
        for (sql, name) in [
            ("PRAGMA journal_mode=WAL", Some("journal_mode")),
            ("pragma main.busy_timeout ( 5000 ) ;", Some("busy_timeout")),
            ("-- at connect\npragma /* x */ synchronous = normal", Some("synchronous")),
            ("pragma journal_mode", None),
            ("pragma journal_mode;", None),
            ("pragmatic = 1", None),
            ("select 1", None),
            ("é", None),
        ] {
            assert_eq!(pragma_given_value(sql), name, "{sql:?}");
        }
    }
}
