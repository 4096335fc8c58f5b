//! The description of the API: `GET /api/v1/openapi.json`.
//!
//! It is made from the descriptions beside the handlers and from the types that they take and answer. What is served is
//! the committed copy; a test holds both together.

/// The schemas of events.
mod events;

use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use call_records_wire::paths;
use call_records_wire::problem::Problem;
use serde_json::{Value, json};
use utoipa::OpenApi;

use super::{calls, health, pickers, preferences, recordings, session, views};

const MEDIA_TYPE: &str = "application/vnd.oai.openapi+json;version=3.1";

/// `GET /api/v1/openapi.json`
///
/// This description.
#[utoipa::path(
    get,
    path = paths::OPENAPI,
    operation_id = "get_description",
    tag = "Operating",
    responses((
        status = 200,
        description = "An OpenAPI 3.1 document.",
        body = Object,
        content_type = "application/vnd.oai.openapi+json;version=3.1",
    )),
)]
pub(super) async fn get() -> impl IntoResponse {
    ([(CONTENT_TYPE, MEDIA_TYPE)], include_str!("../../openapi.json"))
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Call records",
        description = "Events of calls in, call records out. Times are UTC with at least milliseconds, durations whole \
                       milliseconds, words snake_case. Errors are problem documents (RFC 9457).",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    paths(
        super::events::post,
        calls::list::by_query,
        calls::list::by_body,
        calls::get::get,
        calls::customer::get,
        calls::notes::post,
        calls::notes::delete,
        calls::tags::post,
        calls::stream::get,
        calls::export::by_query,
        calls::export::by_body,
        recordings::upload::put,
        recordings::download::get,
        recordings::peaks::get,
        pickers::agents,
        pickers::skill_groups,
        pickers::tags,
        session::get,
        session::post,
        session::delete,
        views::list,
        views::post,
        views::put,
        views::delete,
        preferences::get,
        preferences::patch,
        get,
        health::healthz,
        health::readyz,
    ),
    components(schemas(super::events::LineAnswer, Problem)),
    tags(
        (name = "Events in", description = "What switches send."),
        (name = "Reading", description = "What people and programs read."),
        (name = "Writing", description = "What people write on calls."),
        (name = "Recordings", description = "The audio, in and out."),
        (name = "Views", description = "What people saved to look at, and how they like the page."),
        (name = "Signing in", description = "Sessions of people."),
        (name = "Operating", description = "For operators and integrators."),
    ),
)]
struct Description;

/// The description as a document, with a line's end: what is committed beside this crate and served.
pub fn document() -> String {
    let mut document = serde_json::to_value(Description::openapi()).expect("the description is plain data");
    document["info"]["version"] = json!(env!("CARGO_PKG_VERSION"));
    // Nobody to write to is named; what the generator puts there is empty.
    if let Some(info) = document["info"].as_object_mut() {
        info.remove("contact");
    }
    // Only in what is sent to change preferences null says something.
    let patch = document["components"]["schemas"]["PreferencesBody"].take();
    never_null(&mut document);
    document["components"]["schemas"]["PreferencesBody"] = patch;
    document["components"]["securitySchemes"] = json!({
        "session": {
            "type": "apiKey", "in": "cookie", "name": super::auth::COOKIE_NAME,
            "description": "The session of a person who signed in. Requests that change something must come from \
                            our own pages: those of other sites are refused.",
        },
        "ingest_key": {
            "type": "http", "scheme": "bearer",
            "description": "The key of a switch, made by `call-records-server key create`.",
        },
    });
    events::describe(&mut document);
    refusals(&mut document);
    let mut text = serde_json::to_string_pretty(&document).expect("JSON values are plain data");
    text.push('\n');
    text
}

/// Every refusal is the one problem document; whoever needs credentials may be refused for want of them.
fn refusals(document: &mut Value) {
    const PROBLEM: &str = "application/problem+json";
    let content = json!({PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}});
    let operations = document["paths"].as_object_mut().expect("there are paths").values_mut();
    let operations = operations.filter_map(Value::as_object_mut).flat_map(serde_json::Map::values_mut);
    for operation in operations {
        for response in operation["responses"].as_object_mut().expect("there are responses").values_mut() {
            if response["content"].get(PROBLEM).is_some() {
                response["content"] = content.clone();
            }
        }
        if operation.get("security").is_none() {
            continue;
        }
        let why = json!({"description": "Not signed in, or no valid key.", "content": content});
        operation["responses"]["401"] = why;
        if operation["security"][0].get("session").is_some() && operation["operationId"] != "get_session" {
            let why = json!({"description": "This account may not do this.", "content": content});
            operation["responses"]["403"] = why;
        }
    }
}

/// What may be absent is left out of answers, never null; the generator says both.
fn never_null(value: &mut Value) {
    match value {
        Value::Object(object) => {
            if object.get("default") == Some(&Value::Null) {
                object.remove("default");
            }
            if let Some(Value::Array(types)) = object.get_mut("type") {
                types.retain(|it| it != "null");
                if let [only] = types.as_slice() {
                    let only = only.clone();
                    object.insert("type".to_owned(), only);
                }
            }
            if let Some(Value::Array(choices)) = object.get_mut("oneOf") {
                choices.retain(|it| it["type"] != "null");
                if let [Value::Object(only)] = choices.as_slice() {
                    let only = only.clone();
                    object.remove("oneOf");
                    object.extend(only);
                }
            }
            object.values_mut().for_each(never_null);
        }
        Value::Array(values) => values.iter_mut().for_each(never_null),
        _ => {}
    }
}
