//! What an entry of the operations log says, in words. A type or a word that this version does not know is shown as it
//! came. Pure.

/// What the entries tell when they are read together.
mod story;

use call_records_wire::call::LogEntry;
use call_records_wire::words::HangupReason;
use serde_json::Value;

use crate::format::harmless;
use crate::i18n::{self, fill, t};

pub use story::{Turn, ivr_path, turns};

/// What kind of thing an entry tells of; each kind has an icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The call began.
    Start,
    /// In the IVR.
    Flow,
    /// A key.
    Key,
    /// In and out of queues.
    Queue,
    /// A phone rings.
    Ring,
    /// People talk.
    Talk,
    /// Hold.
    Hold,
    /// The call moves on.
    Transfer,
    /// Recordings.
    Recording,
    /// The end.
    End,
    /// What people wrote.
    Note,
    /// What people found it to be.
    Tag,
    /// Something that this version does not know.
    Other,
}

/// What the log can be narrowed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// The call itself: its start and its end.
    Call,
    /// The IVR and its keys.
    Ivr,
    /// Queues.
    Queue,
    /// Agents: rung, talking, holding, passing on.
    Agent,
    /// Recordings.
    Recording,
    /// What people wrote.
    Notes,
    /// What this version does not know.
    Other,
}

impl Group {
    /// Every group, in order.
    pub const ALL: [Self; 7] =
        [Self::Call, Self::Ivr, Self::Queue, Self::Agent, Self::Recording, Self::Notes, Self::Other];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Call => t().story.group_call,
            Self::Ivr => t().story.group_ivr,
            Self::Queue => t().story.group_queue,
            Self::Agent => t().story.group_agent,
            Self::Recording => t().story.group_recording,
            Self::Notes => t().story.group_notes,
            Self::Other => t().story.group_other,
        }
    }
}

/// The group of a kind.
pub const fn group(kind: Kind) -> Group {
    match kind {
        Kind::Start | Kind::End => Group::Call,
        Kind::Flow | Kind::Key => Group::Ivr,
        Kind::Queue => Group::Queue,
        Kind::Ring | Kind::Talk | Kind::Hold | Kind::Transfer => Group::Agent,
        Kind::Recording => Group::Recording,
        Kind::Note | Kind::Tag => Group::Notes,
        Kind::Other => Group::Other,
    }
}

/// The kind of an entry of this type.
pub fn kind(event_type: &str) -> Kind {
    match event_type {
        "call.started" => Kind::Start,
        "call.ivr_node_entered" => Kind::Flow,
        "call.key_pressed" => Kind::Key,
        "call.queued" | "call.queue_left" => Kind::Queue,
        "call.agent_ringing" | "call.agent_missed" => Kind::Ring,
        "call.answered" | "call.party_joined" | "call.party_left" => Kind::Talk,
        "call.held" | "call.resumed" => Kind::Hold,
        "call.transferred" => Kind::Transfer,
        "call.hung_up" => Kind::End,
        "call.note_added" | "call.note_removed" => Kind::Note,
        "call.tagged" | "call.untagged" => Kind::Tag,
        text if text.starts_with("recording.") => Kind::Recording,
        _ => Kind::Other,
    }
}

/// The entry in words.
pub fn words(entry: &LogEntry) -> String {
    let data = &entry.data;
    match entry.event_type.as_str() {
        "call.started" => {
            let inbound = matches!(text(data, "call_type").as_str(), "inbound" | "conference");
            let template = if inbound { t().log.started_inbound } else { t().log.started_outbound };
            fill(template, &[("caller", &number(data, "caller_number")), ("callee", &number(data, "callee_number"))])
        }
        "call.ivr_node_entered" => node(data),
        "call.key_pressed" => fill(t().log.key, &[("key", &text(data, "key"))]),
        "call.queued" => {
            let group = name(data, "skill_group").unwrap_or_else(|| t().the_queue.to_owned());
            match data.get("position").and_then(Value::as_u64) {
                Some(position) => {
                    fill(t().log.queued_position, &[("group", &group), ("position", &position.to_string())])
                }
                None => fill(t().log.queued, &[("group", &group)]),
            }
        }
        "call.queue_left" => match text(data, "reason").as_str() {
            "answered" => t().log.left_answered.to_owned(),
            "timeout" => t().log.left_timeout.to_owned(),
            "overflow" => t().log.left_overflow.to_owned(),
            "no_agent" => t().log.left_no_agent.to_owned(),
            "key" => t().log.left_key.to_owned(),
            other => fill(t().log.left_other, &[("reason", other)]),
        },
        "call.agent_ringing" => {
            let agent = name(data, "agent").unwrap_or_else(|| t().log.an_agent.to_owned());
            fill(t().log.ringing, &[("agent", &agent)])
        }
        "call.agent_missed" => {
            let reason = text(data, "reason");
            let template = match reason.as_str() {
                "no_answer" => t().log.missed_no_answer,
                "rejected" => t().log.missed_rejected,
                "busy" => t().log.missed_busy,
                "unreachable" => t().log.missed_unreachable,
                _ => t().log.missed_other,
            };
            fill(template, &[("agent", &agent(data, "agent")), ("reason", &reason)])
        }
        "call.answered" => match party(data) {
            Some(who) => fill(t().log.answered, &[("who", &who)]),
            None => t().log.answered_bare.to_owned(),
        },
        "call.held" => t().log.held.to_owned(),
        "call.resumed" => t().log.resumed.to_owned(),
        "call.transferred" => transferred(data),
        "call.party_joined" => fill(t().log.joined, &[("who", &party_or_somebody(data))]),
        "call.party_left" => fill(t().log.left, &[("who", &party_or_somebody(data))]),
        "call.hung_up" => match text(data, "by").as_str() {
            "customer" => t().log.hung_up_customer.to_owned(),
            "agent" => t().log.hung_up_agent.to_owned(),
            "external" => t().log.hung_up_external.to_owned(),
            _ => t().log.hung_up_system.to_owned(),
        },
        "recording.started" => t().log.recording_started.to_owned(),
        "recording.paused" => t().log.recording_paused.to_owned(),
        "recording.resumed" => t().log.recording_resumed.to_owned(),
        "recording.failed" => fill(t().log.recording_failed, &[("reason", &text(data, "reason"))]),
        "call.note_added" | "call.note_removed" | "call.tagged" | "call.untagged" => story::written(entry),
        other => harmless(other),
    }
}

fn node(data: &Value) -> String {
    let node = Some(text(data, "node_name")).filter(|name| !name.is_empty()).unwrap_or_else(|| text(data, "node_id"));
    let reason = HangupReason::from_text(&text(data, "hangup_reason"));
    let template = match text(data, "node_kind").as_str() {
        "hangup_reason" => t().log.node_reason,
        "voicemail" => t().log.node_voicemail,
        "transfer_to_agent" => t().log.node_transfer_agent,
        "transfer_to_external_line" => t().log.node_transfer_external,
        "intelligent_navigation" => t().log.node_navigation,
        _ => t().log.node,
    };
    fill(template, &[("node", &node), ("reason", &i18n::reason(&reason))])
}

fn transferred(data: &Value) -> String {
    let kind = match text(data, "kind").as_str() {
        "blind" => t().log.kind_blind.to_owned(),
        "attended" => t().log.kind_attended.to_owned(),
        other => other.to_owned(),
    };
    let number = Some(text(data, "to_number")).filter(|number| !number.is_empty());
    match name(data, "to_agent").or_else(|| name(data, "to_skill_group")).or(number) {
        Some(target) => fill(t().log.transferred_to, &[("target", &target), ("kind", &kind)]),
        None => fill(t().log.transferred, &[("kind", &kind)]),
    }
}

fn text(data: &Value, field: &str) -> String {
    match data.get(field) {
        Some(Value::String(text)) => harmless(text),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

fn number(data: &Value, field: &str) -> String {
    Some(text(data, field)).filter(|number| !number.is_empty()).unwrap_or_else(|| t().withheld.to_owned())
}

fn name(data: &Value, field: &str) -> Option<String> {
    let named = data.get(field)?;
    ["name", "id"].into_iter().map(|it| text(named, it)).find(|text| !text.trim().is_empty())
}

/// Whose phones rang when the log ends: rung, and neither given up nor answered since.
pub fn left_ringing(log: &[LogEntry]) -> Vec<String> {
    let mut names = Vec::new();
    for LogEntry { event_type, data, .. } in log {
        match event_type.as_str() {
            "call.agent_ringing" => names.extend(name(data, "agent")),
            "call.agent_missed" => names.retain(|it| name(data, "agent").as_ref() != Some(it)),
            "call.answered" => names.clear(),
            _ => {}
        }
    }
    names.dedup();
    names
}

fn agent(data: &Value, field: &str) -> String {
    name(data, field).unwrap_or_else(|| t().the_agent.to_owned())
}

fn party(data: &Value) -> Option<String> {
    name(data, "agent").or_else(|| Some(text(data, "number")).filter(|number| !number.is_empty()))
}

fn party_or_somebody(data: &Value) -> String {
    party(data).unwrap_or_else(|| t().log.somebody.to_owned())
}

#[cfg(test)]
mod tests {
    use call_records_wire::time::Timestamp;
    use serde_json::json;

    use super::*;

    fn entry(event_type: &str, data: Value) -> LogEntry {
        LogEntry {
            id: "1".to_owned(),
            source: "test".to_owned(),
            time: Timestamp::default(),
            event_type: event_type.to_owned(),
            data,
            extensions: serde_json::Map::new(),
        }
    }

    fn says(event_type: &str, data: Value, wanted: &str) {
        assert_eq!(words(&entry(event_type, data)), wanted);
    }

    #[test]
    fn an_entry_reads_as_a_sentence() {
        says(
            "call.queued",
            json!({"skill_group": {"id": "b", "name": "Billing"}, "position": 4}),
            "Queued in Billing, position 4",
        );
        says("call.agent_missed", json!({"agent": {"id": "7", "name": "Bob"}, "reason": "busy"}), "Bob was busy");
        says("call.hung_up", json!({"by": "customer"}), "Hung up by the customer");
        says("call.transferred", json!({"kind": "blind", "to_number": "+44 1"}), "Transferred to +44 1 (blind)");
        says(
            "call.ivr_node_entered",
            json!({"node_id": "n1", "node_kind": "hangup_reason", "hangup_reason": "queue_timeout"}),
            "IVR: hang-up reason “Queue timeout” (n1)",
        );
    }

    #[test]
    fn an_agent_without_a_name_reads_well_in_any_place() {
        says("call.agent_ringing", json!({}), "The phone of an agent rings");
        says("call.agent_ringing", json!({"agent": {"id": "", "name": ""}}), "The phone of an agent rings");
        says("call.agent_missed", json!({"reason": "busy"}), "An agent was busy");
    }

    #[test]
    fn the_log_tells_whose_phones_rang_last() {
        let about = |event_type, name: &str| entry(event_type, json!({"agent": {"id": name, "name": name}}));
        let log = [
            about("call.agent_ringing", "Amy"),
            about("call.answered", "Amy"),
            about("call.agent_ringing", "Bob"),
            about("call.agent_ringing", "李娜"),
            about("call.agent_missed", "Bob"),
            entry("call.hung_up", json!({"by": "customer"})),
        ];
        assert_eq!(left_ringing(&log), ["李娜"]);
    }

    #[test]
    fn what_this_version_does_not_know_is_shown_as_it_came() {
        says("call.teleported", json!({"to": "Mars"}), "call.teleported");
        says("call.queue_left", json!({"reason": "earthquake"}), "Left the queue: earthquake");
        says("call.queued", json!("not an object"), "Queued in the queue");
        assert_eq!(kind("call.teleported"), Kind::Other);
    }
}
