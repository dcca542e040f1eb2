//! `GET /lines`: the lines of sales that figures are made of, each with the file that it came from.

use axum::{extract::State, response::Response};
use comptoir_analysis::Completeness;
use comptoir_calendar::Period;
use comptoir_words::Words;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    asked::{AsFile, Asked},
    sql::Table,
};
use crate::{
    lanes::Load,
    params::{Params, Reader},
    problem::Problem,
    service::Service,
    sheet::{self, Cell, Delivery, Kind, Sheet},
    told::asked_sentence,
};

/// How many lines are answered unless the request says otherwise, and at most; a file to take away has up to
/// [`sheet::ROW_LIMIT`], and says when there are more.
const LINES: usize = 100;
const LINES_LIMIT: usize = 10_000;

#[derive(Default, Serialize, ToSchema)]
pub(super) struct Lines {
    /// The text that gives them; null when there are no sales.
    sql: Option<String>,
    /// Days among them that count as closed and that nobody has said anything of, in words; null where there are none.
    asked: Option<String>,
    #[serde(flatten)]
    table: Table,
}

/// The lines of sales that figures are made of, each with the file that it came from.
#[utoipa::path(
    get,
    path = "/lines",
    params(("limit" = Option<usize>, Query, description = "The most lines, 100 by default, 10 000 at most"), Asked, AsFile),
    responses((status = 200, description = "The lines as a table", body = Lines)),
)]
pub(super) async fn lines(
    State(service): State<Service>,
    Reader(language): Reader,
    delivery: Delivery,
    params: Params,
) -> Result<Response, Problem> {
    let (usual, most) =
        if delivery.is_download() { (sheet::ROW_LIMIT, sheet::ROW_LIMIT) } else { (LINES, LINES_LIMIT) };
    let limit = params.count("limit")?.unwrap_or(usual).min(most);
    let lane = service.lane(if delivery.is_download() { Load::File } else { Load::Screen }).await?;
    let answer = service
        .ask_sales(move |sales| {
            let params = params.known(sales)?;
            let Some((question, period)) = params.question(sales, None)? else {
                return delivery.answer(&Lines::default(), |told, words| sheet(told, None, limit, words));
            };
            // One more line shows whether there are more.
            let asked = limit + usize::from(delivery.is_download());
            let (sql, lines) = (question.lines_sql(asked), sales.lines(&question, asked)?);
            let gaps = Completeness::of(sales, &params.filters)?.asked_gaps_in(period);
            let asked = asked_sentence(&gaps, &Words::new(language));
            let lines = Lines { sql: Some(sql), asked, table: lines.into() };
            delivery.answer(&lines, |told, words| sheet(told, Some(period), limit, words))
        })
        .await?;
    Ok(lane.hold(answer))
}

fn sheet(told: &Lines, period: Option<Period>, limit: usize, words: &Words) -> Sheet {
    let columns = told.table.columns.iter().map(|column| match column.as_str() {
        "sale_date" => ("date", Kind::Plain),
        "import_id" => ("import", Kind::Plain),
        "quantity" => ("quantity", Kind::Number),
        "amount" => ("amount", Kind::Money),
        same => (same, Kind::Plain),
    });
    let sheet = Sheet::new("lines", words).during(period).with(columns, words).noted(told.asked.clone());
    let kind = told.table.columns.iter().position(|column| column == "kind");
    told.table.fill(sheet).rewritten(kind, |cell| named_kind(cell, words)).up_to(limit, words)
}

/// What a line is, in the reader's language.
fn named_kind(cell: Cell, words: &Words) -> Cell {
    let Cell::Text(kind) = cell else { return cell };
    let id = format!("sale-kind-{kind}");
    Cell::Text(if words.knows(&id) { words.text(&id) } else { kind })
}
