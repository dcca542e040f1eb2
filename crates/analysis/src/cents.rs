//! Amounts in whole hundredths that still sum to their sum.

use std::cmp::Reverse;

use comptoir_sales::Money;

/// A hundredth, in ten-thousandths.
const CENT: i64 = 100;

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
