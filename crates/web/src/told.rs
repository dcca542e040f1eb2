//! Comparisons and explanations as people and programs read them, the same on the command line and in the API.

mod forecasts;

use std::collections::HashMap;

pub use forecasts::{backtest_document, forecast_document, forecasts_document, scores_document};

use comptoir_analysis::{
    ChangeLine, ChangePart, Direction, Driver, Explanation, LineKind, NetRevenue, Perimeter, TargetProgress,
    TargetState,
};
use comptoir_calendar::{Comparison, Period};
use comptoir_words::{FluentValue, Words};
use serde_json::{Map, Value as Json, json};

/// What was compared with what: "du 1er au 12 nov. 2023, contre les mêmes jours N-1 (du 3 au 14 nov. 2022), magasins
/// constants".
pub fn comparison_label(comparison: &Comparison, perimeter: Perimeter, words: &Words) -> String {
    let formats = words.formats();
    let written = |period: Period| formats.period(period.first(), period.last());
    let basis = words.text(&format!("compared-{}", comparison.basis()));
    let (period, base) = (written(comparison.period()), written(comparison.base_span()));
    let mut label = say(words, "compared", &[("period", &period), ("basis", &basis), ("base", &base)]);
    let notes = [
        (comparison.is_to_date(), "compared-to-date"),
        (perimeter == Perimeter::SameStores, "compared-same-stores"),
    ];
    for (_, note) in notes.iter().filter(|(holds, _)| *holds) {
        label.push_str(&words.text(note));
    }
    label
}

/// The same for programs.
pub fn comparison_document(comparison: &Comparison, perimeter: Perimeter) -> Json {
    let period =
        |period: &Period| json!({ "from": period.first().to_string(), "to": period.last().to_string() });
    json!({
        "basis": comparison.basis().name(),
        "period": period(&comparison.period()),
        "to_date": comparison.is_to_date(),
        "base": comparison.base().iter().map(period).collect::<Vec<_>>(),
        "same_stores": perimeter == Perimeter::SameStores,
    })
}

/// Why revenue changed, in one plain sentence.
pub fn explanation_sentence(explained: &Explanation, words: &Words) -> String {
    let (formats, change) = (words.formats(), &explained.change);
    let story = change.story();
    let amount = formats.euros(change.change().to_f64().abs(), 0);
    let direction = match story.direction {
        Direction::Up => "up",
        Direction::Down => "down",
        Direction::Level => "level",
    };
    let mut sentence = match change.relative_change().map(|relative| formats.relative_change(relative)) {
        Some(relative) => {
            say(words, &format!("why-{direction}"), &[("amount", &amount), ("relative", &relative)])
        }
        None => say(words, &format!("why-{direction}-from-nothing"), &[("amount", &amount)]),
    };
    let driver = |driver: Driver| {
        let part = words.text(&format!("part-{}-in-a-sentence", driver.part));
        format!("{part} ({})", formats.euros_more(driver.amount.to_f64(), 0))
    };
    let clauses = [("why-main", story.main), ("why-second", story.second), ("why-counter", story.counter)];
    for (clause, told) in clauses {
        if let Some(told) = told {
            sentence.push_str(&say(words, clause, &[("part", &driver(told))]));
        }
    }
    sentence.push('.');
    sentence
}

/// What a line of an explanation says: "Pain : prix", "Café : 2 de moins".
pub fn explanation_line(line: &ChangeLine, explained: &Explanation, words: &Words) -> String {
    let name = |names: &HashMap<i64, String>, id: Option<i64>| {
        id.map(|id| names.get(&id).cloned().unwrap_or_else(|| format!("n° {id}"))).unwrap_or_default()
    };
    let (product, store) = (name(&explained.products, line.product), name(&explained.stores, line.store));
    let pieces = (line.after.quantity.to_f64() - line.before.quantity.to_f64()).abs();
    let pieces = words.formats().number(pieces, usize::from(pieces.fract() != 0.0) * 2);
    let id = match line.kind {
        LineKind::Pieces if line.after.quantity >= line.before.quantity => "line-pieces-more".to_owned(),
        LineKind::Pieces => "line-pieces-fewer".to_owned(),
        other => format!("line-{other}"),
    };
    say(words, &id, &[("product", &product), ("store", &store), ("pieces", &pieces)])
}

/// The whole explanation for programs, with the `top` lines that explain most; amounts in euros, the parts in whole
/// cents that sum to the change in cents.
pub fn explanation_document(
    explained: &Explanation,
    perimeter: Perimeter,
    top: usize,
    words: &Words,
) -> Json {
    let change = &explained.change;
    let cents = change.parts().in_cents();
    let parts: Map<String, Json> =
        ChangePart::ALL.iter().map(|part| (part.to_string(), json!(cents.get(*part).to_f64()))).collect();
    let lines = change.top(top).iter().map(|line| {
        json!({
            "line": line.kind.to_string(),
            "text": explanation_line(line, explained, words),
            "product_id": line.product,
            "product": line.product.and_then(|id| explained.products.get(&id)),
            "store_id": line.store,
            "store": line.store.and_then(|id| explained.stores.get(&id)),
            "amount": line.amount.to_f64(),
        })
    });
    json!({
        "compared": comparison_document(&explained.comparison, perimeter),
        "label": comparison_label(&explained.comparison, perimeter, words),
        "sentence": explanation_sentence(explained, words),
        "revenue": change.revenue_after().to_f64(),
        "revenue_before": change.revenue_before().to_f64(),
        "change": change.change().to_f64(),
        "relative_change": change.relative_change(),
        "trading_days": { "now": change.trading_days().after, "before": change.trading_days().before },
        "parts": parts,
        "lines": lines.collect::<Vec<_>>(),
        "other_lines": change.rest(top).to_f64(),
        "sql": explained.sql,
    })
}

/// From gross to net revenue, for programs: steps in whole cents that close.
pub fn net_document(steps: &NetRevenue) -> Json {
    let cents = steps.in_cents();
    json!({
        "gross": cents.gross.to_f64(),
        "discounts": cents.discounts.to_f64(),
        "returns": cents.returns.to_f64(),
        "others": cents.others.to_f64(),
        "net": cents.net().to_f64(),
    })
}

/// How targets stand, for programs; amounts in euros.
pub fn targets_document(targets: &[TargetProgress]) -> Json {
    let one = |target: &TargetProgress| {
        let day = |(day, part): &(comptoir_calendar::Date, comptoir_sales::Money)| json!({ "day": day.to_string(), "amount": part.to_f64() });
        json!({
            "month": target.month,
            "store_id": target.store.as_ref().map(|(id, _)| id),
            "store": target.store.as_ref().and_then(|(_, name)| name.clone()),
            "region": target.region,
            "target": target.target.to_f64(),
            "known_to": target.known_to.to_string(),
            "sold": target.sold.to_f64(),
            "remaining": target.remaining().to_f64(),
            "expected": target.expected.to_f64(),
            "state": match target.state() {
                TargetState::Reached => "reached",
                TargetState::Missed => "missed",
                TargetState::Running => "running",
            },
            "plan": target.plan.iter().map(day).collect::<Vec<_>>(),
        })
    };
    json!({ "targets": targets.iter().map(one).collect::<Vec<_>>() })
}

fn say(words: &Words, id: &str, values: &[(&str, &str)]) -> String {
    let values: Vec<_> = values.iter().map(|(name, value)| (*name, FluentValue::from(*value))).collect();
    words.say(id, &values)
}
