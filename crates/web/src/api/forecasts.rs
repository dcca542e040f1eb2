//! `GET /forecasts`: those that were made; `POST /forecasts`: makes one; `GET /forecasts/scores`: what became of them;
//! `GET /backtests`: models tried on this shop's past.

mod sheets;

use axum::{Json, body::Bytes, extract::State, http::StatusCode, response::Response};
use comptoir_analysis::{
    AnalysisError, Grouping, Kept, RevenueForecast, Wanted, backtest_revenue, kept_forecasts, make_forecasts,
    score_forecasts, set_beside_year_before,
};
use comptoir_calendar::Grain;
use comptoir_forecast::{ForecastError, Model, check_wanted};
use comptoir_words::Currency;
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::asked::{AsFile, Named};
use crate::{
    clock, json_body,
    params::Params,
    problem::Problem,
    service::{Service, currency_of, decimals_of},
    sheet::Delivery,
    told::{backtest_document, forecast_document, forecasts_document, scores_document},
};

/// The longest horizon: ten years.
const LONGEST: usize = 3_653;

/// The most numbers of one forecast, with its parts and intervals: what a Database Service takes in one request.
const MOST_NUMBERS: usize = 360_000;

/// How many forecasts are listed when the request does not say.
const LISTED: usize = 10;

/// How many days are forecast, and from how many origins, when the request does not say.
const HORIZON: usize = 7;
const ORIGINS: usize = 8;

/// The forecasts that were made, the latest first.
#[utoipa::path(
    get,
    path = "/forecasts",
    params(
        ("limit" = Option<usize>, Query, description = "The most forecasts, 10 by default"),
        ("series" = Option<String>, Query, description = "Of this series alone: `total`, `region`, `store`, …"),
        ("id" = Option<i64>, Query, description = "The one with this number alone"),
        ("horizon" = Option<usize>, Query, description = "Only those that look so many days ahead, cut to these days"),
        ("grain" = Option<String>, Query, description = "`day` (by default), `week` or `month`: the days' sums", example = "week"),
        AsFile,
    ),
    responses((status = 200, description = "The forecasts; each says from which version of the data it was made, which total it is a part of; one made before `sales_version` is of other sales than those of now", body = serde_json::Value, example = json!({ "sales_version": 3, "forecasts": [{
        "id": 1, "total_id": null, "series": "total", "target": null, "target_id": null, "model": "arima(5,1,0)",
        "last_day": "2023-11-30", "data_version": 3, "made_at": "2023-12-01T08:00:00Z", "levels": [80.0, 95.0], "grain": "day", "horizon": 1,
        "whole": {
            "day": "2023-12-01", "mean": 28450.0, "lower80": 14737.62, "upper80": 42162.38, "lower95": 7478.73,
            "upper95": 49421.27, "before": null,
        },
        "points": [{
            "day": "2023-12-01", "mean": 28450.0, "lower80": 14737.62, "upper80": 42162.38, "lower95": 7478.73,
            "upper95": 49421.27, "before": { "day": "2022-12-02", "days": 1, "revenue": 27300.0, "now": 28450.0 },
        }],
    }] }))),
)]
pub(super) async fn kept(
    State(service): State<Service>,
    delivery: Delivery,
    params: Params,
) -> Result<Response, Problem> {
    let grain = grain(params.get("grain"))?;
    let kept = Kept {
        series: params.get("series").map(str::to_owned),
        id: params.number("id")?.map(|id| i64::try_from(id).unwrap_or(i64::MAX)),
        horizon: horizon(&params)?.unwrap_or_default(),
        limit: params.count("limit")?.unwrap_or(LISTED),
    };
    let (sales_version, forecasts) = service
        .ask_sales(move |sales| {
            let mut forecasts = kept_forecasts(sales.database(), &kept)?;
            set_beside_year_before(sales, &[], &mut forecasts)?;
            Ok::<_, AnalysisError>((sales.database().sales_version()?, forecasts))
        })
        .await?;
    let documents: Vec<Value> = forecasts.iter().map(|forecast| forecast_document(forecast, grain)).collect();
    let forecasts: Vec<RevenueForecast> = forecasts.into_iter().map(|forecast| forecast.by(grain)).collect();
    let document = json!({ "sales_version": sales_version, "forecasts": documents });
    delivery.answer(&document, |_, words| sheets::forecasts(&forecasts, words))
}

/// How long the periods of a forecast are.
fn grain(name: Option<&str>) -> Result<Grain, Problem> {
    match name {
        None | Some("day") => Ok(Grain::Day),
        Some("week") => Ok(Grain::Week),
        Some("month") => Ok(Grain::Month),
        Some(other) => Err(Problem::input("grain", other)),
    }
}

/// Scores of kept forecasts against the actual revenue.
#[utoipa::path(
    get,
    path = "/forecasts/scores",
    params(AsFile),
    responses((status = 200, description = "Errors as shares of the actual revenue; the forecasts whose days have sales by now", body = serde_json::Value, example = json!({
        "scores": [{
            "id": 1, "series": "total", "target": null, "target_id": null, "model": "auto",
            "made_at": "2023-12-01T08:00:00Z", "days": 7, "expected": 208_000.0, "actual": 199_500.0, "error": 0.09,
            "last_week_error": 0.12, "inside80": 6, "inside95": 7,
        }],
    }))),
)]
pub(super) async fn scores(State(service): State<Service>, delivery: Delivery) -> Result<Response, Problem> {
    let scores = service.ask_sales(score_forecasts).await?;
    delivery.answer(&scores_document(&scores), |_, words| sheets::scores(&scores, words))
}

/// How many days ahead: within reason, before anything is made as long as that.
fn horizon(params: &Params) -> Result<Option<usize>, Problem> {
    let Some(days) = params.count("horizon")? else { return Ok(None) };
    check_wanted(days, &[]).map_err(AnalysisError::from)?;
    Ok(Some(days))
}

/// The forecast to make; an empty body takes the model that suits the sales for a week.
#[derive(Default, Deserialize, ToSchema)]
#[schema(as = ForecastWanted)]
#[serde(deny_unknown_fields)]
struct Request {
    /// `auto` by default.
    model: Option<String>,
    /// Days, 7 by default.
    horizon: Option<usize>,
    /// The groups to forecast beside the total: `region`, `city`, `store`, `category` or `product`.
    by: Option<String>,
    /// Percentages of the intervals, beside 80 and 95.
    levels: Option<Vec<f64>>,
    /// Answers with the sums of each `week` or `month`, in place of each `day`.
    grain: Option<String>,
}

impl Request {
    fn wanted(self, currency: Currency) -> Result<Wanted, AnalysisError> {
        let usual = Wanted::default();
        // Before anything is made as long as the horizon.
        let horizon = self.horizon.unwrap_or(HORIZON);
        check_wanted(horizon, self.levels.as_deref().unwrap_or_default())?;
        if horizon > LONGEST {
            return Err(ForecastError::HorizonTooLong { horizon, limit: LONGEST }.into());
        }
        let by = self.by.filter(|by| by != "total").map(|by| by.parse::<Grouping>());
        Ok(Wanted {
            model: self.model.map_or(Ok(usual.model), |model| model.parse())?,
            horizon,
            levels: self.levels.unwrap_or(usual.levels),
            by: by.transpose()?,
            filters: vec![],
            decimals: decimals_of(currency),
            most_numbers: MOST_NUMBERS,
        })
    }
}

/// Makes a forecast and keeps it.
#[utoipa::path(
    post,
    path = "/forecasts",
    request_body(content = Option<Request>, description = "What to forecast; nothing for a week by the model that suits"),
    responses((status = 201, description = "The forecast; with `by`, its `parts` have the same form and sum to it. A total that is kept already is not kept twice: it has the number and the moment that it has had", body = serde_json::Value, example = json!({
        "id": 1, "total_id": null, "series": "total", "target": null, "target_id": null, "model": "arima(5,1,0)",
        "last_day": "2023-11-30", "data_version": 3, "made_at": "2023-12-01T08:00:00Z", "levels": [80.0, 95.0], "grain": "day", "horizon": 1,
        "whole": {
            "day": "2023-12-01", "mean": 28450.0, "lower80": 14737.62, "upper80": 42162.38, "lower95": 7478.73,
            "upper95": 49421.27, "before": null,
        },
        "points": [{
            "day": "2023-12-01", "mean": 28450.0, "lower80": 14737.62, "upper80": 42162.38, "lower95": 7478.73,
            "upper95": 49421.27,
        }],
    }))),
)]
pub(super) async fn make(
    State(service): State<Service>,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let request: Request = if body.is_empty() { Request::default() } else { json_body::read(&body)? };
    let grain = grain(request.grain.as_deref())?;
    let made = service
        .forecast(move |sales| {
            let currency = currency_of(sales.database()).map_err(AnalysisError::from)?;
            let mut forecasts = make_forecasts(sales, &request.wanted(currency)?, &clock::now(), |_, _| ())?;
            set_beside_year_before(sales, &[], &mut forecasts)?;
            Ok::<_, AnalysisError>(forecasts)
        })
        .await?;
    Ok((StatusCode::CREATED, Json(forecasts_document(&made, grain))))
}

/// Models tried on the past of this business, the best first.
#[utoipa::path(
    get,
    path = "/backtests",
    params(
        ("horizon" = Option<usize>, Query, description = "Days ahead, 7 by default"),
        ("origins" = Option<usize>, Query, description = "From how many days, 8 by default"),
        Named,
        AsFile,
    ),
    responses((status = 200, description = "Errors as amounts and as shares; a model that could not be tried has an `error` instead", body = serde_json::Value, example = json!({
        "horizon": 7, "origins": ["2023-11-15", "2023-11-22"], "from": "2023-11-16", "to": "2023-11-29",
        "data_version": 3, "winner": "ces",
        "models": [{
            "model": "ces", "mae": 8365.75, "mase": 4.97, "rmsse": 4.38, "smape": 17.76, "owa": 1.02,
            "error_share": 0.19, "against_last_week": 0.89, "coverage": [[80.0, 0.71], [95.0, 0.93]],
        }],
    }))),
)]
pub(super) async fn backtests(
    State(service): State<Service>,
    delivery: Delivery,
    params: Params,
) -> Result<Response, Problem> {
    let horizon = horizon(&params)?.unwrap_or(HORIZON);
    let origins = params.count("origins")?.unwrap_or(ORIGINS);
    let trial = service
        .forecast(move |sales| {
            let filters = params.known(sales)?.filters;
            let trial =
                backtest_revenue(sales, &filters, &Model::candidates(), (horizon, origins), |_, _| ())?;
            Ok::<_, Problem>(trial)
        })
        .await?;
    delivery.answer(&backtest_document(&trial), |_, words| sheets::backtest(&trial, words))
}
