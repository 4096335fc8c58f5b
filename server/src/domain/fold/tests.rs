//! The fold as tables: a line is a call, told in a small language (see [`events`]).

use call_records_wire::call::ReasonRule;
use call_records_wire::words::{CallType, Status};
use proptest::prelude::*;
use serde_json::json;

use super::*;

/// The events of a script such as `0 in; 2 menu; 5 queue sales; 9 ring 101; 12 answer 101; 60 end customer`:
/// seconds, a word, its values.
fn events(script: &str) -> Vec<Event> {
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
        "ring" => ("call.agent_ringing", json!({"agent": agent(value(0)), "number": value(0)})),
        "miss" => ("call.agent_missed", json!({"agent": agent(value(0)), "reason": "no_answer"})),
        "answer" => ("call.answered", json!({"agent": agent(value(0))})),
        "pickup" => ("call.answered", json!({"number": value(0)})),
        "hold" => ("call.held", json!({})),
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
        "join" => ("call.party_joined", json!({"agent": agent(value(0))})),
        "leave" => ("call.party_left", json!({"agent": agent(value(0))})),
        "end" => ("call.hung_up", json!({"by": value(0)})),
        "record" => ("recording.started", json!({"recording_id": value(0)})),
        "lost" => ("recording.failed", json!({"recording_id": value(0), "reason": "disk full"})),
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

fn folded(script: &str) -> Folded {
    fold(&mut events(script), &[]).expect("the script has events")
}

#[test]
fn the_hang_up_reason_follows_from_the_stage_at_disconnect() {
    use ReasonRule as R;
    for (script, reason, rule) in [
        // Normal
        ("0 in; 1 queue sales; 2 ring 101; 4 answer 101; 60 end customer", "normal", R::Connected),
        ("0 in; 4 answer 101; 60 end agent", "normal", R::Connected),
        ("0 out; 9 answer 101; 60 end customer", "normal", R::Connected),
        ("0 out; 0 join 101; 9 pickup +44777; 60 end agent", "normal", R::Connected),
        (
            "0 predictive; 5 pickup +44777; 6 queue sales; 7 ring 101; 9 answer 101; 60 end agent",
            "normal",
            R::Connected,
        ),
        ("0 conference; 1 join 101; 60 end customer", "normal", R::Connected),
        (
            "0 in; 1 ring 101; 3 answer 101; 9 blind 101 102; 9 ring 102; 12 answer 102; 60 end agent",
            "normal",
            R::Connected,
        ),
        (
            "0 in; 3 answer 101; 9 requeue 101 support; 10 queue support; 12 answer 102; 60 end agent",
            "normal",
            R::Connected,
        ),
        ("0 in; 3 answer 101; 9 hold; 12 ring 102; 20 end customer", "normal", R::Connected),
        ("0 in; 3 answer 101; 9 attended 101 102; 60 end customer", "normal", R::Connected),
        ("0 in; 3 answer 101; 9 blind 101 102; 9 ring 102; 18 miss 102; 20 end system", "normal", R::Connected),
        ("0 in; 3 answer 101; 50 prompt; 60 end customer", "normal", R::Connected),
        // Unanswered
        ("0 out; 20 end system", "unanswered", R::NeverAnswered),
        ("0 out; 0 join 101; 20 end customer", "unanswered", R::NeverAnswered),
        ("0 out; 0 ring 101; 2 answer 101; 20 end customer", "unanswered", R::NeverAnswered),
        ("0 predictive; 20 end system", "unanswered", R::NeverAnswered),
        // Abandoned in IVR
        ("0 in; 1 menu; 9 end customer", "abandoned_in_ivr", R::LeftInIvr),
        ("0 in; 1 menu; 2 key 1; 3 transfer_to_agent; 9 end customer", "abandoned_in_ivr", R::LeftInIvr),
        ("0 in; 1 queue sales; 20 left timeout; 25 end system", "abandoned_in_ivr", R::LeftInIvr),
        ("0 in; 1 queue sales; 20 left overflow; 21 prompt; 25 end system", "abandoned_in_ivr", R::LeftInIvr),
        // Abandoned in queue
        ("0 in; 1 menu; 2 queue sales; 20 end customer", "abandoned_in_queue", R::LeftInQueue),
        ("0 in; 2 queue sales; 3 ring 101; 12 miss 101; 20 end customer", "abandoned_in_queue", R::LeftInQueue),
        ("0 in; 2 queue vip; 9 left timeout; 9.1 queue sales; 20 end customer", "abandoned_in_queue", R::LeftInQueue),
        ("0 in; 3 answer 101; 9 requeue 101 vip; 9 queue vip; 20 end customer", "abandoned_in_queue", R::LeftInQueue),
        ("0 predictive; 5 pickup +44777; 6 queue sales; 9 end customer", "abandoned_in_queue", R::LeftInQueue),
        // Abandoned while ringing
        ("0 in; 2 queue sales; 3 ring 101; 9 end customer", "abandoned_while_ringing", R::LeftWhileRinging),
        ("0 in; 0 ring 105; 9 end customer", "abandoned_while_ringing", R::LeftWhileRinging),
        (
            "0 in; 2 queue sales; 3 ring 101; 3 ring 102; 5 miss 101; 9 end customer",
            "abandoned_while_ringing",
            R::LeftWhileRinging,
        ),
        (
            "0 in; 3 answer 101; 9 blind 101 102; 9 ring 102; 12 end customer",
            "abandoned_while_ringing",
            R::LeftWhileRinging,
        ),
        // Nodes
        (
            "0 in; 1 queue sales; 20 left timeout; 20.1 reason queue_timeout; 25 end system",
            "queue_timeout",
            R::ReasonNode,
        ),
        (
            "0 in; 1 queue sales; 1 left overflow; 2 reason queue_overflow; 4 prompt; 9 end system",
            "queue_overflow",
            R::ReasonNode,
        ),
        (
            "0 in; 3 answer 101; 9 blind 101 107; 9 reason transfer_to_agent_failed; 20 end system",
            "transfer_to_agent_failed",
            R::ReasonNode,
        ),
        ("0 in; 1 menu; 2 reason ivr_error; 3 end system", "ivr_error", R::ReasonNode),
        ("0 in; 1 menu; 2 reason robot_tired; 3 end system", "robot_tired", R::ReasonNode),
        ("0 in; 1 menu; 2 reason voicemail; 9 end customer", "voicemail", R::ReasonNode),
        ("0 in; 1 menu; 2 voicemail; 9 end customer", "voicemail", R::VoicemailNode),
        ("0 in; 0 ring 105; 10 miss 105; 10 voicemail; 30 end customer", "voicemail", R::VoicemailNode),
        // External line
        (
            "0 in; 1 menu; 2 transfer_to_external_line; 30 end external",
            "transferred_to_external_line",
            R::ExternalLineNode,
        ),
        (
            "0 in; 2 transfer_to_external_line; 9 pickup +999; 30 end customer",
            "transferred_to_external_line",
            R::ExternalLineNode,
        ),
        (
            "0 in; 2 transfer_to_external_line; 9 prompt; 30 end system",
            "transferred_to_external_line",
            R::ExternalLineNode,
        ),
        ("0 in; 3 answer 101; 9 outside 101; 30 end external", "transferred_to_external_line", R::PassedToExternalLine),
        (
            "0 in; 3 answer 101; 9 outside 101; 12 pickup +999; 30 end customer",
            "transferred_to_external_line",
            R::PassedToExternalLine,
        ),
        ("0 in; 3 answer 101; 9 outside 101; 12 ring 102; 15 answer 102; 30 end customer", "normal", R::Connected),
        // Intelligent navigation
        (
            "0 in; 1 intelligent_navigation; 9 end customer",
            "intelligent_navigation_abandonment",
            R::IntelligentNavigation,
        ),
        ("0 in; 1 intelligent_navigation; 5 menu; 9 end customer", "abandoned_in_ivr", R::LeftInIvr),
        // Unknown
        ("0 in; 9 end customer", "unknown", R::NoStage),
        ("0 in; 3 sing; 9 end system", "unknown", R::NoStage),
        ("0 end system", "unknown", R::NoStage),
    ] {
        let call = folded(script);
        assert_eq!(
            call.row.hangup_reason.as_ref().map(call_records_wire::words::HangupReason::as_str),
            Some(reason),
            "{script}"
        );
        assert_eq!(call.explanation.map(|it| it.rule), Some(rule), "{script}");
    }
}

#[test]
fn the_explanation_points_at_the_events_it_rests_on() {
    let call = folded("0 in; 1 menu; 2 queue sales; 20 left timeout; 20.5 reason queue_timeout; 25 end system");
    assert_eq!(call.explanation.map(|it| it.events), Some(vec![4, 5]));
}

#[test]
fn the_status_says_where_a_live_call_is() {
    for (script, status) in [
        ("0 out", Status::Dialing),
        ("0 predictive", Status::Dialing),
        ("0 in", Status::Ringing),
        ("0 in; 1 menu", Status::InIvr),
        ("0 in; 1 queue sales", Status::Queued),
        ("0 in; 1 queue sales; 2 ring 101", Status::Ringing),
        ("0 in; 1 queue sales; 2 ring 101; 9 miss 101", Status::Queued),
        ("0 in; 2 ring 101; 3 answer 101", Status::Connected),
        ("0 in; 3 answer 101; 4 hold", Status::OnHold),
        ("0 in; 3 answer 101; 4 hold; 5 resume", Status::Connected),
        ("0 in; 3 answer 101; 4 blind 101 102; 4 ring 102", Status::Ringing),
        ("0 in; 3 answer 101; 9 end agent", Status::Ended),
    ] {
        assert_eq!(folded(script).row.status, status, "{script}");
    }
}

#[test]
fn times_follow_the_direction() {
    let at = |seconds: i64| Some(Timestamp::from_millis(1_795_000_000_000 + seconds * 1000));
    for (script, connected, answered, wait_s, talk_s, duration_s) in [
        ("0 in; 5 queue sales; 9 ring 101; 12 answer 101; 60 end agent", at(0), at(12), 12, 48, 60),
        ("0 in; 5 queue sales; 20 end customer", at(0), None, 20, 0, 20),
        ("0 out; 9 answer 101; 60 end agent", at(9), at(9), 9, 51, 60),
        ("0 out; 20 end customer", None, None, 20, 0, 20),
        (
            "0 predictive; 5 pickup +44777; 6 queue sales; 9 ring 101; 12 answer 101; 60 end agent",
            at(5),
            at(5),
            5,
            55,
            60,
        ),
        ("0 in; 3 answer 101; 13 hold", at(0), at(3), 3, 10, 13),
    ] {
        let row = folded(script).row;
        assert_eq!((row.connected_at, row.answered_at), (connected, answered), "{script}");
        assert_eq!(
            (row.wait_ms, row.talk_ms, row.duration_ms),
            (wait_s * 1000, talk_s * 1000, duration_s * 1000),
            "{script}"
        );
    }
}

#[test]
fn numbers_follow_the_direction() {
    for (script, call_type, caller, callee, customer) in [
        ("0 in; 1 menu", CallType::Inbound, "+44777", "+1900", "+44777"),
        ("0 in; 1 ring 101", CallType::Inbound, "+44777", "101", "+44777"),
        ("0 in; 1 ring 101; 3 ring 102; 4 answer 101", CallType::Inbound, "+44777", "101", "+44777"),
        ("0 out; 9 answer 101", CallType::Outbound, "+1900", "+44777", "+44777"),
        ("0 predictive; 5 pickup +44777; 7 ring 101", CallType::PredictiveOutbound, "+1900", "+44777", "+44777"),
        ("0 in; 1 menu; 4 conference; 5 join 101", CallType::Conference, "+44777", "+1900", "+44777"),
    ] {
        let row = folded(script).row;
        assert_eq!(row.call_type, call_type, "{script}");
        assert_eq!(
            (&*row.caller_number, &*row.callee_number, &*row.customer_number),
            (caller, callee, customer),
            "{script}"
        );
    }
}

#[test]
fn agents_and_groups_stand_in_the_order_of_their_turn() {
    let row = folded(
        "0 in; 1 queue vip; 2 ring 104; 9 miss 104; 12 left timeout; 12 queue sales; 13 ring 101; 15 answer 101; \
         20 blind 101 103; 20 ring 103; 22 answer 103; 60 end customer",
    )
    .row;
    assert_eq!(row.agents.iter().map(|agent| agent.id.as_str()).collect::<Vec<_>>(), ["101", "103"]);
    assert_eq!(row.skill_groups.iter().map(|group| group.id.as_str()).collect::<Vec<_>>(), ["vip", "sales"]);
}

#[test]
fn stages_cover_the_call_to_scale() {
    let call = folded("0 in; 0 menu; 5 queue sales; 9 ring 101; 12 answer 101; 30 hold; 40 resume; 60 end agent");
    let stages: Vec<(StageKind, u64, Option<u64>)> =
        call.row.stages.iter().map(|it| (it.kind, it.at_ms, it.ms)).collect();
    assert_eq!(
        stages,
        [
            (StageKind::Ivr, 0, Some(5_000)),
            (StageKind::Queue, 5_000, Some(4_000)),
            (StageKind::Ring, 9_000, Some(3_000)),
            (StageKind::Talk, 12_000, Some(18_000)),
            (StageKind::Hold, 30_000, Some(10_000)),
            (StageKind::Talk, 40_000, Some(20_000)),
        ]
    );
    let sums = call.durations;
    assert_eq!(
        (sums.ivr_ms, sums.queue_ms, sums.ring_ms, sums.talk_ms, sums.hold_ms),
        (5_000, 4_000, 3_000, 38_000, 10_000)
    );
}

#[test]
fn the_last_stage_of_a_live_call_stays_open() {
    let row = folded("0 in; 0 menu; 5 queue sales").row;
    assert_eq!(
        row.stages.last().map(|stage| (stage.kind, stage.at_ms, stage.ms)),
        Some((StageKind::Queue, 5_000, None))
    );
    assert_eq!(row.hangup_reason, None);
}

#[test]
fn a_call_ends_once() {
    let row = folded("0 in; 3 answer 101; 9 end agent; 10 end customer; 12 menu").row;
    assert_eq!(row.ended_at, Some(Timestamp::from_millis(1_795_000_009_000)));
    assert_eq!(row.hung_up_by, Some(call_records_wire::words::HungUpBy::Agent));
}

#[test]
fn a_recording_is_expected_until_its_audio_arrives() {
    let state = |script: &str, facts: &[RecordingFact]| {
        fold(&mut events(script), facts).expect("events").row.recordings.first().map(|it| it.state)
    };
    let arrived = RecordingFact {
        recording_id: "r1".to_owned(),
        state: RecordingState::Available,
        arrived_at: Timestamp::from_millis(0),
        format: AudioFormat::Wav,
        duration_ms: 9_000,
        bytes: 144_044,
        channel_count: 2,
        reason: None,
        deleted_at: None,
    };
    assert_eq!(state("0 in; 3 answer 101; 3 record r1", &[]), Some(RecordingState::Recording));
    assert_eq!(state("0 in; 3 answer 101; 3 record r1; 9 end agent", &[]), Some(RecordingState::Expected));
    assert_eq!(state("0 in; 3 record r1; 9 lost r1; 9 end agent", &[]), Some(RecordingState::Failed));
    assert_eq!(
        state("0 in; 3 record r1; 9 end agent", std::slice::from_ref(&arrived)),
        Some(RecordingState::Available)
    );
    assert_eq!(
        state("0 in; 9 end agent", &[arrived]),
        Some(RecordingState::Available),
        "audio may come without an event"
    );
}

#[test]
fn the_order_of_one_instant_is_that_of_the_sequence_then_the_natural_one() {
    let row = folded("0 end customer; 0 answer 101; 0 in").row;
    assert_eq!(row.hangup_reason, Some(call_records_wire::words::HangupReason::Normal));
}

/// A script of any words at any times; nonsense included, since senders send that too.
fn scripts() -> impl Strategy<Value = String> {
    let word = proptest::sample::select(vec![
        "in",
        "out",
        "predictive",
        "conference",
        "menu",
        "intelligent_navigation",
        "voicemail",
        "transfer_to_external_line",
        "reason queue_timeout",
        "queue sales",
        "queue vip",
        "left timeout",
        "left answered",
        "ring 101",
        "ring 102",
        "miss 101",
        "miss 102",
        "answer 101",
        "answer 102",
        "pickup +44777",
        "hold",
        "resume",
        "blind 101 102",
        "attended 101 102",
        "outside 101",
        "requeue 101 vip",
        "join 103",
        "leave 101",
        "end customer",
        "end agent",
        "record r1",
        "lost r1",
        "sing",
        "key 5",
    ]);
    proptest::collection::vec((0..30u32, word), 1..24)
        .prop_map(|lines| lines.iter().map(|(at, word)| format!("{at} {word}")).collect::<Vec<_>>().join(";"))
}

proptest! {
    #[test]
    fn any_order_of_the_same_events_gives_the_same_call((script, seed) in (scripts(), any::<u64>())) {
        let mut in_order = events(&script);
        let mut shuffled = in_order.clone();
        let mut state = seed | 1;
        for at in (1..shuffled.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            shuffled.swap(at, usize::try_from(state >> 33).expect("31 bits") % (at + 1));
        }
        prop_assert_eq!(fold(&mut in_order, &[]), fold(&mut shuffled, &[]));
    }

    #[test]
    fn every_call_holds_together(script in scripts()) {
        let call = folded(&script);
        let row = &call.row;
        prop_assert_eq!(row.ended_at.is_some(), row.hangup_reason.is_some());
        prop_assert_eq!(row.ended_at.is_some(), row.status == Status::Ended);
        prop_assert_eq!(row.ended_at.is_some(), call.explanation.is_some());
        let mut reached = 0;
        for stage in &row.stages {
            prop_assert!(reached <= stage.at_ms, "stages do not overlap");
            reached = stage.at_ms + stage.ms.unwrap_or(0);
        }
        prop_assert_eq!(row.stages.iter().filter(|stage| stage.ms.is_none()).count() > 0, row.stages.last().is_some_and(|stage| stage.ms.is_none()));
        if row.ended_at.is_some() {
            prop_assert!(row.stages.iter().all(|stage| stage.ms.is_some()));
        }
    }
}
