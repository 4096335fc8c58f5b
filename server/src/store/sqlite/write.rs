//! Events in: one task owns the writing connection and commits whatever waits, together.
//!
//! Each step of a transaction is one statement over a JSON array, so that a thousand events cost little more
//! statements than one, and a request that waits beside others shares their flush to the disk.

use std::collections::{HashMap, HashSet};

use call_records_wire::event::Event;
use serde_json::json;
use sqlx::{Connection, SqliteConnection, SqlitePool};
use tokio::sync::{mpsc, oneshot, watch};

use super::read::recording_from_row;
use super::write::rows::CallWrite;
use crate::domain::{RecordingFact, fold};
use crate::store::{Appended, Kept, NewEvent, StoreError, StoredRecording};

/// Folds to table rows.
mod rows;

/// How many events one transaction takes at most; the rest waits for the next.
const MOST_EVENTS: usize = 20_000;
/// How many requests may wait; beyond it senders wait for a place.
const WAITING: usize = 1_024;

/// A request to the writing task.
enum Request {
    Append { events: Vec<NewEvent>, reply: oneshot::Sender<Result<Appended, StoreError>> },
    PutRecording { recording: Box<StoredRecording>, reply: oneshot::Sender<Result<Kept, StoreError>> },
}

impl Request {
    fn size(&self) -> usize {
        match self {
            Self::Append { events, .. } => events.len(),
            Self::PutRecording { .. } => 1,
        }
    }
}

/// Hands requests to the writing task.
#[derive(Clone)]
pub(super) struct Writer {
    requests: mpsc::Sender<Request>,
}

impl Writer {
    pub(super) fn start(db: SqlitePool, announce: watch::Sender<u64>) -> Self {
        let (requests, waiting) = mpsc::channel(WAITING);
        tokio::spawn(run(db, waiting, announce));
        Self { requests }
    }

    pub(super) async fn append(&self, events: Vec<NewEvent>) -> Result<Appended, StoreError> {
        let (reply, answer) = oneshot::channel();
        self.requests.send(Request::Append { events, reply }).await.map_err(|_| StoreError::Closed)?;
        answer.await.map_err(|_| StoreError::Closed)?
    }

    pub(super) async fn put_recording(&self, recording: StoredRecording) -> Result<Kept, StoreError> {
        let (reply, answer) = oneshot::channel();
        let request = Request::PutRecording { recording: Box::new(recording), reply };
        self.requests.send(request).await.map_err(|_| StoreError::Closed)?;
        answer.await.map_err(|_| StoreError::Closed)?
    }
}

async fn run(db: SqlitePool, mut waiting: mpsc::Receiver<Request>, announce: watch::Sender<u64>) {
    while let Some(first) = waiting.recv().await {
        let mut size = first.size();
        let mut requests = vec![first];
        while size < MOST_EVENTS
            && let Ok(next) = waiting.try_recv()
        {
            size += next.size();
            requests.push(next);
        }
        let before = *announce.borrow();
        match commit(&db, &requests, before).await {
            Ok((outcomes, change)) => {
                announce.send_if_modified(|last| std::mem::replace(last, change) != change);
                for (request, outcome) in requests.into_iter().zip(outcomes) {
                    request.answer(outcome);
                }
            }
            Err(error) if requests.len() == 1 => {
                for request in requests {
                    request.fail(StoreError::from_write(&error));
                }
            }
            Err(_) => {
                // One request must not fail for another's sake: each gets a transaction of its own.
                for request in requests {
                    let before = *announce.borrow();
                    match commit(&db, std::slice::from_ref(&request), before).await {
                        Ok((mut outcomes, change)) => {
                            announce.send_if_modified(|last| std::mem::replace(last, change) != change);
                            let outcome = outcomes.pop().unwrap_or(Outcome::Appended(Appended::default()));
                            request.answer(outcome);
                        }
                        Err(error) => request.fail(StoreError::from_write(&error)),
                    }
                }
            }
        }
    }
}

impl StoreError {
    /// The same failure for a second reader: what sqlx gives cannot be copied.
    fn from_write(error: &Self) -> Self {
        tracing::error!(error = error as &dyn std::error::Error, "a write failed");
        Self::Database(sqlx::Error::Protocol(error.to_string()))
    }
}

/// What became of one request.
#[derive(Debug, Clone, Copy)]
enum Outcome {
    Appended(Appended),
    Kept(Kept),
}

impl Request {
    fn answer(self, outcome: Outcome) {
        // Whoever asked may have gone; what is durable stays durable.
        match (self, outcome) {
            (Self::Append { reply, .. }, Outcome::Appended(appended)) => drop(reply.send(Ok(appended))),
            (Self::PutRecording { reply, .. }, Outcome::Kept(kept)) => drop(reply.send(Ok(kept))),
            (request, Outcome::Appended(_) | Outcome::Kept(_)) => request.fail(StoreError::Closed),
        }
    }

    fn fail(self, error: StoreError) {
        match self {
            Self::Append { reply, .. } => drop(reply.send(Err(error))),
            Self::PutRecording { reply, .. } => drop(reply.send(Err(error))),
        }
    }
}

/// One transaction for all requests: what became of each, and the number of the last change.
async fn commit(db: &SqlitePool, requests: &[Request], last_change: u64) -> Result<(Vec<Outcome>, u64), StoreError> {
    let mut connection = db.acquire().await?;
    let mut tx = connection.begin_with("BEGIN IMMEDIATE").await?;
    let (outcomes, change) = write(&mut tx, requests, last_change).await?;
    tx.commit().await?;
    Ok((outcomes, change))
}

async fn write(
    tx: &mut SqliteConnection,
    requests: &[Request],
    mut change: u64,
) -> Result<(Vec<Outcome>, u64), StoreError> {
    let newest_key: i64 = sqlx::query_scalar("SELECT coalesce(max(key), 0) FROM call_keys").fetch_one(&mut *tx).await?;
    let (outcomes, fresh) = sort_out(tx, requests).await?;
    let mut touched = keep_events(tx, &fresh).await?;
    let mut outcomes: Vec<Option<Outcome>> = outcomes.into_iter().map(|it| it.map(Outcome::Appended)).collect();
    for (request, outcome) in requests.iter().zip(&mut outcomes) {
        if let Request::PutRecording { recording, .. } = request {
            let (kept, key) = keep_recording(tx, recording).await?;
            if kept == Kept::New {
                touched.entry(recording.call_id.clone()).or_insert(key);
            }
            *outcome = Some(Outcome::Kept(kept));
        }
    }
    let folded = fold_touched(tx, &touched, &fresh, newest_key).await?;
    let mut writes = Vec::with_capacity(folded.len());
    for (key, mut folded) in folded {
        change += 1;
        folded.row.change = change;
        writes.push(CallWrite { key, row: folded.row });
    }
    rows::keep(tx, &writes, newest_key).await?;
    Ok((outcomes.into_iter().map(|it| it.unwrap_or(Outcome::Appended(Appended::default()))).collect(), change))
}

/// Which events are new, and what to answer each request.
async fn sort_out<'a>(
    tx: &mut SqliteConnection,
    requests: &'a [Request],
) -> Result<(Vec<Option<Appended>>, Vec<&'a NewEvent>), StoreError> {
    let appends = requests.iter().filter_map(|request| match request {
        Request::Append { events, .. } => Some(events),
        Request::PutRecording { .. } => None,
    });
    let ids: Vec<_> = appends.flatten().map(|it| json!([it.event.source, it.event.id])).collect();
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
        .map(|request| match request {
            Request::Append { events, .. } => {
                let mut appended = Appended::default();
                for new in events {
                    if seen.insert((&new.event.source, &new.event.id)) {
                        appended.new += 1;
                        fresh.push(new);
                    } else {
                        appended.known += 1;
                    }
                }
                Some(appended)
            }
            Request::PutRecording { .. } => None,
        })
        .collect();
    Ok((outcomes, fresh))
}

/// Keeps the events and answers the keys of their calls.
async fn keep_events(tx: &mut SqliteConnection, fresh: &[&NewEvent]) -> Result<HashMap<String, i64>, StoreError> {
    if fresh.is_empty() {
        return Ok(HashMap::new());
    }
    let distinct = |of: fn(&Event) -> &str| {
        let mut seen = HashSet::new();
        let texts: Vec<&str> = fresh.iter().map(|new| of(&new.event)).filter(|&text| seen.insert(text)).collect();
        serde_json::to_string(&texts).expect("texts are plain data")
    };
    let call_ids = distinct(|event| &event.subject);
    sqlx::query("INSERT INTO call_keys (call_id) SELECT value FROM json_each(?) WHERE true ON CONFLICT DO NOTHING")
        .bind(&call_ids)
        .execute(&mut *tx)
        .await?;
    sqlx::query("INSERT INTO sources (source) SELECT value FROM json_each(?) WHERE true ON CONFLICT DO NOTHING")
        .bind(distinct(|event| &event.source))
        .execute(&mut *tx)
        .await?;
    let keys: HashMap<String, i64> =
        sqlx::query_as("SELECT k.call_id, k.key FROM json_each(?) it CROSS JOIN call_keys k ON k.call_id = it.value")
            .bind(&call_ids)
            .fetch_all(&mut *tx)
            .await?
            .into_iter()
            .collect();
    let documents: Vec<_> = fresh
        .iter()
        .map(|new| json!([keys.get(&new.event.subject), new.event.source, new.event.id, new.document]))
        .collect();
    sqlx::query(
        "INSERT INTO events (call_key, source_key, id, document) \
         SELECT it.value ->> 0, (SELECT key FROM sources WHERE source = it.value ->> 1), it.value ->> 2, it.value ->> 3 \
         FROM json_each(?) it",
    )
    .bind(json_text(&documents))
    .execute(&mut *tx)
    .await?;
    Ok(keys)
}

async fn keep_recording(tx: &mut SqliteConnection, recording: &StoredRecording) -> Result<(Kept, i64), StoreError> {
    let StoredRecording { call_id, fact, sha256, object_key } = recording;
    sqlx::query("INSERT INTO call_keys (call_id) VALUES (?) ON CONFLICT DO NOTHING")
        .bind(call_id)
        .execute(&mut *tx)
        .await?;
    let key: i64 =
        sqlx::query_scalar("SELECT key FROM call_keys WHERE call_id = ?").bind(call_id).fetch_one(&mut *tx).await?;
    let there: Option<(i64, Vec<u8>)> =
        sqlx::query_as("SELECT call_key, sha256 FROM recordings WHERE recording_id = ?")
            .bind(&fact.recording_id)
            .fetch_optional(&mut *tx)
            .await?;
    if let Some((call_key, digest)) = there {
        return Ok((if call_key == key && digest == sha256 { Kept::Known } else { Kept::Conflict }, key));
    }
    let RecordingFact {
        recording_id,
        state,
        arrived_at,
        format,
        duration_ms,
        bytes,
        channel_count,
        reason,
        deleted_at,
    } = fact;
    sqlx::query(
        "INSERT INTO recordings (recording_id, call_key, state, format, duration_ms, bytes, channel_count, sha256, \
         object_key, arrived_at, deleted_at, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(recording_id)
    .bind(key)
    .bind(state.as_str())
    .bind(format.as_str())
    .bind(i64::try_from(*duration_ms).unwrap_or(i64::MAX))
    .bind(i64::try_from(*bytes).unwrap_or(i64::MAX))
    .bind(channel_count)
    .bind(sha256.as_slice())
    .bind(object_key)
    .bind(arrived_at.micros())
    .bind(deleted_at.map(call_records_wire::time::Timestamp::micros))
    .bind(reason)
    .execute(&mut *tx)
    .await?;
    Ok((Kept::New, key))
}

/// Folds every touched call from all of its events.
async fn fold_touched(
    tx: &mut SqliteConnection,
    touched: &HashMap<String, i64>,
    fresh: &[&NewEvent],
    newest_key: i64,
) -> Result<Vec<(i64, crate::domain::Folded)>, StoreError> {
    let mut events: HashMap<i64, Vec<Event>> = HashMap::with_capacity(touched.len());
    // A call of this very transaction has no events but those at hand.
    for new in fresh {
        if let Some(&key) = touched.get(&new.event.subject)
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
            let facts = facts.get(&key).map_or(&[] as &[_], Vec::as_slice);
            folded.extend(fold(events, facts).map(|call| (key, call)));
        }
    }
    Ok(folded)
}

/// The event that was kept as `document`.
pub(super) fn parse_event(document: &str) -> Result<Event, StoreError> {
    let corrupt = StoreError::Corrupt { what: "event" };
    let Ok(value) = serde_json::from_str(document) else { return Err(corrupt) };
    Event::from_json(&value).map_err(|_| corrupt)
}

fn json_text(values: &[serde_json::Value]) -> String {
    serde_json::to_string(values).expect("JSON values are plain data")
}
