//! Is it alive, is it ready: for operators.

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use super::error::ApiError;
use crate::state::AppState;

/// `GET /healthz`: the process answers.
pub(super) async fn healthz() -> Json<Value> {
    Json(json!({"status": "ok"}))
}

/// `GET /readyz`: calls and recordings can be reached.
pub(super) async fn readyz(State(state): State<AppState>) -> Result<Json<Value>, ApiError> {
    state.calls.meta("ready").await?;
    state.recordings.check().await?;
    Ok(Json(json!({"status": "ok"})))
}
