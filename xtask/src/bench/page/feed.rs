//! Calls that begin and end while the page is measured.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::super::http::Client;
use super::now_text;

/// How many batches a second an even feed sends.
const BATCHES_A_SECOND: u32 = 20;

/// Sends changes: every call begins, and ends with the next change.
pub(super) struct Sender {
    client: Client,
    name: &'static str,
    sent: u32,
}

impl Sender {
    pub(super) fn connect(url: &str, key: &str, name: &'static str) -> io::Result<Self> {
        let client = Client::connect(url, "")?.sending("application/cloudevents-batch+json", key);
        Ok(Self { client, name, sent: 0 })
    }

    /// Sends so many changes in one batch. The answer is the call that began last.
    pub(super) fn send(&mut self, changes: u32) -> io::Result<String> {
        let batch: Vec<Value> = (self.sent..self.sent + changes).map(|number| change(self.name, number)).collect();
        self.sent += changes;
        self.client.request("POST", "/api/v1/events", Some(&Value::from(batch).to_string()))?;
        Ok(call_id(self.name, self.sent - 1))
    }
}

fn call_id(name: &str, number: u32) -> String {
    format!("bench-{name}-{:06}", number / 2)
}

fn change(name: &str, number: u32) -> Value {
    let (kind, data) = if number.is_multiple_of(2) {
        let caller = format!("+4420794601{:02}", number / 2 % 100);
        ("call.started", json!({"call_type": "inbound", "caller_number": caller, "callee_number": "+12025550100"}))
    } else {
        ("call.hung_up", json!({"by": "customer"}))
    };
    json!({
        "specversion": "1.0", "id": format!("{name}-{number}"), "source": "bench", "subject": call_id(name, number),
        "type": kind, "time": now_text(), "data": data,
    })
}

/// An even feed beside a measurement; it ends when it is dropped.
pub(super) struct Feed {
    over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Feed {
    pub(super) fn start(url: &str, key: &str, name: &'static str, changes_a_second: u32) -> io::Result<Self> {
        let mut sender = Sender::connect(url, key, name)?;
        let over = Arc::new(AtomicBool::new(false));
        let told = over.clone();
        let thread = thread::spawn(move || {
            let start = Instant::now();
            for batch in 1.. {
                if told.load(Ordering::Relaxed) || sender.send(changes_a_second / BATCHES_A_SECOND).is_err() {
                    return;
                }
                pause_until(start + Duration::from_secs(1) * batch / BATCHES_A_SECOND);
            }
        });
        Ok(Self { over, thread: Some(thread) })
    }
}

impl Drop for Feed {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

#[expect(clippy::disallowed_methods, reason = "an even pace is what is wanted")]
pub(super) fn pause_until(due: Instant) {
    thread::sleep(due.saturating_duration_since(Instant::now()));
}
