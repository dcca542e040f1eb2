//! `GET /lines`: the lines of sales that figures are made of, each with the file that it came from.

use axum::{Json, extract::State};
use comptoir_analysis::AnalysisError;
use serde::Serialize;
use utoipa::ToSchema;

use super::{asked::Asked, sql::Table};
use crate::{params::Params, problem::Problem, service::Service};

/// How many lines are told unless the request says otherwise, and at most.
const LINES: usize = 100;
const LINES_LIMIT: usize = 10_000;

#[derive(Default, Serialize, ToSchema)]
pub(super) struct Lines {
    /// The text that gives them; null when there are no sales.
    sql: Option<String>,
    #[serde(flatten)]
    table: Table,
}

/// The lines of sales that figures are made of, each with the file that it came from.
#[utoipa::path(
    get,
    path = "/lines",
    params(("limit" = Option<usize>, Query, description = "The most lines, 100 by default, 10 000 at most"), Asked),
    responses((status = 200, description = "The lines as a table", body = Lines)),
)]
pub(super) async fn lines(State(service): State<Service>, params: Params) -> Result<Json<Lines>, Problem> {
    let limit = params.number("limit")?.unwrap_or(LINES).min(LINES_LIMIT);
    service
        .ask_sales(move |sales| {
            let Some((question, _)) = params.question(sales, None)? else {
                return Ok(Json(Lines::default()));
            };
            let sql = question.lines_sql(limit);
            let lines = sales.database().query(&sql, &[]).map_err(AnalysisError::from)?;
            Ok::<_, Problem>(Json(Lines { sql: Some(sql), table: lines.into() }))
        })
        .await
}
