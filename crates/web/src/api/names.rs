//! `GET /names?grouping=…&search=…`: the names that may filter, those with the most revenue first.

use axum::{Json, extract::State};
use comptoir_analysis::{Grouping, search_names};
use serde_json::{Value, json};

use super::asked::Asked;
use crate::{
    params::{FILTERS, Params},
    problem::Problem,
    service::Service,
};

/// How many names are answered unless the request says otherwise, and at most.
const NAMES: usize = 20;
const NAMES_LIMIT: usize = 1_000;

/// The names that may filter, those with the most revenue first.
#[utoipa::path(
    get,
    path = "/names",
    params(
        ("grouping" = String, Query, description = "`product`, `category`, `store`, `city` or `region`", example = "product"),
        ("search" = Option<String>, Query, description = "Letters that the names have, whatever their case and accents"),
        ("limit" = Option<usize>, Query, description = "How many at most; 20 by default"),
        Asked,
    ),
    responses((status = 200, description = "`names`; null is the unknown one", body = Value)),
)]
pub(super) async fn names(State(service): State<Service>, params: Params) -> Result<Json<Value>, Problem> {
    let grouping = params.get("grouping").unwrap_or_default();
    let Some(grouping) = grouping.parse::<Grouping>().ok().filter(|grouping| FILTERS.contains(grouping))
    else {
        return Err(Problem::input("grouping", grouping));
    };
    let limit = params.count("limit")?.unwrap_or(NAMES).min(NAMES_LIMIT);
    service
        .ask_sales(move |sales| {
            let params = params.known(sales)?;
            let search = params.get("search").unwrap_or_default();
            let names = match params.question(sales, Some(grouping))? {
                Some((question, _)) => search_names(sales, &question, search, limit)?,
                None => vec![],
            };
            Ok::<_, Problem>(Json(json!({ "names": names })))
        })
        .await
}
