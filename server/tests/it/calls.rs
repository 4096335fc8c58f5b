//! `GET /api/v1/calls/{call_id}`: one call.

use axum::http::{Method, StatusCode};
use call_records_wire::paths;
use serde_json::{Value, json};

use crate::made::{begun, event, inbound, outbound};
use crate::world::World;

#[tokio::test]
async fn a_call_that_nobody_told_of_is_not_found() {
    let world = World::new().await;
    world.get(&paths::call("c1")).await.problem(404, "not-found");
    // A recording alone is no call yet.
    world.upload("c1", "r1", "audio/wav", crate::made::wav(1)).send().await.expect(StatusCode::CREATED);
    world.get(&paths::call("c1")).await.problem(404, "not-found");
}

#[tokio::test]
async fn an_inbound_call_is_told_whole() {
    let world = World::new().await;
    world.send_events(&inbound("c1", 0)).await;
    let answer = world.get(&paths::call("c1")).await.expect(StatusCode::OK);
    assert_eq!(answer.header("cache-control"), "no-store");
    let mut call = answer.json();
    let log = call.as_object_mut().expect("an object").remove("log").expect("a log");
    assert_eq!(
        call,
        json!({
            "call_id": "c1",
            "change": 1,
            "call_type": "inbound",
            "status": "ended",
            "started_at": "2026-11-23T12:00:00.000Z",
            "connected_at": "2026-11-23T12:00:00.000Z",
            "answered_at": "2026-11-23T12:00:06.000Z",
            "ended_at": "2026-11-23T12:01:06.000Z",
            "caller_number": "+44 20 7946 0101",
            "callee_number": "8101",
            "customer_number": "+44 20 7946 0101",
            "agents": [{"id": "101", "name": "Alice Moreau"}],
            "skill_groups": [{"id": "sales", "name": "Sales"}],
            "hangup_reason": "normal",
            "hung_up_by": "agent",
            "cause": {"protocol": "Q.850", "code": 16, "text": "Normal Clearing"},
            "wait_ms": 6_000,
            "talk_ms": 60_000,
            "duration_ms": 66_000,
            "stages": [
                {"kind": "queue", "at_ms": 1_000, "ms": 2_000},
                {"kind": "ring", "at_ms": 3_000, "ms": 3_000},
                {"kind": "talk", "at_ms": 6_000, "ms": 60_000},
            ],
            "recordings": [],
            "durations": {"ivr_ms": 0, "queue_ms": 2_000, "ring_ms": 3_000, "talk_ms": 60_000, "hold_ms": 0},
            "explanation": {"rule": "connected", "events": [3, 4]},
        })
    );
    let log = log.as_array().expect("a list");
    let types: Vec<_> = log.iter().map(|entry| entry["type"].as_str().expect("a type")).collect();
    assert_eq!(types, ["call.started", "call.queued", "call.agent_ringing", "call.answered", "call.hung_up"]);
    assert_eq!(
        log[1],
        json!({
            "id": "c1-queue", "source": "pbx", "time": "2026-11-23T12:00:01.000Z", "type": "call.queued",
            "data": {"skill_group": {"id": "sales", "name": "Sales"}},
        })
    );
}

#[tokio::test]
async fn an_outbound_call_shows_the_customers_side_and_what_is_awaited() {
    let world = World::new().await;
    world.send_events(&outbound("c1", 0)).await;
    let call = world.get(&paths::call("c1")).await.expect(StatusCode::OK).json();
    for (field, value) in [
        ("call_type", json!("outbound")),
        ("customer_number", json!("+33 1 23 45 67 89")),
        ("customer_name", json!("Jörg Müller")),
        ("connected_at", json!("2026-11-23T12:00:09.000Z")),
        ("answered_at", json!("2026-11-23T12:00:09.000Z")),
        ("hung_up_by", json!("customer")),
        ("hangup_reason", json!("normal")),
        ("agents", json!([{"id": "102", "name": "Bob Zoë"}])),
    ] {
        assert_eq!(call[field], value, "{field}");
    }
    assert_eq!(
        call["recordings"],
        json!([{
            "recording_id": "c1-r", "state": "expected", "started_at": "2026-11-23T12:00:09.500Z",
            "channels": "customer_left_agent_right",
        }])
    );
}

#[tokio::test]
async fn a_live_call_has_no_reason_and_no_explanation() {
    let world = World::new().await;
    world.send_events(&inbound("c1", 0)[..3]).await;
    let call = world.get(&paths::call("c1")).await.json();
    assert_eq!(call["status"], "ringing");
    assert_eq!(call["ringing"], json!([{"id": "101", "name": "Alice Moreau"}]));
    for absent in ["ended_at", "answered_at", "hangup_reason", "hung_up_by", "cause", "explanation"] {
        assert_eq!(call.get(absent), None, "{absent}");
    }
    assert_eq!(call["stages"][1], json!({"kind": "ring", "at_ms": 3_000}), "the last stage is open");
}

#[tokio::test]
async fn the_explanation_names_the_events_that_the_reason_rests_on() {
    let world = World::new().await;
    let end = |id: &str| event(id, "c1", 9_000, "call.hung_up", json!({"by": "customer"}));
    let cases: [(&str, Vec<Value>, &str, &str); 3] = [
        ("c1", vec![], "unknown", "no_stage"),
        (
            "c1",
            vec![event("q", "c1", 1, "call.queued", json!({"skill_group": {"id": "s"}}))],
            "abandoned_in_queue",
            "left_in_queue",
        ),
        (
            "c1",
            vec![event("v", "c1", 1, "call.ivr_node_entered", json!({"node_id": "v", "node_kind": "voicemail"}))],
            "voicemail",
            "voicemail_node",
        ),
    ];
    for (call_id, middle, reason, rule) in cases {
        let world = if middle.is_empty() { &world } else { &World::new().await };
        let named = middle.len();
        world.send_events(&[vec![begun(call_id, 0)], middle, vec![end("end")]].concat()).await;
        let call = world.get(&paths::call(call_id)).await.json();
        assert_eq!((call["hangup_reason"].as_str(), call["explanation"]["rule"].as_str()), (Some(reason), Some(rule)));
        let events = call["explanation"]["events"].as_array().expect("a list");
        assert_eq!(events.last(), Some(&json!(named + 1)), "the hang-up is always among them: {call}");
        let log = call["log"].as_array().expect("a list");
        assert!(events.iter().all(|it| it.as_u64().is_some_and(|it| it < log.len() as u64)));
    }
}

#[tokio::test]
async fn head_answers_without_a_body() {
    let world = World::new().await;
    world.send_events(&[begun("c1", 0)]).await;
    let answer = world.ask(Method::HEAD, &paths::call("c1")).cookie(&world.cookie).send().await.expect(StatusCode::OK);
    assert!(answer.body.is_empty());
}

#[tokio::test]
async fn long_answers_are_packed_for_those_who_can_unpack_them() {
    use std::io::Read;
    let world = World::new().await;
    let calls: Vec<_> = (0..50).map(|n| begun(&format!("c{n}"), n)).collect();
    world.send_events(&calls).await;
    let ask = |path: &str, coding: &str| {
        world.ask(Method::GET, path).cookie(&world.cookie).header("accept-encoding", coding).send()
    };
    let plain = world.get(paths::CALLS).await;
    assert!(!plain.headers.contains_key("content-encoding"));
    for path in [paths::CALLS.to_owned(), paths::call("c1"), format!("{}?format=csv", paths::EXPORT)] {
        let packed = ask(&path, "gzip").await.expect(StatusCode::OK);
        assert_eq!(packed.header("content-encoding"), "gzip", "{path}");
        assert!(packed.header("vary").contains("accept-encoding"));
        let mut text = String::new();
        flate2::read::GzDecoder::new(packed.body.as_ref()).read_to_string(&mut text).expect("it unpacks");
        assert_eq!(text, world.get(&path).await.text());
    }
    let packed = ask(paths::CALLS, "gzip, deflate, br").await.expect(StatusCode::OK);
    assert_eq!(packed.header("content-encoding"), "br");
    assert!(packed.body.len() * 5 < plain.body.len(), "{} of {}", packed.body.len(), plain.body.len());
}
