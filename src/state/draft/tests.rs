use call_records_wire::problem::OUTSIDE_SEARCH_WINDOW;
use call_records_wire::time::Timestamp;

use super::*;
use crate::state::place::{read, write};

fn utc(_: i64) -> i64 {
    0
}

fn now() -> Now {
    Now { earliest: 0, ..Now::new(1_795_435_200_000, 30, utc) }
}

fn round_trips(address: &str) {
    let (query, fragment) = address.split_once('#').unwrap_or((address, ""));
    let view = read(query, fragment).view;
    let read = Fields::of(&view, now()).to_view(utc).expect("fields as they are shown are good");
    assert_eq!(write(&read, None), address);
}

#[test]
fn fields_ask_for_what_they_show() {
    round_trips("?range=today");
    round_trips(
        "?range=last_30_days&call_type=inbound&hangup_reason=robot_tired&min_talk_ms=90000&has_recording=false",
    );
    round_trips("?from=2026-11-01T09:00:30.000Z#caller_number=555123&caller_number=%2B4477&agent=Zo%C3%AB&agent=Bob");
    round_trips("?range=today#agent_id=7&call_id=a&call_id=b");
}

#[test]
fn typing_a_date_ends_the_preset() {
    let mut fields = Fields::of(&View::default(), now());
    assert_eq!(fields.days.from, "2026-11-23 00:00");
    fields.days.from = "2026-11-20 08:00".to_owned();
    let view = fields.to_view(utc).expect("a good range");
    assert_eq!(write(&view, None), "?from=2026-11-20T08:00:00.000Z");
    fields.days.from = String::new();
    let everything = fields.to_view(utc).expect("no range is everything");
    assert_eq!(write(&everything, None), "?range=all");
}

#[test]
fn typing_one_end_of_a_range_leaves_the_other_as_it_was() {
    // The field shows no milliseconds.
    let view = read("from=2026-11-01T09:00:30.250Z&to=2026-11-02T09:00:00.000Z", "").view;
    let mut fields = Fields::of(&view, now());
    fields.days.to = "2026-11-03".to_owned();
    let view = fields.to_view(utc).expect("a good range");
    assert_eq!(write(&view, None), "?from=2026-11-01T09:00:30.250Z&to=2026-11-04T00:00:00.000Z");
}

#[test]
fn other_days_leave_what_was_typed() {
    let mut fields = Fields::of(&View::default(), now());
    fields.texts = vec![("agent", "amy".to_owned())];
    fields.days.from = "nonsense".to_owned();
    fields.days.show(Range::Preset(calendar::Preset::Yesterday), now());
    assert_eq!(write(&fields.to_view(utc).expect("good fields"), None), "?range=yesterday#agent=amy");
}

#[test]
fn every_fault_is_named_at_its_field() {
    let mut fields = Fields::of(&View::default(), now());
    fields.days.from = "2026-11-20".to_owned();
    fields.days.to = "2026-11-19".to_owned();
    fields.texts = vec![
        ("caller_number", "12".to_owned()),
        ("callee_number", "abc".to_owned()),
        ("number", "5".repeat(65)),
        ("min_talk_ms", "soon".to_owned()),
        ("min_wait_ms", "9".to_owned()),
        ("max_wait_ms", "1".to_owned()),
        ("max_talk_ms", "1:00, 2:00".to_owned()),
        ("q", "x".repeat(256)),
        ("agent", "x;".repeat(101)),
    ];
    let faults = fields.to_view(utc).expect_err("much is wrong");
    for (name, kind) in [
        ("to", FaultKind::EndsBeforeStart),
        ("caller_number", FaultKind::TooFewDigits),
        ("callee_number", FaultKind::NotANumber),
        ("number", FaultKind::TooLong("64".to_owned())),
        ("min_talk_ms", FaultKind::NotALength),
        ("max_wait_ms", FaultKind::MaxBelowMin),
        ("max_talk_ms", FaultKind::TooMany("1".to_owned())),
        ("q", FaultKind::TooLong("255".to_owned())),
        ("agent", FaultKind::TooMany("100".to_owned())),
    ] {
        assert!(faults.contains(&Fault::at(name, kind.clone())), "{name} {kind:?} {faults:?}");
    }
}

#[test]
fn what_the_server_refuses_is_a_fault_that_the_page_can_word() {
    let earliest = Timestamp::from_millis(1_000);
    let problem = |earliest, pointer, detail| Problem {
        kind: OUTSIDE_SEARCH_WINDOW.to_owned(),
        title: String::new(),
        status: 422,
        detail: None,
        errors: vec![call_records_wire::problem::Fault::at(pointer, detail)],
        earliest,
    };
    let early = problem(Some(earliest), "/from", "must be 1970-01-01T00:00:01.000Z or later");
    assert_eq!(faults_of(&early), [Fault::at("from", FaultKind::TooEarly(earliest))]);
    let many = problem(None, "/call_id/3", "takes at most 500 values");
    assert_eq!(faults_of(&many), [Fault::at("call_id", FaultKind::TooMany("500".to_owned()))]);
}

#[test]
fn pasted_ids_may_stand_in_any_shape() {
    let mut fields = Fields::of(&View::default(), now());
    fields.texts = vec![("call_id", " a\nb,c; d ".to_owned()), ("agent", "Weiss, Dana".to_owned())];
    let filter = fields.to_view(utc).expect("good fields").filter;
    assert_eq!(filter.call_id, ["a", "b", "c", "d"]);
    assert_eq!(filter.agent.len(), 1);
}
