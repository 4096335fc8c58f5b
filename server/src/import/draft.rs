//! The events of one call while they are written.

use std::collections::HashMap;

use call_records_wire::event::{Event, MAX_NUMBER_CHARS, MAX_TEXT_CHARS};
use call_records_wire::time::Timestamp;
use serde_json::{Map, Value, json};

use super::cel::CelRecord;

/// What of the PBX an event comes from. It names the event, so that the same logs, also when they have grown, give the
/// same ids.
#[derive(Debug, Clone, Copy)]
pub(super) struct Origin<'a> {
    pub(super) channel: &'a str,
    pub(super) event: &'a str,
    pub(super) at: i64,
}

impl<'a> From<&'a CelRecord> for Origin<'a> {
    fn from(record: &'a CelRecord) -> Self {
        Self { channel: &record.unique_id, event: &record.event, at: record.at }
    }
}

/// The events of one call.
pub(super) struct Draft {
    source: String,
    subject: String,
    ids: HashMap<String, u32>,
    events: Vec<(i64, Value)>,
}

impl Draft {
    pub(super) fn new(source: &str, subject: &str) -> Self {
        Self { source: source.to_owned(), subject: subject.to_owned(), ids: HashMap::new(), events: Vec::new() }
    }

    /// Adds an event that happened when its origin did.
    pub(super) fn push<'a>(&mut self, origin: impl Into<Origin<'a>>, event_type: &str, data: Value) {
        let origin = origin.into();
        self.push_at(origin.at, origin, event_type, data);
    }

    /// Adds an event that happened at another time.
    pub(super) fn push_at<'a>(&mut self, at: i64, origin: impl Into<Origin<'a>>, event_type: &str, data: Value) {
        let Origin { channel, event, at: origin_at } = origin.into();
        let mut id = format!("{channel}:{origin_at}:{event}:{event_type}");
        let seen = self.ids.entry(id.clone()).or_insert(0);
        *seen += 1;
        if *seen > 1 {
            // Logs with whole seconds: two keys pressed in one second.
            id = format!("{id}:{seen}");
        }
        let document = json!({
            "specversion": "1.0",
            "id": id,
            "source": self.source,
            "subject": self.subject,
            "time": Timestamp::from_micros(at).to_string(),
            "type": event_type,
            "datacontenttype": "application/json",
            "data": without_nulls(data),
        });
        self.events.push((at, document));
    }

    /// The events in order, and why any of them is none.
    pub(super) fn finish(mut self) -> (Vec<Value>, Vec<String>) {
        self.events.sort_by_key(|(at, _)| *at);
        let mut events = Vec::with_capacity(self.events.len());
        let mut refused = Vec::new();
        for (sequence, (_, mut event)) in self.events.into_iter().enumerate() {
            event["sequence"] = json!(sequence);
            match Event::from_json(&event) {
                Ok(_) => events.push(event),
                Err(faults) => {
                    let faults: Vec<String> = faults.iter().map(|fault| format!("{fault:?}")).collect();
                    refused.push(format!("event {} of call {}: {}", event["id"], self.subject, faults.join(", ")));
                }
            }
        }
        (events, refused)
    }
}

/// A field that nothing is known of is absent.
fn without_nulls(data: Value) -> Value {
    match data {
        Value::Object(fields) => {
            let known = fields.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(known.map(|(name, value)| (name, without_nulls(value))).collect::<Map<_, _>>())
        }
        Value::String(text) if text.chars().count() > MAX_TEXT_CHARS => {
            Value::String(text.chars().take(MAX_TEXT_CHARS).collect())
        }
        other => other,
    }
}

/// A number as events hold it: of bounded length, without what is not printed.
pub(super) fn number(text: &str) -> String {
    text.trim().chars().filter(|c| !c.is_control()).take(MAX_NUMBER_CHARS).collect()
}
