//! The audio out: `GET /api/v1/recordings/{recording_id}`, whole or in ranges.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{
    ACCEPT_RANGES, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, IF_MATCH, IF_NONE_MATCH,
    IF_RANGE, RANGE,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use call_records_wire::problem::Fault;
use call_records_wire::words::{AudioFormat, RecordingState};

use crate::http::auth::Reader;
use crate::http::error::ApiError;
use crate::http::extract::Query;
use crate::recordings::range::{Wanted, wanted};
use crate::state::AppState;
use crate::store::StoredRecording;

/// `GET` and `HEAD /api/v1/recordings/{recording_id}`
pub(in crate::http) async fn get(
    _: Reader,
    State(state): State<AppState>,
    Path(recording_id): Path<String>,
    method: Method,
    headers: HeaderMap,
    mut query: Query,
) -> Result<Response, ApiError> {
    let recording = state.calls.recording(&recording_id).await?.ok_or(ApiError::NotFound("recording"))?;
    if recording.fact.state != RecordingState::Available {
        return Err(ApiError::NotPlayable(recording.fact.state.to_string()));
    }
    check_format(query.take("format").as_deref(), recording.fact.format)?;
    let download = query.take("download").is_some_and(|value| value == "1");

    let len = recording.fact.bytes;
    let etag = format!("\"{}\"", hex(&recording.sha256));
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if text(IF_MATCH).is_some_and(|tags| !lists(tags, &etag)) {
        return Ok(StatusCode::PRECONDITION_FAILED.into_response());
    }
    if text(IF_NONE_MATCH).is_some_and(|tags| lists(tags, &etag)) {
        return Ok((StatusCode::NOT_MODIFIED, [(ETAG, etag)]).into_response());
    }
    // A range is only defined for GET, and only of the very bytes that the reader has the rest of.
    let applies = method == Method::GET && text(IF_RANGE).is_none_or(|validator| validator.trim() == etag);
    let part = match wanted(text(RANGE).filter(|_| applies), len) {
        Wanted::Whole => None,
        Wanted::Part(part) => Some(part),
        Wanted::Unsatisfiable => {
            let mut response = ApiError::RangeNotSatisfiable(len).into_response();
            response.headers_mut().insert(CONTENT_RANGE, header(&format!("bytes */{len}")));
            response.headers_mut().insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
            return Ok(response);
        }
    };
    let range = part.clone().unwrap_or(0..len);
    let body = if method == Method::HEAD {
        Body::empty()
    } else {
        Body::from_stream(state.recordings.read(&recording.object_key, range.clone()).await?)
    };
    let mut response = Response::new(body);
    *response.status_mut() = if part.is_some() { StatusCode::PARTIAL_CONTENT } else { StatusCode::OK };
    let out = response.headers_mut();
    out.insert(CONTENT_TYPE, HeaderValue::from_static(recording.fact.format.media_type()));
    out.insert(CONTENT_LENGTH, header(&(range.end - range.start).to_string()));
    out.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    out.insert(ETAG, header(&etag));
    if part.is_some() {
        out.insert(CONTENT_RANGE, header(&format!("bytes {}-{}/{len}", range.start, range.end - 1)));
    }
    if download {
        out.insert(CONTENT_DISPOSITION, header(&disposition(&recording)));
    }
    Ok(response)
}

fn check_format(asked: Option<&str>, stored: AudioFormat) -> Result<(), ApiError> {
    let Some(asked) = asked else { return Ok(()) };
    let format: AudioFormat = asked.parse().map_err(|error: call_records_wire::words::UnknownWord| {
        ApiError::InvalidRequest(vec![Fault::in_parameter("format", error.to_string())])
    })?;
    if format == stored { Ok(()) } else { Err(ApiError::OtherFormat { stored }) }
}

/// A file name that says which recording of which call it is, in characters that every system takes.
fn disposition(recording: &StoredRecording) -> String {
    let safe = |text: &str| -> String {
        text.chars().take(100).map(|c| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '_' }).collect()
    };
    let StoredRecording { call_id, fact, .. } = recording;
    format!("attachment; filename=\"{}_{}.{}\"", safe(call_id), safe(&fact.recording_id), fact.format)
}

/// Whether a list of entity tags names this one.
fn lists(tags: &str, etag: &str) -> bool {
    tags.split(',').map(str::trim).any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag)
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn header(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).expect("made of visible ASCII")
}
