//! Accounts, sessions and keys.

use async_trait::async_trait;
use call_records_wire::text::folded;
use call_records_wire::time::Timestamp;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use super::SqliteStore;
use crate::store::{AccessStore, IngestKey, Session, StoreError, User};

#[async_trait]
impl AccessStore for SqliteStore {
    async fn add_user(&self, user: &User, at: Timestamp) -> Result<bool, StoreError> {
        let mut tx = self.writers.begin().await?;
        let key: Option<i64> = sqlx::query_scalar(
            "INSERT INTO users (name, folded, role, password_hash, agent_id, created_at) VALUES (?, ?, ?, ?, ?, ?) \
             ON CONFLICT DO NOTHING RETURNING key",
        )
        .bind(&user.name)
        .bind(folded(&user.name))
        .bind(user.role.as_str())
        .bind(&user.password_hash)
        .bind(&user.agent_id)
        .bind(at.micros())
        .fetch_optional(&mut *tx)
        .await?;
        let Some(key) = key else { return Ok(false) };
        for group in &user.skill_group_ids {
            sqlx::query(
                "INSERT INTO user_skill_groups (user_key, skill_group_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
            )
            .bind(key)
            .bind(group)
            .execute(&mut *tx)
            .await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    async fn user_by_name(&self, name: &str) -> Result<Option<User>, StoreError> {
        let row = sqlx::query("SELECT u.*, (SELECT json_group_array(g.skill_group_id) FROM user_skill_groups g WHERE g.user_key = u.key) AS skill_group_ids FROM users u WHERE u.folded = ?")
            .bind(folded(name))
            .fetch_optional(&self.readers)
            .await?;
        row.as_ref().map(user_from_row).transpose()
    }

    async fn users(&self) -> Result<Vec<User>, StoreError> {
        let rows = sqlx::query("SELECT u.*, (SELECT json_group_array(g.skill_group_id) FROM user_skill_groups g WHERE g.user_key = u.key) AS skill_group_ids FROM users u ORDER BY u.folded").fetch_all(&self.readers).await?;
        rows.iter().map(user_from_row).collect()
    }

    async fn disable_user(&self, name: &str, at: Timestamp) -> Result<bool, StoreError> {
        let mut tx = self.writers.begin().await?;
        let key: Option<i64> = sqlx::query_scalar(
            "UPDATE users SET disabled_at = coalesce(disabled_at, ?) WHERE folded = ? RETURNING key",
        )
        .bind(at.micros())
        .bind(folded(name))
        .fetch_optional(&mut *tx)
        .await?;
        sqlx::query("DELETE FROM sessions WHERE user_key = ?").bind(key).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(key.is_some())
    }

    async fn add_session(
        &self,
        token_hash: [u8; 32],
        user_key: i64,
        at: Timestamp,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        let mut tx = self.writers.begin().await?;
        sqlx::query("DELETE FROM sessions WHERE expires_at <= ?").bind(at.micros()).execute(&mut *tx).await?;
        sqlx::query("INSERT INTO sessions (token_hash, user_key, created_at, expires_at) VALUES (?, ?, ?, ?)")
            .bind(token_hash.as_slice())
            .bind(user_key)
            .bind(at.micros())
            .bind(expires_at.micros())
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(())
    }

    async fn session(&self, token_hash: [u8; 32], at: Timestamp) -> Result<Option<Session>, StoreError> {
        let row = sqlx::query(
            "SELECT u.*, s.expires_at, (SELECT json_group_array(g.skill_group_id) FROM user_skill_groups g WHERE g.user_key = u.key) AS skill_group_ids FROM sessions s JOIN users u ON u.key = s.user_key \
             WHERE s.token_hash = ? AND s.expires_at > ? AND u.disabled_at IS NULL",
        )
        .bind(token_hash.as_slice())
        .bind(at.micros())
        .fetch_optional(&self.readers)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let expires_at = Timestamp::from_micros(row.try_get("expires_at")?);
        Ok(Some(Session { user: user_from_row(&row)?, expires_at }))
    }

    async fn end_session(&self, token_hash: [u8; 32]) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM sessions WHERE token_hash = ?")
            .bind(token_hash.as_slice())
            .execute(&self.writers)
            .await?;
        Ok(())
    }

    async fn add_key(&self, name: &str, token_hash: [u8; 32], at: Timestamp) -> Result<bool, StoreError> {
        let added = sqlx::query(
            "INSERT INTO ingest_keys (name, token_hash, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        )
        .bind(name)
        .bind(token_hash.as_slice())
        .bind(at.micros())
        .execute(&self.writers)
        .await?;
        Ok(added.rows_affected() > 0)
    }

    async fn key_name(&self, token_hash: [u8; 32]) -> Result<Option<String>, StoreError> {
        Ok(sqlx::query_scalar("SELECT name FROM ingest_keys WHERE token_hash = ? AND revoked_at IS NULL")
            .bind(token_hash.as_slice())
            .fetch_optional(&self.readers)
            .await?)
    }

    async fn keys(&self) -> Result<Vec<IngestKey>, StoreError> {
        let rows: Vec<(String, i64, Option<i64>)> =
            sqlx::query_as("SELECT name, created_at, revoked_at FROM ingest_keys ORDER BY name")
                .fetch_all(&self.readers)
                .await?;
        Ok(rows
            .into_iter()
            .map(|(name, created_at, revoked_at)| IngestKey {
                name,
                created_at: Timestamp::from_micros(created_at),
                revoked_at: revoked_at.map(Timestamp::from_micros),
            })
            .collect())
    }

    async fn revoke_key(&self, name: &str, at: Timestamp) -> Result<bool, StoreError> {
        let revoked = sqlx::query("UPDATE ingest_keys SET revoked_at = coalesce(revoked_at, ?) WHERE name = ?")
            .bind(at.micros())
            .bind(name)
            .execute(&self.writers)
            .await?;
        Ok(revoked.rows_affected() > 0)
    }
}

/// The columns of an account, its skill groups as a JSON array beside them.
fn user_from_row(row: &SqliteRow) -> Result<User, StoreError> {
    let corrupt = |what| StoreError::Corrupt { what };
    let groups: &str = row.try_get("skill_group_ids")?;
    Ok(User {
        key: row.try_get("key")?,
        name: row.try_get("name")?,
        role: row.try_get::<&str, _>("role")?.parse().map_err(|_| corrupt("role"))?,
        agent_id: row.try_get("agent_id")?,
        skill_group_ids: serde_json::from_str(groups).map_err(|_| corrupt("skill groups"))?,
        password_hash: row.try_get("password_hash")?,
        disabled_at: row.try_get::<Option<i64>, _>("disabled_at")?.map(Timestamp::from_micros),
    })
}
