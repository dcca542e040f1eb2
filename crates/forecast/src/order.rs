//! The order of an ARIMA model and its text form, `arima(5,1,0)`.

use std::fmt;
use std::str::FromStr;

use crate::ForecastError;

/// The order of an ARIMA model: `p` autoregressive terms, `d` differences, `q` moving-average terms.
///
/// Its text form is `arima(p,d,q)`, read in any case and with blanks anywhere between its signs, written in lower case
/// without blanks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ArimaOrder {
    p: usize,
    d: usize,
    q: usize,
}

impl ArimaOrder {
    /// The model of the program's brief, `arima(5,1,0)`.
    pub const BRIEF: Self = Self { p: 5, d: 1, q: 0 };
    /// The largest `p` and the largest `q`: a month of days.
    pub const MAX_TERMS: usize = 30;
    /// The largest `d`: beyond two differences a forecast is a parabola or worse.
    pub const MAX_DIFFERENCES: usize = 2;

    /// An order of `p` autoregressive terms, `d` differences and `q` moving-average terms.
    ///
    /// # Errors
    ///
    /// [`ForecastError::OrderTooHigh`] where `p` or `q` is above [`Self::MAX_TERMS`] or `d` above
    /// [`Self::MAX_DIFFERENCES`].
    pub fn new(p: usize, d: usize, q: usize) -> Result<Self, ForecastError> {
        let parts = [("p", p, Self::MAX_TERMS), ("d", d, Self::MAX_DIFFERENCES), ("q", q, Self::MAX_TERMS)];
        match parts.into_iter().find(|(_, value, limit)| value > limit) {
            Some((part, value, limit)) => Err(ForecastError::OrderTooHigh { part, value, limit }),
            None => Ok(Self { p, d, q }),
        }
    }

    /// The number of autoregressive terms, 0 to [`Self::MAX_TERMS`].
    pub const fn p(self) -> usize {
        self.p
    }

    /// The number of differences, 0 to [`Self::MAX_DIFFERENCES`].
    pub const fn d(self) -> usize {
        self.d
    }

    /// The number of moving-average terms, 0 to [`Self::MAX_TERMS`].
    pub const fn q(self) -> usize {
        self.q
    }

    /// The number of parameters estimated: the coefficients and the variance.
    pub const fn parameters(self) -> usize {
        self.p + self.q + 1
    }

    /// The fewest values a fit accepts: one more difference than there are parameters.
    pub const fn shortest_series(self) -> usize {
        self.d + self.parameters() + 1
    }
}

impl fmt::Display for ArimaOrder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "arima({},{},{})", self.p, self.d, self.q)
    }
}

impl FromStr for ArimaOrder {
    type Err = ForecastError;

    fn from_str(text: &str) -> Result<Self, ForecastError> {
        let [p, d, q] = parts(text).ok_or_else(|| ForecastError::OrderSyntax { text: text.to_owned() })?;
        Self::new(p, d, q)
    }
}

fn parts(text: &str) -> Option<[usize; 3]> {
    let (name, rest) = text.trim().split_once('(')?;
    if !name.trim_end().eq_ignore_ascii_case("arima") {
        return None;
    }
    let numbers: Option<Vec<usize>> = rest.strip_suffix(')')?.split(',').map(number).collect();
    numbers?.try_into().ok()
}

fn number(text: &str) -> Option<usize> {
    let digits = text.trim();
    // `usize` reads a leading plus sign, the text form of an order has none.
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_and_capitals_are_read() {
        assert_eq!(" ARIMA ( 5 , 1,0 ) ".parse(), Ok(ArimaOrder::BRIEF));
    }

    #[test]
    fn the_brief_is_written_in_lower_case_without_blanks() {
        assert_eq!(ArimaOrder::BRIEF.to_string(), "arima(5,1,0)");
    }

    #[test]
    fn a_text_of_another_form_is_a_syntax_error() {
        for text in
            ["", "arima", "arima(5,1)", "arima(5,1,0,0)", "arima(+5,1,0)", "arima(,1,0)", "arma(5,1,0)"]
        {
            assert_eq!(text.parse::<ArimaOrder>(), Err(ForecastError::OrderSyntax { text: text.to_owned() }));
        }
    }

    #[test]
    fn an_order_above_its_limit_says_which_part_is() {
        let error = "arima(5,3,0)".parse::<ArimaOrder>();
        assert_eq!(error, Err(ForecastError::OrderTooHigh { part: "d", value: 3, limit: 2 }));
    }
}
