//! `GET /net`: from gross to net revenue.

use axum::{Json, extract::State};
use comptoir_analysis::NetRevenue;
use serde_json::Value;

use super::asked::Asked;
use crate::{params::Params, problem::Problem, service::Service, told::net_document};

/// From gross to net revenue.
#[utoipa::path(
    get,
    path = "/net",
    params(Asked),
    responses((status = 200, description = "Steps in whole cents that close", body = serde_json::Value, example = json!({
        "gross": 1_245_678.0, "discounts": 0.0, "returns": 0.0, "others": 0.0, "net": 1_245_678.0,
    }))),
)]
pub(super) async fn net(State(service): State<Service>, params: Params) -> Result<Json<Value>, Problem> {
    service
        .ask_sales(move |sales| {
            let params = params.known(sales)?;
            let asked = params.question(sales, None)?;
            let steps = asked.map(|(question, _)| NetRevenue::of(sales, &question)).transpose()?;
            Ok::<_, Problem>(Json(net_document(&steps.unwrap_or_default())))
        })
        .await
}
