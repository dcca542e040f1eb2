//! Amounts parted or rounded that still sum to their sum.

use std::cmp::Reverse;

use comptoir_sales::Money;

/// A hundredth, in ten-thousandths.
const CENT: i64 = 100;
/// A unit, in ten-thousandths.
const UNIT: i64 = 10_000;

/// The amounts in whole hundredths that sum to their sum in hundredths, itself rounded half away from zero: the method of
/// the largest remainder (Hamilton's, as seats are given to parties).
///
/// Each amount is rounded down; the hundredths then missing go to the largest remainders, of equal ones to the first. No
/// amount moves by a hundredth or more, and what is zero or whole stays so.
pub(crate) fn cents_that_sum<const N: usize>(amounts: [Money; N]) -> [Money; N] {
    let parts = amounts.map(Money::parts);
    let mut cents = parts.map(|parts| parts.div_euclid(CENT));
    let sum: i128 = parts.map(i128::from).iter().sum();
    let rounded = (sum.abs() + i128::from(CENT) / 2) / i128::from(CENT) * sum.signum();
    let missing = rounded - cents.map(i128::from).iter().sum::<i128>();
    let mut order: Vec<usize> = (0..N).collect();
    order.sort_by_key(|at| Reverse(parts[*at].rem_euclid(CENT)));
    for at in order.into_iter().take(missing.unsigned_abs() as usize) {
        cents[at] += 1;
    }
    cents.map(|cents| Money::from_parts(cents.saturating_mul(CENT)))
}

/// The amounts in whole units that sum to `sum`, which is their sum or near it: each is rounded down, and the units then
/// missing go to the largest remainders. Where the sum was rounded otherwise, the largest amounts take what is left.
pub(crate) fn units_that_sum(amounts: &[Money], sum: i64) -> Vec<Money> {
    let parts: Vec<i64> = amounts.iter().map(|amount| amount.parts()).collect();
    let mut units: Vec<i64> = parts.iter().map(|parts| parts.div_euclid(UNIT)).collect();
    let mut missing = i128::from(sum) - units.iter().copied().map(i128::from).sum::<i128>();
    let mut order: Vec<usize> = (0..parts.len()).filter(|at| parts[*at] != 0).collect();
    order.sort_by_key(|at| Reverse(parts[*at].rem_euclid(UNIT)));
    while missing != 0 && !order.is_empty() {
        let step = missing.signum();
        let take = missing.unsigned_abs().min(order.len() as u128) as usize;
        let places: Vec<usize> =
            if step > 0 { order[..take].to_vec() } else { order.iter().rev().take(take).copied().collect() };
        for at in places {
            units[at] += step as i64;
            missing -= step;
        }
    }
    units.into_iter().map(|units| Money::from_parts(units.saturating_mul(UNIT))).collect()
}

/// The total in shares that are proportional to the weights and sum to it: by the largest remainder, the first of
/// equal ones before the others. Weights are zero or more; when all are zero, so are the shares.
pub(crate) fn apportioned(total: i128, weights: &[i128]) -> Vec<i128> {
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

/// Amounts rounded to whole units that sum to their total rounded: each is rounded down, and what is then missing goes to
/// the largest remainders. What is zero stays so where others can take it.
pub(crate) fn wholes_that_sum(total: f64, amounts: &[f64]) -> Vec<f64> {
    let mut wholes: Vec<f64> = amounts.iter().map(|amount| amount.floor()).collect();
    let mut missing = total.round() - wholes.iter().sum::<f64>();
    let mut order: Vec<usize> = (0..amounts.len()).filter(|at| amounts[*at] != 0.0).collect();
    if order.is_empty() {
        order = (0..amounts.len()).collect();
    }
    let remainder = |at: usize| amounts[at] - amounts[at].floor();
    order.sort_by(|one, other| remainder(*other).total_cmp(&remainder(*one)));
    // Past two turns what is missing is no remainder: the amounts are too large to have single units.
    for at in order.iter().cycle().take(2 * order.len()) {
        if missing.abs() < 1.0 {
            break;
        }
        wholes[*at] += missing.signum();
        missing -= missing.signum();
    }
    wholes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wholes_sum_to_their_total() {
        assert_eq!(wholes_that_sum(100.0, &[100.0 / 3.0; 3]), [34.0, 33.0, 33.0]);
        assert_eq!(wholes_that_sum(1.0, &[0.0, 0.4, 0.6]), [0.0, 0.0, 1.0]);
        assert_eq!(wholes_that_sum(-100.0, &[-100.0 / 3.0, -200.0 / 3.0]), [-33.0, -67.0]);
        assert_eq!(wholes_that_sum(2.0, &[]), [0.0; 0]);
    }

    #[test]
    fn shares_sum_to_the_total() {
        assert_eq!(apportioned(100, &[1, 1, 1]), [34, 33, 33]);
        assert_eq!(apportioned(-100, &[1, 1, 1]), [-34, -33, -33]);
        assert_eq!(apportioned(10, &[0, 2, 1]), [0, 7, 3]);
        assert_eq!(apportioned(10, &[0, 0]), [0, 0]);
    }
}
