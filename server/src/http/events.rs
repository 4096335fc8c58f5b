//! Events in: `POST /api/v1/events`.

/// The answers to the lines of a stream.
mod answers;
/// Bytes to lines.
mod lines;
/// Events by line.
mod stream;

use axum::Json;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use call_records_wire::paths;
use call_records_wire::problem::Fault;
use call_records_wire::time::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::auth::Sender;
use super::error::ApiError;
use super::incoming::{refuse_coded, whole_body};
use super::media::{EVENT, EVENTS, LINES, media_type};
use super::schema::Refusal;
use crate::ingest;
use crate::state::AppState;
use crate::store::{NewEvent, StoreError};

pub(super) use answers::LineAnswer;

/// The largest batch, some 80,000 events: what it becomes in memory is ten times as large. Longer ones go as a stream.
const MOST_BYTES: usize = 16 * 1024 * 1024;
/// A batch that is checked beside the requests of others, not before them.
const LARGE_BYTES: usize = 256 * 1024;
const HINT: &str = "send many events as application/x-ndjson, which has no limit";

/// What became of the events of one request.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Accepted {
    /// How many are kept now.
    new: u64,
    /// How many were known before; they changed nothing.
    known: u64,
}

/// `POST /api/v1/events`
///
/// Takes events of calls: one, a batch, or a stream of lines. `source` and `id` make an event unique: sending it again
/// changes nothing, and any order of the same events gives the same call. A batch is kept whole or not at all; a stream
/// is answered line by line, while it lasts. Answers once the events are durable.
#[utoipa::path(
    post,
    path = paths::EVENTS,
    operation_id = "send_events",
    tag = "Events in",
    security(("ingest_key" = [])),
    responses(
        (status = 202, description = "The events are durable.", body = Accepted),
        (status = 400, response = inline(Refusal)),
        (status = 413, response = inline(Refusal)),
        (status = 415, response = inline(Refusal)),
        (status = 422, response = inline(Refusal)),
    ),
)]
pub(super) async fn post(_: Sender, State(state): State<AppState>, request: Request) -> Result<Response, ApiError> {
    match media_type(request.headers()).as_deref() {
        Some(EVENT) => keep(&state, whole_body(request, MOST_BYTES, HINT).await?, false).await,
        Some(EVENTS) => keep(&state, whole_body(request, MOST_BYTES, HINT).await?, true).await,
        Some(LINES) => {
            refuse_coded(request.headers())?;
            stream::take(state, request.into_body()).await
        }
        _ => Err(ApiError::UnsupportedMediaType(
            "application/cloudevents+json, application/cloudevents-batch+json or application/x-ndjson",
        )),
    }
}

/// Keeps all documents or none.
async fn keep(state: &AppState, body: Bytes, batch: bool) -> Result<Response, ApiError> {
    let place = move |index: usize| batch.then_some(index);
    let now = state.clock.now();
    let is_large = LARGE_BYTES <= body.len();
    let check = move || check(&body, batch, now);
    // A large batch takes long enough to hold others up.
    let events = if is_large {
        let checked = tokio::task::spawn_blocking(check).await;
        checked.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()))?
    } else {
        check()?
    };
    let subjects: Vec<String> = events.iter().map(|new| new.event.subject.clone()).collect();
    match state.calls.append(events).await {
        Ok(appended) => {
            let answer = Accepted { new: appended.fresh(), known: appended.known() };
            Ok((StatusCode::ACCEPTED, Json(answer)).into_response())
        }
        Err(StoreError::CallFull { call_id, of, most }) => {
            let detail = StoreError::CallFull { call_id: call_id.clone(), of, most }.to_string();
            let full = subjects.iter().enumerate().filter(|(_, subject)| **subject == call_id);
            let faults = full.map(|(index, _)| Fault { index: place(index), ..Fault::at("/subject", detail.clone()) });
            let faults: Vec<Fault> = faults.take(ingest::MOST_TOLD).collect();
            Err(ApiError::InvalidEvents(faults.len(), faults))
        }
        Err(error) => Err(error.into()),
    }
}

/// The events of a body, or everything that is wrong with it.
fn check(body: &[u8], batch: bool, now: Timestamp) -> Result<Vec<NewEvent>, ApiError> {
    let malformed = |error: serde_json::Error| ApiError::MalformedJson(error.to_string());
    let documents: Vec<Box<RawValue>> = if batch {
        serde_json::from_slice(body).map_err(malformed)?
    } else {
        vec![serde_json::from_slice(body).map_err(malformed)?]
    };
    ingest::check_batch(&documents, now).map_err(|ingest::Refused { count, mut told }| {
        for fault in &mut told {
            fault.index = fault.index.filter(|_| batch);
        }
        ApiError::InvalidEvents(count, told)
    })
}
