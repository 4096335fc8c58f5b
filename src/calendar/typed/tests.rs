use super::*;
use crate::calendar::Now;

fn utc(_: i64) -> i64 {
    0
}

fn today() -> NaiveDate {
    // A Wednesday.
    "2026-11-25".parse().expect("a day")
}

fn read_from(text: &str) -> Result<String, Misread> {
    read(text, Side::From, today(), utc).map(|typed| typed.moment.to_string())
}

#[test]
fn what_is_counted_from_now_stays_so() {
    for (typed, kept) in [
        ("now", "now"),
        ("现在", "now"),
        ("-3h", "-3h"),
        ("now-90m", "-90m"),
        ("now - 90 min", "-90m"),
        ("−2d", "-2d"),
        ("-1w", "-1w"),
        ("1h30m ago", "-90m"),
        ("2 days ago", "-2d"),
        ("3小时前", "-3h"),
        ("30 分钟前", "-30m"),
        ("2天前", "-2d"),
        ("today", "today 00:00"),
        ("Yesterday 14:00", "yesterday 14:00"),
        ("14:00 yesterday", "yesterday 14:00"),
        ("yesterday at 2 pm", "yesterday 14:00"),
        ("monday 9:00", "monday 09:00"),
        ("Tue, 9:00:05", "tuesday 09:00:05"),
        ("14:00", "today 14:00"),
        ("9am", "today 09:00"),
        ("12 am", "today 00:00"),
        ("12:30pm", "today 12:30"),
        ("noon", "today 12:00"),
        ("24:00", "today 24:00"),
        ("昨天 14:00", "yesterday 14:00"),
        ("昨天１４：００", "yesterday 14:00"),
        ("昨天下午3点半", "yesterday 15:30"),
        ("今天", "today 00:00"),
        ("前天 8点15分", "today-2d 08:15"),
        ("3天前 14:00", "today-3d 14:00"),
        ("3 days ago 14:00", "today-3d 14:00"),
        ("today-3d 14:00", "today-3d 14:00"),
        ("周一 9:00", "monday 09:00"),
        ("星期天", "sunday 00:00"),
    ] {
        assert_eq!(read_from(typed).as_deref(), Ok(kept), "{typed}");
    }
}

#[test]
fn dates_are_read_as_people_write_them() {
    for (typed, kept) in [
        ("24 nov", "2026-11-24T00:00"),
        ("24. November 2026, 8:00", "2026-11-24T08:00"),
        ("24th Nov 8:00", "2026-11-24T08:00"),
        ("Nov 24", "2026-11-24T00:00"),
        ("november 24th, 2026 9pm", "2026-11-24T21:00"),
        ("24.11. 8:00", "2026-11-24T08:00"),
        ("24.11 8:00", "2026-11-24T08:00"),
        ("24.11.26", "2026-11-24T00:00"),
        ("24.11.2026 8:00", "2026-11-24T08:00"),
        ("2026-11-24 08:00:15", "2026-11-24T08:00:15"),
        ("2026-11-24T08:00", "2026-11-24T08:00"),
        ("2026/1/2 9:05", "2026-01-02T09:05"),
        ("2026.11.24", "2026-11-24T00:00"),
        ("20261124", "2026-11-24T00:00"),
        // One of the two can only be the day.
        ("25/11", "2026-11-25T00:00"),
        ("11/24", "2026-11-24T00:00"),
        ("11/24/2026", "2026-11-24T00:00"),
        ("24/11/2026 8:00", "2026-11-24T08:00"),
        ("11-24 8:00", "2026-11-24T08:00"),
        ("11/24 10:00", "2026-11-24T10:00"),
        ("24-11-2026, 8pm", "2026-11-24T20:00"),
        ("11/11", "2026-11-11T00:00"),
        ("11月24日 8:00", "2026-11-24T08:00"),
        ("11月24号8点", "2026-11-24T08:00"),
        ("2026年11月24日 晚上8点", "2026-11-24T20:00"),
        ("2026-11-24T08:00:15.250Z", "2026-11-24T08:00:15"),
        ("2026-11-24 08:00+01:00", "2026-11-24T07:00"),
        ("2026-11-24 08:00 -0330", "2026-11-24T11:30"),
        ("2026-11-24 08:00 UTC", "2026-11-24T08:00"),
        ("1795507200", "2026-11-24T08:00"),
        ("1795507200000", "2026-11-24T08:00"),
        // The nearest one.
        ("24 may", "2027-05-24T00:00"),
        ("2 jun", "2026-06-02T00:00"),
        ("2 jan", "2027-01-02T00:00"),
    ] {
        let read = read_from(typed);
        assert!(read.as_ref().is_ok_and(|read| read.starts_with(kept)), "{typed}: {read:?}");
    }
}

#[test]
fn what_cannot_be_read_says_why() {
    for (typed, why) in [
        ("11/12", Misread::Ambiguous),
        ("10/11/2026", Misread::Ambiguous),
        ("11-10 8:00", Misread::Ambiguous),
        ("24/11/26", Misread::Ambiguous),
        ("0/11", Misread::NoSuchDay),
        ("25/13", Misread::NoSuchDay),
        ("31/11", Misread::NoSuchDay),
        ("2026-02-30", Misread::NoSuchDay),
        ("31 nov", Misread::NoSuchDay),
        ("1995-01-01", Misread::NoSuchDay),
        ("25:00", Misread::NoSuchTime),
        ("24:01", Misread::NoSuchTime),
        ("14:60", Misread::NoSuchTime),
        ("2026-11-23 25:00", Misread::NoSuchTime),
        ("nonsense", Misread::Unknown),
        ("14", Misread::Unknown),
        ("yesterday yesterday", Misread::Unknown),
        ("14:00 15:00", Misread::Unknown),
        ("-3x", Misread::Unknown),
        ("-1d2h", Misread::Unknown),
        ("14:00Z", Misread::Unknown),
        ("2026-11", Misread::Unknown),
        ("-", Misread::Unknown),
        ("2026-11-24 08:00 +99:00", Misread::Unknown),
    ] {
        assert_eq!(read_from(typed), Err(why), "{typed}");
    }
}

#[test]
fn a_day_alone_is_its_beginning_for_a_start_and_all_of_it_for_an_end() {
    let to = |text| read(text, Side::To, today(), utc).expect("a moment").moment;
    assert_eq!(to("yesterday").to_string(), "yesterday 24:00");
    assert_eq!(to("2026-11-24"), Moment::At(1_795_564_800_000));
    assert_eq!(to("2026-11-24 00:00"), Moment::At(1_795_478_400_000));
}

/// New York in 2026, by its rules: put forward on 8 March at 07:00 UTC, back on 1 November at 06:00 UTC.
fn new_york(at: i64) -> i64 {
    if (1_772_953_200_000..1_793_512_800_000).contains(&at) { -4 * HOUR } else { -5 * HOUR }
}

#[test]
fn a_time_that_comes_twice_or_never_is_known() {
    for (typed, shown, at) in [
        ("2026-03-08 02:30", Shown::Never, "2026-03-08T07:30:00.000Z"),
        ("2026-11-01 01:30", Shown::Twice, "2026-11-01T05:30:00.000Z"),
        ("2026-11-01 02:00", Shown::Once, "2026-11-01T07:00:00.000Z"),
    ] {
        let typed = read(typed, Side::From, today(), new_york).expect("a time");
        assert_eq!(typed.shown(today(), new_york).map(|(_, shown)| shown), Some(shown));
        assert_eq!(typed.moment.to_string(), at);
    }
}

#[test]
fn every_moment_is_read_back_from_its_own_spelling() {
    let days = (-40..40)
        .map(Day::FromToday)
        .chain([chrono::Weekday::Mon, chrono::Weekday::Thu, chrono::Weekday::Sun].map(Day::Last));
    let on = days.flat_map(|day| [0, 1, 30_600, 86_399, 86_400].map(|seconds| Moment::On(day, seconds)));
    let ago = Unit::ALL.into_iter().flat_map(|unit| [0, 1, 90, 3_000].map(|count| Moment::Ago(count, unit)));
    for moment in on.chain(ago).chain([Moment::Now]) {
        for side in [Side::From, Side::To] {
            let text = moment.to_string();
            assert_eq!(read(&text, side, today(), utc).map(|typed| typed.moment), Ok(moment), "{text}");
        }
    }
}

#[test]
fn no_text_breaks_the_reader() {
    // Pieces in any order, also cut in the middle of what they mean.
    let pieces =
        ["24", ".", "11", "nov", "月", "下午", ":", "-", "3", "h", "前", "ago", " ", "now", "年", "+", "z", "t"];
    let mut state: usize = 7;
    for _ in 0..20_000 {
        let mut text = String::new();
        for _ in 0..6 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            text.push_str(pieces[(state >> 33) % pieces.len()]);
        }
        if let Ok(typed) = read(&text, Side::From, today(), utc) {
            let now = Now { at: 1_795_600_000_000, today: today(), earliest: 0, offset: utc };
            let _ = typed.moment.instant(now);
        }
    }
}
