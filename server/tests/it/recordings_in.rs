//! `PUT /api/v1/calls/{call_id}/recordings/{recording_id}`: the audio in.

use std::path::Path;

use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use call_records_wire::paths;
use call_records_wire::words::RecordingState;
use futures::stream;
use serde_json::json;

use crate::made::{begun, digest, inbound, mp3, wav};
use crate::world::World;

/// How many files lie below the recordings' folder, but for outlines: each recording has one.
fn files(world: &World) -> usize {
    fn audio(path: &Path) -> usize {
        usize::from(path.extension().is_none_or(|it| it != "peaks"))
    }
    fn count(folder: &Path) -> usize {
        let entries = std::fs::read_dir(folder).expect("a folder");
        entries
            .map(|it| it.expect("an entry").path())
            .map(|path| if path.is_dir() { count(&path) } else { audio(&path) })
            .sum()
    }
    count(&world.folder.path().join("recordings"))
}

#[tokio::test]
async fn an_uploaded_recording_is_measured_and_shows_in_its_call() {
    let world = World::new().await;
    world.send_events(&inbound("c1", 0)).await;
    let audio = wav(2);
    let answer = world.upload("c1", "r1", "audio/wav", audio.clone()).send().await.expect(StatusCode::CREATED);
    assert_eq!(
        answer.json(),
        json!({"recording_id": "r1", "duration_ms": 2_000, "bytes": audio.len(), "channel_count": 1})
    );
    let audio = mp3(100);
    let answer = world.upload("c1", "r2", "audio/mpeg", audio.clone()).send().await.expect(StatusCode::CREATED);
    assert_eq!(
        answer.json(),
        json!({"recording_id": "r2", "duration_ms": 3_600, "bytes": audio.len(), "channel_count": 1})
    );
    let recordings = world.call("c1").await.row.recordings;
    assert_eq!(recordings.len(), 2);
    assert!(recordings.iter().all(|recording| recording.state == RecordingState::Available));
    assert_eq!(recordings[0].duration_ms, Some(2_000));
    assert_eq!(world.list("has_recording=true").await.total.value, 1);
}

#[tokio::test]
async fn other_spellings_of_the_types_are_taken() {
    let world = World::new().await;
    for (n, media_type) in ["audio/x-wav", "audio/wave", "audio/vnd.wave", "Audio/WAV; codecs=1"].iter().enumerate() {
        let ask = world.upload("c1", &format!("r{n}"), media_type, wav(1));
        ask.send().await.expect(StatusCode::CREATED);
    }
    world.upload("c1", "m", "audio/mp3", mp3(20)).send().await.expect(StatusCode::CREATED);
}

#[tokio::test]
async fn audio_that_is_not_what_it_says_is_refused_and_leaves_nothing_behind() {
    let world = World::new().await;
    world.send_events(&[begun("c1", 0)]).await;
    for (media_type, audio, status, kind) in [
        ("audio/wav", mp3(100), 415, "not-that-format"),
        ("audio/mpeg", wav(1), 415, "not-that-format"),
        ("audio/wav", b"<html>not found</html>".repeat(100), 415, "not-that-format"),
        ("audio/mpeg", b"<html>not found</html>".repeat(100), 415, "not-that-format"),
        ("audio/wav", b"RIFF".to_vec(), 415, "not-that-format"),
        ("audio/ogg", wav(1), 415, "unsupported-media-type"),
        ("application/octet-stream", wav(1), 415, "unsupported-media-type"),
        ("audio/wav", Vec::new(), 422, "unreadable-audio"),
        ("audio/mpeg", Vec::new(), 422, "unreadable-audio"),
        ("audio/wav", wav(1)[..44].to_vec(), 422, "unreadable-audio"),
        ("audio/wav", wav(1)[..20].to_vec(), 422, "unreadable-audio"),
        ("audio/wav", wav(2)[..20_000].to_vec(), 422, "unreadable-audio"),
        ("audio/wav", [&wav(1)[..24], &[0; 4], &wav(1)[28..]].concat(), 422, "unreadable-audio"),
        ("audio/mpeg", [b"ID3".as_slice(), &[0; 500]].concat(), 422, "unreadable-audio"),
    ] {
        let answer = world.upload("c1", "r1", media_type, audio).send().await;
        answer.problem(status, kind);
        world.get(&paths::recording("r1")).await.problem(404, "not-found");
    }
    assert_eq!(files(&world), 0);
    assert!(world.call("c1").await.row.recordings.is_empty());
}

#[tokio::test]
async fn noise_after_a_right_beginning_never_fails_the_server() {
    let world = World::new().await;
    let mut noise = 7u64;
    let mut next = || {
        noise = noise.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        noise.to_be_bytes()[0]
    };
    for n in 0..60 {
        let (media_type, mut audio) = if n % 2 == 0 { ("audio/wav", wav(1)) } else { ("audio/mpeg", mp3(40)) };
        for _ in 0..=n {
            let at = (usize::from(next()) * 256 + usize::from(next())) % audio.len().min(200);
            audio[at] = next();
        }
        let answer = world.upload("c1", &format!("r{n}"), media_type, audio).send().await;
        assert!(matches!(answer.status.as_u16(), 201 | 415 | 422), "{}", answer.text());
    }
}

#[tokio::test]
async fn a_digest_is_checked_where_it_is_sent() {
    let world = World::new().await;
    let audio = wav(1);
    let upload = |recording_id: &str| world.upload("c1", recording_id, "audio/wav", audio.clone());
    upload("r1").header("repr-digest", &digest(&audio)).send().await.expect(StatusCode::CREATED);
    let among = format!("unixsum=:AAA=:, {}", digest(&audio));
    upload("r2").header("repr-digest", &among).send().await.expect(StatusCode::CREATED);
    let with_parameter = format!("{};p=1", digest(&audio));
    upload("r6").header("repr-digest", &with_parameter).send().await.expect(StatusCode::CREATED);
    upload("r3").header("repr-digest", "md5=:AAAA:").send().await.expect(StatusCode::CREATED);
    let answer = upload("r4").header("repr-digest", &digest(b"other")).send().await;
    answer.problem(422, "wrong-digest");
    for bad in ["sha-256=abc", "sha-256=:***:", "sha-256=:AAAA:", "nonsense", ""] {
        let answer = upload("r5").header("repr-digest", bad).send().await;
        answer.problem(422, "invalid-request");
        assert_eq!(answer.faults(), ["Repr-Digest"], "{bad}");
    }
    assert_eq!(files(&world), 4);
}

#[tokio::test]
async fn what_a_switch_left_unfinished_is_kept_with_its_true_length() {
    let world = World::new().await;
    for (n, size) in [0u32, u32::MAX].into_iter().enumerate() {
        let mut audio = wav(2);
        audio[4..8].copy_from_slice(&size.to_le_bytes());
        audio[40..44].copy_from_slice(&size.to_le_bytes());
        audio.truncate(44 + 20_000);
        let answer = world.upload("c1", &format!("r{n}"), "audio/wav", audio).send().await.expect(StatusCode::CREATED);
        assert_eq!(answer.json()["duration_ms"], 1_250);
    }
}

#[tokio::test]
async fn audio_that_went_missing_is_told_and_can_be_sent_again() {
    let world = World::new().await;
    let upload = || world.upload("c1", "r1", "audio/wav", wav(1)).send();
    upload().await.expect(StatusCode::CREATED);
    std::fs::remove_dir_all(world.folder.path().join("recordings/2026")).expect("somebody's hand");
    let path = paths::recording("r1");
    world.get(&path).await.problem(404, "recording-not-available");
    let head = world.ask(axum::http::Method::HEAD, &path).cookie(&world.cookie).send().await;
    assert_eq!(head.status, StatusCode::NOT_FOUND);
    upload().await.expect(StatusCode::CREATED);
    assert_eq!(world.get(&path).await.expect(StatusCode::OK).body, wav(1));
}

#[tokio::test]
async fn compressed_bodies_are_refused_as_such() {
    let world = World::new().await;
    let upload = world.upload("c1", "r1", "audio/wav", wav(1)).header("content-encoding", "gzip");
    let answer = upload.send().await;
    answer.problem(415, "unsupported-content-coding");
    assert_eq!(answer.header("accept-encoding"), "identity");
}

#[tokio::test]
async fn the_same_upload_twice_is_one_recording() {
    let world = World::new().await;
    world.send_events(&[begun("c1", 0)]).await;
    let upload = || world.upload("c1", "r1", "audio/wav", wav(1)).send();
    let first = upload().await.expect(StatusCode::CREATED);
    let before = world.call("c1").await;
    let second = upload().await.expect(StatusCode::CREATED);
    assert_eq!(first.body, second.body);
    assert_eq!(world.call("c1").await, before);
    assert_eq!(files(&world), 1);
    let (a, b, c) = tokio::join!(upload(), upload(), upload());
    for answer in [a, b, c] {
        answer.expect(StatusCode::CREATED);
    }
    assert_eq!(files(&world), 1);
}

#[tokio::test]
async fn another_recording_of_that_id_is_a_conflict_and_the_first_stays() {
    let world = World::new().await;
    let first = wav(1);
    world.upload("c1", "r1", "audio/wav", first.clone()).send().await.expect(StatusCode::CREATED);
    world.upload("c1", "r1", "audio/wav", wav(2)).send().await.problem(409, "recording-conflict");
    world.upload("c2", "r1", "audio/wav", first.clone()).send().await.problem(409, "recording-conflict");
    assert_eq!(world.get(&paths::recording("r1")).await.body, first);
    assert_eq!(files(&world), 1);
}

#[tokio::test]
async fn a_recording_may_come_before_its_call() {
    let world = World::new().await;
    world.upload("c1", "r1", "audio/wav", wav(1)).send().await.expect(StatusCode::CREATED);
    assert_eq!(world.list("").await.total.value, 0);
    world.get(&paths::recording("r1")).await.expect(StatusCode::OK);
    world.send_events(&[begun("c1", 0)]).await;
    assert!(world.call("c1").await.row.has_recording());
}

#[tokio::test]
async fn an_upload_that_breaks_off_leaves_nothing_behind() {
    let world = World::new().await;
    let half = Bytes::from(wav(2)).slice(..20_000);
    let broken = Body::from_stream(stream::iter([Ok(half), Err(std::io::Error::other("gone"))]));
    world.upload("c1", "r1", "audio/wav", broken).send().await.problem(400, "interrupted");
    assert_eq!(files(&world), 0);
    world.upload("c1", "r1", "audio/wav", wav(2)).send().await.expect(StatusCode::CREATED);
}

#[tokio::test]
async fn ids_are_bounded_and_never_part_of_a_files_name() {
    let world = World::new().await;
    let long = "x".repeat(256);
    for (call_id, recording_id, fault) in [
        (long.as_str(), "r", "call_id"),
        ("c", long.as_str(), "recording_id"),
        ("c\n", "r", "call_id"),
        ("c", "\u{0}", "recording_id"),
    ] {
        let answer = world.upload(call_id, recording_id, "audio/wav", wav(1)).send().await;
        answer.problem(422, "invalid-request");
        assert_eq!(answer.faults(), [fault]);
    }
    for recording_id in ["..", "../../etc/passwd", "a/b", "C:\\x", "r\u{202e}"] {
        let answer = world.upload("c1", recording_id, "audio/wav", wav(1)).send().await;
        if recording_id.contains('\u{202e}') {
            // What an event could not name could never be shown.
            answer.problem(422, "invalid-request");
            continue;
        }
        answer.expect(StatusCode::CREATED);
        assert_eq!(world.get(&paths::recording(recording_id)).await.body, wav(1));
    }
    assert_eq!(files(&world), 4);
    let outside = std::fs::read_dir(world.folder.path()).expect("the folder").count();
    assert!(outside <= 4, "the database's files and the recordings' folder, nothing else");
}
