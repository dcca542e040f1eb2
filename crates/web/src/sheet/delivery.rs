//! Which form of an answer the request wants.

use axum::{
    Json,
    extract::FromRequestParts,
    http::{header, request::Parts},
    response::{IntoResponse, Response},
};
use comptoir_words::{Currency, Lang, Words};
use serde::Serialize;

use super::{Sheet, csv::Dialect};
use crate::{
    clock,
    params::{self, Params},
    problem::Problem,
    service::Service,
};

/// The form that the request wants its answer in, by `format`, and the reader's language.
#[derive(Clone, Debug)]
pub(crate) struct Delivery {
    /// JSON where there is none.
    file: Option<File>,
    lang: Lang,
    /// The names that the request keeps to.
    filters: Vec<(String, String)>,
    /// Of the amounts in a file.
    currency: Currency,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum File {
    Csv(Dialect),
    Xlsx,
}

impl FromRequestParts<Service> for Delivery {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &Service) -> Result<Self, Problem> {
        let params = Params::from_request_parts(parts, state).await?;
        let file = match params.get("format") {
            None | Some("json") => None,
            Some("csv") => Some(File::Csv(Dialect::International)),
            Some("csv-fr") => Some(File::Csv(Dialect::French)),
            Some("xlsx") => Some(File::Xlsx),
            Some(other) => return Err(Problem::input("format", other)),
        };
        let filters = params.filters.iter().flat_map(|filter| {
            filter.names.iter().map(|name| (filter.grouping.name().to_owned(), name.clone()))
        });
        let filters = filters.collect();
        let currency = if file.is_some() { state.currency().await? } else { Currency::default() };
        Ok(Self { file, lang: params::language(&parts.uri, &parts.headers), filters, currency })
    }
}

impl Delivery {
    /// Whether it is a file to take away, which holds more than a screen.
    pub(crate) fn is_download(&self) -> bool {
        self.file.is_some()
    }

    /// The answer as JSON, or as the file of its sheet. Files take their time to write: on a thread that may block.
    pub(crate) fn answer<T: Serialize>(
        self,
        answer: &T,
        sheet: impl FnOnce(&T, &Words) -> Sheet,
    ) -> Result<Response, Problem> {
        let Some(file) = self.file else { return Ok(Json(answer).into_response()) };
        let words = Words::new(self.lang).in_currency(self.currency);
        let sheet = sheet(answer, &words).described(&self.filters, &clock::now(), &words);
        let (extension, media_type, bytes) = match file {
            File::Xlsx => (
                "xlsx",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                sheet.to_xlsx().map_err(|error| Problem::unexpected(&error))?,
            ),
            File::Csv(dialect) => (
                "csv",
                "text/csv; charset=utf-8",
                sheet.to_csv(dialect).map_err(|error| Problem::unexpected(&error))?,
            ),
        };
        let file = format!("attachment; filename=\"{}\"", sheet.file_name(extension));
        let headers = [(header::CONTENT_TYPE, media_type.to_owned()), (header::CONTENT_DISPOSITION, file)];
        Ok((headers, bytes).into_response())
    }
}
