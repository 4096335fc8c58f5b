use serde_json::{Value, json};

use super::*;

fn event(event_type: &str, data: Value) -> Value {
    json!({
        "specversion": "1.0", "id": "e1", "source": "/pbx", "subject": "c1", "type": event_type,
        "time": "2026-11-23T09:30:00.000Z", "data": data,
    })
}

fn faults(document: &Value) -> Vec<(String, String)> {
    let faults = Event::from_json(document).expect_err("the document has faults");
    faults.into_iter().map(|fault| (fault.pointer.unwrap_or_default(), fault.detail)).collect()
}

#[test]
fn every_event_of_the_contract_is_read() {
    let agent = json!({"id": "101", "name": "Alice"});
    let group = json!({"id": "sales", "name": "Sales"});
    for (event_type, data) in [
        (
            "call.started",
            json!({"call_type": "inbound", "caller_number": "+1", "callee_number": "+2", "customer_name": "Ann"}),
        ),
        ("call.ivr_node_entered", json!({"node_id": "main", "node_name": "Main", "node_kind": "menu"})),
        ("call.ivr_node_entered", json!({"node_id": "x", "node_kind": "hangup_reason", "hangup_reason": "voicemail"})),
        ("call.key_pressed", json!({"key": "1"})),
        ("call.queued", json!({"skill_group": group, "position": 2})),
        ("call.queue_left", json!({"reason": "timeout"})),
        ("call.agent_ringing", json!({"agent": agent, "number": "101"})),
        ("call.agent_missed", json!({"agent": agent, "reason": "no_answer"})),
        ("call.answered", json!({"agent": agent})),
        ("call.answered", json!({"number": "+1"})),
        ("call.held", json!({})),
        ("call.resumed", json!({"agent": agent})),
        ("call.transferred", json!({"kind": "blind", "from_agent": agent, "to_number": "+3"})),
        ("call.party_joined", json!({"number": "+3"})),
        ("call.party_left", json!({"agent": agent})),
        (
            "call.hung_up",
            json!({"by": "customer", "cause": {"protocol": "Q.850", "code": 16, "text": "Normal clearing"}}),
        ),
        ("recording.started", json!({"recording_id": "r1", "channels": "mono"})),
        ("recording.paused", json!({"recording_id": "r1"})),
        ("recording.resumed", json!({"recording_id": "r1"})),
        ("recording.failed", json!({"recording_id": "r1", "reason": "disk full"})),
    ] {
        let read =
            Event::from_json(&event(event_type, data)).unwrap_or_else(|faults| panic!("{event_type}: {faults:?}"));
        assert_ne!(read.kind, EventKind::Unknown, "{event_type}");
    }
}

#[test]
fn unknown_types_and_fields_are_no_faults() {
    let read = Event::from_json(&event("call.sang", json!([1, 2]))).expect("unknown types are kept");
    assert_eq!(read.kind, EventKind::Unknown);
    let mut document = event("call.key_pressed", json!({"key": "1", "mood": "good"}));
    document["traceparent"] = json!("00-1-2-03");
    Event::from_json(&document).expect("unknown fields are kept");
}

#[test]
fn every_fault_is_named_by_its_pointer() {
    let document = json!({
        "specversion": "0.3", "id": "", "source": 5, "type": "call.started", "time": "yesterday",
        "data": {"call_type": "sideways", "caller_number": 5, "customer_name": "x".repeat(2000)},
    });
    let pointers: Vec<String> = faults(&document).into_iter().map(|(pointer, _)| pointer).collect();
    assert_eq!(
        pointers,
        [
            "/specversion",
            "/id",
            "/source",
            "/subject",
            "/time",
            "/data/call_type",
            "/data/caller_number",
            "/data/callee_number",
            "/data/customer_name"
        ]
    );
}

#[test]
fn a_fault_says_what_is_allowed() {
    for (event_type, data, pointer, detail) in [
        ("call.hung_up", json!({"by": "ghost"}), "/data/by", "must be one of customer, agent, system, external"),
        (
            "call.hung_up",
            json!({"by": "agent", "cause": {"protocol": "SIP"}}),
            "/data/cause/code",
            "must be a whole number",
        ),
        ("call.queued", json!({"skill_group": {"name": "x"}}), "/data/skill_group/id", "is required"),
        ("call.queued", json!({"skill_group": "sales"}), "/data/skill_group", "must be a JSON object"),
        ("call.started", json!([]), "/data", "must be a JSON object"),
        ("call.party_joined", json!({}), "/data/agent", "agent or number is required"),
        (
            "call.ivr_node_entered",
            json!({"node_id": "x", "node_kind": "hangup_reason"}),
            "/data/hangup_reason",
            "is required where node_kind is hangup_reason",
        ),
    ] {
        assert_eq!(faults(&event(event_type, data))[0], (pointer.to_owned(), detail.to_owned()));
    }
}

#[test]
fn ids_may_not_hide_control_or_direction_characters() {
    for bad in ["a\nb", "a\u{202e}b", "a\0"] {
        let mut document = event("call.key_pressed", json!({"key": "1"}));
        document["subject"] = json!(bad);
        assert_eq!(faults(&document)[0].1, "must not hold control or direction characters");
    }
}

#[test]
fn a_sequence_may_be_a_number_or_any_text_of_which_only_digits_order() {
    let mut document = event("call.key_pressed", json!({"key": "1"}));
    for (given, read) in [(json!("007"), 7), (json!(8), 8), (json!("a-001"), 0), (json!(""), 0)] {
        document["sequence"] = given;
        assert_eq!(Event::from_json(&document).expect("a sequence").sequence, read);
    }
    document["sequence"] = json!(-1);
    assert_eq!(faults(&document)[0].0, "/sequence");
}

#[test]
fn a_sequence_orders_only_the_events_of_its_own_source() {
    let told = |source: &str, id: &str, sequence: u64, event_type: &str| {
        let data = match event_type {
            "call.hung_up" => json!({"by": "agent"}),
            "call.queued" => json!({"skill_group": {"id": "sales"}}),
            _ => json!({}),
        };
        let mut document = event(event_type, data);
        document["source"] = json!(source);
        document["id"] = json!(id);
        document["sequence"] = json!(sequence);
        Event::from_json(&document).expect("a good event")
    };
    let ordered = |mut events: Vec<Event>| {
        in_order(&mut events);
        events.iter().map(|it| it.id.clone()).collect::<Vec<_>>().join(" ")
    };
    for (events, order) in [
        (vec![told("/a", "gone", 0, "call.hung_up"), told("/b", "taken", 5, "call.answered")], "taken gone"),
        (vec![told("/a", "taken", 1, "call.answered"), told("/a", "queued", 2, "call.queued")], "taken queued"),
        (
            vec![
                told("/a", "a1", 1, "call.answered"),
                told("/a", "a2", 2, "call.queued"),
                told("/b", "b8", 8, "call.held"),
                told("/b", "b9", 9, "call.hung_up"),
                told("/c", "c0", 0, "call.queued"),
            ],
            "c0 a1 a2 b8 b9",
        ),
    ] {
        let mut turned = events.clone();
        for _ in 0..events.len() {
            turned.rotate_left(1);
            assert_eq!(ordered(turned.clone()), order);
            let reversed: Vec<Event> = turned.iter().rev().cloned().collect();
            assert_eq!(ordered(reversed), order);
        }
    }
}
