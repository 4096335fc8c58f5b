//! What happens to a call, as a switch tells it: `CloudEvents` 1.0 in JSON.
//!
//! [`Event::from_json`](event::Event::from_json) checks a whole document and names every fault at once. Fields and types
//! that this version does not know are no faults: the document is kept as it came and shown as it came.

mod order;
mod read;
mod words;

use serde_json::Value;

use crate::call::{Agent, Cause, SkillGroup};
use crate::notes::{Author, checked_note, checked_tag};
use crate::problem::Fault;
use crate::time::Timestamp;
use crate::words::{CallType, HangupReason, HungUpBy};
use read::Fields;
use words::{node_kind, queue_left};

pub use order::in_order;
pub use read::is_id;
pub use words::{NodeKind, QueueLeft};

/// The longest id, source or subject, in bytes.
pub const MAX_ID_BYTES: usize = 255;
/// The longest phone number, in characters.
pub const MAX_NUMBER_CHARS: usize = 64;
/// The longest name or other text, in characters.
pub const MAX_TEXT_CHARS: usize = 1024;

/// One event: what happened to which call, when, and who says so.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Unique within its source.
    pub id: String,
    /// Who sent it.
    pub source: String,
    /// The id of the call.
    pub subject: String,
    /// When it happened.
    pub time: Timestamp,
    /// Orders events of one source at the same instant (the `sequence` extension of `CloudEvents`); zero where it has
    /// none or one that is no number.
    pub sequence: u64,
    /// What happened.
    pub kind: EventKind,
}

/// What happened; see the contract's table of events.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the contract's table of events describes the fields")]
pub enum EventKind {
    /// `call.started`
    CallStarted { call_type: CallType, caller_number: String, callee_number: String, customer_name: Option<String> },
    /// `call.ivr_node_entered`
    IvrNodeEntered {
        node_id: String,
        node_name: Option<String>,
        node_kind: NodeKind,
        hangup_reason: Option<HangupReason>,
    },
    /// `call.key_pressed`
    KeyPressed { key: String },
    /// `call.queued`
    Queued { skill_group: SkillGroup, position: Option<u64> },
    /// `call.queue_left`
    QueueLeft { reason: QueueLeft },
    /// `call.agent_ringing`
    AgentRinging { agent: Agent, number: Option<String> },
    /// `call.agent_missed`
    AgentMissed { agent: Agent, reason: String },
    /// `call.answered`
    Answered { agent: Option<Agent>, number: Option<String> },
    /// `call.held`
    Held { agent: Option<Agent> },
    /// `call.resumed`
    Resumed { agent: Option<Agent> },
    /// `call.transferred`
    Transferred {
        kind: String,
        from_agent: Option<Agent>,
        to_agent: Option<Agent>,
        to_skill_group: Option<SkillGroup>,
        to_number: Option<String>,
    },
    /// `call.party_joined`
    PartyJoined { agent: Option<Agent>, number: Option<String> },
    /// `call.party_left`
    PartyLeft { agent: Option<Agent>, number: Option<String> },
    /// `call.hung_up`
    HungUp { by: HungUpBy, cause: Option<Cause> },
    /// `recording.started`
    RecordingStarted { recording_id: String, agent: Option<Agent>, channels: Option<String> },
    /// `recording.paused`
    RecordingPaused { recording_id: String },
    /// `recording.resumed`
    RecordingResumed { recording_id: String },
    /// `recording.failed`
    RecordingFailed { recording_id: String, reason: String },
    /// `call.note_added`
    NoteAdded { note_id: String, text: String, author: Option<Author> },
    /// `call.note_removed`
    NoteRemoved { note_id: String, note_source: Option<String>, by: Option<Author> },
    /// `call.tagged`
    Tagged { tag: String, by: Option<Author> },
    /// `call.untagged`
    Untagged { tag: String, by: Option<Author> },
    /// A type that this version does not know.
    Unknown,
}

impl EventKind {
    /// Whether this is known and tells of the call itself, not of its recordings or of what people wrote on it.
    pub const fn is_of_the_call(&self) -> bool {
        !self.is_written_by_people()
            && !matches!(
                self,
                Self::RecordingStarted { .. }
                    | Self::RecordingPaused { .. }
                    | Self::RecordingResumed { .. }
                    | Self::RecordingFailed { .. }
                    | Self::Unknown
            )
    }

    /// Whether this is a note or a tag. These say nothing of what happened in the call, whenever they were written.
    pub const fn is_written_by_people(&self) -> bool {
        matches!(self, Self::NoteAdded { .. } | Self::NoteRemoved { .. } | Self::Tagged { .. } | Self::Untagged { .. })
    }

    /// Where this kind stands among events of the same instant that carry no sequence: a call starts before it rings
    /// and rings before it ends, also for a sender whose clock shows whole seconds.
    pub const fn natural_rank(&self) -> u8 {
        match self {
            // Of the least rank, what people write moves no event of another source.
            Self::CallStarted { .. }
            | Self::NoteAdded { .. }
            | Self::NoteRemoved { .. }
            | Self::Tagged { .. }
            | Self::Untagged { .. } => 0,
            Self::IvrNodeEntered { .. } => 1,
            Self::KeyPressed { .. } => 2,
            Self::Transferred { .. } => 3,
            Self::Queued { .. } => 4,
            Self::AgentRinging { .. } => 5,
            Self::AgentMissed { .. } => 6,
            Self::QueueLeft { .. } => 7,
            Self::Answered { .. } | Self::PartyJoined { .. } => 8,
            Self::RecordingStarted { .. } => 9,
            Self::Held { .. } | Self::RecordingPaused { .. } => 10,
            Self::Resumed { .. } | Self::RecordingResumed { .. } => 11,
            Self::PartyLeft { .. } => 12,
            Self::Unknown => 13,
            Self::HungUp { .. } => 14,
            Self::RecordingFailed { .. } => 15,
        }
    }
}

impl AsRef<Self> for Event {
    fn as_ref(&self) -> &Self {
        self
    }
}

impl Event {
    /// Reads one `CloudEvents` document, or says everything that is wrong with it.
    pub fn from_json(document: &Value) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let Some(mut fields) = Fields::of(document, "", &mut faults) else {
            return Err(faults);
        };
        if fields.text("specversion", MAX_ID_BYTES).is_some_and(|version| version != "1.0") {
            fields.fault("specversion", "must be \"1.0\"");
        }
        let id = fields.id("id");
        let source = fields.id("source");
        let subject = fields.id("subject");
        let event_type = fields.id("type");
        let time = fields.time("time");
        let sequence = fields.sequence("sequence");
        fields.known_media_type("datacontenttype");
        let kind = event_type.as_deref().and_then(|event_type| Self::kind_from_json(event_type, document, &mut faults));
        match (id, source, subject, time, kind) {
            (Some(id), Some(source), Some(subject), Some(time), Some(kind)) if faults.is_empty() => {
                Ok(Self { id, source, subject, time, sequence: sequence.unwrap_or(0), kind })
            }
            _ => Err(faults),
        }
    }

    /// Reads a document that was kept. It may be of a type that was not known when it came, and whose data suit nobody
    /// now: it stays one that is not known.
    pub fn from_kept_json(document: &Value) -> Result<Self, Vec<Fault>> {
        Self::from_json(document).or_else(|faults| {
            let mut document = document.clone();
            let written = document.get("type").and_then(Value::as_str).is_some_and(|it| LATER_TYPES.contains(&it));
            if !written {
                return Err(faults);
            }
            document["type"] = Value::from("unknown");
            Self::from_json(&document)
        })
    }

    /// The key that orders the events of one call by one source. No part of it depends on when or how often the event
    /// arrived; [`in_order`] says how those of several sources go together.
    fn order_at_source(&self) -> (Timestamp, &str, u64, u8, &str) {
        (self.time, &self.source, self.sequence, self.kind.natural_rank(), &self.id)
    }

    fn kind_from_json(event_type: &str, document: &Value, faults: &mut Vec<Fault>) -> Option<EventKind> {
        if !KNOWN_TYPES.contains(&event_type) {
            return Some(EventKind::Unknown);
        }
        let empty = Value::Object(serde_json::Map::new());
        let mut data = Fields::of(document.get("data").unwrap_or(&empty), "/data", faults)?;
        match event_type {
            "call.started" => {
                let call_type = data.word("call_type");
                let caller_number = data.number("caller_number");
                let callee_number = data.number("callee_number");
                Some(EventKind::CallStarted {
                    customer_name: data.optional_text("customer_name"),
                    call_type: call_type?,
                    caller_number: caller_number?,
                    callee_number: callee_number?,
                })
            }
            "call.ivr_node_entered" => {
                let node_id = data.text("node_id", MAX_TEXT_CHARS);
                let node_kind = data.text("node_kind", MAX_TEXT_CHARS).map(|kind| node_kind(&kind));
                let hangup_reason = data.optional_text("hangup_reason").map(|text| HangupReason::from_text(&text));
                if node_kind == Some(NodeKind::HangupReason) && data.is_absent("hangup_reason") {
                    data.fault("hangup_reason", "is required where node_kind is hangup_reason");
                }
                Some(EventKind::IvrNodeEntered {
                    node_name: data.optional_text("node_name"),
                    hangup_reason,
                    node_id: node_id?,
                    node_kind: node_kind?,
                })
            }
            "call.key_pressed" => Some(EventKind::KeyPressed { key: data.text("key", MAX_TEXT_CHARS)? }),
            "call.queued" => {
                let position = data.optional_count("position");
                Some(EventKind::Queued { skill_group: data.skill_group("skill_group")?, position })
            }
            "call.queue_left" => {
                let reason = data.text("reason", MAX_TEXT_CHARS)?;
                Some(EventKind::QueueLeft { reason: queue_left(&reason) })
            }
            "call.agent_ringing" => {
                let number = data.optional_number("number");
                Some(EventKind::AgentRinging { agent: data.agent("agent")?, number })
            }
            "call.agent_missed" => {
                let agent = data.agent("agent");
                let reason = data.text("reason", MAX_TEXT_CHARS);
                Some(EventKind::AgentMissed { agent: agent?, reason: reason? })
            }
            "call.answered" => Some(EventKind::Answered {
                agent: data.optional_agent("agent"),
                number: data.optional_number("number"),
            }),
            "call.held" => Some(EventKind::Held { agent: data.optional_agent("agent") }),
            "call.resumed" => Some(EventKind::Resumed { agent: data.optional_agent("agent") }),
            "call.transferred" => Some(EventKind::Transferred {
                from_agent: data.optional_agent("from_agent"),
                to_agent: data.optional_agent("to_agent"),
                to_skill_group: data.optional_skill_group("to_skill_group"),
                to_number: data.optional_number("to_number"),
                kind: data.text("kind", MAX_TEXT_CHARS)?,
            }),
            "call.party_joined" => {
                let (agent, number) = data.party();
                Some(EventKind::PartyJoined { agent, number })
            }
            "call.party_left" => {
                let (agent, number) = data.party();
                Some(EventKind::PartyLeft { agent, number })
            }
            "call.hung_up" => {
                let cause = data.optional_cause("cause");
                Some(EventKind::HungUp { by: data.word("by")?, cause })
            }
            "recording.started" => {
                let agent = data.optional_agent("agent");
                let channels = data.optional_text("channels");
                Some(EventKind::RecordingStarted { recording_id: data.id("recording_id")?, agent, channels })
            }
            "recording.paused" => Some(EventKind::RecordingPaused { recording_id: data.id("recording_id")? }),
            "recording.resumed" => Some(EventKind::RecordingResumed { recording_id: data.id("recording_id")? }),
            "recording.failed" => {
                let recording_id = data.id("recording_id");
                let reason = data.text("reason", MAX_TEXT_CHARS);
                Some(EventKind::RecordingFailed { recording_id: recording_id?, reason: reason? })
            }
            "call.note_added" => {
                let note_id = data.id("note_id");
                let text = data.checked("text", checked_note);
                let author = data.optional_author("author");
                Some(EventKind::NoteAdded { note_id: note_id?, text: text?, author })
            }
            "call.note_removed" => {
                let by = data.optional_author("by");
                let note_source = data.optional_id("note_source");
                Some(EventKind::NoteRemoved { note_id: data.id("note_id")?, note_source, by })
            }
            "call.tagged" | "call.untagged" => {
                let by = data.optional_author("by");
                let tag = data.checked("tag", checked_tag)?;
                Some(if event_type == "call.tagged" {
                    EventKind::Tagged { tag, by }
                } else {
                    EventKind::Untagged { tag, by }
                })
            }
            _ => Some(EventKind::Unknown),
        }
    }
}

/// The types of the contract; every other type is kept and shown as it came.
pub const KNOWN_TYPES: [&str; 22] = [
    "call.started",
    "call.ivr_node_entered",
    "call.key_pressed",
    "call.queued",
    "call.queue_left",
    "call.agent_ringing",
    "call.agent_missed",
    "call.answered",
    "call.held",
    "call.resumed",
    "call.transferred",
    "call.party_joined",
    "call.party_left",
    "call.hung_up",
    "recording.started",
    "recording.paused",
    "recording.resumed",
    "recording.failed",
    "call.note_added",
    "call.note_removed",
    "call.tagged",
    "call.untagged",
];

/// Those of them that a version before this one did not know.
const LATER_TYPES: [&str; 4] = ["call.note_added", "call.note_removed", "call.tagged", "call.untagged"];

#[cfg(test)]
mod tests;
