//! Dates as people write them: `2023-05-27`, `27/05/23`, `7 sept. 2026 20:13`, `Jul-21-25`.
//!
//! Whether day or month comes first is decided for a whole column from all its values.

use std::str::FromStr;

use comptoir_calendar::{Date, from_unix_days, parse_iso};
use comptoir_sales::fold;

use crate::{numbers::Unread, record::Cell};

/// The order of day, month and year in dates of digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// `27/05/2023`
    DayMonthYear,
    /// `05/27/2023`
    MonthDayYear,
    /// `2023/05/27`
    YearMonthDay,
}

impl DateOrder {
    /// The name used with `--date-order`.
    pub fn name(self) -> &'static str {
        match self {
            Self::DayMonthYear => "dmy",
            Self::MonthDayYear => "mdy",
            Self::YearMonthDay => "ymd",
        }
    }
}

impl FromStr for DateOrder {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "dmy" => Ok(Self::DayMonthYear),
            "mdy" => Ok(Self::MonthDayYear),
            "ymd" => Ok(Self::YearMonthDay),
            _ => Err(name.to_owned()),
        }
    }
}

/// What the values of a column say about the order of its dates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Orders {
    /// The order that some value needs, or that the user names.
    pub(crate) decided: Option<DateOrder>,
    /// A value that is one day in one order and another in the other.
    pub(crate) doubtful: Option<String>,
    /// A value that needs the other order than one before it.
    pub(crate) contradiction: Option<String>,
}

impl Orders {
    /// What one more value says. A value that is no date in any order says nothing.
    pub(crate) fn learn(&mut self, cell: Cell<'_>) {
        match evidence(cell) {
            Evidence::For(order) => match self.decided {
                None => self.decided = Some(order),
                Some(before) if before == order => {}
                Some(_) => {
                    self.contradiction = self.contradiction.take().or_else(|| Some(cell.as_str().to_owned()));
                }
            },
            Evidence::Both if self.doubtful.is_none() => self.doubtful = Some(cell.as_str().to_owned()),
            Evidence::Both | Evidence::None => {}
        }
    }

    /// A value for which the column has to be asked about, if there is one.
    pub(crate) fn question(&self) -> Option<&str> {
        let undecided = self.doubtful.as_deref().filter(|_| self.decided.is_none());
        self.contradiction.as_deref().or(undecided)
    }
}

enum Evidence {
    None,
    Both,
    For(DateOrder),
}

/// What a value says about the order: day or month first.
fn evidence(cell: Cell<'_>) -> Evidence {
    let day_first = read(cell, DateOrder::DayMonthYear);
    let month_first = read(cell, DateOrder::MonthDayYear);
    match (day_first, month_first) {
        (Some(_), None) => Evidence::For(DateOrder::DayMonthYear),
        (None, Some(_)) => Evidence::For(DateOrder::MonthDayYear),
        (Some(day_first), Some(month_first)) if day_first != month_first => Evidence::Both,
        _ => Evidence::None,
    }
}

/// Reads the dates of one column, one after the other.
#[derive(Clone, Debug)]
pub(crate) struct DateReader {
    order: Option<DateOrder>,
    /// Whether the user has named the order: then a value that needs the other one is wrong by itself.
    is_told: bool,
    /// The value read last: most files have many sales a day.
    last: Option<(String, Date)>,
}

impl DateReader {
    /// By what is decided so far; what is not, the first value that needs an order decides.
    pub(crate) fn new(orders: &Orders, is_told: bool) -> Self {
        Self { order: orders.decided, is_told, last: None }
    }

    /// The order, once it is decided.
    pub(crate) fn order(&self) -> Option<DateOrder> {
        self.order
    }

    /// Reads a value that is there.
    pub(crate) fn read(&mut self, cell: Cell<'_>) -> Result<Date, Unread> {
        let text = cell.as_str();
        if let Some((_, date)) = self.last.as_ref().filter(|(last, _)| last == text) {
            return Ok(*date);
        }
        let date = self.decide(cell)?;
        let (last, known) = self.last.get_or_insert_with(|| (String::new(), date));
        last.clear();
        last.push_str(text);
        *known = date;
        Ok(date)
    }

    fn decide(&mut self, cell: Cell<'_>) -> Result<Date, Unread> {
        let text = cell.as_str();
        if let (Some(date), 10) = (parse_iso(text), text.len()) {
            return Ok(date);
        }
        if let (true, Some(order)) = (self.is_told, self.order) {
            return read(cell, order).ok_or(Unread::NotANumber);
        }
        match (evidence(cell), self.order) {
            (Evidence::For(order), Some(known)) if order != known => return Err(Unread::Contradiction),
            (Evidence::For(order), None) => self.order = Some(order),
            (Evidence::Both, None) => return Err(Unread::Doubt),
            _ => {}
        }
        read(cell, self.order.unwrap_or(DateOrder::YearMonthDay)).ok_or(Unread::NotANumber)
    }
}

/// The civil day, or `None` when the value is no date in that order. A year that stands first and a month that is named
/// need no order; weekdays, times and offsets are left aside, since the day they stand beside is the shop's own.
pub(crate) fn read(cell: Cell<'_>, order: DateOrder) -> Option<Date> {
    let text = cell.as_str();
    if let Some(date) = text.get(..10).and_then(parse_iso)
        && !text[10..].starts_with(|next: char| next.is_ascii_digit())
    {
        return Some(date);
    }
    if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return compact(text).or_else(|| serial(text)).or_else(|| from_parts(&parts_of(text)?, order));
    }
    from_parts(&parts_of(text)?, order)
}

/// `20230527`, as accounting programs write it.
fn compact(text: &str) -> Option<Date> {
    if text.len() != 8 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    parse_iso(&format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]))
}

/// A day as spreadsheets count them, from 1899-12-30 on, with the time as a fraction: `45073`, `45073.84`.
fn serial(text: &str) -> Option<Date> {
    /// The serial of 1970-01-01.
    const UNIX_START: i32 = 25_569;
    /// From 1954 to 2119: smaller and larger numbers are no days of sales.
    const LIKELY: std::ops::RangeInclusive<i32> = 20_000..=80_000;
    let day: i32 = text.split('.').next()?.parse().ok()?;
    if text.matches('.').count() > 1 || !LIKELY.contains(&day) {
        return None;
    }
    from_unix_days(day - UNIX_START)
}

/// One part of a date.
#[derive(Clone, Copy, Debug)]
enum Part<'a> {
    Digits(&'a str),
    Month(i8),
}

/// The three parts of a date; `None` when there are others.
fn parts_of(text: &str) -> Option<[Part<'_>; 3]> {
    let mut parts = Vec::with_capacity(3);
    for word in text.split([' ', '\u{a0}', '\u{202f}', ',', '/', '-', '.']) {
        if word.is_empty() || is_filler(word) {
            continue;
        }
        let word = before_time(word);
        if parts.len() == 3 {
            // What stands behind the day is a time or an offset; words there are no part of a date.
            let is_time = word.starts_with(|first: char| first.is_ascii_digit() || first == '+');
            if !is_time && !is_behind_time(word) {
                return None;
            }
            continue;
        }
        parts.push(part_of(word)?);
    }
    parts.try_into().ok()
}

/// `2023T20` of `27/05/2023T20:13` without the hour.
fn before_time(word: &str) -> &str {
    match word.split_once('T') {
        Some((before, after)) if before.ends_with(is_digit) && after.starts_with(is_digit) => before,
        _ => word,
    }
}

fn is_digit(letter: char) -> bool {
    letter.is_ascii_digit()
}

fn part_of(word: &str) -> Option<Part<'_>> {
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Part::Digits(word));
    }
    // The first of the month, and English ordinals.
    let bare = ["er", "st", "nd", "rd", "th"].iter().find_map(|ending| word.strip_suffix(ending));
    if let Some(digits) =
        bare.filter(|bare| !bare.is_empty() && bare.bytes().all(|byte| byte.is_ascii_digit()))
    {
        return Some(Part::Digits(digits));
    }
    month_named(word).map(Part::Month)
}

/// The months' names, folded: French, then English. A shorter form is known by its first letters.
const MONTHS: [[&str; 12]; 2] = [
    [
        "janvier",
        "fevrier",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "aout",
        "septembre",
        "octobre",
        "novembre",
        "decembre",
    ],
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ],
];

pub(crate) fn month_named(word: &str) -> Option<i8> {
    let folded = fold(word);
    // `jui` and `juil`: three letters are not enough for two months of summer.
    let fits = |name: &&str| folded.len() >= 3 && name.starts_with(folded.as_str());
    let of = |names: &[&str; 12]| {
        let mut found = names.iter().enumerate().filter(|(_, name)| fits(name)).map(|(at, _)| at as i8 + 1);
        let first = found.next()?;
        found.next().is_none().then_some(first)
    };
    MONTHS.iter().find_map(of)
}

/// Words that stand before or between the parts of a date and say nothing of it.
fn is_filler(word: &str) -> bool {
    const WEEKDAYS: [&str; 14] = [
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
        "samedi",
        "dimanche",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    let folded = fold(word);
    matches!(folded.as_str(), "le" | "of" | "the")
        || folded.len() >= 3
            && month_named(word).is_none()
            && WEEKDAYS.iter().any(|day| day.starts_with(folded.as_str()))
}

/// Words that stand behind a time.
fn is_behind_time(word: &str) -> bool {
    matches!(fold(word).as_str(), "a" | "at" | "am" | "pm" | "h" | "z" | "utc" | "gmt" | "cet" | "cest")
}

fn from_parts(parts: &[Part<'_>; 3], order: DateOrder) -> Option<Date> {
    use Part::{Digits, Month};
    let (year, month, day) = match *parts {
        [Digits(day), Month(month), Digits(year)] if day.len() <= 2 => (year_of(year)?, month, number(day)?),
        [Digits(year), Month(month), Digits(day)] | [Month(month), Digits(day), Digits(year)] => {
            (year_of(year)?, month, number(day)?)
        }
        [Digits(first), Digits(second), Digits(third)] => {
            let (year, month, day) = match order {
                _ if first.len() == 4 => (first, second, third),
                DateOrder::DayMonthYear => (third, second, first),
                DateOrder::MonthDayYear => (third, first, second),
                DateOrder::YearMonthDay => (first, second, third),
            };
            (year_of(year)?, number(month)?, number(day)?)
        }
        _ => return None,
    };
    Date::new(year, month, day).ok()
}

/// A day or a month.
fn number(digits: &str) -> Option<i8> {
    if digits.len() <= 2 { digits.parse().ok() } else { None }
}

/// A year of four digits, or of two: 69 to 99 are of the last century, as POSIX has it.
fn year_of(digits: &str) -> Option<i16> {
    let year: i16 = digits.parse().ok()?;
    match digits.len() {
        4 => Some(year),
        2 if year >= 69 => Some(1900 + year),
        2 => Some(2000 + year),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn orders(values: &[&str]) -> Orders {
        let mut orders = Orders::default();
        for value in values {
            orders.learn(Cell::text(value));
        }
        orders
    }

    #[test]
    fn one_day_after_the_twelfth_settles_the_column() {
        for (values, order) in [
            (&["01/06/2023", "27/05/2023"], DateOrder::DayMonthYear),
            (&["01/06/2023", "05/27/2023"], DateOrder::MonthDayYear),
            (&["2023-05-16", "16/06/2023"], DateOrder::DayMonthYear),
        ] {
            let orders = orders(values);
            assert_eq!((orders.decided, orders.question()), (Some(order), None));
        }
    }

    #[test]
    fn a_column_that_fits_both_orders_is_asked_about() {
        assert_eq!(orders(&["01/06/2023", "02/06/2023"]).question(), Some("01/06/2023"));
        assert_eq!(orders(&["27/05/2023", "05/27/2023"]).question(), Some("05/27/2023"));
        assert_eq!(orders(&["06/06/2023", "2023-05-01"]).question(), None);
    }

    #[test]
    fn a_reader_decides_with_the_first_value_that_needs_an_order() {
        let mut reader = DateReader::new(&Orders::default(), false);
        assert_eq!(reader.read(Cell::text("01/06/2023")), Err(Unread::Doubt));
        assert_eq!(reader.read(Cell::text("27/05/2023")).ok(), Date::new(2023, 5, 27).ok());
        assert_eq!(reader.read(Cell::text("01/06/2023")).ok(), Date::new(2023, 6, 1).ok());
        assert_eq!(reader.read(Cell::text("05/27/2023")), Err(Unread::Contradiction));
    }

    #[test]
    fn days_that_do_not_exist_are_no_dates() {
        for wrong in [
            "31/02/2023",
            "2023-02-30",
            "00/01/2023",
            "hier",
            "1/2",
            "1/2/3/4",
            "",
            "99999/1/1",
            "12",
            "1234567",
            "20231301",
            "99 juin 2023",
            "jui 1 2023",
            "12.5",
            "2023-01-011",
            "27/05/2023 Lyon",
            "lundi",
            "T-2023-1",
        ] {
            assert_eq!(read(Cell::text(wrong), DateOrder::DayMonthYear), None, "{wrong}");
        }
    }

    #[test]
    fn one_day_is_written_in_many_ways() {
        let expected = Date::new(2023, 5, 27).ok();
        for right in [
            "27/05/2023",
            "27.5.2023",
            "27-05-2023 18:30",
            "27/05/23",
            "27-05-23",
            "2023/05/27",
            "20230527",
            "2023-05-27T23:59:59+02:00",
            "2023-05-27 23:59:59 +0400",
            "27 mai 2023",
            "27 mai 2023 20:13",
            "samedi 27 mai 2023",
            "Saturday, 27 May 2023",
            "May 27, 2023",
            "May-27-23",
            "27-May-2023",
            "45073",
            "45073.845",
            "27/05/2023 à 20h13",
            "27/05/2023 8:13 PM",
            "27/05/2023T20:13",
            "le 27 mai 2023 à 20:13",
        ] {
            assert_eq!(read(Cell::text(right), DateOrder::DayMonthYear), expected, "{right}");
        }
    }

    #[test]
    fn months_are_known_by_their_names_long_or_short() {
        let cases = [
            ("1 juin 2026 09:59", (2026, 6, 1)),
            ("7 sept. 2026 20:13", (2026, 9, 7)),
            ("1er févr. 2026", (2026, 2, 1)),
            ("3 août 2026", (2026, 8, 3)),
            ("14 juil. 2026", (2026, 7, 14)),
            ("25 déc. 2026", (2026, 12, 25)),
            ("Jul-21-25", (2025, 7, 21)),
            ("Friday, 26 October 2012", (2012, 10, 26)),
            ("March 1st, 2024", (2024, 3, 1)),
            ("mardi 3 mars 2026", (2026, 3, 3)),
            ("Tue, 3 Mar 2026", (2026, 3, 3)),
        ];
        for (text, (year, month, day)) in cases {
            let expected = Date::new(year, month, day).ok();
            assert_eq!(read(Cell::text(text), DateOrder::YearMonthDay), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_day_in_any_of_the_forms_is_read_back(days in 0i32..40_000, form in 0usize..8) {
            let date = from_unix_days(days).unwrap();
            let (year, month, day) = (date.year(), date.month(), date.day());
            let french = MONTHS[0][month as usize - 1];
            let (text, order) = match form {
                0 => (format!("{day:02}/{month:02}/{year}"), DateOrder::DayMonthYear),
                1 => (format!("{month}/{day}/{year}"), DateOrder::MonthDayYear),
                2 => (format!("{year}.{month}.{day}"), DateOrder::DayMonthYear),
                3 => (format!("{day} {french} {year} 20:13"), DateOrder::MonthDayYear),
                4 => (format!("{year}{month:02}{day:02}"), DateOrder::DayMonthYear),
                5 => (format!("{year}-{month:02}-{day:02}T00:30:00-11:00"), DateOrder::MonthDayYear),
                6 => (format!("{}", days + 25_569), DateOrder::DayMonthYear),
                _ => (format!("{day:02}-{month:02}-{:02}", year % 100), DateOrder::DayMonthYear),
            };
            let two_digits_fit = form != 7 || (1969..=2068).contains(&year);
            prop_assert!(!two_digits_fit || read(Cell::text(&text), order) == Some(date), "{}", text);
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in "\\PC*") {
            let mut orders = Orders::default();
            orders.learn(Cell::text(&text));
            let _ = DateReader::new(&orders, false).read(Cell::text(&text));
        }
    }
}
