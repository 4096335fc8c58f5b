//! A page of calls: `GET /api/v1/calls` and `POST /api/v1/calls/search`.

use axum::Json;
use axum::extract::State;
use call_records_wire::call::CallRow;
use call_records_wire::page::Page;
use call_records_wire::paths;
use serde_json::value::RawValue;

use crate::http::auth::Reader;
use crate::http::error::ApiError;
use crate::http::extract::{Fields, Query, Search};
use crate::http::schema::{Refusal, SearchBody, SearchParameters};
use crate::state::AppState;
use crate::store::KeptRow;

/// `GET /api/v1/calls`
///
/// A page of calls, newest start first unless asked otherwise. All fields combine with AND, the values of one field
/// with OR. Numbers and names end up in logs of proxies here; the search by body keeps them out.
#[utoipa::path(
    get,
    path = paths::CALLS,
    operation_id = "list_calls",
    tag = "Reading",
    security(("session" = [])),
    params(SearchParameters),
    responses(
        (status = 200, description = "A page of calls.", body = Page<CallRow>),
        (status = 422, response = inline(Refusal)),
    ),
)]
pub(in crate::http) async fn by_query(
    _: Reader,
    State(state): State<AppState>,
    Query(pairs): Query,
) -> Result<Json<Page<Box<RawValue>>>, ApiError> {
    page(&state, Search::read(pairs, false, &state).await?).await
}

/// `POST /api/v1/calls/search`
///
/// The same page of calls, the search as a JSON body, so that numbers and names stay out of addresses and logs.
#[utoipa::path(
    post,
    path = paths::SEARCH,
    operation_id = "search_calls",
    tag = "Reading",
    security(("session" = [])),
    request_body = SearchBody,
    responses(
        (status = 200, description = "A page of calls.", body = Page<CallRow>),
        (status = 400, response = inline(Refusal)),
        (status = 413, response = inline(Refusal)),
        (status = 415, response = inline(Refusal)),
        (status = 422, response = inline(Refusal)),
    ),
)]
pub(in crate::http) async fn by_body(
    _: Reader,
    State(state): State<AppState>,
    Fields(pairs): Fields,
) -> Result<Json<Page<Box<RawValue>>>, ApiError> {
    page(&state, Search::read(pairs, true, &state).await?).await
}

async fn page(state: &AppState, search: Search) -> Result<Json<Page<Box<RawValue>>>, ApiError> {
    // Taken before the rows are read: a change after it may be in them already, one before it surely is.
    let as_of = *state.calls.changes().borrow();
    let Search { filter, page, from, earliest } = search;
    let (rows, total) = state.calls.search(&filter, &page).await?;
    let next_cursor = rows.next.map(|cursor| cursor.to_string());
    let items = rows.items.into_iter().map(KeptRow::json).collect();
    Ok(Json(Page { items, next_cursor, total, as_of, from, to: filter.to, earliest }))
}
