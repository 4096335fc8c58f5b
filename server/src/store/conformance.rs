//! What every store must do, whichever database is below it.

/// Saved views and preferences.
pub(super) mod views;

use std::collections::BTreeSet;

use call_records_wire::call::CallRow;
use call_records_wire::event::Event;
use call_records_wire::filter::{Pairs, parse_search};
use call_records_wire::page::{PageRequest, Sort, Total};
use call_records_wire::time::Timestamp;
use call_records_wire::words::{AudioFormat, HangupReason, RecordingState, Status};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use super::{Appended, CallStore, Kept, NewEvent, StoredRecording};
use crate::domain::RecordingFact;

/// The objects of recordings.
mod audio;
/// What people write on calls, and the calls of one customer.
mod story;

pub(super) use audio::{deletes_recordings, gives_up_what_no_recording_holds};
pub(super) use story::{finds_the_calls_of_a_customer, keeps_notes_and_tags};

const START_MS: i64 = 1_795_000_000_000;

fn new_event(id: &str, call_id: &str, at_ms: i64, event_type: &str, data: Value) -> NewEvent {
    let document = json!({
        "specversion": "1.0", "id": id, "source": "conformance", "subject": call_id, "type": event_type,
        "time": Timestamp::from_millis(START_MS + at_ms), "data": data,
    });
    let event = Event::from_json(&document).unwrap_or_else(|faults| panic!("{event_type}: {faults:?}"));
    NewEvent { event, document: document.to_string() }
}

pub(super) fn inbound(call_id: &str, at_ms: i64) -> Vec<NewEvent> {
    let agent = json!({"id": "101", "name": "Alice Moreau"});
    [
        (
            0,
            "call.started",
            json!({"call_type": "inbound", "caller_number": "+44 20 7946 0101", "callee_number": "+12025550100"}),
        ),
        (1_000, "call.queued", json!({"skill_group": {"id": "sales", "name": "Sales"}})),
        (5_000, "call.answered", json!({"agent": agent})),
        (65_000, "call.hung_up", json!({"by": "agent"})),
    ]
    .into_iter()
    .enumerate()
    .map(|(n, (after, event_type, data))| {
        new_event(&format!("{call_id}-{n}"), call_id, at_ms + after, event_type, data)
    })
    .collect()
}

pub(super) async fn keeps_events_once(store: &dyn CallStore) {
    let events = inbound("c1", 0);
    let first = store.append(events[..2].to_vec()).await.expect("two events");
    assert_eq!(first, Appended(vec![true, true]));
    let again = store.append(events.clone()).await.expect("two more, two again");
    assert_eq!(again, Appended(vec![false, false, true, true]));
    assert_eq!((again.fresh(), again.known()), (2, 2));
    let doubled = store.append([inbound("c2", 0), inbound("c2", 0)].concat()).await.expect("each twice at once");
    assert_eq!((doubled.fresh(), doubled.known()), (4, 4));
    let call = store.call("c1").await.expect("a call").expect("it is there");
    assert_eq!(call.log.len(), 4);
    assert_eq!(call.row.hangup_reason, Some(HangupReason::Normal));
    assert_eq!(call.durations.talk_ms, 60_000);
    assert_eq!(call.explanation.expect("it ended").events, [2, 3]);
    assert_eq!(store.call("c3").await.expect("an answer"), None);
}

pub(super) async fn bounds_one_call(store: &dyn CallStore) {
    let keys = |from: usize, to: usize| -> Vec<NewEvent> {
        let key = |n: usize| new_event(&format!("k{n}"), "c1", 100, "call.key_pressed", json!({"key": "1"}));
        (from..to).map(key).collect()
    };
    store.append(inbound("c1", 0)).await.expect("a call");
    let refused = store.append([keys(0, 10_000), inbound("c2", 0)].concat()).await;
    assert!(matches!(refused, Err(super::StoreError::CallFull { call_id, .. }) if call_id == "c1"));
    assert_eq!(store.call("c1").await.expect("an answer").expect("a call").log.len(), 4, "all or nothing");
    assert_eq!(store.call("c2").await.expect("an answer"), None);
    store.append(keys(0, 9_996)).await.expect("as many as a call may have");
    store.append(inbound("c1", 0)).await.expect("known events are welcome still");
    assert!(store.append(keys(9_996, 9_997)).await.is_err());
    store.append(inbound("c2", 0)).await.expect("others are not held up");
}

pub(super) async fn knows_the_reasons_of_its_calls(store: &dyn CallStore) {
    let mut events = inbound("c1", 0);
    let node = json!({"node_id": "n", "node_kind": "hangup_reason", "hangup_reason": "robot_tired"});
    events.insert(1, new_event("c1-n", "c1", 500, "call.ivr_node_entered", node));
    events.truncate(2);
    events.push(new_event("c1-e", "c1", 900, "call.hung_up", json!({"by": "system"})));
    store.append(events).await.expect("a call");
    for (reason, known) in [("robot_tired", true), ("robot", false), ("normal", false)] {
        assert_eq!(store.has_reason(reason).await.expect("an answer"), known, "{reason}");
    }
}

pub(super) async fn numbers_every_change(store: &dyn CallStore) {
    let mut woken = store.changes();
    let before = *woken.borrow_and_update();
    for event in inbound("c1", 0) {
        store.append(vec![event]).await.expect("one event");
    }
    store.append(inbound("c2", 0)).await.expect("a whole call");
    assert!(woken.has_changed().expect("the store is open"));
    let after_all = *woken.borrow_and_update();
    let changed = store.changed_after(before, 100).await.expect("changes");
    assert_eq!(changed.iter().map(|row| row.call_id.as_str()).collect::<Vec<_>>(), ["c1", "c2"], "by last change");
    assert_eq!(changed.last().map(|row| row.change), Some(after_all));
    assert!(store.changed_after(after_all, 100).await.expect("no changes").is_empty());
    assert_eq!(store.changed_after(before, 1).await.expect("one change").len(), 1);
    store.append(inbound("c2", 0)).await.expect("known events");
    assert!(!woken.has_changed().expect("the store is open"), "what changes nothing wakes nobody");
}

pub(super) fn recording(call_id: &str, recording_id: &str, digest: u8) -> StoredRecording {
    StoredRecording {
        call_id: call_id.to_owned(),
        fact: RecordingFact {
            recording_id: recording_id.to_owned(),
            state: RecordingState::Available,
            arrived_at: Timestamp::from_millis(START_MS),
            format: AudioFormat::Mp3,
            duration_ms: 60_000,
            bytes: 240_000,
            channel_count: 2,
            reason: None,
            deleted_at: None,
        },
        sha256: [digest; 32],
        object_key: format!("{recording_id}.mp3"),
        plays: true,
    }
}

pub(super) async fn keeps_recordings(store: &dyn CallStore) {
    let early = recording("c1", "r1", 1);
    assert_eq!(store.put_recording(early.clone()).await.expect("before its call"), Kept::New);
    assert_eq!(store.call("c1").await.expect("an answer"), None, "a recording alone is no call yet");
    store.append(inbound("c1", 0)).await.expect("its call");
    let row = store.call("c1").await.expect("a call").expect("it is there").row;
    assert_eq!(row.recordings.len(), 1);
    assert!(row.has_recording());
    let change = row.change;
    assert_eq!(store.put_recording(early.clone()).await.expect("again"), Kept::Known);
    assert_eq!(store.put_recording(recording("c1", "r1", 2)).await.expect("other bytes"), Kept::Conflict);
    assert_eq!(store.put_recording(recording("c9", "r1", 1)).await.expect("another call"), Kept::Conflict);
    assert_eq!(store.put_recording(recording("c1", "r2", 3)).await.expect("a second"), Kept::New);
    let row = store.call("c1").await.expect("a call").expect("it is there").row;
    assert_eq!(row.recordings.len(), 2);
    assert!(row.change > change, "a recording is a change of its call");
    assert_eq!(store.recording("r1").await.expect("a recording"), Some(early));
    assert_eq!(store.recording("r9").await.expect("an answer"), None);
}

/// The events of a made-up call, as a generator of arbitrary calls needs them.
fn arbitrary_call() -> impl Strategy<Value = Vec<(i64, &'static str, Value)>> {
    let number = proptest::sample::select(vec![
        "+44 20 7946 0101",
        "+442079460102",
        "02079460103",
        "+12025550100",
        "+1 (202) 555-0199",
        "anonymous",
        "5550123",
        "",
    ]);
    let agent = proptest::sample::select(vec![
        ("101", "Alice Moreau"),
        ("103", "李娜"),
        ("104", "Zoë Fischer"),
        ("104", "Zoe F."),
    ]);
    let group = proptest::sample::select(vec![("sales", "Sales"), ("support", "Soporte Técnico"), ("vip", "VIP")]);
    let name = proptest::option::of(proptest::sample::select(vec![
        "Jörg Müller",
        "O'Brien",
        "<script>alert(1)</script>",
        "%_",
    ]));
    let call_type = proptest::sample::select(vec!["inbound", "outbound", "predictive_outbound", "conference"]);
    let step = (
        0..20_000i64,
        proptest::sample::select(vec![
            "menu", "queue", "left", "ring", "miss", "answer", "hold", "reason", "end", "tag", "untag", "record",
            "sing",
        ]),
        agent,
        group,
    );
    (call_type, number.clone(), number, name, proptest::collection::vec(step, 0..7)).prop_map(
        |(call_type, caller, callee, name, steps)| {
            let mut events = vec![(
                0,
                "call.started",
                json!({"call_type": call_type, "caller_number": caller, "callee_number": callee, "customer_name": name}),
            )];
            events.extend(steps.into_iter().map(|(at, word, agent, group)| {
                let agent = json!({"id": agent.0, "name": agent.1});
                let (event_type, data) = match word {
                    "menu" => ("call.ivr_node_entered", json!({"node_id": "m", "node_kind": "menu"})),
                    "queue" => ("call.queued", json!({"skill_group": {"id": group.0, "name": group.1}})),
                    "left" => ("call.queue_left", json!({"reason": "timeout"})),
                    "ring" => ("call.agent_ringing", json!({"agent": agent, "number": "8001"})),
                    "miss" => ("call.agent_missed", json!({"agent": agent, "reason": "no_answer"})),
                    "answer" => ("call.answered", json!({"agent": agent})),
                    "hold" => ("call.held", json!({})),
                    "reason" => (
                        "call.ivr_node_entered",
                        json!({"node_id": "r", "node_kind": "hangup_reason", "hangup_reason": "queue_timeout"}),
                    ),
                    "end" => ("call.hung_up", json!({"by": "customer"})),
                    "tag" => ("call.tagged", json!({"tag": group.1})),
                    "untag" => ("call.untagged", json!({"tag": group.1})),
                    "record" => ("recording.started", json!({"recording_id": format!("r{at}")})),
                    _ => ("call.sang", json!({})),
                };
                (at, event_type, data)
            }));
            events
        },
    )
}

/// Some fields of a search, of values that hit and miss.
fn arbitrary_filter() -> impl Strategy<Value = Vec<(&'static str, String)>> {
    let field = proptest::sample::select(vec![
        ("caller_number", "7946"),
        ("caller_number", "+44"),
        ("caller_number", "+4420"),
        ("callee_number", "0101"),
        ("callee_number", "8001"),
        ("customer_number", "+1202"),
        ("customer_number", "555"),
        ("number", "207946010"),
        ("number", "999"),
        ("agent", "ali"),
        ("agent", "李"),
        ("agent", "zoe"),
        ("agent", "nobody"),
        ("agent_id", "104"),
        ("agent_id", "10"),
        ("skill_group", "tecnico"),
        ("skill_group", "s"),
        ("skill_group_id", "vip"),
        ("tag", "vip"),
        ("tag", "SOPORTE tecnico"),
        ("tag", "vi"),
        ("call_type", "inbound"),
        ("call_type", "outbound,conference"),
        ("hangup_reason", "normal"),
        ("hangup_reason", "queue_timeout,abandoned_in_queue"),
        ("hangup_reason", "unheard_of"),
        ("status", "ended"),
        ("status", "queued,connected"),
        ("status", "ringing"),
        ("hung_up_by", "customer"),
        ("hung_up_by", "agent,system"),
        ("call_id", "call-7"),
        ("call_id", "call-11"),
        ("call_id", "none"),
        ("min_talk_ms", "4000"),
        ("max_talk_ms", "9000"),
        ("min_wait_ms", "1"),
        ("max_wait_ms", "5000"),
        ("has_recording", "true"),
        ("has_recording", "false"),
        ("q", "müll"),
        ("q", "alert(1)"),
        ("q", "%"),
        ("q", "call-1"),
        ("q", "7946 01"),
        ("q", "vip"),
        ("q", "Zo"),
        ("from", "2026-11-18T13:50:00.000Z"),
        ("to", "2026-11-19T00:00:00.000Z"),
        ("to", "2026-11-18T14:30:00.000Z"),
    ]);
    proptest::collection::vec(field.prop_map(|(name, value)| (name, value.to_owned())), 0..4)
}

pub(super) async fn lists_what_the_filter_matches(store: &dyn CallStore) {
    let mut runner = TestRunner::deterministic();
    let calls = proptest::collection::vec((arbitrary_call(), 0..86_400_000i64), 120);
    let calls = calls.new_tree(&mut runner).expect("calls").current();
    for (n, (call, start)) in calls.iter().enumerate() {
        let call_id = format!("call-{n}");
        let events = call.iter().enumerate().map(|(m, (at, event_type, data))| {
            new_event(&format!("{call_id}-{m}"), &call_id, start + at, event_type, data.clone())
        });
        store.append(events.collect()).await.expect("a call");
        if n % 3 == 0 {
            store.put_recording(recording(&call_id, &format!("{call_id}-r"), 1)).await.expect("a recording");
        }
    }
    let all = rows(store.walk(&parse(&[]), None, 200).await.expect("all calls").items);
    assert_eq!(all.len(), 120);
    let filters = arbitrary_filter();
    let (mut hits, mut tagged) = (0, 0);
    for round in 0..400 {
        let fields = filters.new_tree(&mut runner).expect("a filter").current();
        let sort = Sort::ALL[round % Sort::ALL.len()];
        let Some(filter) = try_parse(&fields) else { continue };
        let mut expected: Vec<&CallRow> = all.iter().filter(|row| filter.matches(row)).collect();
        expected.sort_by_key(|row| place(sort, row));
        let (found, total) = read_all(store, &fields, sort).await;
        let ids = |rows: &[&CallRow]| rows.iter().map(|row| row.call_id.clone()).collect::<BTreeSet<_>>();
        assert_eq!(ids(&found.iter().collect::<Vec<_>>()), ids(&expected), "{fields:?}");
        assert_eq!(
            found.iter().map(|row| place(sort, row)).collect::<Vec<_>>(),
            expected.iter().map(|row| place(sort, row)).collect::<Vec<_>>(),
            "{fields:?} {sort}"
        );
        assert_eq!(total, Total { value: expected.len() as u64, exact: true }, "{fields:?}");
        hits += usize::from(!expected.is_empty());
        tagged += usize::from(!expected.is_empty() && fields.iter().any(|(name, _)| *name == "tag"));
        if sort == Sort::NEWEST_FIRST {
            let walked = rows(store.walk(&filter, None, 200).await.expect("a walk").items);
            assert_eq!(walked, found, "{fields:?}");
        }
    }
    assert!(hits > 100 && tagged > 0, "the filters must not all miss: {hits}, {tagged} of them by a tag");
}

/// Where a row stands in a list, but for ties.
fn place(sort: Sort, row: &CallRow) -> (i64, i64) {
    use call_records_wire::page::SortKey;
    let started = row.started_at.micros();
    let ms = |ms: u64| i64::try_from(ms).expect("short calls");
    let value = match sort.key {
        SortKey::StartedAt => started,
        SortKey::Duration => ms(row.duration_ms),
        SortKey::Wait => ms(row.wait_ms),
        SortKey::Talk => ms(row.talk_ms),
    };
    if sort.descending { (-value, -started) } else { (value, started) }
}

fn try_parse(fields: &[(&'static str, String)]) -> Option<call_records_wire::filter::CallFilter> {
    let pairs = Pairs(fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect());
    parse_search(&pairs).ok().map(|(filter, _)| filter)
}

fn parse(fields: &[(&'static str, String)]) -> call_records_wire::filter::CallFilter {
    try_parse(fields).expect("a filter")
}

fn rows(kept: Vec<super::KeptRow>) -> Vec<CallRow> {
    kept.iter().map(|row| row.parse().expect("what was kept can be read")).collect()
}

/// All pages, a few rows each.
async fn read_all(store: &dyn CallStore, fields: &[(&'static str, String)], sort: Sort) -> (Vec<CallRow>, Total) {
    let filter = parse(fields);
    let mut page = PageRequest { sort, limit: 17, cursor: None };
    let mut all = Vec::new();
    loop {
        let (found, total) = store.search(&filter, &page).await.unwrap_or_else(|error| panic!("{fields:?}: {error:?}"));
        all.extend(rows(found.items));
        match found.next {
            Some(next) => page.cursor = Some(next.to_string()),
            None => return (all, total),
        }
    }
}

pub(super) async fn totals_are_honest(store: &dyn CallStore) {
    for start in 0..11 {
        let calls: Vec<NewEvent> = (0..1_000)
            .map(|n| {
                let call_id = format!("c{start}-{n}");
                let data = json!({"call_type": "inbound", "caller_number": "+15550001", "callee_number": "+15550002"});
                new_event(&call_id, &call_id, i64::from(start * 1_000 + n), "call.started", data)
            })
            .collect();
        store.append(calls).await.expect("a thousand calls");
    }
    for fields in [vec![], vec![("number", "5550001".to_owned())], vec![("status", Status::Ringing.to_string())]] {
        let (rows, total) = store.search(&parse(&fields), &PageRequest::default()).await.expect("a page");
        assert_eq!(rows.items.len(), 50);
        assert_eq!(total, Total { value: 10_000, exact: false }, "{fields:?}");
    }
    let to = vec![("to", Timestamp::from_millis(START_MS + 10_000).to_string())];
    let (_, total) = store.search(&parse(&to), &PageRequest::default()).await.expect("a page");
    assert_eq!(total, Total { value: 10_000, exact: true });
}
