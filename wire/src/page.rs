//! A page of a list, its order and its total.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;
use crate::words::UnknownWord;

/// The most rows of one page.
pub const MAX_LIMIT: u32 = 200;
/// The rows of a page where nobody asks for another number.
pub const DEFAULT_LIMIT: u32 = 50;
/// Totals are exact up to this many calls; above, they are a bound and say so.
pub const EXACT_TOTAL: u64 = 10_000;

/// What a list is ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SortKey {
    /// The start of the call.
    StartedAt,
    /// From the start to the end.
    Duration,
    /// From the start to the answer.
    Wait,
    /// From the answer to the end.
    Talk,
}

/// The order of a list; calls that are equal in it stand in the order of their keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sort {
    /// By what.
    pub key: SortKey,
    /// Greatest first.
    pub descending: bool,
}

impl Sort {
    /// Newest first, the order of the page.
    pub const NEWEST_FIRST: Self = Self { key: SortKey::StartedAt, descending: true };

    /// Every order that can be asked for.
    pub const ALL: [Self; 8] = [
        Self::NEWEST_FIRST,
        Self { key: SortKey::StartedAt, descending: false },
        Self { key: SortKey::Duration, descending: true },
        Self { key: SortKey::Duration, descending: false },
        Self { key: SortKey::Wait, descending: true },
        Self { key: SortKey::Wait, descending: false },
        Self { key: SortKey::Talk, descending: true },
        Self { key: SortKey::Talk, descending: false },
    ];

    /// As it is spelled: the field's name, with a leading `-` for greatest first.
    pub const fn as_str(self) -> &'static str {
        match (self.key, self.descending) {
            (SortKey::StartedAt, true) => "-started_at",
            (SortKey::StartedAt, false) => "started_at",
            (SortKey::Duration, true) => "-duration_ms",
            (SortKey::Duration, false) => "duration_ms",
            (SortKey::Wait, true) => "-wait_ms",
            (SortKey::Wait, false) => "wait_ms",
            (SortKey::Talk, true) => "-talk_ms",
            (SortKey::Talk, false) => "talk_ms",
        }
    }
}

impl Default for Sort {
    fn default() -> Self {
        Self::NEWEST_FIRST
    }
}

impl fmt::Display for Sort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Sort {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|sort| sort.as_str() == text)
            .ok_or_else(|| UnknownWord { allowed: Self::ALL.map(Self::as_str).join(", ") })
    }
}

/// Which page of a list is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRequest {
    /// In which order.
    pub sort: Sort,
    /// How many rows at most.
    pub limit: u32,
    /// After which row: what the page before gave as `next_cursor`.
    pub cursor: Option<String>,
}

impl Default for PageRequest {
    fn default() -> Self {
        Self { sort: Sort::default(), limit: DEFAULT_LIMIT, cursor: None }
    }
}

/// How many calls match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Total {
    /// That many, or at least that many.
    pub value: u64,
    /// Whether the value is exact; otherwise it is a lower bound.
    pub exact: bool,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Where the next page goes on; absent on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
    /// How many calls match in all.
    pub total: Total,
    /// The number of the last change that these rows are sure to include: what a stream is resumed from.
    pub as_of: u64,
    /// The start of the window that was searched.
    pub from: Timestamp,
    /// The end of the window that was searched; absent where it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Timestamp>,
    /// The earliest instant that `from` may be.
    pub earliest: Timestamp,
}
