//! The server as a program that can be killed.

use std::io::{BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

use crate::world::{Browser, event, send};

/// The program beside the tests, running.
struct Program {
    address: SocketAddr,
    child: Child,
    _output: BufReader<ChildStdout>,
}

impl Program {
    fn start(folder: &Path, port: u16) -> Self {
        let mut child = command(folder, &["serve", "--listen", &format!("127.0.0.1:{port}")])
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut output = BufReader::new(child.stdout.take().expect("its output is ours"));
        let mut line = String::new();
        output.read_line(&mut line).expect("it says where it listens");
        let said: Value = serde_json::from_str(&line).expect("it says so as JSON");
        let address = said["listening"].as_str().and_then(|it| it.strip_prefix("http://")).expect("an address");
        Self { address: address.parse().expect("an address"), child, _output: output }
    }

    /// Ends it as a power cut would: nothing is finished, nothing is said.
    fn kill(mut self) -> u16 {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it ended");
        self.address.port()
    }

    /// Sends an event and waits until it is safe.
    async fn take(&self, token: &str, event: &Value) {
        let body = event.to_string();
        let answer =
            send(self.address, token, "POST /api/v1/events", "application/cloudevents+json", body.as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 202"), "{answer}");
    }
}

impl Drop for Program {
    /// A test that fails leaves nothing behind.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let beside: PathBuf = std::env::current_exe().expect("the test is a file");
    let name = format!("call-records-server{}", std::env::consts::EXE_SUFFIX);
    let program = beside.parent().and_then(Path::parent).expect("it lies in a folder of a build").join(name);
    assert!(
        program.is_file(),
        "this test needs the server as a program, and {} is not built: run `cargo build -p call-records-server`",
        program.display()
    );
    let mut command = Command::new(program);
    command.args(arguments).arg("--data").arg(folder).stderr(Stdio::null());
    command
}

/// An account to sign in with.
fn add_account(folder: &Path) {
    let mut child = command(folder, &["user", "add", "demo", "--role", "admin"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("the program starts");
    child.stdin.take().expect("its input is ours").write_all(b"call-records").expect("it reads the password");
    assert!(child.wait().expect("it ends").success());
}

/// A key for a sender of events.
fn add_key(folder: &Path) -> String {
    let output = command(folder, &["key", "create", "switch"]).output().expect("the program starts");
    String::from_utf8(output.stdout).expect("a key is text").trim().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_page_catches_up_after_the_server_was_killed_and_nothing_is_lost_or_doubled() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    add_account(folder);
    let key = add_key(folder);
    let program = Program::start(folder, 0);
    let browser = Browser::open().await;
    browser.sign_in_at(program.address).await;
    browser.comes_true("document.body.innerText.includes('Live since')").await;
    let started = json!({"call_type": "inbound", "caller_number": "+442079460101", "callee_number": "+12025550100"});
    program.take(&key, &event("before", 0, "call.started", started.clone())).await;
    browser.shows_calls(1).await;
    // Safe by the word of the server, and then it is gone, whether the page has heard of it or not.
    let safe = event("safe", 0, "call.started", started.clone());
    program.take(&key, &safe).await;
    let port = program.kill();
    browser.comes_true("!document.body.innerText.includes('Live since')").await;

    let program = Program::start(folder, port);
    // A sender that got no answer sends again.
    program.take(&key, &safe).await;
    program.take(&key, &event("before", 0, "call.hung_up", json!({"by": "customer"}))).await;
    program.take(&key, &event("after", 0, "call.started", started)).await;
    browser.comes_true("document.body.innerText.includes('Live since')").await;
    browser
        .comes_true(
            "[...document.querySelectorAll('.call-row__id-text')].map(it => it.title).sort().join() === 'after,before,safe'",
        )
        .await;
    browser.comes_true("document.querySelector('.call-list__total').innerText === '3 calls'").await;
    browser.comes_true("document.querySelectorAll('.call-row--live').length === 2").await;
    browser.close().await;
}
