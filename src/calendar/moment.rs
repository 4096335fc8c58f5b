//! An end of a range as the reader said it: an instant, or something that is counted from now.

use std::fmt;

use call_records_wire::time::Timestamp;
use chrono::{Datelike, NaiveDate, TimeDelta, Weekday};

use super::Now;
use super::days::{DAY, HOUR, MINUTE, SECOND, instant_of, time_of_day, time_text};
use crate::zone::local_in;

/// What a length back from now is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Seconds.
    Second,
    /// Minutes.
    Minute,
    /// Hours.
    Hour,
    /// Days of the calendar, however long: the same time of day.
    Day,
    /// Seven of those.
    Week,
}

impl Unit {
    pub(super) const ALL: [Self; 5] = [Self::Second, Self::Minute, Self::Hour, Self::Day, Self::Week];

    pub(super) const fn letter(self) -> char {
        match self {
            Self::Second => 's',
            Self::Minute => 'm',
            Self::Hour => 'h',
            Self::Day => 'd',
            Self::Week => 'w',
        }
    }
}

/// A day that is counted from today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Day {
    /// That many days from today; before it where negative.
    FromToday(i16),
    /// The last such day of the week, today included.
    Last(Weekday),
}

impl Day {
    /// The day, counted from `today`.
    pub fn date(self, today: NaiveDate) -> NaiveDate {
        let days = match self {
            Self::FromToday(days) => i64::from(days),
            Self::Last(weekday) => -i64::from(today.weekday().days_since(weekday)),
        };
        today.checked_add_signed(TimeDelta::days(days)).unwrap_or(today)
    }
}

/// An end of a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// An instant, in milliseconds.
    At(i64),
    /// The present, whenever it is asked for.
    Now,
    /// So much before the present.
    Ago(u32, Unit),
    /// A time of day, in seconds, of a day that is counted from today; 86,400 is the end of the day.
    On(Day, u32),
}

impl Moment {
    /// The instant that it stands for now.
    pub fn instant(self, now: Now) -> i64 {
        match self {
            Self::At(at) => at,
            Self::Now | Self::Ago(0, Unit::Day | Unit::Week) => now.at,
            Self::Ago(count, Unit::Second) => now.at - i64::from(count) * SECOND,
            Self::Ago(count, Unit::Minute) => now.at - i64::from(count) * MINUTE,
            Self::Ago(count, Unit::Hour) => now.at - i64::from(count) * HOUR,
            Self::Ago(count, Unit::Day) => days_before(now, i64::from(count)),
            Self::Ago(count, Unit::Week) => days_before(now, i64::from(count) * 7),
            Self::On(day, seconds) => time_of_day(day.date(now.today), seconds, now.offset),
        }
    }

    /// Whether it moves on with the clock.
    pub fn is_relative(self) -> bool {
        !matches!(self, Self::At(_))
    }
}

fn days_before(now: Now, days: i64) -> i64 {
    let local = local_in(now.at, now.offset);
    let back = TimeDelta::try_days(days).and_then(|days| local.checked_sub_signed(days));
    back.map_or_else(|| now.at.saturating_sub(days.saturating_mul(DAY)), |local| instant_of(local, now.offset))
}

/// As it stands in an address, and as it can be typed in any language.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::At(at) => write!(f, "{}", Timestamp::from_millis(at)),
            Self::Now => f.write_str("now"),
            Self::Ago(count, unit) => write!(f, "-{count}{}", unit.letter()),
            Self::On(day, seconds) => {
                match day {
                    Day::FromToday(0) => f.write_str("today")?,
                    Day::FromToday(-1) => f.write_str("yesterday")?,
                    Day::FromToday(1) => f.write_str("tomorrow")?,
                    Day::FromToday(days) => write!(f, "today{days:+}d")?,
                    Day::Last(weekday) => f.write_str(super::typed::WEEKDAYS[weekday as usize])?,
                }
                write!(f, " {}", time_text(seconds))
            }
        }
    }
}
