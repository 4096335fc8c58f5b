//! Reads moments as people type them, in every language of the page at once.

mod scan;

use chrono::{NaiveDate, NaiveDateTime};

use super::days::{DAY_SECONDS, HOUR, MINUTE, Shown, clock_time, time_of_day};
use super::moment::{Day, Moment, Unit};
use crate::zone::Offset;
pub(super) use scan::WEEKDAYS;
use scan::{Scan, Spoken};

/// Which end of a range is typed: a day alone is its beginning for a start, and all of it for an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The start.
    From,
    /// The end.
    To,
}

/// Why a text is no moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misread {
    /// Nothing that is known.
    Unknown,
    /// A day and a month that may be the other way around.
    Ambiguous,
    /// No calendar has this day, or no search reaches it.
    NoSuchDay,
    /// No clock shows this time.
    NoSuchTime,
}

/// What was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Typed {
    /// The moment.
    pub moment: Moment,
    /// The time on the clock that was typed for a day that is not counted from today.
    local: Option<NaiveDateTime>,
}

impl Typed {
    /// The time on the clock that was asked for, and how often the clock shows it.
    pub fn shown(self, today: NaiveDate, offset: Offset) -> Option<(NaiveDateTime, Shown)> {
        let local = match self.moment {
            Moment::On(day, seconds) if seconds < DAY_SECONDS => Some(day.date(today).and_time(clock_time(seconds))),
            _ => self.local,
        };
        local.map(|local| (local, Shown::of(local, offset)))
    }
}

/// Reads a moment. Days without a year are the nearest to `today`.
pub fn read(text: &str, side: Side, today: NaiveDate, offset: Offset) -> Result<Typed, Misread> {
    let text = plain(text);
    if let Some(moment) = before_now(&text) {
        return Ok(Typed { moment, local: None });
    }
    if let Some(at) = epoch(&text) {
        return searchable(at);
    }
    let (text, zone) = without_zone(&text);
    let mut scan = Scan::new(text);
    let (mut day, mut time) = (None, None);
    while !scan.is_done() {
        let read = if day.is_none() { scan.day(today)? } else { None };
        if read.is_some() {
            day = read;
        } else if time.is_none() {
            time = Some(scan.time()?.ok_or(Misread::Unknown)?);
        } else {
            return Err(Misread::Unknown);
        }
    }
    let seconds = time.unwrap_or(if side == Side::To { DAY_SECONDS } else { 0 });
    match (day, zone, time) {
        (None, None, None) | (None | Some(Spoken::Relative(_)), Some(_), _) | (_, Some(_), None) => {
            Err(Misread::Unknown)
        }
        (Some(Spoken::Date(day)), Some(ahead), Some(seconds)) => {
            let local = day.and_time(clock_time(0)).and_utc().timestamp_millis() + i64::from(seconds) * 1_000;
            searchable(local - ahead)
        }
        (Some(Spoken::Date(day)), None, _) => {
            let typed = searchable(time_of_day(day, seconds, offset))?;
            let local = (seconds < DAY_SECONDS).then(|| day.and_time(clock_time(seconds)));
            Ok(Typed { local, ..typed })
        }
        (Some(Spoken::Relative(day)), None, _) => Ok(Typed { moment: Moment::On(day, seconds), local: None }),
        (None, None, Some(seconds)) => Ok(Typed { moment: Moment::On(Day::FromToday(0), seconds), local: None }),
    }
}

/// Reads a time of day such as `9:30`, `9am` or `24:00` into seconds; nothing is midnight.
pub(super) fn time_of(text: &str) -> Option<u32> {
    let text = plain(text);
    if text.is_empty() {
        return Some(0);
    }
    let mut scan = Scan::new(&text);
    let seconds = scan.time().ok()??;
    scan.is_done().then_some(seconds)
}

/// The instants that a search takes.
fn searchable(at: i64) -> Result<Typed, Misread> {
    // 2000 to 2099.
    let range = 946_684_800_000..4_102_444_800_000;
    if range.contains(&at) { Ok(Typed { moment: Moment::At(at), local: None }) } else { Err(Misread::NoSuchDay) }
}

/// The same text in small letters, with the signs of a Latin keyboard and single spaces.
fn plain(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{2212}' | '\u{2013}' | '\u{2010}' => '-',
        '。' => '.',
        '、' => ',',
        c if c.is_whitespace() => ' ',
        c => c,
    };
    let text: String = text.chars().map(narrow).flat_map(char::to_lowercase).collect();
    text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Milliseconds or seconds since 1970.
fn epoch(text: &str) -> Option<i64> {
    let unit = match text.len() {
        10 => 1_000,
        13 => 1,
        _ => return None,
    };
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten().map(|at: i64| at * unit)
}

/// `now`, `-3h`, `now-90m`, `2 days ago`, `3小时前`.
fn before_now(text: &str) -> Option<Moment> {
    let after_now = text.strip_prefix("now").or_else(|| text.strip_prefix("现在")).map(str::trim_start);
    if after_now == Some("") {
        return Some(Moment::Now);
    }
    let length = match after_now {
        Some(rest) => rest.strip_prefix('-')?,
        None => match text.strip_prefix('-') {
            Some(rest) => rest,
            None => {
                text.strip_suffix("ago").or_else(|| text.strip_suffix("以前")).or_else(|| text.strip_suffix('前'))?
            }
        },
    };
    length_back(length)
}

/// `3h`, `1h30m`, `90 minutes`: days and weeks stand alone, as they are no fixed time.
fn length_back(text: &str) -> Option<Moment> {
    let mut parts = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let count: u32 = rest.get(..digits).filter(|it| !it.is_empty() && it.len() < 7)?.parse().ok()?;
        let after = rest.get(digits..)?.trim_start();
        let letters = after.len() - after.trim_start_matches(char::is_alphabetic).len();
        parts.push((count, unit(after.get(..letters)?)?));
        rest = after.get(letters..)?.trim_start();
    }
    match parts.as_slice() {
        [] => None,
        [(count, unit)] => Some(Moment::Ago(*count, *unit)),
        many => {
            let seconds = many.iter().map(|(count, unit)| match unit {
                Unit::Second => Some(*count),
                Unit::Minute => count.checked_mul(60),
                Unit::Hour => count.checked_mul(3600),
                Unit::Day | Unit::Week => None,
            });
            let seconds = seconds.sum::<Option<u32>>()?;
            let whole = [(3600, Unit::Hour), (60, Unit::Minute), (1, Unit::Second)];
            let (size, unit) = whole.into_iter().find(|(size, _)| seconds % size == 0)?;
            Some(Moment::Ago(seconds / size, unit))
        }
    }
}

fn unit(word: &str) -> Option<Unit> {
    if let Some(unit) = Unit::ALL.into_iter().find(|unit| word.strip_prefix(unit.letter()) == Some("")) {
        return Some(unit);
    }
    match word.trim_end_matches('s') {
        "sec" | "second" | "秒" => Some(Unit::Second),
        "min" | "minute" | "分" | "分钟" => Some(Unit::Minute),
        "hr" | "hour" | "小时" | "个小时" => Some(Unit::Hour),
        "day" | "天" | "日" => Some(Unit::Day),
        "week" | "周" | "星期" | "个星期" => Some(Unit::Week),
        _ => None,
    }
}

/// A text without the zone at its end, and how far that is ahead of UTC: `z`, `utc`, `+01:00`, `-0330`.
fn without_zone(text: &str) -> (&str, Option<i64>) {
    for name in ["z", "utc", "gmt"] {
        if let Some(rest) = text.strip_suffix(name)
            && rest.trim_end().ends_with(|c: char| c.is_ascii_digit())
        {
            return (rest, Some(0));
        }
    }
    let offset = || {
        let sign = text.rfind(['+', '-'])?;
        let (before, after) = text.split_at_checked(sign)?;
        let digits: String = after.get(1..)?.split(':').collect();
        // A sign after a time; those before it stand in a date.
        if !before.contains(':') || !matches!(digits.len(), 2 | 4) || !digits.bytes().all(|it| it.is_ascii_digit()) {
            return None;
        }
        let hours: i64 = digits.get(..2)?.parse().ok()?;
        let minutes: i64 = digits.get(2..).filter(|it| !it.is_empty()).map_or(Some(0), |it| it.parse().ok())?;
        let ahead = (hours <= 14 && minutes < 60).then_some(hours * HOUR + minutes * MINUTE)?;
        Some((before, if after.starts_with('-') { -ahead } else { ahead }))
    };
    offset().map_or((text, None), |(rest, ahead)| (rest, Some(ahead)))
}

#[cfg(test)]
mod tests;
