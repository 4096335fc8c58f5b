//! One call: `GET /api/v1/calls/{call_id}`.

use axum::Json;
use axum::extract::State;
use call_records_wire::call::CallDetail;
use call_records_wire::paths;

use crate::http::auth::Reader;
use crate::http::error::ApiError;
use crate::http::extract::Path;
use crate::http::schema::Refusal;
use crate::state::AppState;

/// `GET /api/v1/calls/{call_id}`
///
/// Everything about one call: the row, the time per kind of stage, why it ended so, and what happened, in order.
#[utoipa::path(
    get,
    path = paths::CALL,
    operation_id = "get_call",
    tag = "Reading",
    security(("session" = [])),
    params(("call_id" = String, Path, description = "The call's id, percent-encoded.")),
    responses(
        (status = 200, description = "The call.", body = CallDetail),
        (status = 404, response = inline(Refusal)),
        (status = 422, response = inline(Refusal)),
    ),
)]
pub(in crate::http) async fn get(
    _: Reader,
    State(state): State<AppState>,
    Path(call_id): Path<String>,
) -> Result<Json<CallDetail>, ApiError> {
    state.calls.call(&call_id).await?.map(Json).ok_or(ApiError::NotFound("call"))
}
