//! `GET /api/v1/recordings/{recording_id}`: the audio out, whole or in parts.

use axum::http::{Method, StatusCode};
use call_records_wire::paths;
use serde_json::json;

use crate::made::{begun, event, mp3, wav};
use crate::world::{Ask, World};

/// A world with the recording r1, and its bytes.
async fn recorded() -> (World, Vec<u8>) {
    let world = World::new().await;
    let audio = wav(1);
    world.upload("call 1/ü", "r1", "audio/wav", audio.clone()).send().await.expect(StatusCode::CREATED);
    (world, audio)
}

fn ask(world: &World, method: Method, query: &str) -> Ask {
    world.ask(method, &format!("{}{query}", paths::recording("r1"))).cookie(&world.cookie)
}

#[tokio::test]
async fn the_whole_comes_with_its_length_type_and_tag() {
    let (world, audio) = recorded().await;
    let answer = ask(&world, Method::GET, "").send().await.expect(StatusCode::OK);
    assert_eq!(answer.body, audio);
    assert_eq!(answer.header("content-type"), "audio/wav");
    assert_eq!(answer.header("content-length"), audio.len().to_string());
    assert_eq!(answer.header("accept-ranges"), "bytes");
    assert_eq!(answer.header("cache-control"), "no-store");
    let tag = answer.header("etag");
    assert!(tag.starts_with('"') && tag.ends_with('"') && tag.len() > 40, "a strong tag: {tag}");
    assert!(!answer.headers.contains_key("content-disposition"));
    assert!(!answer.headers.contains_key("content-range"));
}

#[tokio::test]
async fn head_tells_the_same_without_the_audio() {
    let (world, _) = recorded().await;
    let whole = ask(&world, Method::GET, "?download=1").send().await;
    let head =
        ask(&world, Method::HEAD, "?download=1").header("range", "bytes=0-9").send().await.expect(StatusCode::OK);
    assert!(head.body.is_empty());
    for name in ["content-type", "content-length", "accept-ranges", "etag", "content-disposition"] {
        assert_eq!(head.header(name), whole.header(name), "{name}");
    }
}

#[tokio::test]
async fn a_download_is_named_after_its_call() {
    let (world, _) = recorded().await;
    let answer = ask(&world, Method::GET, "?download=1").send().await.expect(StatusCode::OK);
    assert_eq!(answer.header("content-disposition"), "attachment; filename=\"call_1___r1.wav\"");
    world.upload("c2", "m1", "audio/mpeg", mp3(50)).send().await.expect(StatusCode::CREATED);
    let answer = world.get(&format!("{}?download=1", paths::recording("m1"))).await;
    assert_eq!(answer.header("content-disposition"), "attachment; filename=\"c2_m1.mp3\"");
    assert_eq!(answer.header("content-type"), "audio/mpeg");
}

#[tokio::test]
async fn the_stored_format_can_be_asked_for() {
    let (world, audio) = recorded().await;
    let answer = ask(&world, Method::GET, "?format=wav").send().await.expect(StatusCode::OK);
    assert_eq!(answer.body, audio);
    for (query, fault, allowed) in [
        ("?format=ogg", "format", "wav, mp3"),
        ("?format=", "format", "wav, mp3"),
        ("?download=yes", "download", "0 or 1"),
        ("?speed=2", "speed", "format and download"),
    ] {
        let answer = ask(&world, Method::GET, query).send().await;
        let problem = answer.problem(422, "invalid-request");
        assert_eq!(answer.faults(), [fault], "{query}");
        assert!(problem.errors[0].detail.contains(allowed), "{query}: {problem:?}");
    }
    let plain = ask(&world, Method::GET, "?download=0").send().await.expect(StatusCode::OK);
    assert!(!plain.headers.contains_key("content-disposition"));
}

#[tokio::test]
async fn what_the_reader_has_already_is_not_sent_again() {
    let (world, _) = recorded().await;
    let tag = ask(&world, Method::HEAD, "").send().await.header("etag").to_owned();
    let weak = format!("W/{tag}");
    let among = format!("\"x\", {tag}");
    for (name, value, status) in [
        ("if-none-match", tag.as_str(), 304),
        ("if-none-match", &weak, 304),
        ("if-none-match", &among, 304),
        ("if-none-match", "*", 304),
        ("if-none-match", "\"another\"", 200),
        ("if-match", &tag, 200),
        ("if-match", "*", 200),
        ("if-match", "\"another\"", 412),
        ("if-match", &weak, 412),
    ] {
        for method in [Method::GET, Method::HEAD] {
            let answer = ask(&world, method.clone(), "").header(name, value).send().await;
            assert_eq!(answer.status.as_u16(), status, "{method} {name}: {value}");
            if status == 304 {
                assert_eq!(answer.header("etag"), tag);
                assert!(answer.body.is_empty());
            }
        }
    }
}

#[tokio::test]
async fn what_cannot_be_heard_says_why() {
    let world = World::new().await;
    world.get(&paths::recording("r1")).await.problem(404, "not-found");
    let announced = event("e1", "c1", 1, "recording.started", json!({"recording_id": "r1"}));
    world.send_events(&[begun("c1", 0), announced]).await;
    world.get(&paths::recording("r1")).await.problem(404, "not-found");
}
