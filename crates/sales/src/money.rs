//! Amounts and quantities, exact: integers of ten-thousandths, never binary floats while they are summed.

use std::{fmt, iter::Sum, ops::Add, str::FromStr};

/// How many parts a unit (one euro, one kilogram) is kept in.
const PARTS: i64 = 10_000;
const PLACES: usize = 4;

/// A text that is not a decimal number of at most four places within range.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a decimal number of at most four places: {0:?}")]
pub struct NotADecimal(pub String);

/// An amount in ten-thousandths of the currency unit (0.01 € is 100).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(i64);

/// A quantity in ten-thousandths of a piece, kilogram or metre (1.25 kg is 12 500).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quantity(i64);

macro_rules! decimal {
    ($name:ident, $unit:literal) => {
        impl $name {
            #[doc = concat!("From ten-thousandths of ", $unit, ".")]
            pub const fn from_parts(parts: i64) -> Self {
                Self(parts)
            }

            #[doc = concat!("The number of ten-thousandths of ", $unit, ".")]
            pub const fn parts(self) -> i64 {
                self.0
            }

            #[doc = concat!("The nearest float, in ", $unit, "s: for storing and drawing, not for summing.")]
            pub fn to_f64(self) -> f64 {
                self.0 as f64 / PARTS as f64
            }

            /// Whether it is below zero: a return.
            pub const fn is_negative(self) -> bool {
                self.0 < 0
            }

            /// The same with the other sign.
            #[must_use]
            pub const fn negated(self) -> Self {
                Self(self.0.saturating_neg())
            }
        }

        impl FromStr for $name {
            type Err = NotADecimal;

            /// Reads `[-+]digits[.digits]`, exactly.
            fn from_str(text: &str) -> Result<Self, NotADecimal> {
                parts_of(text).map(Self).ok_or_else(|| NotADecimal(text.to_owned()))
            }
        }

        impl fmt::Display for $name {
            /// The shortest exact decimal, `.` as its mark: `12.5`, `-3`.
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                write_parts(self.0, out)
            }
        }
    };
}

macro_rules! sum {
    ($name:ident) => {
        impl Add for $name {
            type Output = Self;

            /// The sum; past ±922 thousand billion it stays at the limit.
            fn add(self, other: Self) -> Self {
                Self(self.0.saturating_add(other.0))
            }
        }

        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
                amounts.fold(Self::default(), Add::add)
            }
        }
    };
}

sum!(Money);
sum!(Quantity);
decimal!(Money, "the currency unit");
decimal!(Quantity, "a piece, kilogram or metre");

impl Money {
    /// `quantity` times this unit price, rounded half away from zero to the hundredth; `None` when out of range.
    pub fn times(self, quantity: Quantity) -> Option<Self> {
        let cent = i128::from(PARTS / 100);
        let product = i128::from(self.0) * i128::from(quantity.0);
        let step = i128::from(PARTS) * cent;
        let cents = (product.abs() + step / 2) / step * product.signum();
        i64::try_from(cents * cent).ok().map(Self)
    }
}

fn parts_of(text: &str) -> Option<i64> {
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let fraction = if fraction.len() > PLACES { fraction.trim_end_matches('0') } else { fraction };
    let fraction = if fraction.is_empty() && digits.contains('.') { "0" } else { fraction };
    if !all_digits(whole) || !all_digits(fraction) || fraction.len() > PLACES {
        return None;
    }
    let fraction: i64 = format!("{fraction:0<PLACES$}").parse().ok()?;
    let parts = whole.parse::<i64>().ok()?.checked_mul(PARTS)?.checked_add(fraction)?;
    Some(if negative { -parts } else { parts })
}

fn write_parts(parts: i64, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    let sign = if parts < 0 { "-" } else { "" };
    let (whole, fraction) = (parts.unsigned_abs() / PARTS as u64, parts.unsigned_abs() % PARTS as u64);
    if fraction == 0 {
        write!(out, "{sign}{whole}")
    } else {
        let places = format!("{fraction:0PLACES$}");
        write!(out, "{sign}{whole}.{}", places.trim_end_matches('0'))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn money(text: &str) -> Money {
        text.parse().unwrap()
    }

    #[test]
    fn amounts_are_read_exactly() {
        assert_eq!(money("12.50").parts(), 125_000);
        assert_eq!(money("-0.0001").parts(), -1);
        assert_eq!(money("3.10000000").parts(), 31_000);
        assert_eq!(money("7.").parts(), 70_000);
    }

    #[test]
    fn what_is_not_an_exact_decimal_is_refused() {
        for wrong in
            ["", "-", ".", "1.23456", "1e3", "NaN", "1 000", "1,5", "--1", "99999999999999999999", "１"]
        {
            assert_eq!(wrong.parse::<Money>(), Err(NotADecimal(wrong.to_owned())));
        }
    }

    #[test]
    fn quantity_times_price_is_rounded_to_the_cent() {
        assert_eq!(money("49.99").times("5".parse().unwrap()), Some(money("249.95")));
        assert_eq!(money("2.99").times("0.375".parse().unwrap()), Some(money("1.12")));
        assert_eq!(money("0.01").times("-0.5".parse().unwrap()), Some(money("-0.01")));
        assert_eq!(Money::from_parts(i64::MAX).times(Quantity::from_parts(i64::MAX)), None);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(parts in -i64::MAX..=i64::MAX) {
            let written = Money::from_parts(parts).to_string();
            prop_assert_eq!(written.parse::<Money>().unwrap().parts(), parts);
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in "\\PC*") {
            let _ = text.parse::<Quantity>();
        }
    }
}
