//! The fold as tables: a line is a call, told in a small language (see [`events`]).

use call_records_wire::call::Cause;
use call_records_wire::event::EventKind;
use call_records_wire::time::Timestamp;
use call_records_wire::words::{AudioFormat, CallType, HangupReason, RecordingState, Status};

use super::*;
use script::events;

/// Any nonsense, in any order.
mod any;
/// The hang-up reason.
mod reasons;
/// The language of the tables.
mod script;

fn folded(script: &str) -> Folded {
    fold(&mut events(script), &[]).expect("the script has events")
}

#[test]
fn the_explanation_points_at_the_events_it_rests_on() {
    for (script, events) in [
        ("0 in; 1 menu; 2 queue sales; 20 left timeout; 20.5 reason queue_timeout; 25 end system", [4, 5]),
        // Of phones that rang, one that still does.
        ("0 in; 2 queue sales; 3 ring 101; 3 ring 102; 5 miss 101; 9 end customer", [3, 5]),
        ("0 in; 2 queue sales; 3 ring 101; 4 ring 102; 5 miss 102; 9 end customer", [2, 5]),
        ("0 in; 1 ring 105; 5 miss 105; 6 ring 106; 9 end customer", [3, 4]),
        ("0 in; 3 answer 101; 8 ring 102; 9 blind 101 102; 12 end customer", [2, 4]),
        // Having been missed shows that a phone rang.
        ("0 in; 5 miss 101; 9 end customer", [1, 2]),
    ] {
        assert_eq!(folded(script).explanation.map(|it| it.events), Some(events.to_vec()), "{script}");
    }
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
        ("0 predictive; 6 queue sales", Status::Queued),
        ("0 in; 3 answer 101; 4 hold; 5 ring 102; 6 answer 102", Status::OnHold),
        ("0 in; 3 answer 101; 9 hold; 10 ring 102; 12 leave 101", Status::Ringing),
        ("0 in; 3 answer 101; 20 queue support; 22 ring 102", Status::Ringing),
        ("0 in; 3 answer 101; 9 away 101", Status::InIvr),
        ("0 in; 1 queue sales; 2 prompt", Status::Queued),
        ("0 in; 1 queue sales; 2 ring 101; 3 prompt", Status::Ringing),
        ("0 in; 3 answer 101; 4 prompt", Status::Connected),
        ("0 in; 3 answer 101; 4 hold; 5 prompt", Status::OnHold),
        ("0 out; 1 prompt", Status::Dialing),
        ("0 predictive; 6 prompt", Status::InIvr),
        ("0 in; 1 queue sales; 2 menu", Status::InIvr),
        ("0 in; 3 answer 101; 4 blind 101 107; 5 prompt", Status::InIvr),
        ("0 in; 1 queue sales; 2 ring 101; 5 left answered", Status::Connected),
        ("0 in; 1 queue sales; 5 left answered; 5 ring 101", Status::Connected),
        ("0 in; 1 queue sales; 5 left answered; 6 ring 101", Status::Ringing),
        ("0 in; 2 key 1", Status::InIvr),
        ("0 out; 2 key 1", Status::Dialing),
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
        // A dialler that queues a customer, or has them choose, has reached them.
        ("0 predictive; 6 queue sales; 7 ring 101; 9 answer 101; 60 end agent", at(6), at(6), 6, 54, 60),
        ("0 predictive; 6 menu; 9 pickup +44777; 20 end customer", at(6), at(6), 6, 14, 20),
        ("0 predictive; 6 key 1; 20 end customer", at(6), at(6), 6, 14, 20),
        // The sender that tells of the start has another clock than the one that tells of the answer.
        ("0 pickup +44777; 0.2 out; 60 end agent", at(0), at(0), 0, 60, 60),
        // What is not known, and a recorder, begin no call.
        ("0 sing; 1 record r1; 5 in; 9 answer 101; 65 end agent", at(5), at(9), 4, 56, 60),
        ("0 sing; 1 record r1", at(0), None, 1, 0, 1),
        // Nothing but the queue says that an agent took the call.
        ("0 in; 1 queue sales; 5 left answered; 60 end customer", at(0), at(5), 5, 55, 60),
        ("0 in; 1 queue sales; 5 left answered; 6 answer 101; 60 end customer", at(0), at(6), 6, 54, 60),
        ("0 in; 9 blind 101 102; 60 end customer", at(0), at(9), 9, 51, 60),
        // No agent was on the line, but somebody outside was.
        ("0 in; 1 menu; 2 transfer_to_external_line; 9 pickup +999; 30 end customer", at(0), None, 9, 21, 30),
        ("0 in; 1 menu; 2 transfer_to_external_line; 30 end customer", at(0), None, 30, 0, 30),
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
        // The callee is who took the call, not who was only asked or rung.
        ("0 in; 1 ring 101; 9 miss 101", CallType::Inbound, "+44777", "101", "+44777"),
        ("0 in; 1 ring 101; 9 miss 101; 9 ring 102 -; 12 answer 102", CallType::Inbound, "+44777", "+1900", "+44777"),
        ("0 in; 3 answer 101 101; 9 hold; 10 ring 102; 19 miss 102", CallType::Inbound, "+44777", "101", "+44777"),
        ("0 in; 3 answer 101 101; 9 hold; 10 ring 102; 12 answer 102", CallType::Inbound, "+44777", "101", "+44777"),
        (
            "0 in; 3 answer 101 101; 9 hold; 10 ring 102; 12 answer 102; 15 attended 101 102",
            CallType::Inbound,
            "+44777",
            "102",
            "+44777",
        ),
        (
            "0 in; 3 answer 101 101; 9 hold; 10 ring 102; 12 answer 102; 15 leave 101",
            CallType::Inbound,
            "+44777",
            "102",
            "+44777",
        ),
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
    for (script, agents, groups) in [
        (
            "0 in; 1 queue vip; 2 ring 104; 9 miss 104; 12 left timeout; 12 queue sales; 13 ring 101; 15 answer 101; \
             20 blind 101 103; 20 ring 103; 22 answer 103; 60 end customer",
            "101 103",
            "vip sales",
        ),
        // A transfer tells who had the call and where it goes, also where nothing else does.
        ("0 in; 9 requeue 101 support; 60 end customer", "101", "support"),
        ("0 in; 3 answer; 9 blind 101 102; 9 ring 102; 12 answer; 60 end customer", "101 102", ""),
        // A colleague who was asked and answered was there.
        ("0 in; 3 answer 101; 9 hold; 10 ring 102; 12 answer 102; 20 resume; 60 end customer", "101 102", ""),
        ("0 in; 3 answer 101; 9 hold; 10 ring 102; 12 answer; 20 resume; 60 end customer", "101 102", ""),
        // The queue says that somebody answered, and one phone rang.
        ("0 in; 1 queue sales; 2 ring 101; 5 left answered; 60 end customer", "101", "sales"),
        ("0 in; 1 queue sales; 2 ring 101; 2 ring 102; 5 left answered; 60 end customer", "", "sales"),
        ("0 in; 1 queue sales; 2 ring 101; 5 left answered; 5.1 answer 102; 60 end customer", "102", "sales"),
    ] {
        let row = folded(script).row;
        assert_eq!(row.agents.iter().map(|it| it.id.as_str()).collect::<Vec<_>>().join(" "), agents, "{script}");
        assert_eq!(row.skill_groups.iter().map(|it| it.id.as_str()).collect::<Vec<_>>().join(" "), groups, "{script}");
    }
}

#[test]
fn a_customer_is_on_hold_until_somebody_is_back() {
    for (script, hold_s, talk_s) in [
        ("0 in; 3 answer 101; 9 hold; 10 ring 102; 12 answer 102; 20 resume; 30 end agent", 11, 16),
        ("0 in; 3 answer 101; 9 hold; 10 ring 102; 12 answer 102; 20 attended 101 102; 30 end agent", 11, 16),
        ("0 in; 3 answer 101; 9 hold; 10 ring 102; 12 answer 102; 20 leave 101; 30 end agent", 11, 16),
        ("0 in; 3 answer 101; 9 hold 101; 10 ring 102; 12 answer 102; 14 leave 102; 20 end customer", 11, 6),
        ("0 in; 3 answer; 9 hold; 10 ring 102; 12 answer 102; 20 leave 101; 30 end agent", 11, 16),
        ("0 in; 3 answer 101; 9 hold; 12 answer 101; 30 end agent", 3, 24),
        ("0 in; 3 answer 101; 9 hold; 10 prompt; 30 end customer", 21, 6),
        ("0 out; 9 pickup +44777; 30 hold; 31 ring 102; 40 end customer", 10, 21),
        ("0 in; 9 answer; 30 hold; 31 ring 102; 40 end customer", 10, 21),
        ("0 in; 3 answer 101; 9 hold; 12 blind 101 103; 13 ring 103; 15 answer 103; 30 end agent", 3, 21),
    ] {
        let durations = folded(script).durations;
        assert_eq!((durations.hold_ms, durations.talk_ms), (hold_s * 1000, talk_s * 1000), "{script}");
    }
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
    assert_eq!(row.hangup_reason, Some(HangupReason::Normal));
}

#[test]
fn a_row_holds_no_text_that_disturbs_other_text() {
    let mut events = events("0 in; 3 answer 101; 5 record r1; 6 lost r1; 9 reason x; 20 end customer");
    let hidden = "a\u{202e}b\nc\u{2066}".to_owned() + &"d".repeat(600);
    for event in &mut events {
        match &mut event.kind {
            EventKind::CallStarted { customer_name, .. } => *customer_name = Some(hidden.clone()),
            EventKind::Answered { agent: Some(agent), .. } => agent.name.clone_from(&hidden),
            EventKind::RecordingStarted { channels, .. } => *channels = Some(hidden.clone()),
            EventKind::RecordingFailed { reason, .. } => reason.clone_from(&hidden),
            EventKind::IvrNodeEntered { hangup_reason, .. } => *hangup_reason = Some(HangupReason::from_text(&hidden)),
            EventKind::HungUp { cause, .. } => {
                *cause = Some(Cause { protocol: hidden.clone(), code: 1, text: Some(hidden.clone()) });
            }
            _ => {}
        }
    }
    let row = fold(&mut events, &[]).expect("events").row;
    let cause = row.cause.expect("told");
    for text in [
        row.customer_name.as_deref(),
        row.agents.first().map(|it| it.name.as_str()),
        row.recordings[0].channels.as_deref(),
        row.recordings[0].reason.as_deref(),
        Some(cause.protocol.as_str()),
        cause.text.as_deref(),
    ] {
        let text = text.expect("the call has it");
        assert!(text.starts_with("ab\u{fffd}cddd") && text.chars().count() <= 255, "{text}");
    }
    assert_eq!(row.hangup_reason.map(|it| it.as_str().starts_with("a\u{fffd}b\u{fffd}c\u{fffd}ddd")), Some(true));
}

#[test]
fn no_hidden_mark_turns_an_unknown_reason_into_a_known_one() {
    let mut events = events("0 in; 9 reason x; 20 end customer");
    if let EventKind::IvrNodeEntered { hangup_reason, .. } = &mut events[1].kind {
        *hangup_reason = Some(HangupReason::from_text("nor\u{200e}mal"));
    }
    let row = fold(&mut events, &[]).expect("events").row;
    assert_eq!(row.hangup_reason.map(|it| it.to_string()), Some("nor\u{fffd}mal".to_owned()));
}
