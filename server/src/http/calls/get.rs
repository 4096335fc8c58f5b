//! One call: `GET /api/v1/calls/{call_id}`.

use axum::Json;
use axum::extract::{Path, State};
use call_records_wire::call::CallDetail;

use crate::http::auth::Reader;
use crate::http::error::ApiError;
use crate::state::AppState;

/// `GET /api/v1/calls/{call_id}`
pub(in crate::http) async fn get(
    _: Reader,
    State(state): State<AppState>,
    Path(call_id): Path<String>,
) -> Result<Json<CallDetail>, ApiError> {
    state.calls.call(&call_id).await?.map(Json).ok_or(ApiError::NotFound("call"))
}
