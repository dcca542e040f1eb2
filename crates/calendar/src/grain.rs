//! Days, weeks, months, quarters and years as runs of days.

use jiff::{ToSpan, civil::Date};

use crate::Period;

/// How long a run of days is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Grain {
    /// One day.
    Day,
    /// A week of ISO 8601: from Monday to Sunday.
    Week,
    /// A month.
    Month,
    /// Three months from January, April, July or October on.
    Quarter,
    /// A year.
    Year,
}

impl Grain {
    /// All of them, the shortest first.
    pub const ALL: [Self; 5] = [Self::Day, Self::Week, Self::Month, Self::Quarter, Self::Year];

    /// The run that a day belongs to; at the edge of the calendar only its days that exist.
    pub fn period_of(self, day: Date) -> Period {
        let first = self.first_of(day);
        let last = match self {
            Self::Day => day,
            Self::Week => first.saturating_add(6.days()),
            Self::Month => day.last_of_month(),
            Self::Quarter => first.saturating_add(2.months()).last_of_month(),
            Self::Year => day.last_of_year(),
        };
        Period::between(first, last)
    }

    fn first_of(self, day: Date) -> Date {
        match self {
            Self::Day => day,
            Self::Week => day.saturating_sub(day.weekday().to_monday_zero_offset().days()),
            Self::Month => day.first_of_month(),
            Self::Quarter => {
                let months = (day.month() - 1) % 3;
                day.first_of_month().saturating_sub(months.months())
            }
            Self::Year => day.first_of_year(),
        }
    }

    /// The name of the run that a day belongs to: `2023-11-30`, `2023-W48`, `2023-11`, `2023-Q4`, `2023`.
    pub fn label(self, day: Date) -> String {
        let week = day.iso_week_date();
        match self {
            Self::Day => day.to_string(),
            Self::Week => format!("{:04}-W{:02}", week.year(), week.week()),
            Self::Month => format!("{:04}-{:02}", day.year(), day.month()),
            Self::Quarter => format!("{:04}-Q{}", day.year(), (day.month() + 2) / 3),
            Self::Year => format!("{:04}", day.year()),
        }
    }

    /// The run of days called so, and how long it is; `None` when nothing is. Years are read from 0000 to 9999.
    pub fn parse(label: &str) -> Option<(Self, Period)> {
        let bytes = label.as_bytes();
        let number = |from: usize, to: usize| -> Option<i16> {
            let digits = bytes.get(from..to)?;
            if !digits.iter().all(u8::is_ascii_digit) {
                return None;
            }
            std::str::from_utf8(digits).ok()?.parse().ok()
        };
        let year = number(0, 4)?;
        let small = |from: usize, to: usize| i8::try_from(number(from, to)?).ok();
        let (grain, day) = match (bytes.len(), bytes.get(5)) {
            (4, _) => (Self::Year, Date::new(year, 1, 1).ok()?),
            (7, Some(b'Q')) => {
                let quarter = small(6, 7).filter(|quarter| (1..=4).contains(quarter))?;
                (Self::Quarter, Date::new(year, quarter * 3 - 2, 1).ok()?)
            }
            (7, _) => (Self::Month, Date::new(year, small(5, 7)?, 1).ok()?),
            (8, Some(b'W')) => {
                let thursday =
                    jiff::civil::ISOWeekDate::new(year, small(6, 8)?, jiff::civil::Weekday::Thursday);
                (Self::Week, thursday.ok()?.date())
            }
            (10, _) => (Self::Day, crate::parse_iso(label)?),
            _ => return None,
        };
        (grain.label(day) == label).then(|| (grain, grain.period_of(day)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::from_unix_days;

    /// The days of 400 years, after which the calendar repeats.
    fn days() -> impl Strategy<Value = Date> {
        (0..146_097_i32).prop_map(|day| from_unix_days(day - 40_000).unwrap())
    }

    proptest! {
        #[test]
        fn a_run_holds_its_day_and_its_label_names_it(day in days()) {
            for grain in Grain::ALL {
                let period = grain.period_of(day);
                prop_assert!(period.contains(day));
                prop_assert_eq!(Grain::parse(&grain.label(day)), Some((grain, period)));
                let next = period.last().tomorrow().unwrap();
                prop_assert_eq!(grain.period_of(next).first(), next);
            }
        }

        #[test]
        fn a_week_is_of_the_year_of_its_thursday(day in days()) {
            let week = Grain::Week.period_of(day);
            prop_assert_eq!(week.len(), 7);
            prop_assert_eq!(week.first().weekday(), jiff::civil::Weekday::Monday);
            let thursday = week.first().saturating_add(3.days());
            let number = (thursday.day_of_year() + 6) / 7;
            prop_assert_eq!(Grain::Week.label(day), format!("{:04}-W{number:02}", thursday.year()));
        }

        #[test]
        fn anything_may_be_read_as_a_label(text in ".*") {
            if let Some((grain, period)) = Grain::parse(&text) {
                prop_assert_eq!(grain.label(period.first()), text);
            }
        }
    }

    #[test]
    fn four_hundred_years_have_20_871_weeks() {
        let weeks: u32 = (1_900..2_300)
            .map(|year| if Grain::parse(&format!("{year}-W53")).is_some() { 53 } else { 52 })
            .sum();
        assert_eq!(weeks, 20_871);
        assert_eq!(
            Grain::parse("2020-W53").map(|(_, week)| week.last().to_string()),
            Some("2021-01-03".into())
        );
        assert_eq!(Grain::parse("2021-W53"), None);
    }

    #[test]
    fn labels_of_nothing_are_refused() {
        for wrong in
            ["2023-13", "2023-Q5", "2023-Q0", "2023-W00", "2023-W54", "2023-1", "23", "2023-11-31", "2023_11"]
        {
            assert_eq!(Grain::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn at_the_edge_of_the_calendar_runs_are_shorter() {
        for grain in Grain::ALL {
            assert!(grain.period_of(Date::MIN).contains(Date::MIN));
            assert!(grain.period_of(Date::MAX).contains(Date::MAX));
        }
    }
}
