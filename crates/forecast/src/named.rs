//! Models by their names, as people write them.

use std::fmt;
use std::str::FromStr;

use crate::calendar::over_year::OverYear;
use crate::calendar::yearly_level::{DaysOfYear, YearlyLevel};
use crate::model::FittedModel;
use crate::series::check;
use crate::{
    Arima, ArimaOrder, Auto, Ces, CesForm, Combination, Combiner, DecomposedModel, Ets, EtsAverage, EtsForm,
    ForecastError, Intermittent, IntermittentForm, LogTransform, SeasonalMean, Selection, Simple, SimpleForm,
    Theta, ThetaForm,
};

/// Models may stand in models this deep: a text from outside is read by recursion.
const DEEPEST: usize = 4;

/// A model that can be fitted to any series. Its text form is that of its name: parsing it gives it back.
///
/// | text | model |
/// |---|---|
/// | `auto` | [`Auto`], the one to take |
/// | `naive`, `seasonal-naive`, `drift`, `mean`, `seasonal-mean` | what any other has to beat |
/// | `arima(5,1,0)`, `arima(1,0,1)(0,1,1)[7]+drift` | [`Arima`] of this order |
/// | `auto-arima`, `exact-auto-arima` | of the order with the lowest criterion |
/// | `ets(M,Ad,M)`, `ets`, `ets-average` | [`Ets`] of this form, of the best one, the mean of all |
/// | `theta`, `optimised-theta`, `dynamic-theta`, `dynamic-optimised-theta` | [`Theta`] |
/// | `ces(N)`, `ces(S)`, `ces(P)`, `ces(F)`, `ces` | [`Ces`] of this form, of the best one |
/// | `croston`, `sba`, `tsb`, `adida`, `imapa` | [`Intermittent`], for products that sell rarely |
/// | `mstl(MODEL)` | the season by MSTL, and any model on the rest |
/// | `log(MODEL)` | any model of the logarithms |
/// | `mean-of(MODEL,MODEL)`, `median-of(MODEL,MODEL)`, `middle-of(MODEL,MODEL)` | several models together |
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Model {
    /// The combination of models that is the default.
    Auto,
    /// Naive, seasonal naive, drift or mean.
    Simple(SimpleForm),
    /// The mean of each period of the season.
    SeasonalMean,
    /// ARIMA of one order.
    Arima(ArimaOrder),
    /// ARIMA of the order with the lowest criterion.
    AutoArima(Selection),
    /// Exponential smoothing of one form.
    Ets(EtsForm),
    /// Exponential smoothing of the form with the lowest criterion.
    AutoEts,
    /// The mean of all forms of exponential smoothing, weighted by their criteria.
    EtsAverage,
    /// One of the theta models.
    Theta(ThetaForm),
    /// Complex smoothing of one form.
    Ces(CesForm),
    /// Complex smoothing of the form with the lowest criterion.
    AutoCes,
    /// A model of products that sell rarely.
    Intermittent(IntermittentForm),
    /// A model of what is left when the season is taken out.
    Mstl(Box<Model>),
    /// A model of the logarithms.
    Log(Box<Model>),
    /// Several models together.
    Several(Combiner, Vec<Model>),
}

impl Model {
    /// Those that a shop's past is tried on: one of each family, the simplest first.
    pub fn candidates() -> Vec<Self> {
        vec![
            Self::Simple(SimpleForm::SeasonalNaive),
            Self::Simple(SimpleForm::Naive),
            Self::SeasonalMean,
            Self::Arima(ArimaOrder::BRIEF),
            Self::AutoArima(Selection::Approximate),
            Self::AutoEts,
            Self::Theta(ThetaForm::DYNAMIC_OPTIMISED),
            Self::AutoCes,
            Self::Mstl(Box::new(Self::Theta(ThetaForm::DYNAMIC_OPTIMISED))),
            Self::Auto,
        ]
    }

    /// Fits a series with seasons of `season` periods, 0 or 1 for none, to forecast about `horizon` periods. Whatever
    /// the series, a model refuses it by one of these errors, or all that it forecasts is numbers.
    ///
    /// # Errors
    ///
    /// [`ForecastError::SeriesTooShort`] without any value; ARIMA asks for a few more than it has parameters.
    /// [`ForecastError::ValueInfinite`] and [`ForecastError::ValueTooLarge`]. [`ForecastError::NotForSeries`] for
    /// logarithms and products of values that are not above zero, and for one form of smoothing whose season the series
    /// does not hold twice. [`ForecastError::LikelihoodUndefined`] where floating point does not suffice for ARIMA.
    pub fn fit(
        &self,
        series: &[f64],
        season: usize,
        horizon: usize,
    ) -> Result<Box<dyn FittedModel>, ForecastError> {
        Ok(match self {
            Self::Auto => {
                check(series)?;
                match YearlyLevel::of(series, season, DaysOfYear::Counted) {
                    Some(level) => {
                        let inner = self.fit_level(&level.out_of(series), season, horizon)?;
                        Box::new(OverYear::new(level, inner))
                    }
                    None => self.fit_level(series, season, horizon)?,
                }
            }
            Self::Simple(form) => Box::new(Simple::fit(*form, series, season)?),
            Self::SeasonalMean => Box::new(SeasonalMean::fit(series, season)?),
            Self::Arima(order) => Box::new(Arima::fit(*order, series)?),
            Self::AutoArima(selection) => Box::new(Arima::auto(series, season, *selection)?),
            Self::Ets(form) => Box::new(Ets::fit(*form, series, season)?),
            Self::AutoEts => Box::new(Ets::auto(series, season)?),
            Self::EtsAverage => Box::new(EtsAverage::fit(series, season)?),
            Self::Theta(form) => Box::new(Theta::fit(*form, series, season)?),
            Self::Ces(form) => Box::new(Ces::fit(*form, series, season)?),
            Self::AutoCes => Box::new(Ces::auto(series, season)?),
            Self::Intermittent(form) => Box::new(Intermittent::fit(*form, series)?),
            Self::Mstl(inner) => {
                Box::new(DecomposedModel::fit(series, &[season], |rest| inner.fit(rest, 1, horizon))?)
            }
            Self::Log(inner) => Box::new(LogTransform::fit(series, |logs| inner.fit(logs, season, horizon))?),
            Self::Several(together, models) => {
                let members = models.iter().map(|model| Ok((1.0, model.fit(series, season, horizon)?)));
                let members = members.collect::<Result<Vec<_>, ForecastError>>()?;
                let none = || ForecastError::ModelSyntax { text: self.to_string() };
                Box::new(Combination::new(*together, members).ok_or_else(none)?)
            }
        })
    }
}

impl Model {
    /// As [`Self::fit`], of a series whose level over the year is taken out, or not known.
    pub(crate) fn fit_level(
        &self,
        series: &[f64],
        season: usize,
        horizon: usize,
    ) -> Result<Box<dyn FittedModel>, ForecastError> {
        match self {
            Self::Auto => Ok(Box::new(Auto::fit(series, season, horizon)?)),
            other => other.fit(series, season, horizon),
        }
    }
}

impl fmt::Display for Model {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Simple(form) => form.fmt(out),
            Self::Arima(order) => order.fmt(out),
            Self::Ets(form) => form.fmt(out),
            Self::Theta(form) => form.fmt(out),
            Self::Ces(form) => form.fmt(out),
            Self::Intermittent(form) => form.fmt(out),
            Self::Mstl(inner) => write!(out, "mstl({inner})"),
            Self::Log(inner) => write!(out, "log({inner})"),
            Self::Several(together, models) => {
                write!(out, "{}(", together.name())?;
                for (place, model) in models.iter().enumerate() {
                    let comma = if place > 0 { "," } else { "" };
                    write!(out, "{comma}{model}")?;
                }
                out.write_str(")")
            }
            _ => {
                let named = NAMED.iter().find(|(_, model)| model == self);
                out.write_str(named.map_or("", |(name, _)| name))
            }
        }
    }
}

/// The models that have no parts.
const NAMED: [(&str, Model); 7] = [
    ("auto", Model::Auto),
    ("seasonal-mean", Model::SeasonalMean),
    ("auto-arima", Model::AutoArima(Selection::Approximate)),
    ("exact-auto-arima", Model::AutoArima(Selection::Exact)),
    ("ets", Model::AutoEts),
    ("ets-average", Model::EtsAverage),
    ("ces", Model::AutoCes),
];

impl FromStr for Model {
    type Err = ForecastError;

    fn from_str(text: &str) -> Result<Self, ForecastError> {
        read(text, DEEPEST)
    }
}

fn read(text: &str, depth: usize) -> Result<Model, ForecastError> {
    let syntax = || ForecastError::ModelSyntax { text: text.to_owned() };
    let plain = text.trim().to_ascii_lowercase();
    let simple = SimpleForm::ALL.into_iter().map(|form| (form.to_string(), Model::Simple(form)));
    let theta = ThetaForm::ALL.into_iter().map(|form| (form.to_string(), Model::Theta(form)));
    let slow = IntermittentForm::ALL.into_iter().map(|form| (form.to_string(), Model::Intermittent(form)));
    let ces = CesForm::ALL.into_iter().map(|form| (form.to_string().to_lowercase(), Model::Ces(form)));
    let named = NAMED.iter().map(|(name, model)| ((*name).to_owned(), model.clone()));
    let mut known = named.chain(simple).chain(theta).chain(slow).chain(ces);
    if let Some((_, model)) = known.find(|(name, _)| *name == plain) {
        return Ok(model);
    }
    let (name, rest) = plain.split_once('(').ok_or_else(syntax)?;
    match name.trim_end() {
        "arima" => return plain.parse().map(Model::Arima),
        "ets" => return plain.parse().map(Model::Ets),
        _ => {}
    }
    let inner = rest.strip_suffix(')').and_then(parts).ok_or_else(syntax)?;
    let depth = depth.checked_sub(1).ok_or_else(syntax)?;
    let models: Vec<Model> = inner.into_iter().map(|part| read(part, depth)).collect::<Result<_, _>>()?;
    match (name.trim_end(), models.as_slice()) {
        ("mstl", [model]) => Ok(Model::Mstl(Box::new(model.clone()))),
        ("log", [model]) => Ok(Model::Log(Box::new(model.clone()))),
        ("mean-of", _) => Ok(Model::Several(Combiner::Mean, models)),
        ("median-of", _) => Ok(Model::Several(Combiner::Median, models)),
        ("middle-of", _) => Ok(Model::Several(Combiner::Middle, models)),
        _ => Err(syntax()),
    }
}

/// What stands between the commas that are in no bracket of their own. `None` where brackets do not match.
fn parts(text: &str) -> Option<Vec<&str>> {
    let (mut parts, mut from, mut depth) = (Vec::new(), 0, 0_usize);
    for (at, sign) in text.char_indices() {
        match sign {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.checked_sub(1)?,
            ',' if depth == 0 => {
                parts.push(&text[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[from..]);
    (depth == 0).then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: [&str; 20] = [
        "auto",
        "naive",
        "seasonal-naive",
        "drift",
        "mean",
        "seasonal-mean",
        "arima(5,1,0)",
        "arima(1,0,1)(0,1,1)[7]+drift",
        "auto-arima",
        "exact-auto-arima",
        "ets(M,Ad,M)",
        "ets",
        "ets-average",
        "dynamic-optimised-theta",
        "ces(P)",
        "ces",
        "sba",
        "mstl(log(theta))",
        "mean-of(arima(1,1,0),ets(M,N,N),naive)",
        "median-of(theta,mean-of(ces,drift))",
    ];

    #[test]
    fn every_model_is_its_text_again() {
        for text in TEXTS {
            let model: Model = text.parse().unwrap();
            assert_eq!(model.to_string(), text);
            assert_eq!(format!(" {} ", text.to_uppercase()).parse::<Model>().unwrap(), model, "{text}");
        }
        for model in Model::candidates() {
            assert_eq!(model.to_string().parse::<Model>().unwrap(), model);
        }
    }

    #[test]
    fn what_is_no_model_is_refused_by_its_text() {
        let deep = format!("{}naive{}", "log(".repeat(9), ")".repeat(9));
        for text in [
            "",
            "prophet",
            "mstl()",
            "mstl(naive",
            "log(naive,mean)",
            "mean-of()",
            "naive(7)",
            "ets(X)",
            &deep,
        ] {
            assert!(text.parse::<Model>().is_err(), "{text}");
        }
        assert!(matches!("arima(99,1,0)".parse::<Model>(), Err(ForecastError::OrderTooHigh { .. })));
    }

    #[test]
    fn every_model_forecasts_a_common_series() {
        let series: Vec<f64> = (0..60).map(|day| 20.0 + f64::from(day % 7) + 0.1 * f64::from(day)).collect();
        for text in TEXTS {
            let fitted = text.parse::<Model>().unwrap().fit(&series, 7, 7).unwrap();
            let forecast = fitted.forecast(7, &[80.0]).unwrap();
            assert!(forecast.mean.iter().all(|mean| (10.0..50.0).contains(mean)), "{text}: {forecast:?}");
            assert!(!fitted.name().is_empty());
        }
    }
}
