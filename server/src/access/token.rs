//! Tokens: long random texts of which only a hash is kept.

use sha2::{Digest, Sha256};

/// `BYTES` random bytes from the operating system, in hexadecimal.
pub fn random_hex<const BYTES: usize>() -> String {
    let mut bytes = [0u8; BYTES];
    getrandom::fill(&mut bytes).expect("the operating system has random numbers");
    let mut text = String::with_capacity(BYTES * 2);
    for byte in bytes {
        for half in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(half), 16).expect("four bits are a digit"));
        }
    }
    text
}

/// What is kept of a token. Tokens are random and long: a plain digest cannot be reversed.
pub fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}
