//! Parameters that routes share, as the description of the API has them; `params` reads them.
#![expect(dead_code, reason = "these are described, and read by name")]

use utoipa::IntoParams;

/// The days and the names that a question is about.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// The first day; by default the first with sales.
    #[param(format = Date, example = "2023-11-01")]
    from: Option<String>,
    /// The last day; by default the last with sales.
    #[param(format = Date, example = "2023-11-30")]
    to: Option<String>,
    /// Of these products alone. Repeat it for several; so for all names below.
    product: Option<Vec<String>>,
    /// Of these categories.
    category: Option<Vec<String>>,
    /// In these stores.
    store: Option<Vec<String>>,
    /// In these cities.
    city: Option<Vec<String>>,
    /// In these regions.
    region: Option<Vec<String>>,
}

/// The names that a question about all days is about.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Named {
    /// Of these products alone. Repeat it for several; so for all names below.
    product: Option<Vec<String>>,
    /// Of these categories.
    category: Option<Vec<String>>,
    /// In these stores.
    store: Option<Vec<String>>,
    /// In these cities.
    city: Option<Vec<String>>,
    /// In these regions.
    region: Option<Vec<String>>,
}

/// The basis of comparison.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ComparedWith {
    /// `previous` (the period before), `n-1` (the same weekdays a year before), `n-1-holidays` (holidays with
    /// holidays) or `n-1-dates` (the same dates).
    #[param(example = "n-1")]
    compare: Option<String>,
    /// Whether only stores count that were open on both sides.
    same_stores: Option<bool>,
}

/// As what the answer comes.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct AsFile {
    /// `json` (by default), or a file to take away: `csv`, `csv-fr` (semicolons and decimal commas, as Excel in
    /// French opens it) or `xlsx`.
    #[param(example = "xlsx")]
    format: Option<String>,
}
