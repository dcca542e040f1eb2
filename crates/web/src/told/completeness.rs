//! Which stores are late, closed or to be asked about, for programs.

use comptoir_analysis::{Arrived, AskedGap, Completeness};
use comptoir_calendar::Date;
use comptoir_words::Words;
use serde_json::{Value as Json, json};

use super::{period_document, say};

/// Until when the sales are known, and which stores hold the others up: one sentence for all pages and the command line.
pub fn completeness_sentence(completeness: &Completeness, words: &Words) -> Option<String> {
    let (formats, complete) = (words.formats(), completeness.complete_to());
    let last = completeness.newest()?;
    let named = |id: &str, stores: Vec<(&Arrived, Date)>| {
        let one = |(store, day): (&Arrived, Date)| {
            let name = store.name.clone().unwrap_or_else(|| format!("n° {}", store.id));
            say(words, id, &[("store", &name), ("day", &formats.day_and_month(day))])
        };
        stores.into_iter().map(one).collect::<Vec<_>>().join(", ")
    };
    let mut said = vec![match complete {
        Some(day) if day >= last => say(words, "complete-to", &[("day", &formats.date(day))]),
        Some(day) => {
            say(words, "complete-before", &[("day", &formats.date(day)), ("last", &formats.date(last))])
        }
        None => say(words, "complete-never", &[("last", &formats.date(last))]),
    }];
    let late = named("complete-late-store", completeness.late());
    let cut_short = named("complete-cut-short-store", completeness.cut_short());
    for (id, stores) in [("complete-late", &late), ("complete-cut-short", &cut_short)] {
        if !stores.is_empty() {
            said.push(say(words, id, &[("stores", stores)]));
        }
    }
    if completeness.is_silent() {
        said.push(words.text("complete-silent"));
    } else if late.is_empty() && cut_short.is_empty() {
        said.push(words.text("complete-none-late"));
    }
    Some(said.join(" "))
}

/// How complete the data are: one answer for the header, the overview, the page of the data and the command line.
pub fn completeness_document(completeness: &Completeness, words: &Words) -> Json {
    let store = |(store, since): &(&Arrived, Date)| json!({ "store_id": store.id, "store": store.name, "since": since.to_string() });
    let asked = completeness.asked_gaps();
    json!({
        // The last day that is complete for every store that still sells.
        "complete_to": completeness.complete_to().map(|day| day.to_string()),
        // The last day with sales of any store, which may be known in part.
        "last_sale": completeness.newest().map(|day| day.to_string()),
        // All of it in words.
        "sentence": completeness_sentence(completeness, words),
        // Whether the last sales of all are so old that nobody would call the data up to date.
        "silent": completeness.is_silent(),
        "late": completeness.late().iter().map(store).collect::<Vec<_>>(),
        // Stores whose last day came before its end, with that day.
        "cut_short": completeness.cut_short().iter().map(|(store, day)| json!({ "store_id": store.id, "store": store.name, "day": day.to_string() })).collect::<Vec<_>>(),
        "closed": completeness.closed().iter().map(store).collect::<Vec<_>>(),
        // Sales of days to come, which no figure has.
        "ahead": completeness.ahead().map(|ahead| json!({
            "days": period_document(ahead.days),
            "sales": ahead.sales,
            "revenue": ahead.revenue.to_f64(),
        })),
        // Closed or missing, without an answer.
        "asked": asked.iter().map(gap_document).collect::<Vec<_>>(),
        // What users have said of such days.
        "answered": completeness.answered_gaps().iter().map(|(store, answered)| json!({
            "store_id": store.id,
            "store": store.name,
            "days": period_document(answered.days),
            "answer": answered.answer.name(),
        })).collect::<Vec<_>>(),
    })
}

/// Days of a store without an answer.
pub(super) fn gap_document(gap: &AskedGap) -> Json {
    json!({ "store_id": gap.store, "store": gap.name, "days": period_document(gap.days) })
}
