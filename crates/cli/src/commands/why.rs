//! `comptoir why`: what a change of revenue is made of.

use comptoir_analysis::{
    AnalysisError, ChangeLine, ChangePart, Direction, Driver, Explanation, LineKind, LiveCube, Perimeter,
    explain, same_stores,
};
use comptoir_calendar::Grain;
use comptoir_store::Database;
use serde_json::{Value as Json, json};

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
    let sales = cube.sales(database)?;
    let available = sales.available()?.ok_or(AnalysisError::NoSales)?;
    let mut asked = Asked::of(&flags.asked, &sales, available)?;
    if flags.asked.from.is_none() && flags.asked.to.is_none() {
        // What an owner asks about first: the month that the last sales are of.
        asked.period = Grain::Month.period_of(available.last());
    }
    let comparison = asked.compared(flags.asked.compare.unwrap_or_default(), available)?;
    let mut filters = asked.filters.clone();
    if asked.perimeter == Perimeter::SameStores {
        filters.push(same_stores(&sales, &filters, &comparison)?);
    }
    let explained = explain(&sales, comparison, &filters)?;
    drop(progress);
    if flags.asked.format == Some(AnswerFormat::Csv) {
        Output::data(&as_csv(&explained));
        return Ok(Done::Whole);
    }
    tell(&explained, asked.perimeter, flags.top, output);
    output.document(&document(&explained, asked.perimeter, flags.top));
    Ok(Done::Whole)
}

fn tell(explained: &Explanation, perimeter: Perimeter, top: usize, output: &Output) {
    let (words, formats, change) = (output.words(), output.formats(), &explained.change);
    output.print(&asked::label(&explained.comparison, perimeter, output));
    output.print(&sentence(explained, output));
    let cents = change.parts().in_cents();
    let header = [(words.text("column-part"), Align::Left), (words.text("column-amount"), Align::Right)];
    let parts = cents.iter().filter(|(_, amount)| amount.parts() != 0);
    let rows = parts.map(|(part, amount)| {
        vec![words.text(&format!("part-{part}")), formats.euros_more(amount.to_f64(), 2)]
    });
    let total = vec![words.text("total"), formats.euros_more(cents.total().to_f64(), 2)];
    output.print(&format!("\n{}", table(&header, rows.chain([total]))));
    let lines = change.top(top);
    if lines.is_empty() {
        return;
    }
    let header = [(words.text("column-line"), Align::Left), (words.text("column-amount"), Align::Right)];
    let mut rows: Vec<_> = lines
        .iter()
        .map(|line| vec![line_name(line, explained, output), formats.euros_more(line.amount.to_f64(), 2)])
        .collect();
    if change.lines().len() > lines.len() {
        rows.push(vec![words.text("others"), formats.euros_more(change.rest(top).to_f64(), 2)]);
    }
    output.print(&format!("\n{}", table(&header, rows)));
}

/// One plain sentence.
fn sentence(explained: &Explanation, output: &Output) -> String {
    let (words, formats, change) = (output.words(), output.formats(), &explained.change);
    let story = change.story();
    let amount = formats.euros(change.change().to_f64().abs(), 0);
    let relative = change.relative_change().map(|relative| formats.relative_change(relative));
    let direction = match story.direction {
        Direction::Up => "up",
        Direction::Down => "down",
        Direction::Level => "level",
    };
    let mut sentence = match relative {
        Some(relative) => {
            output.say(&format!("why-{direction}"), &[("amount", &amount), ("relative", &relative)])
        }
        None => output.say(&format!("why-{direction}-from-nothing"), &[("amount", &amount)]),
    };
    let driver = |driver: Driver| {
        let part = words.text(&format!("part-{}-in-a-sentence", driver.part));
        format!("{part} ({})", formats.euros_more(driver.amount.to_f64(), 0))
    };
    let clauses = [("why-main", story.main), ("why-second", story.second), ("why-counter", story.counter)];
    for (clause, told) in clauses {
        if let Some(told) = told {
            sentence.push_str(&output.say(clause, &[("part", &driver(told))]));
        }
    }
    sentence.push('.');
    sentence
}

fn line_name(line: &ChangeLine, explained: &Explanation, output: &Output) -> String {
    let name = |names: &std::collections::HashMap<i64, String>, id: Option<i64>| {
        id.map(|id| names.get(&id).cloned().unwrap_or_else(|| format!("n° {id}"))).unwrap_or_default()
    };
    let (product, store) = (name(&explained.products, line.product), name(&explained.stores, line.store));
    let formats = output.formats();
    let pieces = (line.after.quantity.to_f64() - line.before.quantity.to_f64()).abs();
    let pieces = formats.number(pieces, usize::from(pieces.fract() != 0.0) * 2);
    let more = line.after.quantity >= line.before.quantity;
    let id = match line.kind {
        LineKind::Pieces if more => "line-pieces-more".to_owned(),
        LineKind::Pieces => "line-pieces-fewer".to_owned(),
        other => format!("line-{other}"),
    };
    output.say(&id, &[("product", &product), ("store", &store), ("pieces", &pieces)])
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

fn document(explained: &Explanation, perimeter: Perimeter, top: usize) -> Json {
    let change = &explained.change;
    let parts = change.parts().in_cents();
    let parts: serde_json::Map<String, Json> =
        ChangePart::ALL.iter().map(|part| (part.to_string(), json!(parts.get(*part).to_f64()))).collect();
    let lines = change.top(top).iter().map(|line| {
        json!({
            "line": line.kind.to_string(),
            "product_id": line.product,
            "product": line.product.and_then(|id| explained.products.get(&id)),
            "store_id": line.store,
            "store": line.store.and_then(|id| explained.stores.get(&id)),
            "amount": line.amount.to_f64(),
        })
    });
    json!({
        "compared": asked::document(&explained.comparison, perimeter),
        "revenue": change.revenue_after().to_f64(),
        "revenue_before": change.revenue_before().to_f64(),
        "change": change.change().to_f64(),
        "relative_change": change.relative_change(),
        "parts": parts,
        "lines": lines.collect::<Vec<_>>(),
        "other_lines": change.rest(top).to_f64(),
    })
}
