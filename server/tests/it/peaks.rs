//! `GET /api/v1/recordings/{recording_id}/peaks`: the outline, for drawing.

use axum::http::{Method, StatusCode};
use call_records_wire::paths;

use crate::made::wav;
use crate::sounds::{hear, make};
use crate::world::World;

/// An outline, taken apart.
#[derive(Debug, PartialEq)]
struct Outline {
    rate: u32,
    step: u32,
    channels: usize,
    /// For each point, for each channel: the least and the greatest.
    points: Vec<Vec<[i8; 2]>>,
}

impl Outline {
    fn parse(bytes: &[u8]) -> Self {
        let number = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().expect("four bytes"));
        assert_eq!((number(0), number(4)), (2, 1), "version 2, 8 bits");
        let channels = usize::try_from(number(20)).expect("few");
        let points: Vec<Vec<[i8; 2]>> = bytes[24..]
            .chunks(2 * channels)
            .map(|point| point.chunks(2).map(|it| [it[0], it[1]].map(|it| i8::from_le_bytes([it]))).collect())
            .collect();
        assert_eq!(points.len(), usize::try_from(number(16)).expect("not too many"), "as many as the head says");
        Self { rate: number(8), step: number(12), channels, points }
    }
}

async fn outline(world: &World, recording_id: &str, query: &str) -> Outline {
    let answer = world.get(&format!("{}{query}", paths::recording_peaks(recording_id))).await.expect(StatusCode::OK);
    assert_eq!(answer.header("content-type"), "application/octet-stream");
    Outline::parse(&answer.body)
}

#[tokio::test]
async fn the_outline_holds_the_least_and_the_greatest_of_each_side() {
    let world = World::new().await;
    let folder = tempfile::tempdir().expect("a folder");
    let [plain, law, mp3] = ["plain.wav", "law.wav", "made.mp3"].map(|name| folder.path().join(name));
    make(
        7.31,
        8_000,
        2,
        &[
            (plain.clone(), &["-c:a", "pcm_s16le"]),
            (law.clone(), &["-c:a", "pcm_mulaw"]),
            (mp3.clone(), &["-c:a", "libmp3lame", "-b:a", "64k"]),
        ],
    );
    for (path, media_type) in [(plain, "audio/wav"), (law, "audio/wav"), (mp3, "audio/mpeg")] {
        let name = path.file_name().and_then(|it| it.to_str()).expect("a name").to_owned();
        let audio = std::fs::read(&path).expect("a file");
        world.upload("c1", &name, media_type, audio).send().await.expect(StatusCode::CREATED);
        let heard = hear(&[path]).remove(0);
        let found = outline(&world, &name, "").await;
        assert_eq!((found.rate, found.step, found.channels), (8_000, 160, 2), "{name}");
        assert_eq!(found.points.len(), heard.samples[0].len().div_ceil(160), "{name}");
        for (n, point) in found.points.iter().enumerate() {
            for (samples, &[least, greatest]) in heard.samples.iter().zip(point) {
                let samples = &samples[n * 160..samples.len().min((n + 1) * 160)];
                let [low, high] = [samples.iter().min(), samples.iter().max()].map(|it| it.expect("samples") >> 8);
                let near = |a: i16, b: i8| (a - i16::from(b)).abs() <= 1;
                assert!(near(low, least) && near(high, greatest), "{name}, point {n}: {least} to {greatest}");
            }
        }
    }
}

#[tokio::test]
async fn few_points_can_be_asked_for_of_a_long_recording() {
    let world = World::new().await;
    world.upload("c1", "r1", "audio/wav", wav(300)).send().await.expect(StatusCode::CREATED);
    let all = outline(&world, "r1", "").await;
    assert_eq!(all.points.len(), 15_000);
    let few = outline(&world, "r1", "?width=1000").await;
    assert_eq!((few.points.len(), few.step), (1_000, 160 * 15));
    let [least, greatest] = [|it: &[i8; 2]| it[0], |it: &[i8; 2]| it[1]];
    for (few, all) in few.points.iter().zip(all.points.chunks(15)) {
        assert_eq!(few[0][0], all.iter().map(|it| least(&it[0])).min().expect("some"));
        assert_eq!(few[0][1], all.iter().map(|it| greatest(&it[0])).max().expect("some"));
    }
    for query in ["?width=0", "?width=-1", "?width=wide", "?width=99999999", "?zoom=1"] {
        let answer = world.get(&format!("{}{query}", paths::recording_peaks("r1"))).await;
        answer.problem(422, "invalid-request");
    }
}

#[tokio::test]
async fn the_outline_is_kept_beside_the_audio_and_made_again_where_it_is_lost() {
    let world = World::new().await;
    world.upload("c1", "r1", "audio/wav", wav(2)).send().await.expect(StatusCode::CREATED);
    let path = paths::recording_peaks("r1");
    let first = world.get(&path).await.expect(StatusCode::OK);
    let day = world.folder.path().join("recordings/2026/11/23");
    let kept = std::fs::read_dir(day).expect("a day").map(|it| it.expect("an entry").path());
    let kept = kept.into_iter().find(|it| it.extension().is_some_and(|it| it == "peaks")).expect("it is kept");
    assert_eq!(std::fs::read(&kept).expect("a file"), first.body);
    std::fs::remove_file(&kept).expect("somebody's hand");
    assert_eq!(world.get(&path).await.expect(StatusCode::OK).body, first.body);
    assert_eq!(std::fs::read(&kept).expect("it is kept again"), first.body);
    let again = world.ask(Method::GET, &path).cookie(&world.cookie).header("if-none-match", first.header("etag"));
    assert_eq!(again.send().await.status, StatusCode::NOT_MODIFIED);
    world.ask(Method::GET, &path).send().await.problem(401, "unauthenticated");
    world.get(&paths::recording_peaks("none")).await.problem(404, "not-found");
}
