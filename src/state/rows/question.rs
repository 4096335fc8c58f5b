//! What the list is asked for.

use call_records_wire::filter::CallFilter;
use call_records_wire::page::Sort;
use call_records_wire::time::Timestamp;

use crate::calendar::{Now, Range};
use crate::zone;

/// What is being asked.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Question {
    /// Which calls.
    pub filter: CallFilter,
    /// In which order.
    pub sort: Sort,
    /// For a range that moves on with the clock: the range, and how many days can be searched.
    pub moving: Option<(Range, u32)>,
}

impl Question {
    /// The filter as it can be asked for now.
    pub fn filter_at(&self, now_ms: i64) -> CallFilter {
        let Some((range, window_days)) = self.moving else { return self.filter.clone() };
        let (from, to) = range.instants(Now::new(now_ms, window_days, zone::offset));
        CallFilter { from: from.map(Timestamp::from_millis), to: to.map(Timestamp::from_millis), ..self.filter.clone() }
    }
}
