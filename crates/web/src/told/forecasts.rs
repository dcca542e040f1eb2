//! Forecasts, their scores and the trials of models, as JSON.

use comptoir_analysis::{
    Candidate, ForecastDay, ForecastScore, ForecastTarget, Grouping, RevenueBacktest, RevenueForecast,
};
use comptoir_calendar::Grain;
use serde_json::{Map, Value as Json, json};

/// A forecast of days, shown by days, weeks or months: amounts in the currency of the sales, days as `YYYY-MM-DD`.
pub fn forecast_document(forecast: &RevenueForecast, grain: Grain) -> Json {
    let shown = if grain == Grain::Day { forecast.clone() } else { forecast.by(grain) };
    let points = shown.days.iter().map(|day| point(day, &forecast.levels));
    let mut document = json!({
        "id": forecast.id,
        "total_id": forecast.total_id,
        "model": forecast.model,
        "last_day": forecast.last_day.to_string(),
        "data_version": forecast.data_version,
        "made_at": forecast.made_at,
        "levels": forecast.levels,
        "error_correlation": forecast.error_correlation,
        "horizon": forecast.days.len(),
        "whole": forecast.whole().map(|whole| point(&whole, &forecast.levels)),
        "grain": Grouping::from(grain).name(),
        "points": points.collect::<Vec<_>>(),
        "sql": forecast.id.map(|id| kept_days(id, forecast.days.len())),
    });
    of_target(&mut document, &forecast.target);
    document
}

/// Where the days of a forecast are kept, as SQL.
fn kept_days(id: i64, days: usize) -> String {
    format!(
        "select day, mean, lower_80, upper_80, lower_95, upper_95, model, last_day, made_at\n\
         from forecasts\nwhere run_id = {id}\norder by day\nlimit {days}"
    )
}

/// Forecasts made together: the total, and its parts within.
pub fn forecasts_document(forecasts: &[RevenueForecast], grain: Grain) -> Json {
    let Some((total, parts)) = forecasts.split_first() else { return Json::Null };
    let mut document = forecast_document(total, grain);
    if !parts.is_empty() {
        document["parts"] = parts.iter().map(|part| forecast_document(part, grain)).collect();
    }
    document
}

/// The bounds of 80 and of 95 % are always there, those of other levels in `bounds`.
fn point(day: &ForecastDay, levels: &[f64]) -> Json {
    let kept = |which: usize| day.bounds.get(levels.len() + which).copied().unwrap_or((day.mean, day.mean));
    let ((lower80, upper80), (lower95, upper95)) = (kept(0), kept(1));
    let asked = levels.iter().zip(&day.bounds);
    let others = asked.filter(|(level, _)| ![80.0, 95.0].contains(*level));
    let others: Vec<Json> = others.map(|(level, (lower, upper))| json!([level, lower, upper])).collect();
    let mut point = json!({
        "day": day.day.to_string(),
        "mean": day.mean,
        "lower80": lower80,
        "upper80": upper80,
        "lower95": lower95,
        "upper95": upper95,
        "before": day.before.map(|before| json!({
            "day": before.day.to_string(),
            "days": before.days,
            "revenue": before.revenue,
            "now": before.now,
        })),
    });
    if day.days > 1 {
        point["days"] = day.days.into();
    }
    if !others.is_empty() {
        point["bounds"] = others.into();
    }
    point
}

/// Scores of past forecasts against the actual revenue.
pub fn scores_document(scores: &[ForecastScore]) -> Json {
    let score = |score: &ForecastScore| {
        let mut document = json!({
            "id": score.id,
            "model": score.model,
            "made_at": score.made_at,
            "days": score.days,
            "expected": score.expected,
            "actual": score.actual,
            "error": score.error,
            "last_week_error": score.last_week_error,
            "inside80": score.inside[0],
            "inside95": score.inside[1],
        });
        of_target(&mut document, &score.target);
        document
    };
    json!({ "scores": scores.iter().map(score).collect::<Vec<_>>() })
}

/// Models tried on the past: errors as amounts and as shares, the winner first.
pub fn backtest_document(backtest: &RevenueBacktest) -> Json {
    let candidate = |candidate: &Candidate| {
        let mut document = json!({ "model": candidate.model });
        match &candidate.scores {
            Ok(scores) => {
                let covered = scores.intervals.iter();
                let figures = json!({
                    "mae": scores.mae,
                    "mase": scores.mase,
                    "rmsse": scores.rmsse,
                    "smape": scores.smape,
                    "owa": scores.owa,
                    "error_share": candidate.error_share,
                    "against_last_week": candidate.against_last_week,
                    "coverage": covered.map(|(level, share, _)| json!([level, share])).collect::<Vec<_>>(),
                });
                if let (Json::Object(document), Json::Object(figures)) = (&mut document, figures) {
                    document.extend(figures);
                }
            }
            Err(error) => {
                let facts = error.facts().into_iter().map(|(name, fact)| (name.to_owned(), fact.into()));
                document["error"] = error.code().into();
                document["facts"] = facts.collect::<Map<String, Json>>().into();
            }
        }
        document
    };
    json!({
        "horizon": backtest.horizon,
        "origins": backtest.origins.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "from": backtest.period.first().to_string(),
        "to": backtest.period.last().to_string(),
        "data_version": backtest.data_version,
        "winner": backtest.winner().map(|candidate| candidate.model.clone()),
        "models": backtest.candidates.iter().map(candidate).collect::<Vec<_>>(),
    })
}

fn of_target(document: &mut Json, target: &ForecastTarget) {
    document["series"] = target.level_name().into();
    document["target"] = target.name().into();
    document["target_id"] = target.group.id.into();
}
