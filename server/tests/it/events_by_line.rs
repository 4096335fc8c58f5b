//! `POST /api/v1/events` with one event a line.

use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use futures::{StreamExt, stream};
use serde_json::{Value, json};

use crate::made::{begun, inbound, lines};
use crate::world::{LINES, World};

fn in_chunks(text: &str, size: usize) -> Body {
    let chunks: Vec<_> =
        text.as_bytes().chunks(size).map(|chunk| Ok::<_, std::io::Error>(Bytes::copy_from_slice(chunk))).collect();
    Body::from_stream(stream::iter(chunks))
}

fn accepted(line: u64) -> Value {
    json!({"line": line, "status": "accepted", "new": true})
}

#[tokio::test]
async fn each_line_gets_its_answer() {
    let world = World::new().await;
    let answers = world.send_lines(lines(&inbound("c1", 0))).await;
    assert_eq!(answers, (1..=5).map(accepted).collect::<Vec<_>>());
    assert_eq!(world.call("c1").await.log.len(), 5);
    let again = world.send_lines(lines(&inbound("c1", 0))).await;
    let known = |line: u64| json!({"line": line, "status": "accepted", "new": false});
    assert_eq!(again, (1..=5).map(known).collect::<Vec<_>>());
    assert_eq!(world.call("c1").await.log.len(), 5, "known events change nothing");
}

#[tokio::test]
async fn a_bad_line_is_refused_with_its_faults_and_the_others_are_kept() {
    let world = World::new().await;
    let mut bad = begun("c2", 0);
    bad["data"]["call_type"] = json!("sideways");
    let text = format!("{}\n{bad}\n{{\"id\": \n[]\n{}\n", begun("c1", 0), begun("c3", 0));
    let answers = world.send_lines(text).await;
    let said: Vec<_> = answers.iter().map(|answer| answer["status"].as_str().expect("a status")).collect();
    assert_eq!(said, ["accepted", "refused", "refused", "refused", "accepted"]);
    assert_eq!(answers[1]["errors"][0]["pointer"], "/data/call_type");
    assert!(answers[2]["errors"][0]["detail"].as_str().expect("a detail").contains("JSON"));
    assert_eq!(answers[3]["errors"][0]["pointer"], "");
    assert_eq!(world.list("").await.total.value, 2);
}

#[tokio::test]
async fn blank_lines_are_passed_over_and_numbers_are_those_of_the_file() {
    let world = World::new().await;
    let text = format!("\n\r\n{}\r\n  \t\n\n{}\n\n7\n", begun("c1", 0), begun("c2", 0));
    let answers = world.send_lines(text).await;
    let numbers: Vec<_> = answers.iter().map(|answer| (answer["line"].clone(), answer["status"].clone())).collect();
    assert_eq!(numbers, [(json!(3), json!("accepted")), (json!(6), json!("accepted")), (json!(8), json!("refused"))]);
}

#[tokio::test]
async fn the_last_line_needs_no_end() {
    let world = World::new().await;
    let text = format!("{}\n{}", begun("c1", 0), begun("c2", 0));
    assert_eq!(world.send_lines(text).await, [accepted(1), accepted(2)]);
    assert_eq!(world.send_lines("").await, [] as [Value; 0]);
    assert_eq!(world.send_lines("\n\n").await, [] as [Value; 0]);
    let answers = world.send_lines("{\"specversion\":").await;
    assert_eq!(answers[0]["status"], "refused");
}

#[tokio::test]
async fn lines_may_arrive_in_pieces_of_any_size() {
    let mut name = begun("c1", 0);
    name["data"]["customer_name"] = json!("Zoë 李娜 🙂");
    for size in [1, 2, 3, 7, 64, 1_000] {
        let world = World::new().await;
        let text = format!("{name}\r\n{}\n\n{}", begun("c2", 0), begun("c3", 0));
        assert_eq!(world.send_lines(in_chunks(&text, size)).await, [accepted(1), accepted(2), accepted(4)], "{size}");
        assert_eq!(world.call("c1").await.row.customer_name.as_deref(), Some("Zoë 李娜 🙂"));
    }
}

#[tokio::test]
async fn a_line_beyond_a_mebibyte_is_refused_and_the_next_is_read() {
    let most = 1024 * 1024;
    let padded = |call_id: &str, len: usize| {
        let text = begun(call_id, 0).to_string();
        format!("{}{}", " ".repeat(len - text.len()), text)
    };
    for chunk in [10_000, most, 10 * most] {
        let world = World::new().await;
        let text = format!(
            "{}\n{}\n{}\n{}\n{}",
            begun("c1", 0),
            padded("c2", 5 * most),
            padded("c3", most + 1),
            padded("c4", most - 1),
            padded("c5", 3 * most)
        );
        let answers = world.send_lines(in_chunks(&text, chunk)).await;
        let said: Vec<_> = answers.iter().map(|answer| answer["status"].as_str().expect("a status")).collect();
        assert_eq!(said, ["accepted", "refused", "refused", "accepted", "refused"], "in pieces of {chunk}");
        assert!(answers[1]["errors"][0]["detail"].as_str().expect("a detail").contains("1048576 bytes"));
        assert_eq!(answers[4]["line"], 5);
        assert_eq!(world.list("").await.total.value, 2);
    }
}

#[tokio::test]
async fn a_line_that_is_no_text_is_refused() {
    let world = World::new().await;
    let mut bytes = b"\xff\xfe\x00\n".to_vec();
    bytes.extend(b"\xef\xbb\xbf");
    bytes.extend(lines(&[begun("c1", 0), begun("c2", 0)]).bytes());
    let answers = world.send_lines(bytes).await;
    assert_eq!(answers[0]["status"], "refused");
    assert_eq!(answers[2]["status"], "accepted");
}

#[tokio::test]
async fn only_the_first_thousand_refusals_are_told_in_full() {
    let world = World::new().await;
    let text = format!("{}{}\n", "7\n".repeat(1_500), begun("c1", 0));
    let answers = world.send_lines(text).await;
    assert_eq!(answers.len(), 1_501);
    assert!(answers[..1_500].iter().all(|answer| answer["status"] == "refused"));
    let detail = |at: usize| answers[at]["errors"][0]["detail"].as_str().expect("a detail");
    assert!(detail(999).contains("JSON object"), "{}", detail(999));
    assert!(detail(1_000).contains("first thousand"), "{}", detail(1_000));
    assert_eq!(answers[1_500], accepted(1_501));
}

#[tokio::test]
async fn the_answer_is_lines_too() {
    let world = World::new().await;
    let answer = world.try_send(LINES, lines(&[begun("c1", 0)])).await.expect(StatusCode::ACCEPTED);
    assert_eq!(answer.header("content-type"), LINES);
    assert!(answer.text().ends_with("}\n"));
}

#[tokio::test]
async fn a_line_is_kept_and_answered_while_the_stream_goes_on() {
    let world = World::new().await;
    let (tell, told) = tokio::sync::mpsc::unbounded_channel::<Result<Bytes, std::io::Error>>();
    let body = Body::from_stream(stream::unfold(told, |mut told| async { told.recv().await.map(|it| (it, told)) }));
    tell.send(Ok(lines(&[begun("c1", 0)]).into())).expect("the server listens");
    let ask = world.ask(axum::http::Method::POST, call_records_wire::paths::EVENTS).key(&world.key).body(LINES, body);
    let mut answer = ask.open().await.into_body().into_data_stream();
    for n in 2..5 {
        let line: Value = serde_json::from_slice(&answer.next().await.expect("a line").expect("bytes")).expect("JSON");
        assert_eq!(line, accepted(n - 1));
        assert_eq!(world.list("").await.total.value, n - 1);
        tell.send(Ok(lines(&[begun(&format!("c{n}"), 0)]).into())).expect("the server listens");
    }
    // What came before the stream broke off is kept and answered, and the answer breaks off as well.
    tell.send(Err(std::io::Error::other("gone"))).expect("the server listens");
    assert!(answer.next().await.expect("the last line").is_ok());
    assert!(answer.next().await.expect("an end out of order").is_err());
    assert_eq!(world.list("").await.total.value, 4);
}

#[tokio::test]
async fn a_stream_that_breaks_off_before_its_first_line_is_an_error() {
    let world = World::new().await;
    let broken = stream::iter([Ok(Bytes::from("{")), Err(std::io::Error::other("gone"))]);
    world.try_send(LINES, Body::from_stream(broken)).await.problem(400, "interrupted");
}

#[tokio::test]
async fn a_call_with_too_many_events_costs_no_other_call() {
    let world = World::new().await;
    let key = |n: usize| crate::made::event(&format!("k{n}"), "full", 5, "call.key_pressed", json!({"key": "1"}));
    let many: Vec<Value> = (0..10_000).map(key).collect();
    assert_eq!(world.send_lines(lines(&many)).await.len(), 10_000);
    let answers = world.send_lines(lines(&[key(10_000), begun("c1", 0), key(10_001), begun("c2", 0)])).await;
    let said: Vec<_> = answers.iter().map(|answer| answer["status"].as_str().expect("a status")).collect();
    assert_eq!(said, ["refused", "accepted", "refused", "accepted"]);
    assert_eq!(answers[0]["errors"][0]["pointer"], "/subject");
    let answer = world.try_send(crate::world::BATCH, json!([begun("c3", 0), key(10_002)]).to_string()).await;
    answer.problem(422, "invalid-events");
    assert_eq!(answer.faults(), ["1:/subject"]);
    assert_eq!(world.list("call_id=c3").await.items.len(), 0);
}
