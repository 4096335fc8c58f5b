//! Recordings to calls: the object first, then the row that holds it, and whatever happens in between leaves neither
//! alone for long.
//!
//! The object is noted, stored, and held by the recording's row, in this order. Where a process dies on the way, the
//! note is what is left, and [`sweep_objects`] deletes what it names.

use std::sync::Arc;

use call_records_wire::time::Timestamp;
use call_records_wire::words::RecordingState;

use crate::domain::RecordingFact;
use crate::recordings::{KeptAudio, Received, RecordingError, Recordings};
use crate::store::{CallStore, Deletion, Kept, StoreError, StoredRecording};

/// After how long an object that no recording holds is given up.
const GIVEN_UP_MS: i64 = 10 * 60 * 1_000;
/// How many objects are deleted before others are asked for.
const AT_ONCE: u32 = 1_000;

/// Why a recording was not kept.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// The audio could not be stored.
    #[error(transparent)]
    Recording(#[from] RecordingError),
    /// The row could not be written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Audio as the recording of a call.
pub fn stored(call_id: &str, recording_id: &str, audio: &KeptAudio, at: Timestamp) -> StoredRecording {
    StoredRecording {
        call_id: call_id.to_owned(),
        fact: RecordingFact {
            recording_id: recording_id.to_owned(),
            state: RecordingState::Available,
            arrived_at: at,
            format: audio.format,
            duration_ms: audio.measured.duration_ms,
            bytes: audio.bytes,
            channel_count: audio.measured.channel_count,
            reason: None,
            deleted_at: None,
        },
        sha256: audio.sha256,
        object_key: audio.object_key.clone(),
        plays: audio.measured.plays,
    }
}

/// Keeps what was received as a recording of a call. Durable once this answers.
pub async fn keep_recording(
    calls: &Arc<dyn CallStore>,
    recordings: &Recordings,
    received: Received,
    call_id: &str,
    recording_id: &str,
    at: Timestamp,
) -> Result<Kept, KeepError> {
    let new = stored(call_id, recording_id, &received.audio, at);
    if let Some(known) = calls.recording(recording_id).await? {
        if known.call_id != new.call_id || known.sha256 != new.sha256 {
            return Ok(Kept::Conflict);
        }
        // The first copy went missing, and this one is as good. One that was deleted stays so.
        let wanted = known.fact.state == RecordingState::Available;
        if wanted && !recordings.has(&known.object_key, known.fact.bytes).await? {
            recordings.put(received, &known.object_key).await?;
        }
        return Ok(Kept::Known);
    }
    calls.note_object(&new.object_key, at).await?;
    let object_key = new.object_key.clone();
    let kept = match recordings.put(received, &object_key).await {
        Ok(_) => calls.put_recording(new).await,
        Err(error) => {
            let_go(calls, recordings, &object_key, at).await;
            return Err(error.into());
        }
    };
    if !matches!(kept, Ok(Kept::New)) {
        let_go(calls, recordings, &object_key, at).await;
    }
    Ok(kept?)
}

/// Deletes an object that no recording will hold; where that fails now, the sweep does it later.
async fn let_go(calls: &Arc<dyn CallStore>, recordings: &Recordings, object_key: &str, at: Timestamp) {
    let gone = async {
        calls.drop_object(object_key).await?;
        recordings.discard(object_key).await?;
        calls.object_is_gone(object_key, at).await?;
        Ok::<(), KeepError>(())
    };
    if let Err(error) = gone.await {
        tracing::warn!(error = &error as &dyn std::error::Error, object_key, "will be deleted later");
    }
}

/// Deletes recordings: first their rows say so, then their bytes go, with all that was made of them. Answers which were
/// there until now.
pub async fn delete_recordings(
    calls: &Arc<dyn CallStore>,
    recordings: &Recordings,
    deletions: Vec<Deletion>,
    now: Timestamp,
) -> Result<Vec<StoredRecording>, KeepError> {
    let deleted = calls.delete_recordings(deletions).await?;
    for recording in &deleted {
        recordings.forget(recording.sha256);
    }
    sweep_objects(calls, recordings, now).await?;
    Ok(deleted)
}

/// Deletes the objects that no recording holds, and what ended processes left in the making; answers how many.
pub async fn sweep_objects(
    calls: &Arc<dyn CallStore>,
    recordings: &Recordings,
    now: Timestamp,
) -> Result<usize, KeepError> {
    let mut swept = recordings.sweep_drafts().await?;
    loop {
        let dropped = calls.dropped_objects(now.plus_millis(-GIVEN_UP_MS), AT_ONCE).await?;
        if dropped.is_empty() {
            return Ok(swept);
        }
        for object_key in dropped {
            recordings.discard(&object_key).await?;
            calls.object_is_gone(&object_key, now).await?;
            swept += 1;
        }
    }
}
