//! The command line: what each command does, and its exit code.

/// `backup`.
mod backup;
/// `doctor`.
mod doctor;
/// Sample calls and real ones.
mod samples;
/// Flags, environment, file.
mod settings;
/// What commands do when nobody listens.
mod unheard;

use std::path::Path;
use std::process::Output;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use call_records_wire::paths;
use serde_json::json;

use crate::made::begun;
use crate::process::{Process, answer_of, program, run, run_command};
use crate::socket::Connection;
use crate::world::{Answer, ONE, PASSWORD};

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder for the test")
}

/// What a switch left: its logs and recordings.
fn captured(name: &str) -> String {
    format!("{}/../tests/fixtures/asterisk/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// One value of the database in this folder.
async fn value<T>(data: &Path, query: &'static str) -> T
where
    T: Send + Unpin + for<'r> sqlx::Decode<'r, sqlx::Sqlite> + sqlx::Type<sqlx::Sqlite>,
{
    let mut db = database(data).await;
    sqlx::query_scalar(query).fetch_one(&mut db).await.expect("an answer")
}

async fn database(data: &Path) -> sqlx::SqliteConnection {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(data.join("calls.db"));
    sqlx::ConnectOptions::connect(&options).await.expect("a database")
}

/// The exit code, standard output and standard error.
fn outcome(data: &Path, arguments: &[&str], input: &str) -> (Option<i32>, String, String) {
    told(run(data, arguments, input))
}

/// The same with variables of the environment.
fn outcome_with(data: &Path, variables: &[(&str, &str)], arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = program(data, arguments);
    command.envs(variables.iter().copied());
    told(run_command(command, ""))
}

fn told(output: Output) -> (Option<i32>, String, String) {
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn wrong_use_ends_with_two_and_says_what_is_right() {
    let folder = folder();
    let missing = folder.path().join("nowhere.toml");
    let missing = missing.to_str().expect("UTF-8");
    for (arguments, said) in [
        (vec![], "Usage"),
        (vec!["sing"], "sing"),
        (vec!["serve", "--loud"], "--loud"),
        (vec!["serve", "--listen", "everywhere"], "--listen"),
        (vec!["serve", "--time-zone", "Mars/Olympus"], "--time-zone"),
        (vec!["serve", "--search-window-days", "0"], "1 to 3660"),
        (vec!["serve", "--frame-ancestors", "javascript:alert(1)"], "--frame-ancestors"),
        (vec!["serve", "--demo", "--listen", "0.0.0.0:0"], "loopback"),
        (vec!["serve", "--config", missing], "--config"),
        (vec!["serve", "--database-url", "postgres://x"], "--database-url"),
        (vec!["import", "asterisk"], "--cel"),
        (vec!["key"], "create"),
        (vec!["key", "create", ""], "1 to 100 characters"),
        (vec!["user", "add", "bob"], "--role"),
        (vec!["user", "add", "bob", "--role", "king"], "admin, supervisor, agent"),
        (vec!["user", "add", "a\nb", "--role", "agent"], "control characters"),
    ] {
        let (code, output, error) = outcome(folder.path(), &arguments, "");
        assert_eq!(code, Some(2), "{arguments:?}: {error}");
        assert!(error.contains(said), "{arguments:?}: {error}");
        assert!(output.is_empty(), "{arguments:?}: {output}");
    }
}

#[test]
fn help_and_version_are_no_failure() {
    let folder = folder();
    let (code, output, _) = outcome(folder.path(), &["--version"], "");
    assert_eq!((code, output.trim_end()), (Some(0), concat!("call-records-server ", env!("CARGO_PKG_VERSION"))));
    let (code, output, _) = outcome(folder.path(), &["serve", "--help"], "");
    assert_eq!(code, Some(0));
    for (flag, variable) in [
        ("--listen", "CALL_RECORDS_LISTEN"),
        ("--data", "CALL_RECORDS_DATA"),
        ("--search-window-days", "CALL_RECORDS_SEARCH_WINDOW_DAYS"),
        ("--time-zone", "CALL_RECORDS_TIME_ZONE"),
        ("--frame-ancestors", "CALL_RECORDS_FRAME_ANCESTORS"),
    ] {
        assert!(output.contains(flag) && output.contains(variable), "{flag} is not explained: {output}");
    }
    assert!(output.contains("[default: 127.0.0.1:8080]"));
}

#[test]
fn what_cannot_be_done_ends_with_one() {
    let folder = folder();
    let file = folder.path().join("file");
    std::fs::write(&file, "no folder").expect("a file");
    for arguments in [vec!["serve", "--listen", "127.0.0.1:0"], vec!["key", "list"], vec!["doctor"]] {
        let (code, _, error) = outcome(&file, &arguments, "");
        assert_eq!(code, Some(1), "{arguments:?}: {error}");
        assert!(!error.contains("panicked"), "{error}");
    }
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    let (code, _, error) = outcome(&folder.path().join("data"), &["serve", "--listen", &address], "");
    assert_eq!(code, Some(1));
    assert!(error.contains(&address), "{error}");
}

#[test]
fn what_looks_and_what_takes_away_makes_nothing() {
    let folder = folder();
    let mistyped = folder.path().join("dta");
    let copy = folder.path().join("copy.db").display().to_string();
    for arguments in [
        &["key", "list"][..],
        &["key", "revoke", "switch"],
        &["user", "list"],
        &["user", "disable", "ada"],
        &["doctor"],
        &["backup", &copy],
    ] {
        let (code, output, error) = outcome(&mistyped, arguments, "");
        assert_eq!(code, Some(1), "{arguments:?}: {error}");
        let said = output + &error;
        assert!(said.contains("there is no database in") && said.contains("--data"), "{arguments:?}: {said}");
        assert!(folder.path().read_dir().expect("a folder").next().is_none(), "{arguments:?} made something");
    }
}

#[test]
fn keys_are_made_listed_and_revoked() {
    let folder = folder();
    let key = answer_of(folder.path(), &["key", "create", "switch"], "");
    assert!(key.starts_with("crk_") && key.len() > 60 && !key.contains(char::is_whitespace), "{key}");
    let (code, output, error) = outcome(folder.path(), &["key", "create", "switch"], "");
    assert_eq!((code, output.as_str()), (Some(1), ""));
    assert!(error.contains("another name"), "{error}");
    let listed = answer_of(folder.path(), &["key", "list"], "");
    assert!(listed.starts_with("switch\t") && listed.ends_with("active"), "{listed}");
    assert!(!listed.contains(&key[4..]), "a key is shown once");
    assert_eq!(answer_of(folder.path(), &["key", "revoke", "switch"], ""), "");
    assert!(answer_of(folder.path(), &["key", "list"], "").contains("revoked 2"));
    assert_eq!(outcome(folder.path(), &["key", "revoke", "nobody"], "").0, Some(1));
}

#[test]
fn accounts_are_added_listed_and_disabled() {
    let folder = folder();
    assert_eq!(answer_of(folder.path(), &["user", "add", "ada", "--role", "admin"], "correct horse\n"), "");
    let made_up = answer_of(folder.path(), &["user", "add", "bob", "--role", "agent", "--agent-id", "102"], "");
    assert!(made_up.len() >= 16, "{made_up}");
    let (code, output, error) = outcome(folder.path(), &["user", "add", "eve", "--role", "agent"], "short\n");
    assert_eq!((code, output.as_str()), (Some(2), ""));
    assert!(error.contains("at least 8"), "{error}");
    let too_long = "x".repeat(1_025);
    assert_eq!(outcome(folder.path(), &["user", "add", "eve", "--role", "agent"], &too_long).0, Some(2));
    assert_eq!(outcome(folder.path(), &["user", "add", "ADA", "--role", "agent"], "correct horse").0, Some(1));
    assert_eq!(answer_of(folder.path(), &["user", "disable", "bob"], ""), "");
    let listed = answer_of(folder.path(), &["user", "list"], "");
    let lines: Vec<&str> = listed.lines().collect();
    assert_eq!(lines.len(), 2, "{listed}");
    assert_eq!(lines[0], "ada\tadmin\tactive");
    assert!(lines[1].starts_with("bob\tagent\tdisabled 2"), "{listed}");
    assert_eq!(outcome(folder.path(), &["user", "disable", "nobody"], "").0, Some(1));
}

#[test]
fn a_server_without_accounts_says_how_to_make_one() {
    let folder = folder();
    let said = || {
        let log = folder.path().join("log");
        let mut command = program(folder.path(), &["serve", "--listen", "127.0.0.1:0"]);
        command.stderr(std::fs::File::create(&log).expect("a file"));
        // The first line of standard output is read as the address.
        let process = Process::start_command(command);
        process.terminate();
        assert_eq!(process.wait_until_ended().code(), Some(0));
        std::fs::read_to_string(log).expect("a log")
    };
    let how = format!("user add NAME --role admin --data {}", folder.path().display());
    assert!(said().contains(&how), "{}", said());
    answer_of(folder.path(), &["user", "add", "ada", "--role", "admin"], "");
    assert_eq!(said(), "");
    answer_of(folder.path(), &["user", "disable", "ada"], "");
    assert!(said().contains(&how), "a disabled account is nobody's");
}

async fn post(process: &Process, path: &str, media_type: &str, key: &str, body: String) -> Answer {
    let request =
        Request::post(path).header("content-type", media_type).header("authorization", format!("Bearer {key}"));
    Connection::to(process.address).await.send(request.body(Body::from(body)).expect("a request")).await
}

#[tokio::test]
async fn what_the_commands_make_and_revoke_counts_for_a_running_server() {
    let folder = folder();
    let process = Process::start(folder.path());
    let key = answer_of(folder.path(), &["key", "create", "switch"], "");
    answer_of(folder.path(), &["user", "add", "ada", "--role", "admin"], PASSWORD);
    let mut event = begun("c1", 0);
    event["time"] = json!("2026-01-01T00:00:00Z");
    post(&process, paths::EVENTS, ONE, &key, event.to_string()).await.expect(StatusCode::ACCEPTED);
    let credentials = json!({"name": "ada", "password": PASSWORD}).to_string();
    let sign_in = || post(&process, paths::SESSION, "application/json", "", credentials.clone());
    sign_in().await.expect(StatusCode::OK);
    answer_of(folder.path(), &["key", "revoke", "switch"], "");
    answer_of(folder.path(), &["user", "disable", "ada"], "");
    post(&process, paths::EVENTS, ONE, &key, event.to_string()).await.problem(401, "unauthenticated");
    sign_in().await.problem(401, "wrong-credentials");
}
