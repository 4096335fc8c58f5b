//! What is kept for an account: `/api/v1/preferences`.

use axum::Json;
use axum::extract::{Request, State};
use call_records_wire::paths;
use call_records_wire::view::{MOST_CHOICE, MOST_CHOICES, MOST_LAST_PLACE, Preferences, PreferencesChange, is_place};
use serde_json::Value;

use super::auth::SignedIn;
use super::document::{Document, escaped};
use super::error::ApiError;
use super::schema::{PreferencesBody, Refusal};
use crate::state::AppState;

/// The largest body.
const MOST_BYTES: usize = 16 * 1024;
/// The most characters of an id of a view.
const MOST_ID: usize = 64;

/// `GET /api/v1/preferences`
///
/// How the reader's account likes the page. The session's answer holds it as well.
#[utoipa::path(
    get,
    path = paths::PREFERENCES,
    operation_id = "get_preferences",
    tag = "Views",
    security(("session" = [])),
    responses((status = 200, description = "What is kept.", body = Preferences)),
)]
pub(super) async fn get(signed_in: SignedIn, State(state): State<AppState>) -> Result<Json<Preferences>, ApiError> {
    Ok(Json(state.views.preferences(signed_in.user.key).await?))
}

/// `PATCH /api/v1/preferences`
///
/// Changes what is kept, as a JSON merge patch (RFC 7396): what is absent stays, null takes away. Two tabs of one
/// account each change what they mean, and not what the other meant. Only the layout is replaced whole, and so must be
/// whole: half of one list is not half of another.
#[utoipa::path(
    patch,
    path = paths::PREFERENCES,
    operation_id = "change_preferences",
    tag = "Views",
    security(("session" = [])),
    request_body(content(
        (PreferencesBody = "application/merge-patch+json"),
        (PreferencesBody = "application/json"),
    )),
    responses(
        (status = 200, description = "What is kept now.", body = Preferences),
        (status = 400, response = inline(Refusal)),
        (status = 413, response = inline(Refusal)),
        (status = 415, response = inline(Refusal)),
        (status = 422, response = inline(Refusal)),
    ),
)]
pub(super) async fn patch(
    signed_in: SignedIn,
    State(state): State<AppState>,
    request: Request,
) -> Result<Json<Preferences>, ApiError> {
    let mut document = Document::of_patch(request, MOST_BYTES).await?;
    let change = change(&mut document);
    document.finish()?;
    match state.views.change_preferences(signed_in.user.key, change).await? {
        Some(kept) => Ok(Json(kept)),
        None => Err(ApiError::InvalidRequest(vec![too_many_choices()])),
    }
}

fn too_many_choices() -> call_records_wire::problem::Fault {
    call_records_wire::problem::Fault::at("/choices", format!("at most {MOST_CHOICES} choices are kept"))
}

fn change(document: &mut Document) -> PreferencesChange {
    let is_id = |text: &str| (1..=MOST_ID).contains(&text.len()) && text.bytes().all(|it| it.is_ascii_graphic());
    let mut change = PreferencesChange {
        default_view: text(document, "default_view", "must be the id of a view, or null", is_id),
        open_view: text(document, "open_view", "must be the id of a view, or null", is_id),
        place: text(
            document,
            "place",
            &format!(
                "must be the query and fragment of an address of the page, at most {MOST_LAST_PLACE} bytes, or null"
            ),
            |text| is_place(text, MOST_LAST_PLACE),
        ),
        ..PreferencesChange::default()
    };
    change.layout = match document.take("layout") {
        None => None,
        Some(Value::Null) => Some(None),
        Some(layout) => Some(Some(document.layout("layout", layout))),
    };
    let choices = match document.take("choices") {
        None => return change,
        Some(Value::Object(choices)) => choices,
        Some(_) => {
            document.fault("choices", "must be an object of texts");
            return change;
        }
    };
    let is_short = |text: &str| text.chars().count() <= MOST_CHOICE;
    for (name, value) in choices {
        let value = match value {
            Value::Null => Some(None),
            Value::String(value) if is_short(&value) => Some(Some(value)),
            _ => None,
        };
        match value {
            Some(value) if is_short(&name) && !name.is_empty() => drop(change.choices.insert(name, value)),
            _ => {
                let place = format!("choices/{}", escaped(&name));
                document.fault(&place, &format!("name and text must have at most {MOST_CHOICE} characters"));
            }
        }
    }
    change
}

/// A text that may be absent, null, or what `is_good` says.
#[expect(clippy::option_option, reason = "a merge patch tells what is absent from null")]
fn text(document: &mut Document, name: &str, detail: &str, is_good: impl Fn(&str) -> bool) -> Option<Option<String>> {
    match document.take(name)? {
        Value::Null => Some(None),
        Value::String(text) if is_good(&text) => Some(Some(text)),
        _ => {
            document.fault(name, detail);
            None
        }
    }
}
