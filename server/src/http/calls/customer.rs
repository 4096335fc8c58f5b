//! The other calls of a call's customer: `GET /api/v1/calls/{call_id}/customer-calls`.

use axum::Json;
use axum::extract::State;
use call_records_wire::call::CallRow;
use call_records_wire::page::Total;
use call_records_wire::paths;
use call_records_wire::story::CustomerCalls;
use serde_json::value::RawValue;

use crate::domain::{called_back, findable_number, is_missed};
use crate::http::auth::Reader;
use crate::http::error::ApiError;
use crate::http::extract::Path;
use crate::http::schema::Refusal;
use crate::state::AppState;
use crate::store::{KeptRow, OtherCalls};

/// How many calls are shown.
const MOST: u32 = 100;
/// How many later calls are looked at for one that answers a missed one.
const MOST_LATER: u32 = 500;

/// `GET /api/v1/calls/{call_id}/customer-calls`
///
/// The other calls of the same customer's number in the search window, newest first. For a call in which nobody served
/// the customer also whether they were called back: the first attempt after it, the first that reached them, and their
/// own next call that somebody took. A number that was withheld has no other calls.
#[utoipa::path(
    get,
    path = paths::CUSTOMER_CALLS,
    operation_id = "list_customer_calls",
    tag = "Reading",
    security(("session" = [])),
    params(("call_id" = String, Path, description = "The call's id, percent-encoded.")),
    responses(
        (status = 200, description = "The other calls.", body = CustomerCalls<CallRow>),
        (status = 404, response = inline(Refusal)),
        (status = 422, response = inline(Refusal)),
    ),
)]
pub(in crate::http) async fn get(
    _: Reader,
    State(state): State<AppState>,
    Path(call_id): Path<String>,
) -> Result<Json<CustomerCalls<Box<RawValue>>>, ApiError> {
    let call = state.calls.call(&call_id).await?.ok_or(ApiError::NotFound("call"))?.row;
    let Some(number) = findable_number(&call) else {
        let total = Total { value: 0, exact: true };
        // Whether somebody without a number was called back, nobody knows.
        return Ok(Json(CustomerCalls { items: Vec::new(), total, called_back: None }));
    };
    let from = state.settings.oldest(state.clock.now());
    let of = OtherCalls { call_id: &call_id, number: &number, from };
    let (items, total) = state.calls.customer_calls(&of, MOST).await?;
    let called_back = if is_missed(&call) {
        let later = OtherCalls { from: call.started_at.plus_millis(1).max(from), ..of };
        Some(called_back(&state.calls.customer_calls_on(&later, MOST_LATER).await?))
    } else {
        None
    };
    let items = items.into_iter().map(KeptRow::json).collect();
    Ok(Json(CustomerCalls { items, total, called_back }))
}
