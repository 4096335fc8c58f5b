//! What time it is: the system's, or one that a test holds.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use call_records_wire::time::Timestamp;

/// Asked for the time by everything that needs it.
#[derive(Debug, Clone, Default)]
pub enum Clock {
    /// The system's.
    #[default]
    System,
    /// One that stands still until it is moved, in microseconds.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at `at`.
    pub fn fixed(at: Timestamp) -> Self {
        Self::Fixed(Arc::new(AtomicI64::new(at.micros())))
    }

    /// Now.
    pub fn now(&self) -> Timestamp {
        match self {
            #[expect(clippy::disallowed_methods, reason = "the one place that asks the system")]
            Self::System => Timestamp::from(chrono::Utc::now()),
            Self::Fixed(at) => Timestamp::from_micros(at.load(Ordering::Relaxed)),
        }
    }

    /// Moves a fixed clock.
    pub fn advance_millis(&self, millis: i64) {
        if let Self::Fixed(at) = self {
            at.fetch_add(millis * 1000, Ordering::Relaxed);
        }
    }
}
