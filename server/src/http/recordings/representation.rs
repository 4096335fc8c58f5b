//! What is sent of a recording: its bytes as they are stored, or another form of them.

use std::ops::Range;

use call_records_wire::words::{AudioFormat, RecordingState};

use crate::http::error::ApiError;
use crate::recordings::{Audio, Form, Made, RecordingError, StoredAudio, hex};
use crate::state::AppState;
use crate::store::StoredRecording;

/// The recording with this id, as long as it can be heard.
pub(super) async fn available(state: &AppState, recording_id: &str) -> Result<StoredRecording, ApiError> {
    let recording = state.calls.recording(recording_id).await?.ok_or(ApiError::NotFound("recording"))?;
    match recording.fact.state {
        RecordingState::Available => Ok(recording),
        other => Err(ApiError::NotPlayable(other.to_string())),
    }
}

/// One form of a recording, of a known length.
pub(super) struct Representation<'a> {
    state: &'a AppState,
    recording: &'a StoredRecording,
    made: Option<Made>,
    /// Its format.
    pub(super) format: AudioFormat,
    /// Its length.
    pub(super) len: u64,
    /// The strong tag of its bytes.
    pub(super) etag: String,
}

impl<'a> Representation<'a> {
    /// The recording in the format that is asked for; where none is, as every browser plays it.
    pub(super) async fn of(
        state: &'a AppState,
        recording: &'a StoredRecording,
        asked: Option<AudioFormat>,
    ) -> Result<Self, ApiError> {
        let stored = recording.fact.format;
        let form = match asked {
            None if recording.plays => None,
            Some(asked) if asked == stored => None,
            None | Some(AudioFormat::Wav) => Some((Form::Wav, AudioFormat::Wav)),
            Some(AudioFormat::Mp3) => Some((Form::Mp3, AudioFormat::Mp3)),
        };
        let Some((form, format)) = form else {
            let (len, etag) = (recording.fact.bytes, tag(&recording.sha256));
            return Ok(Self { state, recording, made: None, format: stored, len, etag });
        };
        let made =
            state.recordings.convert(&stored_audio(recording), form).await.map_err(|error| failed(recording, error))?;
        let (len, etag) = (made.bytes, tag(&made.sha256));
        Ok(Self { state, recording, made: Some(made), format, len, etag })
    }

    /// The bytes in `range`.
    pub(super) async fn read(&self, range: Range<u64>) -> Result<Audio, ApiError> {
        let Self { state, recording, made, len, .. } = self;
        match made {
            Some(made) => Ok(made.read(range)),
            None => state
                .recordings
                .read(&recording.object_key, range, *len)
                .await
                .map_err(|error| failed(recording, error)),
        }
    }

    /// Whether the bytes are there, without reading them.
    pub(super) async fn check(&self) -> Result<(), ApiError> {
        let Self { state, recording, made, len, .. } = self;
        if made.is_some() || state.recordings.has(&recording.object_key, *len).await? {
            Ok(())
        } else {
            Err(missing(recording))
        }
    }
}

/// What must be known of a recording to make something else of it.
pub(super) fn stored_audio(recording: &StoredRecording) -> StoredAudio {
    let StoredRecording { fact, sha256, object_key, .. } = recording;
    StoredAudio { object_key: object_key.clone(), format: fact.format, bytes: fact.bytes, sha256: *sha256 }
}

fn tag(sha256: &[u8; 32]) -> String {
    format!("\"{}\"", hex(sha256))
}

pub(super) fn failed(recording: &StoredRecording, error: RecordingError) -> ApiError {
    if error.is_missing() { missing(recording) } else { error.into() }
}

/// The call knows of audio that is not there: somebody's hand, or a store that was restored without its recordings.
fn missing(recording: &StoredRecording) -> ApiError {
    tracing::error!(object_key = recording.object_key, "a recording's audio is missing");
    ApiError::NotPlayable("missing from where recordings are kept".to_owned())
}
