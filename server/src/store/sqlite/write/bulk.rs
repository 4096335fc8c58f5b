//! Many rows with few statements.
//!
//! Rows go in by statements of 128, 64, … 1 rows, so that few different statements are prepared and kept. Bound values
//! beat one JSON array for wide rows: `json_each` would read a row's text anew for each of its columns.

use sqlx::sqlite::SqliteArguments;
use sqlx::{Arguments, AssertSqlSafe, SqliteConnection};

use crate::store::StoreError;

/// The most rows of one statement.
const MOST_ROWS: usize = 128;

/// A statement that inserts rows: what stands before the values, one row of them, and what stands after.
pub(super) struct Insert {
    pub(super) head: &'static str,
    pub(super) row: &'static str,
    pub(super) tail: &'static str,
}

/// Inserts all rows; `bind` adds the values of one.
pub(super) async fn insert<T>(
    tx: &mut SqliteConnection,
    statement: &Insert,
    rows: &[T],
    bind: impl Fn(&mut SqliteArguments, &T) -> Result<(), sqlx::error::BoxDynError>,
) -> Result<(), StoreError> {
    let Insert { head, row, tail } = statement;
    let mut rest = rows;
    while !rest.is_empty() {
        // The greatest power of two that is left.
        let count = MOST_ROWS.min(1 << rest.len().ilog2());
        let (now, later) = rest.split_at(count);
        let mut arguments = SqliteArguments::default();
        for it in now {
            bind(&mut arguments, it).map_err(sqlx::Error::Encode)?;
        }
        let mut sql = String::with_capacity(head.len() + count * (row.len() + 2) + tail.len());
        sql.push_str(head);
        for nth in 0..count {
            sql.push_str(if nth > 0 { ", " } else { "" });
            sql.push_str(row);
        }
        sql.push_str(tail);
        sqlx::query_with(AssertSqlSafe(sql), arguments).execute(&mut *tx).await?;
        rest = later;
    }
    Ok(())
}

/// Adds one value of a row.
pub(super) fn add<'q, T>(arguments: &mut SqliteArguments, value: T) -> Result<(), sqlx::error::BoxDynError>
where
    T: sqlx::Encode<'q, sqlx::Sqlite> + sqlx::Type<sqlx::Sqlite>,
{
    arguments.add(value)
}
