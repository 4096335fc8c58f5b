//! Uploads that need much, find no room, or do not come to their end: what they hold, and what they leave.

use std::path::{Path, PathBuf};

use axum::body::{Body, Bytes};
use axum::http::{Request, StatusCode};
use call_records_server::ingest;
use call_records_server::store::Deletion;
use call_records_wire::paths;
use futures::{StreamExt, stream};

use crate::made::{begun, wav};
use crate::process::{Process, answer_of, program};
use crate::socket::{Connection, Events, soon};
use crate::world::{PASSWORD, World, at, recording_path};

/// Every file below a folder, but for outlines.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|it| it.expect("an entry").path());
    let all = paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] });
    all.filter(|path| path.extension().is_none_or(|it| it != "peaks")).collect()
}

fn upload(key: &str, recording_id: &str, body: Body) -> Request<Body> {
    let request = Request::put(recording_path("c1", recording_id)).header("authorization", format!("Bearer {key}"));
    request.header("content-type", "audio/wav").body(body).expect("a request")
}

/// A WAV file of stereo telephony that is made while it is sent.
fn long_wav(seconds: u32) -> (u64, Body) {
    let len = seconds * 32_000;
    let mut head = wav(1)[..44].to_vec();
    head[4..8].copy_from_slice(&(36 + len).to_le_bytes());
    head[22] = 2;
    head[28..32].copy_from_slice(&32_000u32.to_le_bytes());
    head[32] = 4;
    head[40..44].copy_from_slice(&len.to_le_bytes());
    let second = Bytes::from(wav(2)[44..].to_vec());
    let body = stream::once(async { Bytes::from(head) })
        .chain(stream::iter((0..seconds).map(move |_| second.clone())))
        .map(Ok::<_, std::io::Error>);
    (u64::from(len) + 44, Body::from_stream(body))
}

async fn sign_in(connection: &mut Connection) -> String {
    let request = Request::post(paths::SESSION).header("content-type", "application/json");
    let request = request.body(Body::from(format!(r#"{{"name":"ada","password":"{PASSWORD}"}}"#)));
    let answer = connection.send(request.expect("a request")).await.expect(StatusCode::OK);
    answer.header("set-cookie").split(';').next().expect("a cookie").to_owned()
}

/// Waits for a file that is in the making and has so many bytes already.
async fn draft(recordings: &Path, bytes: u64) -> PathBuf {
    let drafts = recordings.join("scratch/drafts");
    soon("a file in the making", async {
        loop {
            let found = files(&drafts).into_iter().find(|file| file.metadata().is_ok_and(|it| it.len() >= bytes));
            match found {
                Some(draft) => break draft,
                None => tokio::task::yield_now().await,
            }
        }
    })
    .await
}

#[tokio::test]
async fn three_hours_are_taken_and_read_in_little_memory() {
    const MOST_KIB: u64 = 48 * 1024;
    let folder = tempfile::tempdir().expect("a folder for the test");
    let key = answer_of(folder.path(), &["key", "create", "switch"], "");
    answer_of(folder.path(), &["user", "add", "ada", "--role", "admin"], PASSWORD);
    let process = Process::start(folder.path());
    let mut connection = Connection::to(process.address).await;
    connection.send(upload(&key, "short", Body::from(wav(1)))).await.expect(StatusCode::CREATED);
    let before = process.peak_kib();
    let (len, body) = long_wav(3 * 3_600);
    let answer = connection.send(upload(&key, "long", body)).await.expect(StatusCode::CREATED);
    assert_eq!(answer.json()["duration_ms"], 3 * 3_600 * 1_000);
    assert_eq!(answer.json()["bytes"], len);
    let grown = process.peak_kib() - before;
    assert!(grown < MOST_KIB, "taking {len} bytes in held {grown} KiB more than before");

    let cookie = sign_in(&mut connection).await;
    let before = process.peak_kib();
    let request = Request::get(paths::recording("long")).header("cookie", cookie).body(Body::empty());
    let response = connection.open(request.expect("a request")).await;
    let mut chunks = response.into_body().into_data_stream();
    let mut read = 0;
    while let Some(chunk) = soon("the next bytes", chunks.next()).await {
        read += chunk.expect("bytes").len() as u64;
    }
    assert_eq!(read, len);
    let grown = process.peak_kib() - before;
    assert!(grown < MOST_KIB, "reading {len} bytes held {grown} KiB more than before");
}

#[tokio::test]
async fn without_room_uploads_are_refused_and_events_go_on() {
    let mut world = World::new().await;
    world.keep_free(u64::MAX);
    let answer = world.upload("c1", "r1", "audio/wav", wav(1)).send().await;
    let problem = answer.problem(507, "no-room");
    assert!(problem.detail.expect("a detail").contains("make room"));
    assert_eq!(files(&world.folder.path().join("recordings")), Vec::<PathBuf>::new());
    world.send_events(&[begun("c1", 0)]).await;
    assert!(world.call("c1").await.row.recordings.is_empty());
    world.keep_free(0);
    world.upload("c1", "r1", "audio/wav", wav(1)).send().await.expect(StatusCode::CREATED);
}

/// A disk that is full in earnest: a small one of its own, which only the server sees.
#[tokio::test]
async fn on_a_full_disk_uploads_are_refused_and_events_go_on() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let (data, audio) = (folder.path().join("data"), folder.path().join("audio"));
    std::fs::create_dir_all(&audio).expect("a folder");
    let key = answer_of(&data, &["key", "create", "switch"], "");
    let server = program(&data, &["serve", "--listen", "127.0.0.1:0", "--keep-free-mib", "0", "--recordings"]);
    let mut command = std::process::Command::new("unshare");
    // Whoever may not mount becomes somebody who may, in a world of its own.
    command.args(["--user", "--map-root-user", "--mount", "sh", "-c"]);
    command.arg("mount -t tmpfs -o size=2m none \"$0\" && exec \"$@\" \"$0\"").arg(&audio);
    command.arg(server.get_program()).args(server.get_args());
    for (name, value) in server.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    let process = Process::start_command(command);
    let mut connection = Connection::to(process.address).await;
    connection.send(upload(&key, "small", Body::from(wav(10)))).await.expect(StatusCode::CREATED);
    for _ in 0..3 {
        let (_, body) = long_wav(120);
        let mut connection = Connection::to(process.address).await;
        connection.send(upload(&key, "large", body)).await.problem(507, "no-room");
    }
    let events = Request::post(paths::EVENTS).header("authorization", format!("Bearer {key}"));
    let events = events.header("content-type", crate::world::ONE).body(Body::from(begun("c1", 0).to_string()));
    connection.send(events.expect("a request")).await.expect(StatusCode::ACCEPTED);
    connection.send(upload(&key, "another", Body::from(wav(20)))).await.expect(StatusCode::CREATED);
}

#[tokio::test]
async fn a_kill_in_the_middle_of_an_upload_leaves_nothing() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let key = answer_of(folder.path(), &["key", "create", "switch"], "");
    let process = Process::start(folder.path());
    let recordings = folder.path().join("recordings");
    let whole = wav(60);
    let half = Bytes::from(whole.clone()).slice(..700_000);
    let body = Body::from_stream(stream::iter([Ok::<_, std::io::Error>(half)]).chain(stream::pending()));
    let mut connection = Connection::to(process.address).await;
    let request = upload(&key, "r1", body);
    let sending = tokio::spawn(async move { connection.try_open(request).await.map(|it| it.status()) });
    let draft = draft(&recordings, 200_000).await;
    process.kill();
    assert!(soon("the end of the upload", sending).await.expect("it ends").is_err());
    assert!(draft.exists(), "nothing cleaned up behind the killed process yet");
    let process = Process::start(folder.path());
    soon("the left half to go", async {
        while draft.exists() {
            tokio::task::yield_now().await;
        }
    })
    .await;
    assert_eq!(files(&recordings), Vec::<PathBuf>::new());
    let mut connection = Connection::to(process.address).await;
    let answer = connection.send(upload(&key, "r1", Body::from(whole))).await;
    answer.expect(StatusCode::CREATED);
    assert_eq!(files(&recordings).len(), 1);
}

#[tokio::test]
async fn an_object_that_no_recording_came_to_hold_is_deleted_after_a_while() {
    let world = World::new().await;
    world.upload("c1", "r1", "audio/wav", wav(1)).send().await.expect(StatusCode::CREATED);
    // As a server leaves it that dies between the object and the row that holds it.
    let left = "2026/11/23/00112233445566778899aabbccddeeff.wav";
    world.state.calls.note_object(left, at(0)).await.expect("noted");
    let file = world.folder.path().join("recordings").join(left);
    std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
    std::fs::write(&file, wav(2)).expect("a file");
    let sweep = async |minutes: i64| {
        let swept = ingest::sweep_objects(&world.state.calls, &world.state.recordings, at(minutes * 60_000)).await;
        swept.expect("a sweep")
    };
    assert_eq!(sweep(5).await, 0, "an upload may still be on its way");
    assert!(file.exists());
    assert_eq!(sweep(11).await, 1);
    assert!(!file.exists());
    assert_eq!(sweep(12).await, 0);
    world.get(&paths::recording("r1")).await.expect(StatusCode::OK);
}

#[tokio::test]
async fn a_deleted_recording_says_so_and_leaves_no_bytes() {
    let world = World::new().await;
    world.send_events(&[begun("c1", 0)]).await;
    world.upload("c1", "r1", "audio/wav", wav(2)).send().await.expect(StatusCode::CREATED);
    world.upload("c1", "r2", "audio/wav", wav(3)).send().await.expect(StatusCode::CREATED);
    let mp3 = format!("{}?format=mp3", paths::recording("r1"));
    world.get(&mp3).await.expect(StatusCode::OK);
    let ask = world.ask(axum::http::Method::GET, paths::STREAM).cookie(&world.cookie);
    let mut told = Events::of(ask.open().await);
    told.hello().await;
    let deletion = Deletion { recording_id: "r1".to_owned(), reason: "older than 90 days".to_owned(), at: at(5) };
    let (calls, recordings) = (&world.state.calls, &world.state.recordings);
    let deleted = ingest::delete_recordings(calls, recordings, vec![deletion], at(6)).await.expect("deleted");
    assert_eq!(deleted.len(), 1);
    let told = told.next_call().await.data["recordings"][0].clone();
    assert_eq!((&told["state"], &told["reason"]), (&"deleted".into(), &"older than 90 days".into()));
    for path in [paths::recording("r1"), mp3, paths::recording_peaks("r1")] {
        world.get(&path).await.problem(404, "recording-not-available");
    }
    assert_eq!(
        files(&world.folder.path().join("recordings")).len(),
        1,
        "that of the other, and nothing made of the first"
    );
    world.get(&paths::recording("r2")).await.expect(StatusCode::OK);
    // Sent again, it stays deleted.
    world.upload("c1", "r1", "audio/wav", wav(2)).send().await.expect(StatusCode::CREATED);
    world.get(&paths::recording("r1")).await.problem(404, "recording-not-available");
    assert_eq!(files(&world.folder.path().join("recordings")).len(), 1);
}

#[tokio::test]
async fn a_kill_in_the_middle_of_a_conversion_leaves_nothing_half() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let key = answer_of(folder.path(), &["key", "create", "switch"], "");
    answer_of(folder.path(), &["user", "add", "ada", "--role", "admin"], PASSWORD);
    let recordings = folder.path().join("recordings");
    let process = Process::start(folder.path());
    let mut connection = Connection::to(process.address).await;
    let audio = wav(480);
    connection.send(upload(&key, "r1", Body::from(audio))).await.expect(StatusCode::CREATED);
    let mp3 = |cookie: String| {
        let request = Request::get(format!("{}?format=mp3", paths::recording("r1"))).header("cookie", cookie);
        request.body(Body::empty()).expect("a request")
    };
    let request = mp3(sign_in(&mut connection).await);
    let asking = tokio::spawn(async move { connection.try_open(request).await.map(|it| it.status()) });
    let half = draft(&recordings, 1).await;
    process.kill();
    assert!(
        soon("the end of the request", asking).await.expect("it ends").is_err(),
        "it was answered before it was made"
    );
    let process = Process::start(folder.path());
    soon("the left half to go", async {
        while half.exists() {
            tokio::task::yield_now().await;
        }
    })
    .await;
    assert_eq!(files(&recordings).len(), 1, "the recording, and nothing made of it");
    let mut connection = Connection::to(process.address).await;
    let request = mp3(sign_in(&mut connection).await);
    let answer = connection.send(request).await.expect(StatusCode::OK);
    assert!(answer.body.len() > 480 * 4_000, "{} bytes are not eight minutes of 32 kbit/s", answer.body.len());
}
