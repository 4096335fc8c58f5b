//! Days, ranges and the fields they are typed into. Pure: the clock and the zone are arguments.

mod days;
mod grid;
mod length;
mod moment;
mod picking;
mod range;
mod typed;

use chrono::NaiveDate;

use crate::zone::Offset;

use days::window_start;
pub use days::{Shown, day_of, field_text, time_text};
pub use grid::{Step, bounded, month_of, step, weeks};
pub use length::parse_length;
pub use moment::{Day, Moment, Unit};
pub use picking::{END_OF_DAY, Picking, Refusal, picked, refused, step_time};
pub use range::{Preset, Range};
pub use typed::{Misread, Side, Typed, read};

/// What relative days are counted from.
#[derive(Debug, Clone, Copy)]
pub struct Now {
    /// The present.
    pub at: i64,
    /// The day on the viewer's clock.
    pub today: NaiveDate,
    /// The earliest instant that can be searched.
    pub earliest: i64,
    /// The viewer's zone.
    pub offset: Offset,
}

impl Now {
    /// The present in a zone, where so many days can be searched.
    pub fn new(at: i64, window_days: u32, offset: Offset) -> Self {
        Self { at, today: day_of(at, offset), earliest: window_start(at, window_days), offset }
    }
}

#[cfg(test)]
mod tests;
