//! Objects that no recording holds.
//!
//! `noted` is about to be held. `doomed` will be deleted, and is never held any more: both are decided by the one
//! writer, so that nothing is deleted under a recording that is just being kept. `gone` was deleted; it is remembered for
//! a while, so that who comes with it too late is told.

use call_records_wire::time::Timestamp;
use sqlx::{SqliteConnection, SqlitePool};

use crate::store::StoreError;

/// How long what is gone is remembered: far longer than an upload takes.
const REMEMBERED_MS: i64 = 24 * 3_600 * 1_000;

pub(super) async fn note(db: &SqlitePool, object_key: &str, at: Timestamp) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO loose_objects (object_key, state, since) VALUES (?, 'noted', ?)")
        .bind(object_key)
        .bind(at.micros())
        .execute(db)
        .await?;
    Ok(())
}

pub(super) async fn doom(db: &SqlitePool, before: Timestamp, limit: u32) -> Result<Vec<String>, StoreError> {
    sqlx::query("UPDATE loose_objects SET state = 'doomed' WHERE state = 'noted' AND since < ?")
        .bind(before.micros())
        .execute(db)
        .await?;
    let doomed = "SELECT object_key FROM loose_objects WHERE state = 'doomed' ORDER BY since LIMIT ?";
    Ok(sqlx::query_scalar(doomed).bind(limit).fetch_all(db).await?)
}

pub(super) async fn drop_one(db: &SqlitePool, object_key: &str) -> Result<(), StoreError> {
    sqlx::query("UPDATE loose_objects SET state = 'doomed' WHERE object_key = ?").bind(object_key).execute(db).await?;
    Ok(())
}

pub(super) async fn gone(db: &SqlitePool, object_key: &str, at: Timestamp) -> Result<(), StoreError> {
    sqlx::query("UPDATE loose_objects SET state = 'gone', since = ? WHERE object_key = ? AND state = 'doomed'")
        .bind(at.micros())
        .bind(object_key)
        .execute(db)
        .await?;
    sqlx::query("DELETE FROM loose_objects WHERE state = 'gone' AND since < ?")
        .bind(at.plus_millis(-REMEMBERED_MS).micros())
        .execute(db)
        .await?;
    Ok(())
}

/// These objects are held from now on; an error where one of them is to be deleted.
pub(super) async fn hold(tx: &mut SqliteConnection, object_keys: &[&str]) -> Result<(), StoreError> {
    let keys = serde_json::to_string(object_keys).expect("texts are plain data");
    let lost: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM json_each(?) it CROSS JOIN loose_objects l ON l.object_key = it.value \
         WHERE l.state <> 'noted')",
    )
    .bind(&keys)
    .fetch_one(&mut *tx)
    .await?;
    if lost {
        return Err(StoreError::TooLate);
    }
    sqlx::query("DELETE FROM loose_objects WHERE object_key IN (SELECT value FROM json_each(?))")
        .bind(&keys)
        .execute(&mut *tx)
        .await?;
    Ok(())
}

/// These objects are to be deleted, but for those that another recording holds.
pub(super) async fn give_up(tx: &mut SqliteConnection, object_keys: &[&str], at: Timestamp) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO loose_objects (object_key, state, since) SELECT DISTINCT value, 'doomed', ? FROM json_each(?) it \
         WHERE NOT EXISTS (SELECT 1 FROM recordings r WHERE r.object_key = it.value AND r.state = 'available') \
         ON CONFLICT (object_key) DO UPDATE SET state = 'doomed'",
    )
    .bind(at.micros())
    .bind(serde_json::to_string(object_keys).expect("texts are plain data"))
    .execute(&mut *tx)
    .await?;
    Ok(())
}
