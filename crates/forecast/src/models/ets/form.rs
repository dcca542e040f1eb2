//! The forms of exponential smoothing and their text form, `ets(M,Ad,M)`.

use std::fmt;
use std::str::FromStr;

use crate::ForecastError;
use crate::mode::Mode;

/// How the level moves by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Trend {
    /// It stays.
    None,
    /// It moves by a slope.
    Additive,
    /// It moves by a slope that fades.
    Damped,
}

/// A form of the family of Hyndman et al. (2008), table 2.1: error, trend, season.
///
/// Multiplicative trends are left out, as is an additive error beside a multiplicative season, whose forecasts have no
/// finite variance (section 4.4 there).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct EtsForm {
    /// How the error enters.
    pub error: Mode,
    /// How the level moves.
    pub trend: Trend,
    /// How the season enters; `None` where there is none.
    pub season: Option<Mode>,
}

impl EtsForm {
    /// Every form that a series allows: those with products need values above zero, those with seasons a season.
    pub fn allowed(positive: bool, seasonal: bool) -> Vec<Self> {
        let modes = if positive { &[Mode::Additive, Mode::Multiplicative][..] } else { &[Mode::Additive] };
        let mut forms = Vec::new();
        for &error in modes {
            for trend in [Trend::None, Trend::Additive, Trend::Damped] {
                forms.push(Self { error, trend, season: None });
                if seasonal {
                    forms.extend(modes.iter().map(|&mode| Self { error, trend, season: Some(mode) }));
                }
            }
        }
        forms.retain(|form| form.is_sound());
        forms
    }

    fn is_sound(self) -> bool {
        (self.error, self.season) != (Mode::Additive, Some(Mode::Multiplicative))
    }

    /// Whether any part enters as a product.
    pub(crate) fn has_product(self) -> bool {
        self.error == Mode::Multiplicative || self.season == Some(Mode::Multiplicative)
    }

    /// How many parameters are estimated over seasons of `season` periods: smoothing, damping, the states at the
    /// start, and the variance.
    pub(crate) fn parameters(self, season: usize) -> usize {
        let trend = match self.trend {
            Trend::None => 0,
            Trend::Additive => 2,
            Trend::Damped => 3,
        };
        3 + trend + if self.season.is_some() { season } else { 0 }
    }
}

impl fmt::Display for EtsForm {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mode = |mode: Mode| if mode == Mode::Additive { "A" } else { "M" };
        let trend = match self.trend {
            Trend::None => "N",
            Trend::Additive => "A",
            Trend::Damped => "Ad",
        };
        write!(formatter, "ets({},{trend},{})", mode(self.error), self.season.map_or("N", mode))
    }
}

impl FromStr for EtsForm {
    type Err = ForecastError;

    fn from_str(text: &str) -> Result<Self, ForecastError> {
        read(text).ok_or_else(|| ForecastError::ModelSyntax { text: text.to_owned() })
    }
}

fn read(text: &str) -> Option<EtsForm> {
    let (name, rest) = text.trim().split_once('(')?;
    let parts: Vec<String> =
        rest.strip_suffix(')')?.split(',').map(|part| part.trim().to_ascii_lowercase()).collect();
    let [error, trend, season] = parts.as_slice() else { return None };
    let mode = |part: &str| match part {
        "a" => Some(Mode::Additive),
        "m" => Some(Mode::Multiplicative),
        _ => None,
    };
    let trend = match trend.as_str() {
        "n" => Trend::None,
        "a" => Trend::Additive,
        "ad" => Trend::Damped,
        _ => return None,
    };
    let season = if season == "n" { None } else { Some(mode(season)?) };
    let form = EtsForm { error: mode(error)?, trend, season };
    (name.trim_end().eq_ignore_ascii_case("ets") && form.is_sound()).then_some(form)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_read_as_it_is_written() {
        let forms = EtsForm::allowed(true, true);
        assert_eq!(forms.len(), 15);
        for form in forms {
            assert_eq!(form.to_string().parse(), Ok(form));
        }
    }

    #[test]
    fn products_need_values_above_zero() {
        assert!(EtsForm::allowed(false, true).iter().all(|form| !form.has_product()));
    }

    #[test]
    fn a_form_without_variance_or_of_other_letters_is_refused() {
        for text in ["ets(A,N,M)", "ets(Z,Z,Z)", "ets(A,N)", "ets(A,Md,N)", "arima(A,N,N)", "ets"] {
            assert!(matches!(text.parse::<EtsForm>(), Err(ForecastError::ModelSyntax { .. })), "{text}");
        }
    }
}
