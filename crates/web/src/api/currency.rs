//! Answers with amounts name the currency that these are in.

use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderValue, header},
    middleware::{Next, from_fn_with_state},
    response::Response,
};
use serde_json::Value;
use utoipa::openapi::{
    OpenApi, RefOr,
    schema::{Object, ObjectBuilder, Schema, Type},
};
use utoipa_axum::router::OpenApiRouter;

use crate::{openapi, problem::Problem, service::Service};

/// The member that names it, as it stands in an answer that has it already. Within a text its quotes would be behind
/// backslashes.
const MEMBER: &[u8] = br#""currency":""#;

/// Routes whose answers have amounts: they name the currency, and so does their description.
pub(super) fn named(service: &Service, routes: OpenApiRouter<Service>) -> OpenApiRouter<Service> {
    let mut routes = routes.route_layer(from_fn_with_state(service.clone(), name));
    describe(routes.get_openapi_mut());
    routes
}

/// Adds the member to the schemas and examples of answers that do not have it.
fn describe(openapi: &mut OpenApi) {
    let mut schemas = vec![];
    for operation in openapi.paths.paths.values_mut().flat_map(openapi::operations) {
        for (status, response) in &mut operation.responses.responses {
            let (true, RefOr::T(response)) = (status.starts_with('2'), response) else { continue };
            let Some(RefOr::T(content)) = response.content.get_mut("application/json") else { continue };
            if let Some(RefOr::Ref(reference)) = &content.schema {
                schemas.extend(reference.ref_location.rsplit('/').next().map(str::to_owned));
            }
            if let Some(Value::Object(example)) = &mut content.example {
                example.entry("currency").or_insert_with(|| "EUR".into());
            }
        }
    }
    let Some(components) = &mut openapi.components else { return };
    for schema in schemas {
        let member = Object::with_type(Type::String);
        let own = match components.schemas.get_mut(&schema) {
            Some(RefOr::T(Schema::Object(object))) => object,
            Some(RefOr::T(Schema::AllOf(parts))) => {
                let part = ObjectBuilder::new().property("currency", member).build();
                parts.items.push(RefOr::T(Schema::Object(part)));
                continue;
            }
            _ => continue,
        };
        own.properties.entry("currency".to_owned()).or_insert_with(|| RefOr::T(Schema::Object(member)));
    }
}

/// Puts the currency of the database first into an answer that is a JSON object and does not name one.
async fn name(State(service): State<Service>, request: Request, next: Next) -> Result<Response, Problem> {
    let response = next.run(request).await;
    let is_json = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == "application/json");
    if !is_json || !response.status().is_success() {
        return Ok(response);
    }
    let currency = service.currency().await?;
    let (mut parts, body) = response.into_parts();
    // Answers that are JSON are made in memory.
    let whole = to_bytes(body, usize::MAX).await.map_err(|error| Problem::unexpected(&error))?;
    let Some(rest) = whole.strip_prefix(b"{").filter(|rest| !names_one(rest)) else {
        return Ok(Response::from_parts(parts, Body::from(whole)));
    };
    let comma = if rest.starts_with(b"}") { "" } else { "," };
    let mut named = format!(r#"{{"currency":"{}"{comma}"#, currency.code()).into_bytes();
    named.extend_from_slice(rest);
    parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(named.len()));
    Ok(Response::from_parts(parts, Body::from(named)))
}

fn names_one(text: &[u8]) -> bool {
    text.windows(MEMBER.len()).any(|window| window == MEMBER)
}

#[cfg(test)]
mod tests {
    use super::names_one;

    #[test]
    fn a_text_that_looks_like_the_member_is_none() {
        assert!(names_one(br#""total":1,"currency":"CHF"}"#));
        assert!(!names_one(br#""name":"\"currency\":\"CHF\""}"#));
        assert!(!names_one(b"}"));
    }
}
