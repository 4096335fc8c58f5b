//! The time zone that all times are shown in: the browser's, or one that the reader chose.

mod cache;
mod intl;

use std::cell::RefCell;

use call_records_wire::time::Timestamp;
use chrono::{DateTime, NaiveDateTime};

#[cfg(test)]
pub(crate) use cache::OffsetCache;
use intl::Clock;

/// How far local time is ahead of UTC at an instant, both in milliseconds.
///
/// Everything that reckons with days takes this as an argument, so that tests can bring a zone of their own.
pub type Offset = fn(i64) -> i64;

thread_local! {
    static CHOSEN: RefCell<Option<Clock>> = const { RefCell::new(None) };
}

/// Shows times in the zone of this IANA name from now on, or in the browser's; `false` where the browser knows no such
/// zone. As with the language, views read it while they are made: the frame makes them anew when it changes.
pub fn choose(name: Option<&str>) -> bool {
    let clock = match name {
        None => None,
        Some(name) => match Clock::of(name) {
            Some(clock) => Some(clock),
            None => return false,
        },
    };
    CHOSEN.set(clock);
    true
}

/// The offset of the viewer's zone.
pub fn offset(at_ms: i64) -> i64 {
    CHOSEN.with_borrow_mut(|chosen| match chosen {
        Some(clock) => clock.offset(at_ms),
        None => intl::browsers_offset(at_ms),
    })
}

/// The IANA name of the viewer's zone, such as `Europe/Berlin`, where the browser tells it.
pub fn name() -> Option<String> {
    CHOSEN.with_borrow(|chosen| chosen.as_ref().map(|clock| clock.name.clone())).or_else(intl::browsers_name)
}

/// The IANA name of the browser's own zone.
pub fn browsers_name() -> Option<String> {
    intl::browsers_name()
}

/// The IANA names of every zone that can be chosen.
pub fn all() -> Vec<String> {
    intl::all()
}

/// The offset of a zone that may be chosen, for a list of them.
pub fn offset_in(name: &str, at_ms: i64) -> Option<i64> {
    Clock::of(name).map(|mut clock| clock.offset(at_ms))
}

/// `at` on the viewer's clock.
pub fn local(at: Timestamp) -> NaiveDateTime {
    local_in(at.millis(), offset)
}

/// An instant on the clock of a zone.
pub fn local_in(at_ms: i64, offset: Offset) -> NaiveDateTime {
    DateTime::from_timestamp_millis(at_ms.saturating_add(offset(at_ms))).unwrap_or_default().naive_utc()
}

/// The zone at an instant as people name it: `Europe/Berlin, UTC+1`.
pub fn described(at_ms: i64) -> String {
    let offset = offset_text(offset(at_ms));
    match name() {
        Some(name) if name != offset => format!("{}, {offset}", shown_name(&name)),
        _ => offset,
    }
}

/// A zone's name as people read it: `America/New York`.
pub fn shown_name(name: &str) -> String {
    name.replace('_', " ")
}

/// An offset as people write it: `UTC`, `UTC+1`, `UTC−3:30`.
pub fn offset_text(offset_ms: i64) -> String {
    let minutes = offset_ms / 60_000;
    let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
    let sign = if minutes < 0 { '\u{2212}' } else { '+' };
    match (hours, rest) {
        (0, 0) => "UTC".to_owned(),
        (_, 0) => format!("UTC{sign}{hours}"),
        _ => format!("UTC{sign}{hours}:{rest:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_reads_as_people_write_it() {
        for (minutes, text) in [(0, "UTC"), (60, "UTC+1"), (-210, "UTC\u{2212}3:30"), (345, "UTC+5:45"), (480, "UTC+8")]
        {
            assert_eq!(offset_text(minutes * 60_000), text);
        }
    }
}
