//! `/api/v1/calls/export`: the columns, the zone and the language of a spreadsheet.

use axum::http::{Method, StatusCode};
use call_records_wire::layout::Column;
use call_records_wire::paths;
use serde_json::{Value, json};

use crate::export::records;
use crate::made::{inbound, outbound, wav};
use crate::world::{Answer, World};

async fn ask(world: &World, body: Value) -> Answer {
    world.ask(Method::POST, paths::EXPORT).cookie(&world.cookie).json(&body).send().await
}

async fn sheet(world: &World, body: Value) -> Vec<Vec<String>> {
    records(&ask(world, body).await.expect(StatusCode::OK).text())
}

#[tokio::test]
async fn a_file_has_the_columns_that_were_named_in_their_order() {
    let world = World::new().await;
    world.send_events(&[inbound("in", 0), outbound("out", 10_000)].concat()).await;
    let columns = json!(["call_id", "operation", "talk", "start_time"]);
    let records = sheet(&world, json!({"format": "csv", "columns": columns, "sort": "started_at"})).await;
    assert_eq!(records[0], ["Call ID", "Talk (s)", "Start time (UTC)"]);
    assert_eq!(records[2], ["out", "10.000", "2026-11-23T12:00:10.000Z"]);
    assert_eq!(records[1][0], "in");
    let query = format!("{}?format=csv&columns=talk,call_id&columns=agent", paths::EXPORT);
    let text = world.get(&query).await.expect(StatusCode::OK).text();
    assert_eq!(crate::export::records(&text)[0], ["Talk (s)", "Call ID", "Agents"]);
}

#[tokio::test]
async fn times_are_of_the_zone_that_was_named_on_each_side_of_a_change_of_clocks() {
    let world = World::new().await;
    // Clocks in New York went back on 2026-11-01 at 06:00 UTC.
    world.clock.advance_millis(-20 * 86_400_000);
    let change = -22 * 86_400_000 - 6 * 3_600_000;
    world.send_events(&[inbound("before", change - 1_000), inbound("after", change + 1_000)].concat()).await;
    let body = json!({
        "format": "csv", "columns": ["start_time", "call_id"], "time_zone": "America/New_York", "sort": "started_at",
        "from": "2026-10-31T00:00:00Z", "to": "2026-11-03T00:00:00Z",
    });
    let records = sheet(&world, body).await;
    assert_eq!(records[0], ["Start time (America/New_York)", "Call ID"]);
    assert_eq!(records[1], ["2026-11-01T01:59:59.000-04:00", "before"]);
    assert_eq!(records[2], ["2026-11-01T01:00:01.000-05:00", "after"]);
}

#[tokio::test]
async fn words_are_in_the_language_that_was_named_and_the_contracts_where_none_was() {
    let world = World::new().await;
    world.send_events(&outbound("out", 0)).await;
    let columns = json!(["start_time", "hangup_reason", "call_type"]);
    let body = json!({"format": "csv", "columns": columns, "time_zone": "Asia/Shanghai", "language": "zh"});
    let records = sheet(&world, body).await;
    assert_eq!(records[0], ["开始时间（Asia/Shanghai）", "挂断原因", "通话类型"]);
    assert_eq!(records[1], ["2026-11-23T20:00:00.000+08:00", "正常", "呼出"]);
    let columns = json!(["hangup_reason", "call_type", "hung_up_by"]);
    for (language, words) in
        [(json!("en"), ["Normal", "Outbound", "Customer"]), (json!([]), ["normal", "outbound", "customer"])]
    {
        let records = sheet(&world, json!({"format": "csv", "columns": columns, "language": language})).await;
        assert_eq!(records[0], ["Hang-up reason", "Call type", "Hung up by"]);
        assert_eq!(records[1], words);
    }
}

#[tokio::test]
async fn every_column_that_holds_data_has_a_header_and_a_cell_that_is_text() {
    let world = World::new().await;
    let mut calls = inbound("in", 0);
    calls[0]["data"]["customer_name"] = json!("=cmd()");
    world.send_events(&calls).await;
    world.upload("in", "r1", "audio/wav", wav(1)).send().await.expect(StatusCode::CREATED);
    let columns: Vec<&str> = Column::ALL.map(Column::as_str).to_vec();
    for language in ["en", "zh"] {
        let records = sheet(&world, json!({"format": "csv", "columns": columns, "language": language})).await;
        assert_eq!(records[0].len(), Column::ALL.len() - 1, "all but the button");
        assert!(records[0].iter().all(|header| !header.is_empty()), "{:?}", records[0]);
        let by_name = |name: Column| {
            let place = Column::ALL.iter().filter(|it| **it != Column::Operation).position(|it| *it == name);
            records[1][place.expect("a column")].as_str()
        };
        assert_eq!(by_name(Column::CustomerName), "'=cmd()");
        assert_eq!(by_name(Column::Recording), if language == "en" { "Available" } else { "可播放" });
        assert_eq!(by_name(Column::Tags), "");
    }
}

#[tokio::test]
async fn what_no_sheet_can_have_is_refused() {
    let world = World::new().await;
    for (more, faults) in [
        (json!({"columns": ["mood"]}), vec!["/columns"]),
        (json!({"columns": ["talk", "talk"]}), vec!["/columns"]),
        (json!({"columns": ["operation"]}), vec!["/columns"]),
        (json!({"time_zone": "Berlin"}), vec!["/time_zone"]),
        (json!({"language": "fr", "time_zone": "x"}), vec!["/time_zone", "/language"]),
        (json!({"language": ["en", "zh"], "time_zone": ["UTC", "UTC"]}), vec!["/time_zone", "/language"]),
        // One fault, however many names.
        (json!({"columns": vec!["mood"; 1_000]}), vec!["/columns"]),
        (json!({"columns": ["talk", ",".repeat(20)]}), vec!["/columns"]),
    ] {
        let mut body = more.clone();
        body["format"] = json!("csv");
        let answer = ask(&world, body).await;
        answer.problem(422, "invalid-filter");
        assert_eq!(answer.faults(), faults, "{more}");
    }
    let lossless = json!({"format": "ndjson", "columns": ["talk", "wait"], "time_zone": "UTC", "language": "en"});
    let answer = ask(&world, lossless).await;
    answer.problem(422, "invalid-filter");
    assert_eq!(answer.faults(), ["/columns", "/time_zone", "/language"]);
    let twice = ask(&world, json!({"format": ["csv", "ndjson"]})).await;
    assert_eq!(twice.faults(), ["/format"]);
    ask(&world, json!({"format": "ndjson", "columns": [], "time_zone": ""})).await.expect(StatusCode::OK);
}
