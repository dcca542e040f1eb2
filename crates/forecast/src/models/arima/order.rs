//! The order of an ARIMA model and its text form, `arima(5,1,0)` or `arima(1,1,1)(0,1,1)[7]`.

use std::fmt;
use std::str::FromStr;

use crate::ForecastError;

/// The order of a seasonal ARIMA model: `p` autoregressive terms, `d` differences, `q` moving-average terms, and as many
/// of each a season of `s` periods apart: `P`, `D`, `Q`.
///
/// A constant is the mean of the differences: the mean of the series without any, the slope of a line (drift) after
/// one, and not to be had after two.
///
/// Its text form is `arima(p,d,q)`, followed by `(P,D,Q)[s]` where it is seasonal, and by `+mean` or `+drift` where it
/// has a constant. It is read in any case and with blanks anywhere between its signs, and written in lower case without
/// blanks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ArimaOrder {
    p: usize,
    d: usize,
    q: usize,
    seasonal: Terms,
    season: usize,
    constant: bool,
}

/// Terms of one kind: within the season, or a season apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
struct Terms {
    p: usize,
    d: usize,
    q: usize,
}

impl ArimaOrder {
    /// The model of the program's brief, `arima(5,1,0)`.
    pub const BRIEF: Self =
        Self { p: 5, d: 1, q: 0, seasonal: Terms { p: 0, d: 0, q: 0 }, season: 1, constant: false };
    /// The largest `p` and the largest `q`: a month of days.
    pub const MAX_TERMS: usize = 30;
    /// The largest `d`, and the largest `d + D`: beyond two differences a forecast is a parabola or worse.
    pub const MAX_DIFFERENCES: usize = 2;
    /// The largest `P` and the largest `Q`.
    pub const MAX_SEASONAL_TERMS: usize = 4;
    /// The longest season, in periods: a year of days.
    pub const MAX_SEASON: usize = 366;
    /// The longest state that a model may need: `d + s D + max(p + s P, q + s Q + 1)`.
    pub const MAX_STATE: usize = 400;

    /// An order of `p` autoregressive terms, `d` differences and `q` moving-average terms, without season or constant.
    ///
    /// # Errors
    ///
    /// [`ForecastError::OrderTooHigh`] where `p` or `q` is above [`Self::MAX_TERMS`] or `d` above
    /// [`Self::MAX_DIFFERENCES`].
    pub fn new(p: usize, d: usize, q: usize) -> Result<Self, ForecastError> {
        Self { p, d, q, seasonal: Terms::default(), season: 1, constant: false }.checked()
    }

    /// The same with terms a season of `season` periods apart. A season of fewer than two periods, or without terms, is
    /// none.
    ///
    /// # Errors
    ///
    /// [`ForecastError::OrderTooHigh`] where a part is above its limit.
    pub fn seasonal(self, (p, d, q): (usize, usize, usize), season: usize) -> Result<Self, ForecastError> {
        let none = season < 2 || (p, d, q) == (0, 0, 0);
        let (seasonal, season) = if none { (Terms::default(), 1) } else { (Terms { p, d, q }, season) };
        Self { seasonal, season, ..self }.checked()
    }

    /// The same with a constant, or without.
    ///
    /// # Errors
    ///
    /// [`ForecastError::OrderTooHigh`] for a constant beside two differences.
    pub fn with_constant(self, constant: bool) -> Result<Self, ForecastError> {
        Self { constant, ..self }.checked()
    }

    fn checked(self) -> Result<Self, ForecastError> {
        let Terms { p, d, q } = self.seasonal;
        let constant = usize::from(self.constant);
        let parts = [
            ("p", self.p, Self::MAX_TERMS),
            ("d", self.d, Self::MAX_DIFFERENCES),
            ("q", self.q, Self::MAX_TERMS),
            ("P", p, Self::MAX_SEASONAL_TERMS),
            ("D", d, Self::MAX_DIFFERENCES),
            ("Q", q, Self::MAX_SEASONAL_TERMS),
            ("s", self.season, Self::MAX_SEASON),
            ("d + D", self.d + d, Self::MAX_DIFFERENCES - constant),
        ];
        let state = ("d + s D + max(p + s P, q + s Q + 1)", self.state(), Self::MAX_STATE);
        match parts.into_iter().chain([state]).find(|(_, value, limit)| value > limit) {
            Some((part, value, limit)) => Err(ForecastError::OrderTooHigh { part, value, limit }),
            None => Ok(self),
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

    /// The number of autoregressive terms a season apart, `P`.
    pub const fn seasonal_p(self) -> usize {
        self.seasonal.p
    }

    /// The number of seasonal differences, `D`.
    pub const fn seasonal_d(self) -> usize {
        self.seasonal.d
    }

    /// The number of moving-average terms a season apart, `Q`.
    pub const fn seasonal_q(self) -> usize {
        self.seasonal.q
    }

    /// The number of periods in a season; 1 where there is none.
    pub const fn season(self) -> usize {
        self.season
    }

    /// Whether the differences have a mean.
    pub const fn has_constant(self) -> bool {
        self.constant
    }

    /// The number of parameters estimated: the coefficients, the constant and the variance.
    pub const fn parameters(self) -> usize {
        self.arma_terms() + self.constant as usize + 1
    }

    /// The fewest values present that a fit accepts: the differences must outnumber the parameters.
    pub const fn shortest_series(self) -> usize {
        self.levels() + self.parameters() + 1
    }

    /// How many coefficients the ARMA part has.
    pub(crate) const fn arma_terms(self) -> usize {
        self.p + self.q + self.seasonal.p + self.seasonal.q
    }

    /// How many values differencing takes from the start of a series.
    pub(crate) const fn levels(self) -> usize {
        self.d + self.season * self.seasonal.d
    }

    /// The highest lag of the autoregressive part, seasons multiplied in.
    pub(crate) const fn highest_ar(self) -> usize {
        self.p + self.season * self.seasonal.p
    }

    /// The highest lag of the moving average, seasons multiplied in.
    pub(crate) const fn highest_ma(self) -> usize {
        self.q + self.season * self.seasonal.q
    }

    /// The length of the ARMA process in a state.
    pub(crate) const fn process(self) -> usize {
        if self.highest_ar() > self.highest_ma() { self.highest_ar() } else { self.highest_ma() + 1 }
    }

    /// The length of the state.
    pub(crate) const fn state(self) -> usize {
        self.levels() + self.process()
    }
}

impl fmt::Display for ArimaOrder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "arima({},{},{})", self.p, self.d, self.q)?;
        if self.season > 1 {
            let Terms { p, d, q } = self.seasonal;
            write!(formatter, "({p},{d},{q})[{}]", self.season)?;
        }
        match (self.constant, self.d + self.seasonal.d) {
            (false, _) => Ok(()),
            (true, 0) => formatter.write_str("+mean"),
            (true, _) => formatter.write_str("+drift"),
        }
    }
}

impl FromStr for ArimaOrder {
    type Err = ForecastError;

    fn from_str(text: &str) -> Result<Self, ForecastError> {
        let syntax = || ForecastError::ModelSyntax { text: text.to_owned() };
        let Read { terms: (p, d, q), seasonal, season, constant } = read(text).ok_or_else(syntax)?;
        Self::new(p, d, q)?.seasonal(seasonal, season)?.with_constant(constant)
    }
}

struct Read {
    terms: (usize, usize, usize),
    seasonal: (usize, usize, usize),
    season: usize,
    constant: bool,
}

fn read(text: &str) -> Option<Read> {
    let plain: String = text.chars().filter(|sign| !sign.is_whitespace()).collect::<String>().to_lowercase();
    let rest = plain.strip_prefix("arima")?;
    let (terms, rest) = triple(rest)?;
    let (rest, constant) = match rest.rsplit_once('+') {
        Some((rest, "mean" | "drift" | "constant")) => (rest, true),
        Some(_) => return None,
        None => (rest, false),
    };
    if rest.is_empty() {
        return Some(Read { terms, seasonal: (0, 0, 0), season: 1, constant });
    }
    let (seasonal, rest) = triple(rest)?;
    let season = number(rest.strip_prefix('[')?.strip_suffix(']')?)?;
    Some(Read { terms, seasonal, season, constant })
}

/// Three numbers in brackets, and what follows them.
fn triple(text: &str) -> Option<((usize, usize, usize), &str)> {
    let (numbers, rest) = text.strip_prefix('(')?.split_once(')')?;
    let numbers: Option<Vec<usize>> = numbers.split(',').map(number).collect();
    let [p, d, q] = numbers?[..] else { return None };
    Some(((p, d, q), rest))
}

fn number(text: &str) -> Option<usize> {
    // `usize` reads a leading plus sign, the text form of an order has none.
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
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
    fn seasons_and_constants_are_read_as_they_are_written() {
        for text in ["arima(1,1,1)(0,1,1)[7]", "arima(2,0,1)+mean", "arima(0,1,1)(1,0,0)[52]+drift"] {
            assert_eq!(text.parse::<ArimaOrder>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_text_of_another_form_is_a_syntax_error() {
        let texts = [
            "",
            "arima",
            "arima(5,1)",
            "arima(5,1,0,0)",
            "arima(+5,1,0)",
            "arima(,1,0)",
            "arma(5,1,0)",
            "arima(1,0,0)(1,0,0)",
            "arima(1,0,0)(1,0,0)[x]",
            "arima(1,0,0)+trend",
            "arima(1,0,0)[7]",
        ];
        for text in texts {
            assert_eq!(text.parse::<ArimaOrder>(), Err(ForecastError::ModelSyntax { text: text.to_owned() }));
        }
    }

    #[test]
    fn an_order_above_its_limit_says_which_part_is() {
        let error = "arima(5,3,0)".parse::<ArimaOrder>();
        assert_eq!(error, Err(ForecastError::OrderTooHigh { part: "d", value: 3, limit: 2 }));
        let error = "arima(5,1,0)(0,1,0)[7]+drift".parse::<ArimaOrder>();
        assert_eq!(error, Err(ForecastError::OrderTooHigh { part: "d + D", value: 2, limit: 1 }));
        assert!("arima(0,1,0)(0,1,1)[366]".parse::<ArimaOrder>().is_err());
    }
}
