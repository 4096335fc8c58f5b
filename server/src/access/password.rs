//! Passwords, as argon2id hashes.

use std::sync::Arc;

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

/// The least that a password may have (OWASP ASVS 5.0, 6.2.1), in characters.
pub const LEAST_CHARS: usize = 8;
/// The most that is hashed, in bytes: enough for any pass phrase.
pub const MOST_BYTES: usize = 1024;

/// Hashes and verifies; a few at a time, since each takes 19 MiB of memory.
#[derive(Clone)]
pub struct Passwords {
    at_once: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self::new()
    }
}

impl Passwords {
    /// Two at a time.
    pub fn new() -> Self {
        Self { at_once: Arc::new(Semaphore::new(2)) }
    }

    /// The hash of a password, in PHC form.
    pub async fn hash(&self, password: String) -> String {
        let _turn = self.at_once.acquire().await.expect("the semaphore is never closed");
        tokio::task::spawn_blocking(move || hash(&password)).await.expect("hashing does not panic")
    }

    /// Whether the password has this hash; `None` stands for an account that does not exist.
    pub async fn verify(&self, password: String, hash: Option<String>) -> bool {
        let _turn = self.at_once.acquire().await.expect("the semaphore is never closed");
        tokio::task::spawn_blocking(move || verify(&password, hash.as_deref())).await.unwrap_or(false)
    }
}

/// OWASP's parameters for argon2id: 19 MiB, two passes, one lane.
fn argon2() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).expect("the parameters are in range");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn hash(password: &str) -> String {
    let mut salt = [0u8; 16];
    getrandom::fill(&mut salt).expect("the operating system has random numbers");
    let salt = SaltString::encode_b64(&salt).expect("16 bytes are a salt");
    argon2().hash_password(password.as_bytes(), &salt).expect("any bytes can be hashed").to_string()
}

fn verify(password: &str, hash: Option<&str>) -> bool {
    if password.len() > MOST_BYTES {
        return false;
    }
    let Some(hash) = hash.and_then(|hash| PasswordHash::new(hash).ok()) else {
        // Nothing to compare with; take as long as if there were.
        let mut out = [0u8; 32];
        let _ = argon2().hash_password_into(password.as_bytes(), b"an account that does not exist", &mut out);
        return false;
    };
    argon2().verify_password(password.as_bytes(), &hash).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_password_fits() {
        let kept = hash("correct horse");
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(verify("correct horse", Some(&kept)));
        assert!(!verify("correct hors", Some(&kept)));
        assert!(!verify("correct horse", None));
        assert_ne!(hash("correct horse"), kept, "each hash has its own salt");
    }
}
