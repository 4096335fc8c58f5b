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
use call_records_wire::words::AudioFormat;

use super::representation::{Representation, available};
use crate::http::auth::Reader;
use crate::http::error::ApiError;
use crate::http::extract::{Path, Query};
use crate::http::schema::Refusal;
use crate::recordings::range::{Wanted, wanted};
use crate::state::AppState;
use crate::store::StoredRecording;

/// `GET` and `HEAD /api/v1/recordings/{recording_id}`
///
/// The audio, whole or in one range (RFC 9110). Every recording is there as MP3 and as WAV, whichever way it came in;
/// the first request for the other format waits until it is made. Without a format the audio comes as it is stored, or,
/// where that is a WAV file that not every browser plays (A-law, µ-law, floating point, 24 or 32 bits, the extensible
/// form, an unknown length), as WAV of 16 bits. The tag is strong, the length always known.
#[utoipa::path(
    method(get, head),
    path = paths::RECORDING,
    operation_id = "get_recording",
    tag = "Recordings",
    security(("session" = [])),
    params(
        ("recording_id" = String, Path, description = "The recording's id, percent-encoded."),
        ("format" = Option<AudioFormat>, Query, description = "The format; the one it is stored in gives the bytes that came. Without it, as stored if every browser plays that."),
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
        (status = 503, response = inline(Refusal)),
        (status = 507, response = inline(Refusal)),
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
    let recording = available(&state, &recording_id).await?;
    let asked = query.take("format").as_deref().map(parse_format).transpose()?;
    let download = match query.take("download").as_deref() {
        None | Some("0") => false,
        Some("1") => true,
        Some(_) => return Err(bad_parameter("download", "must be 0 or 1")),
    };
    if let Some((name, _)) = query.0.first() {
        return Err(bad_parameter(name, "is unknown here; only format and download are taken"));
    }

    let shown = Representation::of(&state, &recording, asked).await?;
    let Representation { len, ref etag, format, .. } = shown;
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    // `If-Match` is about bytes: a weak tag matches nothing.
    if text(IF_MATCH).is_some_and(|tags| !tags.split(',').map(str::trim).any(|tag| tag == "*" || tag == *etag)) {
        return Err(ApiError::PreconditionFailed);
    }
    if text(IF_NONE_MATCH).is_some_and(|tags| lists(tags, etag)) {
        return Ok((StatusCode::NOT_MODIFIED, [(ETAG, header(etag))]).into_response());
    }
    // A range is only defined for GET, and only of the very bytes that the reader has the rest of.
    let applies = method == Method::GET && text(IF_RANGE).is_none_or(|validator| validator.trim() == *etag);
    let part = match wanted(text(RANGE).filter(|_| applies && headers.get_all(RANGE).iter().count() == 1), len) {
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
        shown.check().await?;
        Body::empty()
    } else {
        Body::from_stream(shown.read(range.clone()).await?)
    };
    let mut response = Response::new(body);
    *response.status_mut() = if part.is_some() { StatusCode::PARTIAL_CONTENT } else { StatusCode::OK };
    let out = response.headers_mut();
    out.insert(CONTENT_TYPE, HeaderValue::from_static(format.media_type()));
    out.insert(CONTENT_LENGTH, header(&(range.end - range.start).to_string()));
    out.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    out.insert(ETAG, header(etag));
    if part.is_some() {
        out.insert(CONTENT_RANGE, header(&format!("bytes {}-{}/{len}", range.start, range.end - 1)));
    }
    if download {
        out.insert(CONTENT_DISPOSITION, header(&disposition(&recording, format)));
    }
    Ok(response)
}

pub(super) fn bad_parameter(name: &str, detail: &str) -> ApiError {
    ApiError::InvalidRequest(vec![Fault::in_parameter(name, detail)])
}

fn parse_format(asked: &str) -> Result<AudioFormat, ApiError> {
    asked.parse().map_err(|error: call_records_wire::words::UnknownWord| bad_parameter("format", &error.to_string()))
}

/// A file name that says which recording of which call it is, in characters that every system takes.
fn disposition(recording: &StoredRecording, format: AudioFormat) -> String {
    let safe = |text: &str| -> String {
        text.chars().take(100).map(|c| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '_' }).collect()
    };
    let StoredRecording { call_id, fact, .. } = recording;
    let id = safe(&fact.recording_id);
    // Many a recording's id begins with that of its call.
    let name = if id.starts_with(&safe(call_id)) { id } else { format!("{}_{id}", safe(call_id)) };
    format!("attachment; filename=\"{name}.{format}\"")
}

/// Whether a list of entity tags names this one, weakly compared.
pub(super) fn lists(tags: &str, etag: &str) -> bool {
    tags.split(',').map(str::trim).any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag)
}

pub(super) fn header(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).expect("made of visible ASCII")
}
