//! `comptoir analyse --targets`: what is aimed at, and what remains to be done.

use comptoir_analysis::{PeriodTarget, TargetProgress, TargetState};
use comptoir_calendar::Grain;
use comptoir_sales::Money;
use comptoir_web::targets_document;

use crate::{
    output::Output,
    tables::{Align, table},
};

pub(super) fn tell(
    targets: &[TargetProgress],
    of_period: Option<&PeriodTarget>,
    asked: Option<&str>,
    output: &Output,
) {
    let (words, formats) = (output.words(), output.formats());
    if targets.is_empty() {
        output.print(&words.text("targets-none"));
    } else {
        let header = [
            (words.text("column-target-of"), Align::Left),
            (words.text("column-target"), Align::Right),
            (words.text("column-sold"), Align::Right),
            (words.text("column-remaining"), Align::Right),
            (words.text("column-days-left"), Align::Right),
            (words.text("column-next-day"), Align::Right),
            (words.text("column-state"), Align::Left),
        ];
        let money = |amount: Money| formats.units(amount.to_f64());
        let rows = targets.iter().map(|target| {
            let state = match target.state() {
                TargetState::Reached => "target-reached",
                TargetState::Missed => "target-missed",
                TargetState::Running if is_to_come(target) => "target-to-come",
                TargetState::Running if target.sold >= target.expected => "target-ahead",
                TargetState::Running => "target-behind",
            };
            let next =
                target.plan.first().map(|(day, part)| format!("{} ({})", money(*part), formats.day(*day)));
            vec![
                name(target, output),
                money(target.target),
                money(target.sold),
                money(target.remaining()),
                target.plan.len().to_string(),
                next.unwrap_or_default(),
                words.text(state),
            ]
        });
        output.print(&table(&header, rows));
    }
    super::analyse::tell_asked(asked, output);
    output.figures(targets_document(targets, of_period, asked));
}

/// Whether nothing is known yet of the month.
fn is_to_come(target: &TargetProgress) -> bool {
    Grain::Month.label(target.known_to) < target.month
}

/// Whose target it is, and of which month.
fn name(target: &TargetProgress, output: &Output) -> String {
    let all = || output.words().text("all-stores");
    let store = target.store.as_ref().map(|(id, name)| name.clone().unwrap_or_else(|| format!("n° {id}")));
    format!("{} {}", target.month, store.or_else(|| target.region.clone()).unwrap_or_else(all))
}
