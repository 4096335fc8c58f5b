//! The audio out: `GET /api/v1/recordings/{recording_id}`, whole or in ranges.

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{
    ACCEPT_RANGES, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, IF_MATCH, IF_NONE_MATCH,
    IF_RANGE, RANGE,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use call_records_wire::paths;
use call_records_wire::problem::Fault;
use call_records_wire::words::{AudioFormat, RecordingState};

use crate::http::auth::Reader;
use crate::http::error::ApiError;
use crate::http::extract::{Path, Query};
use crate::http::schema::Refusal;
use crate::recordings::range::{Wanted, wanted};
use crate::state::AppState;
use crate::store::StoredRecording;

/// `GET` and `HEAD /api/v1/recordings/{recording_id}`
///
/// The audio, whole or in one range (RFC 9110), as it is stored. The tag is strong, the length always known.
#[utoipa::path(
    method(get, head),
    path = paths::RECORDING,
    operation_id = "get_recording",
    tag = "Recordings",
    security(("session" = [])),
    params(
        ("recording_id" = String, Path, description = "The recording's id, percent-encoded."),
        ("format" = Option<AudioFormat>, Query, description = "The format; without it, as stored."),
        ("download" = Option<u8>, Query, description = "1 names the file, so that browsers save it; 0 does not."),
        ("Range" = Option<String>, Header, description = "`bytes=…`, one range; others are ignored."),
        ("If-Range" = Option<String>, Header, description = "A tag: the range is only served of these bytes."),
        ("If-None-Match" = Option<String>, Header, description = "Tags of what the reader has."),
        ("If-Match" = Option<String>, Header, description = "Tags of what the reader expects."),
    ),
    responses(
        (status = 200, description = "All of it.", content(
            (Vec<u8> = "audio/wav"),
            (Vec<u8> = "audio/mpeg"),
        ), headers(
            ("ETag" = String, description = "The strong tag of the bytes."),
            ("Accept-Ranges" = String, description = "`bytes`"),
            ("Content-Disposition" = String, description = "The file's name, for a download."),
        )),
        (status = 206, description = "The range.", content(
            (Vec<u8> = "audio/wav"),
            (Vec<u8> = "audio/mpeg"),
        ), headers(("Content-Range" = String, description = "Which bytes of how many."))),
        (status = 304, description = "The reader has these bytes already."),
        (status = 404, response = inline(Refusal)),
        (status = 412, response = inline(Refusal)),
        (status = 416, response = inline(Refusal)),
        (status = 422, response = inline(Refusal)),
    ),
)]
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
    let download = match query.take("download").as_deref() {
        None | Some("0") => false,
        Some("1") => true,
        Some(_) => return Err(bad_parameter("download", "must be 0 or 1")),
    };
    if let Some((name, _)) = query.0.first() {
        return Err(bad_parameter(name, "is unknown here; only format and download are taken"));
    }

    let len = recording.fact.bytes;
    let etag = format!("\"{}\"", hex(&recording.sha256));
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    // `If-Match` is about bytes: a weak tag matches nothing.
    if text(IF_MATCH).is_some_and(|tags| !tags.split(',').map(str::trim).any(|tag| tag == "*" || tag == etag)) {
        return Err(ApiError::PreconditionFailed);
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
        if !state.recordings.has(&recording.object_key, len).await? {
            return Err(missing(&recording));
        }
        Body::empty()
    } else {
        match state.recordings.read(&recording.object_key, range.clone()).await {
            Ok(bytes) => Body::from_stream(bytes),
            Err(error) if error.is_missing() => return Err(missing(&recording)),
            Err(error) => return Err(error.into()),
        }
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

/// The call knows of audio that is not there: somebody's hand, or a store that was restored without its recordings.
fn missing(recording: &StoredRecording) -> ApiError {
    tracing::error!(object_key = recording.object_key, "a recording's audio is missing");
    ApiError::NotPlayable("missing from where recordings are kept".to_owned())
}

fn bad_parameter(name: &str, detail: &str) -> ApiError {
    ApiError::InvalidRequest(vec![Fault::in_parameter(name, detail)])
}

fn check_format(asked: Option<&str>, stored: AudioFormat) -> Result<(), ApiError> {
    let Some(asked) = asked else { return Ok(()) };
    let format: AudioFormat = asked
        .parse()
        .map_err(|error: call_records_wire::words::UnknownWord| bad_parameter("format", &error.to_string()))?;
    if format == stored { Ok(()) } else { Err(ApiError::OtherFormat { stored }) }
}

/// A file name that says which recording of which call it is, in characters that every system takes.
fn disposition(recording: &StoredRecording) -> String {
    let safe = |text: &str| -> String {
        text.chars().take(100).map(|c| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '_' }).collect()
    };
    let StoredRecording { call_id, fact, .. } = recording;
    let id = safe(&fact.recording_id);
    // Many a recording's id begins with that of its call.
    let name = if id.starts_with(&safe(call_id)) { id } else { format!("{}_{id}", safe(call_id)) };
    format!("attachment; filename=\"{name}.{}\"", fact.format)
}

/// Whether a list of entity tags names this one, weakly compared.
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
