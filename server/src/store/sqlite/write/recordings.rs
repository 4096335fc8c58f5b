//! Recordings to table rows.

use std::collections::HashMap;

use call_records_wire::time::Timestamp;
use serde_json::{Value, json};
use sqlx::{Row, SqliteConnection};

use crate::domain::RecordingFact;
use crate::store::sqlite::loose;
use crate::store::sqlite::read::recording_from_row;
use crate::store::{Deletion, Kept, StoreError, StoredRecording};

/// Keeps recordings that are new; what became of each, in order.
pub(super) async fn keep(
    tx: &mut SqliteConnection,
    recordings: &[&StoredRecording],
    call_keys: &HashMap<String, i64>,
) -> Result<Vec<Kept>, StoreError> {
    if recordings.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<&str> = recordings.iter().map(|recording| recording.fact.recording_id.as_str()).collect();
    let stored: Vec<(String, i64, Vec<u8>)> = sqlx::query_as(
        "SELECT r.recording_id, r.call_key, r.sha256 FROM json_each(?) it \
         CROSS JOIN recordings r ON r.recording_id = it.value",
    )
    .bind(serde_json::to_string(&ids).expect("texts are plain data"))
    .fetch_all(&mut *tx)
    .await?;
    let mut known: HashMap<String, (i64, Vec<u8>)> =
        stored.into_iter().map(|(id, call_key, sha256)| (id, (call_key, sha256))).collect();
    let mut outcomes = Vec::with_capacity(recordings.len());
    let mut rows: Vec<Value> = Vec::new();
    let mut held: Vec<&str> = Vec::new();
    for recording in recordings {
        let StoredRecording { call_id, fact, sha256, object_key, plays } = recording;
        let key = call_keys.get(call_id).copied().ok_or(StoreError::Corrupt { what: "call key" })?;
        if let Some((call_key, digest)) = known.get(&fact.recording_id) {
            outcomes.push(if *call_key == key && digest == sha256 { Kept::Known } else { Kept::Conflict });
            continue;
        }
        known.insert(fact.recording_id.clone(), (key, sha256.to_vec()));
        held.push(object_key);
        rows.push(row(key, fact, sha256, object_key, *plays));
        outcomes.push(Kept::New);
    }
    loose::hold(tx, &held).await?;
    sqlx::query(
        "INSERT INTO recordings (recording_id, call_key, state, format, duration_ms, bytes, channel_count, sha256, \
         object_key, arrived_at, deleted_at, reason, plays) SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, \
         value ->> 4, value ->> 5, value ->> 6, unhex(value ->> 7), value ->> 8, value ->> 9, value ->> 10, \
         value ->> 11, value ->> 12 FROM json_each(?)",
    )
    .bind(serde_json::to_string(&rows).expect("JSON values are plain data"))
    .execute(&mut *tx)
    .await?;
    Ok(outcomes)
}

/// Marks recordings as deleted; which of each list were available until now, with the keys of their calls.
pub(super) async fn delete(
    tx: &mut SqliteConnection,
    lists: &[&[Deletion]],
) -> Result<Vec<Vec<(i64, StoredRecording)>>, StoreError> {
    let mut deleted = Vec::with_capacity(lists.len());
    for list in lists {
        deleted.push(if list.is_empty() { Vec::new() } else { delete_all(tx, list).await? });
    }
    Ok(deleted)
}

async fn delete_all(
    tx: &mut SqliteConnection,
    deletions: &[Deletion],
) -> Result<Vec<(i64, StoredRecording)>, StoreError> {
    let values: Vec<Value> = deletions.iter().map(|it| json!([it.recording_id, it.at.micros(), it.reason])).collect();
    let values = serde_json::to_string(&values).expect("JSON values are plain data");
    let found = sqlx::query(
        "SELECT r.*, k.call_id FROM json_each(?) it CROSS JOIN recordings r ON r.recording_id = it.value ->> 0 \
         CROSS JOIN call_keys k ON k.key = r.call_key WHERE r.state = 'available'",
    )
    .bind(&values)
    .fetch_all(&mut *tx)
    .await?;
    let mut deleted = Vec::with_capacity(found.len());
    for row in found {
        deleted.push((row.try_get("call_key")?, recording_from_row(&row)?));
    }
    sqlx::query(
        "UPDATE recordings SET state = 'deleted', deleted_at = it.value ->> 1, reason = it.value ->> 2 \
         FROM json_each(?) it WHERE recording_id = it.value ->> 0 AND state = 'available'",
    )
    .bind(&values)
    .execute(&mut *tx)
    .await?;
    let object_keys: Vec<&str> = deleted.iter().map(|(_, recording)| recording.object_key.as_str()).collect();
    let at = deletions.iter().map(|it| it.at).max().unwrap_or(Timestamp::from_micros(0));
    loose::give_up(tx, &object_keys, at).await?;
    Ok(deleted)
}

fn row(call_key: i64, fact: &RecordingFact, sha256: &[u8; 32], object_key: &str, plays: bool) -> Value {
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
    let digest: String = sha256.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
    json!([
        recording_id,
        call_key,
        state,
        format,
        duration_ms,
        bytes,
        channel_count,
        digest,
        object_key,
        arrived_at.micros(),
        deleted_at.map(Timestamp::micros),
        reason,
        plays,
    ])
}
