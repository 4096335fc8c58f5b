//! How a change of a call meets the list. Pure.

use std::cmp::Ordering;

use call_records_wire::call::CallRow;
use call_records_wire::filter::CallFilter;
use call_records_wire::page::{Sort, SortKey};

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

/// Where `row` belongs among `len` rows in order.
pub fn position(
    sort: Sort,
    len: usize,
    shown: impl Fn(usize, &dyn Fn(&CallRow) -> Ordering) -> Ordering,
    row: &CallRow,
) -> usize {
    let (mut low, mut high) = (0, len);
    while low < high {
        let middle = usize::midpoint(low, high);
        match shown(middle, &|shown| order(sort, shown, row)) {
            Ordering::Less | Ordering::Equal => low = middle + 1,
            Ordering::Greater => high = middle,
        }
    }
    low
}

/// The order of two rows. Rows with equal keys stand by their ids, in the same direction.
fn order(sort: Sort, a: &CallRow, b: &CallRow) -> Ordering {
    let ascending = match sort.key {
        SortKey::StartedAt => a.started_at.cmp(&b.started_at),
        SortKey::Duration => a.duration_ms.cmp(&b.duration_ms),
        SortKey::Wait => a.wait_ms.cmp(&b.wait_ms),
        SortKey::Talk => a.talk_ms.cmp(&b.talk_ms),
    }
    .then_with(|| a.call_id.cmp(&b.call_id));
    if sort.descending { ascending.reverse() } else { ascending }
}
