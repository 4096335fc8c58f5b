//! The description of the API: `GET /api/v1/openapi.json`.

use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;

/// `GET /api/v1/openapi.json`
pub(super) async fn get() -> impl IntoResponse {
    ([(CONTENT_TYPE, "application/vnd.oai.openapi+json;version=3.1")], include_str!("../../openapi.json"))
}
