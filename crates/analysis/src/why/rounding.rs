//! Integer division that says where the rest goes.

/// The largest amount or quantity that is computed, in ten-thousandths: a hundred thousand billion.
///
/// The product of two such numbers fits `i128`.
const LIMIT: u128 = 1_000_000_000_000_000_000;

/// The number; `None` past the limit.
pub(super) fn within_limit(parts: i128) -> Option<i64> {
    if parts.unsigned_abs() <= LIMIT { i64::try_from(parts).ok() } else { None }
}

/// The quotient rounded half away from zero; the divisor is positive.
pub(super) fn divided(number: i128, divisor: i128) -> i128 {
    (number.abs() + divisor / 2) / divisor * number.signum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_go_away_from_zero() {
        assert_eq!([5, -5, 4, -4, 15].map(|number| divided(number, 10)), [1, -1, 0, 0, 2]);
    }

    #[test]
    fn the_limit_is_still_told() {
        let limit = i128::try_from(LIMIT).unwrap();
        assert_eq!(within_limit(-limit), i64::try_from(-limit).ok());
        assert_eq!(within_limit(limit + 1), None);
        assert_eq!(within_limit(i128::MIN), None);
    }
}
