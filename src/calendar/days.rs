//! Days and times of day on a zone's clock.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Timelike};

use crate::zone::{Offset, local_in};

pub(super) const SECOND: i64 = 1_000;
pub(super) const MINUTE: i64 = 60_000;
pub(super) const HOUR: i64 = 3_600_000;
pub(super) const DAY: i64 = 86_400_000;

/// The last second of a day's count: midnight at its end, which people write as 24:00.
pub(super) const DAY_SECONDS: u32 = 86_400;

/// The first whole minute from which calls can be searched, and still can be in a minute: the window moves on while
/// people type and questions travel.
pub fn window_start(now_ms: i64, days: u32) -> i64 {
    let start = now_ms - i64::from(days) * DAY;
    start - start.rem_euclid(MINUTE) + 2 * MINUTE
}

/// The day that `at_ms` falls on.
pub fn day_of(at_ms: i64, offset: Offset) -> NaiveDate {
    local_in(at_ms, offset).date()
}

/// The first instant of a day; where the clock jumps over midnight, the instant of the jump.
pub fn start_of_day(day: NaiveDate, offset: Offset) -> i64 {
    instant_of(day.and_time(NaiveTime::MIN), offset)
}

/// The instant of a time of day, counted in seconds; 86,400 is the end of the day.
pub(super) fn time_of_day(day: NaiveDate, seconds: u32, offset: Offset) -> i64 {
    if seconds >= DAY_SECONDS {
        start_of_day(day.succ_opt().unwrap_or(day), offset)
    } else {
        instant_of(day.and_time(clock_time(seconds)), offset)
    }
}

pub(super) fn clock_time(seconds: u32) -> NaiveTime {
    NaiveTime::from_num_seconds_from_midnight_opt(seconds % DAY_SECONDS, 0).unwrap_or_default()
}

/// The instants, in order, at which a local clock shows `local`: one; two where the clock is put back over it; none
/// where it is put forward over it.
fn instants(local: NaiveDateTime, offset: Offset) -> ([i64; 2], usize) {
    let as_utc = local.and_utc().timestamp_millis();
    // A zone changes at most once within a day around, so one of the offsets before and after holds.
    let mut candidates = [as_utc - offset(as_utc - DAY), as_utc - offset(as_utc + DAY)];
    candidates.sort_unstable();
    let shows = |at: i64| at + offset(at) == as_utc;
    match (shows(candidates[0]), shows(candidates[1])) {
        (true, true) if candidates[0] != candidates[1] => (candidates, 2),
        (true, _) => (candidates, 1),
        (false, true) => ([candidates[1]; 2], 1),
        // As far after the jump as `local` is after the jump's start.
        (false, false) => ([as_utc - offset(as_utc - DAY); 2], 0),
    }
}

/// The instant at which a local clock shows `local`: the earlier one where it shows it twice, and where it never does,
/// as far after the jump as `local` is after the jump's start.
pub fn instant_of(local: NaiveDateTime, offset: Offset) -> i64 {
    instants(local, offset).0[0]
}

/// How often a local clock shows a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// Once, as most times.
    Once,
    /// Twice: the clock is put back over it.
    Twice,
    /// Never: the clock is put forward over it.
    Never,
}

impl Shown {
    /// How often the clock of a zone shows `local`.
    pub fn of(local: NaiveDateTime, offset: Offset) -> Self {
        match instants(local, offset).1 {
            0 => Self::Never,
            1 => Self::Once,
            _ => Self::Twice,
        }
    }
}

/// A time of day in seconds as the fields show it: `09:30`, `09:30:05`, `24:00`.
pub fn time_text(seconds: u32) -> String {
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if rest == 0 { format!("{hours:02}:{minutes:02}") } else { format!("{hours:02}:{minutes:02}:{rest:02}") }
}

/// A day and time as the fields show them: `2026-11-23 09:30`, with seconds only where it has them.
pub fn field_text(at_ms: i64, offset: Offset) -> String {
    let local = local_in(at_ms, offset);
    let time = local.num_seconds_from_midnight();
    format!("{} {}", local.date(), time_text(if at_ms % MINUTE == 0 { time / 60 * 60 } else { time }))
}
