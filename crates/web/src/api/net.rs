//! `GET /net`: from gross to net revenue.

use axum::{Json, extract::State};
use comptoir_analysis::{Completeness, NetRevenue};
use comptoir_words::Words;
use serde_json::Value;

use super::asked::Asked;
use crate::{
    params::{Params, Reader},
    problem::Problem,
    service::Service,
    told::{asked_sentence, net_document},
};

/// From gross to net revenue.
#[utoipa::path(
    get,
    path = "/net",
    params(Asked),
    responses((status = 200, description = "Steps in whole cents that close", body = serde_json::Value, example = json!({
        "gross": 1_245_678.0, "discounts": 0.0, "returns": 0.0, "others": 0.0, "net": 1_245_678.0, "asked": null,
    }))),
)]
pub(super) async fn net(
    State(service): State<Service>,
    Reader(lang): Reader,
    params: Params,
) -> Result<Json<Value>, Problem> {
    service
        .ask_sales(move |sales| {
            let params = params.known(sales)?;
            let asked = params.question(sales, None)?;
            let Some((question, period)) = asked else {
                return Ok(Json(net_document(&NetRevenue::default(), None)));
            };
            let gaps = Completeness::of(sales, &params.filters)?.asked_gaps_in(period);
            let said = asked_sentence(&gaps, &Words::new(lang));
            Ok::<_, Problem>(Json(net_document(&NetRevenue::of(sales, &question)?, said.as_deref())))
        })
        .await
}
