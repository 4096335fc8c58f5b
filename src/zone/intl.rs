//! What the browser knows of time zones.

use chrono::NaiveDate;
use js_sys::{Array, Function, Intl, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::cache::OffsetCache;

/// The clock of a zone.
pub(super) struct Clock {
    pub(super) name: String,
    /// Writes an instant as the clock shows it.
    shows: Function,
    known: OffsetCache,
}

impl Clock {
    /// The clock of the zone of this name, if the browser knows it.
    pub(super) fn of(name: &str) -> Option<Self> {
        if cfg!(not(target_arch = "wasm32")) {
            return None;
        }
        let shows = formatter(name).ok()?;
        Some(Self { name: name.to_owned(), shows, known: OffsetCache::default() })
    }

    pub(super) fn offset(&mut self, at_ms: i64) -> i64 {
        let Self { shows, known, .. } = self;
        known.at(at_ms, |at| ask(shows, at).unwrap_or_default())
    }
}

/// A function that writes instants as the clock of a zone shows them: `11/25/2026, 14:05:09`.
fn formatter(zone: &str) -> Result<Function, JsValue> {
    let options = Object::new();
    for (name, value) in [
        ("timeZone", zone),
        ("calendar", "gregory"),
        ("hourCycle", "h23"),
        ("year", "numeric"),
        ("month", "numeric"),
        ("day", "numeric"),
        ("hour", "numeric"),
        ("minute", "numeric"),
        ("second", "numeric"),
    ] {
        Reflect::set(&options, &name.into(), &value.into())?;
    }
    let intl = Reflect::get(&js_sys::global(), &"Intl".into())?;
    let constructor: Function = Reflect::get(&intl, &"DateTimeFormat".into())?.dyn_into()?;
    // The constructor throws at names that it does not know.
    let made = Reflect::construct(&constructor, &Array::of2(&"en-US".into(), &options))?;
    Reflect::get(&made, &"format".into())?.dyn_into()
}

/// How far the clock is ahead of UTC.
#[expect(clippy::cast_precision_loss, reason = "instants fit a double exactly")]
fn ask(shows: &Function, at_ms: i64) -> Option<i64> {
    let text = shows.call1(&JsValue::NULL, &JsValue::from_f64(at_ms as f64)).ok()?.as_string()?;
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|it| !it.is_empty()).map(str::parse::<u32>);
    let mut next = || numbers.next()?.ok();
    let (month, day, year) = (next()?, next()?, next()?);
    let local =
        NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?.and_hms_opt(next()?, next()?, next()?)?;
    // The clock shows no milliseconds.
    Some(local.and_utc().timestamp_millis() - (at_ms - at_ms.rem_euclid(1_000)))
}

/// The offset of the browser's own zone; outside a browser every viewer lives in Greenwich.
#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "instants fit a double exactly")]
pub(super) fn browsers_offset(at_ms: i64) -> i64 {
    if cfg!(not(target_arch = "wasm32")) {
        return 0;
    }
    let date = js_sys::Date::new(&JsValue::from_f64(at_ms as f64));
    -(date.get_timezone_offset() * 60_000.0) as i64
}

pub(super) fn browsers_name() -> Option<String> {
    if cfg!(not(target_arch = "wasm32")) {
        return None;
    }
    let options = Intl::DateTimeFormat::new(&Array::new(), &Object::new()).resolved_options();
    Reflect::get(&options, &"timeZone".into()).ok()?.as_string()
}

/// Every zone that the browser names.
pub(super) fn all() -> Vec<String> {
    let names = || {
        let intl = Reflect::get(&js_sys::global(), &"Intl".into())?;
        let values_of: Function = Reflect::get(&intl, &"supportedValuesOf".into())?.dyn_into()?;
        values_of.call1(&intl, &"timeZone".into())?.dyn_into::<Array>()
    };
    names().map(|names| names.iter().filter_map(|name| name.as_string()).collect()).unwrap_or_default()
}
