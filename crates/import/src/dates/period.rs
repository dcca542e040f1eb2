//! A period where a day should stand: a week, a month, a quarter, a year, from one day to another.

use comptoir_sales::fold;

use super::{
    names::month_named,
    tokens::{Token, tokens},
    written::{Class, Written, Years},
};

/// Between the first day of a period and its last.
const BETWEEN: [&str; 9] = [" - ", " – ", " au ", " to ", " à ", " → ", "->", " / ", "/"];

/// What begins the name of a week, a quarter or a half of a year.
const NAMED: [&str; 16] = [
    "w",
    "wk",
    "week",
    "kw",
    "s",
    "sem",
    "semaine",
    "t",
    "q",
    "trim",
    "trimestre",
    "quarter",
    "semestre",
    "h",
    "year",
    "annee",
];

/// Whether a value that is no day is a period.
pub(super) fn is_period(text: &str) -> bool {
    let Some(tokens) = tokens(text) else { return is_range(text) };
    let (mut digits, mut words) = (Vec::new(), Vec::new());
    for token in &tokens {
        match token {
            Token::Digits(number) => digits.push(*number),
            Token::Word(word) => words.push(fold(word)),
            Token::Sign('-' | '/' | '.' | '_' | ',' | '\'') => {}
            Token::Sign(_) => return is_range(text),
        }
    }
    let is_month = |digits: &str| digits.len() <= 2 && (1..=12).contains(&digits.parse().unwrap_or(0));
    let is_year = |digits: &str| digits.len() == 4 && (1900..=2100).contains(&digits.parse().unwrap_or(0));
    words.retain(|word| {
        !matches!(
            word.as_str(),
            "e" | "er" | "eme" | "ere" | "nd" | "rd" | "th" | "de" | "le" | "of" | "du" | "n"
        )
    });
    match (digits.as_slice(), words.as_slice()) {
        ([year], []) if is_year(year) => true,
        ([month], []) if month.len() == 6 => is_year(&month[..4]) && is_month(&month[4..]),
        ([one, other], []) => is_year(one) && is_month(other) || is_month(one) && is_year(other),
        ([] | [_] | [_, _], [word]) if NAMED.contains(&word.as_str()) => !digits.is_empty(),
        ([], [word]) => month_named(word).is_some(),
        ([year], [word]) => month_named(word).is_some() && matches!(year.len(), 2 | 4),
        _ => is_range(text),
    }
}

/// The day of a range from a day to itself.
pub(super) fn only_day(text: &str) -> Option<Written> {
    let (first, last) = halves(text)?;
    (first == last && first.class != Class::Short).then_some(first)
}

fn halves(text: &str) -> Option<(Written, Written)> {
    BETWEEN.iter().find_map(|between| {
        let mut at = text.match_indices(between).map(|(at, _)| at);
        at.find_map(|at| {
            let (first, last) = (&text[..at], &text[at + between.len()..]);
            let day = |text: &str| {
                let written = Written::of(text.trim()).filter(|written| !written.is_serial)?;
                written.readings(Years { last: 2199 }).iter().any(Option::is_some).then_some(written)
            };
            Some((day(first)?, day(last)?))
        })
    })
}

fn is_range(text: &str) -> bool {
    // `du 27/10 au 02/11/2025`: the first day without its year.
    let folded = fold(text);
    let is_from_to =
        (folded.starts_with("du ") || folded.starts_with("from ") || folded.starts_with("semaine "))
            && (folded.contains(" au ") || folded.contains(" to "))
            && folded.bytes().filter(u8::is_ascii_digit).count() >= 4;
    is_from_to || halves(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_no_day() {
        for text in [
            "27/10/2025 - 02/11/2025",
            "du 27/10/2025 au 02/11/2025",
            "du 27/10 au 02/11/2025",
            "2025-10-27/2025-11-02",
            "2025-W45",
            "W45 2025",
            "sem. 45",
            "Semaine 45 2025",
            "S45",
            "T4 2025",
            "2025-Q4",
            "4e trimestre 2025",
            "nov. 2025",
            "novembre",
            "nov-25",
            "2025-11",
            "11/2025",
            "202511",
            "2025",
        ] {
            assert!(is_period(text), "{text}");
        }
        for text in ["hier", "31/02/2025", "12,50", "", "Total", "45", "x 2025 y"] {
            assert!(!is_period(text), "{text}");
        }
    }
}
