//! Events to a call.

use call_records_wire::call::{CallRow, Explanation, Recording, StageDurations};
use call_records_wire::event::{Event, EventKind};
use call_records_wire::time::Timestamp;
use call_records_wire::words::{AudioFormat, RecordingState, StageKind};

use super::journey::Journey;

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

/// A call as its events make it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folded {
    /// The row; its `change` is the store's to set.
    pub row: CallRow,
    /// Time per kind of stage.
    pub durations: StageDurations,
    /// Why it ended so.
    pub explanation: Option<Explanation>,
}

/// Folds the events of one call; their order does not matter. `None` without events.
///
/// `events` is left in the order of the operations log, to which the explanation refers.
pub fn fold<E: AsRef<Event>>(events: &mut [E], recordings: &[RecordingFact]) -> Option<Folded> {
    events.sort_by(|a, b| a.as_ref().order().cmp(&b.as_ref().order()));
    let first = events.first()?.as_ref();
    // Not the time of `call.started`: a sender with two clocks must not make a stage begin before its call.
    let started_at = first.time.floor_to_millis();
    let mut journey = Journey::new(started_at);
    for (position, event) in events.iter().map(AsRef::as_ref).enumerate() {
        journey.apply(event.time, position, &event.kind);
    }
    let recordings = fold_recordings(events, recordings, journey.end.is_some());
    Some(folded(&first.subject, &journey, recordings))
}

fn folded(call_id: &str, journey: &Journey, recordings: Vec<Recording>) -> Folded {
    let started_at = journey.started_at;
    let until = journey.known_until();
    let stages = journey.stages();
    let durations = durations(&stages, until.millis_since(started_at));
    let answered_at = journey.answered_at();
    let row = CallRow {
        call_id: call_id.to_owned(),
        change: 0,
        call_type: journey.call_type(),
        status: journey.status(),
        started_at,
        connected_at: journey.connected_at(),
        answered_at,
        ended_at: journey.end.as_ref().map(|end| end.at.floor_to_millis()),
        caller_number: journey.caller_number.clone(),
        callee_number: journey.callee_number(),
        customer_number: journey.customer_number(),
        customer_name: journey.customer_name.clone(),
        agents: journey.agents.clone(),
        ringing: journey.ringing(),
        skill_groups: journey.skill_groups.clone(),
        hangup_reason: journey.end.as_ref().map(|end| end.reason.clone()),
        hung_up_by: journey.end.as_ref().map(|end| end.by),
        cause: journey.end.as_ref().and_then(|end| end.cause.clone()),
        wait_ms: answered_at.unwrap_or(until).millis_since(started_at),
        talk_ms: answered_at.map_or(0, |answered| until.millis_since(answered)),
        duration_ms: until.millis_since(started_at),
        stages,
        recordings,
    };
    let explanation = journey.end.as_ref().map(|end| end.explanation.clone());
    Folded { row, durations, explanation }
}

fn durations(stages: &[call_records_wire::call::Stage], known_ms: u64) -> StageDurations {
    let mut sums = StageDurations::default();
    for stage in stages {
        let ms = stage.ms.unwrap_or_else(|| known_ms.saturating_sub(stage.at_ms));
        match stage.kind {
            StageKind::Ivr => sums.ivr_ms += ms,
            StageKind::Queue => sums.queue_ms += ms,
            StageKind::Ring => sums.ring_ms += ms,
            StageKind::Talk => sums.talk_ms += ms,
            StageKind::Hold => sums.hold_ms += ms,
        }
    }
    sums
}

/// The recordings that events announced and the store holds, in the order in which they began.
fn fold_recordings<E: AsRef<Event>>(events: &[E], facts: &[RecordingFact], ended: bool) -> Vec<Recording> {
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
                    recording.channels = channels.map(ToOwned::to_owned);
                }
            }
            Change::Failed(reason) => {
                recording.state = RecordingState::Failed;
                recording.reason = Some(reason.to_owned());
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

#[cfg(test)]
mod tests;
