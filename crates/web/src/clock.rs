//! The one place of the service that asks what time it is.

use jiff::Timestamp;

/// Now, in UTC, to the second: `2026-11-23T04:34:36Z`.
pub fn now() -> String {
    let now = Timestamp::now();
    Timestamp::from_second(now.as_second()).unwrap_or(now).to_string()
}

#[cfg(test)]
mod tests {
    #[test]
    fn now_is_iso_8601_in_utc_to_the_second() {
        let now = super::now();
        assert_eq!((now.len(), &now[10..11], &now[19..]), (20, "T", "Z"), "{now}");
    }
}
