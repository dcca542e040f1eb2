//! Comparisons and explanations as people and programs read them, the same on the command line and in the API.

mod completeness;
mod forecasts;
mod imports;

use std::collections::HashMap;

use completeness::gap_document;
pub use completeness::{completeness_document, completeness_sentence};
pub use forecasts::{backtest_document, forecast_document, forecasts_document, scores_document};
pub use imports::import_notes;

use comptoir_analysis::{
    AskedGap, ChangeLine, ChangePart, ChangeParts, Compared, ComparedDays, Direction, Driver, Explanation,
    LeftOut, LineKind, NetRevenue, PeriodTarget, StoreScope, Succession, Successive, TargetProgress,
    TargetState,
};
use comptoir_calendar::Period;
use comptoir_sales::Money;
use comptoir_words::{FluentValue, Words};
use serde_json::{Map, Value as Json, json};

/// A succession is named where it is at least this part of the main cause, as the second cause is.
const TOLD_FROM: i64 = 10;
/// And no less than half a unit, in ten-thousandths: less would be shown as nothing.
const LEAST_TOLD: i64 = 5_000;
/// How many stores are named whose days are left out.
const NAMED: usize = 2;

/// What was compared with what: "du 1er au 12 nov. 2023, contre les mêmes jours N-1 (du 3 au 14 nov. 2022), magasins
/// constants".
pub fn comparison_label(days: &ComparedDays, words: &Words) -> String {
    let (comparison, formats) = (days.comparison(), words.formats());
    let written = |period: Period| formats.period(period.first(), period.last());
    let basis = words.text(&format!("compared-{}", comparison.basis()));
    let (period, span) = (written(comparison.period()), written(comparison.base_span()));
    // Feasts that moved, and days left out, are not all days from the first to the last.
    let days_before: u32 = comparison.base().iter().map(|run| run.len()).sum();
    let base = if days_before == comparison.base_span().len() {
        span
    } else {
        let count = formats.number(f64::from(days_before), 0);
        say(words, "compared-base-days", &[("days", &count), ("span", &span)])
    };
    let mut label = say(words, "compared", &[("period", &period), ("basis", &basis), ("base", &base)]);
    let notes = [
        (comparison.is_to_date(), "compared-to-date"),
        (days.scope() == StoreScope::SameStores, "compared-same-stores"),
    ];
    for (_, note) in notes.iter().filter(|(holds, _)| *holds) {
        label.push_str(&words.text(note));
    }
    for note in comparison_notes(days, words) {
        label.push_str(", ");
        label.push_str(&note);
    }
    label
}

/// The days that a change is of, where they are not all days of the figure: "au 27 nov.", "10 des 30
/// jours", "sans Rennes du 27 au 28 nov. 2026".
pub fn comparison_notes(days: &ComparedDays, words: &Words) -> Vec<String> {
    let (comparison, formats) = (days.comparison(), words.formats());
    let mut notes = Vec::new();
    if let Some(day) = comparison.through() {
        notes.push(say(words, "compared-through", &[("day", &formats.day_and_month(day))]));
    } else if !comparison.is_complete() {
        let (compared, whole) = (comparison.compared_days(), comparison.period().len());
        let [compared, whole] = [compared, whole].map(|days| formats.number(f64::from(days), 0));
        notes.push(say(words, "compared-days", &[("compared", &compared), ("days", &whole)]));
    }
    for out in days.left_out().iter().take(NAMED) {
        let store = out.name.clone().unwrap_or_else(|| words.text("unknown"));
        let runs = out.days.iter().map(|run| formats.period(run.first(), run.last()));
        let runs = runs.collect::<Vec<_>>().join(", ");
        notes.push(say(words, "compared-without", &[("store", &store), ("days", &runs)]));
    }
    let more = days.left_out().len().saturating_sub(NAMED);
    if more > 0 {
        notes.push(words.say("compared-without-more", &[("count", FluentValue::from(more))]));
    }
    let gaps = days.nothing_if_missing();
    if !gaps.is_empty() {
        notes.push(say(words, "compared-nothing-if-missing", &[("gaps", &named_gaps(gaps, words))]));
    }
    notes
}

/// The change of revenue if gaps that are taken for closed days, for want of an answer, were missing data: "−3,5 %
/// si les données de Lyon manquent du 3 au 16 août 2026".
pub fn if_missing_sentence(compared: &Compared, gaps: &[AskedGap], words: &Words) -> String {
    let formats = words.formats();
    let change = compared.total.relative_change().map(|change| formats.relative_change(change));
    let change = change.unwrap_or_else(|| formats.units_more(compared.total.change().to_f64()));
    say(words, "compared-if-missing", &[("change", &change), ("gaps", &named_gaps(gaps, words))])
}

/// The same for programs: the other change.
pub fn if_missing_document(compared: &Compared, gaps: &[AskedGap], words: &Words) -> Json {
    json!({
        "text": if_missing_sentence(compared, gaps, words),
        "change": compared.total.change().to_f64(),
        "relative_change": compared.total.relative_change(),
    })
}

/// The note that sums count days without an answer as closed; `None` where there are no such days.
pub fn asked_sentence(gaps: &[AskedGap], words: &Words) -> Option<String> {
    (!gaps.is_empty()).then(|| say(words, "asked-gaps", &[("gaps", &named_gaps(gaps, words))]))
}

/// The first gaps by their stores and days.
fn named_gaps(gaps: &[AskedGap], words: &Words) -> String {
    let named = |gap: &AskedGap| {
        let name = gap.name.clone().unwrap_or_else(|| words.text("unknown"));
        format!("{name} {}", words.formats().period(gap.days.first(), gap.days.last()))
    };
    let mut stores: Vec<String> = gaps.iter().take(NAMED).map(named).collect();
    if gaps.len() > NAMED {
        stores.push("…".to_owned());
    }
    stores.join(", ")
}

/// The same for programs.
pub fn comparison_document(days: &ComparedDays) -> Json {
    let comparison = days.comparison();
    let asked = days.if_missing().map_or_else(|| days.nothing_if_missing(), |(_, gaps)| gaps);
    let left_out = |out: &LeftOut| json!({ "store_id": out.store, "store": out.name, "days": out.days.iter().copied().map(period_document).collect::<Vec<_>>() });
    json!({
        "basis": comparison.basis().name(),
        // The days that the figure is of, and which of them the change is of.
        "period": period_document(comparison.period()),
        "days": comparison.days().iter().copied().map(period_document).collect::<Vec<_>>(),
        "compared_days": comparison.compared_days(),
        "period_days": comparison.period().len(),
        "to_date": comparison.is_to_date(),
        "base": comparison.base().iter().copied().map(period_document).collect::<Vec<_>>(),
        "same_stores": days.scope() == StoreScope::SameStores,
        "left_out": days.left_out().iter().map(left_out).collect::<Vec<_>>(),
        "asked": asked.iter().map(gap_document).collect::<Vec<_>>(),
    })
}

fn period_document(period: Period) -> Json {
    json!({ "from": period.first().to_string(), "to": period.last().to_string() })
}

/// Why revenue changed, in one plain sentence.
pub fn explanation_sentence(explained: &Explanation, words: &Words) -> String {
    let (formats, change) = (words.formats(), &explained.change);
    let story = change.story();
    let (before, after, shown) = change.in_units();
    let amount = formats.units((after.to_f64() - before.to_f64()).abs());
    let direction = match story.direction {
        // Nobody says that revenue fell by nothing.
        _ if after == before => "level",
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
    // What is nothing in whole units has no cause.
    let is_told = |driver: &Driver| shown.get(driver.part) != Money::default();
    let driver = |driver: Driver| {
        let direction = match driver.part {
            ChangePart::Customers | ChangePart::Items if driver.amount.is_negative() => "-fewer",
            ChangePart::Customers | ChangePart::Items => "-more",
            // An amount above zero came back less.
            ChangePart::Returns if driver.amount.is_negative() => "-more",
            ChangePart::Returns => "-fewer",
            _ => "",
        };
        let part = words.text(&format!("part-{}{direction}-in-a-sentence", driver.part));
        format!("{part} ({})", formats.units_more(shown.get(driver.part).to_f64()))
    };
    let clauses = [("why-main", story.main), ("why-second", story.second), ("why-counter", story.counter)];
    for (clause, told) in clauses {
        if let Some(told) = told.filter(is_told) {
            sentence.push_str(&say(words, clause, &[("part", &driver(told))]));
        }
    }
    sentence.push('.');
    // Those that are as much as a cause that is named.
    let main = story.main.map_or(0, |driver| driver.amount.parts().abs());
    for said in successions_from(&explained.successions, LEAST_TOLD.max(main / TOLD_FROM), words) {
        sentence.push(' ');
        sentence.push_str(&said);
    }
    sentence
}

/// What goes on under another number: "Gare (Lyon) a déménagé, c’est maintenant Gare (Bron) : −1 200 € et +1 350 €, soit
/// +150 € ensemble." The largest are named, of those whose larger change is at least so much, in ten-thousandths.
fn successions_from(successions: &[Succession], least: i64, words: &Words) -> Vec<String> {
    let formats = words.formats();
    let told: Vec<&Succession> = successions.iter().filter(|one| one.size() >= least).collect();
    let sentence = |one: &&Succession| {
        let id = if one.is_recorded { "why-moved" } else { "why-successor" };
        let [gone, come, sum] = one.in_units().map(|amount| formats.units_more(amount.to_f64()));
        let values = [
            ("former", one.former.name.as_str()),
            ("later", one.later.name.as_str()),
            ("gone", &gone),
            ("come", &come),
            ("sum", &sum),
        ];
        say(words, id, &values)
    };
    let mut sentences: Vec<String> = told.iter().take(NAMED).map(sentence).collect();
    let more = told.len().saturating_sub(NAMED);
    if more > 0 {
        sentences.push(words.say("why-successors-more", &[("count", FluentValue::from(more))]));
    }
    sentences
}

/// The text of a line of an explanation: "Pain : prix", "Café : 2 de moins".
pub fn explanation_line(line: &ChangeLine, explained: &Explanation, words: &Words) -> String {
    let name = |names: &HashMap<i64, String>, id: Option<i64>| {
        id.map(|id| names.get(&id).cloned().unwrap_or_else(|| format!("n° {id}"))).unwrap_or_default()
    };
    let (product, store) = (name(&explained.products, line.product), name(&explained.stores, line.store));
    let pieces = (line.after.quantity.to_f64() - line.before.quantity.to_f64()).abs();
    let pieces = words.formats().number(pieces, usize::from(pieces.fract() != 0.0) * 2);
    // Where the calendar has a part of its own, the pieces do not explain the amount that is left.
    let is_apart = line.calendar != Money::default()
        || explained.change.parts().get(ChangePart::Holidays) != Money::default();
    let id = match line.kind {
        LineKind::Pieces if is_apart => "line-pieces-apart".to_owned(),
        LineKind::Pieces if line.after.quantity >= line.before.quantity => "line-pieces-more".to_owned(),
        LineKind::Pieces => "line-pieces-fewer".to_owned(),
        other => format!("line-{other}"),
    };
    say(words, &id, &[("product", &product), ("store", &store), ("pieces", &pieces)])
}

/// The whole explanation for programs, with the `top` lines that explain most; amounts in euros, the parts in whole
/// cents that sum to the change in cents.
pub fn explanation_document(explained: &Explanation, top: usize, words: &Words) -> Json {
    let change = &explained.change;
    let named = |parts: ChangeParts| -> Map<String, Json> {
        ChangePart::ALL.iter().map(|part| (part.to_string(), json!(parts.get(*part).to_f64()))).collect()
    };
    let parts = named(change.parts().in_cents());
    let (before, after, shown) = change.in_units();
    let (shown_lines, shown_others) = change.lines_in_units(top);
    let lines = change.top(top).iter().zip(shown_lines).map(|(line, shown)| {
        json!({
            "line": line.kind.to_string(),
            "text": explanation_line(line, explained, words),
            "product_id": line.product,
            "product": line.product.and_then(|id| explained.products.get(&id)),
            "store_id": line.store,
            "store": line.store.and_then(|id| explained.stores.get(&id)),
            "amount": line.amount.to_f64(),
            "shown": shown.to_f64(),
        })
    });
    json!({
        "compared": comparison_document(&explained.days),
        "label": comparison_label(&explained.days, words),
        "currency": words.currency().code(),
        "sentence": explanation_sentence(explained, words),
        "if_missing": explained.if_missing.as_ref().map(|(compared, gaps)| if_missing_sentence(compared, gaps, words)),
        "revenue": change.revenue_after().to_f64(),
        "revenue_before": change.revenue_before().to_f64(),
        "change": change.change().to_f64(),
        "relative_change": change.relative_change(),
        "trading_days": { "now": change.trading_days().after, "before": change.trading_days().before },
        "parts": parts,
        // In whole euros, as they are shown: from the revenue before by the parts, or by the lines, to the revenue.
        "shown": {
            "revenue_before": before.to_f64(),
            "revenue": after.to_f64(),
            "parts": named(shown),
            "other_lines": shown_others.to_f64(),
        },
        "lines": lines.collect::<Vec<_>>(),
        // What is closed and opened, or lost and new, though it goes on; the figures above are not merged.
        "successions": successions_document(&explained.successions),
        "other_lines": change.rest(top).to_f64(),
        "sql": explained.sql,
    })
}

/// What goes on under another number, in sentences: the largest, and how many more.
pub fn succession_sentences(successions: &[Succession], words: &Words) -> Vec<String> {
    successions_from(successions, LEAST_TOLD, words)
}

/// The same for programs.
pub fn successions_document(successions: &[Succession]) -> Json {
    successions.iter().map(succession_document).collect()
}

fn succession_document(one: &Succession) -> Json {
    let member = |member: &Successive| json!({ "id": member.id, "name": member.name, "change": member.change.to_f64() });
    json!({
        "grouping": one.grouping.name(),
        "recorded": one.is_recorded,
        "former": member(&one.former),
        "later": member(&one.later),
        "change": one.change().to_f64(),
    })
}

/// From gross to net revenue, for programs: steps in whole cents that close.
pub fn net_document(steps: &NetRevenue, asked: Option<&str>) -> Json {
    let cents = steps.in_cents();
    json!({
        "gross": cents.gross.to_f64(),
        "discounts": cents.discounts.to_f64(),
        "returns": cents.returns.to_f64(),
        "others": cents.others.to_f64(),
        "net": cents.net().to_f64(),
        // Days that count as closed, and that nobody has said anything of.
        "asked": asked,
    })
}

/// How targets stand, for programs; amounts in euros.
pub fn targets_document(
    targets: &[TargetProgress],
    of_period: Option<&PeriodTarget>,
    asked: Option<&str>,
) -> Json {
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
    json!({
        "targets": targets.iter().map(one).collect::<Vec<_>>(),
        "of_period": of_period.map(period_target_document),
        "asked": asked,
    })
}

/// How the target of a period stands, for programs; amounts in euros.
fn period_target_document(target: &PeriodTarget) -> Json {
    json!({
        "target": target.target.to_f64(),
        "known_to": target.known_to.to_string(),
        "sold": target.sold.to_f64(),
        "expected": target.expected.to_f64(),
        "remaining": target.remaining().to_f64(),
        "days_left": target.days_left,
        "per_day": target.per_day().map(comptoir_sales::Money::to_f64),
    })
}

fn say(words: &Words, id: &str, values: &[(&str, &str)]) -> String {
    let values: Vec<_> = values.iter().map(|(name, value)| (*name, FluentValue::from(*value))).collect();
    words.say(id, &values)
}
