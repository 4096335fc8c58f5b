//! Where calls are kept: events in, calls out. Everything outside this module knows the traits only.
//!
//! A store appends events and keeps each call's fold beside them in the same transaction; see [`crate::domain`].

/// A place in a list, as an opaque text.
mod cursor;
/// The embedded store.
mod sqlite;
/// Saved views and what is kept for an account.
mod views;

#[cfg(test)]
mod conformance;

use std::sync::Arc;

use async_trait::async_trait;
use call_records_wire::call::{Agent, CallDetail, CallRow, SkillGroup};
use call_records_wire::event::Event;
use call_records_wire::filter::CallFilter;
use call_records_wire::page::{PageRequest, Total};
use call_records_wire::time::Timestamp;
use call_records_wire::words::Role;
use serde_json::value::RawValue;
use tokio::sync::watch;

use crate::domain::RecordingFact;

pub use cursor::{Cursor, CursorError};
pub use sqlite::{Schema, SqliteStore};
pub use views::{ViewDeleted, ViewKept, ViewReader, ViewStore};

/// What can go wrong in a store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused or cannot be reached.
    #[error("the database cannot do this now")]
    Database(#[from] sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("the database's schema cannot be brought up to date")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// What was read is not what this program wrote.
    #[error("the database holds an unreadable {what}")]
    Corrupt {
        /// What it should have been.
        what: &'static str,
    },
    /// One call has more events than any call has.
    #[error("the call has {most} {of} already, the most that a call may have")]
    CallFull {
        /// Which call.
        call_id: String,
        /// Of what.
        of: &'static str,
        /// How many it may have.
        most: usize,
    },
    /// The database cannot be used by this program.
    #[error("{0}")]
    Unusable(String),
    /// The object of a recording was given up before the recording was kept.
    #[error("it took so long that the audio was given up; send it again")]
    TooLate,
    /// The writer ended, as it does when the server stops.
    #[error("the store is closed")]
    Closed,
}

/// An event on its way into the store: what it says, and the document as it came.
#[derive(Debug, Clone)]
pub struct NewEvent {
    /// The event.
    pub event: Event,
    /// Its JSON, as it came.
    pub document: String,
}

/// What became of appended events: for each, in order, whether it was new. Sending a known one again changed nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Appended(pub Vec<bool>);

impl Appended {
    /// How many are kept now.
    pub fn fresh(&self) -> u64 {
        self.0.iter().map(|&is_new| u64::from(is_new)).sum()
    }

    /// How many were known before.
    pub fn known(&self) -> u64 {
        self.0.iter().map(|&is_new| u64::from(!is_new)).sum()
    }
}

/// A row as it is kept: the very JSON that a list shows, so that most readers need not take it apart.
#[derive(Debug, Clone)]
pub struct KeptRow(Box<RawValue>);

impl KeptRow {
    /// The row that was kept as `json`.
    fn of(json: String) -> Result<Self, StoreError> {
        RawValue::from_string(json).map(Self).map_err(|_| StoreError::Corrupt { what: "call row" })
    }

    /// The JSON as it is kept.
    pub fn json(self) -> Box<RawValue> {
        self.0
    }

    /// The row itself.
    pub fn parse(&self) -> Result<CallRow, StoreError> {
        serde_json::from_str(self.0.get()).map_err(|_| StoreError::Corrupt { what: "call row" })
    }
}

/// Rows of a list and where it goes on.
#[derive(Debug, Clone)]
pub struct Rows {
    /// The rows, in order.
    pub items: Vec<KeptRow>,
    /// After which row to go on; `None` on the last page.
    pub next: Option<Cursor>,
}

/// One recording as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRecording {
    /// The call it belongs to.
    pub call_id: String,
    /// What a call shows of it.
    pub fact: RecordingFact,
    /// The digest of the stored bytes.
    pub sha256: [u8; 32],
    /// Where the bytes are; made by us, never by a request.
    pub object_key: String,
    /// Whether every browser plays them as they are.
    pub plays: bool,
}

/// How a recording was taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It is new.
    New,
    /// The same bytes were there already.
    Known,
    /// Other bytes, or another call, have this id.
    Conflict,
}

/// A recording to delete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deletion {
    /// Which one.
    pub recording_id: String,
    /// Why: by which rule.
    pub reason: String,
    /// When.
    pub at: Timestamp,
}

/// The calls of a customer beside one of them.
#[derive(Debug, Clone, Copy)]
pub struct OtherCalls<'a> {
    /// The call that is left out.
    pub call_id: &'a str,
    /// The customer's number without punctuation, all of it.
    pub number: &'a str,
    /// Calls that started at this instant or later.
    pub from: Timestamp,
}

/// Calls and their events.
#[async_trait]
pub trait CallStore: Send + Sync {
    /// Keeps events and what is known of recordings whose bytes are already durable, and brings their calls up to
    /// date, all or nothing.
    async fn append_with_recordings(
        &self,
        events: Vec<NewEvent>,
        recordings: Vec<StoredRecording>,
    ) -> Result<(Appended, Vec<Kept>), StoreError>;

    /// Keeps events and brings their calls up to date, all or nothing. Durable once this answers.
    async fn append(&self, events: Vec<NewEvent>) -> Result<Appended, StoreError> {
        Ok(self.append_with_recordings(events, Vec::new()).await?.0)
    }

    /// Keeps what is known of one recording.
    async fn put_recording(&self, recording: StoredRecording) -> Result<Kept, StoreError> {
        let (_, kept) = self.append_with_recordings(Vec::new(), vec![recording]).await?;
        kept.into_iter().next().ok_or(StoreError::Closed)
    }

    /// The rows of one page, and how many calls match in all.
    async fn search(&self, filter: &CallFilter, page: &PageRequest) -> Result<(Rows, Total), StoreError>;

    /// The rows after `after`, at most `limit`, without counting: for reading all that matches.
    async fn walk(&self, filter: &CallFilter, after: Option<Cursor>, limit: u32) -> Result<Rows, StoreError>;

    /// One call with its operations log.
    async fn call(&self, call_id: &str) -> Result<Option<CallDetail>, StoreError>;

    /// The calls that changed after `change`, in the order of their last change, at most `limit`.
    async fn changed_after(&self, change: u64, limit: u32) -> Result<Vec<CallRow>, StoreError>;

    /// The number of the last change; wakes whoever waits for the next.
    fn changes(&self) -> watch::Receiver<u64>;

    /// Whether any call ended for this reason.
    async fn has_reason(&self, reason: &str) -> Result<bool, StoreError>;

    /// One recording.
    async fn recording(&self, recording_id: &str) -> Result<Option<StoredRecording>, StoreError>;

    /// Marks recordings as deleted, gives up the objects that no other recording holds, and brings their calls up to
    /// date, all or nothing. Answers which of them were there until now. The objects are to be deleted after this.
    async fn delete_recordings(&self, deletions: Vec<Deletion>) -> Result<Vec<StoredRecording>, StoreError>;

    /// Notes an object that is about to be stored and that no recording holds yet. Durable once this answers.
    async fn note_object(&self, object_key: &str, at: Timestamp) -> Result<(), StoreError>;

    /// Gives a noted object up: no recording will hold it.
    async fn drop_object(&self, object_key: &str) -> Result<(), StoreError>;

    /// Gives up what was noted before `before` and is still not held; the objects to delete, at most `limit`.
    async fn dropped_objects(&self, before: Timestamp, limit: u32) -> Result<Vec<String>, StoreError>;

    /// An object that was given up is deleted.
    async fn object_is_gone(&self, object_key: &str, at: Timestamp) -> Result<(), StoreError>;

    /// Agents whose name or id holds `q`, by name, at most `limit`.
    async fn agents(&self, q: &str, limit: u32) -> Result<Vec<Agent>, StoreError>;

    /// Skill groups whose name or id holds `q`, by name, at most `limit`.
    async fn skill_groups(&self, q: &str, limit: u32) -> Result<Vec<SkillGroup>, StoreError>;

    /// Tags that calls have and that hold `q`, in order, at most `limit`.
    async fn tags(&self, q: &str, limit: u32) -> Result<Vec<String>, StoreError>;

    /// The other calls of a customer, newest first, and how many there are in all.
    async fn customer_calls(&self, of: &OtherCalls<'_>, limit: u32) -> Result<(Vec<KeptRow>, Total), StoreError>;

    /// The other calls of a customer, oldest first.
    async fn customer_calls_on(&self, of: &OtherCalls<'_>, limit: u32) -> Result<Vec<CallRow>, StoreError>;

    /// A note about the database itself.
    async fn meta(&self, name: &str) -> Result<Option<String>, StoreError>;

    /// Keeps a note about the database itself.
    async fn set_meta(&self, name: &str, value: &str) -> Result<(), StoreError>;

    /// Whether the database answers and is sound; the text says what is wrong.
    async fn check(&self) -> Result<(), StoreError>;
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// The store's key.
    pub key: i64,
    /// The name it signs in with.
    pub name: String,
    /// What it may.
    pub role: Role,
    /// The agent it is, for the role agent.
    pub agent_id: Option<String>,
    /// The groups it supervises.
    pub skill_group_ids: Vec<String>,
    /// The password's argon2id hash in PHC form.
    pub password_hash: String,
    /// When it was disabled.
    pub disabled_at: Option<Timestamp>,
}

/// A key that switches send events with; its token is only kept as a hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IngestKey {
    /// Its name.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

/// Whose a session is, and how long it lasts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The account that signed in.
    pub user: User,
    /// From when on it is worth nothing.
    pub expires_at: Timestamp,
}

/// Accounts, sessions and ingest keys.
#[async_trait]
pub trait AccessStore: Send + Sync {
    /// Adds an account; `false` where the name is taken.
    async fn add_user(&self, user: &User, at: Timestamp) -> Result<bool, StoreError>;
    /// The account of this name, compared without case.
    async fn user_by_name(&self, name: &str) -> Result<Option<User>, StoreError>;
    /// All accounts, by name.
    async fn users(&self) -> Result<Vec<User>, StoreError>;
    /// Disables an account and ends its sessions; `false` where there is none.
    async fn disable_user(&self, name: &str, at: Timestamp) -> Result<bool, StoreError>;
    /// Keeps a session.
    async fn add_session(
        &self,
        token_hash: [u8; 32],
        user_key: i64,
        at: Timestamp,
        expires_at: Timestamp,
    ) -> Result<(), StoreError>;
    /// The session with this token, if it has not expired and its account is enabled.
    async fn session(&self, token_hash: [u8; 32], at: Timestamp) -> Result<Option<Session>, StoreError>;
    /// Ends a session.
    async fn end_session(&self, token_hash: [u8; 32]) -> Result<(), StoreError>;
    /// Adds an ingest key; `false` where the name is taken.
    async fn add_key(&self, name: &str, token_hash: [u8; 32], at: Timestamp) -> Result<bool, StoreError>;
    /// The name of the unrevoked key with this token.
    async fn key_name(&self, token_hash: [u8; 32]) -> Result<Option<String>, StoreError>;
    /// All keys, by name.
    async fn keys(&self) -> Result<Vec<IngestKey>, StoreError>;
    /// Revokes a key; `false` where there is none.
    async fn revoke_key(&self, name: &str, at: Timestamp) -> Result<bool, StoreError>;
}

/// The store in its two roles.
#[derive(Clone)]
pub struct Stores {
    /// Calls and their events.
    pub calls: Arc<dyn CallStore>,
    /// Accounts, sessions and keys.
    pub access: Arc<dyn AccessStore>,
}
