//! The API over HTTP. Every route stands here; each handler's arguments say who may call it.

/// Who asks.
mod auth;
/// Lists, one call, changes, exports.
mod calls;
/// Bodies that are one JSON object.
mod document;
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
/// Bodies of requests.
mod incoming;
/// What bodies say that they are.
mod media;
/// The description of the API.
mod openapi;
/// The page itself.
mod page;
/// Agents and skill groups.
mod pickers;
/// What is kept for an account.
mod preferences;
/// The audio in and out.
mod recordings;
/// What the descriptions of handlers have in common.
mod schema;
/// Sign in, sign out, who am I.
mod session;
/// Saved views.
mod views;

use axum::Router;
use axum::routing::{MethodRouter, delete, get, post, put};
use call_records_wire::paths;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

use crate::state::AppState;

pub use error::ApiError;
pub use openapi::document as openapi_document;

/// Every route and what answers there. Each has its description beside its handler; [`openapi`] gathers them.
fn routes() -> [(&'static str, MethodRouter<AppState>); 23] {
    [
        (paths::EVENTS, post(events::post)),
        (paths::CALLS, get(calls::list::by_query).layer(compression())),
        (paths::SEARCH, post(calls::list::by_body).layer(compression())),
        (paths::STREAM, get(calls::stream::get)),
        (paths::EXPORT, get(calls::export::by_query).post(calls::export::by_body).layer(compression())),
        (paths::CALL, get(calls::get::get).layer(compression())),
        (paths::CUSTOMER_CALLS, get(calls::customer::get).layer(compression())),
        (paths::CALL_NOTES, post(calls::notes::post)),
        (paths::CALL_NOTE, delete(calls::notes::delete)),
        (paths::CALL_TAGS, post(calls::tags::post)),
        (paths::CALL_RECORDING, put(recordings::upload::put)),
        (paths::RECORDING, get(recordings::download::get)),
        (paths::RECORDING_PEAKS, get(recordings::peaks::get)),
        (paths::AGENTS, get(pickers::agents)),
        (paths::SKILL_GROUPS, get(pickers::skill_groups)),
        (paths::TAGS, get(pickers::tags)),
        (paths::SESSION, get(session::get).post(session::post).delete(session::delete)),
        (paths::VIEWS, get(views::list).post(views::post).layer(compression())),
        (paths::VIEW, put(views::put).delete(views::delete)),
        (paths::PREFERENCES, get(preferences::get).patch(preferences::patch)),
        (paths::OPENAPI, get(openapi::get).layer(compression())),
        (health::HEALTHZ, get(health::healthz)),
        (health::READYZ, get(health::readyz)),
    ]
}

/// What readers take a lot of is a tenth of its size on its way, for those who can unpack it. The level is where more
/// work begins to cost more time than the fewer bytes save.
fn compression() -> CompressionLayer {
    CompressionLayer::new().quality(CompressionLevel::Precise(4))
}

/// The address of every route, with the names of its parameters in braces.
pub fn route_paths() -> impl Iterator<Item = &'static str> {
    routes().into_iter().map(|(path, _)| path)
}

/// Every route.
pub fn router(state: AppState) -> Router {
    routes()
        .into_iter()
        .fold(Router::new(), |router, (path, methods)| router.route(path, methods))
        .fallback(page::fallback)
        .method_not_allowed_fallback(error::method_not_allowed)
        .layer(axum::middleware::from_fn(incoming::with_patience))
        .layer(axum::middleware::from_fn_with_state(state.clone(), headers::on_every_answer))
        .with_state(state)
}
