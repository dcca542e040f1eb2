//! `GET /forecasts`: those that were made; `POST /forecasts`: makes one; `GET /forecasts/scores`: what became of them;
//! `GET /backtests`: models tried on this shop's past.

use axum::{Json, body::Bytes, extract::State, http::StatusCode};
use comptoir_analysis::{
    AnalysisError, Grouping, Wanted, backtest_revenue, forecast_revenue, keep, kept_forecasts,
    score_forecasts,
};
use comptoir_forecast::Model;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    clock,
    params::Params,
    problem::Problem,
    service::Service,
    told::{backtest_document, forecast_document, forecasts_document, scores_document},
};

/// How many forecasts are listed when the request does not say.
const LISTED: usize = 10;

/// How many days are forecast, and from how many origins, when the request does not say.
const HORIZON: usize = 7;
const ORIGINS: usize = 8;

pub(super) async fn kept(State(service): State<Service>, params: Params) -> Result<Json<Value>, Problem> {
    let limit = params.number("limit")?.unwrap_or(LISTED);
    let series = params.get("series").map(str::to_owned);
    let forecasts = service.ask(move |database| kept_forecasts(database, series.as_deref(), limit)).await?;
    let forecasts: Vec<Value> = forecasts.iter().map(forecast_document).collect();
    Ok(Json(json!({ "forecasts": forecasts })))
}

pub(super) async fn scores(State(service): State<Service>) -> Result<Json<Value>, Problem> {
    let scores = service.ask_sales(score_forecasts).await?;
    Ok(Json(scores_document(&scores)))
}

/// What is to be forecast; an empty body takes the model that suits the sales for a week.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    model: Option<String>,
    horizon: Option<usize>,
    by: Option<String>,
    levels: Option<Vec<f64>>,
}

impl Request {
    fn wanted(self) -> Result<Wanted, AnalysisError> {
        let usual = Wanted::default();
        let by = self.by.filter(|by| by != "total").map(|by| by.parse::<Grouping>());
        Ok(Wanted {
            model: self.model.map_or(Ok(usual.model), |model| model.parse())?,
            horizon: self.horizon.unwrap_or(HORIZON),
            levels: self.levels.unwrap_or(usual.levels),
            by: by.transpose()?,
            filters: vec![],
        })
    }
}

pub(super) async fn make(
    State(service): State<Service>,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let request: Request = if body.is_empty() {
        Request::default()
    } else {
        serde_json::from_slice(&body).map_err(|error| Problem::input("body", &error.to_string()))?
    };
    let made = service
        .ask_sales(move |sales| {
            let mut forecasts = forecast_revenue(sales, &request.wanted()?, |_, _| ())?;
            keep(&mut forecasts, sales.database(), &clock::now())?;
            Ok::<_, AnalysisError>(forecasts)
        })
        .await?;
    Ok((StatusCode::CREATED, Json(forecasts_document(&made))))
}

pub(super) async fn backtests(
    State(service): State<Service>,
    params: Params,
) -> Result<Json<Value>, Problem> {
    let horizon = params.number("horizon")?.unwrap_or(HORIZON);
    let origins = params.number("origins")?.unwrap_or(ORIGINS);
    let filters = params.filters;
    let trial = service
        .ask_sales(move |sales| {
            backtest_revenue(sales, &filters, &Model::rivals(), (horizon, origins), |_, _| ())
        })
        .await?;
    Ok(Json(backtest_document(&trial)))
}
