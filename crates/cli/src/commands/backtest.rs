//! `comptoir backtest`: models tried on this shop's own past.

use comptoir_analysis::{AnalysisError, Candidate, LiveCube, RevenueBacktest, backtest_revenue};
use comptoir_forecast::{ArimaOrder, Model};
use comptoir_store::Database;
use comptoir_web::backtest_document;

use super::asked;
use crate::{
    failure::{Done, Failure},
    flags::Backtest,
    output::Output,
    progress::Progress,
    tables::{Align, table},
};

pub(super) fn run(flags: &Backtest, database: &dyn Database, output: &Output) -> Result<Done, Failure> {
    let progress = Progress::new(output.words().text("backtest-progress"));
    let cube = LiveCube::default();
    let sales = cube.sales(database)?.seen_on(Some(comptoir_web::today()));
    let filters = asked::filters(&flags.names, &sales)?;
    let mut models = if flags.model.is_empty() { Model::candidates() } else { flags.model.clone() };
    let brief = Model::Arima(ArimaOrder::BRIEF);
    if !models.contains(&brief) {
        models.push(brief);
    }
    let plan = (flags.horizon, flags.origins);
    let trial = backtest_revenue(&sales, &filters, &models, plan, |done, of| progress.report(done, of))?;
    drop(progress);
    tell(&trial, output);
    output.figures(backtest_document(&trial));
    Ok(Done::Whole)
}

fn tell(trial: &RevenueBacktest, output: &Output) {
    let (words, formats) = (output.words(), output.formats());
    let days = formats.period(trial.period.first(), trial.period.last());
    let (horizon, origins) = (trial.horizon.to_string(), trial.origins.len().to_string());
    output.title("backtest-title", &[("period", &days), ("horizon", &horizon), ("origins", &origins)]);
    let columns = [
        ("column-model", Align::Left),
        ("column-error", Align::Right),
        ("column-error-share", Align::Right),
        ("column-against-last-week", Align::Right),
        ("column-inside-80", Align::Right),
        ("column-inside-95", Align::Right),
    ];
    let header = columns.map(|(id, align)| (words.text(id), align));
    output.print(&table(&header, trial.candidates.iter().map(|candidate| row(candidate, output))));
    let Some(winner) = trial.winner() else { return };
    match winner.against_last_week {
        Some(ratio) => {
            let score = formats.number(ratio, 2);
            output.title("backtest-winner", &[("model", &winner.model), ("score", &score)]);
        }
        None => output.title("backtest-winner-alone", &[("model", &winner.model)]),
    }
}

fn row(candidate: &Candidate, output: &Output) -> Vec<String> {
    let (words, formats) = (output.words(), output.formats());
    let scores = match &candidate.scores {
        Ok(scores) => scores,
        Err(error) => {
            let told = Failure::from(AnalysisError::from(error.clone()));
            return vec![candidate.model.clone(), words.tell(told.code, &told.facts).text];
        }
    };
    let ratio = candidate.against_last_week.map(|ratio| formats.number(ratio, 2)).unwrap_or_default();
    let share = candidate.error_share.map(|share| formats.percent(share)).unwrap_or_default();
    let covered = scores.intervals.iter().map(|(_, covered, _)| formats.percent(*covered));
    [candidate.model.clone(), formats.units(scores.mae), share, ratio].into_iter().chain(covered).collect()
}
