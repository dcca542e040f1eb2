//! `GET /names?grouping=…&search=…`: the names that may filter, those with the most revenue first.

use axum::{Json, extract::State};
use comptoir_analysis::{Grouping, search_names};
use serde_json::{Value, json};

use crate::{
    params::{FILTERS, Params},
    problem::Problem,
    service::Service,
};

/// How many names are told unless the request says otherwise, and at most.
const NAMES: usize = 20;
const NAMES_LIMIT: usize = 1_000;

pub(super) async fn names(State(service): State<Service>, params: Params) -> Result<Json<Value>, Problem> {
    let grouping = params.get("grouping").unwrap_or_default();
    let Some(grouping) = grouping.parse::<Grouping>().ok().filter(|grouping| FILTERS.contains(grouping))
    else {
        return Err(Problem::input("grouping", grouping));
    };
    let limit = params.number("limit")?.unwrap_or(NAMES).min(NAMES_LIMIT);
    service
        .ask_sales(move |sales| {
            let search = params.get("search").unwrap_or_default();
            let names = match params.question(sales, Some(grouping))? {
                Some((question, _)) => search_names(sales, &question, search, limit)?,
                None => vec![],
            };
            Ok::<_, Problem>(Json(json!({ "names": names })))
        })
        .await
}
