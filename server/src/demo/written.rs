//! What agents write on calls once these are over: tags and notes.

use fastrand::Rng;
use serde_json::{Value, json};

/// What is written after calls that somebody took: a tag, a note, or both.
const WRITTEN: [(&str, &str); 14] = [
    ("Refund", "Wants the refund on the card that was charged. Promised an answer by Friday."),
    ("Refund", "Second call about the same refund. Passed to accounting with both call IDs."),
    ("Address change", "New address taken down and read back. Confirmation goes out by mail."),
    ("Complaint", "Parcel arrived open. Photos will come by mail; replacement agreed."),
    ("Complaint", ""),
    ("Callback promised", "Asked to be called back tomorrow between 9 and 10, not earlier."),
    ("Callback promised", ""),
    ("Contract", "Explained the notice period. Stays with us if the tariff is changed before the 1st."),
    ("", "Line was poor, called back from the desk phone. Nothing open."),
    ("", "Did not have the invoice at hand and will call again."),
    ("", "客户询问发票抬头修改，已登记，三个工作日内处理。"),
    ("Technical", "Router restarted three times. Line test fine; technician booked for Thursday."),
    ("VIP", ""),
    ("Upsell", "Interested in the larger plan, wants the offer in writing."),
];

/// One call in so many has something written on it.
const ONE_IN: u32 = 9;

/// What somebody writes on a call, with the names of the events; mostly nothing. The id makes the same of the same call.
pub(super) fn written(call_id: &str, agent: Option<&Value>) -> Vec<(&'static str, Value)> {
    let seed = call_id.bytes().fold(0_u64, |seed, byte| seed.wrapping_mul(31).wrapping_add(byte.into()));
    let mut rng = Rng::with_seed(seed);
    if rng.u32(0..ONE_IN) > 0 {
        return Vec::new();
    }
    let Some(agent) = agent else {
        // Nobody had the call: somebody sees to it that the customer is called.
        return vec![("call.tagged", json!({"tag": "Call back"}))];
    };
    let (tag, note) = WRITTEN[rng.usize(0..WRITTEN.len())];
    let mut events = Vec::new();
    if !tag.is_empty() {
        events.push(("call.tagged", json!({"tag": tag, "by": agent})));
    }
    if !note.is_empty() {
        events.push(("call.note_added", json!({"note_id": format!("{call_id}-n1"), "text": note, "author": agent})));
    }
    events
}
