//! One date as it is written, taken apart: its three parts, the weekday and the time beside them.

use comptoir_calendar::{Date, from_unix_days};
use comptoir_sales::fold;

use super::{
    clock::{self, Clock, Zone},
    names::{Weekdays, month_named},
    tokens::{Token, tokens},
};

/// The form of a value, on which the order of its day, month and year depends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// On nothing: a month that is named, a week date, a serial, seconds since 1970.
    Fixed,
    /// Four digits first: `2025-11-03`.
    YearFirst,
    /// Four digits last: `03/11/2025`.
    YearLast,
    /// Two digits each: `03/11/25`, `25-11-03`, `031125`.
    Short,
    /// A named month between two numbers of two digits: `25-nov-03`.
    NamedShort,
}

/// How the year is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Number {
    value: i16,
    digits: usize,
}

/// The parts in the order in which they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Parts {
    /// Year, month and day are known.
    NameIndex(i16, i8, i8),
    /// Three numbers.
    Numbers([Number; 3]),
    /// Two numbers about a named month, in their order.
    Named(Number, i8, Number),
}

/// The years that a date of a sale may be of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Years {
    /// The last one: next year where today is known.
    pub(super) last: i16,
}

impl Years {
    /// The first year that any shop's file is of.
    pub(super) const FIRST: i16 = 1970;

    fn has(self, year: i16) -> bool {
        (Self::FIRST..=self.last).contains(&year)
    }

    /// The year of two digits: of this century unless that is still to come.
    fn of_two_digits(self, digits: i16) -> i16 {
        if 2000 + digits <= self.last.min(2068) { 2000 + digits } else { 1900 + digits }
    }
}

/// The numbers of a date, read in each order.
pub(super) type Readings = [Option<Date>; 4];

/// The places of the orders among [`Readings`].
pub(super) const DMY: usize = 0;
pub(super) const MDY: usize = 1;
pub(super) const YMD: usize = 2;
pub(super) const YDM: usize = 3;

/// The signs between the numbers of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marks {
    /// A dash is among them: a slash is common in dates that start with the day.
    Dashes,
    /// Points, and no other sign.
    Points,
    Others,
}

/// A value that has the form of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) class: Class,
    parts: Parts,
    weekdays: Weekdays,
    pub(super) clock: Option<Clock>,
    pub(super) zone: Zone,
    pub(super) marks: Marks,
    /// Whether it is a serial of a spreadsheet: five digits may also be `41125`, that has lost its zero.
    pub(super) is_serial: bool,
    /// Whether its digits stand together: `041125`.
    pub(super) is_compact: bool,
}

impl Written {
    fn new(class: Class, parts: Parts) -> Self {
        Self {
            class,
            parts,
            weekdays: Weekdays::ALL,
            clock: None,
            zone: Zone::None,
            marks: Marks::Others,
            is_serial: false,
            is_compact: false,
        }
    }

    /// Takes a text apart; `None` when it has not the form of a date.
    pub(super) fn of(text: &str) -> Option<Self> {
        if text.len() > 80 {
            return None;
        }
        let is_number = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','));
        if is_number && let Some(written) = of_digits(text) {
            return Some(written);
        }
        of_week_day(text).or_else(|| of_tokens(text))
    }

    /// The day in each order that its class knows, whatever the year and the weekday.
    fn any(&self, years: Years) -> Readings {
        let date = |year: Option<i16>, month: i16, day: i16| {
            let year = year?;
            let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
            Date::new(year, month, day).ok()
        };
        let year = |number: Number| match number.digits {
            4 => Some(number.value),
            2 => Some(years.of_two_digits(number.value)),
            _ => None,
        };
        let mut readings = [None; 4];
        match (self.class, self.parts) {
            (_, Parts::NameIndex(year, month, day)) => readings = [Date::new(year, month, day).ok(); 4],
            (Class::NamedShort, Parts::Named(first, month, last)) => {
                readings[DMY] = date(year(last), i16::from(month), first.value);
                readings[YMD] = date(year(first), i16::from(month), last.value);
            }
            (_, Parts::Named(first, month, last)) => {
                let (of, day) = if first.digits == 4 { (first, last) } else { (last, first) };
                readings = [date(year(of), i16::from(month), day.value); 4];
            }
            (class, Parts::Numbers([first, second, third])) => {
                if class != Class::YearFirst {
                    readings[DMY] = date(year(third), second.value, first.value);
                    readings[MDY] = date(year(third), first.value, second.value);
                }
                if class != Class::YearLast {
                    readings[YMD] = date(year(first), second.value, third.value);
                    readings[YDM] = date(year(first), third.value, second.value);
                }
            }
        }
        // Two digits for the year, the day behind it: nobody writes so while anything else fits.
        if class_is_short(self.class) && readings[..YDM].iter().any(Option::is_some) {
            readings[YDM] = None;
        }
        readings
    }

    /// The day in each order, as far as it is of a year that a shop has and of the weekday beside it.
    pub(super) fn readings(&self, years: Years) -> Readings {
        let fits = |date: &Date| years.has(date.year()) && self.weekdays.has(date.weekday());
        self.any(years).map(|date| date.filter(fits))
    }

    /// Whether it would be a day if its weekday were another.
    pub(super) fn is_of_another_weekday(&self, years: Years) -> bool {
        self.any(years).iter().flatten().any(|date| years.has(date.year()))
    }

    /// Whether it is a day of a year that no shop has.
    pub(super) fn is_of_another_year(&self, years: Years) -> bool {
        let days = self.any(years);
        days.iter().any(Option::is_some) && days.iter().flatten().all(|date| !years.has(date.year()))
    }

    /// Five digits with the zero that a spreadsheet took from them, where the column's others have six.
    pub(super) fn with_zero(text: &str) -> Option<Self> {
        let is_short = text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit());
        if is_short { of_digits(&format!("0{text}")) } else { None }
    }
}

fn class_is_short(class: Class) -> bool {
    class == Class::Short
}

fn number(digits: &str) -> Option<Number> {
    let value = digits.parse().ok()?;
    matches!(digits.len(), 1 | 2 | 4).then_some(Number { value, digits: digits.len() })
}

/// Numbers without any sign that could separate their parts.
fn of_digits(text: &str) -> Option<Written> {
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    if fraction.is_empty() {
        let compact = match whole.len() {
            6 => of_six(whole),
            7 => of_eight(&format!("0{whole}")).filter(|written| written.class == Class::YearLast),
            8 => of_eight(whole),
            12 | 14 => of_moment(whole),
            _ => None,
        };
        if let Some(written) = compact {
            return Some(Written { is_compact: true, ..written });
        }
    }
    of_epoch(whole).or_else(|| of_serial(whole))
}

fn pairs(digits: &str) -> Option<[Number; 3]> {
    Some([number(&digits[..2])?, number(&digits[2..4])?, number(&digits[4..])?])
}

fn of_six(digits: &str) -> Option<Written> {
    let written = Written::new(Class::Short, Parts::Numbers(pairs(digits)?));
    // Not `202511`, which is a month.
    let exists = written.any(Years { last: i16::MAX }).iter().any(Option::is_some);
    exists.then_some(written)
}

/// `20251104`, or `04112025`: the year is where one of a shop stands.
fn of_eight(digits: &str) -> Option<Written> {
    const LIKELY: std::ops::RangeInclusive<i16> = 1900..=2100;
    let year_first = [number(&digits[..4])?, number(&digits[4..6])?, number(&digits[6..])?];
    let first = Written::new(
        Class::Fixed,
        Parts::NameIndex(year_first[0].value, year_first[1].value as i8, year_first[2].value as i8),
    );
    let exists = |written: &Written| written.any(Years { last: i16::MAX }).iter().any(Option::is_some);
    if exists(&first) && LIKELY.contains(&year_first[0].value) {
        return Some(first);
    }
    let last = Written::new(Class::YearLast, Parts::Numbers(pairs(digits)?));
    let year: i16 = digits[4..].parse().ok()?;
    if exists(&last) && LIKELY.contains(&year) {
        return Some(last);
    }
    exists(&first).then_some(first)
}

/// `20251104143000`.
fn of_moment(digits: &str) -> Option<Written> {
    let written = of_eight(&digits[..8]).filter(|written| written.class == Class::Fixed)?;
    Some(Written { clock: Some(clock::of_digits(&digits[8..])?), ..written })
}

/// Seconds since 1970, or thousandths, millionths or billionths of them: of UTC.
fn of_epoch(digits: &str) -> Option<Written> {
    let per_second = match digits.len() {
        10 => 1,
        13 => 1_000,
        16 => 1_000_000,
        19 => 1_000_000_000,
        _ => return None,
    };
    let seconds = digits.parse::<i64>().ok()? / per_second;
    let day = from_unix_days(i32::try_from(seconds.div_euclid(86_400)).ok()?)?;
    let written = Written::new(Class::Fixed, Parts::NameIndex(day.year(), day.month(), day.day()));
    Some(Written { clock: Clock::new(seconds.rem_euclid(86_400)), zone: Zone::Utc, ..written })
}

/// A day as spreadsheets count them, from 1899-12-30 on, with the time as a fraction: `45073`, `45073.84`.
fn of_serial(digits: &str) -> Option<Written> {
    /// The serial of 1970-01-01.
    const UNIX_START: i32 = 25_569;
    /// From 1954 to 2119: smaller and larger numbers are no days of sales.
    const LIKELY: std::ops::RangeInclusive<i32> = 20_000..=80_000;
    let day: i32 = digits.parse().ok()?;
    if digits.len() != 5 || !LIKELY.contains(&day) {
        return None;
    }
    let day = from_unix_days(day - UNIX_START)?;
    let written = Written::new(Class::Fixed, Parts::NameIndex(day.year(), day.month(), day.day()));
    Some(Written { is_serial: true, ..written })
}

/// `2025-W45-1`: a day of a week.
fn of_week_day(text: &str) -> Option<Written> {
    let bare: String = text.chars().filter(|sign| *sign != '-').collect();
    let (year, rest) = bare.split_at_checked(4)?;
    let rest = rest.strip_prefix(['W', 'w'])?;
    if rest.len() != 3 || !rest.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (year, week, day): (i16, i8, i8) =
        (year.parse().ok()?, rest[..2].parse().ok()?, rest[2..].parse().ok()?);
    let weekday = comptoir_calendar::Weekday::from_monday_one_offset(day).ok()?;
    let date = jiff::civil::ISOWeekDate::new(year, week, weekday).ok()?.date();
    Some(Written::new(Class::Fixed, Parts::NameIndex(date.year(), date.month(), date.day())))
}

/// One part of a date between its signs.
#[derive(Clone, Copy)]
enum Part<'a> {
    Digits(&'a str),
    Month(i8),
    /// `mar`: Tuesday or March.
    Either(i8, Weekdays),
}

fn of_tokens(text: &str) -> Option<Written> {
    let tokens = tokens(text)?;
    let (rest, clock, zone) = clock::taken_off(&tokens)?;
    let (mut parts, mut weekdays) = (Vec::with_capacity(4), Weekdays::ALL);
    let (mut has_dashes, mut points, mut others) = (false, 0, 0);
    let mut before = None;
    for token in rest {
        match token {
            Token::Digits(digits) => parts.push(Part::Digits(digits)),
            Token::Sign('-') => has_dashes = true,
            Token::Sign('.') => points += 1,
            Token::Sign('/' | ',' | '_') => others += 1,
            Token::Sign(_) => return None,
            Token::Word(word) => match word_of(word, matches!(before, Some(Token::Digits(_)))) {
                Word::Nothing => {}
                Word::Weekday(days) => weekdays = weekdays.and(days),
                Word::Part(part) => parts.push(part),
                Word::Unknown => return None,
            },
        }
        before = Some(token);
    }
    if let [Part::Digits(digits)] = parts[..]
        && matches!(digits.len(), 6 | 8)
    {
        let written = of_digits(digits)?;
        return Some(Written { weekdays, clock, zone, ..written });
    }
    let (parts, more) = overrides(&parts, is_month_by_space(text))?;
    let (class, parts) = class_of(&parts)?;
    let written = Written::new(class, parts);
    let marks = if has_dashes {
        Marks::Dashes
    } else if points == 2 && others == 0 {
        Marks::Points
    } else {
        Marks::Others
    };
    Some(Written { weekdays: weekdays.and(more), clock, zone, marks, ..written })
}

fn count_digits(parts: &[Part<'_>]) -> usize {
    parts.iter().filter(|part| matches!(part, Part::Digits(_))).count()
}

/// Whether the first word is followed by a space: `mar. 04-11`, not `mar-04-25`.
fn is_month_by_space(text: &str) -> bool {
    let rest = text.trim_start_matches(char::is_alphabetic).trim_start_matches(['.', ',']);
    rest.len() < text.len() && rest.starts_with(char::is_whitespace)
}

enum Word<'a> {
    Nothing,
    Weekday(Weekdays),
    Part(Part<'a>),
    Unknown,
}

fn word_of(word: &str, is_behind_digits: bool) -> Word<'static> {
    let folded = fold(word);
    let is_ordinal = matches!(folded.as_str(), "er" | "st" | "nd" | "rd" | "th" | "e");
    if is_ordinal && is_behind_digits {
        return Word::Nothing;
    }
    match (month_named(word), Weekdays::named(word)) {
        _ if matches!(folded.as_str(), "le" | "of" | "the" | "a" | "at" | "on" | "t" | "de" | "du") => {
            Word::Nothing
        }
        (Some(month), Some(days)) => Word::Part(Part::Either(month, days)),
        (Some(month), None) => Word::Part(Part::Month(month)),
        (None, Some(days)) => Word::Weekday(days),
        (None, None) => Word::Unknown,
    }
}

/// The three parts, once each word that may be a month or a weekday is one of them.
fn overrides<'a>(parts: &[Part<'a>], by_space: bool) -> Option<([Part<'a>; 3], Weekdays)> {
    let has_month = parts.iter().any(|part| matches!(part, Part::Month(_)));
    let eithers = parts.iter().filter(|part| matches!(part, Part::Either(..))).count();
    let needs_month = count_digits(parts) == 2 && !has_month;
    let (mut kept, mut weekdays, mut left) = (Vec::with_capacity(3), Weekdays::ALL, eithers);
    for (at, part) in parts.iter().enumerate() {
        match part {
            Part::Either(month, days) => {
                left -= 1;
                // Of two, the first is the weekday.
                if needs_month && left == 0 {
                    // `mar. 04/11` is a Tuesday without its year.
                    let is_short =
                        parts.iter().all(|part| !matches!(part, Part::Digits(digits) if digits.len() == 4));
                    if at == 0 && is_short && by_space {
                        return None;
                    }
                    kept.push(Part::Month(*month));
                } else {
                    weekdays = weekdays.and(*days);
                }
            }
            part => kept.push(*part),
        }
    }
    Some((kept.try_into().ok()?, weekdays))
}

fn class_of(parts: &[Part<'_>; 3]) -> Option<(Class, Parts)> {
    use Part::{Digits, Month};
    Some(match *parts {
        [Digits(first), Month(month), Digits(last)] => {
            let (first, last) = (number(first)?, number(last)?);
            match (first.digits, last.digits) {
                (4, 1 | 2) | (1 | 2, 4) | (1, 2) => (Class::Fixed, Parts::Named(first, month, last)),
                (2, 2) => (Class::NamedShort, Parts::Named(first, month, last)),
                _ => return None,
            }
        }
        [Month(month), Digits(day), Digits(year)] => {
            let (day, year) = (number(day)?, number(year)?);
            if day.digits == 4 || year.digits == 1 {
                return None;
            }
            (Class::Fixed, Parts::Named(day, month, year))
        }
        [Digits(year), Digits(day), Month(month)] if year.len() == 4 => {
            (Class::Fixed, Parts::Named(number(year)?, month, number(day)?))
        }
        [Digits(first), Digits(second), Digits(third)] => {
            let numbers = [number(first)?, number(second)?, number(third)?];
            let class = match numbers.map(|number| number.digits) {
                [4, 1 | 2, 1 | 2] => Class::YearFirst,
                [1 | 2, 1 | 2, 4] => Class::YearLast,
                [1 | 2, 1 | 2, 2] | [2, 1 | 2, 1] => Class::Short,
                _ => return None,
            };
            (class, Parts::Numbers(numbers))
        }
        _ => return None,
    })
}
