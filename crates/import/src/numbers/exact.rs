//! Decimal numbers, exact to ten places.

/// How many decimals are kept: what binary numbers leave behind lies beyond.
const PLACES: usize = 10;

/// Parts of one.
const ONE: i128 = 10_000_000_000;

/// Parts of a ten-thousandth.
const TEN_THOUSANDTH: i128 = ONE / 10_000;

/// Parts of a hundredth.
const HUNDREDTH: i128 = ONE / 100;

/// A number in parts of 10⁻¹⁰.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Exact(i128);

impl Exact {
    /// Of so many ten-thousandths.
    pub(crate) fn of_parts(parts: i64) -> Self {
        Self(i128::from(parts) * TEN_THOUSANDTH)
    }

    /// In ten-thousandths, rounded half away from zero; `None` when out of range.
    pub(crate) fn rounded(self) -> Option<i64> {
        i64::try_from(divided(self.0, TEN_THOUSANDTH)).ok()
    }

    /// Divided by a small number, rounded.
    pub(super) fn divided(self, by: i128) -> Self {
        if by == 1 { self } else { Self(divided(self.0, by)) }
    }

    /// The product in ten-thousandths, rounded half away from zero to the hundredth; `None` when out of range.
    pub(crate) fn times(self, other: Self) -> Option<i64> {
        let product = self.0.checked_mul(other.0)?;
        let cents = divided(product, ONE * HUNDREDTH);
        i64::try_from(cents.checked_mul(100)?).ok()
    }

    /// How many times the other it is, in hundredths.
    pub(super) fn is_about(self, other: Self) -> bool {
        let (one, other) = (self.0.unsigned_abs(), other.0.unsigned_abs());
        one >= other / 2 && one <= other.saturating_mul(2)
    }

    pub(super) fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The product; `None` when out of range.
    pub(super) fn product(self, other: Self) -> Option<Self> {
        self.0.checked_mul(other.0).map(|product| Self(product / ONE))
    }
}

fn divided(number: i128, by: i128) -> i128 {
    // Division of 128 bits is slow, and hardly any amount needs it.
    if let (Ok(small), Ok(by)) = (i64::try_from(number), i64::try_from(by))
        && let Some(above) = small.abs().checked_add(by / 2)
    {
        return i128::from(above / by * small.signum());
    }
    (number.abs() + by / 2) / by * number.signum()
}

/// The number of digits with that decimal mark, grouped in threes by that sign if by any; `None` when they are no number
/// or too large.
pub(super) fn plain(digits: &[u8], decimal: u8, group: Option<u8>, negative: bool) -> Option<Exact> {
    let mut whole: i64 = 0;
    let (mut count, mut since_group, mut groups) = (0_usize, 0_usize, 0_usize);
    let mut rest = digits;
    while let [sign, behind @ ..] = rest {
        match sign {
            b'0'..=b'9' => {
                whole = whole.checked_mul(10)?.checked_add(i64::from(sign - b'0'))?;
                (count, since_group) = (count + 1, since_group + 1);
            }
            sign if Some(*sign) == group => {
                let in_place = if groups == 0 { (1..=3).contains(&since_group) } else { since_group == 3 };
                if !in_place {
                    return None;
                }
                (groups, since_group) = (groups + 1, 0);
            }
            sign if *sign == decimal => break,
            _ => return None,
        }
        rest = behind;
    }
    if groups > 0 && since_group != 3 {
        return None;
    }
    let fraction = match rest {
        [] => 0,
        [_, decimals @ ..] if count + decimals.len() > 0 => fraction(decimals)?,
        _ => return None,
    };
    if count == 0 && rest.len() < 2 {
        return None;
    }
    // What fits no count of ten-thousandths is no amount.
    whole.checked_mul(10_000)?;
    let parts = i128::from(whole) * ONE + i128::from(fraction);
    Some(Exact(if negative { -parts } else { parts }))
}

/// What stands behind the mark, rounded to ten places.
fn fraction(decimals: &[u8]) -> Option<i64> {
    if !decimals.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let (kept, beyond) = decimals.split_at(decimals.len().min(PLACES));
    let mut parts = kept.iter().fold(0_i64, |parts, digit| parts * 10 + i64::from(digit - b'0'));
    for _ in kept.len()..PLACES {
        parts *= 10;
    }
    Some(parts + i64::from(beyond.first().is_some_and(|digit| *digit >= b'5')))
}
