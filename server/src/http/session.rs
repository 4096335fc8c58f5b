//! Sign in, sign out, who am I: `/api/v1/session`.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Response};
use call_records_wire::paths;
use call_records_wire::problem::Fault;
use call_records_wire::session::{Credentials, Session};
use serde_json::Value;

use super::auth::{COOKIE_NAME, SignedIn, reader_of_views, refuse_other_sites, sees_calls};
use super::error::ApiError;
use super::incoming::whole_body;
use super::media::{JSON, is_json};
use super::schema::Refusal;
use crate::access::SESSION_MS;
use crate::state::AppState;
use crate::store::User;

/// The largest body: a name and a password.
const MOST_BYTES: usize = 16 * 1024;

/// `GET /api/v1/session`
///
/// Who is signed in, and what the page must know of the server.
#[utoipa::path(
    get,
    path = paths::SESSION,
    operation_id = "get_session",
    tag = "Signing in",
    security(("session" = [])),
    responses((status = 200, description = "Somebody is signed in.", body = Session)),
)]
pub(super) async fn get(signed_in: SignedIn, State(state): State<AppState>) -> Result<Json<Session>, ApiError> {
    Ok(Json(session(&signed_in.user, &state).await?))
}

/// `POST /api/v1/session`
///
/// Signs in. The cookie is the session's; it lasts twelve hours.
#[utoipa::path(
    post,
    path = paths::SESSION,
    operation_id = "sign_in",
    tag = "Signing in",
    request_body = Credentials,
    responses(
        (status = 200, description = "Signed in.", body = Session, headers(
            ("Set-Cookie" = String, description = "`call_records_session=…`, HttpOnly, SameSite=Lax"),
        )),
        (status = 400, response = inline(Refusal)),
        (status = 401, response = inline(Refusal)),
        (status = 403, response = inline(Refusal)),
        (status = 413, response = inline(Refusal)),
        (status = 415, response = inline(Refusal)),
        (status = 422, response = inline(Refusal)),
    ),
)]
pub(super) async fn post(
    State(state): State<AppState>,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, ApiError> {
    refuse_other_sites(&headers)?;
    // A form of another site cannot send this type without asking first.
    if !is_json(&headers) {
        return Err(ApiError::UnsupportedMediaType(JSON));
    }
    let body = whole_body(request, MOST_BYTES, "send a name and a password").await?;
    let credentials = credentials(&body)?;
    let signed_in = state.access.sign_in(&credentials.name, &credentials.password, state.clock.now()).await?;
    let (token, user) = signed_in.ok_or(ApiError::WrongCredentials)?;
    let seconds = SESSION_MS / 1000;
    let cookie = format!("{COOKIE_NAME}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}");
    Ok((AppendHeaders([(SET_COOKIE, cookie)]), Json(session(&user, &state).await?)).into_response())
}

/// `DELETE /api/v1/session`
///
/// Signs out and ends the session. Whoever is signed out already may say so again.
#[utoipa::path(
    delete,
    path = paths::SESSION,
    operation_id = "sign_out",
    tag = "Signing in",
    responses(
        (status = 204, description = "Signed out."),
        (status = 403, response = inline(Refusal)),
    ),
)]
pub(super) async fn delete(signed_in: Option<SignedIn>, State(state): State<AppState>) -> Result<Response, ApiError> {
    if let Some(signed_in) = signed_in {
        state.access.sign_out(&signed_in.token).await?;
    }
    let cookie = format!("{COOKIE_NAME}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    Ok((StatusCode::NO_CONTENT, AppendHeaders([(SET_COOKIE, cookie)])).into_response())
}

fn credentials(body: &[u8]) -> Result<Credentials, ApiError> {
    let body: Value = serde_json::from_slice(body).map_err(|error| ApiError::MalformedJson(error.to_string()))?;
    let mut faults = Vec::new();
    let mut text = |name: &str| {
        let found = body.get(name).and_then(Value::as_str).map(ToOwned::to_owned);
        if found.is_none() {
            faults.push(Fault::at(format!("/{name}"), "must be a text"));
        }
        found.unwrap_or_default()
    };
    let credentials = Credentials { name: text("name"), password: text("password") };
    if faults.is_empty() { Ok(credentials) } else { Err(ApiError::InvalidRequest(faults)) }
}

async fn session(user: &User, state: &AppState) -> Result<Session, ApiError> {
    let preferences = state.views.preferences(user.key).await?;
    // What the page opens with comes along, so that its first question is the right one.
    let default_view = match &preferences.default_view {
        Some(view_id) if sees_calls(user.role) => state.views.view(reader_of_views(user), view_id).await?,
        Some(_) | None => None,
    };
    Ok(Session {
        name: user.name.clone(),
        role: user.role,
        time_zone: state.settings.time_zone.name().to_owned(),
        search_window_days: state.settings.search_window_days,
        demo: state.settings.demo,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        preferences,
        default_view,
    })
}
