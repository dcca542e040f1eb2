//! The order of a column's dates (day, month, year), from its values.

use comptoir_calendar::Date;

use super::{
    DateOrder, period,
    written::{Class, DMY, MDY, Marks, Readings, Written, YDM, YMD, Years},
};
use crate::record::Cell;

/// How much longer the days of a column may be apart in one reading than in another before the first is rejected.
const FARTHER: i64 = 5;

/// Days of the same file lie within that anyway.
const CLOSE_DAYS: i64 = 300;

/// Of so many values, one period may be a line of its own; more are what the column is about.
const PERIODS_ONE_IN: usize = 10;

/// Which orders are left to values of one form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Left {
    seen: usize,
    /// The orders in which all values are days, a bit each.
    possible: u8,
    /// The first value that is another day in two orders.
    doubts: [[Option<String>; 4]; 4],
    /// The first day and the last one in each order.
    spans: [Option<(Date, Date)>; 4],
    /// The days of the month, a bit each, where the day stands first and where it stands behind the month.
    days_of_month: [u32; 2],
    /// Whether dashes stand in them.
    has_dashes: bool,
    /// How many have points between their numbers.
    pointed: usize,
    contradiction: Option<String>,
}

impl Left {
    fn learn(&mut self, readings: &Readings, text: &str, written: &Written) {
        let valid = bits(readings);
        if valid == 0 {
            return;
        }
        self.has_dashes |= written.marks == Marks::Dashes;
        self.pointed += usize::from(written.marks == Marks::Points);
        for (days, order) in self.days_of_month.iter_mut().zip([DMY, MDY]) {
            *days |= readings[order].map_or(0, |date| 1 << date.day());
        }
        let before = if self.seen == 0 { 0b1111 } else { self.possible };
        self.seen += 1;
        match before & valid {
            0 => self.contradiction = self.contradiction.take().or_else(|| Some(text.to_owned())),
            left => self.possible = left,
        }
        for (one, date) in readings.iter().enumerate() {
            let Some(date) = *date else { continue };
            let (first, last) = self.spans[one].get_or_insert((date, date));
            (*first, *last) = ((*first).min(date), (*last).max(date));
            for (other, second) in readings.iter().enumerate().skip(one + 1) {
                if second.is_some_and(|second| second != date) {
                    self.doubts[one][other].get_or_insert_with(|| text.to_owned());
                }
            }
        }
    }

    fn is_possible(&self, order: usize) -> bool {
        self.seen > 0 && self.possible & 1 << order != 0
    }

    /// Whether the days are some of one month, in that order of day and month. With both swapped, they are the same
    /// day of as many months.
    fn is_of_one_month(&self, order: usize) -> bool {
        /// Fewer days are too few to decide.
        const DAYS: u32 = 3;
        let span = self.spans[order].filter(|_| self.is_possible(order));
        span.is_some_and(|(first, last)| (first.year(), first.month()) == (last.year(), last.month()))
            && self.days_of_month[usize::from(order == MDY)].count_ones() >= DAYS
    }

    /// Whether an order that has held for files like this one makes the same day of several months of what would be
    /// several days of one: then the shop's language may have changed since.
    fn is_unlikely(&self, order: usize) -> bool {
        (order == DMY && self.is_of_one_month(MDY)) || (order == MDY && self.is_of_one_month(DMY))
    }

    /// `03.11.2025`: no language writes the month first with points and a year of four digits behind it.
    fn with_points(&self, class: Class, possible: u8) -> Option<DateOrder> {
        let is_shown = class == Class::YearLast && self.pointed == self.seen && possible & 1 << DMY != 0;
        is_shown.then_some(DateOrder::DayMonthYear)
    }

    /// How far the days lie apart in that order.
    fn days(&self, order: usize) -> Option<i64> {
        let (first, last) = self.spans[order].filter(|_| self.is_possible(order))?;
        Some(i64::from(first.until(last).ok()?.get_days()))
    }

    /// Of two digits each, whether the year stands first is seen from the whole column: a day moves, a year hardly
    /// does.
    fn without_unlikely(&self) -> u8 {
        let last = [DMY, MDY].iter().filter_map(|order| self.days(*order)).min();
        let (Some(year_last), Some(year_first)) = (last, self.days(YMD)) else { return self.possible };
        let is_farther = |one: i64, other: i64| one > CLOSE_DAYS && one > other.saturating_mul(FARTHER);
        if is_farther(year_first, year_last) {
            self.possible & !(1 << YMD)
        } else if is_farther(year_last, year_first) {
            self.possible & (1 << YMD)
        } else if !self.has_dashes {
            // A file of one day: with slashes or points nobody writes the year first.
            self.possible & !(1 << YMD)
        } else {
            self.possible
        }
    }

    /// The orders that are left, and a value that is another day in two of them.
    fn decided(&self, class: Class) -> (u8, Option<&str>) {
        let left = if class == Class::Short { self.without_unlikely() } else { self.possible };
        let pairs = (0..4).flat_map(|one| (one + 1..4).map(move |other| (one, other)));
        let doubt = pairs
            .filter(|(one, other)| left & 1 << one != 0 && left & 1 << other != 0)
            .find_map(|(one, other)| self.doubts[one][other].as_deref());
        (left, doubt)
    }
}

fn bits(readings: &Readings) -> u8 {
    readings.iter().enumerate().fold(0, |bits, (at, date)| bits | u8::from(date.is_some()) << at)
}

/// Days in the order of the file: whether they rise or fall throughout.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Course {
    before: Option<Date>,
    rises: usize,
    falls: usize,
}

impl Course {
    fn learn(&mut self, date: Date) {
        self.rises += usize::from(self.before.is_some_and(|before| before < date));
        self.falls += usize::from(self.before.is_some_and(|before| before > date));
        self.before = Some(date);
    }

    fn is_sorted(self) -> bool {
        self.rises == 0 || self.falls == 0
    }
}

/// What speaks for days and months that a spreadsheet has swapped: days to the twelfth became dates, later ones stayed
/// text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Swap {
    as_it_stands: Course,
    swapped: Course,
    /// Whether a year-first date has a day after the twelfth, or a year-last one none.
    is_excluded: bool,
    /// A year-first date that would be another day.
    example: Option<String>,
    /// The months of the texts, and of the dates in both readings.
    texts: Vec<(i16, i8)>,
    standing: Vec<(i16, i8)>,
    turned: Vec<(i16, i8)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Swapped {
    No,
    Yes,
    Unknown,
}

impl Swap {
    /// Months are remembered up to that many: a file of more years proves nothing by them.
    const MONTHS: usize = 240;

    fn learn(&mut self, class: Class, readings: &Readings, text: &str) {
        match (class, readings[YMD], readings[YDM]) {
            (Class::YearFirst, Some(day), Some(turned)) => {
                self.as_it_stands.learn(day);
                self.swapped.learn(turned);
                if day != turned {
                    self.example.get_or_insert_with(|| text.to_owned());
                    note(&mut self.standing, day);
                    note(&mut self.turned, turned);
                }
            }
            (Class::YearFirst, ..) => self.is_excluded = true,
            (Class::YearLast, ..) => match (readings[DMY], readings[MDY]) {
                (Some(day), None) | (None, Some(day)) => {
                    self.as_it_stands.learn(day);
                    self.swapped.learn(day);
                    note(&mut self.texts, day);
                }
                _ => self.is_excluded = true,
            },
            _ => {}
        }
    }

    fn found(&self) -> Swapped {
        if self.is_excluded || self.example.is_none() || self.texts.is_empty() {
            return Swapped::No;
        }
        let known = |months: &[(i16, i8)]| months.iter().all(|month| self.texts.contains(month));
        match (self.as_it_stands.is_sorted(), self.swapped.is_sorted()) {
            (false, true) => Swapped::Yes,
            (true, false) => Swapped::No,
            _ if known(&self.turned) && !known(&self.standing) && self.swapped.is_sorted() => Swapped::Yes,
            _ => Swapped::Unknown,
        }
    }
}

fn note(months: &mut Vec<(i16, i8)>, day: Date) {
    let month = (day.year(), day.month());
    if months.len() < Swap::MONTHS && !months.contains(&month) {
        months.push(month);
    }
}

/// The orders of dates that the values of a column allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Orders {
    pub(super) years: Years,
    year_last: Left,
    year_first: Left,
    short: Left,
    named: Left,
    swap: Swap,
    filled: usize,
    periods: usize,
    period: Option<String>,
    /// How many values are no dates, and one of them.
    unread: usize,
    example: Option<String>,
    /// Whether a time of UTC was not midnight: dates of midnight are civil days.
    pub(crate) has_utc_times: bool,
    /// Whether dates of six digits stand in the column.
    has_six_digits: bool,
    /// Whether numbers of the file have decimal commas, all its lines having been looked at: where those are written,
    /// the day stands before the month.
    pub(crate) has_decimal_commas: bool,
}

impl Default for Orders {
    fn default() -> Self {
        Self::new(None)
    }
}

/// The order that each form of dates is read in, as far as it is decided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Decided {
    pub(super) year_last: Option<DateOrder>,
    pub(super) year_first: Option<DateOrder>,
    pub(super) short: Option<DateOrder>,
    pub(super) named: Option<DateOrder>,
}

impl Decided {
    /// As the user names it: a year of four digits needs no more than the order of day and month.
    pub(super) fn named(order: DateOrder) -> Self {
        use DateOrder::{DayMonthYear, MonthDayYear, YearDayMonth, YearMonthDay};
        let year_last = match order {
            DayMonthYear | YearDayMonth => DayMonthYear,
            other => other,
        };
        let year_first = if order == YearDayMonth { YearDayMonth } else { YearMonthDay };
        let named = if matches!(order, DayMonthYear | MonthDayYear) { DayMonthYear } else { YearMonthDay };
        Self {
            year_last: Some(year_last),
            year_first: Some(year_first),
            short: Some(order),
            named: Some(named),
        }
    }

    pub(super) fn of(self, class: Class) -> Option<DateOrder> {
        match class {
            Class::Fixed => Some(DateOrder::YearMonthDay),
            Class::YearFirst => self.year_first,
            Class::YearLast => self.year_last,
            Class::Short => self.short,
            Class::NamedShort => self.named,
        }
    }
}

impl Orders {
    /// Of a column of which nothing is known, on that day.
    pub(crate) fn new(today: Option<Date>) -> Self {
        Self {
            years: Years { last: today.map_or(2199, |today| today.year() + 1) },
            year_last: Left::default(),
            year_first: Left::default(),
            short: Left::default(),
            named: Left::default(),
            swap: Swap::default(),
            filled: 0,
            periods: 0,
            period: None,
            unread: 0,
            example: None,
            has_utc_times: false,
            has_six_digits: false,
            has_decimal_commas: false,
        }
    }

    /// What one more value says. A value that is no date in any order says nothing.
    pub(crate) fn learn(&mut self, cell: Cell<'_>) {
        let Some(text) = cell.filled() else { return };
        self.filled += 1;
        let Some(written) = Written::of(text).or_else(|| period::only_day(text)) else {
            if period::is_period(text) {
                self.periods += 1;
                self.period.get_or_insert_with(|| text.to_owned());
            }
            self.unread += 1;
            self.example.get_or_insert_with(|| text.to_owned());
            return;
        };
        let readings = written.readings(self.years);
        self.has_six_digits |= written.is_compact && text.len() == 6;
        self.has_utc_times |= written.zone == super::Zone::Utc
            && written.clock.is_some_and(|clock| clock.seconds != 0)
            && readings.iter().any(Option::is_some);
        self.swap.learn(written.class, &readings, text);
        let left = match written.class {
            Class::Fixed => return,
            Class::YearFirst => &mut self.year_first,
            Class::YearLast => &mut self.year_last,
            Class::Short => &mut self.short,
            Class::NamedShort => &mut self.named,
        };
        left.learn(&readings, text, &written);
    }

    /// What each form is read in, where `before` has held for files like this one.
    pub(super) fn decided(&self, before: Option<DateOrder>) -> Decided {
        let before = before.map(Decided::named);
        let of = |left: &Left, class: Class| {
            let usual = before.and_then(|before| before.of(class)).map(place);
            match left.decided(class) {
                _ if left.seen == 0 => usual.map(|order| DateOrder::ALL[order]),
                (possible, Some(_)) => {
                    let usual = usual.filter(|order| possible & 1 << order != 0 && !left.is_unlikely(*order));
                    let usual = usual.map(|order| DateOrder::ALL[order]);
                    let pointed = || left.with_points(class, possible);
                    usual.or_else(pointed).or_else(|| self.of_one_month(left, possible))
                }
                // Every order that is left says the same of what was seen; the usual one first.
                (possible, None) => {
                    let one = usual.filter(|order| possible & 1 << order != 0);
                    let only = possible.is_power_of_two().then(|| possible.trailing_zeros() as usize);
                    one.or(only).map(|order| DateOrder::ALL[order])
                }
            }
        };
        let year_last = of(&self.year_last, Class::YearLast);
        let mut short = of(&self.short, Class::Short);
        if short.is_none()
            && let Some(order) = year_last
            && self.short.without_unlikely() & 1 << place(order) != 0
        {
            short = Some(order);
        }
        Decided {
            year_last,
            year_first: self.year_first_decided(before),
            short,
            named: Some(if self.named.seen > 0 && !self.named.is_possible(DMY) {
                DateOrder::YearMonthDay
            } else {
                DateOrder::DayMonthYear
            }),
        }
    }

    /// Several days of one month, in a file with decimal commas: both the days and the numbers say that the day stands
    /// before the month. One of them alone says too little: an invoice a month is of the same day of each, too.
    fn of_one_month(&self, left: &Left, possible: u8) -> Option<DateOrder> {
        let is_between_the_two = possible == 1 << DMY | 1 << MDY;
        let is_shown = self.has_decimal_commas && is_between_the_two && left.is_of_one_month(DMY);
        is_shown.then_some(DateOrder::DayMonthYear)
    }

    /// Four digits first: month and day follow in that order, unless the column shows another.
    fn year_first_decided(&self, before: Option<Decided>) -> Option<DateOrder> {
        let left = &self.year_first;
        let is_turned = left.seen > 0 && (!left.is_possible(YMD) || self.swap.found() == Swapped::Yes);
        let was_turned = before.and_then(|before| before.year_first) == Some(DateOrder::YearDayMonth);
        let is_open = left.is_possible(YMD) && left.is_possible(YDM) && left.doubts[YMD][YDM].is_some();
        if is_turned {
            Some(DateOrder::YearDayMonth)
        } else if was_turned && is_open {
            None
        } else {
            Some(DateOrder::YearMonthDay)
        }
    }

    /// A value for which the column has to be asked about, if there is one.
    pub(crate) fn question(&self, before: Option<DateOrder>) -> Option<&str> {
        let decided = self.decided(before);
        let forms = [
            (&self.year_last, Class::YearLast),
            (&self.short, Class::Short),
            (&self.year_first, Class::YearFirst),
            (&self.named, Class::NamedShort),
        ];
        let contradiction = forms.iter().find_map(|(left, _)| left.contradiction.as_deref());
        let swapped = || self.swap.example.as_deref().filter(|_| self.swap.found() == Swapped::Unknown);
        let open = || {
            let open = forms.iter().filter(|(_, class)| decided.of(*class).is_none());
            open.filter(|(left, _)| left.seen > 0).find_map(|(left, class)| left.decided(*class).1)
        };
        contradiction.or_else(swapped).or_else(open)
    }

    /// A value that is no date, of a column in which most are not.
    pub(crate) fn unreadable(&self) -> Option<&str> {
        self.example.as_deref().filter(|_| self.unread * 2 > self.filled)
    }

    /// A value of a column that holds periods, not days.
    pub(crate) fn period(&self) -> Option<&str> {
        self.period.as_deref().filter(|_| self.periods * PERIODS_ONE_IN >= self.filled)
    }

    /// The order of the dates, where the values decide it.
    pub(crate) fn order(&self) -> Option<DateOrder> {
        self.decided(None).order()
    }

    /// Whether values of that form have been seen, or none of any form that needs an order.
    pub(super) fn knows(&self, class: Class) -> bool {
        let seen = |left: &Left| left.seen > 0;
        match class {
            Class::YearFirst => seen(&self.year_first) || !seen(&self.year_last),
            Class::YearLast => seen(&self.year_last) || !seen(&self.year_first),
            _ => true,
        }
    }

    pub(super) fn has_six_digits(&self) -> bool {
        self.has_six_digits
    }
}

impl Decided {
    /// The one that is reported for a column: that of day and month, where its dates need one.
    pub(super) fn order(self) -> Option<DateOrder> {
        let turned = self.year_first.filter(|order| *order == DateOrder::YearDayMonth);
        turned.or(self.short).or(self.year_last)
    }
}

fn place(order: DateOrder) -> usize {
    match order {
        DateOrder::DayMonthYear => DMY,
        DateOrder::MonthDayYear => MDY,
        DateOrder::YearMonthDay => YMD,
        DateOrder::YearDayMonth => YDM,
    }
}

/// The reading of that order.
pub(super) fn reading(readings: &Readings, order: DateOrder) -> Option<Date> {
    readings[place(order)]
}
