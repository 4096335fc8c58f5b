//! A call as it is read: the row of a list, the details, the operations log.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

use crate::notes::Note;
use crate::time::Timestamp;
use crate::words::{AudioFormat, CallType, HangupReason, HungUpBy, RecordingState, StageKind, Status};

/// A person who takes and makes calls.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Agent {
    /// As the switch names the agent.
    pub id: String,
    /// As people name the agent.
    pub name: String,
}

/// A group of agents that a queue feeds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SkillGroup {
    /// As the switch names the group.
    pub id: String,
    /// As people name the group.
    pub name: String,
}

/// What the network said of the end of a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Cause {
    /// The code's list, such as `Q.850` or `SIP`.
    pub protocol: String,
    /// The number in that list.
    pub code: u32,
    /// Its text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// A stretch of a call spent on one thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Stage {
    /// On what.
    pub kind: StageKind,
    /// Its start, in milliseconds after the call's.
    pub at_ms: u64,
    /// Its length; absent while it lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ms: Option<u64>,
}

/// Time spent per kind of stage, in milliseconds; the stage that still lasts counts up to the last event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StageDurations {
    /// In the IVR.
    pub ivr_ms: u64,
    /// Waiting in queues.
    pub queue_ms: u64,
    /// While a phone rang.
    pub ring_ms: u64,
    /// Talking.
    pub talk_ms: u64,
    /// On hold.
    pub hold_ms: u64,
}

/// One recording of a call, as a list needs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Recording {
    /// Its id, made by the sender.
    pub recording_id: String,
    /// Where it is on its way.
    pub state: RecordingState,
    /// When the recording began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Timestamp>,
    /// How it is stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<AudioFormat>,
    /// Its length.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<u64>,
    /// Its size in bytes as stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
    /// What the channels hold: `mono`, `customer_left_agent_right`, …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channels: Option<String>,
    /// Why it failed, or by which rule it was deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When it was deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<Timestamp>,
}

/// One call: a customer's journey from the first ring to the last leg's end. The row of every list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CallRow {
    /// The call's id, made by the sender.
    pub call_id: String,
    /// The number of the last change of this call; it grows with every change of any call.
    pub change: u64,
    /// What kind of call.
    pub call_type: CallType,
    /// Where it is now.
    pub status: Status,
    /// Outbound: when it was placed; inbound: when it was received.
    pub started_at: Timestamp,
    /// Outbound: when it was answered; inbound: when it was received.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connected_at: Option<Timestamp>,
    /// When a person at the far end was first on the line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<Timestamp>,
    /// When the last leg ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
    /// Inbound: the customer's number; outbound: the agent's or the campaign's.
    pub caller_number: String,
    /// Inbound: the agent's number, before one was rung the dialled one; outbound: the customer's.
    pub callee_number: String,
    /// Whichever of the two is the customer's.
    pub customer_number: String,
    /// The customer's name, where the switch knows one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_name: Option<String>,
    /// Who was on the line, in order.
    pub agents: Vec<Agent>,
    /// Whose phone rings now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ringing: Vec<Agent>,
    /// Which queues it entered, in order.
    pub skill_groups: Vec<SkillGroup>,
    /// Why it ended; absent while it lives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hangup_reason: Option<HangupReason>,
    /// Which side ended it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hung_up_by: Option<HungUpBy>,
    /// What the network said of its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    /// From the start to the answer, or to the end where nobody answered; for a live call up to the last event.
    pub wait_ms: u64,
    /// From the answer to the end, holds and transfers included; for a live call up to the last event.
    pub talk_ms: u64,
    /// From the start to the end; for a live call up to the last event.
    pub duration_ms: u64,
    /// What the time was spent on, in order.
    pub stages: Vec<Stage>,
    /// Its recordings, in order.
    pub recordings: Vec<Recording>,
    /// The tags that people gave it, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
}

impl CallRow {
    /// Whether a recording can be played.
    pub fn has_recording(&self) -> bool {
        self.recordings.iter().any(|recording| recording.state == RecordingState::Available)
    }
}

/// The rule of the contract that gave a call its hang-up reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReasonRule {
    /// Agent and customer had been connected and nothing else came after.
    Connected,
    /// An outbound call was never answered.
    NeverAnswered,
    /// The caller left while in the IVR.
    LeftInIvr,
    /// The caller left while waiting in a queue.
    LeftInQueue,
    /// The caller left while a phone rang.
    LeftWhileRinging,
    /// The flow entered a node that names this reason.
    ReasonNode,
    /// The flow entered a voice-mail node.
    VoicemailNode,
    /// The flow entered the transfer-to-external-line module.
    ExternalLineNode,
    /// An agent passed the call to an outside number.
    PassedToExternalLine,
    /// An intelligent-navigation node was the last thing entered.
    IntelligentNavigation,
    /// The call ended and showed no stage.
    NoStage,
}

/// Why a call has the hang-up reason it has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Explanation {
    /// The rule that held.
    pub rule: ReasonRule,
    /// The positions, in the operations log, of the events that it rests on.
    pub events: Vec<usize>,
}

/// One entry of a call's operations log: an event as it came.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LogEntry {
    /// The event's id at its source.
    pub id: String,
    /// Who sent it.
    pub source: String,
    /// When it happened.
    pub time: Timestamp,
    /// What happened, such as `call.queued`; also a type that this version does not know.
    #[serde(rename = "type")]
    pub event_type: String,
    /// The event's data as they came.
    #[serde(default)]
    pub data: serde_json::Value,
    /// The attributes of the event that have no meaning here, as they came.
    #[serde(default, skip_serializing_if = "serde_json::Map::is_empty")]
    pub extensions: serde_json::Map<String, serde_json::Value>,
}

/// Everything about one call.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CallDetail {
    /// The row.
    #[serde(flatten)]
    pub row: CallRow,
    /// Time per kind of stage.
    pub durations: StageDurations,
    /// Why it ended so; absent while it lives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explanation: Option<Explanation>,
    /// The notes that people wrote on it, in order; those that were removed stand in the log alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// What happened, in order.
    pub log: Vec<LogEntry>,
}

/// What a call has beside its row.
#[derive(Deserialize)]
struct BesideRow {
    durations: StageDurations,
    explanation: Option<Explanation>,
    #[serde(default)]
    notes: Vec<Note>,
    log: Vec<LogEntry>,
}

/// Read twice, row and rest: flattening would bring the page machinery of twenty kilobytes for this one type.
impl<'de> Deserialize<'de> for CallDetail {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let whole = Box::<RawValue>::deserialize(deserializer)?;
        let row = serde_json::from_str(whole.get()).map_err(D::Error::custom)?;
        let BesideRow { durations, explanation, notes, log } =
            serde_json::from_str(whole.get()).map_err(D::Error::custom)?;
        Ok(Self { row, durations, explanation, notes, log })
    }
}
