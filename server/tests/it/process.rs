//! The real program in a process of its own.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};

use serde_json::Value;

use crate::socket::SOON;

const PROGRAM: &str = env!("CARGO_BIN_EXE_call-records-server");

/// The program on this folder, without any setting of whoever runs the tests.
pub(crate) fn program(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(PROGRAM);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("CALL_RECORDS_")) {
        command.env_remove(name);
    }
    command.args(arguments).env("CALL_RECORDS_DATA", data).env("RUST_LOG", "warn");
    command
}

/// A pipe that nobody reads.
pub(crate) fn unread() -> Stdio {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    writer.into()
}

/// Runs a command to its end.
pub(crate) fn run(data: &Path, arguments: &[&str], input: &str) -> Output {
    run_command(program(data, arguments), input)
}

/// Runs a command, as it was prepared, to its end.
pub(crate) fn run_command(mut command: Command, input: &str) -> Output {
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().expect("the program starts");
    // A command that reads nothing may have ended already.
    let _ = child.stdin.take().expect("piped").write_all(input.as_bytes());
    child.wait_with_output().expect("the program ends")
}

/// The only line that a command says on success.
#[track_caller]
pub(crate) fn answer_of(data: &Path, arguments: &[&str], input: &str) -> String {
    let output = run(data, arguments, input);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8").trim_end().to_owned()
}

/// A server in a process of its own; killed where the test does not end it.
pub(crate) struct Process {
    child: Child,
    pub(crate) address: SocketAddr,
}

impl Process {
    /// Starts it on this folder and a free port, and waits until it says where it listens.
    pub(crate) fn start(data: &Path) -> Self {
        Self::start_command(program(data, &["serve", "--listen", "127.0.0.1:0"]))
    }

    /// Starts it as it was prepared.
    pub(crate) fn start_command(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().expect("the program starts");
        let mut first = String::new();
        let mut output = BufReader::new(child.stdout.take().expect("piped"));
        output.read_line(&mut first).expect("a line");
        let said: Value = serde_json::from_str(&first).unwrap_or_else(|error| panic!("{error}: {first:?}"));
        let address = said["listening"].as_str().and_then(|it| it.strip_prefix("http://")).expect("an address");
        let address = address.parse().expect("an address and a port");
        // Whoever writes to a closed pipe fails; so it stays open as long as the process.
        std::thread::spawn(move || output.read_to_end(&mut Vec::new()));
        Self { child, address }
    }

    /// `kill -9`, and waits for the end.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it ends");
    }

    /// The most memory that it ever held, in KiB.
    pub(crate) fn peak_kib(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).expect("it runs");
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a peak");
        peak.trim().trim_end_matches(" kB").parse().expect("a number")
    }

    /// `kill -9` while others still hold the process.
    pub(crate) fn kill_now(&self) {
        signal(self.child.id(), "-KILL");
    }

    /// Asks it to stop, as a supervisor of services does.
    pub(crate) fn terminate(&self) {
        signal(self.child.id(), "-TERM");
    }

    /// Waits for the end; where it does not come, it is made, and shows in the status.
    pub(crate) fn wait_until_ended(mut self) -> ExitStatus {
        let (waiting, ended) = mpsc::channel::<()>();
        let pid = self.child.id();
        let watchdog = std::thread::spawn(move || {
            if ended.recv_timeout(SOON) == Err(RecvTimeoutError::Timeout) {
                signal(pid, "-KILL");
            }
        });
        let status = self.child.wait().expect("it can be waited for");
        drop(waiting);
        watchdog.join().expect("the watchdog ends");
        status
    }
}

/// Sends a signal to a process that this test started.
fn signal(pid: u32, signal: &str) {
    let told = Command::new("kill").args([signal, &pid.to_string()]).status().expect("kill is there");
    assert!(told.success());
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
