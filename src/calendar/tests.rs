use chrono::NaiveDateTime;

use super::days::{instant_of, start_of_day};
use super::*;

/// Days and their bounds in real zones, across every change of their clocks in a year.
mod zones;

const HOUR: i64 = 3_600_000;

/// Berlin in 2026: summer time from 29 March 01:00 UTC to 25 October 01:00 UTC.
fn berlin(at_ms: i64) -> i64 {
    let summer = utc("2026-03-29 01:00")..utc("2026-10-25 01:00");
    if summer.contains(&at_ms) { 2 * HOUR } else { HOUR }
}

fn utc(text: &str) -> i64 {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").expect("the test holds times").and_utc().timestamp_millis()
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("the test holds days")
}

fn berlin_at(now: &str, earliest: &str) -> Now {
    Now { earliest: utc(earliest), ..Now::new(utc(now), 30, berlin) }
}

fn typed(text: &str, side: Side, now: Now) -> Moment {
    read(text, side, now.today, now.offset).expect("the test holds moments").moment
}

#[test]
fn everything_begins_with_the_window_and_has_no_end() {
    let now = berlin_at("2026-11-23 12:00", "2026-10-24 12:02");
    for (range, everything) in [
        (Range::Preset(Preset::All), true),
        (Range::default(), false),
        (Range::between(None, None), true),
        (Range::Between(None, Some(Moment::Now)), true),
        (Range::Between(Some(Moment::At(now.earliest)), None), true),
        (Range::Between(Some(Moment::At(now.earliest)), Some(Moment::At(now.at))), false),
        (Range::Between(Some(Moment::At(now.earliest + 1)), None), false),
    ] {
        assert_eq!(range.is_everything(now), everything, "{range:?}");
    }
}

#[test]
fn calls_to_come_belong_in_ranges_without_an_end_or_with_one_ahead() {
    let now = berlin_at("2026-11-23 12:00", "2026-10-24 12:02");
    let at = |at| Some(Moment::At(at));
    for (range, open) in [
        (Range::Preset(Preset::Today), true),
        (Range::Preset(Preset::Yesterday), false),
        (Range::Between(at(0), None), true),
        (Range::Between(at(0), at(now.at)), false),
        (Range::Between(None, at(now.at + 1)), true),
        (Range::Between(None, Some(Moment::Now)), true),
        (Range::Between(None, Some(typed("-1h", Side::To, now))), false),
        (Range::Between(None, Some(typed("today", Side::To, now))), true),
    ] {
        assert_eq!(range.is_open(now), open, "{range:?}");
    }
}

#[test]
fn presets_are_days_of_the_viewers_zone_also_across_a_change_of_the_clock() {
    for (preset, now, from, to) in [
        (Preset::Today, "2026-11-23 12:00", "2026-11-22 23:00", None),
        (Preset::Yesterday, "2026-11-23 12:00", "2026-11-21 23:00", Some("2026-11-22 23:00")),
        // The day of the change has 25 hours, so yesterday is longer than a day.
        (Preset::Yesterday, "2026-10-26 12:00", "2026-10-24 22:00", Some("2026-10-25 23:00")),
        (Preset::Yesterday, "2026-03-30 12:00", "2026-03-28 23:00", Some("2026-03-29 22:00")),
        (Preset::Last7Days, "2026-10-28 12:00", "2026-10-21 22:00", None),
        (Preset::Last30Days, "2026-11-23 12:00", "2026-10-24 22:00", None),
    ] {
        let (start, end) = Range::Preset(preset).instants(berlin_at(now, "2026-01-01 00:00"));
        assert_eq!((start, end), (Some(utc(from)), to.map(utc)), "{preset:?} at {now}");
    }
}

#[test]
fn a_preset_begins_where_calls_can_be_searched() {
    let now = berlin_at("2026-11-23 13:40", "2026-11-16 13:42");
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
fn moments_that_are_counted_from_now_move_with_it() {
    let now = berlin_at("2026-10-26 12:00", "2026-09-26 12:02");
    for (text, side, at) in [
        ("-3h", Side::From, "2026-10-26 09:00"),
        // The clock was put back in between: the same time of day is 25 hours and more ago.
        ("-1d", Side::From, "2026-10-25 12:00"),
        ("-2d", Side::From, "2026-10-24 11:00"),
        ("yesterday", Side::From, "2026-10-24 22:00"),
        ("yesterday", Side::To, "2026-10-25 23:00"),
        ("yesterday 14:00", Side::From, "2026-10-25 13:00"),
        ("monday 9:00", Side::From, "2026-10-26 08:00"),
        ("tuesday 9:00", Side::From, "2026-10-20 07:00"),
        ("tomorrow", Side::To, "2026-10-27 23:00"),
    ] {
        assert_eq!(typed(text, side, now).instant(now), utc(at), "{text}");
    }
    let far = Moment::Ago(u32::MAX, Unit::Week);
    assert!(far.instant(now) < now.earliest);
}

#[test]
fn a_start_that_is_counted_from_now_is_moved_up_to_the_window_by_a_day_at_most() {
    let now = berlin_at("2026-11-23 12:00", "2026-10-24 12:02");
    let from = |text| Range::Between(Some(typed(text, Side::From, now)), None).instants(now).0;
    assert_eq!(from("-30d"), Some(now.earliest));
    // The server refuses it, and says why: nothing is cut off in silence.
    assert_eq!(from("-40d"), Some(utc("2026-10-14 11:00")));
    assert_eq!(Range::Between(None, Some(Moment::Now)).instants(now), (Some(now.earliest), None));
}

#[test]
fn ranges_step_by_their_own_length() {
    let now = berlin_at("2026-10-26 12:00", "2026-09-26 12:02");
    let between = |from, to| Range::Between(Some(Moment::At(utc(from))), Some(Moment::At(utc(to))));
    for (range, later, beside) in [
        (Range::Preset(Preset::Today), false, Some(Range::Preset(Preset::Yesterday))),
        (Range::Preset(Preset::Yesterday), true, Some(Range::Preset(Preset::Today))),
        // The day before yesterday, after a day of 25 hours.
        (Range::Preset(Preset::Yesterday), false, Some(between("2026-10-23 22:00", "2026-10-24 22:00"))),
        (Range::Preset(Preset::Last7Days), false, Some(between("2026-10-12 22:00", "2026-10-19 22:00"))),
        (Range::Preset(Preset::Today), true, None),
        (Range::Preset(Preset::All), false, None),
        (
            Range::Between(Some(Moment::Ago(3, Unit::Hour)), Some(Moment::Now)),
            false,
            Some(between("2026-10-26 06:00", "2026-10-26 09:00")),
        ),
        (
            between("2026-10-26 09:00", "2026-10-26 11:00"),
            true,
            Some(Range::Between(Some(Moment::At(utc("2026-10-26 11:00"))), None)),
        ),
        // Cut off where the window begins.
        (between("2026-09-26 22:00", "2026-09-27 22:00"), false, Some(between("2026-09-26 12:02", "2026-09-26 22:00"))),
    ] {
        assert_eq!(range.beside(later, now), beside, "{range:?}");
    }
}

#[test]
fn the_calendar_takes_no_day_and_no_time_that_cannot_be_searched() {
    let now = berlin_at("2026-11-23 12:00", "2026-10-24 13:42");
    for (on, time, at) in [
        ("2026-10-23", "23:59", Err(Refusal::TooEarly)),
        ("2026-10-24", "00:00", Ok("2026-10-24 13:42")),
        ("2026-10-24", "15:41", Ok("2026-10-24 13:42")),
        ("2026-10-24", "15:43", Ok("2026-10-24 13:43")),
        ("2026-11-23", "24:00", Ok("2026-11-23 23:00")),
        ("2026-11-23", "half", Err(Refusal::NotATime)),
        ("2026-11-24", "00:00", Err(Refusal::InTheFuture)),
    ] {
        assert_eq!(picked(day(on), time, now), at.map(utc), "{on} {time}");
    }
}

#[test]
fn times_step_to_whole_quarters_within_the_day() {
    for (text, minutes, stepped) in [
        ("09:30", 15, Some("09:45")),
        ("09:31", 15, Some("09:45")),
        ("09:31", -15, Some("09:30")),
        ("00:00", -15, Some("00:00")),
        ("23:50", 15, Some("24:00")),
        ("24:00", 15, Some("24:00")),
        ("24:00", -60, Some("23:00")),
        ("9pm", 60, Some("22:00")),
        ("soon", 15, None),
    ] {
        assert_eq!(step_time(text, minutes).as_deref(), stepped, "{text} {minutes}");
    }
}

#[test]
fn a_range_is_picked_start_first_and_each_end_can_be_changed_alone() {
    let open = Picking { start: None, end: None, side: Side::From };
    let days = |picking: Picking| (picking.start, picking.end, picking.side);
    let some = |text| Some(day(text));
    let mut picking = open;
    picking.pick(day("2026-11-20"));
    assert_eq!(days(picking), (some("2026-11-20"), None, Side::To));
    let today = day("2026-11-25");
    assert_eq!(picking.span(some("2026-11-22"), today), Some((day("2026-11-20"), day("2026-11-22"))));
    assert_eq!(picking.span(None, today), Some((day("2026-11-20"), today)));
    picking.pick(day("2026-11-22"));
    assert_eq!(days(picking), (some("2026-11-20"), some("2026-11-22"), Side::From));
    // Another start keeps the end, unless it is after it.
    picking.pick(day("2026-11-21"));
    assert_eq!(days(picking), (some("2026-11-21"), some("2026-11-22"), Side::To));
    picking.side = Side::From;
    picking.pick(day("2026-11-24"));
    assert_eq!(days(picking), (some("2026-11-24"), None, Side::To));
    // An end before the start begins anew.
    picking.pick(day("2026-11-10"));
    assert_eq!(days(picking), (some("2026-11-10"), None, Side::To));
    // An end alone.
    let mut picking = Picking { side: Side::To, ..open };
    picking.pick(day("2026-11-10"));
    assert_eq!(days(picking), (None, some("2026-11-10"), Side::From));
}

#[test]
fn the_fields_show_what_they_read() {
    for (text, shown) in [
        ("2026-10-25 02:30", "2026-10-25 02:30"),
        ("2026-03-29 02:30", "2026-03-29 03:30"),
        (" 2026-11-23T09:30:05 ", "2026-11-23 09:30:05"),
        ("2026-11-23", "2026-11-23 00:00"),
    ] {
        let now = berlin_at("2026-11-23 12:00", "2026-10-24 12:02");
        assert_eq!(field_text(typed(text, Side::From, now).instant(now), berlin), shown, "{text}");
    }
}

#[test]
fn a_month_shows_its_own_days_in_weeks_of_either_kind() {
    let (monday, sunday) = (chrono::Weekday::Mon, chrono::Weekday::Sun);
    let november = weeks(day("2026-11-23"), monday);
    assert_eq!(november[0], [None, None, None, None, None, None, Some(day("2026-11-01"))]);
    assert_eq!(november[5][0], Some(day("2026-11-30")));
    assert_eq!(weeks(day("2026-11-23"), sunday)[0][0], Some(day("2026-11-01")));
}

#[test]
fn the_keyboard_walks_days_weeks_and_months() {
    let (monday, sunday) = (chrono::Weekday::Mon, chrono::Weekday::Sun);
    for (from, way, first, to) in [
        ("2026-11-30", Step::Days(1), monday, "2026-12-01"),
        ("2026-11-25", Step::WeekStart, monday, "2026-11-23"),
        ("2026-11-25", Step::WeekEnd, monday, "2026-11-29"),
        ("2026-11-25", Step::WeekStart, sunday, "2026-11-22"),
        ("2026-11-25", Step::WeekEnd, sunday, "2026-11-28"),
        ("2026-03-31", Step::Months(-1), monday, "2026-02-28"),
        ("2026-01-31", Step::Months(1), monday, "2026-02-28"),
        ("2026-11-25", Step::Months(-12), monday, "2025-11-25"),
    ] {
        assert_eq!(step(day(from), way, first), day(to));
    }
    let (earliest, latest) = (day("2026-10-26"), day("2026-11-25"));
    for (to, shown) in [("2026-09-30", "2026-10-01"), ("2026-12-01", "2026-11-30"), ("2026-10-03", "2026-10-03")] {
        assert_eq!(bounded(day(to), earliest, latest), day(shown));
    }
}
