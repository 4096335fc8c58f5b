//! `GET /api/v1/recordings/{recording_id}`: the audio out, whole or in parts.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use call_records_wire::paths;
use serde_json::json;

use crate::made::{begun, event, mp3, wav};
use crate::socket::Connection;
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
async fn parts_are_served_as_the_standard_says() {
    let (world, audio) = recorded().await;
    let len = audio.len();
    for (range, part) in [
        ("bytes=0-", 0..len),
        ("bytes=0-0", 0..1),
        ("bytes=100-199", 100..200),
        ("bytes=16000-", 16_000..len),
        ("bytes=-44", len - 44..len),
        ("bytes=-999999", 0..len),
        ("bytes=16000-999999", 16_000..len),
        ("Bytes=5-5", 5..6),
    ] {
        let answer = ask(&world, Method::GET, "").header("range", range).send().await;
        let answer = answer.expect(StatusCode::PARTIAL_CONTENT);
        assert_eq!(answer.body, audio[part.clone()], "{range}");
        assert_eq!(answer.header("content-length"), part.len().to_string());
        assert_eq!(answer.header("content-range"), format!("bytes {}-{}/{len}", part.start, part.end - 1));
        assert_eq!(answer.header("content-type"), "audio/wav");
    }
    for range in ["bytes=5-2", "bytes=a-b", "items=0-5", "bytes=0-1,5-6", "bytes", "", "bytes=0x0-5"] {
        let answer = ask(&world, Method::GET, "").header("range", range).send().await.expect(StatusCode::OK);
        assert_eq!(answer.body.len(), len, "{range} is to be ignored");
    }
    for range in ["bytes=16044-", "bytes=99999999999999999999-", "bytes=-0"] {
        let answer = ask(&world, Method::GET, "").header("range", range).send().await;
        answer.problem(416, "range-not-satisfiable");
        assert_eq!(answer.header("content-range"), format!("bytes */{len}"), "{range}");
    }
}

#[tokio::test]
async fn a_part_is_only_served_of_what_the_reader_has() {
    let (world, audio) = recorded().await;
    let tag = ask(&world, Method::HEAD, "").send().await.header("etag").to_owned();
    for (if_range, status) in [
        (tag.clone(), 206),
        ("\"another\"".to_owned(), 200),
        (format!("W/{tag}"), 200),
        ("Mon, 23 Nov 2026 12:00:00 GMT".to_owned(), 200),
    ] {
        let answer =
            ask(&world, Method::GET, "").header("range", "bytes=0-9").header("if-range", &if_range).send().await;
        assert_eq!(answer.status.as_u16(), status, "{if_range}");
        assert_eq!(answer.body, if status == 206 { &audio[..10] } else { &audio[..] });
    }
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

#[tokio::test]
async fn a_thousand_parts_make_the_whole_over_a_connection() {
    let (world, audio) = recorded().await;
    let server = world.listen().await;
    let mut connection = Connection::to(server.address).await;
    let mut random = 42u64;
    let mut next = |below: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(random >> 33).expect("31 bits") % below
    };
    // Fixed parts that cover all of it, and random ones, in a random order.
    let step = audio.len() / 200;
    let mut parts: Vec<(usize, usize)> =
        (0..audio.len()).step_by(step).map(|at| (at, (at + step).min(audio.len()))).collect();
    while parts.len() < 1_000 {
        let start = next(audio.len());
        parts.push((start, start + 1 + next(audio.len() - start)));
    }
    for at in (1..parts.len()).rev() {
        parts.swap(at, next(at + 1));
    }
    let mut heard: Vec<Option<u8>> = vec![None; audio.len()];
    for (start, end) in parts {
        let request = Request::get(paths::recording("r1")).header("cookie", &world.cookie);
        let request = request.header("range", format!("bytes={start}-{}", end - 1)).body(Body::empty());
        let answer = connection.send(request.expect("a request")).await.expect(StatusCode::PARTIAL_CONTENT);
        assert_eq!(answer.body.len(), end - start);
        for (at, &byte) in (start..end).zip(&answer.body) {
            assert_eq!(*heard[at].get_or_insert(byte), byte);
        }
    }
    let heard: Option<Vec<u8>> = heard.into_iter().collect();
    assert_eq!(heard.as_deref(), Some(audio.as_slice()));
}
