//! The outline of the audio, for drawing: `GET /api/v1/recordings/{recording_id}/peaks`.

use axum::extract::State;
use axum::http::header::{CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use call_records_wire::paths;
use call_records_wire::peaks::Peaks;

use super::download::{bad_parameter, header, lists};
use super::representation::{available, failed, stored_audio};
use crate::http::auth::Reader;
use crate::http::error::ApiError;
use crate::http::extract::{Path, Query};
use crate::http::schema::Refusal;
use crate::recordings::hex;
use crate::state::AppState;

/// The most points that can be asked for; more than a day has.
const MOST_POINTS: u32 = 5_000_000;

/// `GET /api/v1/recordings/{recording_id}/peaks`
///
/// The least and the greatest sample of every 20 ms, per channel, for drawing a waveform: audiowaveform's binary format,
/// version 2, 8 bits. With `width` there are at most so many points, each of a longer time: a long recording then
/// costs no more than a short one.
#[utoipa::path(
    get,
    path = paths::RECORDING_PEAKS,
    operation_id = "get_peaks",
    tag = "Recordings",
    security(("session" = [])),
    params(
        ("recording_id" = String, Path, description = "The recording's id, percent-encoded."),
        ("width" = Option<u32>, Query, description = "The most points that are wanted."),
        ("If-None-Match" = Option<String>, Header, description = "Tags of what the reader has."),
    ),
    responses(
        (status = 200, description = "The outline.", body = Vec<u8>, content_type = "application/octet-stream", headers(
            ("ETag" = String, description = "The strong tag of the bytes."),
        )),
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
    let recording = available(&state, &recording_id).await?;
    let width = match query.take("width") {
        None => None,
        Some(text) => match text.parse() {
            Ok(width @ 1..=MOST_POINTS) => Some(width),
            _ => return Err(bad_parameter("width", &format!("must be a number from 1 to {MOST_POINTS}"))),
        },
    };
    if let Some((name, _)) = query.0.first() {
        return Err(bad_parameter(name, "is unknown here; only width is taken"));
    }
    let narrow = width.map(|width| format!("-{width}")).unwrap_or_default();
    let etag = format!("\"{}-peaks-1{narrow}\"", hex(&recording.sha256));
    if headers.get(IF_NONE_MATCH).and_then(|tags| tags.to_str().ok()).is_some_and(|tags| lists(tags, &etag)) {
        return Ok((StatusCode::NOT_MODIFIED, [(ETAG, header(&etag))]).into_response());
    }
    let outline = state.recordings.peaks(&stored_audio(&recording)).await.map_err(|error| failed(&recording, error))?;
    let outline = match (width, Peaks::read(&outline)) {
        (Some(width), Ok(peaks)) => peaks.at_most(usize::try_from(width).unwrap_or(usize::MAX)).write().into(),
        _ => outline,
    };
    let about = [(CONTENT_TYPE, HeaderValue::from_static("application/octet-stream")), (ETAG, header(&etag))];
    Ok((about, outline).into_response())
}
