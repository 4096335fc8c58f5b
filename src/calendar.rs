//! Days, ranges and the fields they are typed into. Pure: the clock and the zone are arguments.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use crate::zone::{Offset, local_in};

/// The ranges that have a button.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Preset {
    /// The current day.
    #[default]
    Today,
    /// The day before.
    Yesterday,
    /// The current day and the six before it.
    Last7Days,
    /// The current day and the twenty-nine before it.
    Last30Days,
}

impl Preset {
    /// Every preset, in the order of the buttons.
    pub const ALL: [Self; 4] = [Self::Today, Self::Yesterday, Self::Last7Days, Self::Last30Days];

    /// As it stands in an address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Yesterday => "yesterday",
            Self::Last7Days => "last_7_days",
            Self::Last30Days => "last_30_days",
        }
    }

    /// The preset of this spelling.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.as_str() == text)
    }
}

/// Which days are looked at, as the reader said it: a preset stays relative, so that a link means the same tomorrow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Range {
    /// Counted from today.
    Preset(Preset),
    /// From an instant to an instant, in milliseconds; either may be open.
    Between(Option<i64>, Option<i64>),
}

impl Default for Range {
    fn default() -> Self {
        Self::Preset(Preset::Today)
    }
}

impl Range {
    /// The instants that the range stands for when today is `today`. A range that reaches today is open at its end, so
    /// that a call that starts a moment from now belongs in it.
    pub fn instants(self, today: NaiveDate, offset: Offset) -> (Option<i64>, Option<i64>) {
        let back = |days: u64| Some(start_of_day(today.checked_sub_days(Days::new(days)).unwrap_or(today), offset));
        match self {
            Self::Preset(Preset::Today) => (back(0), None),
            Self::Preset(Preset::Yesterday) => (back(1), back(0)),
            Self::Preset(Preset::Last7Days) => (back(6), None),
            Self::Preset(Preset::Last30Days) => (back(29), None),
            Self::Between(from, to) => (from, to),
        }
    }

    /// Every day of a search window of so many days, as the preset of that length where there is one.
    pub fn whole_window(days: u32, today: NaiveDate, offset: Offset) -> Self {
        match days {
            1 => Self::Preset(Preset::Today),
            7 => Self::Preset(Preset::Last7Days),
            30 => Self::Preset(Preset::Last30Days),
            _ => {
                let back = Days::new(u64::from(days.saturating_sub(1)));
                let from = start_of_day(today.checked_sub_days(back).unwrap_or(today), offset);
                Self::Between(Some(from), None)
            }
        }
    }

    /// Whether calls that are yet to come can belong in it.
    pub fn is_open(self, now_ms: i64) -> bool {
        match self {
            Self::Preset(preset) => preset != Preset::Yesterday,
            Self::Between(_, to) => to.is_none_or(|to| to > now_ms),
        }
    }

    /// Whether it holds every day that another one holds, up to now.
    pub fn covers(self, other: Self, today: NaiveDate, now_ms: i64, offset: Offset) -> bool {
        let from = |range: Self| range.instants(today, offset).0;
        let begins_in_time = from(self).zip(from(other)).is_some_and(|(own, others)| own <= others);
        begins_in_time && self.is_open(now_ms)
    }
}

/// The day that `at_ms` falls on.
pub fn day_of(at_ms: i64, offset: Offset) -> NaiveDate {
    local_in(at_ms, offset).date()
}

/// The first instant of a day; where the clock jumps over midnight, the instant of the jump.
pub fn start_of_day(day: NaiveDate, offset: Offset) -> i64 {
    instant_of(day.and_time(NaiveTime::MIN), offset)
}

/// The instant at which a local clock shows `local`: the earlier one where it shows it twice, and where it never does,
/// as far after the jump as `local` is after the jump's start.
pub fn instant_of(local: NaiveDateTime, offset: Offset) -> i64 {
    const DAY: i64 = 86_400_000;
    let as_utc = local.and_utc().timestamp_millis();
    // A zone changes at most once within a day around, so one of the offsets before and after holds.
    let before = offset(as_utc - DAY);
    let after = offset(as_utc + DAY);
    let mut candidates = [as_utc - before, as_utc - after];
    candidates.sort_unstable();
    candidates.into_iter().find(|&at| at + offset(at) == as_utc).unwrap_or(as_utc - before)
}

/// A day and time as the fields show them: `2026-11-23 09:30`, with seconds only where it has them.
pub fn field_text(at_ms: i64, offset: Offset) -> String {
    let local = local_in(at_ms, offset);
    let format = if at_ms % 60_000 == 0 { "%Y-%m-%d %H:%M" } else { "%Y-%m-%d %H:%M:%S" };
    local.format(format).to_string()
}

/// Reads what was typed into a field of a day and time; the time may be left out.
pub fn parse_field(text: &str, offset: Offset) -> Option<i64> {
    let text = text.trim().replace('T', " ").replace(['/', '.'], "-");
    let (day, time) = text.split_once(' ').unwrap_or((&text, ""));
    let day = parse_day(day)?;
    let time = parse_time(time)?;
    let at = instant_of(day.and_time(time), offset);
    // The instants that a search takes.
    DateTime::from_timestamp_millis(at).filter(|at| (2000..2100).contains(&at.year())).map(|_| at)
}

fn parse_day(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split('-');
    let day =
        NaiveDate::from_ymd_opt(parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?)?;
    parts.next().is_none().then_some(day)
}

/// Reads a time of day such as `9:30`; nothing is midnight.
pub fn parse_time(text: &str) -> Option<NaiveTime> {
    let text = text.trim();
    if text.is_empty() {
        return Some(NaiveTime::MIN);
    }
    let mut parts = text.split(':');
    let hour = parts.next()?.parse().ok()?;
    let minute = parts.next()?.parse().ok()?;
    let second = parts.next().map_or(Some(0), |second| second.parse().ok())?;
    if parts.next().is_some() {
        return None;
    }
    NaiveTime::from_hms_opt(hour, minute, second)
}

/// The six weeks, Monday first, that show the month of `day`.
pub fn weeks(day: NaiveDate) -> Vec<[NaiveDate; 7]> {
    let first = day.with_day(1).unwrap_or(day);
    let back = TimeDelta::days(i64::from(first.weekday().num_days_from_monday()));
    let start = first.checked_sub_signed(back).unwrap_or(first);
    let mut days = start.iter_days();
    (0..6).map(|_| std::array::from_fn(|_| days.next().unwrap_or(first))).collect()
}

/// A step of the calendar's keyboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// That many days on or back.
    Days(i64),
    /// To the Monday of the week.
    WeekStart,
    /// To the Sunday of the week.
    WeekEnd,
    /// That many months on or back, to the same day or the last of a shorter month.
    Months(i32),
}

/// The day that a step leads to.
pub fn step(day: NaiveDate, step: Step) -> NaiveDate {
    let weekday = i64::from(day.weekday().num_days_from_monday());
    let moved = match step {
        Step::Days(days) => day.checked_add_signed(TimeDelta::days(days)),
        Step::WeekStart => day.checked_sub_signed(TimeDelta::days(weekday)),
        Step::WeekEnd => day.checked_add_signed(TimeDelta::days(6 - weekday)),
        Step::Months(months) if months < 0 => day.checked_sub_months(chrono::Months::new(months.unsigned_abs())),
        Step::Months(months) => day.checked_add_months(chrono::Months::new(months.unsigned_abs())),
    };
    moved.unwrap_or(day)
}

/// Reads a length of time: seconds (`90`), or minutes and hours (`1:30`, `1:00:00`).
pub fn parse_length(text: &str) -> Option<u64> {
    let mut seconds: u64 = 0;
    let parts: Vec<&str> = text.trim().split(':').collect();
    if parts.len() > 3 {
        return None;
    }
    for part in parts {
        seconds = seconds.checked_mul(60)?.checked_add(part.parse().ok()?)?;
    }
    seconds.checked_mul(1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600_000;

    /// Berlin in 2026: summer time from 29 March 01:00 UTC to 25 October 01:00 UTC.
    fn berlin(at_ms: i64) -> i64 {
        let summer = utc("2026-03-29 01:00")..utc("2026-10-25 01:00");
        if summer.contains(&at_ms) { 2 * HOUR } else { HOUR }
    }

    /// Beirut in 2026: the clock jumps from 00:00 to 01:00 on 29 March.
    fn beirut(at_ms: i64) -> i64 {
        if (utc("2026-03-28 22:00")..utc("2026-10-24 21:00")).contains(&at_ms) { 3 * HOUR } else { 2 * HOUR }
    }

    fn utc(text: &str) -> i64 {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M")
            .expect("the test holds times")
            .and_utc()
            .timestamp_millis()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("the test holds days")
    }

    #[test]
    fn the_whole_window_is_a_preset_where_there_is_one_and_covers_the_others() {
        let today = day("2026-11-23");
        let now = start_of_day(today, berlin) + 3_600_000;
        let all = Range::whole_window(30, today, berlin);
        assert_eq!(all, Range::Preset(Preset::Last30Days));
        assert!(all.covers(all, today, now, berlin));
        assert!(!Range::default().covers(all, today, now, berlin));
        let wide = Range::whole_window(90, today, berlin);
        assert_eq!(wide, Range::Between(Some(start_of_day(day("2026-08-26"), berlin)), None));
        assert!(wide.covers(all, today, now, berlin));
        assert!(!Range::Between(Some(0), Some(now)).covers(all, today, now, berlin));
    }

    #[test]
    fn calls_to_come_belong_in_ranges_without_an_end_or_with_one_ahead() {
        let now = 1_000;
        for (range, open) in [
            (Range::Preset(Preset::Today), true),
            (Range::Preset(Preset::Yesterday), false),
            (Range::Between(Some(0), None), true),
            (Range::Between(Some(0), Some(now)), false),
            (Range::Between(None, Some(now + 1)), true),
        ] {
            assert_eq!(range.is_open(now), open, "{range:?}");
        }
    }

    #[test]
    fn presets_are_days_of_the_viewers_zone_also_across_a_change_of_the_clock() {
        for (preset, today, from, to) in [
            (Preset::Today, "2026-11-23", "2026-11-22 23:00", None),
            (Preset::Yesterday, "2026-11-23", "2026-11-21 23:00", Some("2026-11-22 23:00")),
            // The day of the change has 25 hours, so yesterday is longer than a day.
            (Preset::Yesterday, "2026-10-26", "2026-10-24 22:00", Some("2026-10-25 23:00")),
            (Preset::Yesterday, "2026-03-30", "2026-03-28 23:00", Some("2026-03-29 22:00")),
            (Preset::Last7Days, "2026-10-28", "2026-10-21 22:00", None),
            (Preset::Last30Days, "2026-11-23", "2026-10-24 22:00", None),
        ] {
            let (start, end) = Range::Preset(preset).instants(day(today), berlin);
            assert_eq!((start, end), (Some(utc(from)), to.map(utc)), "{preset:?} on {today}");
        }
    }

    #[test]
    fn a_day_without_a_midnight_starts_at_the_jump() {
        assert_eq!(start_of_day(day("2026-03-29"), beirut), utc("2026-03-28 22:00"));
        assert_eq!(day_of(utc("2026-03-28 22:00"), beirut), day("2026-03-29"));
        assert_eq!(day_of(utc("2026-03-28 21:59"), beirut), day("2026-03-28"));
    }

    #[test]
    fn a_local_time_that_comes_twice_is_the_first_and_one_that_never_comes_lies_after_the_jump() {
        assert_eq!(parse_field("2026-10-25 02:30", berlin), Some(utc("2026-10-25 00:30")));
        assert_eq!(parse_field("2026-03-29 02:30", berlin), Some(utc("2026-03-29 01:30")));
        assert_eq!(field_text(utc("2026-03-29 01:30"), berlin), "2026-03-29 03:30");
    }

    #[test]
    fn a_field_reads_what_people_type_and_what_it_shows() {
        for (typed, shown) in [
            ("2026-11-23 09:30", Some("2026-11-23 09:30")),
            (" 2026-11-23T09:30:05 ", Some("2026-11-23 09:30:05")),
            ("2026-11-23", Some("2026-11-23 00:00")),
            ("2026/1/2 9:05", Some("2026-01-02 09:05")),
            ("2026-02-30", None),
            ("1995-01-01", None),
            ("tomorrow", None),
            ("2026-11-23 25:00", None),
        ] {
            let read = parse_field(typed, berlin).map(|at| field_text(at, berlin));
            assert_eq!(read.as_deref(), shown, "{typed}");
        }
    }

    #[test]
    fn a_month_shows_six_weeks_from_a_monday() {
        let weeks = weeks(day("2026-11-23"));
        assert_eq!(weeks[0][0], day("2026-10-26"));
        assert_eq!(weeks[0][6], day("2026-11-01"));
        assert_eq!(weeks[5][6], day("2026-12-06"));
    }

    #[test]
    fn the_keyboard_walks_days_weeks_and_months() {
        for (from, way, to) in [
            ("2026-11-30", Step::Days(1), "2026-12-01"),
            ("2026-11-25", Step::WeekStart, "2026-11-23"),
            ("2026-11-25", Step::WeekEnd, "2026-11-29"),
            ("2026-03-31", Step::Months(-1), "2026-02-28"),
            ("2026-01-31", Step::Months(1), "2026-02-28"),
            ("2026-11-25", Step::Months(-12), "2025-11-25"),
        ] {
            assert_eq!(step(day(from), way), day(to));
        }
    }

    #[test]
    fn lengths_are_seconds_or_minutes_and_seconds() {
        for (typed, ms) in [
            ("90", Some(90_000)),
            ("1:30", Some(90_000)),
            ("1:00:00", Some(3_600_000)),
            ("", None),
            ("-5", None),
            ("1:2:3:4", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(parse_length(typed), ms, "{typed}");
        }
    }
}
