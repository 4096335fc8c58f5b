//! `/api/v1/calls/export`: all calls of a filter as a file.

use axum::http::{Method, StatusCode};
use call_records_server::state::Settings;
use call_records_wire::call::CallRow;
use call_records_wire::paths;
use serde_json::{Value, json};

use crate::made::{begun, event, inbound, outbound};
use crate::world::{Answer, World};

async fn export(world: &World, body: Value) -> Answer {
    let ask = world.ask(Method::POST, paths::EXPORT).cookie(&world.cookie).json(&body);
    ask.send().await.expect(StatusCode::OK)
}

pub(crate) fn records(text: &str) -> Vec<Vec<String>> {
    let text = text.strip_prefix('\u{feff}').expect("a byte-order mark");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|it| it.expect("a record").iter().map(ToOwned::to_owned).collect()).collect()
}

#[tokio::test]
async fn a_spreadsheet_gets_every_column_in_words_it_takes_for_text() {
    let world = World::new().await;
    world.send_events(&[inbound("in", 0), outbound("out", 10_000)].concat()).await;
    let answer = export(&world, json!({"format": "csv"})).await;
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(answer.header("content-disposition"), "attachment; filename=\"calls-2026-11-23.csv\"");
    let text = answer.text();
    assert_eq!(text.matches("\r\n").count(), 3, "lines end as RFC 4180 says: {text:?}");
    assert_eq!(text.matches('\n').count(), 3);
    let records = records(&text);
    assert_eq!(records[0][..2], ["Start time (UTC)", "Call connected time (UTC)"]);
    assert_eq!(
        records[1],
        [
            "2026-11-23T12:00:10.000Z",
            "2026-11-23T12:00:19.000Z",
            "2026-11-23T12:00:19.000Z",
            "2026-11-23T12:00:29.000Z",
            "8102",
            "'+33 1 23 45 67 89",
            "Jörg Müller",
            "outbound",
            "Bob Zoë",
            "",
            "9.000",
            "10.000",
            "19.000",
            "normal",
            "customer",
            "out",
        ]
    );
    assert_eq!(records[2][15], "in");
}

#[tokio::test]
async fn no_cell_of_any_column_starts_a_formula_or_breaks_a_row() {
    let world = World::new().await;
    let mut start = crate::made::started("=call()", 0, "=1+1");
    start["data"]["callee_number"] = json!("@SUM(1)");
    start["data"]["customer_name"] = json!("=cmd|'/c calc'!A0\",\r\nnext");
    let agent = json!({"id": "1", "name": "-2+3;\"x\""});
    let group = json!({"id": "g", "name": "+9"});
    let node = json!({"node_id": "n", "node_kind": "hangup_reason", "hangup_reason": "=evil()"});
    world
        .send_events(&[
            start,
            event("e1", "=call()", 1, "call.queued", json!({"skill_group": group})),
            event("e2", "=call()", 2, "call.answered", json!({"agent": agent})),
            event("e3", "=call()", 3, "call.ivr_node_entered", node),
            event("e4", "=call()", 4, "call.hung_up", json!({"by": "customer"})),
        ])
        .await;
    let text = export(&world, json!({"format": "csv"})).await.text();
    let records = records(&text);
    assert_eq!(records.len(), 2, "{text}");
    for cell in &records[1] {
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']), "{cell:?}");
    }
    assert_eq!(records[1][4], "'=1+1");
    assert_eq!(records[1][13], "'=evil()");
    assert_eq!(records[1][15], "'=call()");
}

#[tokio::test]
async fn lines_of_json_are_the_rows_of_the_list() {
    let world = World::new().await;
    let calls: Vec<Value> = (0..30)
        .flat_map(|n| if n % 2 == 0 { inbound(&format!("c{n}"), n * 10) } else { outbound(&format!("c{n}"), n * 10) })
        .collect();
    world.send_events(&calls).await;
    let listed = world.list("limit=200").await.items;
    let answer = world.get(&format!("{}?format=ndjson", paths::EXPORT)).await.expect(StatusCode::OK);
    assert_eq!(answer.header("content-type"), "application/x-ndjson");
    assert_eq!(answer.header("content-disposition"), "attachment; filename=\"calls-2026-11-23.ndjson\"");
    let exported: Vec<CallRow> = answer.text().lines().map(|line| serde_json::from_str(line).expect("a row")).collect();
    assert_eq!(exported, listed);
}

#[tokio::test]
async fn all_calls_are_exported_however_many_and_in_the_order_asked_for() {
    let world = World::new().await;
    let calls: Vec<Value> = (0..2_503).map(|n| begun(&format!("c{n:04}"), n)).collect();
    world.send_events(&calls).await;
    for (sort, first) in [("-started_at", "c2502"), ("started_at", "c0000"), ("-duration_ms", "c2502")] {
        let text = export(&world, json!({"format": "csv", "sort": sort})).await.text();
        let records = records(&text);
        assert_eq!(records.len(), 2_504, "{sort}");
        assert_eq!(records[1][15], first, "{sort}");
        let mut ids: Vec<&str> = records[1..].iter().map(|record| record[15].as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 2_503, "each call once: {sort}");
    }
    let text = export(&world, json!({"format": "ndjson"})).await.text();
    assert_eq!(text.lines().count(), 2_503);
}

#[tokio::test]
async fn the_filter_of_the_list_is_the_filter_of_the_export() {
    let world = World::new().await;
    world.send_events(&[inbound("in", 0), outbound("out", 10_000)].concat()).await;
    let text = export(&world, json!({"format": "ndjson", "agent": "alice"})).await.text();
    assert_eq!(text.lines().count(), 1);
    let none = export(&world, json!({"format": "csv", "agent": "nobody"})).await.text();
    assert_eq!(records(&none).len(), 1, "the heading stands also above nothing");
    let none = export(&world, json!({"format": "ndjson", "agent": "nobody"})).await;
    assert!(none.body.is_empty());
}

#[tokio::test]
async fn a_format_must_be_named() {
    let world = World::new().await;
    for query in ["", "?format=xlsx", "?format=CSV", "?format="] {
        let answer = world.get(&format!("{}{query}", paths::EXPORT)).await;
        let problem = answer.problem(422, "invalid-filter");
        assert_eq!(answer.faults(), ["format"], "{query}");
        assert!(problem.errors[0].detail.contains("csv, ndjson"));
    }
    let ask = world.ask(Method::POST, paths::EXPORT).cookie(&world.cookie).json(&json!({}));
    let answer = ask.send().await;
    answer.problem(422, "invalid-filter");
    assert_eq!(answer.faults(), ["/format"]);
}

#[tokio::test]
async fn the_file_is_named_after_the_day_in_the_servers_zone() {
    let zone = "Pacific/Kiritimati".parse().expect("a zone");
    let world = World::with(Settings { time_zone: zone, ..Settings::default() }).await;
    let answer = export(&world, json!({"format": "csv"})).await;
    assert!(answer.header("content-disposition").contains("calls-2026-11-24.csv"));
}
