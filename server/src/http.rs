//! The API over HTTP. Every route stands here; each handler's arguments say who may call it.

/// Who asks.
mod auth;
/// Lists, one call, changes, exports.
mod calls;
/// Failures to problem documents.
mod error;
/// Events in.
mod events;
/// Requests to values.
mod extract;
/// Headers of every answer.
mod headers;
/// Is it alive, is it ready.
mod health;
/// The description of the API.
mod openapi;
/// The page itself.
mod page;
/// Agents and skill groups.
mod pickers;
/// The audio in and out.
mod recordings;
/// Sign in, sign out, who am I.
mod session;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post, put};
use call_records_wire::paths;

use crate::state::AppState;

pub use error::ApiError;

/// The largest JSON body; longer batches go as a stream.
const MOST_JSON_BYTES: usize = 64 * 1024 * 1024;

/// Every route.
pub fn router(state: AppState) -> Router {
    Router::new()
        .route(paths::EVENTS, post(events::post))
        .route(paths::CALLS, get(calls::list::by_query))
        .route(paths::SEARCH, post(calls::list::by_body))
        .route(paths::STREAM, get(calls::stream::get))
        .route(paths::EXPORT, get(calls::export::by_query).post(calls::export::by_body))
        .route(paths::CALL, get(calls::get::get))
        .route(paths::CALL_RECORDING, put(recordings::put))
        .route(paths::RECORDING, get(recordings::get))
        .route(paths::AGENTS, get(pickers::agents))
        .route(paths::SKILL_GROUPS, get(pickers::skill_groups))
        .route(paths::SESSION, get(session::get).post(session::post).delete(session::delete))
        .route(paths::OPENAPI, get(openapi::get))
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .fallback(page::fallback)
        .method_not_allowed_fallback(error::method_not_allowed)
        .layer(DefaultBodyLimit::max(MOST_JSON_BYTES))
        .layer(axum::middleware::from_fn_with_state(state.clone(), headers::on_every_answer))
        .with_state(state)
}
