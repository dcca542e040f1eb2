//! Refuses parameters that a route does not know, so that a misspelt filter never answers for all sales. What a route knows
//! is what the description of the API says of it.

use std::{collections::HashMap, sync::Arc};

use axum::{
    extract::{MatchedPath, Query, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use comptoir_words::Lang;
use utoipa::openapi::{
    OpenApi, RefOr,
    path::{Parameter, ParameterIn},
    schema::Schema,
};

use crate::problem::Problem;

/// What every route knows: the language of its sentences.
const EVERYWHERE: &str = "lang";

/// Names that are less alike than this are not what was meant.
const ALIKE: f64 = 0.85;

/// The parameters of every route, by its path below `/api/v1` and its method.
#[derive(Clone, Debug, Default)]
pub(crate) struct KnownParams(Arc<HashMap<(String, String), Known>>);

/// The parameters of a route.
#[derive(Debug, Default)]
struct Known {
    names: Vec<String>,
    /// Those of them that may be given several times.
    lists: Vec<String>,
}

impl Known {
    fn of(parameters: &[RefOr<Parameter>]) -> Self {
        let mut known = Self::default();
        for parameter in parameters {
            let RefOr::T(named) = parameter else { continue };
            if named.parameter_in != ParameterIn::Query {
                continue;
            }
            known.names.push(named.name.clone());
            if matches!(named.schema, Some(RefOr::T(Schema::Array(_)))) {
                known.lists.push(named.name.clone());
            }
        }
        known
    }
}

impl KnownParams {
    /// Those that a description names.
    pub(crate) fn of(description: &OpenApi) -> Self {
        let operations = description.paths.paths.iter().flat_map(|(path, item)| {
            let methods = [("GET", &item.get), ("POST", &item.post), ("DELETE", &item.delete)];
            methods.into_iter().filter_map(move |(method, operation)| {
                let parameters = operation.as_ref()?.parameters.as_deref().unwrap_or_default();
                Some(((below(path).to_owned(), method.to_owned()), Known::of(parameters)))
            })
        });
        Self(Arc::new(operations.collect()))
    }
}

/// Answers only requests all of whose parameters the route knows.
pub(crate) async fn refuse_others(
    State(KnownParams(known)): State<KnownParams>,
    path: Option<MatchedPath>,
    request: Request,
    next: Next,
) -> Response {
    let method = if request.method() == "HEAD" { "GET" } else { request.method().as_str() };
    let path = path.as_ref().map(|path| below(path.as_str()).to_owned()).unwrap_or_default();
    let Some(Known { names, lists }) = known.get(&(path, method.to_owned())) else {
        return next.run(request).await;
    };
    let Ok(Query(pairs)) = Query::<Vec<(String, String)>>::try_from_uri(request.uri()) else {
        // The handler says what is wrong with it.
        return next.run(request).await;
    };
    let is_no_language =
        |(name, value): &&(String, String)| name == EVERYWHERE && value.parse::<Lang>().is_err();
    if let Some((name, value)) = pairs.iter().find(is_no_language) {
        return Problem::input(name, value).into_response();
    }
    if let Some((name, _)) = pairs.iter().find(|(name, _)| name != EVERYWHERE && !names.contains(name)) {
        return Problem::unknown_parameter(name, nearest(name, names), names).into_response();
    }
    // Of two values one would be answered for, and nobody would see which.
    let is_again = |(at, (name, _)): &(usize, &(String, String))| {
        !lists.contains(name) && pairs[..*at].iter().any(|(before, _)| before == name)
    };
    match pairs.iter().enumerate().find(is_again) {
        Some((_, (name, _))) => Problem::repeated_parameter(name).into_response(),
        None => next.run(request).await,
    }
}

fn nearest<'a>(name: &str, names: &'a [String]) -> Option<&'a str> {
    let alike = names.iter().map(|known| (strsim::jaro_winkler(known, name), known.as_str()));
    let alike = alike.filter(|(likeness, _)| *likeness >= ALIKE);
    alike.max_by(|(one, _), (other, _)| one.total_cmp(other)).map(|(_, known)| known)
}

fn below(path: &str) -> &str {
    path.strip_prefix("/api/v1").unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_offered_where_one_is_near() {
        let names = ["from", "to", "region", "compare"].map(str::to_owned);
        assert_eq!(nearest("form", &names), Some("from"));
        assert_eq!(nearest("regions", &names), Some("region"));
        assert_eq!(nearest("bogus", &names), None);
    }
}
