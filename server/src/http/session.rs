//! Sign in, sign out, who am I: `/api/v1/session`.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Response};
use call_records_wire::session::{Credentials, Session};

use super::auth::{COOKIE_NAME, SignedIn, refuse_other_sites};
use super::error::ApiError;
use super::extract::{is_json, whole_body};
use crate::access::SESSION_MS;
use crate::state::AppState;
use crate::store::User;

/// `GET /api/v1/session`
pub(super) async fn get(signed_in: SignedIn, State(state): State<AppState>) -> Json<Session> {
    Json(session(&signed_in.user, &state))
}

/// `POST /api/v1/session`
pub(super) async fn post(
    State(state): State<AppState>,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, ApiError> {
    refuse_other_sites(&headers)?;
    // A form of another site cannot send this type without asking first.
    if !is_json(&headers, "application/json") {
        return Err(ApiError::UnsupportedMediaType("application/json"));
    }
    let body = whole_body(request, &state).await?;
    let credentials: Credentials =
        serde_json::from_slice(&body).map_err(|error| ApiError::MalformedJson(error.to_string()))?;
    let signed_in = state.access.sign_in(&credentials.name, &credentials.password, state.clock.now()).await?;
    let (token, user) = signed_in.ok_or(ApiError::WrongCredentials)?;
    let seconds = SESSION_MS / 1000;
    let cookie = format!("{COOKIE_NAME}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}");
    Ok((AppendHeaders([(SET_COOKIE, cookie)]), Json(session(&user, &state))).into_response())
}

/// `DELETE /api/v1/session`
pub(super) async fn delete(signed_in: Option<SignedIn>, State(state): State<AppState>) -> Result<Response, ApiError> {
    if let Some(signed_in) = signed_in {
        state.access.sign_out(&signed_in.token).await?;
    }
    let cookie = format!("{COOKIE_NAME}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    Ok((StatusCode::NO_CONTENT, AppendHeaders([(SET_COOKIE, cookie)])).into_response())
}

fn session(user: &User, state: &AppState) -> Session {
    Session {
        name: user.name.clone(),
        role: user.role,
        time_zone: state.settings.time_zone.name().to_owned(),
        search_window_days: state.settings.search_window_days,
        demo: state.settings.demo,
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}
