//! Recordings as events and the store tell of them.

use call_records_wire::call::Recording;
use call_records_wire::event::{Event, EventKind};
use call_records_wire::text::tidy;
use call_records_wire::time::Timestamp;
use call_records_wire::words::{AudioFormat, RecordingState};

use super::journey::TEXT_CHARS;

/// What the store knows of a recording beside what the events say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordingFact {
    /// Its id, made by the sender.
    pub recording_id: String,
    /// `available`, `failed` or `deleted`.
    pub state: RecordingState,
    /// When the audio arrived.
    pub arrived_at: Timestamp,
    /// How it is stored.
    pub format: AudioFormat,
    /// Its length.
    pub duration_ms: u64,
    /// Its size as stored.
    pub bytes: u64,
    /// How many channels it has.
    pub channel_count: u16,
    /// Why it was deleted.
    pub reason: Option<String>,
    /// When it was deleted.
    pub deleted_at: Option<Timestamp>,
}

/// The recordings that events announced and the store holds, in the order in which they began.
pub(super) fn fold_recordings<E: AsRef<Event>>(events: &[E], facts: &[RecordingFact], ended: bool) -> Vec<Recording> {
    let mut recordings: Vec<Recording> = Vec::new();
    for event in events.iter().map(AsRef::as_ref) {
        let (recording_id, change): (&str, Change<'_>) = match &event.kind {
            EventKind::RecordingStarted { recording_id, channels, .. } => {
                (recording_id, Change::Started(event.time, channels.as_deref()))
            }
            EventKind::RecordingFailed { recording_id, reason } => (recording_id, Change::Failed(reason)),
            EventKind::RecordingPaused { recording_id } | EventKind::RecordingResumed { recording_id } => {
                (recording_id, Change::None)
            }
            _ => continue,
        };
        let recording = entry(&mut recordings, recording_id, ended);
        match change {
            Change::Started(at, channels) => {
                recording.started_at.get_or_insert(at.floor_to_millis());
                if recording.channels.is_none() {
                    recording.channels = channels.map(|text| tidy(text, TEXT_CHARS));
                }
            }
            Change::Failed(reason) => {
                recording.state = RecordingState::Failed;
                recording.reason = Some(tidy(reason, TEXT_CHARS));
            }
            Change::None => {}
        }
    }
    for fact in facts {
        let recording = entry(&mut recordings, &fact.recording_id, ended);
        recording.state = fact.state;
        recording.format = Some(fact.format);
        recording.duration_ms = Some(fact.duration_ms);
        recording.bytes = Some(fact.bytes);
        recording.reason.clone_from(&fact.reason);
        recording.deleted_at = fact.deleted_at;
        if recording.channels.is_none() {
            recording.channels = Some(if fact.channel_count == 1 { "mono" } else { "stereo" }.to_owned());
        }
    }
    recordings
}

enum Change<'a> {
    Started(Timestamp, Option<&'a str>),
    Failed(&'a str),
    None,
}

fn entry<'a>(recordings: &'a mut Vec<Recording>, recording_id: &str, ended: bool) -> &'a mut Recording {
    if let Some(at) = recordings.iter().position(|it| it.recording_id == recording_id) {
        return &mut recordings[at];
    }
    let state = if ended { RecordingState::Expected } else { RecordingState::Recording };
    recordings.push(Recording {
        recording_id: recording_id.to_owned(),
        state,
        started_at: None,
        format: None,
        duration_ms: None,
        bytes: None,
        channels: None,
        reason: None,
        deleted_at: None,
    });
    let last = recordings.len() - 1;
    &mut recordings[last]
}
