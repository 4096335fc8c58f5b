//! The audio in: `PUT /api/v1/calls/{call_id}/recordings/{recording_id}`.

use axum::Json;
use axum::body::HttpBody;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use call_records_wire::event::{MAX_ID_BYTES, is_id};
use call_records_wire::paths;
use call_records_wire::problem::Fault;
use call_records_wire::words::AudioFormat;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::auth::Sender;
use crate::http::error::ApiError;
use crate::http::extract::Path;
use crate::http::incoming::refuse_coded;
use crate::http::media::media_type;
use crate::http::schema::Refusal;
use crate::ingest::{self, KeepError};
use crate::recordings::{OUTLINED_AT_ONCE, RecordingError, Recordings, StoredAudio};
use crate::state::AppState;
use crate::store::Kept;

/// What was kept.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Uploaded {
    /// The recording's id.
    recording_id: String,
    /// Its length.
    duration_ms: u64,
    /// Its size.
    bytes: u64,
    /// How many channels it has.
    channel_count: u16,
}

/// `PUT /api/v1/calls/{call_id}/recordings/{recording_id}`
///
/// Keeps one recording of a call. The audio is streamed to storage and must be what its type says. The same upload
/// twice is one recording; it may come before the call's events. Answers once the audio is durable.
#[utoipa::path(
    put,
    path = paths::CALL_RECORDING,
    operation_id = "send_recording",
    tag = "Recordings",
    security(("ingest_key" = [])),
    params(
        ("call_id" = String, Path, description = "The call's id, percent-encoded."),
        ("recording_id" = String, Path, description = "The recording's id, made by the sender, percent-encoded."),
        ("Repr-Digest" = Option<String>, Header, description = "`sha-256=:…:` (RFC 9530): checked where it is sent."),
    ),
    request_body(content((Vec<u8> = "audio/wav"), (Vec<u8> = "audio/mpeg"))),
    responses(
        (status = 201, description = "The recording is durable.", body = Uploaded),
        (status = 400, response = inline(Refusal)),
        (status = 409, response = inline(Refusal)),
        (status = 413, response = inline(Refusal)),
        (status = 415, response = inline(Refusal)),
        (status = 422, response = inline(Refusal)),
        (status = 507, response = inline(Refusal)),
    ),
)]
pub(in crate::http) async fn put(
    _: Sender,
    State(state): State<AppState>,
    Path((call_id, recording_id)): Path<(String, String)>,
    request: Request,
) -> Result<Response, ApiError> {
    check_id("call_id", &call_id)?;
    check_id("recording_id", &recording_id)?;
    let format = match media_type(request.headers()).as_deref() {
        Some("audio/wav" | "audio/x-wav" | "audio/wave" | "audio/vnd.wave") => AudioFormat::Wav,
        Some("audio/mpeg" | "audio/mp3") => AudioFormat::Mp3,
        _ => return Err(ApiError::UnsupportedMediaType("audio/wav or audio/mpeg")),
    };
    refuse_coded(request.headers())?;
    let limit = state.recordings.limit();
    if request.body().size_hint().lower() > limit {
        return Err(RecordingError::TooLarge(limit).into());
    }
    let digest = sent_digest(request.headers())?;
    let now = state.clock.now();
    let body = request.into_body().into_data_stream();
    let received = state.recordings.receive(body, format, digest, now).await?;
    let uploaded = Uploaded {
        recording_id: recording_id.clone(),
        duration_ms: received.audio.measured.duration_ms,
        bytes: received.audio.bytes,
        channel_count: received.audio.measured.channel_count,
    };
    // On its own: a sender that goes away now has sent everything, and what is begun is brought to its end.
    let keeping = tokio::spawn(async move {
        let AppState { calls, recordings, .. } = &state;
        let audio = StoredAudio::from(&received.audio);
        let kept = ingest::keep_recording(calls, recordings, received, &call_id, &recording_id, now).await;
        if matches!(kept, Ok(Kept::New)) {
            outline_later(recordings.clone(), audio);
        }
        kept
    });
    match keeping.await.map_err(|error| RecordingError::Folder(std::io::Error::from(error)))? {
        Ok(Kept::New | Kept::Known) => Ok((StatusCode::CREATED, Json(uploaded)).into_response()),
        Ok(Kept::Conflict) => Err(ApiError::RecordingConflict),
        Err(KeepError::Recording(error)) => Err(error.into()),
        Err(KeepError::Store(error)) => Err(error.into()),
    }
}

/// Makes the outline of what was too long to make the sender wait for it. Whoever asks for it before waits with us.
fn outline_later(recordings: Recordings, audio: StoredAudio) {
    if audio.bytes > OUTLINED_AT_ONCE {
        tokio::spawn(async move {
            if let Err(error) = recordings.peaks(&audio).await {
                tracing::warn!(error = &error as &dyn std::error::Error, "cannot make the outline of a recording");
            }
        });
    }
}

fn check_id(name: &str, id: &str) -> Result<(), ApiError> {
    if !is_id(id) {
        let detail = format!("must have 1 to {MAX_ID_BYTES} bytes and no control or direction characters");
        return Err(ApiError::InvalidRequest(vec![Fault::in_parameter(name, detail)]));
    }
    Ok(())
}

/// The SHA-256 of `Repr-Digest` (RFC 9530), which may stand in several lines; other algorithms are ignored.
fn sent_digest(headers: &HeaderMap) -> Result<Option<[u8; 32]>, ApiError> {
    let bad = || {
        let detail = "must be sha-256=:…: with the digest in base 64";
        ApiError::InvalidRequest(vec![Fault::in_parameter("Repr-Digest", detail)])
    };
    for header in headers.get_all("repr-digest") {
        for member in header.to_str().map_err(|_| bad())?.split(',') {
            let (algorithm, value) = member.split_once('=').ok_or_else(bad)?;
            if algorithm.trim() == "sha-256" {
                // Parameters may follow, and mean nothing here.
                let value = value.split(';').next().unwrap_or_default().trim();
                let base64 = value.strip_prefix(':').and_then(|it| it.strip_suffix(':')).ok_or_else(bad)?;
                let bytes = BASE64_STANDARD.decode(base64).map_err(|_| bad())?;
                return bytes.try_into().map(Some).map_err(|_| bad());
            }
        }
    }
    Ok(None)
}
