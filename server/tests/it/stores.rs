//! Recordings in a bucket: the same as in a folder, also long ones, also when the store is away.

use axum::http::StatusCode;
use call_records_server::ingest;
use call_records_wire::paths;

use crate::bucket::Bucket;
use crate::made::{begun, mp3, wav};
use crate::process::{Process, answer_of, program};
use crate::world::{World, at};

async fn world(bucket: &Bucket) -> World {
    let world = World::new().await;
    let work = world.folder.path().join("work");
    world.recording_in(bucket.recordings(&work))
}

#[tokio::test]
async fn a_bucket_keeps_what_a_folder_keeps() {
    let bucket = Bucket::start().await;
    let world = world(&bucket).await;
    // Short, long enough to be sent in parts, and MP3.
    let (short, long) = (wav(2), wav(900));
    assert!(long.len() > 2 * 5 * 1024 * 1024);
    for (recording_id, media_type, audio) in
        [("short", "audio/wav", &short), ("long", "audio/wav", &long), ("mp3", "audio/mpeg", &mp3(100))]
    {
        let sent = world.upload("c1", recording_id, media_type, audio.clone()).send().await;
        sent.expect(StatusCode::CREATED);
        assert!(world.get(&paths::recording(recording_id)).await.expect(StatusCode::OK).body == *audio);
        world.get(&paths::recording_peaks(recording_id)).await.expect(StatusCode::OK);
        let other = if media_type == "audio/wav" { "mp3" } else { "wav" };
        world.get(&format!("{}?format={other}", paths::recording(recording_id))).await.expect(StatusCode::OK);
    }
    assert_eq!(bucket.objects().len(), 3);
    // Again, another under the same id, and what is refused: nothing more.
    world.upload("c1", "short", "audio/wav", short.clone()).send().await.expect(StatusCode::CREATED);
    world.upload("c1", "short", "audio/wav", wav(3)).send().await.problem(409, "recording-conflict");
    world.upload("c1", "cut", "audio/wav", wav(3)[..20_000].to_vec()).send().await.problem(422, "unreadable-audio");
    assert_eq!(bucket.objects().len(), 3);
    // Somebody's hand: told, and sent again.
    for file in
        bucket.objects().into_iter().filter(|file| file.metadata().is_ok_and(|it| it.len() == short.len() as u64))
    {
        std::fs::remove_file(file).expect("it is there");
    }
    world.get(&paths::recording("short")).await.problem(404, "recording-not-available");
    world.upload("c1", "short", "audio/wav", short.clone()).send().await.expect(StatusCode::CREATED);
    assert!(world.get(&paths::recording("short")).await.expect(StatusCode::OK).body == short);
}

#[tokio::test]
async fn while_the_store_is_away_events_go_on_and_audio_waits_for_it() {
    let mut bucket = Bucket::start().await;
    let world = world(&bucket).await;
    world.upload("c1", "r1", "audio/wav", wav(1)).send().await.expect(StatusCode::CREATED);
    bucket.stop();
    let path = paths::recording("r1");
    let (read, sent, ready) =
        tokio::join!(world.get(&path), world.upload("c1", "r2", "audio/wav", wav(2)).send(), world.get("/readyz"),);
    for answer in [read, sent, ready] {
        answer.problem(503, "storage-unavailable");
        assert_eq!(answer.header("retry-after"), "5");
    }
    world.send_events(&[begun("c1", 0)]).await;
    // It comes back while somebody waits.
    let (sent, ()) = tokio::join!(world.upload("c1", "r2", "audio/wav", wav(2)).send(), async {
        bucket.begin();
        bucket.wait().await;
    });
    sent.expect(StatusCode::CREATED);
    world.get(&path).await.expect(StatusCode::OK);
    // What the first attempt may have left goes with the sweep.
    let swept = ingest::sweep_objects(&world.state.calls, &world.state.recordings, at(20 * 60_000)).await;
    swept.expect("a sweep");
    assert_eq!(bucket.objects().len(), 2);
}

#[tokio::test]
async fn the_program_keeps_recordings_where_it_is_told() {
    let bucket = Bucket::start().await;
    let folder = tempfile::tempdir().expect("a folder for the test");
    answer_of(folder.path(), &["key", "create", "switch"], "");
    let told = |arguments: &[&str]| {
        let mut command = program(folder.path(), arguments);
        command.envs(bucket.environment()).env("CALL_RECORDS_RECORDINGS", Bucket::url());
        command
    };
    drop(Process::start_command(told(&["serve", "--listen", "127.0.0.1:0"])));
    let output = told(&["doctor"]).output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains(&format!("ok     recordings: none yet in {}", Bucket::url())), "{said}");
    let output = told(&["doctor"]).env("AWS_ENDPOINT_URL", "http://127.0.0.1:1").output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("cannot be reached") && said.contains("AWS_ENDPOINT_URL"), "{said}");
}
