//! `GET /api/v1/calls` and `POST /api/v1/calls/search`: which calls, in which order, page by page.

use axum::http::StatusCode;
use call_records_server::state::Settings;
use call_records_wire::page::Sort;
use serde_json::{Value, json};

use crate::made::{begun, event, inbound, outbound, wav};
use crate::world::World;

/// Two ended calls, one that waits, one that was missed: enough for each field to hit one thing and miss another.
async fn some_calls() -> World {
    let world = World::new().await;
    let waiting = [
        crate::made::started("waiting", 20_000, "(0049) 30-555.01.99"),
        event("w", "waiting", 21_000, "call.queued", json!({"skill_group": {"id": "vip", "name": "Élite"}})),
    ];
    let missed = [
        begun("missed", 30_000),
        event("m1", "missed", 30_500, "call.ivr_node_entered", json!({"node_id": "m", "node_kind": "menu"})),
        event("m2", "missed", 42_000, "call.hung_up", json!({"by": "customer"})),
    ];
    world.send_events(&[inbound("in", 0), outbound("out", 10_000), waiting.to_vec(), missed.to_vec()].concat()).await;
    world.upload("out", "out-r", "audio/wav", wav(1)).send().await.expect(StatusCode::CREATED);
    world
}

fn ids(items: &[call_records_wire::call::CallRow]) -> Vec<&str> {
    items.iter().map(|row| row.call_id.as_str()).collect()
}

#[tokio::test]
async fn every_field_narrows_alike_by_query_and_by_body() {
    let world = some_calls().await;
    let table: [(Value, &[&str]); 44] = [
        (json!({}), &["missed", "waiting", "out", "in"]),
        (json!({"from": "2026-11-23T12:00:10.000Z"}), &["missed", "waiting", "out"]),
        (json!({"to": "2026-11-23T12:00:10.000Z"}), &["in"]),
        (json!({"from": "2026-11-23T13:00:20.000+01:00", "to": "2026-11-23T12:00:30Z"}), &["waiting"]),
        (json!({"caller_number": "+4420"}), &["missed", "in"]),
        (json!({"caller_number": "4420"}), &["missed", "in"]),
        (json!({"caller_number": "+207"}), &[]),
        (json!({"caller_number": ["8102", "0049 30"]}), &["waiting", "out"]),
        (json!({"callee_number": "8101"}), &["in"]),
        (json!({"callee_number": "+1 (202)"}), &["missed", "waiting"]),
        (json!({"customer_number": "67-89"}), &["out"]),
        (json!({"number": "8102"}), &["out"]),
        (json!({"number": "+33123"}), &["out"]),
        (json!({"agent": "ALICE"}), &["in"]),
        (json!({"agent": "zoe"}), &["out"]),
        (json!({"agent": ["alice", "bob"]}), &["out", "in"]),
        (json!({"agent_id": "102"}), &["out"]),
        (json!({"agent_id": ["101", "999"]}), &["in"]),
        (json!({"agent_id": "10"}), &[]),
        (json!({"skill_group": "elite"}), &["waiting"]),
        (json!({"skill_group_id": "sales"}), &["in"]),
        (json!({"call_type": "outbound"}), &["out"]),
        (json!({"call_type": ["outbound", "inbound"], "agent": "bob"}), &["out"]),
        (json!({"hangup_reason": "abandoned_in_ivr"}), &["missed"]),
        (json!({"hangup_reason": "normal,abandoned_in_ivr"}), &["missed", "out", "in"]),
        (json!({"status": "queued"}), &["waiting"]),
        (json!({"status": ["ended", "queued"]}), &["missed", "waiting", "out", "in"]),
        (json!({"hung_up_by": "customer"}), &["missed", "out"]),
        (json!({"call_id": ["in", "out", "nowhere"]}), &["out", "in"]),
        (json!({"min_talk_ms": 60_000}), &["in"]),
        (json!({"max_talk_ms": 59_999, "min_talk_ms": 1}), &["out"]),
        (json!({"min_wait_ms": 9_000, "status": "ended"}), &["missed", "out"]),
        (json!({"max_wait_ms": 6_000, "status": "ended"}), &["in"]),
        (json!({"min_talk_ms": u64::MAX}), &[]),
        (json!({"max_wait_ms": u64::MAX}), &["missed", "waiting", "out", "in"]),
        (json!({"has_recording": true}), &["out"]),
        (json!({"has_recording": "false"}), &["missed", "waiting", "in"]),
        (json!({"q": "müll"}), &["out"]),
        (json!({"q": "7946 01"}), &["missed", "in"]),
        (json!({"q": "wait"}), &["waiting"]),
        (json!({"q": "sales"}), &["in"]),
        (json!({"q": ["sales", "bob"]}), &["out", "in"]),
        (json!({"agent": "alice", "hung_up_by": "customer"}), &[]),
        (json!({"agent": null, "q": "", "number": " "}), &["missed", "waiting", "out", "in"]),
    ];
    for (body, expected) in table {
        let found = world.search(body.clone()).await;
        assert_eq!(ids(&found.items), expected, "{body}");
        assert_eq!((found.total.value, found.total.exact), (expected.len() as u64, true), "{body}");
        let found = world.list(&query(&body)).await;
        assert_eq!(ids(&found.items), expected, "{body} as a query");
    }
}

/// The same search as parameters, a value each.
fn query(body: &Value) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in body.as_object().expect("an object") {
        let values = value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
        for value in values.iter().filter(|value| !value.is_null()) {
            query.append_pair(name, value.as_str().unwrap_or(&value.to_string()));
        }
    }
    query.finish()
}

#[tokio::test]
async fn without_dates_the_current_day_of_the_servers_zone_is_searched() {
    let zone = "America/St_Johns".parse().expect("a zone");
    let world = World::with(Settings { time_zone: zone, ..Settings::default() }).await;
    // Noon UTC is half past eight there; the day began at half past three UTC.
    let before = -(8 * 60 + 30) * 60_000 - 1;
    // A switch whose clock is ahead tells a call of tomorrow.
    let tomorrow = before + 1 + 24 * 3_600_000;
    world.send_events(&[begun("yesterday", before), begun("today", before + 1), begun("tomorrow", tomorrow)]).await;
    let page = world.list("").await;
    assert_eq!(ids(&page.items), ["today"]);
    let ends = page.to.map(|to| to.to_string());
    assert_eq!(
        (page.from.to_string().as_str(), ends.as_deref()),
        ("2026-11-23T03:30:00.000Z", Some("2026-11-24T03:30:00.000Z"))
    );
    assert_eq!(page.earliest.to_string(), "2026-10-24T12:01:00.000Z");
    // With an end alone, the day that it ends.
    let page = world.list("to=2026-11-23T03:30:00Z").await;
    assert_eq!(ids(&page.items), ["yesterday"]);
    assert_eq!(page.from.to_string(), "2026-11-22T03:30:00.000Z");
}

#[tokio::test]
async fn pages_follow_each_other_while_calls_arrive() {
    let world = World::new().await;
    let calls: Vec<Value> = (0..25).map(|n| begun(&format!("c{n:02}"), n * 1_000)).collect();
    world.send_events(&calls).await;
    let mut seen = Vec::new();
    let mut cursor = None;
    let mut newcomers = 0;
    loop {
        let page = world.search(json!({"limit": 4, "cursor": cursor})).await;
        assert!(page.items.len() <= 4);
        seen.extend(page.items.iter().map(|row| row.call_id.clone()));
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
        // Before and after the place where the list goes on, and a change of a call that was seen.
        let first = begun(&format!("new{newcomers}"), 100_000 + newcomers);
        world.send_events(&[first, crate::made::hung_up(&seen[0], 200_000)]).await;
        newcomers += 1;
    }
    let expected: Vec<String> = (0..25).rev().map(|n| format!("c{n:02}")).collect();
    assert_eq!(seen, expected, "no row twice, none left out");
    assert_eq!(newcomers, 6);
}

#[tokio::test]
async fn every_order_is_kept_over_pages() {
    let world = World::new().await;
    for n in 0..9i64 {
        let (ring, talk) = (n * 7 % 5, n * 3 % 4);
        let call_id = format!("c{n}");
        let events = [
            begun(&call_id, n * 1_000),
            event(&format!("{n}-a"), &call_id, (n + ring) * 1_000, "call.answered", json!({"agent": {"id": "1"}})),
            crate::made::hung_up(&call_id, (n + ring + talk) * 1_000),
        ];
        world.send_events(&events).await;
    }
    for sort in Sort::ALL {
        let name = sort.to_string();
        let mut values = Vec::new();
        let mut cursor = None;
        loop {
            let page = world.search(json!({"sort": name, "limit": 2, "cursor": cursor})).await;
            for row in page.items {
                let row = serde_json::to_value(row).expect("plain data");
                let key = row[name.trim_start_matches('-')].clone();
                values.push((key.as_u64().unwrap_or_default(), row["started_at"].to_string()));
            }
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(values.len(), 9, "{name}");
        let mut sorted = values.clone();
        sorted.sort();
        if name.starts_with('-') {
            sorted.reverse();
        }
        assert_eq!(values, sorted, "{name}");
    }
}

#[tokio::test]
async fn totals_are_exact_up_to_ten_thousand_and_then_a_bound() {
    let world = World::new().await;
    let calls = |from: i64, to: i64| (from..to).map(|n| begun(&format!("c{n}"), n)).collect::<Vec<_>>();
    world.send_events(&calls(0, 10_000)).await;
    let total = world.list("limit=1").await.total;
    assert_eq!((total.value, total.exact), (10_000, true));
    world.send_events(&calls(10_000, 10_001)).await;
    for query in ["limit=1", "number=7946&limit=1", "q=7946&limit=200"] {
        let total = world.list(query).await.total;
        assert_eq!((total.value, total.exact), (10_000, false), "{query}");
    }
}

#[tokio::test]
async fn the_number_of_the_last_change_leads_from_a_list_to_the_stream() {
    let world = World::new().await;
    assert_eq!(world.list("").await.as_of, 0);
    world.send_events(&[begun("c1", 0)]).await;
    world.send_events(&[begun("c2", 0)]).await;
    let page = world.list("").await;
    assert_eq!(page.as_of, 2);
    assert_eq!(page.items.iter().map(|row| row.change).max(), Some(2));
}

#[tokio::test]
async fn a_page_has_fifty_rows_unless_asked_otherwise() {
    let world = World::new().await;
    let calls: Vec<Value> = (0..201).map(|n| begun(&format!("c{n}"), n)).collect();
    world.send_events(&calls).await;
    assert_eq!(world.list("").await.items.len(), 50);
    assert_eq!(world.list("limit=1").await.items.len(), 1);
    let page = world.list("limit=200").await;
    assert_eq!(page.items.len(), 200);
    let last = world.list(&format!("limit=200&cursor={}", page.next_cursor.expect("a second page"))).await;
    assert_eq!((last.items.len(), last.next_cursor, last.total.value), (1, None, 201));
}
