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
