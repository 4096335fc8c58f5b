//! The one door for events and audio: documents are checked here, whoever sends them, and recordings brought to their
//! calls.

/// Recordings to calls.
mod audio;

use call_records_wire::event::Event;
use call_records_wire::problem::Fault;
use call_records_wire::text::is_direction_mark;
use call_records_wire::time::Timestamp;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::domain::OWN_SOURCE;
use crate::store::NewEvent;

pub use audio::{KeepError, delete_recordings, keep_recording, stored, sweep_objects};

/// How far ahead of our clock an event may be: a sender's clock may be wrong, but not by days.
const MOST_AHEAD_MS: i64 = 24 * 3_600 * 1_000;

/// The longest hang-up reason: it stands in rows, in filters and in exports.
const MOST_REASON_CHARS: usize = 255;

/// The largest event, in bytes of its document.
pub const MOST_EVENT_BYTES: usize = 1 << 20;

/// Checks one document of a sender, or says everything that is wrong with it.
pub fn check(document: &RawValue, now: Timestamp) -> Result<NewEvent, Vec<Fault>> {
    checked(document, now, senders_faults)
}

/// Checks one document of what people write here.
pub fn check_own(document: &RawValue, now: Timestamp) -> Result<NewEvent, Vec<Fault>> {
    checked(document, now, |_| Vec::new())
}

/// What no sender may say: no switch writes in a person's name, nor takes away what another wrote.
fn senders_faults(document: &Value) -> Vec<Fault> {
    let text = |pointer: &str| document.pointer(pointer).and_then(Value::as_str);
    let mut faults = Vec::new();
    if text("/source") == Some(OWN_SOURCE) {
        faults.push(Fault::at("/source", format!("{OWN_SOURCE} is what people write here; use another name")));
    }
    let of = text("/data/note_source").filter(|_| text("/type") == Some("call.note_removed"));
    if of.is_some_and(|of| text("/source") != Some(of)) {
        faults.push(Fault::at("/data/note_source", "must be the source itself: a sender removes its own notes"));
    }
    faults
}

fn checked(document: &RawValue, now: Timestamp, more_faults: fn(&Value) -> Vec<Fault>) -> Result<NewEvent, Vec<Fault>> {
    let size = document.get().len();
    if size > MOST_EVENT_BYTES {
        return Err(vec![Fault::at("", format!("has {size} bytes; an event has at most {MOST_EVENT_BYTES}"))]);
    }
    let value = serde_json::from_str(document.get()).map_err(|error| vec![Fault::at("", error.to_string())])?;
    let new = [new_faults(&value, now), more_faults(&value)].concat();
    match Event::from_json(&value) {
        Ok(event) if new.is_empty() => Ok(NewEvent { event, document: document.get().to_owned() }),
        Ok(_) => Err(new),
        Err(mut faults) => {
            let is_told = |new: &Fault| faults.iter().any(|fault| fault.pointer == new.pointer);
            let more: Vec<Fault> = new.into_iter().filter(|new| !is_told(new)).collect();
            faults.extend(more);
            Err(faults)
        }
    }
}

/// What is refused in an event that arrives, while events that were kept are read as they are.
fn new_faults(document: &Value, now: Timestamp) -> Vec<Fault> {
    let mut faults = Vec::new();
    let text = |pointer: &str| document.pointer(pointer).and_then(Value::as_str);
    let time: Option<Timestamp> = text("/time").and_then(|time| time.parse().ok());
    if time.is_some_and(|time| time > now.plus_millis(MOST_AHEAD_MS)) {
        faults.push(Fault::at("/time", "lies more than a day in the future; check the sender's clock"));
    }
    let reason = text("/data/hangup_reason").filter(|_| text("/type") == Some("call.ivr_node_entered"));
    if let Some(reason) = reason {
        let pointer = "/data/hangup_reason";
        if reason.chars().any(|c| c.is_control() || is_direction_mark(c)) {
            faults.push(Fault::at(pointer, "must not hold control or direction characters"));
        } else if reason.chars().count() > MOST_REASON_CHARS {
            faults.push(Fault::at(pointer, format!("must have at most {MOST_REASON_CHARS} characters")));
        }
    }
    faults
}

/// How many faults of a batch are told; beyond it they are only counted, so that no answer outgrows its question.
pub const MOST_TOLD: usize = 10_000;

/// The faults of a batch.
#[derive(Debug)]
pub struct Refused {
    /// How many there are.
    pub count: usize,
    /// The first ten thousand of them.
    pub told: Vec<Fault>,
}

/// Checks every document of a batch: all of them, or the faults of each bad one.
pub fn check_batch(documents: &[Box<RawValue>], now: Timestamp) -> Result<Vec<NewEvent>, Refused> {
    let mut events = Vec::with_capacity(documents.len());
    let mut refused = Refused { count: 0, told: Vec::new() };
    for (index, document) in documents.iter().enumerate() {
        match check(document, now) {
            Ok(event) => events.push(event),
            Err(found) => {
                refused.count += found.len();
                let room = MOST_TOLD - refused.told.len();
                refused.told.extend(found.into_iter().take(room).map(|fault| Fault { index: Some(index), ..fault }));
            }
        }
    }
    if refused.count == 0 { Ok(events) } else { Err(refused) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn faults(document: &Value) -> Vec<String> {
        let now = Timestamp::from_millis(1_795_000_000_000);
        let document = serde_json::value::to_raw_value(document).expect("JSON stays JSON");
        let faults = check(&document, now).map_or_else(|faults| faults, |_| Vec::new());
        faults.into_iter().map(|fault| format!("{} {}", fault.pointer.unwrap_or_default(), fault.detail)).collect()
    }

    fn entered(time: &str, reason: &str) -> Value {
        json!({
            "specversion": "1.0", "id": "e1", "source": "/pbx", "subject": "c1", "type": "call.ivr_node_entered",
            "time": time, "data": {"node_id": "n", "node_kind": "hangup_reason", "hangup_reason": reason},
        })
    }

    #[test]
    fn an_event_is_told_all_that_is_wrong_with_it() {
        let now = "2026-11-18T10:00:00.000Z";
        let control = "/data/hangup_reason must not hold control or direction characters";
        assert_eq!(faults(&entered(now, "robot_tired")), [""; 0]);
        assert_eq!(faults(&entered(now, &"ä".repeat(255))), [""; 0]);
        assert_eq!(faults(&entered(now, "a\nb")), [control]);
        assert_eq!(faults(&entered(now, "nor\u{202e}mal")), [control]);
        assert_eq!(faults(&entered(now, &"ä".repeat(256))), ["/data/hangup_reason must have at most 255 characters"]);
        assert_eq!(faults(&entered(now, &"ä".repeat(2000))), ["/data/hangup_reason must have at most 1024 characters"]);
        let mut late = entered("2030-01-01T00:00:00.000Z", "a\tb");
        late["id"] = json!("");
        assert_eq!(
            faults(&late),
            ["/id must not be empty", "/time lies more than a day in the future; check the sender's clock", control,]
        );
    }

    #[test]
    fn a_sender_speaks_for_nobody_else() {
        let removed = |source: &str, of: Option<&str>| {
            faults(&json!({
                "specversion": "1.0", "id": "e1", "source": source, "subject": "c1", "type": "call.note_removed",
                "time": "2026-11-18T10:00:00.000Z", "data": {"note_id": "1", "note_source": of},
            }))
        };
        let reserved = "/source call-records is what people write here; use another name";
        let others = "/data/note_source must be the source itself: a sender removes its own notes";
        assert_eq!(removed("/pbx", None), [""; 0]);
        assert_eq!(removed("/pbx", Some("/pbx")), [""; 0]);
        assert_eq!(removed("/pbx", Some("/crm")), [others]);
        assert_eq!(removed("call-records", Some("/pbx")), [reserved, others]);
    }

    #[test]
    fn an_event_has_at_most_a_mebibyte() {
        let sized = |bytes: usize| {
            let mut document = entered("2026-11-18T10:00:00.000Z", "voicemail");
            document["data"]["note"] = json!("");
            let rest = document.to_string().len();
            document["data"]["note"] = json!("x".repeat(bytes - rest));
            faults(&document)
        };
        assert_eq!(sized(MOST_EVENT_BYTES), [""; 0]);
        assert_eq!(sized(MOST_EVENT_BYTES + 1), [" has 1048577 bytes; an event has at most 1048576"]);
    }
}
