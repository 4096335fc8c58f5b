//! Is it alive, is it ready: for operators.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::error::ApiError;
use super::schema::Refusal;
use crate::state::AppState;

/// Is it alive.
pub(super) const HEALTHZ: &str = "/healthz";
/// Is it ready.
pub(super) const READYZ: &str = "/readyz";

/// How the server is.
#[derive(Serialize, ToSchema)]
pub(super) struct Health {
    /// `ok`; what is not well is a problem document.
    status: &'static str,
}

const FINE: Health = Health { status: "ok" };

/// `GET /healthz`: the process answers.
#[utoipa::path(
    get,
    path = HEALTHZ,
    operation_id = "is_alive",
    tag = "Operating",
    responses((status = 200, description = "The process answers.", body = Health)),
)]
pub(super) async fn healthz() -> Json<Health> {
    Json(FINE)
}

/// `GET /readyz`: calls and recordings can be reached.
#[utoipa::path(
    get,
    path = READYZ,
    operation_id = "is_ready",
    tag = "Operating",
    responses(
        (status = 200, description = "Calls and recordings can be reached.", body = Health),
        (status = 503, response = inline(Refusal)),
    ),
)]
pub(super) async fn readyz(State(state): State<AppState>) -> Result<Json<Health>, ApiError> {
    state.calls.meta("ready").await?;
    state.recordings.check().await?;
    Ok(Json(FINE))
}
