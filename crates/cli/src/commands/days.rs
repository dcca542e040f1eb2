//! `comptoir days`: how complete the data are, and what the user says of days without sales.

use comptoir_analysis::{
    AnalysisError, Arrived, AskedGap, Completeness, Filter, GapAnswer, Grouping, LiveCube, Sales, answer_gap,
};
use comptoir_calendar::Period;
use comptoir_store::Database;
use comptoir_web::{completeness_document, completeness_sentence};
use comptoir_words::FluentValue;

use crate::{
    failure::{Done, Failure},
    flags::{Days, DaysOfStore},
    output::Output,
    tables::{Align, table},
};

pub(super) fn run(flags: Option<&Days>, database: &dyn Database, output: &Output) -> Result<Done, Failure> {
    match flags {
        None | Some(Days::List) => {}
        Some(Days::Closed(days)) => say(days, Some(GapAnswer::Closed), database)?,
        Some(Days::Missing(days)) => say(days, Some(GapAnswer::Missing), database)?,
        Some(Days::Undo(days)) => say(days, None, database)?,
    }
    let cube = LiveCube::default();
    let sales = cube.sales(database)?.seen_on(Some(comptoir_web::today()));
    let completeness = sales.completeness()?;
    tell(&completeness, output);
    output.document(&completeness_document(&completeness, output.words()));
    Ok(Done::Whole)
}

fn say(flags: &DaysOfStore, answer: Option<GapAnswer>, database: &dyn Database) -> Result<(), Failure> {
    let days = Period::new(flags.from, flags.to).map_err(AnalysisError::from)?;
    let sales = Sales::of(database)?.seen_on(Some(comptoir_web::today()));
    let completeness = sales.completeness()?;
    let store = store(&flags.store, &completeness, &sales)?;
    Ok(answer_gap(database, store, days, answer)?)
}

/// The one store that is called so, or has this number.
fn store(name: &str, completeness: &Completeness, sales: &Sales<'_>) -> Result<i64, Failure> {
    let called = |is_it: &dyn Fn(&Arrived) -> bool| -> Vec<i64> {
        completeness.stores().iter().filter(|store| is_it(store)).map(|store| store.id).collect()
    };
    let by_number = called(&|store| store.id.to_string() == name);
    if let [one] = by_number.as_slice() {
        return Ok(*one);
    }
    let filter = Filter::asked(sales, Grouping::Store, &[name])?;
    let by_name = called(&|store| {
        filter.ids.contains(&store.id) || store.name.as_ref().is_some_and(|name| filter.names.contains(name))
    });
    by_name.first().copied().ok_or_else(|| Failure::new("days-no-sales", vec![("store", name.to_owned())]))
}

fn tell(completeness: &Completeness, output: &Output) {
    let formats = output.formats();
    if let Some(sentence) = completeness_sentence(completeness, output.words()) {
        output.print(&sentence);
    }
    let since = |id: &str, stores: Vec<(&Arrived, comptoir_calendar::Date)>| {
        for (store, since) in stores {
            let name = called(store.name.as_deref(), store.id);
            output.title(id, &[("store", &name), ("day", &formats.day(since))]);
        }
    };
    since("days-closed-since", completeness.closed());
    if let Some(ahead) = completeness.ahead() {
        let values = [
            ("sales", FluentValue::from(ahead.sales)),
            ("days", formats.period(ahead.days.first(), ahead.days.last()).into()),
            ("revenue", formats.units(ahead.revenue.to_f64()).into()),
        ];
        output.print(&output.words().say("days-ahead", &values));
    }
    tell_answers(completeness, output);
    let asked = completeness.asked_gaps();
    if !asked.is_empty() {
        output.print("");
        tell_asked(&asked, output);
    }
}

fn tell_answers(completeness: &Completeness, output: &Output) {
    for (store, answered) in completeness.answered_gaps() {
        let (days, name) = (answered.days, called(store.name.as_deref(), store.id));
        let days = output.formats().period(days.first(), days.last());
        output.title(&format!("days-said-{}", answered.answer.name()), &[("store", &name), ("days", &days)]);
    }
}

/// The gaps without an answer, each with the command that answers.
pub(super) fn tell_asked(gaps: &[AskedGap], output: &Output) {
    let words = output.words();
    output.print(&words.text("days-asked"));
    let header =
        ["column-store", "days-column-days", "days-column-answer"].map(|id| (words.text(id), Align::Left));
    let rows = gaps.iter().map(|gap| {
        let (first, last) = (gap.days.first(), gap.days.last());
        let store = gap.store.to_string();
        let command = format!("comptoir days closed|missing --store {store} --from {first} --to {last}");
        vec![called(gap.name.as_deref(), gap.store), output.formats().period(first, last), command]
    });
    output.print(&table(&header, rows));
}

fn called(name: Option<&str>, id: i64) -> String {
    name.map_or_else(|| format!("n° {id}"), str::to_owned)
}
