//! `kill -9` at any moment: what was acknowledged is there, once.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::body::Body;
use axum::http::{Request, StatusCode};
use call_records_wire::paths;
use serde_json::{Value, json};

use crate::made::{lines, wav};
use crate::process::{Process, answer_of};
use crate::socket::{Connection, soon};
use crate::world::{Answer, BATCH, LINES, PASSWORD};

const WRITERS: u32 = 4;

struct Accounts {
    folder: tempfile::TempDir,
    key: String,
}

fn accounts() -> Accounts {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let key = answer_of(folder.path(), &["key", "create", "switch"], "");
    answer_of(folder.path(), &["user", "add", "ada", "--role", "admin"], PASSWORD);
    Accounts { folder, key }
}

/// The real clock rules here; an event of now is an event of today's list, but that midnight may pass meanwhile.
fn now() -> String {
    call_records_server::clock::Clock::System.now().to_string()
}

fn numbered(writer: u32, number: u32) -> Value {
    // Ten events a call, so that calls change while they are written.
    let subject = format!("w{writer}-c{}", number / 10);
    json!({
        "specversion": "1.0", "id": format!("w{writer}-{number}"), "source": "crash", "subject": subject,
        "type": "call.counted", "time": now(), "data": {"number": number},
    })
}

fn post(key: &str, media_type: &str, body: String) -> Request<Body> {
    let request = Request::post(paths::EVENTS).header("authorization", format!("Bearer {key}"));
    request.header("content-type", media_type).body(Body::from(body)).expect("a request")
}

/// Sends events one after the other, by turns as a batch and as lines, until the server is gone. What was not
/// acknowledged is sent again by the next call, as a switch would.
async fn write_until_gone(
    process: &Process,
    key: String,
    writer: u32,
    mut number: u32,
    acknowledged: Arc<AtomicU32>,
) -> u32 {
    let Ok(mut connection) = Connection::try_to(process.address).await else { return number };
    loop {
        let events: Vec<Value> = (number..number + 5).map(|number| numbered(writer, number)).collect();
        let request = if number.is_multiple_of(2) {
            post(&key, BATCH, Value::from(events).to_string())
        } else {
            post(&key, LINES, lines(&events))
        };
        let Ok(response) = connection.try_open(request).await else { return number };
        assert_eq!(response.status(), StatusCode::ACCEPTED);
        number += 5;
        acknowledged.fetch_add(5, Ordering::AcqRel);
        let Ok(_) = axum::body::to_bytes(response.into_body(), usize::MAX).await else { return number };
    }
}

async fn ask(connection: &mut Connection, cookie: &str, path: &str) -> Answer {
    let request = Request::get(path).header("cookie", cookie).body(Body::empty()).expect("a request");
    connection.send(request).await
}

async fn sign_in(process: &Process) -> (Connection, String) {
    let mut connection = Connection::to(process.address).await;
    let body = json!({"name": "ada", "password": PASSWORD}).to_string();
    let request = Request::post(paths::SESSION).header("content-type", "application/json").body(Body::from(body));
    let answer = connection.send(request.expect("a request")).await.expect(StatusCode::OK);
    let cookie = answer.header("set-cookie").split(';').next().expect("a first part").to_owned();
    (connection, cookie)
}

/// Every number that each call's log holds, in the order of the log.
async fn kept(process: &Process, writer: u32, up_to: u32) -> Vec<u32> {
    let (mut connection, cookie) = sign_in(process).await;
    let mut numbers = Vec::new();
    for call in 0..=up_to / 10 {
        let answer = ask(&mut connection, &cookie, &paths::call(&format!("w{writer}-c{call}"))).await;
        if answer.status == StatusCode::NOT_FOUND {
            continue;
        }
        let log = answer.expect(StatusCode::OK).json()["log"].clone();
        numbers.extend(
            log.as_array()
                .expect("a list")
                .iter()
                .map(|entry| u32::try_from(entry["data"]["number"].as_u64().expect("a number")).expect("a small one")),
        );
    }
    numbers
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_acknowledged_event_is_there_once_after_each_kill() {
    let Accounts { folder, key } = accounts();
    let mut next = [0u32; WRITERS as usize];
    for round in 0..5u32 {
        let process = Arc::new(Process::start(folder.path()));
        let acknowledged = Arc::new(AtomicU32::new(0));
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let (process, key, acknowledged) = (process.clone(), key.clone(), acknowledged.clone());
                let number = next[writer as usize];
                tokio::spawn(async move { write_until_gone(&process, key, writer, number, acknowledged).await })
            })
            .collect();
        // A moment that differs from round to round, and lies in the middle of writing.
        soon("some events", async {
            while acknowledged.load(Ordering::Acquire) < 40 + round * 37 {
                tokio::task::yield_now().await;
            }
        })
        .await;
        process.kill_now();
        for (writer, task) in writers.into_iter().enumerate() {
            next[writer] = soon("the writer's end", task).await.expect("it ends");
        }
        drop(process);

        let process = Process::start(folder.path());
        for writer in 0..WRITERS {
            let acknowledged = next[writer as usize];
            let numbers = kept(&process, writer, acknowledged + 20).await;
            let distinct: BTreeSet<u32> = numbers.iter().copied().collect();
            assert_eq!(distinct.len(), numbers.len(), "none doubled, round {round}: {numbers:?}");
            let missing: Vec<u32> = (0..acknowledged).filter(|number| !distinct.contains(number)).collect();
            assert!(missing.is_empty(), "round {round}, writer {writer}: {missing:?} of {acknowledged} are lost");
        }
        process.kill();
    }
    let checked = answer_of(folder.path(), &["doctor"], "");
    assert!(checked.contains("ok     database: sound"), "{checked}");
}

#[tokio::test]
async fn an_acknowledged_recording_is_there_after_a_kill() {
    let Accounts { folder, key } = accounts();
    let process = Process::start(folder.path());
    let audio = wav(3);
    let mut connection = Connection::to(process.address).await;
    let request = Request::put("/api/v1/calls/c1/recordings/r1")
        .header("authorization", format!("Bearer {key}"))
        .header("content-type", "audio/wav")
        .body(Body::from(audio.clone()));
    connection.send(request.expect("a request")).await.expect(StatusCode::CREATED);
    process.kill();
    let process = Process::start(folder.path());
    let (mut connection, cookie) = sign_in(&process).await;
    let answer = ask(&mut connection, &cookie, &paths::recording("r1")).await.expect(StatusCode::OK);
    assert_eq!(answer.body, audio);
}

#[tokio::test]
async fn told_to_stop_it_ends_in_order_with_success() {
    let Accounts { folder, key } = accounts();
    let process = Process::start(folder.path());
    let mut connection = Connection::to(process.address).await;
    let answer = connection.send(post(&key, BATCH, json!([numbered(0, 0)]).to_string())).await;
    answer.expect(StatusCode::ACCEPTED);
    process.terminate();
    let status = process.wait_until_ended();
    assert_eq!(status.code(), Some(0), "{status:?}");
    no_leftovers(folder.path());
    let process = Process::start(folder.path());
    assert_eq!(kept(&process, 0, 0).await, [0]);
}

#[test]
fn told_to_stop_as_soon_as_it_listens_it_ends_with_success() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    for _ in 0..10 {
        let process = Process::start(folder.path());
        process.terminate();
        assert_eq!(process.wait_until_ended().code(), Some(0));
    }
}

/// A database that was closed in order has no write-ahead log beside it.
fn no_leftovers(folder: &Path) {
    let wal = folder.join("calls.db-wal");
    let len = std::fs::metadata(&wal).map_or(0, |it| it.len());
    assert_eq!(len, 0, "{} was not closed", wal.display());
}
