use call_records_wire::filter::{Pairs, parse_search};
use call_records_wire::page::{Page, Total};
use call_records_wire::words::HangupReason;
use leptos::prelude::{GetUntracked, Owner, WithUntracked};

use super::merge::{Change, classify};
use super::*;
use crate::calendar::{Moment, Preset, Unit};
use crate::state::sample::row;

fn filter(name: &str, value: &str) -> CallFilter {
    parse_search(&Pairs(vec![(name.to_owned(), value.to_owned())])).expect("a good filter").0
}

#[test]
fn a_change_is_judged_by_the_filter_and_by_what_the_list_knows() {
    let normal = filter("hangup_reason", "normal");
    let voicemail = filter("hangup_reason", "voicemail");
    for (filter, as_of, shown, change, wanted) in [
        (&normal, 5, None, 6, Change::Insert),
        (&normal, 5, Some(5), 6, Change::Update),
        (&voicemail, 5, Some(5), 6, Change::Remove),
        // It may be one of those beyond the last row.
        (&voicemail, 5, None, 6, Change::Remove),
        // The page knew this already, or newer.
        (&normal, 6, None, 6, Change::Ignore),
        (&normal, 5, Some(7), 6, Change::Ignore),
        (&normal, 5, Some(6), 6, Change::Ignore),
        // Loaded with a later page: its own number counts.
        (&normal, 9, Some(3), 6, Change::Update),
    ] {
        assert_eq!(classify(filter, as_of, shown, &row("a", change)), wanted, "{as_of} {shown:?} {change}");
    }
}

/// A list that shows a page of rows `(id, change)`, newest first.
pub(super) fn list(ids: &[(&str, u64)], as_of: u64, next: Option<&str>) -> CallRows {
    let rows = CallRows::new(SessionState::for_tests());
    rows.replace(page(ids, as_of, next));
    rows
}

pub(super) fn page(ids: &[(&str, u64)], as_of: u64, next: Option<&str>) -> Page<CallRow> {
    Page {
        items: ids.iter().map(|(id, change)| row(id, *change)).collect(),
        next_cursor: next.map(str::to_owned),
        total: Total { value: 100, exact: true },
        as_of,
        from: Timestamp::default(),
        to: None,
        earliest: Timestamp::default(),
    }
}

pub(super) fn ids(rows: CallRows) -> String {
    rows.pages.with_untracked(|pages| pages.held().map(|entry| entry.id.as_str()).collect::<Vec<_>>().join(" "))
}

fn entry(rows: CallRows, id: &str) -> Entry {
    rows.pages.with_untracked(|pages| pages.find(id).map(|(_, entry)| entry.clone())).expect("it is in the list")
}

fn next() -> String {
    "next".to_owned()
}

pub(super) fn with_owner(test: impl FnOnce()) {
    let owner = Owner::new();
    owner.set();
    test();
}

#[test]
fn a_new_call_goes_where_its_start_belongs() {
    with_owner(|| {
        let rows = list(&[("c", 30), ("b", 20)], 30, Some("next"));
        rows.apply(row("d", 40));
        assert_eq!(ids(rows), "d c b");
        // The same change twice is one call.
        rows.apply(row("d", 40));
        assert_eq!(ids(rows), "d c b");
        assert_eq!(rows.extent.get_untracked().map(|it| it.total.value), Some(101));
    });
}

#[test]
fn a_call_beyond_the_last_row_waits_for_its_page() {
    with_owner(|| {
        let rows = list(&[("c", 30), ("b", 20)], 30, Some("next"));
        let mut old = row("a", 31);
        old.started_at = row("a", 10).started_at;
        rows.apply(old.clone());
        assert_eq!(ids(rows), "c b");
        rows.append(next(), page(&[("a", 31)], 31, None));
        rows.append(next(), page(&[("a", 31)], 31, None));
        assert_eq!(ids(rows), "c b a");
    });
}

#[test]
fn new_calls_wait_while_the_reader_is_further_down() {
    with_owner(|| {
        let rows = list(&[("c", 30)], 30, None);
        rows.seen_from(false);
        rows.apply(row("d", 40));
        rows.apply(row("e", 41));
        let mut ended = row("d", 42);
        ended.hangup_reason = Some(HangupReason::Voicemail);
        rows.apply(ended);
        assert_eq!((ids(rows).as_str(), rows.waiting.get_untracked().len()), ("c", 2));
        rows.show_waiting();
        assert_eq!((ids(rows).as_str(), rows.waiting.get_untracked().len()), ("d e c", 0));
    });
}

#[test]
fn a_changed_call_keeps_its_place_and_its_signal() {
    with_owner(|| {
        let rows = list(&[("c", 30), ("b", 20)], 30, None);
        let signal = entry(rows, "b").row;
        let mut changed = row("b", 50);
        changed.talk_ms = 1_000;
        rows.apply(changed);
        assert_eq!(signal.with_untracked(|row| row.talk_ms), 1_000);
        assert!(ids(rows).ends_with('b'));
        rows.replace(page(&[("b", 60)], 60, None));
        assert_eq!(signal.with_untracked(|row| row.change), 60);
    });
}

#[test]
fn what_came_while_a_page_was_on_its_way_is_not_lost() {
    with_owner(|| {
        let rows = list(&[("b", 20)], 20, None);
        rows.behind.update_value(|behind| behind.asking = true);
        rows.apply(row("c", 21));
        rows.apply(row("d", 22));
        assert_eq!(ids(rows), "b");
        // The page was read when change 21 was known and 22 was not.
        rows.replace(page(&[("c", 21), ("b", 20)], 21, None));
        assert_eq!(ids(rows), "d c b");
    });
}

#[test]
fn a_call_that_stops_matching_leaves() {
    with_owner(|| {
        let rows = CallRows::new(SessionState::for_tests());
        rows.behind.update_value(|behind| {
            behind.question = Question { filter: filter("hangup_reason", "normal"), ..Question::default() };
        });
        rows.replace(page(&[("c", 30), ("b", 20)], 30, None));
        let mut changed = row("b", 31);
        changed.hangup_reason = Some(HangupReason::Voicemail);
        rows.apply(changed);
        assert_eq!(ids(rows), "c");
        assert_eq!(rows.neighbors("c"), (None, None));
    });
}

/// The page that was on its way was read before the change.
#[test]
fn what_came_while_more_rows_were_on_their_way_is_not_lost() {
    let old_row = |change| {
        let mut old = row("a", change);
        old.started_at = row("a", 10).started_at;
        old
    };
    let page_of_a = || Page { items: vec![old_row(10)], ..page(&[], 30, None) };
    let shown = |rows: CallRows| Some(entry(rows, "a").row.with_untracked(|it| it.change));
    with_owner(|| {
        let rows = list(&[("c", 30), ("b", 20)], 30, Some("next"));
        rows.more.set(Some(Ok(true)));
        rows.apply(old_row(31));
        rows.apply(row("d", 32));
        // What belongs among the rows on screen does not wait.
        assert_eq!(ids(rows), "d c b");
        rows.append(next(), page_of_a());
        assert_eq!((ids(rows).as_str(), shown(rows)), ("d c b a", Some(31)));
    });
    // After a failure the next attempt brings it.
    with_owner(|| {
        let rows = list(&[("c", 30), ("b", 20)], 30, Some("next"));
        rows.more.set(Some(Ok(true)));
        rows.apply(old_row(31));
        rows.stay(ApiError::Unreachable);
        assert_eq!(ids(rows), "c b");
        rows.append(next(), Page { items: vec![old_row(31)], ..page(&[], 31, None) });
        assert_eq!((ids(rows).as_str(), shown(rows)), ("c b a", Some(31)));
    });
}

#[test]
fn a_call_that_stopped_matching_while_its_page_was_on_its_way_does_not_stay() {
    with_owner(|| {
        let rows = CallRows::new(SessionState::for_tests());
        rows.behind.update_value(|behind| {
            behind.question = Question { filter: filter("hangup_reason", "normal"), ..Question::default() };
        });
        rows.replace(page(&[("c", 30)], 30, Some("next")));
        rows.more.set(Some(Ok(true)));
        let mut changed = row("b", 31);
        changed.hangup_reason = Some(HangupReason::Voicemail);
        rows.apply(changed);
        rows.append(next(), page(&[("b", 20)], 30, None));
        assert_eq!(ids(rows), "c");
    });
}

#[test]
fn the_total_is_counted_anew_when_a_change_cannot_be_accounted_for() {
    let total = |rows: CallRows| rows.extent.get_untracked().map(|it| it.total.value);
    with_owner(|| {
        let rows = list(&[("c", 30), ("b", 20)], 30, Some("next"));
        rows.apply(row("d", 40));
        assert_eq!((total(rows), rows.need.get_untracked()), (Some(101), Need::Nothing));
        let mut old = row("a", 41);
        old.started_at = row("a", 10).started_at;
        rows.apply(old);
        assert_eq!((total(rows), rows.need.get_untracked()), (Some(101), Need::Total));
        rows.need.set(Need::Nothing);
        // It was counted before the last change.
        rows.counted(Total { value: 90, exact: true }, 40);
        assert_eq!((total(rows), rows.need.get_untracked()), (Some(90), Need::Total));
        rows.need.set(Need::Nothing);
        rows.counted(Total { value: 91, exact: true }, 41);
        assert_eq!((total(rows), rows.need.get_untracked()), (Some(91), Need::Nothing));
    });
    // A bound stays a bound.
    with_owner(|| {
        let rows = CallRows::new(SessionState::for_tests());
        rows.replace(Page { total: Total { value: 10_000, exact: false }, ..page(&[("c", 30)], 30, Some("next")) });
        rows.apply(row("d", 40));
        assert_eq!((total(rows), rows.need.get_untracked()), (Some(10_000), Need::Nothing));
    });
}

/// The server chooses a start where nobody asked for one; calls before it are not in its pages.
#[test]
fn a_pushed_call_is_judged_by_the_start_that_the_server_chose() {
    with_owner(|| {
        let rows = CallRows::new(SessionState::for_tests());
        rows.replace(Page { from: row("a", 25).started_at, ..page(&[("c", 30)], 30, None) });
        let mut early = row("b", 40);
        early.started_at = row("b", 20).started_at;
        rows.apply(early);
        rows.apply(row("d", 41));
        assert_eq!(ids(rows), "d c");
    });
}

#[test]
fn a_failed_list_takes_no_pushed_calls() {
    with_owner(|| {
        let rows = list(&[("c", 30)], 30, None);
        rows.fail(ApiError::Unreachable);
        rows.apply(row("d", 40));
        assert_eq!(ids(rows), "");
        assert_eq!(rows.face.get_untracked(), Face::Failed(ApiError::Unreachable));
    });
}

#[test]
fn scrolling_does_not_repeat_what_failed() {
    with_owner(|| {
        let rows = list(&[("c", 30)], 30, Some("next"));
        rows.stay(ApiError::Unreachable);
        rows.near_end();
        assert_eq!(rows.more.get_untracked(), Some(Err(ApiError::Unreachable)));
    });
}

#[test]
fn a_list_that_is_left_open_at_its_top_asks_to_be_cut_back() {
    with_owner(|| {
        let rows = list(&[("c", 30)], 30, Some("next"));
        for change in 31..=u64::try_from(LONG).expect("a small number") + 29 {
            rows.apply(row(&format!("{change:05}"), change));
        }
        assert_eq!((rows.pages.with_untracked(Pages::len), rows.need.get_untracked()), (LONG, Need::Nothing));
        rows.apply(row("99999", 99_999));
        assert_eq!(rows.need.get_untracked(), Need::Page);
    });
}

#[test]
fn nothing_is_left_for_the_next_reader() {
    with_owner(|| {
        let rows = list(&[("c", 30)], 30, Some("next"));
        let number = rows.behind.with_value(|behind| behind.number);
        rows.seen_from(false);
        rows.apply(row("d", 40));
        rows.forget();
        assert_eq!((ids(rows).as_str(), rows.waiting.get_untracked().len()), ("", 0));
        assert_eq!((rows.extent.get_untracked(), rows.more.get_untracked()), (None, None));
        assert_eq!((rows.loaded.get_untracked(), rows.face.get_untracked()), (None, Face::Loading));
        // What is on its way comes to nothing.
        assert_ne!(rows.behind.with_value(|behind| behind.number), number);
    });
}

#[test]
fn ranges_that_are_counted_from_now_move_on_with_the_clock() {
    let day = 86_400_000;
    let at = |ms| Some(Timestamp::from_millis(ms));
    let asked = |range: Option<Days>, window_days| Question {
        filter: CallFilter { from: at(20 * day), ..filter("agent", "amy") },
        moving: range.map(|range| (range, window_days)),
        ..Question::default()
    };
    let later = 51 * day + 7;
    let last_30_days = Some(Days::Preset(Preset::Last30Days));
    let last_hours = Some(Days::Between(Some(Moment::Ago(3, Unit::Hour)), Some(Moment::Ago(1, Unit::Hour))));
    for (range, window_days, from, to) in [
        (None, 30, at(20 * day), None),
        (last_30_days, 40, at(22 * day), None),
        (last_30_days, 7, at(44 * day + 120_000), None),
        (last_hours, 30, at(later - 3 * 3_600_000), at(later - 3_600_000)),
    ] {
        let filter = asked(range, window_days).filter_at(later);
        assert_eq!((filter.from, filter.to, filter.agent.len()), (from, to, 1), "{range:?}");
    }
}
