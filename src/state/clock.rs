//! The current second and day.

use std::time::Duration;

use chrono::NaiveDate;
use leptos::prelude::{Get, GetUntracked, Memo, RwSignal, Set, Signal, Track, set_interval};

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
    zone: Signal<Option<String>>,
}

impl Clock {
    /// A clock that runs, in the zone that is chosen.
    pub fn start(zone: Signal<Option<String>>) -> Self {
        let now = RwSignal::new(now_ms());
        set_interval(move || now.set(now_ms()), Duration::from_secs(1));
        let today = Memo::new(move |_| {
            zone.track();
            calendar::day_of(now.get(), zone::offset)
        });
        Self { now: now.into(), today, zone }
    }

    /// What relative days are counted from, followed from day to day and from zone to zone, where so many days can be
    /// searched.
    pub fn counted_from(self, window_days: u32) -> Now {
        self.zone.track();
        let at = self.now.get_untracked();
        Now { today: self.today.get(), ..Now::new(at, window_days, zone::offset) }
    }
}
