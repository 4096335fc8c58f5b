//! Who may do what: accounts, sessions, ingest keys.

/// Passwords, as argon2id hashes.
pub mod password;
/// Tokens: long random texts of which only a hash is kept.
pub mod token;

use std::sync::Arc;

use call_records_wire::time::Timestamp;

use crate::store::{AccessStore, StoreError, User};
use password::Passwords;

/// How long a session lasts.
pub const SESSION_MS: i64 = 12 * 3_600 * 1_000;

/// Signs people in and out, and tells who a token is.
#[derive(Clone)]
pub struct Access {
    store: Arc<dyn AccessStore>,
    passwords: Passwords,
}

impl Access {
    /// Access to these accounts.
    pub fn new(store: Arc<dyn AccessStore>) -> Self {
        Self { store, passwords: Passwords::new() }
    }

    /// A new session's token, or `None` where name and password do not fit an enabled account.
    pub async fn sign_in(
        &self,
        name: &str,
        password: &str,
        at: Timestamp,
    ) -> Result<Option<(String, User)>, StoreError> {
        let user = self.store.user_by_name(name).await?;
        // An unknown name costs as much time as a wrong password.
        let hash = user.as_ref().map(|user| user.password_hash.clone());
        let fits = self.passwords.verify(password.to_owned(), hash).await;
        let Some(user) = user.filter(|user| fits && user.disabled_at.is_none()) else { return Ok(None) };
        let token = token::random_hex::<32>();
        self.store.add_session(token::hash(&token), user.key, at, at.plus_millis(SESSION_MS)).await?;
        Ok(Some((token, user)))
    }

    /// The account of a session's token.
    pub async fn user(&self, token: &str, at: Timestamp) -> Result<Option<User>, StoreError> {
        self.store.user_by_session(token::hash(token), at).await
    }

    /// Ends a session.
    pub async fn sign_out(&self, token: &str) -> Result<(), StoreError> {
        self.store.end_session(token::hash(token)).await
    }

    /// The name of an ingest key.
    pub async fn key(&self, token: &str) -> Result<Option<String>, StoreError> {
        self.store.key_name(token::hash(token)).await
    }

    /// Makes an ingest key; `None` where the name is taken. The token is shown once and never again.
    pub async fn add_key(&self, name: &str, at: Timestamp) -> Result<Option<String>, StoreError> {
        let token = format!("crk_{}", token::random_hex::<32>());
        Ok(self.store.add_key(name, token::hash(&token), at).await?.then_some(token))
    }

    /// Adds an account; `false` where the name is taken.
    pub async fn add_user(&self, mut user: User, password: &str, at: Timestamp) -> Result<bool, StoreError> {
        user.password_hash = self.passwords.hash(password.to_owned()).await;
        self.store.add_user(&user, at).await
    }
}
