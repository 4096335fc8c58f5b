//! The weeks of a month, and how the keyboard walks them.

use chrono::{Datelike, Months, NaiveDate, TimeDelta, Weekday};

/// The first day of the month of `day`.
pub fn month_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// The weeks of the month of `day` that begin on `first`; what belongs to other months is left empty.
pub fn weeks(day: NaiveDate, first: Weekday) -> Vec<[Option<NaiveDate>; 7]> {
    let month = month_of(day);
    let back = i64::from(month.weekday().days_since(first));
    let start = month.checked_sub_signed(TimeDelta::days(back)).unwrap_or(month);
    let mut days = start.iter_days();
    let week = |_| std::array::from_fn(|_| days.next().filter(|day| month_of(*day) == month));
    (0..6).map(week).collect()
}

/// A step of the calendar's keyboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// That many days on or back.
    Days(i64),
    /// To the first day of the week.
    WeekStart,
    /// To the last day of the week.
    WeekEnd,
    /// That many months on or back, to the same day or the last of a shorter month.
    Months(i32),
}

/// The day that a step leads to, in weeks that begin on `first`.
pub fn step(day: NaiveDate, step: Step, first: Weekday) -> NaiveDate {
    let weekday = i64::from(day.weekday().days_since(first));
    let moved = match step {
        Step::Days(days) => day.checked_add_signed(TimeDelta::days(days)),
        Step::WeekStart => day.checked_sub_signed(TimeDelta::days(weekday)),
        Step::WeekEnd => day.checked_add_signed(TimeDelta::days(6 - weekday)),
        Step::Months(months) if months < 0 => day.checked_sub_months(Months::new(months.unsigned_abs())),
        Step::Months(months) => day.checked_add_months(Months::new(months.unsigned_abs())),
    };
    moved.unwrap_or(day)
}

/// `day`, or the nearest day in a month between those of `earliest` and `latest`: no other month is shown.
pub fn bounded(day: NaiveDate, earliest: NaiveDate, latest: NaiveDate) -> NaiveDate {
    let end = month_of(latest).checked_add_months(Months::new(1)).and_then(|day| day.pred_opt()).unwrap_or(latest);
    day.clamp(month_of(earliest), end.max(month_of(earliest)))
}
