//! `comptoir why`: what a change of revenue is made of.

use comptoir_analysis::{AnalysisError, Explanation, LiveCube, explain};
use comptoir_calendar::Grain;
use comptoir_sales::Money;
use comptoir_store::Database;
use comptoir_web::{
    comparison_label, explanation_document, explanation_line, explanation_sentence, if_missing_sentence,
};

use super::asked::{self, Asked};
use crate::{
    failure::{Done, Failure},
    flags::{AnswerFormat, Why},
    output::Output,
    progress::Progress,
    tables::{Align, table},
};

pub(super) fn run(flags: &Why, database: &dyn Database, output: &Output) -> Result<Done, Failure> {
    let progress = Progress::new(output.words().text("analyse-progress"));
    let cube = LiveCube::default();
    let sales = cube.sales(database)?.seen_on(Some(comptoir_web::today()));
    let available = sales.available()?.ok_or(AnalysisError::NoSales)?;
    let mut asked = Asked::of(&flags.asked, &sales, available)?;
    if flags.asked.from.is_none() && flags.asked.to.is_none() {
        // What an owner asks about first: the month that the last sales are of.
        asked.period = Grain::Month.period_of(available.last());
    }
    let comparison = asked.compared(flags.asked.compare.unwrap_or_default(), &sales)?;
    let explained = explain(&sales, comparison, &asked.filters)?;
    drop(progress);
    if flags.asked.format == Some(AnswerFormat::Csv) {
        Output::data(&as_csv(&explained));
        return Ok(Done::Whole);
    }
    tell(&explained, flags.top, output);
    output.document(&explanation_document(&explained, flags.top, output.words()));
    Ok(Done::Whole)
}

fn tell(explained: &Explanation, top: usize, output: &Output) {
    let (words, formats, change) = (output.words(), output.formats(), &explained.change);
    output.print(&comparison_label(&explained.days, words));
    output.print(&explanation_sentence(explained, words));
    if let Some((compared, gaps)) = &explained.if_missing {
        let sentence = if_missing_sentence(compared, gaps, words);
        output.print(&format!("{sentence}\n{}", words.text("days-asked-hint")));
    } else if !explained.days.nothing_if_missing().is_empty() {
        output.print(&words.text("days-asked-hint"));
    }
    // In whole units, as the sentence has them: largest remainders make them add up.
    let (before, after, shown) = change.in_units();
    let header = [(words.text("column-part"), Align::Left), (words.text("column-amount"), Align::Right)];
    let parts = change.parts().in_cents();
    let parts = parts.iter().zip(shown.iter()).filter(|(_, (_, shown))| shown.parts() != 0);
    let units = |amount: Money| formats.units_more(amount.to_f64());
    let rows = parts.map(|(_, (part, amount))| vec![words.text(&format!("part-{part}")), units(amount)]);
    let total = vec![words.text("total"), units(after + before.negated())];
    output.print(&format!("\n{}", table(&header, rows.chain([total]))));
    let lines = change.top(top);
    if lines.is_empty() {
        return;
    }
    let header = [(words.text("column-line"), Align::Left), (words.text("column-amount"), Align::Right)];
    let (amounts, others) = change.lines_in_units(top);
    let row = |(line, amount)| vec![explanation_line(line, explained, words), units(amount)];
    let mut rows: Vec<_> = lines.iter().zip(amounts).map(row).collect();
    if change.lines().len() > lines.len() {
        rows.push(vec![words.text("others"), units(others)]);
    }
    output.print(&format!("\n{}", table(&header, rows)));
}

fn as_csv(explained: &Explanation) -> String {
    let id = |id: Option<i64>| id.map(|id| id.to_string()).unwrap_or_default();
    let rows = explained.change.lines().iter().map(|line| {
        let product = line.product.and_then(|id| explained.products.get(&id));
        let store = line.store.and_then(|id| explained.stores.get(&id));
        vec![
            line.kind.to_string(),
            id(line.product),
            product.cloned().unwrap_or_default(),
            id(line.store),
            store.cloned().unwrap_or_default(),
            line.amount.to_string(),
        ]
    });
    asked::csv(&["line", "product_id", "product", "store_id", "store", "amount"], rows)
}
