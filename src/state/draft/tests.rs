use call_records_wire::problem::{OUTSIDE_SEARCH_WINDOW, Problem};
use call_records_wire::time::Timestamp;

use super::fault::faults_of;
use super::*;
use crate::calendar::{Moment, Preset, Range, Side};
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
    fields.days.show(Range::Preset(Preset::Yesterday), now());
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

fn of(address: &str) -> Fields {
    let (query, fragment) = address.split_once('#').unwrap_or((address, ""));
    Fields::of(&read(query, fragment).view, now())
}

/// The fields after something was typed, asked for, and shown.
fn asked(mut fields: Fields, name: &'static str, text: &str) -> Fields {
    fields.set_text(name, text.to_owned());
    let (view, _) = fields.good(utc);
    Fields::of(&view, now()).keeping(&fields)
}

#[test]
fn what_is_typed_stays_as_it_is_typed_while_it_is_asked_for() {
    for (name, text) in
        [("caller_number", "555-"), ("q", "zoe "), ("min_talk_ms", "2m"), ("call_id", "a, "), ("agent", "zo")]
    {
        let fields = asked(of("?range=today"), name, text);
        assert_eq!(fields.text(name), text, "{name}");
        assert_eq!(fields.tokens, [], "{name}");
    }
    // What cannot be asked for stays too.
    assert_eq!(asked(of("?range=today"), "caller_number", "12").text("caller_number"), "12");
}

#[test]
fn another_view_replaces_what_was_asked_for_and_nothing_else() {
    let mut fields = asked(of("?range=today"), "caller_number", "555");
    fields.set_text("callee_number", "12".to_owned());
    let back = of("?range=today#customer_number=666").keeping(&fields);
    assert_eq!(["caller_number", "callee_number", "customer_number"].map(|name| back.text(name)), ["", "12", "666"]);
    assert_eq!(of("?range=today").keeping(&asked(of("?range=today"), "agent", "zo")).text("agent"), "");
}

#[test]
fn a_name_that_is_typed_to_its_end_is_a_token() {
    let mut fields = asked(of("?range=today#agent=Bob"), "agent", "zo; amy");
    assert_eq!(fields.tokens.len(), 1);
    fields.settle("agent");
    let names = |fields: &Fields| fields.tokens.iter().map(|token| token.1.clone()).collect::<Vec<_>>();
    assert_eq!((fields.text("agent"), names(&fields)), ("", vec!["Bob".to_owned(), "zo".to_owned(), "amy".to_owned()]));
    fields.settle("agent");
    assert_eq!(names(&fields).len(), 3);
}

#[test]
fn a_length_that_is_typed_to_its_end_is_shown_in_one_form() {
    let mut fields = asked(of("?range=today"), "min_talk_ms", "1h 5m");
    fields.settle("min_talk_ms");
    assert_eq!(fields.text("min_talk_ms"), "1:05:00");
}

#[test]
fn what_is_good_is_asked_for_without_what_is_wrong() {
    let mut fields = of("?range=today&call_type=inbound#agent=Bob");
    fields.set_text("caller_number", "12".to_owned());
    fields.set_text("min_wait_ms", "2m".to_owned());
    fields.set_text("max_wait_ms", "1m".to_owned());
    let (view, faults) = fields.good(utc);
    assert_eq!(write(&view, None), "?range=today&call_type=inbound&min_wait_ms=120000#agent=Bob");
    let names: Vec<&str> = faults.iter().map(|fault| fault.name.as_str()).collect();
    assert_eq!(names, ["caller_number", "max_wait_ms"]);
}

#[test]
fn values_are_removed_from_whatever_field_they_stand_in() {
    let mut fields =
        of("?call_type=inbound&call_type=outbound#agent=Bob&agent_id=7&number=555&number=%2B442&call_id=a&call_id=b");
    let parts = [("call_type", "inbound"), ("agent_id", "7"), ("number", "+442"), ("call_id", "a")];
    fields.remove(&parts.map(|(name, value)| (name, value.to_owned())));
    assert_eq!(write(&fields.good(utc).0, None), "?range=today&call_type=outbound#number=555&agent=Bob&call_id=b");
}

#[test]
fn what_is_taken_over_adds_to_what_is_there_up_to_what_a_search_takes() {
    let mut fields = of("?range=today&has_recording=false#number=555&agent=Bob&call_id=a");
    let parts =
        [("number", "555"), ("number", "+442"), ("agent", "Amy"), ("has_recording", "true"), ("min_talk_ms", "90000")];
    let mut parts: Vec<_> = parts.map(|(name, value)| (name, value.to_owned())).to_vec();
    parts.extend((0..600).map(|at| ("call_id", format!("id{at}"))));
    let left = fields.take(parts);
    assert_eq!((left.len(), left[0].1.as_str()), (101, "id499"));
    let view = fields.good(utc).0;
    assert_eq!(view.filter.call_id.len(), 500);
    let rest = View { filter: call_records_wire::filter::CallFilter { call_id: Vec::new(), ..view.filter }, ..view };
    assert_eq!(
        write(&rest, None),
        "?range=today&min_talk_ms=90000&has_recording=true#number=555&number=%2B442&agent=Bob&agent=Amy"
    );
}

#[test]
fn an_end_that_was_left_alone_stands_for_what_it_stood_for_in_every_zone() {
    fn an_hour_on(_: i64) -> i64 {
        3_600_000
    }
    let view = read("from=2026-11-01T09:00:30.250Z&to=2026-11-02T09:00:00.000Z", "").view;
    let mut fields = Fields::of(&view, now());
    let stood_for = fields.days.end(Side::From, now()).expect("a good end").map(|it| it.moment);
    assert_eq!(stood_for, Some(Moment::At(1_793_523_630_250)));
    fields.days.to = "2026-11-03 08:00".to_owned();
    let there = Now { earliest: 0, ..Now::new(1_795_435_200_000, 30, an_hour_on) };
    let fields = Fields::of(&view, there).keeping(&fields);
    assert_eq!((fields.days.from.as_str(), fields.days.to.as_str()), ("2026-11-01 10:00:30", "2026-11-03 08:00"));
}
