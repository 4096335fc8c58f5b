//! The language of the tables.

use call_records_wire::event::Event;
use call_records_wire::time::Timestamp;
use serde_json::json;

/// The events of a script such as `0 in; 2 menu; 5 queue sales; 9 ring 101; 12 answer 101; 60 end customer`:
/// seconds, a word, its values. A number that is not told is `-`, an agent who is not named is left out.
pub(super) fn events(script: &str) -> Vec<Event> {
    script
        .split(';')
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .enumerate()
        .map(|(n, line)| event(n, line))
        .collect()
}

fn event(number: usize, line: &str) -> Event {
    let mut words = line.split_whitespace();
    let seconds: f64 = words.next().and_then(|it| it.parse().ok()).unwrap_or_else(|| panic!("seconds first: {line}"));
    let word = words.next().unwrap_or_else(|| panic!("a word: {line}"));
    let values: Vec<&str> = words.collect();
    let value = |at: usize| values.get(at).copied().unwrap_or_else(|| panic!("value {at}: {line}"));
    let agent = |id: &str| json!({"id": id, "name": format!("Agent {id}")});
    let node = |kind: &str| ("call.ivr_node_entered", json!({"node_id": kind, "node_kind": kind}));
    let started = |call_type: &str| {
        let (caller, callee) = if call_type.contains("outbound") { ("+1900", "+44777") } else { ("+44777", "+1900") };
        ("call.started", json!({"call_type": call_type, "caller_number": caller, "callee_number": callee}))
    };
    let (event_type, data) = match word {
        "in" => started("inbound"),
        "out" => started("outbound"),
        "predictive" => started("predictive_outbound"),
        "conference" => started("conference"),
        "menu"
        | "prompt"
        | "transfer_to_agent"
        | "transfer_to_external_line"
        | "voicemail"
        | "intelligent_navigation" => node(word),
        "reason" => {
            ("call.ivr_node_entered", json!({"node_id": "x", "node_kind": "hangup_reason", "hangup_reason": value(0)}))
        }
        "key" => ("call.key_pressed", json!({"key": value(0)})),
        "queue" => ("call.queued", json!({"skill_group": {"id": value(0), "name": value(0)}})),
        "left" => ("call.queue_left", json!({"reason": value(0)})),
        "ring" if value(values.len() - 1) == "-" => ("call.agent_ringing", json!({"agent": agent(value(0))})),
        "ring" => ("call.agent_ringing", json!({"agent": agent(value(0)), "number": value(0)})),
        "miss" => ("call.agent_missed", json!({"agent": agent(value(0)), "reason": "no_answer"})),
        "answer" if values.is_empty() => ("call.answered", json!({})),
        "answer" => ("call.answered", json!({"agent": agent(value(0)), "number": values.get(1)})),
        "pickup" => ("call.answered", json!({"number": value(0)})),
        "hold" => ("call.held", json!({"agent": values.first().copied().map(agent)})),
        "resume" => ("call.resumed", json!({})),
        "blind" => {
            ("call.transferred", json!({"kind": "blind", "from_agent": agent(value(0)), "to_agent": agent(value(1))}))
        }
        "attended" => (
            "call.transferred",
            json!({"kind": "attended", "from_agent": agent(value(0)), "to_agent": agent(value(1))}),
        ),
        "outside" => ("call.transferred", json!({"kind": "blind", "from_agent": agent(value(0)), "to_number": "+999"})),
        "requeue" => (
            "call.transferred",
            json!({"kind": "blind", "from_agent": agent(value(0)), "to_skill_group": {"id": value(1), "name": value(1)}}),
        ),
        "away" => ("call.transferred", json!({"kind": "blind", "from_agent": agent(value(0))})),
        "join" => ("call.party_joined", json!({"agent": agent(value(0))})),
        "leave" => ("call.party_left", json!({"agent": agent(value(0))})),
        "end" => ("call.hung_up", json!({"by": value(0)})),
        "record" => ("recording.started", json!({"recording_id": value(0)})),
        "lost" => ("recording.failed", json!({"recording_id": value(0), "reason": "disk full"})),
        "note" => ("call.note_added", json!({"note_id": value(0), "text": "called twice"})),
        "unnote" => ("call.note_removed", json!({"note_id": value(0)})),
        "tag" => ("call.tagged", json!({"tag": value(0), "by": {"id": "ada"}})),
        "untag" => ("call.untagged", json!({"tag": value(0)})),
        "sing" => ("call.sang", json!({})),
        _ => panic!("no such word: {line}"),
    };
    #[expect(clippy::cast_possible_truncation, reason = "seconds of a test call")]
    let time = Timestamp::from_millis(1_795_000_000_000 + (seconds * 1000.0) as i64);
    let document = json!({
        "specversion": "1.0", "id": format!("e{number}"), "source": "test", "subject": "c1", "type": event_type,
        "time": time, "data": data,
    });
    Event::from_json(&document).unwrap_or_else(|faults| panic!("{line}: {faults:?}"))
}
