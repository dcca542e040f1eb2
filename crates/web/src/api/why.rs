//! `GET /why`: what a change of revenue is made of.

use axum::{extract::State, response::Response};
use comptoir_analysis::{AnalysisError, Explanation, explain};
use comptoir_calendar::Basis;
use comptoir_words::Words;

use super::asked::{AsFile, Asked, ComparedWith};
use crate::{
    params::{Params, Reader},
    problem::Problem,
    service::{Service, currency_of},
    sheet::{Cell, Delivery, Kind, Sheet},
    told::{comparison_label, explanation_document, explanation_line, succession_sentences},
};

/// How many lines are answered unless the request says otherwise; a file to take away has all.
const LINES: usize = 5;

/// The parts of a change of revenue, to the cent.
#[utoipa::path(
    get,
    path = "/why",
    params(("top" = Option<usize>, Query, description = "How many of the lines that explain most, 5 by default"), Asked, ComparedWith, AsFile),
    responses((status = 200, description = "The parts sum to the change; the sentence says it in words", body = serde_json::Value, example = json!({
        "compared": {
            "basis": "previous", "period": { "from": "2023-11-16", "to": "2023-11-29" }, "to_date": true,
            "base": [{ "from": "2023-11-01", "to": "2023-11-14" }], "same_stores": false,
        },
        "label": "16–29 Nov 2023, against the period before (1–14 Nov 2023), to date",
        "sentence": "Revenue rose by €74,659 (+13.4%), mostly due to volume (+€81,401), despite the product mix (−€12,680).",
        "if_missing": null,
        "revenue": 631_153.44, "revenue_before": 556_494.18, "change": 74659.26, "relative_change": 0.13416,
        "trading_days": { "now": 14, "before": 14 },
        "currency": "EUR",
        "parts": {
            "price": 5938.47, "volume": 81401.06, "customers": 0.0, "items": 0.0, "mix": -12680.27, "returns": 0.0, "calendar": 0.0,
            "holidays": 0.0, "new": 0.0, "lost": 0.0, "opened": 0.0, "closed": 0.0, "other": 0.0,
        },
        "shown": {
            "revenue_before": 556_494.0, "revenue": 631_153.0, "other_lines": 34_729.0,
            "parts": { "price": 5938.0, "volume": 81_401.0 },
        },
        "lines": [{
            "line": "pieces", "text": "Pack Premium: 82 more", "product_id": 1, "product": "Pack Premium",
            "store_id": null, "store": null, "amount": 39930.2345, "shown": 39_930.0,
        }],
        "successions": [],
        "other_lines": 34729.0255,
        "sql": "select 'now' as side, figures.* from (…) as figures union all …",
    }))),
)]
pub(super) async fn why(
    State(service): State<Service>,
    Reader(lang): Reader,
    delivery: Delivery,
    params: Params,
) -> Result<Response, Problem> {
    let usual = if delivery.is_download() { usize::MAX } else { LINES };
    let top = params.count("top")?.unwrap_or(usual);
    service
        .ask_sales(move |sales| {
            let params = params.known(sales)?;
            let comparison =
                params.comparison(sales, Some(Basis::default()))?.ok_or(AnalysisError::NoSales)?;
            let explained = explain(sales, comparison, &params.filters)?;
            let currency = currency_of(sales.database()).map_err(AnalysisError::from)?;
            let words = Words::new(lang).in_currency(currency);
            let document = explanation_document(&explained, top, &words);
            let label = |words: &Words| Some(comparison_label(&explained.days, words));
            let remarks = document["if_missing"].as_str().map(str::to_owned);
            let remarks: Vec<String> =
                remarks.into_iter().chain(succession_sentences(&explained.successions, &words)).collect();
            delivery.answer(&document, |_, words| {
                sheet(&explained, top, words).compared(label(words)).noted(remarks)
            })
        })
        .await
}

/// The causes, which sum to the change.
fn sheet(explained: &Explanation, top: usize, words: &Words) -> Sheet {
    let change = &explained.change;
    let mut sheet = Sheet::new("why", words).during(Some(explained.days.comparison().period())).with(
        [
            ("part", Kind::Plain),
            ("line", Kind::Plain),
            ("product", Kind::Plain),
            ("store", Kind::Plain),
            ("amount", Kind::Money),
        ],
        words,
    );
    for line in change.top(top) {
        let product = line.product.and_then(|id| explained.products.get(&id));
        let store = line.store.and_then(|id| explained.stores.get(&id));
        sheet.push(vec![
            words.text(&format!("part-{}", line.kind)).into(),
            explanation_line(line, explained, words).into(),
            product.cloned().into(),
            store.cloned().into(),
            line.amount.into(),
        ]);
    }
    if change.lines().len() > top {
        let others = words.text("others").into();
        sheet.push(vec![others, Cell::Empty, Cell::Empty, Cell::Empty, change.rest(top).into()]);
    }
    sheet
}
