//! How often the list follows: one change is shown at once, of many in a row each call's last a few times a second.

use std::collections::BTreeMap;
use std::time::Duration;

use call_records_wire::call::CallRow;
use leptos::prelude::{Callable, Callback, LocalStorage, StoredValue, UpdateValue, set_timeout};

use super::browser::now_ms;

/// The time between two deliveries. Eyes follow no faster, and the page has time for whoever works in it.
const PACE_MS: i64 = 100;

/// Holds changes back while they come faster than the pace.
#[derive(Clone, Copy)]
pub struct Pace {
    held: StoredValue<Held, LocalStorage>,
    deliver: Callback<CallRow>,
}

#[derive(Default)]
struct Held {
    rows: Vec<CallRow>,
    /// Where each call stands among them.
    places: BTreeMap<String, usize>,
    delivered_at: i64,
    /// Whether a delivery is on its way.
    due: bool,
}

impl Held {
    /// Keeps a change, in the place of an older one of the same call. The answer is in how many milliseconds to
    /// deliver, unless a delivery is on its way.
    fn take(&mut self, row: CallRow, now_ms: i64) -> Option<u64> {
        match self.places.get(&row.call_id).and_then(|at| self.rows.get_mut(*at)) {
            Some(held) if held.change > row.change => {}
            Some(held) => *held = row,
            None => {
                self.places.insert(row.call_id.clone(), self.rows.len());
                self.rows.push(row);
            }
        }
        let wait = (!self.due).then(|| (self.delivered_at + PACE_MS - now_ms).clamp(0, PACE_MS).unsigned_abs());
        self.due = true;
        wait
    }

    fn deliver(&mut self, now_ms: i64) -> Vec<CallRow> {
        self.delivered_at = now_ms;
        self.due = false;
        self.places.clear();
        std::mem::take(&mut self.rows)
    }
}

impl Pace {
    /// Nothing is held. Changes go to `deliver`.
    pub fn new(deliver: Callback<CallRow>) -> Self {
        Self { held: StoredValue::new_local(Held::default()), deliver }
    }

    /// A change came in.
    pub fn take(self, row: CallRow) {
        match self.held.try_update_value(|held| held.take(row, now_ms())).flatten() {
            Some(0) => self.deliver(),
            Some(wait) => set_timeout(move || self.deliver(), Duration::from_millis(wait)),
            None => {}
        }
    }

    /// What is held is nobody's business any more.
    pub fn forget(self) {
        self.held.update_value(|held| {
            held.rows.clear();
            held.places.clear();
        });
    }

    fn deliver(self) {
        for row in self.held.try_update_value(|held| held.deliver(now_ms())).unwrap_or_default() {
            self.deliver.run(row);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::row;
    use super::*;

    #[test]
    fn one_change_is_delivered_at_once_and_many_at_the_pace_each_call_once() {
        let mut held = Held::default();
        assert_eq!(held.take(row("a", 1), 10_000), Some(0));
        assert_eq!(held.deliver(10_000).len(), 1);
        assert_eq!(held.take(row("a", 2), 10_030), Some(70));
        assert_eq!(held.take(row("b", 3), 10_040), None, "one delivery is on its way");
        assert_eq!(held.take(row("a", 4), 10_050), None);
        assert_eq!(held.take(row("a", 3), 10_060), None, "an older one comes late");
        let changes: Vec<_> = held.deliver(10_100).into_iter().map(|row| (row.call_id, row.change)).collect();
        assert_eq!(changes, [("a".to_owned(), 4), ("b".to_owned(), 3)]);
        assert!(held.deliver(10_200).is_empty());
    }

    #[test]
    fn a_clock_that_is_set_back_holds_nothing_up() {
        let mut held = Held::default();
        held.deliver(10_000);
        assert_eq!(held.take(row("a", 1), 0), Some(100));
    }
}
