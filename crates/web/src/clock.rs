//! The one place of the service that asks what time it is.

use comptoir_calendar::Date;
use jiff::{SignedDuration, Timestamp, tz::TimeZone};

/// How far ahead of UTC a shop's clock may be.
const FARTHEST_EAST: SignedDuration = SignedDuration::from_hours(14);

/// Now, in UTC, to the second: `2026-11-23T04:34:36Z`.
pub fn now() -> String {
    let now = Timestamp::now();
    Timestamp::from_second(now.as_second()).unwrap_or(now).to_string()
}

/// The latest day that it is anywhere: a sale of a later one has not happened yet.
pub fn today() -> Date {
    let now = Timestamp::now();
    now.checked_add(FARTHEST_EAST).unwrap_or(now).to_zoned(TimeZone::UTC).date()
}

#[cfg(test)]
mod tests {
    #[test]
    fn now_is_iso_8601_in_utc_to_the_second() {
        let now = super::now();
        assert_eq!((now.len(), &now[10..11], &now[19..]), (20, "T", "Z"), "{now}");
    }
}
