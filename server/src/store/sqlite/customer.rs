//! The calls of one customer, by the index that knows them in the order of time.

use call_records_wire::call::CallRow;
use call_records_wire::page::Total;
use sqlx::{AssertSqlSafe, SqlitePool};

use super::filter_sql::Sql;
use super::search::total;
use crate::store::{KeptRow, OtherCalls, StoreError};

pub(super) async fn newest(
    db: &SqlitePool,
    of: &OtherCalls<'_>,
    limit: u32,
) -> Result<(Vec<KeptRow>, Total), StoreError> {
    let mut counted = Sql::new("SELECT 1");
    counted.append(those(of));
    tokio::try_join!(rows(db, of, "DESC", limit), total(db, counted))
}

pub(super) async fn oldest(db: &SqlitePool, of: &OtherCalls<'_>, limit: u32) -> Result<Vec<CallRow>, StoreError> {
    rows(db, of, "ASC", limit).await?.iter().map(KeptRow::parse).collect()
}

/// The places are found by the index alone; only the rows that are shown are read.
pub(super) fn places(of: &OtherCalls<'_>, direction: &str, limit: u32) -> Sql {
    let mut sql = Sql::new("SELECT c.started_at, c.key");
    sql.append(those(of)).push(" ORDER BY c.started_at ").push(direction).push(", c.key ").push(direction);
    sql.push(" LIMIT ").integer(i64::from(limit));
    sql
}

async fn rows(db: &SqlitePool, of: &OtherCalls<'_>, direction: &str, limit: u32) -> Result<Vec<KeptRow>, StoreError> {
    let mut sql = Sql::new("SELECT r.row FROM (");
    sql.append(places(of, direction, limit)).push(") t CROSS JOIN call_rows r ON r.key = t.key ORDER BY t.started_at ");
    sql.push(direction).push(", t.key ").push(direction);
    let arguments = sql.arguments()?;
    let found: Vec<String> = sqlx::query_scalar_with(AssertSqlSafe(sql.text), arguments).fetch_all(db).await?;
    found.into_iter().map(KeptRow::of).collect()
}

fn those(of: &OtherCalls<'_>) -> Sql {
    let mut sql = Sql::new(" FROM calls c INDEXED BY calls_by_customer WHERE c.customer = ");
    sql.push("(SELECT key FROM numbers WHERE bare = ").text(of.number).push(") AND c.started_at >= ");
    sql.integer(of.from.micros()).push(" AND c.key <> (SELECT key FROM call_keys WHERE call_id = ").text(of.call_id);
    sql.push(")");
    sql
}
