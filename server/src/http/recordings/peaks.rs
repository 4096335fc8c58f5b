//! The shape of a recording's sound: `GET /api/v1/recordings/{recording_id}/peaks`.

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use call_records_wire::paths;
use call_records_wire::peaks::Peaks;
use call_records_wire::problem::Fault;
use call_records_wire::words::RecordingState;

use super::representation;
use crate::http::auth::Reader;
use crate::http::error::ApiError;
use crate::http::extract::{Path, Query};
use crate::http::schema::Refusal;
use crate::recordings::hex;
use crate::state::AppState;

/// How many points are told unless the reader asks for fewer or more, and at most.
const POINTS: usize = 2_000;
const MOST_POINTS: usize = 200_000;

/// `GET /api/v1/recordings/{recording_id}/peaks`
///
/// The shape of the sound, per channel: the lowest and the highest sample of each stretch of time, in the binary format
/// of audiowaveform, version 2, with 8-bit values. However long the recording is, it comes in about so many points.
#[utoipa::path(
    get,
    path = paths::RECORDING_PEAKS,
    operation_id = "get_recording_peaks",
    tag = "Recordings",
    security(("session" = [])),
    params(
        ("recording_id" = String, Path, description = "The recording's id, percent-encoded."),
        ("points" = Option<u32>, Query, description = "How many points at most, 1 to 200000; 2000 without it."),
        ("If-None-Match" = Option<String>, Header, description = "Tags of what the reader has."),
    ),
    responses(
        (status = 200, description = "The shape.", content((Vec<u8> = "application/octet-stream")),
            headers(("ETag" = String, description = "The strong tag of the bytes."))),
        (status = 304, description = "The reader has these bytes already."),
        (status = 404, response = inline(Refusal)),
        (status = 422, response = inline(Refusal)),
        (status = 503, response = inline(Refusal)),
        (status = 507, response = inline(Refusal)),
    ),
)]
pub(in crate::http) async fn get(
    _: Reader,
    State(state): State<AppState>,
    Path(recording_id): Path<String>,
    headers: HeaderMap,
    mut query: Query,
) -> Result<Response, ApiError> {
    let recording = state.calls.recording(&recording_id).await?.ok_or(ApiError::NotFound("recording"))?;
    if recording.fact.state != RecordingState::Available {
        return Err(ApiError::NotPlayable(recording.fact.state.to_string()));
    }
    let bad = |name: &str, detail: &str| ApiError::InvalidRequest(vec![Fault::in_parameter(name, detail)]);
    let points = match query.take("points").as_deref().map(str::parse) {
        None => POINTS,
        Some(Ok(points @ 1..=MOST_POINTS)) => points,
        Some(_) => return Err(bad("points", "must be a number from 1 to 200000")),
    };
    if let Some((name, _)) = query.0.first() {
        return Err(bad(name, "is unknown here; only points is taken"));
    }
    // The same bytes have the same shape.
    let etag = format!("\"{}-{points}\"", hex(&recording.sha256));
    let known = headers.get(IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
    if known.is_some_and(|tags| tags.split(',').map(str::trim).any(|tag| tag == "*" || tag == etag)) {
        return Ok((StatusCode::NOT_MODIFIED, [(ETAG, etag)]).into_response());
    }
    let bytes = representation::shape(&state, &recording).await?;
    let peaks = Peaks::read(&bytes).map_err(|_| ApiError::NotPlayable("of an unreadable shape".to_owned()))?;
    let mut response = Response::new(Body::from(peaks.at_most(points).write()));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    response.headers_mut().insert(ETAG, HeaderValue::from_str(&etag).expect("made of visible ASCII"));
    Ok(response)
}
