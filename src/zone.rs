//! The viewer's time zone, as the browser knows it.

use call_records_wire::time::Timestamp;
use chrono::{DateTime, NaiveDateTime};

/// How far local time is ahead of UTC at an instant, both in milliseconds.
///
/// Everything that reckons with days takes this as an argument, so that tests can bring a zone of their own.
pub type Offset = fn(i64) -> i64;

/// The offset of the viewer's zone.
#[cfg(target_arch = "wasm32")]
#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "instants fit a double exactly")]
pub fn offset(at_ms: i64) -> i64 {
    let date = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(at_ms as f64));
    -(date.get_timezone_offset() * 60_000.0) as i64
}

/// Outside a browser every viewer lives in Greenwich.
#[cfg(not(target_arch = "wasm32"))]
pub fn offset(_at_ms: i64) -> i64 {
    0
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
    name().filter(|name| *name != offset).map_or_else(|| offset.clone(), |name| format!("{name}, {offset}"))
}

/// The IANA name of the viewer's zone, such as `Europe/Berlin`, where the browser tells it.
pub fn name() -> Option<String> {
    if cfg!(not(target_arch = "wasm32")) {
        return None;
    }
    let options = js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new()).resolved_options();
    js_sys::Reflect::get(&options, &"timeZone".into()).ok()?.as_string()
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
