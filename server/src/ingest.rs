//! The one door for events: documents are checked here, whoever sends them.

use call_records_wire::event::Event;
use call_records_wire::problem::Fault;
use call_records_wire::time::Timestamp;
use serde_json::value::RawValue;

use crate::store::NewEvent;

/// How far ahead of our clock an event may be: a sender's clock may be wrong, but not by days.
const MOST_AHEAD_MS: i64 = 24 * 3_600 * 1_000;

/// Checks one document, or says everything that is wrong with it.
pub fn check(document: &RawValue, now: Timestamp) -> Result<NewEvent, Vec<Fault>> {
    let value = serde_json::from_str(document.get()).map_err(|error| vec![Fault::at("", error.to_string())])?;
    let event = Event::from_json(&value)?;
    if event.time > now.plus_millis(MOST_AHEAD_MS) {
        return Err(vec![Fault::at("/time", "lies more than a day in the future; check the sender's clock")]);
    }
    Ok(NewEvent { event, document: document.get().to_owned() })
}

/// Checks every document of a batch: all of them, or the faults of each bad one.
pub fn check_batch(documents: &[Box<RawValue>], now: Timestamp) -> Result<Vec<NewEvent>, Vec<Fault>> {
    let mut events = Vec::with_capacity(documents.len());
    let mut faults = Vec::new();
    for (index, document) in documents.iter().enumerate() {
        match check(document, now) {
            Ok(event) => events.push(event),
            Err(found) => faults.extend(found.into_iter().map(|fault| Fault { index: Some(index), ..fault })),
        }
    }
    if faults.is_empty() { Ok(events) } else { Err(faults) }
}
