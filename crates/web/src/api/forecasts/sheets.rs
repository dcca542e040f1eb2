//! Forecasts, their scores and the trials of models as tables to take away.

use comptoir_analysis::{
    Candidate, ForecastDay, ForecastScore, ForecastTarget, RevenueBacktest, RevenueForecast,
};
use comptoir_words::Words;

use crate::sheet::{Cell, Kind, Sheet};

/// A row for each day of each forecast.
pub(super) fn forecasts(forecasts: &[RevenueForecast], words: &Words) -> Sheet {
    let mut sheet = Sheet::new("forecasts", words).with(
        [
            ("made", Kind::Plain),
            ("model", Kind::Plain),
            ("group", Kind::Plain),
            ("last-day", Kind::Plain),
            ("day", Kind::Plain),
            ("days", Kind::Integer),
            ("forecast", Kind::Money),
            ("lower-80", Kind::Money),
            ("upper-80", Kind::Money),
            ("lower-95", Kind::Money),
            ("upper-95", Kind::Money),
            ("day-before", Kind::Plain),
            ("days-compared", Kind::Integer),
            ("forecast-compared", Kind::Money),
            ("revenue-before", Kind::Money),
        ],
        words,
    );
    for forecast in forecasts {
        for day in &forecast.days {
            let [(lower80, upper80), (lower95, upper95)] = kept_bounds(day, forecast.levels.len());
            let mut row: Vec<Cell> = vec![
                forecast.made_at.as_str().into(),
                forecast.model.as_str().into(),
                group(&forecast.target, words),
                forecast.last_day.into(),
                day.day.into(),
                (day.days as usize).into(),
                day.mean.into(),
                lower80.into(),
                upper80.into(),
                lower95.into(),
                upper95.into(),
            ];
            if let Some(before) = day.before {
                let days = before.days as usize;
                row.extend([before.day.into(), days.into(), before.now.into(), before.revenue.into()]);
            }
            sheet.push(row);
        }
    }
    sheet
}

/// A row for each forecast of which a day has come.
pub(super) fn scores(scores: &[ForecastScore], words: &Words) -> Sheet {
    let mut sheet = Sheet::new("scores", words).with(
        [
            ("made", Kind::Plain),
            ("model", Kind::Plain),
            ("group", Kind::Plain),
            ("days", Kind::Integer),
            ("expected", Kind::Money),
            ("actual", Kind::Money),
            ("error", Kind::Money),
            ("last-week", Kind::Money),
            ("inside-80", Kind::Share),
            ("inside-95", Kind::Share),
        ],
        words,
    );
    for score in scores {
        let [inside80, inside95] = score.inside.map(|inside| inside as f64 / score.days as f64);
        sheet.push(vec![
            score.made_at.as_str().into(),
            score.model.as_str().into(),
            group(&score.target, words),
            score.days.into(),
            score.expected.into(),
            score.actual.into(),
            score.error.into(),
            score.last_week_error.into(),
            inside80.into(),
            inside95.into(),
        ]);
    }
    sheet
}

/// A row for each model.
pub(super) fn backtest(backtest: &RevenueBacktest, words: &Words) -> Sheet {
    let mut sheet = Sheet::new("backtests", words).during(Some(backtest.period)).with(
        [
            ("model", Kind::Plain),
            ("error", Kind::Money),
            ("error-share", Kind::Share),
            ("against-last-week", Kind::Number),
            ("inside-80", Kind::Share),
            ("inside-95", Kind::Share),
            ("mase", Kind::Number),
            ("rmsse", Kind::Number),
            ("smape", Kind::Number),
            ("owa", Kind::Number),
            ("failure", Kind::Plain),
        ],
        words,
    );
    for candidate in &backtest.candidates {
        sheet.push(candidate_cells(candidate, words));
    }
    sheet
}

fn candidate_cells(candidate: &Candidate, words: &Words) -> Vec<Cell> {
    let model = candidate.model.as_str().into();
    let scores = match &candidate.scores {
        Ok(scores) => scores,
        Err(error) => {
            let empty = std::iter::repeat_n(Cell::Empty, 9);
            let why = words.tell(error.code(), &error.facts()).text.into();
            return [model].into_iter().chain(empty).chain([why]).collect();
        }
    };
    // Of 80 and of 95 %, in this order.
    let inside = |level: usize| Cell::from(scores.intervals.get(level).map(|(_, share, _)| *share));
    vec![
        model,
        scores.mae.into(),
        candidate.error_share.into(),
        candidate.against_last_week.into(),
        inside(0),
        inside(1),
        scores.mase.into(),
        scores.rmsse.into(),
        scores.smape.into(),
        scores.owa.into(),
        Cell::Empty,
    ]
}

/// The bounds of 80 and of 95 %, which stand behind those of the levels asked for.
fn kept_bounds(day: &ForecastDay, levels: usize) -> [(f64, f64); 2] {
    [0, 1].map(|which| day.bounds.get(levels + which).copied().unwrap_or((day.mean, day.mean)))
}

/// The target of the forecast: all sales, or a group.
fn group(target: &ForecastTarget, words: &Words) -> Cell {
    match (target.level, target.name()) {
        (None, _) => words.text("total").into(),
        (Some(_), None) => words.text("unknown").into(),
        (Some(_), Some(name)) => name.into(),
    }
}
