//! Who may do what: accounts, sessions, ingest keys.

/// Passwords, as argon2id hashes.
pub mod password;
/// Tokens: long random texts of which only a hash is kept.
pub mod token;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use call_records_wire::time::Timestamp;

use crate::store::{AccessStore, Session, StoreError, User};
use password::Passwords;

/// How long a session lasts.
pub const SESSION_MS: i64 = 12 * 3_600 * 1_000;

/// How long the account of a session is remembered without asking the store. Another process may disable it
/// meanwhile, and that must show within two seconds.
const REMEMBERED_MS: i64 = 1_000;
/// How many sessions are remembered; beyond it all are forgotten, which costs a question each.
const MOST_REMEMBERED: usize = 10_000;

/// Sessions as they were at that time.
type Remembered = HashMap<[u8; 32], (Session, Timestamp)>;

/// Signs people in and out, and tells who a token is.
#[derive(Clone)]
pub struct Access {
    store: Arc<dyn AccessStore>,
    passwords: Passwords,
    remembered: Arc<Mutex<Remembered>>,
}

impl Access {
    /// Access to these accounts.
    pub fn new(store: Arc<dyn AccessStore>) -> Self {
        Self { store, passwords: Passwords::new(), remembered: Arc::default() }
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
        let hash = token::hash(token);
        if let Some((session, since)) = self.remembered().get(&hash)
            && (*since..session.expires_at.min(since.plus_millis(REMEMBERED_MS))).contains(&at)
        {
            return Ok(Some(session.user.clone()));
        }
        let session = self.store.session(hash, at).await?;
        let mut remembered = self.remembered();
        if remembered.len() >= MOST_REMEMBERED {
            remembered.clear();
        }
        match &session {
            Some(session) => drop(remembered.insert(hash, (session.clone(), at))),
            None => drop(remembered.remove(&hash)),
        }
        Ok(session.map(|session| session.user))
    }

    /// Ends a session.
    pub async fn sign_out(&self, token: &str) -> Result<(), StoreError> {
        let hash = token::hash(token);
        self.store.end_session(hash).await?;
        self.remembered().remove(&hash);
        Ok(())
    }

    fn remembered(&self) -> std::sync::MutexGuard<'_, Remembered> {
        self.remembered.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
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
