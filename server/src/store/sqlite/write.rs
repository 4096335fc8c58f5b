//! Events in: one task owns the writing connection and commits whatever waits, together.
//!
//! Each step of a transaction is one statement over a JSON array, so that a thousand events cost little more
//! statements than one, and a request that waits beside others shares their flush to the disk.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use call_records_wire::event::Event;
use serde_json::json;
use sqlx::{Connection, SqliteConnection, SqliteExecutor, SqlitePool};
use tokio::sync::{mpsc, oneshot, watch};

use super::read::recording_from_row;
use super::write::bulk::Insert;
use super::write::rows::CallWrite;
use crate::domain::{RecordingFact, fold};
use crate::store::{Appended, Deletion, Kept, NewEvent, StoreError, StoredRecording};

/// Many rows with few statements.
mod bulk;
/// Recordings to table rows.
mod recordings;
/// Folds to table rows.
mod rows;

/// How many events one transaction takes at most; the rest waits for the next.
const MOST_EVENTS: usize = 20_000;
/// How many events one call may have: far more than any call, and few enough that folding it never holds others up.
const MOST_EVENTS_A_CALL: usize = 10_000;
/// How many of what people write one call may have beside them.
const MOST_WRITTEN_A_CALL: usize = 1_000;
/// How many requests may wait; beyond it senders wait for a place.
const WAITING: usize = 1_024;

/// What became of one request.
#[derive(Default)]
struct Outcome {
    appended: Appended,
    kept: Vec<Kept>,
    deleted: Vec<StoredRecording>,
}

/// A request to the writing task.
struct Request {
    events: Vec<NewEvent>,
    recordings: Vec<StoredRecording>,
    deletions: Vec<Deletion>,
    reply: oneshot::Sender<Result<Outcome, StoreError>>,
}

impl Request {
    fn size(&self) -> usize {
        self.events.len() + self.recordings.len() + self.deletions.len()
    }

    /// Whoever asked may have gone; what is durable stays durable.
    fn answer(self, outcome: Result<Outcome, StoreError>) {
        drop(self.reply.send(outcome));
    }
}

/// Hands requests to the writing task.
#[derive(Clone)]
pub(super) struct Writer {
    requests: mpsc::Sender<Request>,
}

impl Writer {
    pub(super) fn start(db: SqlitePool, announce: Arc<watch::Sender<u64>>) -> Self {
        let (requests, waiting) = mpsc::channel(WAITING);
        tokio::spawn(run(db, waiting, announce));
        Self { requests }
    }

    pub(super) async fn append(
        &self,
        events: Vec<NewEvent>,
        recordings: Vec<StoredRecording>,
    ) -> Result<(Appended, Vec<Kept>), StoreError> {
        let Outcome { appended, kept, .. } = self.ask(events, recordings, Vec::new()).await?;
        Ok((appended, kept))
    }

    pub(super) async fn delete(&self, deletions: Vec<Deletion>) -> Result<Vec<StoredRecording>, StoreError> {
        Ok(self.ask(Vec::new(), Vec::new(), deletions).await?.deleted)
    }

    async fn ask(
        &self,
        events: Vec<NewEvent>,
        recordings: Vec<StoredRecording>,
        deletions: Vec<Deletion>,
    ) -> Result<Outcome, StoreError> {
        let (reply, answer) = oneshot::channel();
        self.requests.send(Request { events, recordings, deletions, reply }).await.map_err(|_| StoreError::Closed)?;
        answer.await.map_err(|_| StoreError::Closed)?
    }
}

async fn run(db: SqlitePool, mut waiting: mpsc::Receiver<Request>, announce: Arc<watch::Sender<u64>>) {
    while let Some(first) = waiting.recv().await {
        let mut size = first.size();
        let mut requests = vec![first];
        while size < MOST_EVENTS
            && let Ok(next) = waiting.try_recv()
        {
            size += next.size();
            requests.push(next);
        }
        match commit(&db, &requests, &announce).await {
            Ok(outcomes) => {
                for (request, outcome) in requests.into_iter().zip(outcomes) {
                    request.answer(Ok(outcome));
                }
            }
            Err(error) if requests.len() == 1 => {
                for request in requests {
                    request.answer(Err(StoreError::from_write(&error)));
                }
            }
            Err(_) => {
                // One request must not fail for another's sake: each gets a transaction of its own.
                for request in requests {
                    let outcome = commit(&db, std::slice::from_ref(&request), &announce).await;
                    let outcome = outcome.map_err(|error| StoreError::from_write(&error));
                    request.answer(outcome.and_then(|outcomes| outcomes.into_iter().next().ok_or(StoreError::Closed)));
                }
            }
        }
    }
}

impl StoreError {
    /// The same failure for a second reader: what sqlx gives cannot be copied.
    fn from_write(error: &Self) -> Self {
        match error {
            Self::CallFull { call_id, of, most } => {
                return Self::CallFull { call_id: call_id.clone(), of, most: *most };
            }
            Self::TooLate => return Self::TooLate,
            _ => {}
        }
        tracing::error!(error = error as &dyn std::error::Error, "a write failed");
        Self::Database(sqlx::Error::Protocol(error.to_string()))
    }
}

/// The number of the last change that the database holds.
pub(super) async fn last_change(db: impl SqliteExecutor<'_>) -> Result<u64, StoreError> {
    let last: i64 = sqlx::query_scalar("SELECT coalesce(max(change), 0) FROM calls").fetch_one(db).await?;
    u64::try_from(last).map_err(|_| StoreError::Corrupt { what: "change number" })
}

/// Numbers of changes only grow, whoever brings them.
pub(super) fn rise(last: &mut u64, to: u64) -> bool {
    let rises = *last < to;
    *last = to.max(*last);
    rises
}

/// One transaction for all requests: what became of each.
async fn commit(
    db: &SqlitePool,
    requests: &[Request],
    announce: &watch::Sender<u64>,
) -> Result<Vec<Outcome>, StoreError> {
    let mut connection = db.acquire().await?;
    let mut tx = connection.begin_with("BEGIN IMMEDIATE").await?;
    // From the database itself: an import in another process numbers its changes too.
    let mut change = last_change(&mut *tx).await?.max(*announce.borrow());
    let outcomes = write(&mut tx, requests, &mut change).await?;
    tx.commit().await?;
    announce.send_if_modified(|last| rise(last, change));
    Ok(outcomes)
}

async fn write(tx: &mut SqliteConnection, requests: &[Request], change: &mut u64) -> Result<Vec<Outcome>, StoreError> {
    let newest_key: i64 = sqlx::query_scalar("SELECT coalesce(max(key), 0) FROM call_keys").fetch_one(&mut *tx).await?;
    let (appended, fresh) = sort_out(tx, requests).await?;
    let recordings: Vec<&StoredRecording> = requests.iter().flat_map(|request| &request.recordings).collect();
    let call_keys = keep_call_keys(tx, &fresh, &recordings).await?;
    keep_events(tx, &fresh, &call_keys).await?;
    let mut kept = recordings::keep(tx, &recordings, &call_keys).await?.into_iter();
    let deletions: Vec<&[Deletion]> = requests.iter().map(|request| request.deletions.as_slice()).collect();
    let deleted = recordings::delete(tx, &deletions).await?;
    // A call is only touched by what is new: known events and recordings change nothing.
    let mut touched: HashMap<&str, i64> = HashMap::new();
    touched.extend(deleted.iter().flatten().map(|(key, recording)| (recording.call_id.as_str(), *key)));
    for new in &fresh {
        touched.extend(call_keys.get(&new.event.subject).map(|&key| (new.event.subject.as_str(), key)));
    }
    let mut outcomes = Vec::with_capacity(requests.len());
    for (request, appended) in requests.iter().zip(appended) {
        let kept: Vec<Kept> = kept.by_ref().take(request.recordings.len()).collect();
        for (recording, kept) in request.recordings.iter().zip(&kept) {
            if *kept == Kept::New {
                touched.extend(call_keys.get(&recording.call_id).map(|&key| (recording.call_id.as_str(), key)));
            }
        }
        outcomes.push(Outcome { appended, kept, deleted: Vec::new() });
    }
    let mut writes = Vec::with_capacity(touched.len());
    for (key, mut folded) in fold_touched(tx, &touched, &fresh, newest_key).await? {
        *change += 1;
        folded.row.change = *change;
        writes.push(CallWrite { key, row: folded.row });
    }
    rows::keep(tx, &writes, newest_key).await?;
    for (outcome, deleted) in outcomes.iter_mut().zip(deleted) {
        outcome.deleted = deleted.into_iter().map(|(_, recording)| recording).collect();
    }
    Ok(outcomes)
}

/// Which events are new, and how many of each request.
async fn sort_out<'a>(
    tx: &mut SqliteConnection,
    requests: &'a [Request],
) -> Result<(Vec<Appended>, Vec<&'a NewEvent>), StoreError> {
    let ids: Vec<_> = requests
        .iter()
        .flat_map(|request| &request.events)
        .map(|new| json!([new.event.source, new.event.id]))
        .collect();
    let mut known: HashSet<(String, String)> = HashSet::new();
    if !ids.is_empty() {
        known.extend(
            sqlx::query_as::<_, (String, String)>(
                "SELECT s.source, e.id FROM json_each(?) it \
                 CROSS JOIN sources s ON s.source = it.value ->> 0 \
                 CROSS JOIN events e ON e.source_key = s.key AND e.id = it.value ->> 1",
            )
            .bind(json_text(&ids))
            .fetch_all(&mut *tx)
            .await?,
        );
    }
    let mut fresh = Vec::new();
    let mut seen: HashSet<(&str, &str)> = known.iter().map(|(source, id)| (source.as_str(), id.as_str())).collect();
    let outcomes = requests
        .iter()
        .map(|request| {
            let mut appended = Appended::default();
            for new in &request.events {
                let is_new = seen.insert((&new.event.source, &new.event.id));
                appended.0.push(is_new);
                if is_new {
                    fresh.push(new);
                }
            }
            appended
        })
        .collect();
    Ok((outcomes, fresh))
}

/// The keys of all calls that are spoken of.
async fn keep_call_keys(
    tx: &mut SqliteConnection,
    fresh: &[&NewEvent],
    recordings: &[&StoredRecording],
) -> Result<HashMap<String, i64>, StoreError> {
    let mut seen = HashSet::new();
    let call_ids: Vec<&str> = fresh
        .iter()
        .map(|new| new.event.subject.as_str())
        .chain(recordings.iter().map(|recording| recording.call_id.as_str()))
        .filter(|&call_id| seen.insert(call_id))
        .collect();
    if call_ids.is_empty() {
        return Ok(HashMap::new());
    }
    let call_ids = serde_json::to_string(&call_ids).expect("texts are plain data");
    sqlx::query("INSERT INTO call_keys (call_id) SELECT value FROM json_each(?) WHERE true ON CONFLICT DO NOTHING")
        .bind(&call_ids)
        .execute(&mut *tx)
        .await?;
    let keys =
        sqlx::query_as("SELECT k.call_id, k.key FROM json_each(?) it CROSS JOIN call_keys k ON k.call_id = it.value")
            .bind(&call_ids)
            .fetch_all(&mut *tx)
            .await?;
    Ok(keys.into_iter().collect())
}

async fn keep_events(
    tx: &mut SqliteConnection,
    fresh: &[&NewEvent],
    call_keys: &HashMap<String, i64>,
) -> Result<(), StoreError> {
    if fresh.is_empty() {
        return Ok(());
    }
    let sources: HashSet<&str> = fresh.iter().map(|new| new.event.source.as_str()).collect();
    sqlx::query("INSERT INTO sources (source) SELECT value FROM json_each(?) WHERE true ON CONFLICT DO NOTHING")
        .bind(serde_json::to_string(&sources).expect("texts are plain data"))
        .execute(&mut *tx)
        .await?;
    let source_keys: HashMap<String, i64> =
        sqlx::query_as("SELECT s.source, s.key FROM json_each(?) it CROSS JOIN sources s ON s.source = it.value")
            .bind(serde_json::to_string(&sources).expect("texts are plain data"))
            .fetch_all(&mut *tx)
            .await?
            .into_iter()
            .collect();
    let statement = Insert {
        head: "INSERT INTO events (call_key, source_key, id, document) VALUES ",
        row: "(?, ?, ?, ?)",
        tail: "",
    };
    bulk::insert(tx, &statement, fresh, |values, new| {
        bulk::add(values, call_keys.get(&new.event.subject).copied())?;
        bulk::add(values, source_keys.get(&new.event.source).copied())?;
        bulk::add(values, new.event.id.clone())?;
        bulk::add(values, new.document.clone())
    })
    .await
}

/// Folds every touched call from all of its events.
async fn fold_touched(
    tx: &mut SqliteConnection,
    touched: &HashMap<&str, i64>,
    fresh: &[&NewEvent],
    newest_key: i64,
) -> Result<Vec<(i64, crate::domain::Folded)>, StoreError> {
    let mut events: HashMap<i64, Vec<Event>> = HashMap::with_capacity(touched.len());
    // A call of this very transaction has no events but those at hand.
    for new in fresh {
        if let Some(&key) = touched.get(new.event.subject.as_str())
            && key > newest_key
        {
            events.entry(key).or_default().push(new.event.clone());
        }
    }
    let older: Vec<i64> = touched.values().copied().filter(|&key| key <= newest_key).collect();
    let mut facts: HashMap<i64, Vec<RecordingFact>> = HashMap::new();
    if !older.is_empty() {
        let keys = serde_json::to_string(&older).expect("numbers are plain data");
        let stored: Vec<(i64, String)> = sqlx::query_as(
            "SELECT e.call_key, e.document FROM json_each(?) it CROSS JOIN events e ON e.call_key = it.value",
        )
        .bind(&keys)
        .fetch_all(&mut *tx)
        .await?;
        for (key, document) in stored {
            events.entry(key).or_default().push(parse_event(&document)?);
        }
    }
    let keys: Vec<i64> = touched.values().copied().collect();
    let stored = sqlx::query(
        "SELECT r.*, k.call_id FROM json_each(?) it CROSS JOIN recordings r ON r.call_key = it.value \
         CROSS JOIN call_keys k ON k.key = r.call_key ORDER BY r.arrived_at, r.recording_id",
    )
    .bind(serde_json::to_string(&keys).expect("numbers are plain data"))
    .fetch_all(&mut *tx)
    .await?;
    for row in stored {
        let key: i64 = sqlx::Row::try_get(&row, "call_key")?;
        facts.entry(key).or_default().push(recording_from_row(&row)?.fact);
    }
    // In the order in which the calls came, so that keys, changes and time run together.
    let mut keys = keys;
    keys.sort_unstable();
    let mut folded = Vec::with_capacity(keys.len());
    for key in keys {
        if let Some(events) = events.get_mut(&key) {
            bound(events)?;
            let facts = facts.get(&key).map_or(&[] as &[_], Vec::as_slice);
            folded.extend(fold(events, facts).map(|call| (key, call)));
        }
    }
    Ok(folded)
}

/// Refuses more events than a call may have. What people write has a bound of its own, and leaves the switch's room.
fn bound(events: &[Event]) -> Result<(), StoreError> {
    let written = events.iter().filter(|event| event.kind.is_written_by_people()).count();
    for (of, count, most) in
        [("notes and tags", written, MOST_WRITTEN_A_CALL), ("events", events.len() - written, MOST_EVENTS_A_CALL)]
    {
        if count > most {
            let call_id = events.first().map(|event| event.subject.clone()).unwrap_or_default();
            return Err(StoreError::CallFull { call_id, of, most });
        }
    }
    Ok(())
}

/// The event that was kept as `document`.
pub(super) fn parse_event(document: &str) -> Result<Event, StoreError> {
    let corrupt = StoreError::Corrupt { what: "event" };
    let Ok(value) = serde_json::from_str(document) else { return Err(corrupt) };
    Event::from_kept_json(&value).map_err(|_| corrupt)
}

fn json_text(values: &[serde_json::Value]) -> String {
    serde_json::to_string(values).expect("JSON values are plain data")
}
