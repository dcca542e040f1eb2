//! The French calendar as regressors: columns of numbers, one for each day.

use comptoir_calendar::{Date, Occasion, Period, Season, Territory, Zone, easter, holiday_on, occasions_on};
use comptoir_forecast::{ForecastError, Regressors};

use super::generic_calendar::with_anywhere;

/// One column.
type Column = (&'static str, fn(&Day) -> f64);

/// A day with what is special about it and about its neighbours.
struct Day {
    date: Date,
    occasions: Vec<Occasion>,
    is_before_holiday: bool,
    is_after_holiday: bool,
}

/// The columns: one where the day is of the kind, else zero.
const COLUMNS: [Column; 14] = [
    ("holiday", |day| day.any(|occasion| matches!(occasion, Occasion::Holiday(_)))),
    ("day-before-holiday", |day| f64::from(day.is_before_holiday)),
    ("day-after-holiday", |day| f64::from(day.is_after_holiday)),
    ("bridge", |day| day.any(|occasion| occasion == Occasion::Bridge)),
    ("school-holidays", |day| day.any(|occasion| matches!(occasion, Occasion::School(_)))),
    ("soldes-winter", |day| day.any(|occasion| occasion == Occasion::Soldes(Season::Winter))),
    ("soldes-summer", |day| day.any(|occasion| occasion == Occasion::Soldes(Season::Summer))),
    ("easter-saturday", |day| Day::is_easter(day.date.tomorrow().ok())),
    ("easter-sunday", |day| Day::is_easter(Some(day.date))),
    ("black-friday", |day| day.any(|occasion| occasion == Occasion::BlackFriday)),
    ("valentine", |day| day.any(|occasion| occasion == Occasion::Valentine)),
    ("mothers-day", |day| day.any(|occasion| occasion == Occasion::MothersDay)),
    ("fathers-day", |day| day.any(|occasion| occasion == Occasion::FathersDay)),
    ("eves", |day| day.any(|occasion| matches!(occasion, Occasion::ChristmasEve | Occasion::NewYearsEve))),
];

impl Day {
    fn new(date: Date, territory: Territory, zone: Option<Zone>) -> Self {
        let is_holiday = |date: Date| holiday_on(date, territory).is_some();
        Self {
            date,
            occasions: occasions_on(date, territory, zone),
            is_before_holiday: date.tomorrow().is_ok_and(is_holiday),
            is_after_holiday: date.yesterday().is_ok_and(is_holiday),
        }
    }

    fn any(&self, is: impl Fn(Occasion) -> bool) -> f64 {
        f64::from(self.occasions.iter().any(|occasion| is(*occasion)))
    }

    fn is_easter(day: Option<Date>) -> f64 {
        f64::from(day.is_some_and(|day| easter(day.year()) == Some(day)))
    }
}

/// The columns of the days of a period, of which so many are past, where a shop stands: abroad, where the French
/// occasions are not known to matter, those of any place.
///
/// # Errors
/// None that these numbers could have.
pub(super) fn regressors(
    period: Period,
    past: u32,
    (territory, zone): (Option<Territory>, Option<Zone>),
) -> Result<Regressors, ForecastError> {
    let Some(territory) = territory else {
        return with_anywhere(Regressors::none(), period, past);
    };
    let days: Vec<Day> = period.days().map(|date| Day::new(date, territory, zone)).collect();
    let mut regressors = Regressors::none();
    for (name, of) in COLUMNS {
        regressors = regressors.with(name, days.iter().map(of).collect())?;
    }
    with_anywhere(regressors, period, past)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abroad_no_french_occasion_is_a_column() {
        let period = Period::between(Date::constant(2024, 1, 1), Date::constant(2024, 3, 31));
        let names = |territory| {
            let columns = regressors(period, 60, (territory, Some(Zone::A))).unwrap();
            columns.names().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(names(None), ["before-christmas", "after-christmas"]);
        assert!(names(Some(Territory::Metropolitan)).contains(&"soldes-winter".to_owned()));
    }

    #[test]
    fn a_day_has_ones_in_its_columns() {
        let on = |date: &str| {
            let day = Day::new(date.parse().unwrap(), Territory::Metropolitan, Some(Zone::C));
            let columns = COLUMNS.iter().filter(|(_, of)| of(&day) != 0.0);
            columns.map(|(name, _)| *name).collect::<Vec<_>>()
        };
        assert_eq!(on("2024-05-09"), ["holiday", "day-after-holiday", "school-holidays"]);
        assert_eq!(on("2024-05-10"), ["day-after-holiday", "bridge", "school-holidays"]);
        assert_eq!(on("2024-03-30"), ["easter-saturday"]);
        assert_eq!(on("2024-12-24"), ["day-before-holiday", "school-holidays", "eves"]);
        assert!(on("2024-03-06").is_empty());
    }
}
