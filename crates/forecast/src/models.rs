//! The models: each is fitted to a series by itself and forecasts it.

pub(crate) mod arima;
pub(crate) mod ces;
pub(crate) mod decomposed;
pub(crate) mod ets;
pub(crate) mod intermittent;
pub(crate) mod seasonal_mean;
pub(crate) mod simple;
pub(crate) mod theta;
