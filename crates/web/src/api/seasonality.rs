//! `GET /seasonality`: how revenue is spread over the week and the year.

use axum::{extract::State, response::Response};
use comptoir_analysis::{Completeness, Grouping, HeatMap, Index, heat_map, seasonality};
use comptoir_calendar::Period;
use comptoir_words::Words;
use serde_json::{Value, json};

use super::asked::{AsFile, Asked};
use crate::{
    params::{Params, Reader},
    problem::Problem,
    service::Service,
    sheet::{Delivery, Kind, Sheet},
    told::asked_sentence,
};

/// How revenue is spread over the week and the year.
#[utoipa::path(
    get,
    path = "/seasonality",
    params(Asked, AsFile),
    responses((status = 200, description = "Indices, 1 being an average day (null below 28 known days), and a heat map of the weeks", body = serde_json::Value, example = json!({
        "complete_to": "2023-11-29",
        "weekdays": [{ "level": 0.91, "observations": 4 }],
        "months": null,
        "is_tentative": true,
        "heat_map": {
            "smallest": 31157.01,
            "largest": 74912.46,
            "weeks": [{ "week": "2023-W48", "days": [40502.3, 46350.91, 31157.01, null, null, null, null] }],
        },
        "asked": null,
        "sql": "select calendar_days.day as name, … group by calendar_days.day",
    }))),
)]
pub(super) async fn told(
    State(service): State<Service>,
    Reader(lang): Reader,
    delivery: Delivery,
    params: Params,
) -> Result<Response, Problem> {
    service
        .ask_sales(move |sales| {
            let params = params.known(sales)?;
            let period = params.known_period(sales)?;
            let completeness = Completeness::of(sales, &params.filters)?;
            let mut days = completeness.series();
            days.retain(|day| period.is_some_and(|period| period.contains(day.day)));
            let index = |index: &Option<Index>| {
                index.map(|index| json!({ "level": index.level, "observations": index.observations }))
            };
            let gaps = period.map(|period| completeness.asked_gaps_in(period)).unwrap_or_default();
            let said = asked_sentence(&gaps, &Words::new(lang));
            let found = seasonality(&days);
            let map = heat_map(&days);
            let weeks = map.weeks.iter().map(|week| json!({ "week": week.label, "days": week.cells }));
            let document: Value = json!({
                "complete_to": completeness.complete_to().map(|day| day.to_string()),
                // From Monday to Sunday and from January to December; 1 is an average day. Null below 28 known days.
                "weekdays": found.as_ref().map(|found| found.weekdays.iter().map(index).collect::<Vec<_>>()),
                "months": found.as_ref().map(|found| found.months.iter().map(index).collect::<Vec<_>>()),
                // Whether less than two years are known, so that the months are no more than a hint.
                "is_tentative": found.as_ref().is_none_or(|found| found.is_tentative),
                "heat_map": {
                    "weeks": weeks.collect::<Vec<_>>(),
                    "smallest": map.smallest,
                    "largest": map.largest,
                },
                "asked": said,
                "sql": params.question(sales, Some(Grouping::Day))?.map(|(question, _)| question.sql_text()),
            });
            // Of the days that are in it: the last ones may not be known to the end yet.
            let within = days.first().zip(days.last());
            let within = within.map(|(first, last)| Period::between(first.day, last.day));
            delivery.answer(&document, |_, words| sheet(&map, within, words).noted(said.clone()))
        })
        .await
}

/// The heat map: a row a week, a column a weekday.
fn sheet(map: &HeatMap, period: Option<Period>, words: &Words) -> Sheet {
    let sheet = Sheet::new("heat-map", words).during(period).with([("week", Kind::Plain)], words);
    let with = |sheet: Sheet, day| sheet.with_column(words.text(&format!("weekday-{day}")), Kind::Money);
    let mut sheet = (1..=7).fold(sheet, with);
    for week in &map.weeks {
        let days = week.cells.iter().map(|revenue| (*revenue).into());
        sheet.push([words.formats().label(&week.label).into()].into_iter().chain(days).collect());
    }
    sheet
}
