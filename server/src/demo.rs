//! Sample calls: a made-up contact center of 30 days and of this very moment.
//!
//! Everything goes in by the same door as real calls. Its database is marked, and a real server refuses it.

/// The audio of made-up calls, joined from a few captured ones.
mod audio;
/// The captured calls of a real PBX, moved to now.
mod captured;
/// Calls as they happen.
mod feed;
/// The days before now.
mod fill;
/// Who works and calls there.
mod people;
/// What happens in one call.
mod scenario;
/// Views that somebody saved.
mod views;
/// What is written on calls.
mod written;

use std::sync::Arc;

use call_records_wire::event::Event;
use call_records_wire::time::Timestamp;
use call_records_wire::words::Role;
use serde_json::{Value, json};

use crate::access::Access;
use crate::clock::Clock;
use crate::recordings::Recordings;
use crate::store::{CallStore, NewEvent, StoreError, User};

pub use fill::generated_calls;
pub use scenario::SampleCall;

/// The accounts of a demonstration; they work on loopback only, where the demonstration listens.
pub const ACCOUNTS: [(&str, &str, Role); 1] = [("demo", "call-records", Role::Admin)];

/// Where sample events come from.
const SOURCE: &str = "sample-calls";

/// What a demonstration needs.
#[derive(Clone)]
pub struct Demo {
    /// Where its calls go.
    pub calls: Arc<dyn CallStore>,
    /// Where its audio goes.
    pub recordings: Recordings,
    /// What time it is.
    pub clock: Clock,
    /// How many calls the 30 days hold.
    pub volume: u32,
    /// What makes the same days again.
    pub seed: u64,
}

/// What can keep a demonstration from running.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The recordings' folder refused.
    #[error(transparent)]
    Recording(#[from] crate::recordings::RecordingError),
    /// The captured calls cannot be read.
    #[error("the captured calls cannot be read: {0}")]
    Captured(String),
}

impl Demo {
    /// Makes the accounts, where they are missing.
    pub async fn add_accounts(access: &Access, now: Timestamp) -> Result<(), StoreError> {
        for (name, password, role) in ACCOUNTS {
            let user = User {
                key: 0,
                name: name.to_owned(),
                role,
                agent_id: None,
                skill_group_ids: Vec::new(),
                password_hash: String::new(),
                disabled_at: None,
            };
            access.add_user(user, password, now).await?;
        }
        Ok(())
    }

    /// Fills the days before now, then goes on with calls as they happen. Runs until it is dropped.
    pub async fn run(self) -> Result<(), DemoError> {
        let audio = audio::Samples::prepare(&self).await?;
        captured::keep(&self).await?;
        feed::end_what_was_left(&self).await?;
        let filling = async {
            if let Err(error) = fill::fill(&self, &audio).await {
                let error = &error as &dyn std::error::Error;
                tracing::error!(error, "cannot make up the days before now; the next start goes on with them");
                return;
            }
            // The feed tells what happens from here on: the next start fills only the time in between.
            loop {
                tokio::time::sleep(fill::NOTED_EVERY).await;
                if let Err(error) = fill::note(&self).await {
                    tracing::warn!(
                        error = &error as &dyn std::error::Error,
                        "cannot note until when calls were made up"
                    );
                }
            }
        };
        let ((), fed) = tokio::join!(filling, feed::feed(&self, &audio));
        fed
    }
}

/// One event of a made-up call.
fn sample_event(call_id: &str, number: usize, at: Timestamp, event_type: &str, data: &Value) -> NewEvent {
    let document = json!({
        "specversion": "1.0",
        "id": format!("{call_id}/{number}"),
        "source": SOURCE,
        "subject": call_id,
        "type": event_type,
        "time": at,
        "sequence": number,
        "data": data,
    });
    let event = Event::from_json(&document).expect("sample events are well formed");
    NewEvent { event, document: document.to_string() }
}
