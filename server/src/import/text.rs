//! Texts that logs repeat on line after line, kept once.

use std::collections::HashSet;
use std::ops::Deref;
use std::sync::Arc;

/// A text that shares its bytes with every other one like it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(Arc<str>);

impl Text {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

/// The texts seen so far.
#[derive(Debug, Default)]
pub(super) struct Texts(HashSet<Arc<str>>);

impl Texts {
    /// The one text that reads like this.
    pub(super) fn keep(&mut self, text: &str) -> Text {
        if let Some(known) = self.0.get(text) {
            return Text(Arc::clone(known));
        }
        let new: Arc<str> = Arc::from(text);
        self.0.insert(Arc::clone(&new));
        Text(new)
    }
}
