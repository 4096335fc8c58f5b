//! What bad or strange input gets: a clear refusal, or kept and bounded; never a failure of the server.

use axum::body::{Body, Bytes};
use axum::http::{Method, StatusCode};
use call_records_wire::paths;
use futures::{StreamExt, stream};
use serde_json::{Value, json};

use crate::made::{begun, event, hung_up, lines};
use crate::world::{BATCH, LINES, ONE, World};

#[tokio::test]
async fn markup_in_a_name_comes_back_as_the_text_it_is() {
    let world = World::new().await;
    let name = "<script>alert(1)</script>\"'&";
    let mut start = begun("c1", 0);
    start["data"]["customer_name"] = json!(name);
    world.send_events(&[start]).await;
    let answer = world.get(&paths::call("c1")).await.expect(StatusCode::OK);
    assert_eq!(answer.json()["customer_name"], name);
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(world.search(json!({"q": "<SCRIPT>"})).await.items.len(), 1);
}

#[tokio::test]
async fn names_of_four_kibibytes_are_refused_and_long_ones_are_bounded() {
    let world = World::new().await;
    let mut start = begun("c1", 0);
    start["data"]["customer_name"] = json!("n".repeat(4096));
    let answer = world.try_send(ONE, start.to_string()).await;
    answer.problem(422, "invalid-events");
    assert_eq!(answer.faults(), ["/data/customer_name"]);
    start["data"]["customer_name"] = json!("ä".repeat(1024));
    world.send_events(&[start]).await;
    let shown = world.call("c1").await.row.customer_name.expect("a name");
    assert!(shown.chars().count() <= 1024 && shown.starts_with('ä'), "{}", shown.len());
}

#[tokio::test]
async fn control_characters_are_made_visible_and_break_nothing() {
    let world = World::new().await;
    let agent = json!({"id": "101", "name": "Al\u{0}ice\u{1b}[31m"});
    let mut start = begun("c1", 0);
    start["data"]["customer_name"] = json!("a\r\nb\u{0}c\u{7f}");
    start["data"]["caller_number"] = json!("+44\u{0}20\n7946");
    let group = json!({"id": "s", "name": "Sa\u{0}les"});
    world
        .send_events(&[
            start,
            event("e1", "c1", 10, "call.queued", json!({"skill_group": group})),
            event("e2", "c1", 20, "call.answered", json!({"agent": agent})),
            event("e3", "c1", 30, "recording.failed", json!({"recording_id": "r1", "reason": "disk\u{0}full\r\n"})),
            event("e4", "c1", 30, "call.key_pressed", json!({"key": "\u{0}"})),
        ])
        .await;
    let row = world.call("c1").await.row;
    assert_eq!(row.customer_name.as_deref(), Some("a\u{fffd}\u{fffd}b\u{fffd}c\u{fffd}"));
    assert_eq!(row.agents[0].name, "Al\u{fffd}ice\u{fffd}[31m");
    assert_eq!(row.caller_number, "+44\u{fffd}20\u{fffd}7946");
    assert_eq!(world.search(json!({"agent": "alice", "q": "al\u{fffd}"})).await.total.value, 0);
    assert_eq!(world.search(json!({"agent_id": "101"})).await.total.value, 1);
    assert_eq!(world.search(json!({"q": "\u{0}"})).await.total.value, 0, "a NUL in a search finds nothing");
    for body in [json!({"agent": "\u{0}"}), json!({"call_id": "c1\u{0}"}), json!({"skill_group_id": "s\u{0}"})] {
        assert_eq!(world.search(body).await.total.value, 0);
    }
}

#[tokio::test]
async fn direction_marks_stay_out_of_ids_and_of_what_rows_show() {
    let world = World::new().await;
    for (name, id) in [("subject", "c\u{202e}1"), ("id", "e\u{2066}"), ("source", "s\n"), ("type", "call.\u{7}")] {
        let mut bad = begun("c1", 0);
        bad[name] = json!(id);
        let answer = world.try_send(ONE, bad.to_string()).await;
        answer.problem(422, "invalid-events");
        assert_eq!(answer.faults(), [format!("/{name}")]);
    }
    let mut start = begun("c1", 0);
    start["data"]["customer_name"] = json!("evil\u{202e}gnp.exe");
    world.send_events(&[start]).await;
    let call = world.call("c1").await;
    assert_eq!(call.row.customer_name.as_deref(), Some("evilgnp.exe"));
    assert_eq!(call.log[0].data["customer_name"], "evil\u{202e}gnp.exe", "the log shows it as it came");
}

#[tokio::test]
async fn absurd_numbers_are_refused_where_they_mean_something() {
    let world = World::new().await;
    let mut long = begun("c1", 0);
    long["data"]["caller_number"] = json!("1".repeat(100_000));
    let answer = world.try_send(ONE, long.to_string()).await;
    answer.problem(422, "invalid-events");
    assert_eq!(answer.faults(), ["/data/caller_number"]);

    let text = begun("c1", 0).to_string();
    for (sequence, refused) in [
        ("1e400", "422"),
        ("-1", "422"),
        ("1.5", "422"),
        ("99999999999999999999999999", "422"),
        ("\"99999999999999999999999999\"", "202"),
        ("\"a-001\"", "202"),
        ("18446744073709551615", "202"),
        ("\"18446744073709551615\"", "202"),
    ] {
        let text = text.replacen('{', &format!("{{\"sequence\": {sequence},"), 1);
        let answer = world.try_send(ONE, text).await;
        assert_eq!(answer.status.as_str(), refused, "{sequence}: {}", answer.text());
    }
    let queued = json!({"skill_group": {"id": "s"}, "position": u64::MAX});
    let hung_up = json!({"by": "system", "cause": {"protocol": "SIP", "code": u64::MAX}});
    let answer = world
        .try_send(
            BATCH,
            json!([event("q", "c1", 1, "call.queued", queued), event("h", "c1", 2, "call.hung_up", hung_up)])
                .to_string(),
        )
        .await;
    assert_eq!(answer.faults(), ["1:/data/cause/code"]);
}

#[tokio::test]
async fn times_of_other_centuries_and_of_next_week_are_refused() {
    let world = World::new().await;
    for time in [
        "1969-12-31T23:59:59Z",
        "1000-01-01T00:00:00Z",
        "2100-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999Z",
        "2026-11-24T12:00:00.001Z",
        "2026-02-30T00:00:00Z",
        "0000-00-00T00:00:00Z",
        "+12026-11-23T12:00:00Z",
        "1763899200",
    ] {
        let mut bad = begun("c1", 0);
        bad["time"] = json!(time);
        let answer = world.try_send(ONE, bad.to_string()).await;
        answer.problem(422, "invalid-events");
        assert_eq!(answer.faults(), ["/time"], "{time}");
    }
    for (call_id, time) in [("old", "2000-01-01T00:00:00Z"), ("ahead", "2026-11-24T12:00:00Z")] {
        let mut fine = begun(call_id, 0);
        fine["time"] = json!(time);
        assert_eq!(world.send_events(&[fine, hung_up(call_id, 0)]).await, (2, 0));
        world.call(call_id).await;
    }
    let ms = world.call("old").await.row.duration_ms;
    assert_eq!(ms, 848_750_400_000, "almost 27 years");
}

#[tokio::test]
async fn deep_and_odd_json_is_refused_not_fatal() {
    let world = World::new().await;
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let mut documents = vec![deep.clone(), format!("{{\"data\": {deep}}}"), "{\"id\": \"\\ud800\"}".to_owned()];
    documents.push(begun("c1", 0).to_string().replace("\"pbx\"", "\"\\udead\""));
    for document in documents {
        for (media_type, body) in [(ONE, document.clone()), (BATCH, format!("[{document}]"))] {
            let answer = world.try_send(media_type, body).await;
            assert!(matches!(answer.status.as_u16(), 400 | 422), "{}", answer.text());
        }
        let answers = world.send_lines(document).await;
        assert_eq!(answers[0]["status"], "refused");
    }
    assert_eq!(world.list("").await.total.value, 0);
}

#[tokio::test]
async fn more_than_16_mebibytes_are_refused_whatever_the_length_says() {
    let world = World::new().await;
    let too_large = 16 * 1024 * 1024 + 1;
    let said = Body::from(vec![b' '; too_large]);
    let unsaid = || {
        let chunk = Bytes::from(vec![b' '; 1024 * 1024]);
        Body::from_stream(stream::iter((0..17).map(move |_| Ok::<_, std::io::Error>(chunk.clone()))))
    };
    for (media_type, body) in [(BATCH, said), (BATCH, unsaid()), (ONE, unsaid())] {
        let problem = world.try_send(media_type, body).await.problem(413, "too-large");
        assert!(problem.detail.expect("what to do").contains("application/x-ndjson"));
    }
    let search = world.ask(Method::POST, paths::SEARCH).cookie(&world.cookie).body("application/json", unsaid());
    search.send().await.problem(413, "too-large");
    let answers = world.send_lines(unsaid()).await;
    assert_eq!(answers.len(), 1, "a stream has no limit, its lines have one");
}

#[tokio::test]
async fn a_hundred_thousand_bad_events_get_an_answer_of_bounded_size() {
    let world = World::new().await;
    let batch = format!("[{}1]", "1,".repeat(99_999));
    let answer = world.try_send(BATCH, batch).await;
    let problem = answer.problem(422, "invalid-events");
    assert_eq!(problem.errors.len(), 10_000);
    assert!(problem.detail.expect("a detail").contains("100000 faults"), "it says how many there are");
    assert!(answer.body.len() < 2_000_000, "{}", answer.body.len());
}

#[tokio::test]
async fn many_events_in_one_stream_are_kept() {
    let world = World::new().await;
    let events: Vec<Value> = (0..5_000).map(|n| begun(&format!("c{n}"), n % 1_000)).collect();
    let answers = world.send_lines(lines(&events)).await;
    assert_eq!(answers.len(), 5_000);
    assert!(answers.iter().all(|answer| answer["status"] == "accepted"));
    assert_eq!(world.list("").await.total.value, 5_000);
}

#[tokio::test]
async fn ids_with_anything_visible_work_in_addresses() {
    let world = World::new().await;
    for call_id in
        ["a/b", "..", "%2e", "a b", "ü李", "a?b#c", "a;b", "'; DROP TABLE calls; --", "search", "stream", "export"]
    {
        world.send_events(&[begun(call_id, 0)]).await;
        // The three that are routes of their own are found by search only.
        if !matches!(call_id, "search" | "stream" | "export") {
            assert_eq!(world.call(call_id).await.row.call_id, call_id);
        }
        assert_eq!(world.search(json!({"call_id": call_id})).await.items[0].call_id, call_id);
    }
    let long = "x".repeat(255);
    let mut event = begun("c1", 0);
    event["subject"] = json!(long);
    world.send_events(&[event]).await;
    assert_eq!(world.call(&long).await.row.call_id, long);
}

#[tokio::test]
async fn addresses_that_are_no_text_are_a_problem_document() {
    let world = World::new().await;
    for path in ["/api/v1/calls/%ff%fe", "/api/v1/recordings/%ff"] {
        world.get(path).await.problem(422, "invalid-request");
    }
    let put = world.ask(Method::PUT, "/api/v1/calls/%ff/recordings/r").key(&world.key).body("audio/wav", "x");
    put.send().await.problem(422, "invalid-request");
    for path in ["/api/v1/nothing", "/api/v2/calls", "/api/", "/api/v1/calls/a/b"] {
        world.get(path).await.problem(404, "not-found");
    }
    world.get("/api/v1/calls?q=%ff").await.expect(StatusCode::OK);
}

#[tokio::test]
async fn another_method_is_a_problem_that_names_the_right_ones() {
    let world = World::new().await;
    for (method, path, allowed) in [
        (Method::DELETE, "/api/v1/calls", "GET,HEAD"),
        (Method::GET, "/api/v1/events", "POST"),
        (Method::GET, "/api/v1/calls/search", "POST"),
        (Method::PUT, "/api/v1/session", "GET,HEAD,POST,DELETE"),
        (Method::PATCH, "/api/v1/recordings/r", "GET,HEAD"),
        (Method::POST, "/somewhere", "GET,HEAD"),
        (Method::POST, "/", "GET,HEAD"),
    ] {
        let answer = world.ask(method.clone(), path).cookie(&world.cookie).send().await;
        answer.problem(405, "method-not-allowed");
        let mut named: Vec<&str> = answer.header("allow").split(',').map(str::trim).collect();
        named.sort_unstable();
        let mut expected: Vec<&str> = allowed.split(',').collect();
        expected.sort_unstable();
        assert_eq!(named, expected, "{method} {path}");
    }
}

#[tokio::test]
async fn a_stream_of_lines_that_breaks_off_keeps_only_whole_lines() {
    let world = World::new().await;
    let whole = format!("{}\n", begun("c1", 0));
    let half: String = begun("c2", 0).to_string().chars().take(40).collect();
    let chunks = vec![Ok(Bytes::from(whole)), Ok(Bytes::from(half)), Err(std::io::Error::other("gone"))];
    let ask = world.ask(Method::POST, paths::EVENTS).key(&world.key);
    let answer = ask.body(LINES, Body::from_stream(stream::iter(chunks))).open().await;
    // The whole line is answered, and then the answer breaks off as the stream did.
    let mut pieces = answer.into_body().into_data_stream();
    let first = pieces.next().await.expect("an answer").expect("bytes");
    assert!(first.starts_with(b"{\"line\":1,\"status\":\"accepted\""));
    assert!(pieces.next().await.expect("an end out of order").is_err());
    let kept: Vec<Value> = world.list("").await.items.into_iter().map(|row| json!(row.call_id)).collect();
    assert_eq!(kept, [json!("c1")]);
    assert_eq!(world.send_events(&[begun("c2", 0)]).await, (1, 0));
}
