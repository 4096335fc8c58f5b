//! Folds to table rows: what calls are found by and shown as.

use std::collections::HashSet;

use call_records_wire::call::CallRow;
use call_records_wire::text::{bare_number, folded};
use call_records_wire::words::HungUpBy;
use serde_json::{Value, json};
use sqlx::SqliteConnection;

use super::bulk::{self, Insert};
use crate::store::StoreError;

/// A call to keep.
pub(super) struct CallWrite {
    pub(super) key: i64,
    pub(super) row: CallRow,
}

/// Keeps the rows; keys up to `newest_key` may have been kept before.
pub(super) async fn keep(tx: &mut SqliteConnection, writes: &[CallWrite], newest_key: i64) -> Result<(), StoreError> {
    if writes.is_empty() {
        return Ok(());
    }
    keep_names(tx, writes).await?;
    keep_calls(tx, writes).await?;
    keep_links(tx, writes, newest_key).await
}

/// Names and numbers that are not known yet.
async fn keep_names(tx: &mut SqliteConnection, writes: &[CallWrite]) -> Result<(), StoreError> {
    let rows = || writes.iter().map(|write| &write.row);
    let numbers: HashSet<String> = rows()
        .flat_map(|row| [&row.caller_number, &row.callee_number, &row.customer_number])
        .map(|number| bare_number(number))
        .collect();
    sqlx::query("INSERT INTO numbers (bare) SELECT value FROM json_each(?) WHERE true ON CONFLICT DO NOTHING")
        .bind(json_text(&numbers.into_iter().collect::<Vec<_>>()))
        .execute(&mut *tx)
        .await?;
    let agents: HashSet<_> = rows().flat_map(|row| &row.agents).map(|agent| (&agent.id, &agent.name)).collect();
    if !agents.is_empty() {
        sqlx::query(
            "INSERT INTO agents (id, name, folded) SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?) \
             WHERE true ON CONFLICT DO NOTHING",
        )
        .bind(json_text(&named(agents)))
        .execute(&mut *tx)
        .await?;
    }
    let groups: HashSet<_> = rows().flat_map(|row| &row.skill_groups).map(|group| (&group.id, &group.name)).collect();
    if !groups.is_empty() {
        sqlx::query(
            "INSERT INTO skill_groups (id, name, folded) SELECT value ->> 0, value ->> 1, value ->> 2 \
             FROM json_each(?) WHERE true ON CONFLICT DO NOTHING",
        )
        .bind(json_text(&named(groups)))
        .execute(&mut *tx)
        .await?;
    }
    // In the order in which they were given, which tells the last spelling.
    let mut seen = HashSet::new();
    let tags: Vec<&String> = rows().flat_map(|row| &row.tags).filter(|&tag| seen.insert(tag)).collect();
    if !tags.is_empty() {
        let tags: Vec<Value> = tags.into_iter().map(|tag| json!([tag, folded(tag)])).collect();
        sqlx::query(
            "INSERT INTO tags (tag, folded) SELECT value ->> 0, value ->> 1 FROM json_each(?) \
             WHERE true ON CONFLICT DO NOTHING",
        )
        .bind(json_text(&tags))
        .execute(&mut *tx)
        .await?;
    }
    let names: HashSet<&String> = rows().filter_map(|row| row.customer_name.as_ref()).collect();
    if !names.is_empty() {
        let names: Vec<Value> = names.into_iter().map(|name| json!([name, folded(name)])).collect();
        sqlx::query(
            "INSERT INTO customer_names (name, folded) SELECT value ->> 0, value ->> 1 FROM json_each(?) \
             WHERE true ON CONFLICT DO NOTHING",
        )
        .bind(json_text(&names))
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}

fn named(pairs: HashSet<(&String, &String)>) -> Vec<Value> {
    pairs.into_iter().map(|(id, name)| json!([id, name, folded(name)])).collect()
}

const CALLS: Insert = Insert {
    head: "INSERT INTO calls (key, change, started_at, call_type, status, hangup_reason, hung_up_by, caller, callee, \
           customer, customer_name, talk_ms, wait_ms, duration_ms, has_recording) VALUES ",
    row: "(?, ?, ?, ?, ?, ?, ?, (SELECT key FROM numbers WHERE bare = ?), (SELECT key FROM numbers WHERE bare = ?), \
          (SELECT key FROM numbers WHERE bare = ?), (SELECT key FROM customer_names WHERE name = ?), ?, ?, ?, ?)",
    tail: " ON CONFLICT (key) DO UPDATE SET change = excluded.change, started_at = excluded.started_at, \
           call_type = excluded.call_type, status = excluded.status, hangup_reason = excluded.hangup_reason, \
           hung_up_by = excluded.hung_up_by, caller = excluded.caller, callee = excluded.callee, \
           customer = excluded.customer, customer_name = excluded.customer_name, talk_ms = excluded.talk_ms, \
           wait_ms = excluded.wait_ms, duration_ms = excluded.duration_ms, has_recording = excluded.has_recording",
};

const ROWS: Insert = Insert {
    head: "INSERT INTO call_rows (key, row) VALUES ",
    row: "(?, ?)",
    tail: " ON CONFLICT (key) DO UPDATE SET row = excluded.row",
};

async fn keep_calls(tx: &mut SqliteConnection, writes: &[CallWrite]) -> Result<(), StoreError> {
    let ms = |ms: u64| i64::try_from(ms).unwrap_or(i64::MAX);
    bulk::insert(tx, &CALLS, writes, |values, CallWrite { key, row }| {
        bulk::add(values, *key)?;
        bulk::add(values, ms(row.change))?;
        bulk::add(values, row.started_at.micros())?;
        bulk::add(values, row.call_type.as_str())?;
        bulk::add(values, row.status.as_str())?;
        bulk::add(values, row.hangup_reason.as_ref().map(|reason| reason.as_str().to_owned()))?;
        bulk::add(values, row.hung_up_by.map(HungUpBy::as_str))?;
        bulk::add(values, bare_number(&row.caller_number))?;
        bulk::add(values, bare_number(&row.callee_number))?;
        bulk::add(values, bare_number(&row.customer_number))?;
        bulk::add(values, row.customer_name.clone())?;
        bulk::add(values, ms(row.talk_ms))?;
        bulk::add(values, ms(row.wait_ms))?;
        bulk::add(values, ms(row.duration_ms))?;
        bulk::add(values, row.has_recording())
    })
    .await?;
    bulk::insert(tx, &ROWS, writes, |values, CallWrite { key, row }| {
        bulk::add(values, *key)?;
        bulk::add(values, serde_json::to_string(row).expect("a row is plain data"))
    })
    .await
}

/// Which call had which agents, skill groups and tags.
async fn keep_links(tx: &mut SqliteConnection, writes: &[CallWrite], newest_key: i64) -> Result<(), StoreError> {
    let older: Vec<i64> = writes.iter().map(|write| write.key).filter(|&key| key <= newest_key).collect();
    if !older.is_empty() {
        let keys = json_text(&older);
        sqlx::query("DELETE FROM call_agents WHERE call_key IN (SELECT value FROM json_each(?))")
            .bind(&keys)
            .execute(&mut *tx)
            .await?;
        sqlx::query("DELETE FROM call_tags WHERE call_key IN (SELECT value FROM json_each(?))")
            .bind(&keys)
            .execute(&mut *tx)
            .await?;
        sqlx::query("DELETE FROM call_skill_groups WHERE call_key IN (SELECT value FROM json_each(?))")
            .bind(&keys)
            .execute(&mut *tx)
            .await?;
    }
    let agents: Vec<Value> = writes
        .iter()
        .flat_map(|CallWrite { key, row }| {
            row.agents.iter().map(move |agent| json!([key, row.started_at.micros(), agent.id, agent.name]))
        })
        .collect();
    if !agents.is_empty() {
        sqlx::query(
            "INSERT INTO call_agents (agent, started_at, call_key) \
             SELECT (SELECT key FROM agents WHERE id = value ->> 2 AND name = value ->> 3), value ->> 1, value ->> 0 \
             FROM json_each(?)",
        )
        .bind(json_text(&agents))
        .execute(&mut *tx)
        .await?;
    }
    let groups: Vec<Value> = writes
        .iter()
        .flat_map(|CallWrite { key, row }| {
            row.skill_groups
                .iter()
                .map(move |group| json!([key, row.started_at.micros(), group.id, group.name, row.hangup_reason]))
        })
        .collect();
    if !groups.is_empty() {
        sqlx::query(
            "INSERT INTO call_skill_groups (skill_group, started_at, call_key, hangup_reason) \
             SELECT (SELECT key FROM skill_groups WHERE id = value ->> 2 AND name = value ->> 3), \
             value ->> 1, value ->> 0, value ->> 4 FROM json_each(?)",
        )
        .bind(json_text(&groups))
        .execute(&mut *tx)
        .await?;
    }
    let tags: Vec<Value> = writes
        .iter()
        .flat_map(|CallWrite { key, row }| row.tags.iter().map(move |tag| json!([key, row.started_at.micros(), tag])))
        .collect();
    if !tags.is_empty() {
        sqlx::query(
            "INSERT INTO call_tags (tag, started_at, call_key) \
             SELECT (SELECT key FROM tags WHERE tag = value ->> 2), value ->> 1, value ->> 0 FROM json_each(?)",
        )
        .bind(json_text(&tags))
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}

fn json_text<T: serde::Serialize>(values: &[T]) -> String {
    serde_json::to_string(values).expect("plain data")
}
