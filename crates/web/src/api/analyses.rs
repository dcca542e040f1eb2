//! `POST /analyses`: runs the analyses of the brief and keeps their results.

use axum::{Json, extract::State, http::StatusCode};
use comptoir_analysis::{Analyses, AnalysisError};
use serde::Serialize;
use utoipa::ToSchema;

use super::PeriodJson;
use crate::{clock, params::Params, problem::Problem, service::Service};

#[derive(Serialize, ToSchema)]
pub(super) struct Run {
    created_at: String,
    data_version: i64,
    period: PeriodJson,
    /// Rows written to `analysis_results`.
    results: usize,
    /// Euros.
    total_revenue: f64,
}

/// Runs the analyses of the brief and keeps their results in `analysis_results`.
#[utoipa::path(
    post,
    path = "/analyses",
    params(("from" = Option<String>, Query, description = "The first day"), ("to" = Option<String>, Query, description = "The last day")),
    responses((status = 201, description = "What was kept", body = Run)),
)]
pub(super) async fn run(
    State(service): State<Service>,
    params: Params,
) -> Result<(StatusCode, Json<Run>), Problem> {
    service
        .ask_sales(move |sales| {
            let available = sales.available()?.ok_or(AnalysisError::NoSales)?;
            let analyses = Analyses::run(sales, params.period(Some(available))?)?;
            let created_at = clock::now();
            let results = analyses.keep(sales.database(), &created_at)?;
            let run = Run {
                created_at,
                data_version: analyses.data_version,
                period: analyses.period.into(),
                results,
                total_revenue: analyses.total.to_f64(),
            };
            Ok::<_, Problem>((StatusCode::CREATED, Json(run)))
        })
        .await
}
