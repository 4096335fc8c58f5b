//! What callers send: events of calls, audio.

use serde_json::{Value, json};

use crate::world::at;

/// One event. Its time is so many milliseconds after noon.
pub(crate) fn event(id: &str, call_id: &str, offset_ms: i64, event_type: &str, data: Value) -> Value {
    json!({
        "specversion": "1.0", "id": id, "source": "pbx", "subject": call_id, "type": event_type,
        "time": at(offset_ms), "datacontenttype": "application/json", "data": data,
    })
}

pub(crate) fn started(call_id: &str, offset_ms: i64, caller: &str) -> Value {
    let data = json!({"call_type": "inbound", "caller_number": caller, "callee_number": "+12025550100"});
    event(&format!("{call_id}-start"), call_id, offset_ms, "call.started", data)
}

/// A call that only began.
pub(crate) fn begun(call_id: &str, offset_ms: i64) -> Value {
    started(call_id, offset_ms, "+44 20 7946 0101")
}

/// A call from the first ring to the end: 5 seconds in the queue, 60 seconds of talk with Alice in Sales.
pub(crate) fn inbound(call_id: &str, offset_ms: i64) -> Vec<Value> {
    let alice = json!({"id": "101", "name": "Alice Moreau"});
    let sales = json!({"id": "sales", "name": "Sales"});
    vec![
        begun(call_id, offset_ms),
        event(&format!("{call_id}-queue"), call_id, offset_ms + 1_000, "call.queued", json!({"skill_group": sales})),
        event(
            &format!("{call_id}-ring"),
            call_id,
            offset_ms + 3_000,
            "call.agent_ringing",
            json!({"agent": alice, "number": "8101"}),
        ),
        event(&format!("{call_id}-answer"), call_id, offset_ms + 6_000, "call.answered", json!({"agent": alice})),
        hung_up(call_id, offset_ms + 66_000),
    ]
}

pub(crate) fn hung_up(call_id: &str, offset_ms: i64) -> Value {
    let data = json!({"by": "agent", "cause": {"protocol": "Q.850", "code": 16, "text": "Normal Clearing"}});
    event(&format!("{call_id}-end"), call_id, offset_ms, "call.hung_up", data)
}

/// An outbound call that Bob placed and the customer took, in Support, with a recording announced.
pub(crate) fn outbound(call_id: &str, offset_ms: i64) -> Vec<Value> {
    let bob = json!({"id": "102", "name": "Bob Zoë"});
    let started = json!({
        "call_type": "outbound", "caller_number": "8102", "callee_number": "+33 1 23 45 67 89",
        "customer_name": "Jörg Müller",
    });
    vec![
        event(&format!("{call_id}-0"), call_id, offset_ms, "call.started", started),
        event(&format!("{call_id}-1"), call_id, offset_ms + 10, "call.party_joined", json!({"agent": bob})),
        event(&format!("{call_id}-2"), call_id, offset_ms + 9_000, "call.answered", json!({"number": "+33123456789"})),
        event(
            &format!("{call_id}-3"),
            call_id,
            offset_ms + 9_500,
            "recording.started",
            json!({"recording_id": format!("{call_id}-r"), "channels": "customer_left_agent_right"}),
        ),
        event(&format!("{call_id}-4"), call_id, offset_ms + 19_000, "call.hung_up", json!({"by": "customer"})),
    ]
}

pub(crate) fn lines(events: &[Value]) -> String {
    let lines: Vec<String> = events.iter().map(|event| format!("{event}\n")).collect();
    lines.concat()
}

/// A second, or several, of a quiet tone: 8 kHz, 16 bit, one channel.
pub(crate) fn wav(seconds: u32) -> Vec<u8> {
    let samples = 8_000 * seconds;
    let mut bytes = b"RIFF".to_vec();
    bytes.extend((36 + samples * 2).to_le_bytes());
    bytes.extend(b"WAVEfmt ");
    bytes.extend(16u32.to_le_bytes());
    bytes.extend([1, 0, 1, 0]);
    bytes.extend(8_000u32.to_le_bytes());
    bytes.extend(16_000u32.to_le_bytes());
    bytes.extend([2, 0, 16, 0]);
    bytes.extend(b"data");
    bytes.extend((samples * 2).to_le_bytes());
    bytes.extend((0..samples).flat_map(|n| ((n * 7 % 251) as u16).to_le_bytes()));
    bytes
}

/// Silent frames of MPEG-2 layer III: 8 kbit/s, 16 kHz, mono; each 72 ms... of 36 bytes: 576 samples.
pub(crate) fn mp3(frames: usize) -> Vec<u8> {
    // 0xff 0xf3: sync, MPEG-2, layer III, no check sum; 0x18: 8 kbit/s, 16 kHz; 0xc0: one channel.
    let mut frame = vec![0xff, 0xf3, 0x18, 0xc0];
    frame.resize(36, 0);
    frame.repeat(frames)
}

/// The value of `Repr-Digest` for these bytes.
pub(crate) fn digest(bytes: &[u8]) -> String {
    use base64::Engine;
    use sha2::Digest;
    let digest = base64::prelude::BASE64_STANDARD.encode(sha2::Sha256::digest(bytes));
    format!("sha-256=:{digest}:")
}
