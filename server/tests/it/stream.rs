//! `GET /api/v1/calls/stream`: every change, without loss or doubling.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::body::Body;
use axum::http::{Method, Request};
use call_records_server::state::Settings;
use call_records_wire::call::CallRow;
use call_records_wire::paths;
use serde_json::{Value, json};

use crate::made::{begun, event, hung_up, inbound};
use crate::socket::{Connection, Events, soon};
use crate::world::World;

async fn listen_after(world: &World, after: Option<u64>) -> Events {
    let query = after.map(|after| format!("?after={after}")).unwrap_or_default();
    let ask = world.ask(Method::GET, &format!("{}{query}", paths::STREAM)).cookie(&world.cookie);
    let mut events = Events::of(ask.open().await);
    let greeted = events.hello().await;
    assert!(after.is_none_or(|after| after == greeted));
    events
}

fn row(data: &Value) -> CallRow {
    serde_json::from_value(data.clone()).expect("a row")
}

#[tokio::test]
async fn changes_come_as_they_happen_each_with_its_number() {
    let world = World::new().await;
    world.send_events(&[begun("before", 0)]).await;
    let mut events = listen_after(&world, None).await;
    world.send_events(&[begun("c1", 0)]).await;
    let told = events.next_call().await;
    assert_eq!((told.id, told.data["call_id"].as_str()), (Some(2), Some("c1")));
    assert_eq!(row(&told.data), world.list("call_id=c1").await.items[0], "the very row of the list");
    world.send_events(&[hung_up("c1", 5_000)]).await;
    let told = events.next_call().await;
    assert_eq!((told.id, told.data["status"].as_str()), (Some(3), Some("ended")));
    world.send_events(&[hung_up("c1", 5_000)]).await;
    world.upload("before", "r1", "audio/wav", crate::made::wav(1)).send().await.expect(axum::http::StatusCode::CREATED);
    let told = events.next_call().await;
    assert_eq!((told.id, told.data["call_id"].as_str()), (Some(4), Some("before")), "what changes nothing is not told");
}

#[tokio::test]
async fn a_reader_that_comes_back_gets_what_it_missed() {
    let world = World::new().await;
    for n in 0..5 {
        world.send_events(&[begun(&format!("c{n}"), n)]).await;
    }
    let mut events = listen_after(&world, Some(2)).await;
    for expected in 3..=5 {
        assert_eq!(events.next_call().await.id, Some(expected));
    }
    // A browser resends what it saw last; that is later than what its address says.
    let ask = world.ask(Method::GET, &format!("{}?after=1", paths::STREAM)).cookie(&world.cookie);
    let mut events = Events::of(ask.header("last-event-id", "4").open().await);
    assert_eq!(events.hello().await, 4);
    assert_eq!(events.next_call().await.id, Some(5));
}

#[tokio::test]
async fn a_call_that_changed_several_times_is_told_as_it_is_now() {
    let world = World::new().await;
    for event in inbound("c1", 0) {
        world.send_events(&[event]).await;
    }
    let world = world.restarted().await;
    let mut events = listen_after(&world, Some(0)).await;
    let told = events.next_call().await;
    assert_eq!((told.id, told.data["status"].as_str()), (Some(5), Some("ended")));
}

#[tokio::test]
async fn a_number_from_the_future_is_a_gap_and_the_stream_goes_on_from_now() {
    let world = World::new().await;
    world.send_events(&[begun("c1", 0)]).await;
    for after in [2, 1_000_000, u64::MAX] {
        let mut events = listen_after(&world, Some(after)).await;
        let told = events.next().await.expect("the stream goes on");
        assert_eq!((told.event.as_str(), told.id), ("gap", Some(*world.state.calls.changes().borrow())));
        world.send_events(&[begun(&format!("after-{after}"), 0)]).await;
        let told = events.next_call().await;
        assert_eq!(told.data["call_id"], format!("after-{after}"));
    }
}

#[tokio::test]
async fn a_stream_ends_with_its_session() {
    let world = World::new().await;
    let mut events = listen_after(&world, None).await;
    world.send_events(&[begun("c1", 0)]).await;
    events.next_call().await;
    let answer = world.ask(Method::DELETE, paths::SESSION).cookie(&world.cookie).send().await;
    answer.expect(axum::http::StatusCode::NO_CONTENT);
    world.send_events(&[begun("c2", 0)]).await;
    assert!(events.next().await.is_none(), "whoever signed out is told nothing more");
}

#[tokio::test]
async fn bad_parameters_are_named() {
    let world = World::new().await;
    for (query, fault) in [("after=x", "after"), ("after=-1", "after"), ("after=1.5", "after"), ("agent=amy", "agent")]
    {
        let answer = world.get(&format!("{}?{query}", paths::STREAM)).await;
        answer.problem(422, "invalid-request");
        assert_eq!(answer.faults(), [fault], "{query}");
    }
    let ask = world.ask(Method::GET, paths::STREAM).cookie(&world.cookie).header("last-event-id", "abc");
    let answer = ask.send().await;
    answer.problem(422, "invalid-request");
    assert_eq!(answer.faults(), ["Last-Event-ID"]);
}

#[tokio::test]
async fn a_stream_too_many_is_refused_until_another_ends() {
    let world = World::with(Settings { most_streams: 2, ..Settings::default() }).await;
    let first = listen_after(&world, None).await;
    let _second = listen_after(&world, None).await;
    let answer = world.get(paths::STREAM).await;
    answer.problem(503, "too-many-streams");
    assert!(answer.header("retry-after").parse::<u32>().is_ok());
    drop(first);
    listen_after(&world, None).await;
}

#[tokio::test]
async fn a_stream_says_how_it_is_to_be_passed_on() {
    let world = World::new().await;
    let response = world.ask(Method::GET, paths::STREAM).cookie(&world.cookie).open().await;
    assert_eq!(response.headers()["x-accel-buffering"], "no");
    assert_eq!(response.headers()["cache-control"], "no-cache");
}

#[tokio::test]
async fn a_silent_stream_says_that_it_is_alive() {
    let world = World::new().await;
    let mut events = listen_after(&world, None).await;
    // From here the clock of timers jumps to the next one whenever nothing else is to be done.
    tokio::time::pause();
    for _ in 0..3 {
        let told = events.next_whenever().await.expect("the stream goes on");
        assert_eq!((told.event.as_str(), told.id), ("ping", None));
    }
    tokio::time::resume();
    world.send_events(&[begun("c1", 0)]).await;
    assert_eq!(events.next_call().await.id, Some(1));
}

#[tokio::test]
async fn a_restart_loses_nothing() {
    let world = World::new().await;
    world.send_events(&[begun("c1", 0)]).await;
    let mut events = listen_after(&world, Some(0)).await;
    let last = events.next_call().await.id.expect("a number");
    world.send_events(&[begun("c2", 0), begun("c3", 0)]).await;
    let world = world.restarted().await;
    world.send_events(&[hung_up("c2", 9_000)]).await;
    let mut events = listen_after(&world, Some(last)).await;
    let mut told = [events.next_call().await, events.next_call().await];
    told.sort_by_key(|it| it.data["call_id"].to_string());
    assert_eq!(told.iter().map(|it| it.id).collect::<Vec<_>>(), [Some(4), Some(3)]);
    assert_eq!(told[0].data["status"], "ended");
}

#[tokio::test]
async fn streams_end_when_the_server_stops() {
    let world = World::new().await;
    let mut server = world.listen().await;
    let mut connection = Connection::to(server.address).await;
    let request = Request::get(paths::STREAM).header("cookie", &world.cookie).body(Body::empty()).expect("a request");
    let mut events = Events::of(connection.open(request).await);
    events.hello().await;
    server.ask_to_stop();
    assert_eq!(events.next().await, None);
    server.wait_until_stopped().await;
}

#[tokio::test]
async fn a_reader_that_breaks_off_twenty_times_sees_every_call_as_it_is_in_the_end() {
    const WRITERS: i64 = 4;
    const CALLS: i64 = 40;
    let world = Arc::new(World::new().await);
    let server = world.listen().await;
    let done = Arc::new(AtomicBool::new(false));
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let world = world.clone();
            tokio::spawn(async move {
                for n in 0..CALLS {
                    let call_id = format!("w{writer}-{n}");
                    world.send_events(&[begun(&call_id, n)]).await;
                    let queued = json!({"skill_group": {"id": "sales"}});
                    world.send_events(&[event(&format!("{call_id}-q"), &call_id, n + 1, "call.queued", queued)]).await;
                    world.send_events(&[hung_up(&call_id, n + 2)]).await;
                }
            })
        })
        .collect();
    let finish = tokio::spawn({
        let done = done.clone();
        async move {
            for writer in writers {
                writer.await.expect("a writer");
            }
            done.store(true, Ordering::Release);
        }
    });

    let mut seen: BTreeMap<String, CallRow> = BTreeMap::new();
    let mut last = 0;
    let mut broken = 0;
    loop {
        let mut connection = Connection::to(server.address).await;
        let request = Request::get(format!("{}?after=0", paths::STREAM))
            .header("cookie", &world.cookie)
            .header("last-event-id", last.to_string());
        let mut events = Events::of(connection.open(request.body(Body::empty()).expect("a request")).await);
        assert_eq!(events.hello().await, last);
        let few = 1 + broken * 2;
        for _ in 0..few {
            if done.load(Ordering::Acquire) && last == *world.state.calls.changes().borrow() {
                break;
            }
            let told = events.next_call().await;
            let id = told.id.expect("a number");
            assert!(id > last, "{id} came after {last}");
            last = id;
            let row = row(&told.data);
            assert_eq!(row.change, id);
            seen.insert(row.call_id.clone(), row);
        }
        broken += 1;
        if broken >= 20 && done.load(Ordering::Acquire) && last == *world.state.calls.changes().borrow() {
            break;
        }
    }
    soon("the writers' end", finish).await.expect("they end");
    let mut listed = BTreeMap::new();
    let mut cursor = Value::Null;
    loop {
        let page = world.search(json!({"limit": 200, "cursor": cursor})).await;
        listed.extend(page.items.into_iter().map(|row| (row.call_id.clone(), row)));
        match page.next_cursor {
            Some(next) => cursor = json!(next),
            None => break,
        }
    }
    assert_eq!(listed.len(), usize::try_from(WRITERS * CALLS).expect("few"));
    assert_eq!(seen, listed);
}
