//! What a request may need. Built in two places: where the server starts, and where a test does.

use std::sync::Arc;

use call_records_wire::time::Timestamp;
use chrono::TimeZone;
use chrono_tz::Tz;

use crate::access::Access;
use crate::clock::Clock;
use crate::live::Live;
use crate::recordings::Recordings;
use crate::store::{CallStore, ViewStore};

/// What a request may need; cheap to clone.
#[derive(Clone)]
pub struct AppState {
    /// Calls and their events.
    pub calls: Arc<dyn CallStore>,
    /// Who may do what.
    pub access: Access,
    /// Saved views and what is kept for accounts.
    pub views: Arc<dyn ViewStore>,
    /// The audio.
    pub recordings: Recordings,
    /// Every change.
    pub live: Live,
    /// What time it is.
    pub clock: Clock,
    /// What the operator chose.
    pub settings: Arc<Settings>,
}

/// What the operator chose.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How many days back calls can be searched.
    pub search_window_days: u32,
    /// The zone of the default day.
    pub time_zone: Tz,
    /// Whether the calls are made up.
    pub demo: bool,
    /// Which sites may frame the page.
    pub frame_ancestors: Vec<String>,
    /// How many streams may be open at once.
    pub most_streams: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            search_window_days: 30,
            time_zone: Tz::UTC,
            demo: false,
            frame_ancestors: Vec::new(),
            most_streams: 4_000,
        }
    }
}

impl Settings {
    /// Where the window that can be searched begins.
    pub fn oldest(&self, now: Timestamp) -> Timestamp {
        now.floor_to_millis().plus_millis(-i64::from(self.search_window_days) * 86_400_000)
    }

    /// The earliest instant that a reader is told to search from. The window moves on: whoever asks by it a minute
    /// later must find it inside still.
    pub fn earliest(&self, now: Timestamp) -> Timestamp {
        self.oldest(now).ceil_to_minute().plus_millis(60_000)
    }

    /// The start of the day of `at` in the operator's zone.
    pub fn start_of_day(&self, at: Timestamp) -> Timestamp {
        let local = at.to_datetime().with_timezone(&self.time_zone);
        let midnight = local.date_naive().and_time(chrono::NaiveTime::MIN);
        // Where clocks skip midnight, the day begins when they go on.
        let mut tried = midnight;
        for _ in 0..8 {
            if let Some(start) = self.time_zone.from_local_datetime(&tried).earliest() {
                return Timestamp::from(start.to_utc());
            }
            tried += chrono::TimeDelta::minutes(30);
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_of_the_zone_also_when_clocks_change() {
        for (zone, at, start) in [
            (Tz::UTC, "2026-11-23T11:00:00Z", "2026-11-23T00:00:00.000Z"),
            (Tz::Asia__Shanghai, "2026-11-23T17:00:00Z", "2026-11-23T16:00:00.000Z"),
            (Tz::Europe__Berlin, "2026-10-25T12:00:00Z", "2026-10-24T22:00:00.000Z"),
            (Tz::Europe__Berlin, "2026-03-29T12:00:00Z", "2026-03-28T23:00:00.000Z"),
            (Tz::America__St_Johns, "2026-11-23T03:00:00Z", "2026-11-22T03:30:00.000Z"),
            (Tz::America__Havana, "2026-03-08T12:00:00Z", "2026-03-08T05:00:00.000Z"),
        ] {
            let settings = Settings { time_zone: zone, ..Settings::default() };
            let at = at.parse().expect("an instant");
            assert_eq!(settings.start_of_day(at).to_string(), start, "{zone} {at}");
        }
    }
}
