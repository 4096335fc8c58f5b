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
use call_records_wire::words::{AudioFormat, RecordingState};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::RecordingFact;
use crate::http::auth::Sender;
use crate::http::error::ApiError;
use crate::http::extract::Path;
use crate::http::incoming::refuse_coded;
use crate::http::media::media_type;
use crate::http::schema::Refusal;
use crate::recordings::RecordingError;
use crate::state::AppState;
use crate::store::{Kept, StoredRecording};

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
    let kept = state.recordings.keep(request.into_body().into_data_stream(), format, digest, now).await?;
    let fact = RecordingFact {
        recording_id: recording_id.clone(),
        state: RecordingState::Available,
        arrived_at: now,
        format,
        duration_ms: kept.measured.duration_ms,
        bytes: kept.bytes,
        channel_count: kept.measured.channel_count,
        reason: None,
        deleted_at: None,
    };
    let uploaded =
        Uploaded { recording_id, duration_ms: fact.duration_ms, bytes: fact.bytes, channel_count: fact.channel_count };
    let stored = StoredRecording { call_id, fact, sha256: kept.sha256, object_key: kept.object_key.clone() };
    match state.calls.put_recording(stored).await {
        Ok(Kept::New) => Ok((StatusCode::CREATED, Json(uploaded)).into_response()),
        Ok(Kept::Known) => {
            let known = state.calls.recording(&uploaded.recording_id).await?;
            match known {
                // The first copy went missing, and this one is as good.
                Some(known) if !state.recordings.has(&known.object_key, known.fact.bytes).await? => {
                    state.recordings.rename(&kept.object_key, &known.object_key).await?;
                }
                // The first copy stays; this one is not needed.
                _ => state.recordings.discard(&kept.object_key).await?,
            }
            Ok((StatusCode::CREATED, Json(uploaded)).into_response())
        }
        Ok(Kept::Conflict) => {
            state.recordings.discard(&kept.object_key).await?;
            Err(ApiError::RecordingConflict)
        }
        Err(error) => Err(error.into()),
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
