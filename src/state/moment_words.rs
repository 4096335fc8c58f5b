//! Ends of a range in words: as the fields show them, and as a sentence says them.

use chrono::{NaiveDateTime, NaiveTime, Timelike};

use crate::calendar::{self, Day, Misread, Moment, Now, Side, Typed, Unit, time_text};
use crate::i18n::{day_and_time, fill, full_date, medium_date, short_weekday, t};
use crate::zone::{self, Offset, local_in};

/// An end as its field shows it: `-3h`, `yesterday 14:00`, `2026-11-23 09:30`. The field reads it back.
pub fn field_words(moment: Moment, offset: Offset) -> String {
    let texts = &t().dates;
    match moment {
        Moment::At(at) => calendar::field_text(at, offset),
        Moment::Now => t().now.to_owned(),
        Moment::Ago(count, unit) => {
            let template = match unit {
                Unit::Second => texts.ago_seconds,
                Unit::Minute => texts.ago_minutes,
                Unit::Hour => texts.ago_hours,
                Unit::Day => texts.ago_days,
                Unit::Week => texts.ago_weeks,
            };
            fill(template, &[("count", &count.to_string())])
        }
        Moment::On(day, seconds) => {
            let time = time_text(seconds);
            match day {
                Day::FromToday(0) => fill(texts.on_today, &[("time", &time)]),
                Day::FromToday(-1) => fill(texts.on_yesterday, &[("time", &time)]),
                Day::FromToday(1) => fill(texts.on_tomorrow, &[("time", &time)]),
                Day::FromToday(days) if days < 0 => {
                    fill(texts.on_days_ago, &[("count", &days.unsigned_abs().to_string()), ("time", &time)])
                }
                Day::FromToday(_) => moment.to_string(),
                Day::Last(weekday) => fill(texts.on_weekday, &[("day", short_weekday(weekday)), ("time", &time)]),
            }
        }
    }
}

/// A day and time in words: `Tue 24 Nov 2026, 14:00`. The end of a day is that day's 24:00.
pub fn clock_words(local: NaiveDateTime, side: Side) -> String {
    dated(local, side, medium_date)
}

/// The same with the day in full: `Tuesday 24 November 2026, 14:00`.
pub fn full_clock_words(local: NaiveDateTime, side: Side) -> String {
    dated(local, side, full_date)
}

fn dated(local: NaiveDateTime, side: Side, date: fn(chrono::NaiveDate) -> String) -> String {
    let ends_day = side == Side::To && local.time() == NaiveTime::MIN;
    let (day, seconds) = match local.date().pred_opt().filter(|_| ends_day) {
        Some(day) => (day, 86_400),
        None => (local.date(), local.time().num_seconds_from_midnight()),
    };
    day_and_time(&date(day), &time_text(seconds))
}

/// How an end is understood: its day and time, and what is meant where the clock shows the time twice or never.
pub fn understood(typed: Typed, side: Side, now: Now) -> String {
    let at = typed.moment.instant(now);
    let words = clock_words(local_in(at, now.offset), side);
    let shown = typed.shown(now.today, now.offset);
    let note = match shown {
        Some((_, calendar::Shown::Twice)) => t().dates.comes_twice,
        Some((_, calendar::Shown::Never)) => t().dates.never_comes,
        Some((_, calendar::Shown::Once)) | None => return words,
    };
    let asked = shown.map(|(local, _)| time_text(local.time().num_seconds_from_midnight())).unwrap_or_default();
    fill(note, &[("time", &asked), ("moment", &words)])
}

/// Why a text is no moment, and what would be one.
pub fn misread_text(why: Misread) -> &'static str {
    match why {
        Misread::Unknown => t().dates.not_understood,
        Misread::Ambiguous => t().dates.ambiguous,
        Misread::NoSuchDay => t().dates.no_such_day,
        Misread::NoSuchTime => t().dates.no_such_time,
    }
}

/// The first instant that can be searched, as the fields show days and times.
pub fn earliest_words(now: Now) -> String {
    fill(t().dates.earliest, &[("moment", &calendar::field_text(now.earliest, zone::offset))])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Language, speak};

    fn utc(_: i64) -> i64 {
        0
    }

    fn now() -> Now {
        // Wednesday 25 November 2026, 14:00.
        Now::new(1_795_615_200_000, 30, utc)
    }

    #[test]
    fn a_field_reads_the_words_that_it_shows_in_every_language() {
        let days = [-40, -2, -1, 0, 1, 2].map(Day::FromToday).into_iter();
        let on = days.chain([chrono::Weekday::Mon, chrono::Weekday::Sun].map(Day::Last));
        let units = [Unit::Second, Unit::Minute, Unit::Hour, Unit::Day, Unit::Week];
        let moments: Vec<Moment> = on
            .flat_map(|day| [0, 50_400, 86_399, 86_400].map(|seconds| Moment::On(day, seconds)))
            .chain(units.map(|unit| Moment::Ago(3, unit)))
            .chain([Moment::Now, Moment::At(1_795_615_205_000)])
            .collect();
        for language in Language::ALL {
            speak(language);
            for moment in &moments {
                let words = field_words(*moment, utc);
                let read = calendar::read(&words, Side::To, now().today, utc).map(|typed| typed.moment);
                assert_eq!(read, Ok(*moment), "{words}");
            }
        }
        speak(Language::English);
    }

    #[test]
    fn what_was_typed_is_said_in_full_before_it_is_asked_for() {
        for (typed, side, words) in [
            ("14:00", Side::From, "Wed 25 Nov 2026, 14:00"),
            ("yesterday", Side::From, "Tue 24 Nov 2026, 00:00"),
            ("yesterday", Side::To, "Tue 24 Nov 2026, 24:00"),
            ("-90m", Side::To, "Wed 25 Nov 2026, 12:30"),
        ] {
            let typed = calendar::read(typed, side, now().today, utc).expect("a moment");
            assert_eq!(understood(typed, side, now()), words);
        }
    }

    /// Put back by an hour on 25 October 2026 at 01:00 UTC, forward on 29 March at 01:00 UTC.
    fn berlin(at: i64) -> i64 {
        if (1_774_746_000_000..1_792_890_000_000).contains(&at) { 7_200_000 } else { 3_600_000 }
    }

    #[test]
    fn a_time_that_comes_twice_or_never_says_what_is_meant() {
        let now = Now { offset: berlin, ..now() };
        for (typed, words) in [
            ("2026-10-25 02:30", "Sun 25 Oct 2026, 02:30, the first of the two times that the clock shows 02:30"),
            ("2026-03-29 02:30", "Sun 29 Mar 2026, 03:30, as the clock never shows 02:30 on this day"),
        ] {
            let typed = calendar::read(typed, Side::From, now.today, berlin).expect("a moment");
            assert_eq!(understood(typed, Side::From, now), words);
        }
    }
}
