//! A series in the order of its dates.

use comptoir_calendar::Date;
use jiff::Span;

/// How far apart the days of months are.
const DAYS_OF_A_MONTH: std::ops::RangeInclusive<i64> = 28..=31;

/// A series has at most this many periods for each of its values.
const MOST_GAPS: usize = 10;

/// When a value of a file is of.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum When {
    Day(Date),
    /// A number that counts periods.
    Number(i64),
    /// A text that is neither.
    Unread(String),
    /// The file does not say.
    Nowhere,
}

impl std::fmt::Display for When {
    fn fmt(&self, form: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Day(day) => day.fmt(form),
            Self::Number(number) => number.fmt(form),
            Self::Unread(text) => form.write_str(text),
            Self::Nowhere => Ok(()),
        }
    }
}

/// What the periods after the last are called.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Ahead {
    Unknown,
    /// Days so far apart.
    Days(Date, i64),
    /// Months, by the day that the last one has.
    Months(Date),
    /// Numbers so far apart.
    Numbers(i64, i64),
}

impl Ahead {
    /// The date of a step, counted from 1; empty where it is not known.
    pub(super) fn date(self, step: usize) -> String {
        let Ok(step) = i64::try_from(step) else { return String::new() };
        let later = |day: Date, span: Result<Span, jiff::Error>| day.checked_add(span.ok()?).ok();
        let day = match self {
            Self::Unknown => None,
            Self::Numbers(last, apart) => return (last + step * apart).to_string(),
            Self::Days(last, apart) => later(last, Span::new().try_days(step * apart)),
            Self::Months(last) => {
                let month = later(last, Span::new().try_months(step));
                // The end of February is followed by that of March.
                let is_end = last == last.last_of_month();
                month.map(|day| if is_end { day.last_of_month() } else { day })
            }
        };
        day.map_or_else(String::new, |day| day.to_string())
    }
}

/// One series of the file, in the order of its dates.
#[derive(Debug)]
pub(super) struct Series {
    pub(super) id: String,
    /// NaN where a value is missing.
    pub(super) values: Vec<f64>,
    /// The periods of a season that its dates show; 1 where they show none.
    pub(super) season: usize,
    /// The day of the first value, where every value is that of a day.
    pub(super) first_day: Option<Date>,
    /// An invalid date, for which the values are taken in the order of the file.
    pub(super) undated: Option<String>,
    pub(super) ahead: Ahead,
}

/// A period that has two values.
#[derive(Debug)]
pub(super) struct Twice {
    pub(super) series: String,
    pub(super) when: String,
}

impl Series {
    /// A series in the order of its dates, or of its numbers, with gaps as missing values; as it stands in the file where
    /// one of them is neither.
    pub(super) fn of(id: String, mut rows: Vec<(When, f64)>) -> Result<Self, Twice> {
        let are_days = rows.iter().all(|(when, _)| matches!(when, When::Day(_)));
        let are_numbers = rows.iter().all(|(when, _)| matches!(when, When::Number(_)));
        if !are_days && !are_numbers {
            let unread = rows.iter().find(|(when, _)| !matches!(when, When::Day(_) | When::Nowhere));
            let undated = unread.map(|(when, _)| when.to_string());
            let values = rows.into_iter().map(|(_, value)| value).collect();
            return Ok(Self { id, values, season: 1, first_day: None, undated, ahead: Ahead::Unknown });
        }
        rows.sort_by_key(|(when, _)| place(when));
        if let Some(pair) = rows.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            return Err(Twice { series: id, when: pair[0].0.to_string() });
        }
        Ok(Self::in_order(id, rows, are_days))
    }

    fn in_order(id: String, rows: Vec<(When, f64)>, are_days: bool) -> Self {
        let mut steps: Vec<i64> = rows.windows(2).map(|pair| place(&pair[1].0) - place(&pair[0].0)).collect();
        steps.sort_unstable();
        // Of two that are as usual the shorter: a gap is longer.
        let apart = steps.get(steps.len().saturating_sub(1) / 2).copied().unwrap_or(1);
        let is_monthly = are_days && DAYS_OF_A_MONTH.contains(&apart);
        let periods = |when: &When| if is_monthly { months(when) } else { place(when) };
        let apart = if is_monthly { 1 } else { apart };
        let first = rows.first().map_or(0, |(when, _)| periods(when));
        // How many periods lie between the first date and another; `None` between two periods.
        let since = |when: &When| {
            let since = periods(when) - first;
            (since % apart == 0).then(|| usize::try_from(since / apart).ok()).flatten()
        };
        let places: Option<Vec<usize>> = rows.iter().map(|(when, _)| since(when)).collect();
        let season = if is_monthly {
            12
        } else if are_days && apart == 1 {
            7
        } else {
            1
        };
        let length = places.as_ref().and_then(|places| places.last()).map_or(0, |last| last + 1);
        // Dates without a step of their own stand one after the other, as do those that would be gaps most of all.
        let follow = |places: &Vec<usize>| {
            length <= MOST_GAPS * places.len() && places.windows(2).all(|pair| pair[0] < pair[1])
        };
        let Some(places) = places.filter(follow) else {
            let values = rows.into_iter().map(|(_, value)| value).collect();
            return Self { id, values, season, first_day: None, undated: None, ahead: Ahead::Unknown };
        };
        let ahead = match rows.last() {
            Some((When::Day(day), _)) if is_monthly => Ahead::Months(*day),
            Some((When::Day(day), _)) => Ahead::Days(*day, apart),
            Some((When::Number(number), _)) => Ahead::Numbers(*number, apart),
            _ => Ahead::Unknown,
        };
        let first_day = match rows.first() {
            Some((When::Day(day), _)) if !is_monthly && apart == 1 => Some(*day),
            _ => None,
        };
        let mut values = vec![f64::NAN; length];
        for (place, (_, value)) in places.into_iter().zip(rows) {
            values[place] = value;
        }
        Self { id, values, season, first_day, undated: None, ahead }
    }
}

/// Where a date or a number stands among others: in days, or as it counts.
fn place(when: &When) -> i64 {
    match when {
        When::Day(day) => (*day - Date::constant(1970, 1, 1)).get_days().into(),
        When::Number(number) => *number,
        When::Unread(_) | When::Nowhere => 0,
    }
}

/// The months since the year 0.
fn months(when: &When) -> i64 {
    match when {
        When::Day(day) => i64::from(day.year()) * 12 + i64::from(day.month()),
        other => place(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(rows: &[(&str, f64)]) -> Series {
        let when = |date: &str| match (date.parse(), date.parse()) {
            (Ok(day), _) => When::Day(day),
            (_, Ok(number)) => When::Number(number),
            _ if date.is_empty() => When::Nowhere,
            _ => When::Unread(date.to_owned()),
        };
        let rows = rows.iter().map(|(date, value)| (when(date), *value)).collect();
        Series::of("a".into(), rows).unwrap()
    }

    fn dates(series: &Series) -> [String; 2] {
        [1, 2].map(|step| series.ahead.date(step))
    }

    #[test]
    fn days_are_put_in_order_and_gaps_are_missing() {
        let series =
            series(&[("2024-01-03", 3.0), ("2024-01-01", 1.0), ("2024-01-02", 2.0), ("2024-01-05", 5.0)]);
        assert_eq!((series.season, series.first_day), (7, "2024-01-01".parse().ok()));
        assert_eq!(series.values[..3], [1.0, 2.0, 3.0]);
        assert!(series.values[3].is_nan() && (series.values[4] - 5.0).abs() < f64::EPSILON);
        assert_eq!(dates(&series), ["2024-01-06", "2024-01-07"]);
    }

    #[test]
    fn months_are_known_by_their_dates_and_end_as_they_ended() {
        let ends =
            series(&[("2024-01-31", 1.0), ("2024-02-29", 2.0), ("2024-04-30", 4.0), ("2024-03-31", 3.0)]);
        assert_eq!((ends.season, &ends.values[..]), (12, &[1.0, 2.0, 3.0, 4.0][..]));
        assert_eq!(dates(&ends), ["2024-05-31", "2024-06-30"]);
        let firsts = series(&[("2024-01-01", 1.0), ("2024-02-01", 2.0)]);
        assert_eq!(dates(&firsts), ["2024-03-01", "2024-04-01"]);
    }

    #[test]
    fn weeks_go_on_as_weeks() {
        assert_eq!(dates(&series(&[("2024-01-01", 1.0), ("2024-01-08", 2.0)])), ["2024-01-15", "2024-01-22"]);
    }

    #[test]
    fn numbers_count_periods_in_their_own_order() {
        let numbers = series(&[("2", 4.0), ("1", 5.0), ("4", 3.0)]);
        assert_eq!((numbers.season, &numbers.values[..2]), (1, &[5.0, 4.0][..]));
        assert!(numbers.values[2].is_nan());
        assert_eq!(dates(&numbers), ["5", "6"]);
    }

    #[test]
    fn values_without_dates_stand_as_in_the_file() {
        let undated = series(&[("", 5.0), ("", 4.0)]);
        assert_eq!((undated.season, &undated.values, &undated.undated), (1, &vec![5.0, 4.0], &None));
        assert_eq!(dates(&undated), ["", ""]);
        assert_eq!(series(&[("2024-01-01", 5.0), ("soon", 4.0)]).undated.as_deref(), Some("soon"));
    }

    #[test]
    fn a_day_with_two_values_is_refused() {
        let day = |value| (When::Day(Date::constant(2024, 1, 1)), value);
        assert_eq!(Series::of("a".into(), vec![day(1.0), day(2.0)]).unwrap_err().when, "2024-01-01");
    }
}
