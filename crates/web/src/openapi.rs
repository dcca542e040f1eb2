//! The description of the API (OpenAPI 3.1), made of what stands beside each handler, and the page that shows it.

use axum::{
    Json, Router,
    http::{HeaderMap, header},
    response::IntoResponse,
    routing::get,
};
use utoipa::{
    OpenApi, ToSchema,
    openapi::{
        Content, Object, Ref, RefOr, Response, Type,
        path::{Operation, Parameter, ParameterBuilder, ParameterIn, PathItem},
        response::ResponseBuilder,
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

use crate::{assets, problem::ProblemDocument, service::Service};

/// The introduction of the description.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Comptoir",
        description = "Sales, analyses and forecasts of a small business. Days are civil dates, `YYYY-MM-DD`; amounts \
                       are in the database's currency, which answers with amounts name (`currency`, ISO 4217). Where a password is set, a program sends it with each request.",
    ),
    components(schemas(ProblemDocument)),
    security(("password" = []), ("bearer" = [])),
)]
struct Description;

/// The description before any route is added.
pub(crate) fn begin() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// Adds what holds for all routes: the reader's language, problems, how to say who one is.
pub(crate) fn complete(mut description: utoipa::openapi::OpenApi) -> utoipa::openapi::OpenApi {
    for operation in description.paths.paths.values_mut().flat_map(operations) {
        operation.parameters.get_or_insert_default().push(RefOr::T(language()));
        operation.responses.responses.entry("default".to_owned()).or_insert_with(|| RefOr::T(problem()));
    }
    let components = description.components.get_or_insert_default();
    for (name, scheme) in [("password", HttpAuthScheme::Basic), ("bearer", HttpAuthScheme::Bearer)] {
        let scheme = HttpBuilder::new().scheme(scheme).description(Some("The password; any user name"));
        components.security_schemes.insert(name.to_owned(), RefOr::T(SecurityScheme::Http(scheme.build())));
    }
    description
}

/// The description, and the page that shows it.
pub(crate) fn routes(description: utoipa::openapi::OpenApi) -> Router<Service> {
    let description = Json(description);
    Router::new()
        .route(
            "/api/openapi.json",
            get(async move || ([(header::CACHE_CONTROL, "no-cache")], description).into_response()),
        )
        .route("/api/docs", get(async |headers: HeaderMap| assets::serve("api-docs.html", &headers)))
}

/// The operations of a path.
pub(crate) fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete].into_iter().flatten()
}

fn language() -> Parameter {
    let mut texts = Object::with_type(Type::String);
    texts.enum_values = Some(vec!["fr".into(), "en".into()]);
    ParameterBuilder::new()
        .name("lang")
        .parameter_in(ParameterIn::Query)
        .required(utoipa::openapi::Required::False)
        .description(Some(
            "The language of words; by default the one that `Accept-Language` prefers, else French",
        ))
        .schema(Some(texts))
        .build()
}

fn problem() -> Response {
    ResponseBuilder::new()
        .description("What went wrong, in words, with a stable code and what helps (RFC 9457)")
        .content(
            "application/problem+json",
            Content::new(Some(RefOr::Ref(Ref::from_schema_name(ProblemDocument::name())))),
        )
        .build()
}

#[cfg(test)]
mod tests {
    use comptoir_store::Credentials;

    use super::*;
    use crate::api;

    fn described() -> serde_json::Value {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shop.db");
        let database = comptoir_store::open(path.to_str().unwrap(), &Credentials::default()).unwrap();
        let (_, description) = api::router(&Service::new(database, false));
        serde_json::to_value(complete(description)).unwrap()
    }

    fn each_operation(check: impl Fn(&str, &serde_json::Value)) {
        for (path, item) in described()["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                check(&format!("{method} {path}"), operation);
            }
        }
    }

    #[test]
    fn it_is_openapi_3_1_and_names_the_routes() {
        let described = described();
        assert_eq!(described["openapi"], "3.1.0");
        for path in ["/api/v1/summary", "/api/v1/breakdown/{grouping}", "/api/v1/session", "/health"] {
            assert!(described["paths"][path]["get"].is_object(), "{path}");
        }
    }

    #[test]
    fn no_route_goes_around_the_description() {
        // A route that is added by its method's name has no description: `routes!` does both.
        assert!(!include_str!("api.rs").contains(".route("), "add routes to api.rs with .routes(routes!(…))");
    }

    #[test]
    fn every_route_says_what_it_is_and_what_it_answers() {
        each_operation(|name, operation| {
            assert!(operation["summary"].as_str().is_some_and(|summary| !summary.is_empty()), "{name}");
            let responses = operation["responses"].as_object().unwrap();
            assert!(responses.contains_key("default"), "{name}");
            assert!(responses.keys().any(|status| status.starts_with('2')), "{name}");
            for (status, response) in responses {
                assert!(
                    response["description"].as_str().is_some_and(|text| !text.is_empty()),
                    "{name} {status}"
                );
            }
        });
    }

    #[test]
    fn every_parameter_is_described_and_named_once() {
        each_operation(|name, operation| {
            let parameters = operation["parameters"].as_array().unwrap();
            let mut names: Vec<_> =
                parameters.iter().map(|parameter| parameter["name"].to_string()).collect();
            for parameter in parameters {
                let text = parameter["description"].as_str();
                assert!(text.is_some_and(|text| !text.is_empty()), "{name}: {parameter}");
            }
            names.sort();
            let count = names.len();
            names.dedup();
            assert_eq!(names.len(), count, "{name}");
        });
    }

    #[test]
    fn every_schema_that_is_named_is_there() {
        let described = described();
        let text = described.to_string();
        for reference in text.split("\"#/components/schemas/").skip(1) {
            let name = reference.split('"').next().unwrap();
            assert!(described["components"]["schemas"][name].is_object(), "{name}");
        }
    }
}
