//! Which stores are late, closed or to be asked about, for programs.

use comptoir_analysis::{Arrived, AskedGap, Completeness};
use comptoir_calendar::Date;
use serde_json::{Value as Json, json};

use super::period_document;

/// How complete the data are: one answer for the header, the overview, the page of the data and the command line.
pub fn completeness_document(completeness: &Completeness) -> Json {
    let store = |(store, since): &(&Arrived, Date)| json!({ "store_id": store.id, "store": store.name, "since": since.to_string() });
    let asked = completeness.asked_gaps();
    json!({
        // The last day that is complete for every store that still sells.
        "complete_to": completeness.complete_to().map(|day| day.to_string()),
        // Whether the last sales of all are so old that nobody would call the data up to date.
        "silent": completeness.is_silent(),
        "late": completeness.late().iter().map(store).collect::<Vec<_>>(),
        "closed": completeness.closed().iter().map(store).collect::<Vec<_>>(),
        // Closed or missing, without an answer.
        // Sales of days to come, which no figure has.
        "ahead": completeness.ahead().map(|ahead| json!({
            "days": period_document(ahead.days),
            "sales": ahead.sales,
            "revenue": ahead.revenue.to_f64(),
        })),
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
