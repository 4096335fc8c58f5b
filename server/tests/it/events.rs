//! `POST /api/v1/events`: one event, or a batch.

use axum::http::{Method, StatusCode};
use call_records_wire::paths;
use call_records_wire::words::{HangupReason, Status};
use serde_json::{Value, json};

use crate::made::{begun, event, inbound};
use crate::world::{BATCH, ONE, World, counts};

#[tokio::test]
async fn one_event_makes_a_call() {
    let world = World::new().await;
    let answer = world.try_send(ONE, begun("c1", 0).to_string()).await.expect(StatusCode::ACCEPTED);
    assert_eq!(answer.json(), json!({"new": 1, "known": 0}));
    let call = world.call("c1").await;
    assert_eq!(call.row.status, Status::Ringing);
    assert_eq!(call.row.caller_number, "+44 20 7946 0101");
}

#[tokio::test]
async fn a_batch_makes_calls() {
    let world = World::new().await;
    assert_eq!(world.send_events(&[inbound("c1", 0), inbound("c2", 10_000)].concat()).await, (10, 0));
    assert_eq!(world.list("").await.total.value, 2);
    assert_eq!(world.call("c2").await.row.hangup_reason, Some(HangupReason::Normal));
}

#[tokio::test]
async fn an_empty_batch_is_fine() {
    assert_eq!(World::new().await.send_events(&[]).await, (0, 0));
}

#[tokio::test]
async fn a_type_with_parameters_or_capitals_is_the_same_type() {
    let world = World::new().await;
    for media_type in [
        "application/cloudevents+json; charset=utf-8",
        "Application/CloudEvents+JSON",
        "application/cloudevents+json ;x=y",
    ] {
        let answer = world.try_send(media_type, begun("c1", 0).to_string()).await;
        answer.expect(StatusCode::ACCEPTED);
    }
}

#[tokio::test]
async fn sending_again_changes_nothing() {
    let world = World::new().await;
    let events = inbound("c1", 0);
    assert_eq!(world.send_events(&events).await, (5, 0));
    let before = world.call("c1").await;
    assert_eq!(world.send_events(&events).await, (0, 5));
    assert_eq!(world.send_events(&[events.clone(), events.clone()].concat()).await, (0, 10));
    let answer = world.try_send(ONE, events[2].to_string()).await.expect(StatusCode::ACCEPTED);
    assert_eq!(counts(&answer.json()), (0, 1));
    assert_eq!(world.call("c1").await, before, "not even the number of the last change");
}

#[tokio::test]
async fn the_same_id_of_another_source_is_another_event() {
    let world = World::new().await;
    let mut other = begun("c1", 0);
    other["source"] = json!("pbx-2");
    assert_eq!(world.send_events(&[begun("c1", 0), other]).await, (2, 0));
    assert_eq!(world.call("c1").await.log.len(), 2);
}

#[tokio::test]
async fn the_first_of_two_documents_with_one_id_stays() {
    let world = World::new().await;
    let mut changed = begun("c1", 0);
    changed["data"]["caller_number"] = json!("+999999");
    assert_eq!(world.send_events(&[begun("c1", 0), changed]).await, (1, 1));
    assert_eq!(world.call("c1").await.row.caller_number, "+44 20 7946 0101");
}

#[tokio::test]
async fn one_bad_event_refuses_the_batch_and_every_fault_is_named() {
    let world = World::new().await;
    let mut several = begun("c3", 0);
    several["specversion"] = json!("0.3");
    several["time"] = json!("yesterday");
    several["data"] = json!({"call_type": "sideways", "caller_number": 5});
    let batch = json!([
        begun("c1", 0),
        several,
        7,
        event("e4", "c4", 0, "call.queued", json!({"skill_group": {"name": "Sales"}})),
        {"id": "e5"},
        event("e6", "c6", 0, "call.ivr_node_entered", json!({"node_id": "n", "node_kind": "hangup_reason"})),
        event("e7", "c7", 0, "call.hung_up", json!({"by": "nobody", "cause": {"protocol": "SIP", "code": -1}})),
        event("e8", "c8", 0, "call.started", json!([])),
    ]);
    let answer = world.try_send(BATCH, batch.to_string()).await;
    answer.problem(422, "invalid-events");
    let mut faults = answer.faults();
    faults.sort();
    assert_eq!(
        faults,
        [
            "1:/data/call_type",
            "1:/data/callee_number",
            "1:/data/caller_number",
            "1:/specversion",
            "1:/time",
            "2:",
            "3:/data/skill_group/id",
            "4:/source",
            "4:/specversion",
            "4:/subject",
            "4:/time",
            "4:/type",
            "5:/data/hangup_reason",
            "6:/data/by",
            "6:/data/cause/code",
            "7:/data",
        ]
    );
    assert_eq!(world.list("").await.total.value, 0, "none of the batch was kept");
    assert_eq!(world.send_events(&[begun("c1", 0)]).await, (1, 0), "and the good one is still new");
}

#[tokio::test]
async fn a_fault_of_a_single_event_has_no_index() {
    let world = World::new().await;
    let mut bad = begun("c1", 0);
    bad["data"]["caller_number"] = Value::Null;
    let answer = world.try_send(ONE, bad.to_string()).await;
    answer.problem(422, "invalid-events");
    assert_eq!(answer.faults(), ["/data/caller_number"]);
}

#[tokio::test]
async fn what_is_no_json_is_a_problem_of_its_own() {
    let world = World::new().await;
    for (media_type, body) in [
        (ONE, ""),
        (ONE, "{"),
        (ONE, "{} {}"),
        (ONE, "{\"id\": \"\u{1}\"}"),
        (BATCH, "[{}"),
        (BATCH, "{}"),
        (BATCH, "7"),
        (BATCH, "[1,]"),
    ] {
        let answer = world.try_send(media_type, body).await;
        answer.problem(400, "malformed-json");
    }
    let answer = world.try_send(ONE, b"{\"id\": \"\xff\xfe\"}".as_slice()).await;
    answer.problem(400, "malformed-json");
}

#[tokio::test]
async fn other_content_types_are_refused() {
    let world = World::new().await;
    for media_type in ["application/json", "text/plain", "application/x-www-form-urlencoded", "audio/wav", "nonsense"] {
        let answer = world.try_send(media_type, begun("c1", 0).to_string()).await;
        let problem = answer.problem(415, "unsupported-media-type");
        assert!(problem.detail.is_some_and(|detail| detail.contains("application/x-ndjson")), "it says what is taken");
    }
    let none = world.ask(Method::POST, paths::EVENTS).key(&world.key).send().await;
    none.problem(415, "unsupported-media-type");
    assert_eq!(world.list("").await.total.value, 0);
}

#[tokio::test]
async fn unknown_types_and_fields_are_kept_and_shown_as_they_came() {
    let world = World::new().await;
    let data = json!({"mood": "sunny", "deep": {"list": [1, 2.5, null, true, "x"]}, "big": 9_007_199_254_740_993_u64});
    let mut sang = event("e1", "c1", 5, "call.sang", data.clone());
    sang["traceparent"] = json!("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    sang["tenant"] = json!(7);
    let mut start = begun("c1", 0);
    start["data"]["shoe_size"] = json!(43);
    let bare = json!({
        "specversion": "1.0", "id": "e2", "source": "pbx", "subject": "c1", "type": "call.yawned",
        "time": "2026-11-23T12:00:01Z",
    });
    assert_eq!(world.send_events(&[sang, start, bare]).await, (3, 0));
    let log = world.call("c1").await.log;
    assert_eq!(
        log.iter().map(|it| it.event_type.as_str()).collect::<Vec<_>>(),
        ["call.started", "call.sang", "call.yawned"]
    );
    assert_eq!(log[0].data["shoe_size"], json!(43));
    assert_eq!(log[1].data, data);
    assert_eq!(log[2].data, Value::Null);
    let log = world.get(&paths::call("c1")).await.json()["log"].clone();
    assert_eq!(
        log[1]["extensions"],
        json!({"traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "tenant": 7})
    );
    assert_eq!(log[0].get("extensions"), None);
}

#[tokio::test]
async fn a_reason_of_a_newer_sender_is_kept_as_it_came() {
    let world = World::new().await;
    let node = json!({"node_id": "n", "node_kind": "hangup_reason", "hangup_reason": "robot_tired"});
    let events = [
        begun("c1", 0),
        event("e1", "c1", 10, "call.ivr_node_entered", node),
        event("e2", "c1", 20, "call.hung_up", json!({"by": "system"})),
    ];
    world.send_events(&events).await;
    assert_eq!(world.get(&paths::call("c1")).await.json()["hangup_reason"], "robot_tired");
    assert_eq!(world.list("hangup_reason=robot_tired").await.items.len(), 1);
    assert_eq!(world.list("hangup_reason=normal").await.items.len(), 0);
}

#[tokio::test]
async fn a_late_event_finds_its_place() {
    let world = World::new().await;
    let mut events = inbound("c1", 0);
    let start = events.remove(0);
    world.send_events(&events).await;
    assert_eq!(world.call("c1").await.row.caller_number, "");
    world.send_events(&[start]).await;
    let row = world.call("c1").await.row;
    assert_eq!((row.caller_number.as_str(), row.wait_ms, row.talk_ms), ("+44 20 7946 0101", 6_000, 60_000));
}

#[tokio::test]
async fn finer_times_than_milliseconds_keep_their_order() {
    let world = World::new().await;
    let mut first = event("z", "c1", 0, "call.queued", json!({"skill_group": {"id": "a", "name": "A"}}));
    first["time"] = json!("2026-11-23T12:00:00.000001Z");
    let mut second = event("a", "c1", 0, "call.queued", json!({"skill_group": {"id": "b", "name": "B"}}));
    second["time"] = json!("2026-11-23T13:00:00.000002+01:00");
    world.send_events(&[second, first]).await;
    let groups = world.call("c1").await.row.skill_groups;
    assert_eq!(groups.iter().map(|group| group.id.as_str()).collect::<Vec<_>>(), ["a", "b"]);
}

#[tokio::test]
async fn events_survive_a_restart() {
    let world = World::new().await;
    world.send_events(&inbound("c1", 0)).await;
    let before = world.call("c1").await;
    let world = world.restarted().await;
    assert_eq!(world.call("c1").await, before);
    assert_eq!(world.send_events(&inbound("c1", 0)).await, (0, 5));
}
