use comptoir_calendar::from_unix_days;
use proptest::prelude::*;

use super::{
    names::{french_month, weekday_names},
    *,
};

fn today() -> Option<Date> {
    Date::new(2026, 6, 15).ok()
}

fn orders(values: &[&str]) -> Orders {
    let mut orders = Orders::new(today());
    for value in values {
        orders.learn(Cell::text(value));
    }
    orders
}

/// The days of a column, or the value that it is asked about.
fn days(values: &[&str]) -> Result<Vec<String>, String> {
    let orders = orders(values);
    if let Some(question) = orders.question(None).or(orders.period()) {
        return Err(question.to_owned());
    }
    let mut reader = DateReader::new(&orders, None, None);
    let read = values.iter().map(|value| {
        reader.read(Cell::text(value)).map(|moment| moment.day.to_string()).map_err(|why| format!("{why:?}"))
    });
    read.collect()
}

fn read(text: &str, order: DateOrder) -> Option<Date> {
    let reader = &mut DateReader::new(&Orders::new(None), Some(order), None);
    // A time of UTC is asked about only where all dates before it were of midnight.
    let utc = &mut DateReader::new(&orders_with_times(), Some(order), None);
    reader.read(Cell::text(text)).or_else(|_| utc.read(Cell::text(text))).ok().map(|moment| moment.day)
}

fn orders_with_times() -> Orders {
    let mut orders = Orders::new(None);
    orders.has_utc_times = true;
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
        assert_eq!((orders.order(), orders.question(None)), (Some(order), None));
    }
}

#[test]
fn a_column_that_fits_both_orders_is_asked_about() {
    assert_eq!(orders(&["01/06/2023", "02/06/2023"]).question(None), Some("01/06/2023"));
    assert_eq!(orders(&["27/05/2023", "05/27/2023"]).question(None), Some("05/27/2023"));
    assert_eq!(orders(&["06/06/2023", "2023-05-01"]).question(None), None);
}

#[test]
fn what_held_before_answers_a_column_that_fits_both() {
    let orders = orders(&["01/06/2023", "02/06/2023"]);
    assert_eq!(orders.question(Some(DateOrder::MonthDayYear)), None);
    let mut reader = DateReader::new(&orders, None, Some(DateOrder::MonthDayYear));
    assert_eq!(reader.read(Cell::text("01/06/2023")).unwrap().day.to_string(), "2023-01-06");
}

#[test]
fn a_weekday_is_no_month_and_decides_the_order() {
    let cases: [(&[&str], &[&str]); 7] = [
        (&["lun. 03/11/2025", "mar. 04/11/2025"], &["2025-11-03", "2025-11-04"]),
        (&["mar. 4 nov. 2025", "mer 5 nov. 2025"], &["2025-11-04", "2025-11-05"]),
        (&["Mardi, 04/11/2025"], &["2025-11-04"]),
        (&["Tue 4 Nov 2025", "Thurs. 6 Nov. 2025"], &["2025-11-04", "2025-11-06"]),
        (&["Tue 11/04/2025", "Wed 11/05/2025"], &["2025-11-04", "2025-11-05"]),
        (&["ma 04/11/25", "je 06/11/25"], &["2025-11-04", "2025-11-06"]),
        (&["mar. 3 mars 2026", "mar. 3 mar. 2026"], &["2026-03-03", "2026-03-03"]),
    ];
    for (values, expected) in cases {
        assert_eq!(days(values), Ok(expected.iter().map(ToString::to_string).collect()), "{values:?}");
    }
    // The fourth of November 2025 was a Tuesday, the eleventh of April a Friday.
    assert_eq!(days(&["lun. 04/11/2025"]), Err("OtherWeekday".into()));
    assert_eq!(days(&["mar. 04/11"]), Err("NotANumber".into()));
}

#[test]
fn where_a_year_of_two_digits_stands_is_seen_from_the_column() {
    assert_eq!(days(&["25-11-03", "25-11-14"]), Ok(vec!["2025-11-03".into(), "2025-11-14".into()]));
    assert_eq!(days(&["03-11-25", "14-11-25"]), Ok(vec!["2025-11-03".into(), "2025-11-14".into()]));
    assert_eq!(days(&["251103", "251114"]), Ok(vec!["2025-11-03".into(), "2025-11-14".into()]));
    assert_eq!(days(&["031125", "141125"]), Ok(vec!["2025-11-03".into(), "2025-11-14".into()]));
    assert_eq!(days(&["27/11/25"]), Ok(vec!["2025-11-27".into()]));
    assert_eq!(days(&["25-11-24"]), Err("25-11-24".into()));
    assert_eq!(days(&["03/11/25", "04/11/25"]), Err("03/11/25".into()));
    assert_eq!(days(&["25-nov-03", "25-nov-28"]), Ok(vec!["2025-11-03".into(), "2025-11-28".into()]));
    assert_eq!(days(&["03-nov-25", "28-nov-25"]), Ok(vec!["2025-11-03".into(), "2025-11-28".into()]));
}

#[test]
fn a_column_that_shows_the_day_before_the_month_is_read_so_throughout() {
    assert_eq!(
        days(&["2025-3-11", "2025-14-11", "2025-15-11"]),
        Ok(vec!["2025-11-03".into(), "2025-11-14".into(), "2025-11-15".into()])
    );
    assert_eq!(days(&["2025-03-11", "2025-11-14"]), Ok(vec!["2025-03-11".into(), "2025-11-14".into()]));
    assert_eq!(days(&["2025-14-11", "2025-11-15"]), Err("2025-11-15".into()));
}

#[test]
fn days_that_a_spreadsheet_took_for_months_are_put_right_or_asked_about() {
    // One month: the dates lie in the month of the texts only when they are turned.
    assert_eq!(
        days(&["2025-03-11 00:00:00", "2025-04-11 00:00:00", "14/11/2025"]),
        Ok(vec!["2025-11-03".into(), "2025-11-04".into(), "2025-11-14".into()])
    );
    // Two months that rise only when they are turned.
    assert!(
        days(&["2025-11-10", "2025-01-11", "14/11/2025", "2025-01-12", "15/12/2025"])
            .is_ok_and(|days| days == ["2025-10-11", "2025-11-01", "2025-11-14", "2025-12-01", "2025-12-15"])
    );
    assert_eq!(days(&["2025-03-11", "14/05/2025", "2025-02-12", "20/01/2025"]), Err("2025-03-11".into()));
    // A date after the twelfth was no text: nothing was turned.
    assert!(days(&["2025-03-11", "2025-03-14", "14/11/2025"]).is_ok());
}

#[test]
fn digits_without_signs_are_days_seconds_or_serials() {
    for (text, expected) in [
        ("20251104", "2025-11-04"),
        ("04112025", "2025-11-04"),
        ("20251104143000", "2025-11-04"),
        ("202511041430", "2025-11-04"),
        ("20251104 143000", "2025-11-04"),
        ("20251104T1430", "2025-11-04"),
        ("1762210800", "2025-11-03"),
        ("1762210800.0", "2025-11-03"),
        ("1762210800123", "2025-11-03"),
        ("45965", "2025-11-04"),
        ("45965,75", "2025-11-04"),
        ("2025-W45-2", "2025-11-04"),
        ("2025W452", "2025-11-04"),
    ] {
        assert_eq!(
            read(text, DateOrder::DayMonthYear).map(|day| day.to_string()).as_deref(),
            Some(expected),
            "{text}"
        );
    }
    assert_eq!(days(&["41125", "141125"]), Ok(vec!["2025-11-04".into(), "2025-11-14".into()]));
}

#[test]
fn a_year_that_no_shop_has_is_refused() {
    for text in
        ["03/11/2028", "03/11/0025", "2205-11-20", "9999-12-31", "1899-12-30", "0001-01-01", "1969-12-31"]
    {
        let mut reader = DateReader::new(&orders(&[text]), Some(DateOrder::DayMonthYear), None);
        assert_eq!(reader.read(Cell::text(text)), Err(Unread::NoSuchYear), "{text}");
    }
    assert_eq!(days(&["31/12/2027"]), Ok(vec!["2027-12-31".into()]));
}

#[test]
fn a_column_of_periods_is_refused_and_one_among_days_only_itself() {
    assert_eq!(
        days(&["27/10/2025 - 02/11/2025", "03/11/2025 - 09/11/2025"]),
        Err("27/10/2025 - 02/11/2025".into())
    );
    assert_eq!(days(&["13/11/2025 - 13/11/2025"]), Ok(vec!["2025-11-13".into()]));
    let mut values = vec!["13/11/2025"; 20];
    values.push("nov. 2025");
    assert_eq!(days(&values), Err("Period".into()));
}

#[test]
fn a_reader_decides_with_the_first_value_that_needs_an_order() {
    let mut reader = DateReader::new(&Orders::default(), None, None);
    let mut read = |text: &str| reader.read(Cell::text(text)).map(|moment| moment.day);
    assert_eq!(read("01/06/2023"), Err(Unread::Doubt));
    assert_eq!(read("27/05/2023").ok(), Date::new(2023, 5, 27).ok());
    assert_eq!(read("01/06/2023").ok(), Date::new(2023, 6, 1).ok());
    assert_eq!(read("05/27/2023"), Err(Unread::Contradiction));
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
        "27/05/2023 25:00",
        "2023-W54-1",
        "3,66111E+12",
        "27/05/20233",
    ] {
        assert_eq!(read(wrong, DateOrder::DayMonthYear), None, "{wrong}");
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
        "27/05/2023 14h",
        "27/05/2023 14h05",
        "27/05/2023 14 h 05",
        "2023-05-27T20:13:00Z",
        "14:05 27/05/2023",
        "Sat May 27 20:13:00 CEST 2023",
        "27/May/2023:14:05:22 +0100",
        "27/05/2023 - 14:05",
        "2023_05_27",
        "27-mai-23",
        "27mai2023",
        "sam. 27/05/2023 20:13",
        "Sat May 27 2023 20:13:00 GMT+0200",
        "2023-05-27Z",
        "27/05/2023 20:13:05,123",
        "27.05.2023 20.13.05",
    ] {
        assert_eq!(read(right, DateOrder::DayMonthYear), expected, "{right}");
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
        ("2026 Nov 3", (2026, 11, 3)),
        ("4 mar 2026", (2026, 3, 4)),
        ("Mar. 4 2026", (2026, 3, 4)),
    ];
    for (text, (year, month, day)) in cases {
        let expected = Date::new(year, month, day).ok();
        assert_eq!(read(text, DateOrder::YearMonthDay), expected, "{text}");
    }
}

/// A day in one of the forms that are read, with the order that it needs.
fn written(date: Date, form: usize) -> (String, DateOrder) {
    use DateOrder::{DayMonthYear, MonthDayYear, YearDayMonth, YearMonthDay};
    let (year, month, day, short) = (date.year(), date.month(), date.day(), date.year() % 100);
    let (named, [weekday, english]) = (french_month(month), weekday_names(date));
    match form {
        0 => (format!("{day:02}/{month:02}/{year}"), DayMonthYear),
        1 => (format!("{month}/{day}/{year}"), MonthDayYear),
        2 => (format!("{year}.{month}.{day}"), DayMonthYear),
        3 => (format!("{day} {named} {year} 20:13"), MonthDayYear),
        4 => (format!("{year}{month:02}{day:02}"), DayMonthYear),
        5 => (format!("{year}-{month:02}-{day:02}T00:30:00-11:00"), MonthDayYear),
        6 => (format!("{:05}", date.since(Date::constant(1899, 12, 30)).unwrap().get_days()), DayMonthYear),
        7 => (format!("{day:02}-{month:02}-{short:02}"), DayMonthYear),
        8 => (format!("{short:02}-{month:02}-{day:02}"), YearMonthDay),
        9 => (format!("{day:02}{month:02}{year}"), DayMonthYear),
        10 => (format!("{}. {day:02}/{month:02}/{year}", &weekday[..3]), DayMonthYear),
        11 => (format!("{}. {day} {named} {year}", &weekday[..3]), DayMonthYear),
        12 => (format!("{}, {month}/{day}/{year} 2:05 PM", &english[..3]), MonthDayYear),
        13 => (format!("{year}-{day}-{month}"), YearDayMonth),
        14 => (format!("{day:02}{month:02}{short:02}"), DayMonthYear),
        15 => (format!("{year}{month:02}{day:02}235959"), DayMonthYear),
        _ => (format!("{year}/{month:02}/{day:02} 14h05"), DayMonthYear),
    }
}

const FORMS: usize = 17;

proptest! {
    #[test]
    fn any_day_in_any_of_the_forms_is_read_back(days in 0i32..40_000, form in 0..FORMS) {
        let date = from_unix_days(days).unwrap();
        let (text, order) = written(date, form);
        let two_digits_fit = !matches!(form, 7 | 8 | 14) || date.year() <= 2068;
        let serial_fits = form != 6 || (20_000..=80_000).contains(&(days + 25_569));
        prop_assume!(two_digits_fit && serial_fits);
        prop_assert_eq!(read(&text, order), Some(date), "{}", text);
    }

    #[test]
    fn a_column_is_read_right_or_asked_about(first in 10_000i32..20_000, more in prop::collection::vec(0i32..60, 1..30), form in 0..FORMS) {
        let dates: Vec<Date> = more.iter().map(|more| from_unix_days(first + more).unwrap()).collect();
        let values: Vec<String> = dates.iter().map(|date| written(*date, form).0).collect();
        let texts: Vec<&str> = values.iter().map(String::as_str).collect();
        // Another order than the column's is never taken without a question: day and month alone may be turned where
        // each value of the column is a day either way, and then the year is the same.
        if let Ok(read) = days(&texts) {
            let expected: Vec<String> = dates.iter().map(ToString::to_string).collect();
            prop_assert!(form == 13 || read == expected, "{:?} as {:?}", texts, read);
        }
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC*") {
        let mut orders = Orders::default();
        orders.learn(Cell::text(&text));
        let _ = DateReader::new(&orders, None, None).read(Cell::text(&text));
        let _ = clock(&text);
    }

    #[test]
    fn no_signs_make_the_reader_panic(text in "[0-9/.:+ TZWhapm,-]{0,24}") {
        let mut orders = Orders::default();
        orders.learn(Cell::text(&text));
        let _ = DateReader::new(&orders, None, None).read(Cell::text(&text));
    }
}

#[test]
fn days_months_and_years_are_periods_and_names_are_not() {
    for period in
        ["2025-01-01 00:00:00", "03/11/2025", "janv. 2025", "Septembre", "2025-03", "nov-25", "2024"]
    {
        assert!(is_period(period), "{period}");
    }
    for name in ["Produit", "CA 2024", "Total général", "12", "Chablis 2022", "", "Prix"] {
        assert!(!is_period(name), "{name}");
    }
}
