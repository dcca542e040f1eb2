//! `GET /imports/{id}`: everything that the ledger has of one import.

use axum::{
    Json,
    extract::{Path, State},
};
use comptoir_store::ledger;

use super::LedgerLine;
use crate::{problem::Problem, service::Service};

/// Everything that the ledger has of one import.
#[utoipa::path(
    get,
    path = "/imports/{id}",
    params(("id" = i64, Path, description = "Its number in the ledger")),
    responses((status = 200, description = "Its counts, its days, how its columns were read", body = LedgerLine)),
)]
pub(in crate::api) async fn one(
    State(service): State<Service>,
    Path(import_id): Path<i64>,
) -> Result<Json<LedgerLine>, Problem> {
    let line =
        service.ask(move |database| LedgerLine::of(database, ledger::import(database, import_id)?)).await?;
    Ok(Json(line))
}
