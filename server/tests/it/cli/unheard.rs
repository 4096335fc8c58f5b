//! A closed standard output or standard error is no reason to fail, and none to panic.

use std::path::Path;
use std::process::Stdio;

use super::folder;
use crate::process::{Process, answer_of, program, unread};

fn code_unheard(data: &Path, arguments: &[&str]) -> Option<i32> {
    let mut command = program(data, arguments);
    command.stdin(Stdio::null()).stdout(unread()).stderr(unread());
    command.status().expect("the program starts").code()
}

#[test]
fn what_a_command_does_counts_also_where_its_answer_is_not_read() {
    let folder = folder();
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/asterisk/cel.csv");
    let cel = fixture.to_str().expect("UTF-8");
    for arguments in [
        &["key", "create", "switch"][..],
        &["key", "list"],
        &["user", "add", "ada", "--role", "admin"],
        &["user", "list"],
        &["import", "asterisk", "--cel", cel],
        &["--help"],
    ] {
        assert_eq!(code_unheard(folder.path(), arguments), Some(0), "{arguments:?}");
    }
    assert!(answer_of(folder.path(), &["key", "list"], "").starts_with("switch\t"));
}

#[test]
fn a_failure_keeps_its_code_where_its_reason_is_not_read() {
    let folder = folder();
    answer_of(folder.path(), &["key", "create", "switch"], "");
    assert_eq!(code_unheard(folder.path(), &["key", "create", "switch"]), Some(1));
    assert_eq!(code_unheard(folder.path(), &["serve", "--search-window-days", "0"]), Some(2));
}

#[test]
fn a_server_whose_log_is_not_read_goes_on_and_stops_in_order() {
    let folder = folder();
    let mut command = program(folder.path(), &["serve", "--listen", "127.0.0.1:0"]);
    command.env("RUST_LOG", "info").stderr(unread());
    let process = Process::start_command(command);
    process.terminate();
    assert_eq!(process.wait_until_ended().code(), Some(0));
}
