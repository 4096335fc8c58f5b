//! How a change of a call meets the list. Pure.

use std::cmp::Ordering;

use call_records_wire::call::CallRow;
use call_records_wire::filter::CallFilter;
use call_records_wire::page::{Sort, SortKey};
use call_records_wire::time::Timestamp;

/// What a change does to the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// The call belongs in the list and is not there.
    Insert,
    /// The call is there and belongs there.
    Update,
    /// The call does not belong in the list, and may be there, or counted there, as it was before.
    Remove,
    /// The call does not matter, or the list has it as it is or newer.
    Ignore,
}

/// What a call as it is now does to a list that was complete as of a change, and shows the call as of `shown`.
pub fn classify(filter: &CallFilter, as_of: u64, shown: Option<u64>, row: &CallRow) -> Change {
    match shown {
        Some(shown) if row.change <= shown => Change::Ignore,
        None if row.change <= as_of => Change::Ignore,
        Some(_) if filter.matches(row) => Change::Update,
        None if filter.matches(row) => Change::Insert,
        // It cannot have been there before: starts do not change.
        None if !starts_within(filter, row) => Change::Ignore,
        Some(_) | None => Change::Remove,
    }
}

fn starts_within(filter: &CallFilter, row: &CallRow) -> bool {
    CallFilter { from: filter.from, to: filter.to, ..CallFilter::default() }.matches(row)
}

/// What a call's place in a list follows from. Calls that are equal in what is sorted by stand by their start, and then
/// by their ids, in the same direction.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    value: u64,
    started_at: Timestamp,
    /// The call's id.
    pub id: String,
}

impl Key {
    /// The key of a call.
    pub fn of(sort: Sort, row: &CallRow) -> Self {
        let value = match sort.key {
            SortKey::StartedAt => 0,
            SortKey::Duration => row.duration_ms,
            SortKey::Wait => row.wait_ms,
            SortKey::Talk => row.talk_ms,
        };
        Self { value, started_at: row.started_at, id: row.call_id.clone() }
    }

    /// Which of two stands first.
    pub fn order(&self, other: &Self, sort: Sort) -> Ordering {
        if sort.descending { other.cmp(self) } else { self.cmp(other) }
    }
}
