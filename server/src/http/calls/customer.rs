//! The other calls of a call's customer: `GET /api/v1/calls/{call_id}/customer-calls`.

use axum::Json;
use axum::extract::State;
use call_records_wire::call::CallRow;
use call_records_wire::page::Total;
use call_records_wire::paths;
use call_records_wire::story::{CalledBack, CustomerCalls};
use serde_json::value::RawValue;

use crate::domain::{called_back, findable_number, is_missed};
use crate::http::auth::Reader;
use crate::http::error::ApiError;
use crate::http::extract::Path;
use crate::http::schema::Refusal;
use crate::state::AppState;
use crate::store::{KeptRow, OtherCalls, StoreError};

/// How many calls are shown.
const MOST: u32 = 100;
/// How many later calls are looked at for one that answers a missed one: few at first, since the answer mostly stands
/// there, and then as many as are read in no time.
const LATER: [u32; 2] = [500, 10_000];

/// `GET /api/v1/calls/{call_id}/customer-calls`
///
/// The other calls of the same customer's number in the search window, newest first. For a call in which nobody served
/// the customer also whether they were called back: the first attempt after it, the first that reached them, and their
/// own next call that somebody took, all of them however old the call is. Where nobody was reached in the 10,000 calls
/// after it, and there are more, nothing is said. A number that was withheld has no other calls.
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
        let later = OtherCalls { from: call.started_at.plus_millis(1), ..of };
        what_followed(&state, &later).await?
    } else {
        None
    };
    let items = items.into_iter().map(KeptRow::json).collect();
    Ok(Json(CustomerCalls { items, total, called_back }))
}

async fn what_followed(state: &AppState, later: &OtherCalls<'_>) -> Result<Option<CalledBack>, StoreError> {
    for most in LATER {
        let calls = state.calls.customer_calls_on(later, most).await?;
        let is_all = u32::try_from(calls.len()).is_ok_and(|count| count < most);
        let told = told(called_back(&calls), is_all);
        if told.is_some() {
            return Ok(told);
        }
    }
    Ok(None)
}

/// What can be said where not all later calls were looked at: what was found is so, what was not may come later.
fn told(back: CalledBack, is_all: bool) -> Option<CalledBack> {
    Some(back).filter(|back| is_all || back.reached.is_some())
}

#[cfg(test)]
mod tests {
    use call_records_wire::story::LaterCall;
    use call_records_wire::time::Timestamp;

    use super::*;

    #[test]
    fn nothing_is_said_that_further_calls_may_belie() {
        let call = || {
            let started_at = Timestamp::from_millis(0);
            Some(LaterCall { call_id: "later".to_owned(), started_at, agent: None, answered: false })
        };
        let nothing = CalledBack::default();
        let tried = CalledBack { attempt: call(), ..CalledBack::default() };
        let reached = CalledBack { reached: call(), ..tried.clone() };
        for (back, is_all, is_told) in [
            (&nothing, true, true),
            (&nothing, false, false),
            (&tried, true, true),
            (&tried, false, false),
            (&reached, false, true),
        ] {
            assert_eq!(told(back.clone(), is_all).is_some(), is_told, "{back:?} {is_all}");
        }
    }
}
