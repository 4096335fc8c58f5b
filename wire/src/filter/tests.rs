use proptest::prelude::*;

use super::*;
use crate::call::{Agent, Recording, SkillGroup};
use crate::page::{PageRequest, Sort};
use crate::words::RecordingState;

fn row() -> CallRow {
    CallRow {
        call_id: "1795412833.0".to_owned(),
        change: 1,
        call_type: CallType::Inbound,
        status: Status::Ended,
        started_at: "2026-11-23T09:30:00.000Z".parse().expect("an instant"),
        connected_at: None,
        answered_at: None,
        ended_at: None,
        caller_number: "+44 20 7946-0101".to_owned(),
        callee_number: "+12025550100".to_owned(),
        customer_number: "+44 20 7946-0101".to_owned(),
        customer_name: Some("Zoë Smith".to_owned()),
        agents: vec![Agent { id: "103".to_owned(), name: "李娜".to_owned() }],
        ringing: Vec::new(),
        skill_groups: vec![SkillGroup { id: "sales".to_owned(), name: "Sales EMEA".to_owned() }],
        hangup_reason: Some(HangupReason::Normal),
        hung_up_by: Some(HungUpBy::Agent),
        cause: None,
        wait_ms: 5_000,
        talk_ms: 60_000,
        duration_ms: 65_000,
        stages: Vec::new(),
        recordings: vec![Recording {
            recording_id: "r1".to_owned(),
            state: RecordingState::Available,
            started_at: None,
            format: None,
            duration_ms: None,
            bytes: None,
            channels: None,
            reason: None,
            deleted_at: None,
        }],
        tags: vec!["Crème brûlée".to_owned(), "VIP".to_owned()],
    }
}

fn parse(query: &[(&str, &str)]) -> Result<(CallFilter, PageRequest), Vec<FieldFault>> {
    parse_search(&Pairs(query.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect()))
}

#[test]
fn each_field_keeps_and_drops_the_right_call() {
    for (field, kept, dropped) in [
        ("from", "2026-11-23T09:30:00.000Z", "2026-11-23T09:30:00.001Z"),
        ("to", "2026-11-23T09:30:00.001Z", "2026-11-23T09:30:00.000Z"),
        ("caller_number", "7946 01", "555"),
        ("caller_number", "+442", "+4420794602"),
        ("callee_number", "0100", "+0100"),
        ("customer_number", "(20) 7946", "12025550100"),
        ("number", "12025550100", "999"),
        ("agent", "李", "Bob"),
        ("agent_id", "103", "10"),
        ("skill_group", "sales e", "support"),
        ("skill_group_id", "sales", "Sales"),
        ("tag", "vip", "vi"),
        ("tag", " creme BRULEE ", "creme"),
        ("call_type", "inbound,outbound", "conference"),
        ("hangup_reason", "normal", "voicemail"),
        ("status", "ended", "queued"),
        ("hung_up_by", "agent", "system"),
        ("call_id", "1795412833.0", "1795412833"),
        ("min_talk_ms", "60000", "60001"),
        ("max_talk_ms", "60000", "59999"),
        ("min_wait_ms", "5000", "5001"),
        ("max_wait_ms", "5000", "4999"),
        ("has_recording", "true", "false"),
        ("q", "zoe", "zoo"),
        ("q", "7946", "7947"),
        ("q", "1795412", "95412"),
    ] {
        let matches =
            |value| parse(&[(field, value)]).unwrap_or_else(|faults| panic!("{field}: {faults:?}")).0.matches(&row());
        assert!(matches(kept), "{field}={kept} keeps the call");
        assert!(!matches(dropped), "{field}={dropped} drops the call");
    }
}

#[test]
fn fields_combine_with_and_and_values_with_or() {
    let matches = |query: &[(&str, &str)]| parse(query).expect("a filter").0.matches(&row());
    assert!(matches(&[("agent", "Bob"), ("agent", "李娜")]));
    assert!(!matches(&[("agent", "李娜"), ("skill_group", "support")]));
    assert!(matches(&[]));
}

#[test]
fn every_bad_field_is_named_with_what_is_allowed() {
    for (field, value, detail) in [
        ("from", "yesterday", "must be an RFC 3339 instant such as 2026-11-23T09:30:00.000Z"),
        ("caller_number", "12", "must have at least three digits"),
        (
            "number",
            "bob",
            "must be digits, with a leading + for a number from its start; spaces, dashes, dots and parentheses are ignored",
        ),
        ("call_type", "inbound,x", "must be one of inbound, outbound, predictive_outbound, conference"),
        ("min_talk_ms", "-1", "must be a whole number of milliseconds, zero or more"),
        ("has_recording", "maybe", "must be true or false"),
        ("limit", "0", "must be a whole number from 1 to 200"),
        ("limit", "201", "must be a whole number from 1 to 200"),
    ] {
        let faults = parse(&[(field, value)]).expect_err(field);
        assert_eq!(faults, [FieldFault { name: field.to_owned(), detail: detail.to_owned() }]);
    }
    let faults = parse(&[("colour", "red"), ("sort", "name"), ("status", "asleep")]).expect_err("three faults");
    assert_eq!(faults.iter().map(|fault| fault.name.as_str()).collect::<Vec<_>>(), ["colour", "sort", "status"]);
}

#[test]
fn a_window_must_not_be_empty() {
    let faults =
        parse(&[("from", "2026-11-23T09:00:00Z"), ("to", "2026-11-23T09:00:00Z")]).expect_err("an empty window");
    assert_eq!(faults[0].name, "to");
}

#[test]
fn a_json_body_reads_like_a_query_string() {
    let body = serde_json::json!({
        "call_type": ["inbound", "outbound"], "min_talk_ms": 1000, "has_recording": true, "number": "555 01", "agent": null,
        "sort": "-talk_ms", "limit": 20,
    });
    let (filter, page) = parse_search(&Pairs::from_json(&body).expect("a filter")).expect("a filter");
    assert_eq!(filter.call_type, [CallType::Inbound, CallType::Outbound]);
    assert_eq!(filter.talk_ms, Span { min: Some(1000), max: None });
    assert_eq!(filter.number[0].as_str(), "55501");
    assert_eq!((page.sort.as_str(), page.limit), ("-talk_ms", 20));
    let faults = Pairs::from_json(&serde_json::json!({"agent": {"id": 1}})).expect_err("an object is no value");
    assert_eq!(faults[0].name, "agent");
}

#[test]
fn at_most_five_hundred_call_ids_are_taken() {
    let ids = |count| Pairs((0..count).map(|n| ("call_id".to_owned(), n.to_string())).collect());
    assert_eq!(parse_search(&ids(500)).expect("as many as allowed").0.call_id.len(), 500);
    assert_eq!(parse_search(&ids(900)).expect_err("too many").len(), 1);
}

#[test]
fn every_order_is_read_back_from_its_spelling() {
    for sort in Sort::ALL {
        assert_eq!(sort.as_str().parse(), Ok(sort));
    }
}

fn filters() -> impl Strategy<Value = CallFilter> {
    let text = || proptest::collection::vec("[a-zA-ZäöüéИ李娜0-9 .'&=#-]{1,12}[a-z]", 0..3);
    let number = || {
        proptest::collection::vec("\\+?[0-9]{3,9}", 0..3)
            .prop_map(|all| all.iter().map(|it| NumberPattern::parse(it).expect("digits")).collect::<Vec<_>>())
    };
    let ids = || text().prop_map(|ids| ids.iter().map(|id| id.trim().to_owned()).collect::<Vec<_>>());
    (
        (number(), number(), number(), number()),
        (text(), ids(), text(), ids(), ids(), text(), text()),
        proptest::sample::subsequence(CallType::ALL, 0..=4),
        proptest::sample::subsequence(HangupReason::ALL.to_vec(), 0..=4),
        proptest::sample::subsequence(Status::ALL, 0..=4),
        proptest::sample::subsequence(HungUpBy::ALL, 0..=4),
        (
            proptest::option::of(0..1000u64),
            proptest::option::of(1000..9000u64),
            proptest::option::of(proptest::bool::ANY),
        ),
    )
        .prop_map(|(numbers, texts, call_type, hangup_reason, status, hung_up_by, (min, max, has_recording))| {
            CallFilter {
                from: min.map(|min| Timestamp::from_millis(1_795_000_000_000 + i64::try_from(min).expect("small"))),
                to: None,
                caller_number: numbers.0,
                callee_number: numbers.1,
                customer_number: numbers.2,
                number: numbers.3,
                agent: texts.0.iter().map(|it| NamePattern::new(it)).collect(),
                agent_id: texts.1,
                skill_group: texts.2.iter().map(|it| NamePattern::new(it)).collect(),
                skill_group_id: texts.3,
                tag: texts.6.iter().map(|it| NamePattern::new(it)).collect(),
                call_type,
                hangup_reason,
                status,
                hung_up_by,
                call_id: texts.4,
                talk_ms: Span { min, max },
                wait_ms: Span { min, max: None },
                has_recording,
                q: texts.5.iter().map(|it| Anything::new(it)).collect(),
            }
        })
}

proptest! {
    #[test]
    fn a_printed_filter_is_read_back_the_same(filter in filters()) {
        let pairs = Pairs(filter.to_pairs().into_iter().map(|(name, value)| (name.to_owned(), value)).collect());
        prop_assert_eq!(parse_search(&pairs).expect("what is printed can be read").0, filter);
    }

    #[test]
    fn no_search_makes_the_reader_panic(pairs in proptest::collection::vec(("[a-z_]{1,14}", ".*"), 0..6)) {
        let _ = parse_search(&Pairs(pairs));
    }
}
