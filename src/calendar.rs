//! Days, ranges and the fields they are typed into. Pure: the clock and the zone are arguments.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use crate::zone::{Offset, local_in};

/// What relative days are counted from.
#[derive(Debug, Clone, Copy)]
pub struct Now {
    /// The day on the viewer's clock.
    pub today: NaiveDate,
    /// The earliest instant that can be searched.
    pub earliest: i64,
    /// The viewer's zone.
    pub offset: Offset,
}

const MINUTE: i64 = 60_000;
const DAY: i64 = 86_400_000;

/// The first whole minute from which calls can be searched, and still can be in a minute: the window moves on while
/// people type and questions travel.
pub fn window_start(now_ms: i64, days: u32) -> i64 {
    let start = now_ms - i64::from(days) * DAY;
    start - start.rem_euclid(MINUTE) + 2 * MINUTE
}

/// The ranges that are counted from today.
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
    /// Everything that can be searched.
    All,
}

impl Preset {
    /// The presets that have a button, in their order.
    pub const BUTTONS: [Self; 4] = [Self::Today, Self::Yesterday, Self::Last7Days, Self::Last30Days];

    /// As it stands in an address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Yesterday => "yesterday",
            Self::Last7Days => "last_7_days",
            Self::Last30Days => "last_30_days",
            Self::All => "all",
        }
    }

    /// The preset of this spelling.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::BUTTONS.into_iter().chain([Self::All]).find(|preset| preset.as_str() == text)
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
    /// The instants that the range stands for now. A range that reaches today is open at its end, so that a call that
    /// starts a moment from now belongs in it. A range that is counted from today begins where calls can be searched.
    pub fn instants(self, now: Now) -> (Option<i64>, Option<i64>) {
        let Now { today, earliest, offset } = now;
        let back = |days: u64| {
            let day = today.checked_sub_days(Days::new(days)).unwrap_or(today);
            Some(start_of_day(day, offset).max(earliest))
        };
        match self {
            Self::Preset(Preset::Today) => (back(0), None),
            Self::Preset(Preset::Yesterday) => (back(1), back(0)),
            Self::Preset(Preset::Last7Days) => (back(6), None),
            Self::Preset(Preset::Last30Days) => (back(29), None),
            Self::Preset(Preset::All) => (Some(earliest), None),
            Self::Between(from, to) => (from, to),
        }
    }

    /// Whether the range moves on with the days.
    pub fn is_relative(self) -> bool {
        matches!(self, Self::Preset(_))
    }

    /// Whether calls that are yet to come can belong in it.
    pub fn is_open(self, now_ms: i64) -> bool {
        match self {
            Self::Preset(preset) => preset != Preset::Yesterday,
            Self::Between(_, to) => to.is_none_or(|to| to > now_ms),
        }
    }

    /// Whether it holds everything that can be searched.
    pub fn is_everything(self, now: Now, now_ms: i64) -> bool {
        self.instants(now).0.is_some_and(|from| from <= now.earliest) && self.is_open(now_ms)
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

/// Why a day or a time cannot be picked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// No time of day.
    NotATime,
    /// Before what can be searched.
    TooEarly,
    /// After today.
    InTheFuture,
}

/// Midnight at the end of a day, as the calendar of an end offers it.
pub const END_OF_DAY: &str = "24:00";

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
    let at = if time.trim() == END_OF_DAY {
        start_of_day(day.succ_opt().unwrap_or(day), now.offset)
    } else {
        instant_of(day.and_time(parse_time(time).ok_or(Refusal::NotATime)?), now.offset)
    };
    Ok(at.max(now.earliest))
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

    fn berlin_on(today: &str, earliest: &str) -> Now {
        Now { today: day(today), earliest: utc(earliest), offset: berlin }
    }

    #[test]
    fn everything_begins_with_the_window_and_has_no_end() {
        let now = berlin_on("2026-11-23", "2026-10-24 12:02");
        let now_ms = utc("2026-11-23 12:00");
        for (range, everything) in [
            (Range::Preset(Preset::All), true),
            (Range::default(), false),
            (Range::Between(Some(now.earliest), None), true),
            (Range::Between(Some(now.earliest), Some(now_ms)), false),
            (Range::Between(Some(now.earliest + 1), None), false),
        ] {
            assert_eq!(range.is_everything(now, now_ms), everything, "{range:?}");
        }
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
            let (start, end) = Range::Preset(preset).instants(berlin_on(today, "2026-01-01 00:00"));
            assert_eq!((start, end), (Some(utc(from)), to.map(utc)), "{preset:?} on {today}");
        }
    }

    #[test]
    fn a_preset_begins_where_calls_can_be_searched() {
        let now = berlin_on("2026-11-23", "2026-11-16 13:42");
        for (preset, from) in [
            (Preset::Today, "2026-11-22 23:00"),
            // Thirty days with a change of the clock in them are 721 hours; and a server may have another window.
            (Preset::Last30Days, "2026-11-16 13:42"),
            (Preset::All, "2026-11-16 13:42"),
        ] {
            assert_eq!(Range::Preset(preset).instants(now), (Some(utc(from)), None), "{preset:?}");
        }
        assert_eq!(window_start(utc("2026-11-23 13:40") + 30_000, 7), utc("2026-11-16 13:42"));
    }

    #[test]
    fn the_calendar_takes_no_day_and_no_time_that_cannot_be_searched() {
        let now = berlin_on("2026-11-23", "2026-10-24 13:42");
        for (on, time, at) in [
            ("2026-10-23", "23:59", Err(Refusal::TooEarly)),
            ("2026-10-24", "00:00", Ok("2026-10-24 13:42")),
            ("2026-10-24", "15:41", Ok("2026-10-24 13:42")),
            ("2026-10-24", "15:43", Ok("2026-10-24 13:43")),
            ("2026-11-23", "24:00", Ok("2026-11-23 23:00")),
            ("2026-11-23", "noon", Err(Refusal::NotATime)),
            ("2026-11-24", "00:00", Err(Refusal::InTheFuture)),
        ] {
            assert_eq!(picked(day(on), time, now), at.map(utc), "{on} {time}");
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
