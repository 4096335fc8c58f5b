//! The embedded store: one `SQLite` file, one writer that commits waiting requests together, many readers.

/// Accounts, sessions and keys.
mod access;
/// The calls of one customer.
mod customer;
/// Filters to SQL.
mod filter_sql;
/// Objects that no recording holds.
mod loose;
/// One call, changes, recordings, pickers.
mod read;
/// Names and numbers of a filter to the keys that rows hold.
mod resolve;
/// Pages and totals.
mod search;
/// Saved views and what is kept for an account.
mod views;
/// Events in.
mod write;

use std::path::Path;
use std::str::FromStr;
use std::sync::{Arc, Weak};
use std::time::Duration;

use async_trait::async_trait;
use call_records_wire::call::{Agent, CallDetail, CallRow, SkillGroup};
use call_records_wire::filter::CallFilter;
use call_records_wire::page::{PageRequest, Total};
use call_records_wire::time::Timestamp;
use call_records_wire::words::RecordingState;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Row, SqlitePool};
use tokio::sync::watch;

use super::{
    Appended, CallStore, Cursor, Deletion, Kept, KeptRow, NewEvent, OtherCalls, Rows, StoreError, StoredRecording,
};
use write::Writer;

/// Earlier versions can corrupt a database when its write-ahead log is reset
/// (<https://sqlite.org/releaselog/3_51_3.html>).
const OLDEST_SQLITE: (u32, u32, u32) = (3, 51, 3);

/// How many connections read at the same time.
const READERS: u32 = 4;

/// How soon changes of other processes are heard of.
const LISTEN_EVERY: Duration = Duration::from_millis(500);

/// The steps that make the schema.
static MIGRATIONS: Migrator = sqlx::migrate!("migrations/sqlite");

/// What opening a database may do to it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Opening {
    /// Make it, and bring its schema up to date.
    Make,
    /// Bring its schema up to date.
    BringUpToDate,
    /// Nothing.
    AsIs,
}

/// How a database's schema stands to this program's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schema {
    /// It is this program's; its last step.
    Current(i64),
    /// So many steps of this program were not taken yet.
    Behind(usize),
    /// This step is none of this program's.
    Foreign(i64),
}

/// The embedded store.
#[derive(Clone)]
pub struct SqliteStore {
    readers: SqlitePool,
    /// One connection: whoever holds it is the writer.
    writers: SqlitePool,
    writer: Writer,
    changes: watch::Receiver<u64>,
}

impl SqliteStore {
    /// Opens the database in this file, makes it where there is none, and brings its schema up to date.
    pub async fn open(file: &Path) -> Result<Self, StoreError> {
        Self::open_for(file, Opening::Make).await
    }

    /// Opens the database that is in this file, and brings its schema up to date.
    pub async fn open_existing(file: &Path) -> Result<Self, StoreError> {
        Self::open_for(file, Opening::BringUpToDate).await
    }

    /// Opens the database that is in this file, whatever its schema, and leaves it as it is.
    pub async fn open_as_is(file: &Path) -> Result<Self, StoreError> {
        Self::open_for(file, Opening::AsIs).await
    }

    async fn open_for(file: &Path, opening: Opening) -> Result<Self, StoreError> {
        let mut options = SqliteConnectOptions::from_str("sqlite:")?
            .filename(file)
            .create_if_missing(opening == Opening::Make)
            // An acknowledged event survives the loss of power.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            .pragma("temp_store", "memory")
            .pragma("cache_size", "-65536")
            .pragma("mmap_size", "1073741824");
        if opening != Opening::AsIs {
            options = options.journal_mode(SqliteJournalMode::Wal);
        }
        // Never closed while idle: the writer's prepared statements and the readers' caches are worth keeping.
        let pool = |most| {
            SqlitePoolOptions::new()
                .max_connections(most)
                .min_connections(most)
                .idle_timeout(None)
                .max_lifetime(None)
                // A file does not go away as a server does.
                .test_before_acquire(false)
        };
        let writers = pool(1).connect_with(options.clone()).await?;
        check_version(&writers).await?;
        if opening != Opening::AsIs {
            MIGRATIONS.run(&writers).await?;
        }
        let readers = pool(READERS).connect_with(options.pragma("query_only", "on")).await?;
        let (announce, changes) = watch::channel(write::last_change(&writers).await?);
        let announce = Arc::new(announce);
        tokio::spawn(hear_of_others(readers.clone(), Arc::downgrade(&announce)));
        let writer = Writer::start(writers.clone(), announce);
        Ok(Self { readers, writers, writer, changes })
    }

    /// Waits until all that was accepted is written, and closes the file.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writers.close().await;
    }

    /// Writes a consistent copy of the database to `file` while it is in use.
    pub async fn backup(&self, file: &Path) -> Result<(), StoreError> {
        let file = file.to_str().ok_or_else(|| StoreError::Unusable("the backup's path is not UTF-8".to_owned()))?;
        sqlx::query("VACUUM INTO ?").bind(file).execute(&self.writers).await?;
        Ok(())
    }

    /// How its schema stands to this program's.
    pub async fn schema(&self) -> Result<Schema, StoreError> {
        let taken: Vec<(i64, Vec<u8>)> =
            sqlx::query_as("SELECT version, checksum FROM _sqlx_migrations WHERE success ORDER BY version")
                .fetch_all(&self.readers)
                .await?;
        let is_ours =
            |step: &(i64, Vec<u8>)| MIGRATIONS.iter().any(|it| (it.version, &*it.checksum) == (step.0, &step.1));
        if let Some((version, _)) = taken.iter().find(|step| !is_ours(step)) {
            return Ok(Schema::Foreign(*version));
        }
        let last = taken.last().map_or(0, |(version, _)| *version);
        let missing = MIGRATIONS.iter().count() - taken.len();
        Ok(if missing == 0 { Schema::Current(last) } else { Schema::Behind(missing) })
    }

    /// Whether nothing was ever kept here: no event, no recording, no account, no key.
    pub async fn is_unused(&self) -> Result<bool, StoreError> {
        let tables = "SELECT NOT EXISTS (SELECT 1 FROM call_keys) AND NOT EXISTS (SELECT 1 FROM users) \
                      AND NOT EXISTS (SELECT 1 FROM ingest_keys)";
        Ok(sqlx::query_scalar(tables).fetch_one(&self.readers).await?)
    }

    /// Where the bytes of the recordings are that arrived last, and how many they are.
    pub async fn newest_recordings(&self, limit: u32) -> Result<Vec<(String, u64)>, StoreError> {
        let rows: Vec<(String, i64)> =
            sqlx::query_as("SELECT object_key, bytes FROM recordings WHERE state = ? ORDER BY arrived_at DESC LIMIT ?")
                .bind(RecordingState::Available.as_str())
                .bind(limit)
                .fetch_all(&self.readers)
                .await?;
        Ok(rows.into_iter().map(|(object_key, bytes)| (object_key, u64::try_from(bytes).unwrap_or(0))).collect())
    }

    /// Measures the tables after a bulk load, so that the planner and the disk know them.
    pub async fn settle(&self) -> Result<(), StoreError> {
        sqlx::raw_sql("PRAGMA optimize = 0x10002; PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.writers).await?;
        Ok(())
    }
}

/// Announces what other processes write, such as an import beside a running server, until the writer ends.
async fn hear_of_others(db: SqlitePool, announce: Weak<watch::Sender<u64>>) {
    loop {
        tokio::time::sleep(LISTEN_EVERY).await;
        let last = write::last_change(&db).await;
        let Some(announce) = announce.upgrade() else { return };
        match last {
            Ok(last) => drop(announce.send_if_modified(|known| write::rise(known, last))),
            Err(_) if db.is_closed() => return,
            Err(error) => tracing::warn!(error = &error as &dyn std::error::Error, "cannot look for changes"),
        }
    }
}

async fn check_version(pool: &SqlitePool) -> Result<(), StoreError> {
    let text: String = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(pool).await?;
    let mut numbers = text.split('.').map(|part| part.parse().unwrap_or(0));
    let mut next = || numbers.next().unwrap_or(0);
    let version = (next(), next(), next());
    if version < OLDEST_SQLITE {
        return Err(StoreError::Unusable(format!(
            "this program was linked with SQLite {text}, which can corrupt databases; 3.51.3 or later is needed"
        )));
    }
    Ok(())
}

#[async_trait]
impl CallStore for SqliteStore {
    async fn append_with_recordings(
        &self,
        events: Vec<NewEvent>,
        recordings: Vec<StoredRecording>,
    ) -> Result<(Appended, Vec<Kept>), StoreError> {
        self.writer.append(events, recordings).await
    }

    async fn search(&self, filter: &CallFilter, page: &PageRequest) -> Result<(Rows, Total), StoreError> {
        search::search(&self.readers, filter, page).await
    }

    async fn walk(&self, filter: &CallFilter, after: Option<Cursor>, limit: u32) -> Result<Rows, StoreError> {
        search::walk(&self.readers, filter, after, limit).await
    }

    async fn call(&self, call_id: &str) -> Result<Option<CallDetail>, StoreError> {
        read::call(&self.readers, call_id).await
    }

    async fn changed_after(&self, change: u64, limit: u32) -> Result<Vec<CallRow>, StoreError> {
        read::changed_after(&self.readers, change, limit).await
    }

    fn changes(&self) -> watch::Receiver<u64> {
        self.changes.clone()
    }

    async fn has_reason(&self, reason: &str) -> Result<bool, StoreError> {
        Ok(sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM calls INDEXED BY calls_by_reason WHERE hangup_reason = ?)")
            .bind(reason)
            .fetch_one(&self.readers)
            .await?)
    }

    async fn recording(&self, recording_id: &str) -> Result<Option<StoredRecording>, StoreError> {
        read::recording(&self.readers, recording_id).await
    }

    async fn delete_recordings(&self, deletions: Vec<Deletion>) -> Result<Vec<StoredRecording>, StoreError> {
        self.writer.delete(deletions).await
    }

    async fn note_object(&self, object_key: &str, at: Timestamp) -> Result<(), StoreError> {
        loose::note(&self.writers, object_key, at).await
    }

    async fn drop_object(&self, object_key: &str) -> Result<(), StoreError> {
        loose::drop_one(&self.writers, object_key).await
    }

    async fn dropped_objects(&self, before: Timestamp, limit: u32) -> Result<Vec<String>, StoreError> {
        loose::doom(&self.writers, before, limit).await
    }

    async fn object_is_gone(&self, object_key: &str, at: Timestamp) -> Result<(), StoreError> {
        loose::gone(&self.writers, object_key, at).await
    }

    async fn agents(&self, q: &str, limit: u32) -> Result<Vec<Agent>, StoreError> {
        let found = read::named(&self.readers, read::Named::Agents, q, limit).await?;
        Ok(found.into_iter().map(|(id, name)| Agent { id, name }).collect())
    }

    async fn skill_groups(&self, q: &str, limit: u32) -> Result<Vec<SkillGroup>, StoreError> {
        let found = read::named(&self.readers, read::Named::SkillGroups, q, limit).await?;
        Ok(found.into_iter().map(|(id, name)| SkillGroup { id, name }).collect())
    }

    async fn tags(&self, q: &str, limit: u32) -> Result<Vec<String>, StoreError> {
        read::tags(&self.readers, q, limit).await
    }

    async fn customer_calls(&self, of: &OtherCalls<'_>, limit: u32) -> Result<(Vec<KeptRow>, Total), StoreError> {
        customer::newest(&self.readers, of, limit).await
    }

    async fn customer_calls_on(&self, of: &OtherCalls<'_>, limit: u32) -> Result<Vec<CallRow>, StoreError> {
        customer::oldest(&self.readers, of, limit).await
    }

    async fn meta(&self, name: &str) -> Result<Option<String>, StoreError> {
        Ok(sqlx::query_scalar("SELECT value FROM meta WHERE name = ?").bind(name).fetch_optional(&self.readers).await?)
    }

    async fn set_meta(&self, name: &str, value: &str) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        )
        .bind(name)
        .bind(value)
        .execute(&self.writers)
        .await?;
        Ok(())
    }

    async fn check(&self) -> Result<(), StoreError> {
        let found = sqlx::query("PRAGMA quick_check(1)").fetch_one(&self.readers).await?;
        let text: String = found.try_get(0)?;
        if text == "ok" { Ok(()) } else { Err(StoreError::Unusable(format!("the database is damaged: {text}"))) }
    }
}

#[cfg(test)]
mod tests;
