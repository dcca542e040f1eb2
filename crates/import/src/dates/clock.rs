//! The time beside a date, and the zone that it names.

use comptoir_sales::fold;

use super::tokens::{Token, tokens};

const DAY: i64 = 86_400;

/// A time of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Clock {
    /// Since midnight.
    pub(crate) seconds: i64,
}

impl Clock {
    pub(super) fn new(seconds: i64) -> Option<Self> {
        // 24:00 is the end of the day, not its start.
        (0..DAY).contains(&seconds).then_some(Self { seconds })
    }
}

/// The zone that a time names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Zone {
    /// None: the shop's own time.
    #[default]
    None,
    /// That of UTC.
    Utc,
    /// Another one, whose civil day is the one that is written.
    Own,
}

/// `1430`, `143000`.
pub(super) fn of_digits(digits: &str) -> Option<Clock> {
    let part = |from: usize| digits.get(from..from + 2)?.parse::<i64>().ok();
    match digits.len() {
        4 => clock(part(0)?, part(2)?, 0, None),
        6 => clock(part(0)?, part(2)?, part(4)?, None),
        _ => None,
    }
}

fn clock(hours: i64, minutes: i64, seconds: i64, half: Option<bool>) -> Option<Clock> {
    let hours = match half {
        None => hours,
        Some(_) if !(1..=12).contains(&hours) => return None,
        Some(is_afternoon) => hours % 12 + if is_afternoon { 12 } else { 0 },
    };
    // A leap second is the last one of its minute.
    let seconds = seconds.min(59);
    let fits = (0..24).contains(&hours) && (0..60).contains(&minutes);
    if fits { Clock::new(hours * 3_600 + minutes * 60 + seconds) } else { None }
}

/// The time in a column of its own, with the zone that it names.
pub(crate) fn read(text: &str) -> Option<(Clock, Zone)> {
    let tokens = tokens(text)?;
    let (_, clock, zone) = taken_off(&tokens)?;
    Some((clock?, zone))
}

/// The tokens of a date without those of its time, the time and the zone; `None` when a time does not exist.
pub(super) fn taken_off<'a>(tokens: &[Token<'a>]) -> Option<(Vec<Token<'a>>, Option<Clock>, Zone)> {
    let (mut rest, mut found, mut zone) = (Vec::with_capacity(tokens.len()), None, Zone::None);
    let mut at = 0;
    while at < tokens.len() {
        if found.is_none()
            && let Some((clock, length)) = time_at(&tokens[at..], is_date(&rest), is_year_known(&rest))?
        {
            (found, at) = (Some(clock), at + length);
            let (named, length) = zone_at(&tokens[at..]);
            (zone, at) = (named, at + length);
            continue;
        }
        match tokens[at] {
            // `03/Nov/2025:14:05:22`
            Token::Sign(':') if matches!(rest.last(), Some(Token::Digits(digits)) if digits.len() == 4) => {}
            // `2025-11-03Z`: a day whatever its zone.
            Token::Word(word) if is_date(&rest) && is_zone(word) => {}
            Token::Word(word) if found.is_some() && is_zone(word) => {}
            Token::Sign('(' | ')' | '[' | ']') | Token::Word("T") => {}
            token => rest.push(token),
        }
        at += 1;
    }
    Some((rest, found, zone))
}

/// Whether a date of digits without signs stands there alone.
fn is_compact(tokens: &[Token<'_>]) -> bool {
    matches!(tokens, [.., Token::Digits(digits)] if matches!(digits.len(), 6 | 8))
        && tokens.iter().filter(|token| matches!(token, Token::Digits(_))).count() == 1
}

/// Whether a whole date stands there, with a year of four digits: more digits are no year any more.
fn is_year_known(tokens: &[Token<'_>]) -> bool {
    let has_year = tokens.iter().any(|token| matches!(token, Token::Digits(digits) if digits.len() == 4));
    is_compact(tokens) || has_year && is_date(tokens)
}

/// Whether three parts of a date stand there already.
fn is_date(tokens: &[Token<'_>]) -> bool {
    let parts = tokens.iter().filter(|token| match token {
        Token::Digits(_) => true,
        Token::Word(word) => super::names::month_named(word).is_some() && word.chars().count() >= 3,
        Token::Sign(_) => false,
    });
    is_compact(tokens) || parts.count() >= 3
}

/// The time that begins there with the count of its tokens; the outer `None` for hours that no day has.
#[expect(clippy::option_option, reason = "no time there is not the same as a time that does not exist")]
fn time_at(
    tokens: &[Token<'_>],
    is_behind_date: bool,
    is_behind_year: bool,
) -> Option<Option<(Clock, usize)>> {
    let value = |at: usize, most: usize| match tokens.get(at) {
        Some(Token::Digits(digits)) if digits.len() <= most => digits.parse::<i64>().ok(),
        _ => None,
    };
    let is_word = |at: usize, words: &[&str]| matches!(tokens.get(at), Some(Token::Word(word)) if words.contains(&fold(word).as_str()));
    let is_sign = |at: usize, sign: char| tokens.get(at) == Some(&Token::Sign(sign));
    let Some(Token::Digits(digits)) = tokens.first() else { return Some(None) };
    if is_behind_year && matches!(digits.len(), 4 | 6) && !is_sign(1, ':') {
        return of_digits(digits).map(|clock| Some((clock, 1)));
    }
    let Some(hours) = value(0, 2) else { return Some(None) };
    let (mut minutes, mut seconds, mut at) = (0, 0, 1);
    if is_sign(1, ':') {
        (minutes, at) = (value(2, 2)?, 3);
        if is_sign(3, ':') {
            seconds = value(4, 2)?;
            at = 5;
            if (is_sign(5, '.') || is_sign(5, ',')) && value(6, 12).is_some() {
                at = 7;
            }
        }
    } else if is_word(1, &["h", "heures", "heure", "hrs"]) {
        at = 2;
        if let Some(read) = value(2, 2) {
            (minutes, at) = (read, 3);
            if is_word(3, &["m", "min", "mn"]) || is_sign(3, ':') {
                at = 4;
                if let Some(read) = value(4, 2) {
                    (seconds, at) = (read, 5);
                    at += usize::from(is_word(5, &["s", "sec"]));
                }
            }
        }
    } else if is_behind_date
        && is_sign(1, '.')
        && value(2, 2).is_some()
        && is_sign(3, '.')
        && value(4, 2).is_some()
    {
        // `14.05.22`
        (minutes, seconds, at) = (value(2, 2)?, value(4, 2)?, 5);
    } else if !(is_behind_date && is_word(1, &["am", "pm"])) {
        return Some(None);
    }
    let half = match tokens.get(at..) {
        Some([Token::Word(word), ..]) if matches!(fold(word).as_str(), "am" | "pm") => {
            at += 1;
            Some(fold(word) == "pm")
        }
        Some([Token::Word(word), Token::Sign('.'), Token::Word(second), ..])
            if matches!(fold(word).as_str(), "a" | "p") && fold(second) == "m" =>
        {
            at += 3 + usize::from(is_sign(at + 3, '.'));
            Some(fold(word) == "p")
        }
        _ => None,
    };
    clock(hours, minutes, seconds, half).map(|clock| Some((clock, at)))
}

/// The zone that stands behind a time, with the count of its tokens.
fn zone_at(tokens: &[Token<'_>]) -> (Zone, usize) {
    let mut zone = Zone::None;
    let mut at = 0;
    if let Some(Token::Word(word)) = tokens.first() {
        if !is_zone(word) {
            return (Zone::None, 0);
        }
        zone = if is_utc(word) { Zone::Utc } else { Zone::Own };
        at = 1;
    }
    let Some(Token::Sign(sign @ ('+' | '-'))) = tokens.get(at) else { return (zone, at) };
    let Some(Token::Digits(hours)) = tokens.get(at + 1) else { return (zone, at) };
    // `14:05 - 03/11/2025` goes on with a date.
    let has_minutes = hours.len() == 2
        && tokens.get(at + 2) == Some(&Token::Sign(':'))
        && matches!(tokens.get(at + 3), Some(Token::Digits(digits)) if digits.len() == 2);
    let is_offset = has_minutes || hours.len() == 4 || (hours.len() <= 2 && (*sign == '+' || at > 0));
    if !is_offset {
        return (zone, at);
    }
    let minutes = match tokens.get(at + 3) {
        Some(Token::Digits(minutes)) if has_minutes => *minutes,
        _ => "0",
    };
    let is_zero = |digits: &str| digits.bytes().all(|digit| digit == b'0');
    let zone = if is_zero(hours) && is_zero(minutes) { Zone::Utc } else { Zone::Own };
    (zone, at + if has_minutes { 4 } else { 2 })
}

fn is_utc(word: &str) -> bool {
    matches!(fold(word).as_str(), "z" | "utc" | "gmt" | "zulu")
}

fn is_zone(word: &str) -> bool {
    const OTHERS: [&str; 22] = [
        "cet", "cest", "met", "mest", "bst", "wet", "west", "eet", "eest", "est", "edt", "cst", "cdt", "mst",
        "mdt", "pst", "pdt", "ast", "jst", "europe", "paris", "hec",
    ];
    is_utc(word) || OTHERS.contains(&fold(word).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_with_the_zone_that_it_names() {
        let at = |hours: i64, minutes: i64| hours * 3_600 + minutes * 60;
        for (text, seconds, zone) in [
            ("14:05", at(14, 5), Zone::None),
            ("14h05", at(14, 5), Zone::None),
            ("14 h 05", at(14, 5), Zone::None),
            ("14h", at(14, 0), Zone::None),
            ("2:05 PM", at(14, 5), Zone::None),
            ("12:05 a.m.", at(0, 5), Zone::None),
            ("22:30:00Z", at(22, 30), Zone::Utc),
            ("22:30:00.123+00:00", at(22, 30), Zone::Utc),
            ("22:30 UTC", at(22, 30), Zone::Utc),
            ("22:30 GMT+1", at(22, 30), Zone::Own),
            ("22:30:00+0200", at(22, 30), Zone::Own),
            ("22:30:00 -04:00", at(22, 30), Zone::Own),
            ("22:30 CET", at(22, 30), Zone::Own),
        ] {
            assert_eq!(read(text), Some((Clock { seconds }, zone)), "{text}");
        }
        for wrong in ["25:00", "12:60", "13:00 PM", "", "midi"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
