use chrono::{Offset as _, TimeZone, Utc};
use chrono_tz::Tz;

use super::*;
use crate::zone::{Offset, OffsetCache, local_in};

fn ahead(zone: Tz, at_ms: i64) -> i64 {
    let at = Utc.timestamp_millis_opt(at_ms).single().expect("an instant");
    i64::from(zone.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc()) * 1_000
}

macro_rules! zones {
    ($($name:ident: $zone:ident,)*) => {
        $(fn $name(at_ms: i64) -> i64 { ahead(Tz::$zone, at_ms) })*
        const ZONES: &[(&str, Offset)] = &[$((stringify!($zone), $name),)*];
    };
}

zones! {
    berlin: Europe__Berlin,
    shanghai: Asia__Shanghai,
    new_york: America__New_York,
    st_johns: America__St_Johns,
    // The clock is changed at midnight.
    havana: America__Havana,
    cairo: Africa__Cairo,
    beirut: Asia__Beirut,
    // By half an hour.
    lord_howe: Australia__Lord_Howe,
    kathmandu: Asia__Kathmandu,
}

fn year() -> impl Iterator<Item = NaiveDate> {
    day("2026-01-01").iter_days().take(365)
}

#[test]
fn days_begin_and_end_where_their_zone_says() {
    for (zone, on, from, hours) in [
        (berlin as Offset, "2026-03-29", "2026-03-28 23:00", 23.0),
        (berlin, "2026-10-25", "2026-10-24 22:00", 25.0),
        (shanghai, "2026-03-29", "2026-03-28 16:00", 24.0),
        (shanghai, "2026-10-25", "2026-10-24 16:00", 24.0),
        (new_york, "2026-03-08", "2026-03-08 05:00", 23.0),
        (new_york, "2026-11-01", "2026-11-01 04:00", 25.0),
        (st_johns, "2026-03-08", "2026-03-08 03:30", 23.0),
        (st_johns, "2026-11-01", "2026-11-01 02:30", 25.0),
        // No midnight: the day starts at one.
        (havana, "2026-03-08", "2026-03-08 05:00", 23.0),
        // Two midnights: the day starts at the first.
        (havana, "2026-11-01", "2026-11-01 04:00", 25.0),
        (cairo, "2026-04-24", "2026-04-23 22:00", 23.0),
        (cairo, "2026-10-29", "2026-10-28 21:00", 25.0),
        (lord_howe, "2026-04-05", "2026-04-04 13:00", 24.5),
        (lord_howe, "2026-10-04", "2026-10-03 13:30", 23.5),
    ] {
        let start = start_of_day(day(on), zone);
        let next = start_of_day(day(on).succ_opt().expect("a day"), zone);
        assert_eq!(start, utc(from), "{on}");
        #[expect(clippy::cast_precision_loss, reason = "lengths of days are small")]
        let length = (next - start) as f64 / 3_600_000.0;
        assert!((length - hours).abs() < 1e-9, "{on} has {length} hours");
    }
}

#[test]
fn today_holds_its_first_and_its_last_instant_and_no_other_day() {
    for (name, zone) in ZONES {
        for today in year() {
            let (start, end) = (start_of_day(today, *zone), start_of_day(today.succ_opt().expect("a day"), *zone));
            for at in [start, start + 1, end - 1] {
                let now = Now { earliest: 0, ..Now::new(at, 30, *zone) };
                assert_eq!(now.today, today, "{name} at {at}");
                assert_eq!(Range::Preset(Preset::Today).instants(now).0, Some(start), "{name} {today}");
                let next = Now { earliest: 0, ..Now::new(end, 30, *zone) };
                assert_eq!(Range::Preset(Preset::Yesterday).instants(next), (Some(start), Some(end)), "{name} {today}");
            }
            assert_ne!(day_of(start - 1, *zone), today, "{name} {today}");
        }
    }
}

#[test]
fn every_half_hour_of_the_year_is_found_again_by_its_clock() {
    let (first, last) = (utc("2026-01-01 00:00"), utc("2027-01-01 00:00"));
    for (name, zone) in ZONES {
        for at in (first..last).step_by(1_800_000) {
            let local = local_in(at, *zone);
            let found = instant_of(local, *zone);
            match Shown::of(local, *zone) {
                Shown::Once => assert_eq!(found, at, "{name} {local}"),
                // The first of the two is meant.
                Shown::Twice => assert!(found <= at && local_in(found, *zone) == local, "{name} {local}"),
                Shown::Never => panic!("{name}: a clock that shows {local} never does"),
            }
            let text = field_text(found, *zone);
            let read = read(&text, Side::From, day("2026-06-01"), *zone).expect("a field reads what it shows");
            assert_eq!(read.moment, Moment::At(found), "{name} {text}");
        }
    }
}

#[test]
fn times_that_a_clock_leaves_out_or_shows_twice_are_known() {
    for (zone, typed, shown, at) in [
        (berlin as Offset, "2026-03-29 02:30", Shown::Never, "2026-03-29 01:30"),
        (berlin, "2026-10-25 02:30", Shown::Twice, "2026-10-25 00:30"),
        (new_york, "2026-03-08 02:30", Shown::Never, "2026-03-08 07:30"),
        (new_york, "2026-11-01 01:30", Shown::Twice, "2026-11-01 05:30"),
        (st_johns, "2026-03-08 02:30", Shown::Never, "2026-03-08 06:00"),
        (st_johns, "2026-11-01 01:30", Shown::Twice, "2026-11-01 04:00"),
        (havana, "2026-03-08 00:30", Shown::Never, "2026-03-08 05:30"),
        (havana, "2026-11-01 00:30", Shown::Twice, "2026-11-01 04:30"),
        (cairo, "2026-10-29 23:30", Shown::Twice, "2026-10-29 20:30"),
        (lord_howe, "2026-10-04 02:15", Shown::Never, "2026-10-03 15:45"),
        (lord_howe, "2026-04-05 01:45", Shown::Twice, "2026-04-04 14:45"),
        (shanghai, "2026-03-29 02:30", Shown::Once, "2026-03-28 18:30"),
    ] {
        let today = day("2026-06-01");
        let typed_moment = read(typed, Side::From, today, zone).expect("a time");
        assert_eq!(typed_moment.shown(today, zone).map(|(_, shown)| shown), Some(shown), "{typed}");
        assert_eq!(typed_moment.moment, Moment::At(utc(at)), "{typed}");
    }
}

#[test]
fn an_offset_is_remembered_and_never_wrong() {
    let (first, last) = (utc("2026-01-01 00:00"), utc("2027-01-01 00:00"));
    for (name, zone) in ZONES {
        let mut cache = OffsetCache::default();
        let mut asked = 0;
        for at in (first..last).step_by(600_000) {
            let known = cache.at(at, |at| {
                asked += 1;
                zone(at)
            });
            assert_eq!(known, zone(at), "{name} at {at}");
        }
        // Twice a day, and by the quarter of an hour on the days of a change.
        assert!(asked < 2 * 366 + 2 * 100, "{name} was asked {asked} times");
    }
}
