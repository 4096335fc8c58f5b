//! Offsets that were asked for before. Pure.

use std::collections::HashMap;

const DAY: i64 = 86_400_000;
/// Clocks are changed at whole quarters of an hour.
const QUARTER: i64 = 900_000;

/// The offsets of a zone: asking the browser for one is slow, and every cell of a table asks.
#[derive(Debug, Default)]
pub(crate) struct OffsetCache {
    /// By the day of UTC; nothing on the days of a change.
    days: HashMap<i64, Option<i64>>,
    quarters: HashMap<i64, i64>,
}

impl OffsetCache {
    /// The offset at an instant, asked for where it is not known.
    pub(crate) fn at(&mut self, at_ms: i64, mut ask: impl FnMut(i64) -> i64) -> i64 {
        let day = at_ms.div_euclid(DAY);
        let whole = self.days.entry(day).or_insert_with(|| {
            let first = ask(day * DAY);
            // No zone changes its clock and changes it back within a day.
            (first == ask((day + 1) * DAY - QUARTER)).then_some(first)
        });
        match *whole {
            Some(offset) => offset,
            None => {
                let quarter = at_ms.div_euclid(QUARTER);
                *self.quarters.entry(quarter).or_insert_with(|| ask(quarter * QUARTER))
            }
        }
    }
}
