//! `GET /calendar`: what is special about the days of a period, for a shop in France; nothing for one abroad.

use axum::{Json, extract::State};
use comptoir_analysis::place_of_stores;
use comptoir_calendar::{Period, Territory, Zone, occasions_during};
use comptoir_words::Words;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    params::{Params, Reader},
    problem::Problem,
    service::Service,
};

/// The longest period answered: twenty years. Of a longer one it is the last days.
const DAYS_LIMIT: u32 = 7_305;

#[derive(Default, Serialize, ToSchema)]
pub(super) struct Calendar {
    /// The days answered; null when there are no sales and the request names no days.
    from: Option<String>,
    to: Option<String>,
    /// The zone of the school holidays: the one asked for, else that of most stores; null where it is not known.
    zone: Option<&'static str>,
    /// In the order of their first days.
    spans: Vec<Span>,
}

/// The days of one occasion, as far as they lie in the period.
#[derive(Serialize, ToSchema)]
struct Span {
    /// `holiday`, `bridge`, `school`, `soldes` or `commercial`.
    kind: &'static str,
    code: &'static str,
    label: String,
    from: String,
    to: String,
}

/// The occasions of a period's days, for a shop in France; none where all stores are known to be abroad, unless a zone is
/// asked for.
#[utoipa::path(
    get,
    path = "/calendar",
    params(
        ("from" = Option<String>, Query, description = "The first day; by default the first with sales", example = "2023-11-01"),
        ("to" = Option<String>, Query, description = "The last day; by default the last with sales", example = "2023-11-30"),
        ("zone" = Option<String>, Query, description = "The zone of the school holidays, `A`, `B` or `C`; by default that of most stores"),
    ),
    responses((status = 200, description = "Holidays, bridges, soldes, school holidays and commercial days", body = Calendar)),
)]
pub(super) async fn calendar(
    State(service): State<Service>,
    Reader(lang): Reader,
    params: Params,
) -> Result<Json<Calendar>, Problem> {
    let zone = |name: &str| Zone::ALL.into_iter().find(|zone| zone.name() == name);
    let asked = params.get("zone").map(|name| zone(name).ok_or_else(|| Problem::input("zone", name)));
    let asked = asked.transpose()?;
    service
        .ask_sales(move |sales| {
            let (territory, zone) = place_of_stores(sales)?;
            let territory = territory.or_else(|| asked.map(|_| Territory::default()));
            let zone = asked.or(zone);
            let zone_name = zone.map(Zone::name);
            let Some(period) = params.period(sales.available()?)? else {
                return Ok(Json(Calendar { zone: zone_name, ..Calendar::default() }));
            };
            let period = Period::ending_on(period.last(), period.len().min(DAYS_LIMIT));
            let words = Words::new(lang);
            let occasions = territory.map(|territory| occasions_during(period, territory, zone));
            let spans = occasions.unwrap_or_default().into_iter().map(|(occasion, days)| Span {
                kind: occasion.kind(),
                code: occasion.code(),
                label: words.text(&format!("occasion-{}", occasion.code())),
                from: days.first().to_string(),
                to: days.last().to_string(),
            });
            Ok::<_, Problem>(Json(Calendar {
                from: Some(period.first().to_string()),
                to: Some(period.last().to_string()),
                zone: zone_name,
                spans: spans.collect(),
            }))
        })
        .await
}

#[cfg(test)]
mod tests {
    use comptoir_calendar::Date;
    use comptoir_words::Lang;

    use super::*;

    #[test]
    fn every_occasion_has_its_label_in_both_languages() {
        let years = Period::between(Date::constant(2015, 1, 1), Date::constant(2027, 12, 31));
        let codes: Vec<&str> = Territory::ALL
            .into_iter()
            .flat_map(|territory| occasions_during(years, territory, Some(Zone::A)))
            .map(|(occasion, _)| occasion.code())
            .collect();
        for words in Lang::ALL.map(Words::new) {
            assert!(codes.iter().all(|code| words.knows(&format!("occasion-{code}"))));
        }
    }
}
