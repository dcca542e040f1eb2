//! Integer division that says where the rest goes.

use std::cmp::Reverse;

/// The largest amount or quantity that is told, in ten-thousandths: a hundred thousand billion.
///
/// The product of two such numbers fits `i128`, and the nine parts of a change can be added in any order as `i64`.
const LIMIT: u128 = 1_000_000_000_000_000_000;

/// The number as it is told; `None` past the limit.
pub(super) fn within_limit(parts: i128) -> Option<i64> {
    if parts.unsigned_abs() <= LIMIT { i64::try_from(parts).ok() } else { None }
}

/// The quotient rounded half away from zero; the divisor is positive.
pub(super) fn divided(number: i128, divisor: i128) -> i128 {
    (number.abs() + divisor / 2) / divisor * number.signum()
}

/// The total in shares that are proportional to the weights and sum to it: by the largest remainder, the first of
/// equal ones before the others. Weights are zero or more; when all are zero, so are the shares.
pub(super) fn apportioned(total: i128, weights: &[i128]) -> Vec<i128> {
    let sum: i128 = weights.iter().sum();
    if sum == 0 {
        return vec![0; weights.len()];
    }
    let mut shares: Vec<i128> = weights.iter().map(|weight| total * weight / sum).collect();
    let remainder = |at: &usize| (total * weights[*at] % sum).abs();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_cached_key(|at| Reverse(remainder(at)));
    let missing = total - shares.iter().sum::<i128>();
    for at in order.into_iter().take(missing.unsigned_abs() as usize) {
        shares[at] += missing.signum();
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_go_away_from_zero() {
        assert_eq!([5, -5, 4, -4, 15].map(|number| divided(number, 10)), [1, -1, 0, 0, 2]);
    }

    #[test]
    fn shares_sum_to_the_total() {
        assert_eq!(apportioned(100, &[1, 1, 1]), [34, 33, 33]);
        assert_eq!(apportioned(-100, &[1, 1, 1]), [-34, -33, -33]);
        assert_eq!(apportioned(10, &[0, 2, 1]), [0, 7, 3]);
        assert_eq!(apportioned(10, &[0, 0]), [0, 0]);
    }

    #[test]
    fn the_limit_is_still_told() {
        let limit = i128::try_from(LIMIT).unwrap();
        assert_eq!(within_limit(-limit), i64::try_from(-limit).ok());
        assert_eq!(within_limit(limit + 1), None);
        assert_eq!(within_limit(i128::MIN), None);
    }
}
