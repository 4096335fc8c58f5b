//! One call, changes, recordings, pickers.

use call_records_wire::call::{CallDetail, CallRow, LogEntry};
use call_records_wire::event::Event;
use call_records_wire::text::folded;
use call_records_wire::time::Timestamp;
use serde_json::Value;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqlitePool};

use crate::domain::{Folded, RecordingFact, fold};
use crate::store::{KeptRow, StoreError, StoredRecording};

/// What the log shows in fields of its own, or need not show.
const KNOWN_ATTRIBUTES: [&str; 8] =
    ["specversion", "id", "source", "subject", "type", "time", "datacontenttype", "data"];

/// An event beside its document, so that sorting the events sorts the log.
struct Logged {
    event: Event,
    document: Value,
}

impl AsRef<Event> for Logged {
    fn as_ref(&self) -> &Event {
        &self.event
    }
}

pub(super) async fn call(db: &SqlitePool, call_id: &str) -> Result<Option<CallDetail>, StoreError> {
    // One view of the database: the row must not be of before an event that the log shows.
    let mut tx = db.begin().await?;
    let kept: Option<(i64, String)> = sqlx::query_as(
        "SELECT k.key, r.row FROM call_keys k CROSS JOIN call_rows r ON r.key = k.key WHERE k.call_id = ?",
    )
    .bind(call_id)
    .fetch_optional(&mut *tx)
    .await?;
    let Some((key, row)) = kept else { return Ok(None) };
    let row = KeptRow::of(row)?.parse()?;
    let documents: Vec<String> =
        sqlx::query_scalar("SELECT document FROM events WHERE call_key = ?").bind(key).fetch_all(&mut *tx).await?;
    tx.commit().await?;
    let mut logged = documents.iter().map(|document| parse_logged(document)).collect::<Result<Vec<_>, _>>()?;
    let Some(folded) = fold(&mut logged, &[]) else { return Ok(None) };
    let log = logged.into_iter().map(log_entry).collect();
    let Folded { row: _, durations, explanation, notes } = folded;
    Ok(Some(CallDetail { row, durations, explanation, notes, log }))
}

fn parse_logged(document: &str) -> Result<Logged, StoreError> {
    let corrupt = StoreError::Corrupt { what: "event" };
    let Ok(document) = serde_json::from_str::<Value>(document) else { return Err(corrupt) };
    match Event::from_kept_json(&document) {
        Ok(event) => Ok(Logged { event, document }),
        Err(_) => Err(corrupt),
    }
}

fn log_entry(logged: Logged) -> LogEntry {
    let Logged { event, mut document } = logged;
    let event_type = document.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
    let data = document.get_mut("data").map(Value::take).unwrap_or_default();
    let mut extensions = match document {
        Value::Object(attributes) => attributes,
        _ => serde_json::Map::new(),
    };
    extensions.retain(|name, _| !KNOWN_ATTRIBUTES.contains(&name.as_str()));
    LogEntry { id: event.id, source: event.source, time: event.time, event_type, data, extensions }
}

pub(super) async fn changed_after(db: &SqlitePool, change: u64, limit: u32) -> Result<Vec<CallRow>, StoreError> {
    let rows: Vec<String> = sqlx::query_scalar(
        "SELECT r.row FROM calls c INDEXED BY calls_by_change CROSS JOIN call_rows r ON r.key = c.key \
         WHERE c.change > ? ORDER BY c.change LIMIT ?",
    )
    .bind(i64::try_from(change).unwrap_or(i64::MAX))
    .bind(limit)
    .fetch_all(db)
    .await?;
    rows.into_iter().map(|row| KeptRow::of(row)?.parse()).collect()
}

pub(super) async fn recording(db: &SqlitePool, recording_id: &str) -> Result<Option<StoredRecording>, StoreError> {
    let row = sqlx::query(
        "SELECT r.*, k.call_id FROM recordings r CROSS JOIN call_keys k ON k.key = r.call_key WHERE r.recording_id = ?",
    )
    .bind(recording_id)
    .fetch_optional(db)
    .await?;
    row.as_ref().map(recording_from_row).transpose()
}

pub(super) fn recording_from_row(row: &SqliteRow) -> Result<StoredRecording, StoreError> {
    let corrupt = || StoreError::Corrupt { what: "recording" };
    let count = |column: &str| -> Result<u64, StoreError> {
        u64::try_from(row.try_get::<i64, _>(column)?).map_err(|_| corrupt())
    };
    let sha256: Vec<u8> = row.try_get("sha256")?;
    Ok(StoredRecording {
        call_id: row.try_get("call_id")?,
        fact: RecordingFact {
            recording_id: row.try_get("recording_id")?,
            state: row.try_get::<&str, _>("state")?.parse().map_err(|_| corrupt())?,
            arrived_at: Timestamp::from_micros(row.try_get("arrived_at")?),
            format: row.try_get::<&str, _>("format")?.parse().map_err(|_| corrupt())?,
            duration_ms: count("duration_ms")?,
            bytes: count("bytes")?,
            channel_count: u16::try_from(count("channel_count")?).map_err(|_| corrupt())?,
            reason: row.try_get("reason")?,
            deleted_at: row.try_get::<Option<i64>, _>("deleted_at")?.map(Timestamp::from_micros),
        },
        sha256: sha256.try_into().map_err(|_| corrupt())?,
        object_key: row.try_get("object_key")?,
        plays: row.try_get("plays")?,
    })
}

/// Tags that calls have and that hold `q`; each once, as it was spelled last.
pub(super) async fn tags(db: &SqlitePool, q: &str, limit: u32) -> Result<Vec<String>, StoreError> {
    let query = "SELECT tag FROM (SELECT tag, folded, max(key) FROM tags t WHERE instr(folded, ?1) > 0 \
                 AND EXISTS (SELECT 1 FROM call_tags WHERE tag = t.key) GROUP BY folded) ORDER BY folded LIMIT ?2";
    Ok(sqlx::query_scalar(query).bind(folded(q.trim())).bind(limit).fetch_all(db).await?)
}

/// What a picker lists.
#[derive(Clone, Copy)]
pub(super) enum Named {
    Agents,
    SkillGroups,
}

/// Ids and names that hold `q`; each id once, under the name it had last.
pub(super) async fn named(
    db: &SqlitePool,
    what: Named,
    q: &str,
    limit: u32,
) -> Result<Vec<(String, String)>, StoreError> {
    let query = match what {
        Named::Agents => {
            "SELECT id, name FROM agents a WHERE (instr(folded, ?1) > 0 OR instr(id, ?2) > 0) \
             AND key = (SELECT max(key) FROM agents b WHERE b.id = a.id) ORDER BY folded, id LIMIT ?3"
        }
        Named::SkillGroups => {
            "SELECT id, name FROM skill_groups a WHERE (instr(folded, ?1) > 0 OR instr(id, ?2) > 0) \
             AND key = (SELECT max(key) FROM skill_groups b WHERE b.id = a.id) ORDER BY folded, id LIMIT ?3"
        }
    };
    Ok(sqlx::query_as(query).bind(folded(q.trim())).bind(q.trim()).bind(limit).fetch_all(db).await?)
}
