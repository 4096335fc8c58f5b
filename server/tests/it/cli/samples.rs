//! Sample calls: kept apart from real ones, and no more of them with each start.

use std::path::{Path, PathBuf};
use std::process::Command;

use axum::body::Body;
use axum::http::{Request, StatusCode};

use super::{captured, database, folder, outcome};
use crate::made::wav;
use crate::process::{Process, answer_of, program};
use crate::socket::{Connection, soon};

const DEMO: [&str; 5] = ["serve", "--demo", "--demo-calls=30", "--listen", "127.0.0.1:0"];

/// Waits until something is so, outside of this process.
async fn until(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    soon(what, async {
        while !is_so().await {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

fn stop(process: Process) {
    process.terminate();
    assert_eq!(process.wait_until_ended().code(), Some(0));
}

/// Every file under this folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut open = vec![folder.to_owned()];
    let mut files = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in folder.read_dir().expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { open.push(path) } else { files.push(path) }
        }
    }
    // Each has its outline beside it.
    files.retain(|path| path.extension().is_none_or(|it| it != "peaks"));
    files.sort();
    files
}

/// Starts on sample calls, waits until they are there, and stops.
async fn sample(data: &Path) {
    let process = Process::start_command(program(data, &DEMO));
    let mut db = database(data).await;
    until("30 days of sample calls", async || {
        let filled: Option<String> =
            sqlx::query_scalar("DELETE FROM meta WHERE name = 'demo_filled_until' RETURNING value")
                .fetch_optional(&mut db)
                .await
                .expect("an answer");
        filled.is_some()
    })
    .await;
    stop(process);
}

#[tokio::test]
async fn a_second_start_uses_the_audio_of_the_first() {
    let folder = folder();
    sample(folder.path()).await;
    let audio = folder.path().join("recordings");
    let first = files(&audio);
    assert!(first.len() > 36, "{}", first.len());
    sample(folder.path()).await;
    assert_eq!(files(&audio), first);
    // What somebody deleted is made again, and nothing else is.
    let largest = first.iter().max_by_key(|path| path.metadata().expect("a file").len()).expect("many files");
    std::fs::remove_file(largest).expect("deleted");
    sample(folder.path()).await;
    let third = files(&audio);
    assert_eq!(third.len(), first.len());
    assert_eq!(third.iter().filter(|path| first.contains(path)).count(), first.len() - 1);
}

#[tokio::test]
async fn calls_that_were_under_way_at_a_kill_are_ended_by_the_next_start() {
    let folder = folder();
    let process = Process::start_command(program(folder.path(), &DEMO));
    let mut db = database(folder.path()).await;
    let mut ask =
        async |sql: &'static str| -> i64 { sqlx::query_scalar(sql).fetch_one(&mut db).await.expect("an answer") };
    until("calls under way", async || ask("SELECT count(*) FROM calls WHERE status <> 'ended'").await > 5).await;
    process.kill();
    let last = ask("SELECT max(key) FROM calls").await;
    let process = Process::start_command(program(folder.path(), &DEMO));
    until("their end", async || {
        ask("SELECT coalesce(min(key), 1000000) FROM calls WHERE status <> 'ended'").await > last
    })
    .await;
    stop(process);
}

#[tokio::test]
async fn what_was_unpacked_is_removed_also_where_the_start_is_stopped() {
    let folder = folder();
    let unpacked = tempfile::tempdir().expect("a folder");
    let mut command: Command = program(folder.path(), &DEMO);
    command.env("TMPDIR", unpacked.path());
    let process = Process::start_command(command);
    until("the unpacked calls", async || !files(unpacked.path()).is_empty()).await;
    stop(process);
    let left: Vec<_> = unpacked.path().read_dir().expect("a folder").collect();
    assert!(left.is_empty(), "{left:?}");
}

#[tokio::test]
async fn sample_calls_and_real_ones_refuse_each_other() {
    let refused = |data: &Path, arguments: &[&str], why: &str| {
        let (code, output, error) = outcome(data, arguments, "");
        assert_eq!(code, Some(2), "{arguments:?}: {error}");
        assert!(error.contains(why) && error.contains("another --data"), "{arguments:?}: {error}");
        assert_eq!(output, "");
    };
    let samples = folder();
    stop(Process::start_command(program(samples.path(), &DEMO)));
    refused(samples.path(), &["serve", "--listen", "127.0.0.1:0"], "holds sample calls");
    refused(samples.path(), &["import", "asterisk", "--cel", &captured("cel.csv")], "holds sample calls");

    let real = folder();
    let key = answer_of(real.path(), &["key", "create", "switch"], "");
    refused(real.path(), &DEMO, "a real installation");

    let with_account = folder();
    answer_of(with_account.path(), &["user", "add", "ada", "--role", "admin"], "");
    refused(with_account.path(), &DEMO, "a real installation");

    let process = Process::start(real.path());
    let request = Request::put("/api/v1/calls/c1/recordings/r1")
        .header("authorization", format!("Bearer {key}"))
        .header("content-type", "audio/wav")
        .body(Body::from(wav(1)));
    let mut connection = Connection::to(process.address).await;
    connection.send(request.expect("a request")).await.expect(StatusCode::CREATED);
    stop(process);
    let mut db = database(real.path()).await;
    sqlx::query("DELETE FROM ingest_keys").execute(&mut db).await.expect("deleted");
    refused(real.path(), &DEMO, "a real installation");

    let only_audio = folder();
    std::fs::rename(real.path().join("recordings"), only_audio.path().join("recordings")).expect("moved");
    refused(only_audio.path(), &DEMO, "a real installation");
}
