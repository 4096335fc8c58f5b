//! The current second and day.

use std::time::Duration;

use chrono::NaiveDate;
use leptos::prelude::{Get, GetUntracked, Memo, RwSignal, Set, Signal, set_interval};

use super::browser::now_ms;
use crate::calendar::{self, Now};
use crate::zone;

/// What time it is, once a second.
#[derive(Clone, Copy)]
pub struct Clock {
    /// Milliseconds since the epoch, by the server's clock.
    pub now: Signal<i64>,
    /// The day on the viewer's clock.
    pub today: Memo<NaiveDate>,
}

impl Clock {
    /// A clock that runs.
    pub fn start() -> Self {
        let now = RwSignal::new(now_ms());
        set_interval(move || now.set(now_ms()), Duration::from_secs(1));
        Self { now: now.into(), today: Memo::new(move |_| calendar::day_of(now.get(), zone::offset)) }
    }

    /// What relative days are counted from, followed from day to day, where so many days can be searched.
    pub fn counted_from(self, window_days: u32) -> Now {
        let earliest = calendar::window_start(self.now.get_untracked(), window_days);
        Now { today: self.today.get(), earliest, offset: zone::offset }
    }
}
