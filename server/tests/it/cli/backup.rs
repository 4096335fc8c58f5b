//! `backup`: a whole copy, or nothing.

use std::path::Path;

use axum::http::StatusCode;
use call_records_wire::paths;
use serde_json::json;

use super::{captured, folder, outcome, post};
use crate::made::begun;
use crate::process::{Process, answer_of};
use crate::world::ONE;

#[tokio::test]
async fn a_backup_is_a_whole_copy_while_the_server_runs() {
    let folder = folder();
    let process = Process::start(folder.path());
    let key = answer_of(folder.path(), &["key", "create", "switch"], "");
    let mut event = begun("c1", 0);
    event["time"] = json!("2026-01-01T00:00:00Z");
    post(&process, paths::EVENTS, ONE, &key, event.to_string()).await.expect(StatusCode::ACCEPTED);
    let copies = tempfile::tempdir().expect("a folder for copies");
    let copy = copies.path().join("calls.db");
    let path = copy.to_str().expect("UTF-8");
    answer_of(folder.path(), &["backup", path], "");
    let (code, _, error) = outcome(folder.path(), &["backup", path], "");
    assert_eq!(code, Some(2), "{error}");
    assert!(error.contains("exists already"), "{error}");
    let restored = Process::start(copies.path());
    let known = post(&restored, paths::EVENTS, ONE, &key, event.to_string()).await.expect(StatusCode::ACCEPTED);
    assert_eq!(known.json(), json!({"new": 0, "known": 1}));
}

#[test]
fn a_backup_that_fails_leaves_nothing_and_one_that_succeeds_only_itself() {
    let folder = folder();
    let names = |folder: &Path| -> Vec<String> {
        let entries = folder.read_dir().expect("a folder").map(|entry| entry.expect("an entry").file_name());
        entries.map(|name| name.into_string().expect("UTF-8")).collect()
    };
    answer_of(folder.path(), &["import", "asterisk", "--cel", &captured("cel.csv")], "");
    let copies = tempfile::tempdir().expect("a folder for copies");
    let copy = |name: &str| copies.path().join(name).display().to_string();
    answer_of(folder.path(), &["backup", &copy("whole.db")], "");
    assert_eq!(names(copies.path()), ["whole.db"]);

    let database = folder.path().join("calls.db");
    let mut bytes = std::fs::read(&database).expect("a database");
    let middle = bytes.len() / 2;
    bytes[middle..].fill(0xff);
    std::fs::write(&database, bytes).expect("a file");
    let (code, _, error) = outcome(folder.path(), &["backup", &copy("damaged.db")], "");
    assert_eq!(code, Some(1), "{error}");
    assert!(error.contains("cannot copy the database"), "{error}");
    assert_eq!(names(copies.path()), ["whole.db"]);
}

#[test]
fn a_backup_says_that_recordings_are_copied_apart() {
    let folder = folder();
    let help = answer_of(folder.path(), &["backup", "--help"], "");
    assert!(
        help.contains("audio of recordings is not") && help.contains("rsync -a --exclude /scratch DATA/recordings/"),
        "{help}"
    );
}
