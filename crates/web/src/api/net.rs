//! `GET /net`: from gross to net revenue.

use axum::{Json, extract::State};
use comptoir_analysis::NetRevenue;
use serde_json::Value;

use crate::{params::Params, problem::Problem, service::Service, told::net_document};

pub(super) async fn net(State(service): State<Service>, params: Params) -> Result<Json<Value>, Problem> {
    service
        .ask_sales(move |sales| {
            let asked = params.question(sales, None)?;
            let steps = asked.map(|(question, _)| NetRevenue::of(sales, &question)).transpose()?;
            Ok::<_, Problem>(Json(net_document(&steps.unwrap_or_default())))
        })
        .await
}
