//! `comptoir forecast --scores`: what became of the forecasts made.

use comptoir_analysis::{ForecastScore, Sales, score_forecasts};
use comptoir_web::scores_document;

use crate::commands::asked;
use crate::{
    failure::{Done, Failure},
    output::Output,
    progress::Progress,
    tables::{Align, table},
};

pub(super) fn tell(sales: &Sales<'_>, progress: Progress, output: &Output) -> Result<Done, Failure> {
    let scores = score_forecasts(sales)?;
    drop(progress);
    if scores.is_empty() {
        output.print(&output.words().text("scores-none"));
    } else {
        output.print(&as_table(&scores, output));
        output.print(&output.words().text("scores-note"));
    }
    output.figures(scores_document(&scores));
    Ok(Done::Whole)
}

fn as_table(scores: &[ForecastScore], output: &Output) -> String {
    let (words, formats) = (output.words(), output.formats());
    let columns = [
        ("column-made", Align::Left),
        ("column-model", Align::Left),
        ("column-of", Align::Left),
        ("column-days", Align::Right),
        ("column-forecast", Align::Right),
        ("column-sold", Align::Right),
        ("column-error", Align::Right),
        ("column-last-week", Align::Right),
        ("column-inside-80", Align::Right),
        ("column-inside-95", Align::Right),
    ];
    let header = columns.map(|(id, align)| (words.text(id), align));
    let units = |amount: f64| if amount.is_nan() { String::new() } else { formats.units(amount) };
    let rows = scores.iter().map(|score| {
        let group = score.target.level;
        let of = group.map(|level| asked::name(level, Some(&score.target.group), false, output));
        let inside = |count: usize| format!("{count}/{}", score.days);
        vec![
            score.made_at.get(..10).unwrap_or(&score.made_at).to_owned(),
            score.model.clone(),
            of.unwrap_or_else(|| words.text("total")),
            score.days.to_string(),
            units(score.expected),
            units(score.actual),
            units(score.error),
            units(score.last_week_error),
            inside(score.inside[0]),
            inside(score.inside[1]),
        ]
    });
    table(&header, rows)
}
