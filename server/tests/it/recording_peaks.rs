//! `GET /api/v1/recordings/{recording_id}/peaks`: the shape of the sound.

use axum::http::StatusCode;
use call_records_wire::paths;
use call_records_wire::peaks::Peaks;

use crate::made::mp3;
use crate::world::World;

/// Two seconds of stereo at 8 kHz: the left side speaks in the first second, the right one, half as loud, in the second.
fn conversation() -> Vec<u8> {
    let sample = |frame: u32, right: bool| -> i16 {
        let speaks = right == (frame >= 8_000);
        let loud = if right { 8_192 } else { 16_384 };
        if !speaks {
            0
        } else if frame.is_multiple_of(8) {
            -loud
        } else {
            loud
        }
    };
    let samples: Vec<u8> =
        (0..16_000).flat_map(|frame| [sample(frame, false), sample(frame, true)]).flat_map(i16::to_le_bytes).collect();
    let mut wav = b"RIFF".to_vec();
    let length = u32::try_from(samples.len()).expect("a short file");
    wav.extend((36 + length).to_le_bytes());
    wav.extend(b"WAVEfmt ");
    wav.extend(16u32.to_le_bytes());
    wav.extend([1, 0, 2, 0]);
    wav.extend(8_000u32.to_le_bytes());
    wav.extend(32_000u32.to_le_bytes());
    wav.extend([4, 0, 16, 0]);
    wav.extend(b"data");
    wav.extend(length.to_le_bytes());
    wav.extend(samples);
    wav
}

fn address(query: &str) -> String {
    format!("{}{query}", paths::recording_peaks("r1"))
}

#[tokio::test]
async fn each_side_has_a_shape_of_its_own() {
    let world = World::new().await;
    world.upload("c1", "r1", "audio/wav", conversation()).send().await.expect(StatusCode::CREATED);
    let answer = world.get(&address("")).await.expect(StatusCode::OK);
    assert_eq!(answer.header("content-type"), "application/octet-stream");
    let peaks = Peaks::read(&answer.body).expect("the format of audiowaveform");
    assert_eq!((peaks.sample_rate, peaks.samples_per_point, peaks.channels, peaks.points()), (8_000, 80, 2, 200));
    let (left, right): (Vec<_>, Vec<_>) = (peaks.channel(0).collect(), peaks.channel(1).collect());
    assert!(left[..100].iter().all(|it| *it == (-64, 64)) && left[100..].iter().all(|it| *it == (0, 0)), "{left:?}");
    assert!(right[..100].iter().all(|it| *it == (0, 0)) && right[100..].iter().all(|it| *it == (-32, 32)), "{right:?}");
}

#[tokio::test]
async fn the_reader_says_how_many_points_are_enough() {
    let world = World::new().await;
    world.upload("c1", "r1", "audio/wav", conversation()).send().await.expect(StatusCode::CREATED);
    let answer = world.get(&address("?points=4")).await.expect(StatusCode::OK);
    let peaks = Peaks::read(&answer.body).expect("the format of audiowaveform");
    assert_eq!((peaks.points(), peaks.samples_per_point), (4, 4_000));
    assert_eq!(peaks.values, [(-64, 64), (0, 0), (-64, 64), (0, 0), (0, 0), (-32, 32), (0, 0), (-32, 32)]);
    let tag = answer.header("etag").to_owned();
    let known =
        world.ask(axum::http::Method::GET, &address("?points=4")).cookie(&world.cookie).header("if-none-match", &tag);
    known.send().await.expect(StatusCode::NOT_MODIFIED);
    for wrong in ["?points=0", "?points=x", "?points=200001", "?width=4"] {
        world.get(&address(wrong)).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    }
}

#[tokio::test]
async fn what_came_as_mp3_has_a_shape_too() {
    let world = World::new().await;
    world.upload("c1", "r1", "audio/mpeg", mp3(50)).send().await.expect(StatusCode::CREATED);
    let answer = world.get(&address("")).await.expect(StatusCode::OK);
    assert!(Peaks::read(&answer.body).expect("the format of audiowaveform").points() > 50);
}

#[tokio::test]
async fn nobody_sees_a_shape_of_what_is_not_there_or_without_signing_in() {
    let world = World::new().await;
    world.get(&address("")).await.expect(StatusCode::NOT_FOUND);
    world.ask(axum::http::Method::GET, &address("")).send().await.expect(StatusCode::UNAUTHORIZED);
}
