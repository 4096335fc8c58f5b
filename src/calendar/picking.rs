//! What is picked in the calendar, and what cannot be.

use chrono::NaiveDate;

use super::Now;
use super::days::{DAY_SECONDS, day_of, time_of_day, time_text};
use super::typed::{Side, time_of};

/// Midnight at the end of a day, as the calendar of an end offers it.
pub const END_OF_DAY: &str = "24:00";

/// Why a day or a time cannot be picked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// No time of day.
    NotATime,
    /// Before what can be searched.
    TooEarly,
    /// After today.
    InTheFuture,
    /// The end is not after the start.
    EndsBeforeStart,
}

/// Why a day cannot be picked at all.
pub fn refused(day: NaiveDate, now: Now) -> Option<Refusal> {
    if day < day_of(now.earliest, now.offset) {
        Some(Refusal::TooEarly)
    } else {
        (now.today < day).then_some(Refusal::InTheFuture)
    }
}

/// The instant of a picked day and typed time. On the first day that can be searched it is none before the window.
pub fn picked(day: NaiveDate, time: &str, now: Now) -> Result<i64, Refusal> {
    if let Some(refusal) = refused(day, now) {
        return Err(refusal);
    }
    let seconds = time_of(time).ok_or(Refusal::NotATime)?;
    Ok(time_of_day(day, seconds, now.offset).max(now.earliest))
}

/// A time of day, some minutes on or back: to the next whole step, from 00:00 to 24:00.
pub fn step_time(text: &str, minutes: i32) -> Option<String> {
    let size = minutes.unsigned_abs() * 60;
    let seconds = time_of(text)?;
    let stepped = if minutes < 0 {
        (seconds.div_ceil(size) * size).saturating_sub(size)
    } else {
        (seconds / size * size + size).min(DAY_SECONDS)
    };
    Some(time_text(stepped))
}

/// The days that are picked: a start, then an end; or one of them alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Picking {
    /// The first day.
    pub start: Option<NaiveDate>,
    /// The last day.
    pub end: Option<NaiveDate>,
    /// Which of them the next day is for.
    pub side: Side,
}

impl Picking {
    /// Takes a day: for the end that it is for, and the other end is next. A day before the start begins anew.
    pub fn pick(&mut self, day: NaiveDate) {
        match self.side {
            Side::To if self.start.is_none_or(|start| start <= day) => {
                self.end = Some(day);
                self.side = Side::From;
            }
            Side::From | Side::To => {
                self.start = Some(day);
                self.end = self.end.filter(|end| day <= *end && self.side == Side::From);
                self.side = Side::To;
            }
        }
    }

    /// The first and last day that are picked, or would be with the day that is looked at.
    pub fn span(self, looked_at: Option<NaiveDate>, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        let looked_at = looked_at.filter(|_| self.side == Side::To && self.end.is_none());
        let start = self.start?;
        let end = self.end.or(looked_at).unwrap_or(today);
        Some((start, end.max(start)))
    }
}
