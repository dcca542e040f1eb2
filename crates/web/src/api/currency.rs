//! Answers with amounts name the currency that these are in.

use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderValue, header},
    middleware::{Next, from_fn_with_state},
    response::Response,
};
use serde_json::{Value, json};
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::{problem::Problem, service::Service};

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
    let Ok(mut description) = serde_json::to_value(&*openapi) else { return };
    let mut schemas = vec![];
    let operations = description["paths"].as_object_mut().into_iter().flat_map(serde_json::Map::values_mut);
    let operations = operations.filter_map(Value::as_object_mut).flat_map(serde_json::Map::values_mut);
    for operation in operations {
        for status in ["200", "201"] {
            let media = operation.pointer_mut(&format!("/responses/{status}/content/application~1json"));
            let Some(media) = media else { continue };
            schemas.extend(media["schema"]["$ref"].as_str().map(str::to_owned));
            if let Some(example) = media.get_mut("example").and_then(Value::as_object_mut) {
                example.entry("currency").or_insert_with(|| "EUR".into());
            }
        }
    }
    for schema in schemas {
        let Some(schema) = description.pointer_mut(schema.trim_start_matches('#')) else { continue };
        let member = json!({ "type": ["string", "null"], "description": "Of the amounts, ISO 4217." });
        if let Some(parts) = schema.get_mut("allOf").and_then(Value::as_array_mut) {
            parts.push(json!({ "type": "object", "properties": { "currency": member } }));
        } else if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
            properties.entry("currency").or_insert(member);
        }
    }
    if let Ok(described) = serde_json::from_value(description) {
        *openapi = described;
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
