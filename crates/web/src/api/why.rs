//! `GET /why`: what a change of revenue is made of.

use axum::{Json, extract::State};
use comptoir_analysis::{AnalysisError, Perimeter, explain, same_stores};
use comptoir_calendar::Basis;
use comptoir_words::Words;
use serde_json::Value;

use crate::{
    params::{Params, Reader},
    problem::Problem,
    service::Service,
    told::explanation_document,
};

/// How many lines are told unless the request says otherwise.
const LINES: usize = 5;

pub(super) async fn why(
    State(service): State<Service>,
    Reader(lang): Reader,
    params: Params,
) -> Result<Json<Value>, Problem> {
    let (top, perimeter) = (params.number("top")?.unwrap_or(LINES), params.perimeter()?);
    service
        .ask_sales(move |sales| {
            let comparison =
                params.comparison(sales, Some(Basis::default()))?.ok_or(AnalysisError::NoSales)?;
            let mut filters = params.filters.clone();
            if perimeter == Perimeter::SameStores {
                filters.push(same_stores(sales, &filters, &comparison)?);
            }
            let explained = explain(sales, comparison, &filters)?;
            Ok::<_, Problem>(Json(explanation_document(&explained, perimeter, top, &Words::new(lang))))
        })
        .await
}
