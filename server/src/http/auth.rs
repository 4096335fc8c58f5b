//! Who asks. A handler that takes one of these can only be reached by whom it names.

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::header::{AUTHORIZATION, COOKIE, HOST, ORIGIN};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName};
use call_records_wire::words::Role;

use super::error::ApiError;
use crate::state::AppState;
use crate::store::{User, ViewReader};

/// The session's cookie.
pub(super) const COOKIE_NAME: &str = "call_records_session";

/// Somebody who is signed in.
pub(super) struct SignedIn {
    pub(super) user: User,
    pub(super) token: String,
}

/// Somebody who may see calls. Supervisors and agents may see some of them; until a list can be narrowed to those,
/// they see none.
pub(super) struct Reader {
    pub(super) user: User,
    token: String,
}

impl Reader {
    /// The reader as views know one.
    pub(super) fn of_views(&self) -> ViewReader {
        reader_of_views(&self.user)
    }

    /// Whether the reader may go on reading: what stays open for hours must end when the session does.
    pub(super) async fn may_go_on(&self, state: &AppState) -> Result<bool, ApiError> {
        let user = state.access.user(&self.token, state.clock.now()).await?;
        Ok(user.is_some_and(|user| sees_calls(user.role)))
    }
}

/// An account as views know one.
pub(super) fn reader_of_views(user: &User) -> ViewReader {
    ViewReader { user_key: user.key, is_admin: user.role == Role::Admin }
}

/// Whether this role may see calls, and the views that people share of them.
pub(super) const fn sees_calls(role: Role) -> bool {
    match role {
        Role::Admin => true,
        Role::Supervisor | Role::Agent => false,
    }
}

/// A switch that may send events and recordings.
pub(super) struct Sender;

impl FromRequestParts<AppState> for SignedIn {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        if !parts.method.is_safe() {
            refuse_other_sites(&parts.headers)?;
        }
        let token = session_token(&parts.headers).ok_or(ApiError::Unauthenticated)?;
        let user = state.access.user(&token, state.clock.now()).await?.ok_or(ApiError::Unauthenticated)?;
        Ok(Self { user, token })
    }
}

impl FromRequestParts<AppState> for Reader {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let signed_in = <SignedIn as FromRequestParts<AppState>>::from_request_parts(parts, state).await?;
        let SignedIn { user, token } = signed_in;
        if sees_calls(user.role) { Ok(Self { user, token }) } else { Err(ApiError::Forbidden) }
    }
}

impl FromRequestParts<AppState> for Sender {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let token = bearer_token(&parts.headers).ok_or(ApiError::Unauthenticated)?;
        state.access.key(token).await?.map(|_| Self).ok_or(ApiError::Unauthenticated)
    }
}

impl OptionalFromRequestParts<AppState> for SignedIn {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Option<Self>, ApiError> {
        match <Self as FromRequestParts<AppState>>::from_request_parts(parts, state).await {
            Ok(signed_in) => Ok(Some(signed_in)),
            Err(ApiError::Unauthenticated) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

fn bearer_token(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim()).filter(|token| !token.is_empty())
}

fn session_token(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|header| header.to_str().ok()).flat_map(|it| it.split(';'));
    cookies
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE_NAME)
        .map(|(_, token)| token.to_owned())
}

/// A browser says where a request comes from; one of another site must not act in the reader's name.
pub(super) fn refuse_other_sites(headers: &HeaderMap) -> Result<(), ApiError> {
    let header = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if header(HeaderName::from_static("sec-fetch-site")).is_some_and(|site| !matches!(site, "same-origin" | "none")) {
        return Err(ApiError::OtherSite);
    }
    // Without Fetch metadata, the origin's authority must be ours.
    match (header(ORIGIN), header(HOST)) {
        (Some(origin), Some(host)) if origin.split_once("://").is_none_or(|(_, authority)| authority != host) => {
            Err(ApiError::OtherSite)
        }
        _ => Ok(()),
    }
}
