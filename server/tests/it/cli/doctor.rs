//! `doctor`: each thing that can be wrong is found, and nothing is changed by looking.

use std::path::Path;

use super::{captured, database, folder, outcome};
use crate::process::answer_of;

/// What is wrong, and what was said of it.
#[track_caller]
fn fault(data: &Path, arguments: &[&str]) -> String {
    let (code, output, error) = outcome(data, &[&["doctor"], arguments].concat(), "");
    assert_eq!(code, Some(1), "{output}{error}");
    assert!(error.contains("1 check found a fault"), "{output}{error}");
    let fault = output.lines().find_map(|line| line.strip_prefix("FAULT  "));
    fault.unwrap_or_else(|| panic!("no fault: {output}")).to_owned()
}

#[test]
fn the_doctor_says_what_is_sound_and_what_is_not() {
    let folder = folder();
    answer_of(folder.path(), &["key", "create", "switch"], "");
    let checked = answer_of(folder.path(), &["doctor"], "");
    for (line, what) in
        checked.lines().zip(["data folder: /", "database: sound", "schema: 2", "recordings: none yet", "clock: 2"])
    {
        assert!(line.starts_with(&format!("ok     {what}")), "{checked}");
    }
    assert!(checked.contains(" GiB free"), "{checked}");
    assert!(!folder.path().join("recordings").exists(), "the doctor only looks");
    let database = folder.path().join("calls.db");
    std::fs::write(&database, b"this is no database, and it is long enough to look like one".repeat(100))
        .expect("a file");
    for beside in ["calls.db-wal", "calls.db-shm"] {
        // They are there where a reader left them.
        let _ = std::fs::remove_file(folder.path().join(beside));
    }
    let (code, output, error) = outcome(folder.path(), &["doctor"], "");
    assert_eq!(code, Some(1), "{error}");
    assert!(output.contains("FAULT  database:"), "{output}");
}

#[test]
fn the_doctor_makes_no_database_of_an_empty_file() {
    let folder = folder();
    let file = folder.path().join("calls.db");
    std::fs::write(&file, "").expect("a file");
    assert!(fault(folder.path(), &[]).starts_with("database: "));
    assert_eq!(std::fs::metadata(&file).expect("a file").len(), 0);
}

#[tokio::test]
async fn the_doctor_knows_schemas_of_other_versions_and_leaves_them() {
    let folder = folder();
    answer_of(folder.path(), &["key", "create", "switch"], "");
    let change = async |statement: &'static str| {
        let mut db = database(folder.path()).await;
        sqlx::raw_sql(statement).execute(&mut db).await.expect("a change");
    };
    change("CREATE TABLE taken AS SELECT * FROM _sqlx_migrations").await;
    change("DELETE FROM _sqlx_migrations WHERE version = (SELECT max(version) FROM taken)").await;
    for _ in 0..2 {
        let fault = fault(folder.path(), &[]);
        assert!(fault.starts_with("schema: it lacks 1 of") && fault.contains("start the server"), "{fault}");
    }
    change("INSERT INTO _sqlx_migrations SELECT * FROM taken WHERE version = (SELECT max(version) FROM taken)").await;
    answer_of(folder.path(), &["doctor"], "");
    change("UPDATE _sqlx_migrations SET version = 29990101000000 WHERE version = (SELECT max(version) FROM taken)")
        .await;
    let fault = fault(folder.path(), &[]);
    assert!(fault.starts_with("schema: step 29990101000000 is unknown to this version"), "{fault}");
}

#[test]
fn the_doctor_looks_for_the_recordings_that_the_database_knows() {
    let folder = folder();
    let (cel, recordings, map) = (captured("cel.csv"), captured("recordings"), captured("map.toml"));
    answer_of(folder.path(), &["import", "asterisk", "--cel", &cel, "--recordings", &recordings, "--map", &map], "");
    let checked = answer_of(folder.path(), &["doctor"], "");
    assert!(checked.contains("ok     recordings: the newest 40 are there"), "{checked}");
    let other = tempfile::tempdir().expect("a folder");
    let said = fault(folder.path(), &["--recordings", other.path().to_str().expect("UTF-8")]);
    assert!(said.starts_with("recordings: 40 of the newest 40 are not in /"), "{said}");
    assert!(said.contains("--recordings"), "{said}");
    let kept = folder.path().join("recordings");
    std::fs::rename(&kept, folder.path().join("mislaid")).expect("moved");
    let (code, output, _) = outcome(folder.path(), &["doctor"], "");
    assert_eq!(code, Some(1));
    assert!(output.contains("FAULT  recordings folder: there is no folder"), "{output}");
    assert!(!kept.exists(), "the doctor only looks");
}

#[cfg(target_os = "linux")]
#[test]
fn the_doctor_tries_to_write_where_recordings_go() {
    let folder = folder();
    answer_of(folder.path(), &["key", "create", "switch"], "");
    // Nobody can write there, whatever their rights.
    let said = fault(folder.path(), &["--recordings", "/proc"]);
    assert!(said.starts_with("recordings folder: /proc cannot be written in"), "{said}");
}
