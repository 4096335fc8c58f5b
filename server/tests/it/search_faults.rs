//! What a search that cannot be read gets: the field, and what is allowed there.

use axum::http::{Method, StatusCode};
use call_records_server::state::Settings;
use call_records_wire::paths;
use serde_json::{Value, json};

use crate::made::begun;
use crate::world::World;

#[tokio::test]
async fn every_bad_parameter_is_named_with_what_is_allowed() {
    let world = World::new().await;
    let long = "x".repeat(256);
    let digits = "1".repeat(65);
    for (name, value, allowed) in [
        ("from", "yesterday", "RFC 3339"),
        ("from", "2026-11-23", "RFC 3339"),
        ("to", "2026-11-23 12:00", "RFC 3339"),
        ("caller_number", "12", "three digits"),
        ("caller_number", "+1-2", "three digits"),
        ("caller_number", "alice", "digits"),
        ("caller_number", "' OR 1=1 --", "digits"),
        ("callee_number", "12", "three digits"),
        ("customer_number", &digits, "64 characters"),
        ("number", "**#", "three digits"),
        ("agent", &long, "255 characters"),
        ("agent_id", &long, "255 characters"),
        ("skill_group", &long, "255 characters"),
        ("skill_group_id", &long, "255 characters"),
        ("call_type", "sideways", "inbound, outbound, predictive_outbound, conference"),
        ("call_type", "inbound,sideways", "inbound, outbound"),
        ("call_type", "Inbound", "inbound, outbound"),
        ("status", "dead", "dialing, in_ivr, queued, ringing, connected, on_hold, ended"),
        ("hangup_reason", "nromal", "one of normal, unanswered"),
        ("hangup_reason", "normal,", "one of normal, unanswered"),
        ("hangup_reason", &long, "255 characters"),
        ("hung_up_by", "fate", "customer, agent, system, external"),
        ("call_id", &long, "255 characters"),
        ("min_talk_ms", "-1", "whole number"),
        ("max_talk_ms", "1.5", "whole number"),
        ("min_wait_ms", "18446744073709551616", "whole number"),
        ("max_wait_ms", "soon", "whole number"),
        ("has_recording", "yes", "true or false"),
        ("q", &long, "255 characters"),
        ("sort", "name", "-started_at, started_at, -duration_ms"),
        ("limit", "0", "1 to 200"),
        ("limit", "201", "1 to 200"),
        ("limit", "-5", "1 to 200"),
        ("limit", "many", "1 to 200"),
        ("cursor", "42", "next_cursor"),
        ("cursor", "-started_at~1~2~zz", "next_cursor"),
        ("cursor", "duration_ms~1~2~3", "same order"),
        ("colour", "", "the fields are from, to"),
        ("colour", "red", "the fields are from, to, caller_number"),
        ("", "red", "the fields are"),
    ] {
        let query = form_urlencoded::Serializer::new(String::new()).append_pair(name, value).finish();
        for path in [paths::CALLS.to_owned(), format!("{}?format=csv", paths::EXPORT)] {
            let joint = if path.contains('?') { '&' } else { '?' };
            let answer = world.get(&format!("{path}{joint}{query}")).await;
            let problem = answer.problem(422, "invalid-filter");
            assert_eq!(problem.errors.len(), 1, "{query}: {problem:?}");
            assert_eq!(problem.errors[0].parameter.as_deref(), Some(name), "{query}");
            assert!(problem.errors[0].detail.contains(allowed), "{query}: {}", problem.errors[0].detail);
        }
        let answer = world.try_search(&json!({name: value})).await;
        let problem = answer.problem(422, "invalid-filter");
        let pointer = if name.is_empty() { String::new() } else { format!("/{name}") };
        assert_eq!(problem.errors[0].pointer.as_deref(), Some(pointer.as_str()), "{query}");
        assert!(problem.errors[0].detail.contains(allowed), "{query}: {}", problem.errors[0].detail);
    }
}

#[tokio::test]
async fn all_faults_are_named_at_once() {
    let world = World::new().await;
    let answer = world.try_search(&json!({"limit": 0, "call_type": ["inbound", "x"], "from": 7, "a/b~c": 1})).await;
    answer.problem(422, "invalid-filter");
    let mut faults = answer.faults();
    faults.sort();
    assert_eq!(faults, ["/a~1b~0c", "/call_type", "/from", "/limit"]);
}

#[tokio::test]
async fn fields_that_do_not_fit_each_other_are_named() {
    let world = World::new().await;
    for (body, fault) in [
        (json!({"from": "2026-11-23T12:00:00Z", "to": "2026-11-23T12:00:00Z"}), "/to"),
        (json!({"from": "2026-11-23T12:00:00Z", "to": "2026-11-23T11:00:00Z"}), "/to"),
        (json!({"min_talk_ms": 2, "max_talk_ms": 1}), "/max_talk_ms"),
        (json!({"min_wait_ms": 2, "max_wait_ms": 1}), "/max_wait_ms"),
        (json!({"from": ["2026-11-23T12:00:00Z", "2026-11-23T13:00:00Z"]}), "/from"),
        (json!({"has_recording": [true, false]}), "/has_recording"),
        (json!({"limit": [10, 20]}), "/limit"),
        (json!({"sort": ["started_at", "-started_at"]}), "/sort"),
        (json!({"cursor": ["a", "b"]}), "/cursor"),
        (json!({"colour": null}), "/colour"),
        (json!({"colour": []}), "/colour"),
        (json!({"agent_id": vec!["x"; 101]}), "/agent_id"),
        (json!({"call_id": (0..501).map(|n| n.to_string()).collect::<Vec<_>>()}), "/call_id"),
        (json!({"number": vec!["555"; 101]}), "/number"),
        (json!({"agent": {"name": "x"}}), "/agent"),
        (json!({"agent": [["x"]]}), "/agent"),
    ] {
        let answer = world.try_search(&body).await;
        answer.problem(422, "invalid-filter");
        assert_eq!(answer.faults(), [fault], "{body}");
    }
    let most: Vec<String> = (0..500).map(|n| n.to_string()).collect();
    assert_eq!(world.search(json!({"call_id": most})).await.total.value, 0);
}

#[tokio::test]
async fn a_body_that_is_no_object_or_no_json_is_refused() {
    let world = World::new().await;
    for body in [json!([]), json!(7), json!("x"), Value::Null] {
        let answer = world.try_search(&body).await;
        answer.problem(422, "invalid-filter");
        assert_eq!(answer.faults(), [""]);
    }
    let ask = || world.ask(Method::POST, paths::SEARCH).cookie(&world.cookie);
    for body in ["", "{", "{}{}", "\u{1}"] {
        ask().body("application/json", body).send().await.problem(400, "malformed-json");
    }
    for media_type in ["text/plain", "application/x-www-form-urlencoded"] {
        ask().body(media_type, "{}").send().await.problem(415, "unsupported-media-type");
    }
    ask().send().await.problem(415, "unsupported-media-type");
}

#[tokio::test]
async fn a_window_that_begins_too_early_is_refused_with_the_earliest_instant() {
    let world = World::new().await;
    // Thirty days before noon, to the millisecond.
    world.list("from=2026-10-24T12:00:00.000Z").await;
    for path in [paths::CALLS.to_owned(), format!("{}?format=ndjson", paths::EXPORT)] {
        let joint = if path.contains('?') { '&' } else { '?' };
        let answer = world.get(&format!("{path}{joint}from=2026-10-24T11:59:59.999Z")).await;
        let problem = answer.problem(422, "outside-search-window");
        let earliest = problem.earliest.expect("the earliest instant allowed");
        assert_eq!(earliest.to_string(), "2026-10-24T12:01:00.000Z", "with time to ask again");
        assert_eq!(answer.faults(), ["from"]);
    }
    for from in ["0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "2000-01-01T00:00:00Z"] {
        let answer = world.try_search(&json!({"from": from})).await;
        answer.problem(422, "outside-search-window");
        assert_eq!(answer.faults(), ["/from"]);
    }
    assert!(world.search(json!({"to": "9999-12-31T23:59:59Z"})).await.items.is_empty(), "no end at all");
    // The window moves with the clock.
    world.clock.advance_millis(1);
    world.get(&format!("{}?from=2026-10-24T12:00:00.000Z", paths::CALLS)).await.problem(422, "outside-search-window");
}

#[tokio::test]
async fn the_next_page_is_there_although_the_window_moved_on() {
    let world = World::new().await;
    let calls: Vec<_> = (0..3).map(|n| begun(&format!("c{n}"), n)).collect();
    world.send_events(&calls).await;
    let from = "2026-10-24T12:00:00.000Z";
    let page = world.search(json!({"from": from, "limit": 2})).await;
    world.clock.advance_millis(60_000);
    let next = world.search(json!({"from": from, "limit": 2, "cursor": page.next_cursor})).await;
    assert_eq!(next.items.len(), 1);
    world.try_search(&json!({"from": from, "limit": 2})).await.problem(422, "outside-search-window");
}

#[tokio::test]
async fn faults_are_told_up_to_a_bound() {
    let world = World::new().await;
    for body in [json!({"call_type": vec!["x"; 5_000]}), json!({"a": vec![json!({}); 5_000]}), {
        json!({"call_type": "x,".repeat(5_000)})
    }] {
        let answer = world.try_search(&body).await;
        answer.problem(422, "invalid-filter");
        assert!((100..=10_000).contains(&answer.faults().len()));
    }
    let huge = json!({"q": "x".repeat(2_000_000)});
    world.try_search(&huge).await.problem(413, "too-large");
}

#[tokio::test]
async fn a_reason_of_a_newer_sender_can_be_searched_for() {
    let world = World::new().await;
    let node = json!({"node_id": "n", "node_kind": "hangup_reason", "hangup_reason": "robot, tired"});
    world
        .send_events(&[
            begun("c1", 0),
            crate::made::event("node", "c1", 5, "call.ivr_node_entered", node),
            crate::made::hung_up("c1", 10),
        ])
        .await;
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("hangup_reason", "robot, tired").finish();
    assert_eq!(world.list(&query).await.items.len(), 1);
    assert_eq!(world.list("hangup_reason=normal,unanswered").await.items.len(), 0);
}

#[tokio::test]
async fn an_end_before_the_window_is_refused_like_its_beginning() {
    let world = World::new().await;
    for to in ["2026-10-24T12:00:00.000Z", "2026-10-01T00:00:00Z"] {
        let answer = world.get(&format!("{}?to={to}", paths::CALLS)).await;
        let problem = answer.problem(422, "outside-search-window");
        assert!(problem.earliest.is_some());
        assert_eq!(answer.faults(), ["to"]);
    }
    let page = world.list("to=2026-10-24T13:00:00Z").await;
    assert_eq!(page.from.to_string(), "2026-10-24T12:00:00.000Z", "as much of that day as can be searched");
}

#[tokio::test]
async fn the_window_is_the_operators_choice() {
    let world = World::with(Settings { search_window_days: 90, ..Settings::default() }).await;
    let mut old = begun("old", 0);
    old["time"] = json!("2026-08-26T12:00:00.000Z");
    world.send_events(&[old]).await;
    let page = world.list("from=2026-08-25T12:00:00Z").await;
    assert_eq!(page.items.len(), 1);
    world.get(&format!("{}?from=2026-08-25T11:00:00Z", paths::CALLS)).await.problem(422, "outside-search-window");
}

#[tokio::test]
async fn calls_older_than_the_window_stay_readable_by_their_address() {
    let world = World::new().await;
    let mut old = begun("old", 0);
    old["time"] = json!("2020-01-01T00:00:00Z");
    world.send_events(&[old]).await;
    world.get(&paths::call("old")).await.expect(StatusCode::OK);
    assert_eq!(world.search(json!({"from": "2026-10-24T12:00:00Z", "call_id": "old"})).await.total.value, 0);
}
