//! Saved views and what is kept for an account.

use async_trait::async_trait;
use call_records_wire::layout::Layout;
use call_records_wire::text::folded;
use call_records_wire::view::{MOST_CHOICES, MOST_VIEWS, Preferences, PreferencesChange, SavedView, ViewContent};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, Sqlite, SqliteConnection, Transaction};

use super::SqliteStore;
use crate::store::{StoreError, ViewDeleted, ViewKept, ViewReader, ViewStore};

#[async_trait]
impl ViewStore for SqliteStore {
    async fn views(&self, reader: ViewReader) -> Result<Vec<SavedView>, StoreError> {
        let rows = sqlx::query(
            "SELECT v.*, u.name AS owner FROM views v JOIN users u ON u.key = v.owner_key \
             WHERE v.owner_key = ?1 OR v.shared = 1 ORDER BY v.owner_key <> ?1, v.folded, v.view_id",
        )
        .bind(reader.user_key)
        .fetch_all(&self.readers)
        .await?;
        rows.iter().filter_map(|row| view_from_row(row, reader).transpose()).collect()
    }

    async fn view(&self, reader: ViewReader, view_id: &str) -> Result<Option<SavedView>, StoreError> {
        let mut connection = self.readers.acquire().await?;
        find(&mut connection, reader, view_id).await
    }

    async fn add_view(&self, reader: ViewReader, view_id: &str, content: &ViewContent) -> Result<ViewKept, StoreError> {
        let mut tx = self.write().await?;
        let count: u32 = sqlx::query_scalar("SELECT count(*) FROM views WHERE owner_key = ?")
            .bind(reader.user_key)
            .fetch_one(&mut *tx)
            .await?;
        if count >= MOST_VIEWS {
            return Ok(ViewKept::TooMany);
        }
        let added = sqlx::query(
            "INSERT INTO views (view_id, owner_key, name, folded, place, layout, shared, version) \
             VALUES (?, ?, ?, ?, ?, ?, ?, 1) ON CONFLICT (owner_key, folded) DO NOTHING",
        )
        .bind(view_id)
        .bind(reader.user_key)
        .bind(&content.name)
        .bind(folded(&content.name))
        .bind(&content.place)
        .bind(document(&content.layout))
        .bind(content.shared)
        .execute(&mut *tx)
        .await?;
        if added.rows_affected() == 0 {
            return Ok(ViewKept::NameTaken);
        }
        let kept = find(&mut tx, reader, view_id).await?;
        tx.commit().await?;
        Ok(kept.map_or(ViewKept::Nowhere, |view| ViewKept::Kept(Box::new(view))))
    }

    async fn change_view(
        &self,
        reader: ViewReader,
        view_id: &str,
        version: u64,
        content: &ViewContent,
    ) -> Result<ViewKept, StoreError> {
        let mut tx = self.write().await?;
        match find(&mut tx, reader, view_id).await? {
            None => return Ok(ViewKept::Nowhere),
            Some(view) if !view.own => return Ok(ViewKept::NotYours),
            Some(view) if view.version != version => return Ok(ViewKept::Changed(view.version)),
            Some(_) => {}
        }
        let changed = sqlx::query(
            "UPDATE OR IGNORE views SET name = ?, folded = ?, place = ?, layout = ?, shared = ?, version = version + 1 \
             WHERE view_id = ?",
        )
        .bind(&content.name)
        .bind(folded(&content.name))
        .bind(&content.place)
        .bind(document(&content.layout))
        .bind(content.shared)
        .bind(view_id)
        .execute(&mut *tx)
        .await?;
        if changed.rows_affected() == 0 {
            return Ok(ViewKept::NameTaken);
        }
        let kept = find(&mut tx, reader, view_id).await?;
        tx.commit().await?;
        Ok(kept.map_or(ViewKept::Nowhere, |view| ViewKept::Kept(Box::new(view))))
    }

    async fn delete_view(&self, reader: ViewReader, view_id: &str) -> Result<ViewDeleted, StoreError> {
        let mut tx = self.write().await?;
        match find(&mut tx, reader, view_id).await? {
            None => return Ok(ViewDeleted::Nowhere),
            Some(view) if !view.deletable => return Ok(ViewDeleted::NotYours),
            Some(_) => {}
        }
        sqlx::query("DELETE FROM views WHERE view_id = ?").bind(view_id).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(ViewDeleted::Deleted)
    }

    async fn preferences(&self, user_key: i64) -> Result<Preferences, StoreError> {
        let mut connection = self.readers.acquire().await?;
        preferences(&mut connection, user_key).await
    }

    async fn change_preferences(
        &self,
        user_key: i64,
        change: PreferencesChange,
    ) -> Result<Option<Preferences>, StoreError> {
        let mut tx = self.write().await?;
        let mut kept = preferences(&mut tx, user_key).await?;
        kept.change(change);
        if kept.choices.len() > MOST_CHOICES {
            return Ok(None);
        }
        sqlx::query(
            "INSERT INTO preferences (user_key, document) VALUES (?, ?) \
             ON CONFLICT (user_key) DO UPDATE SET document = excluded.document",
        )
        .bind(user_key)
        .bind(document(&kept))
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(Some(kept))
    }
}

impl SqliteStore {
    /// A transaction that will write. It takes its turn at once: one that had read before could not wait for others.
    async fn write(&self) -> Result<Transaction<'static, Sqlite>, StoreError> {
        Ok(self.writers.begin_with("BEGIN IMMEDIATE").await?)
    }
}

/// The view, if the reader may open it.
async fn find(
    connection: &mut SqliteConnection,
    reader: ViewReader,
    view_id: &str,
) -> Result<Option<SavedView>, StoreError> {
    let row = sqlx::query(
        "SELECT v.*, u.name AS owner FROM views v JOIN users u ON u.key = v.owner_key \
         WHERE v.view_id = ? AND (v.owner_key = ? OR v.shared = 1)",
    )
    .bind(view_id)
    .bind(reader.user_key)
    .fetch_optional(connection)
    .await?;
    row.map_or(Ok(None), |row| view_from_row(&row, reader))
}

async fn preferences(connection: &mut SqliteConnection, user_key: i64) -> Result<Preferences, StoreError> {
    let kept: Option<String> = sqlx::query_scalar("SELECT document FROM preferences WHERE user_key = ?")
        .bind(user_key)
        .fetch_optional(connection)
        .await?;
    // Nobody stays outside because of how they once liked the page.
    Ok(kept.and_then(|kept| read(&kept, "preferences")).unwrap_or_default())
}

/// The view; `None` where what another account shares cannot be read. The owner gets it in the standard layout, so as to
/// save it anew or delete it.
fn view_from_row(row: &SqliteRow, reader: ViewReader) -> Result<Option<SavedView>, StoreError> {
    let own = row.try_get::<i64, _>("owner_key")? == reader.user_key;
    let shared = row.try_get("shared")?;
    let layout = match read(row.try_get("layout")?, "the layout of a view") {
        Some(layout) => layout,
        None if own => Layout::default(),
        None => return Ok(None),
    };
    Ok(Some(SavedView {
        view_id: row.try_get("view_id")?,
        content: ViewContent { name: row.try_get("name")?, place: row.try_get("place")?, layout, shared },
        owner: row.try_get("owner")?,
        own,
        deletable: own || (shared && reader.is_admin),
        version: u64::try_from(row.try_get::<i64, _>("version")?).unwrap_or(0),
    }))
}

fn document(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("layouts and preferences are plain data")
}

/// What was kept, where it can be read.
fn read<T: serde::de::DeserializeOwned>(kept: &str, what: &str) -> Option<T> {
    let read = serde_json::from_str(kept);
    if read.is_err() {
        // Without its text, which may hold numbers and names.
        tracing::error!("{what} cannot be read");
    }
    read.ok()
}
