use call_records_wire::filter::{Pairs, parse_search};
use call_records_wire::page::{Page, Sort, Total};
use call_records_wire::words::HangupReason;
use leptos::prelude::{GetUntracked, Owner, WithUntracked};

use super::merge::{Change, classify};
use super::*;
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
        (&voicemail, 5, None, 6, Change::Ignore),
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
fn list(ids: &[(&str, u64)], as_of: u64, next: Option<&str>) -> CallRows {
    let rows = CallRows::new(SessionState::for_tests());
    rows.replace(page(ids, as_of, next));
    rows
}

fn page(ids: &[(&str, u64)], as_of: u64, next: Option<&str>) -> Page<CallRow> {
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

fn ids(rows: CallRows) -> String {
    rows.entries.with_untracked(|entries| entries.iter().map(|entry| entry.id.as_str()).collect::<Vec<_>>().join(" "))
}

fn with_owner(test: impl FnOnce()) {
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
        rows.append(page(&[("a", 31)], 31, None));
        rows.append(page(&[("a", 31)], 31, None));
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
        let signal = rows.entries.get_untracked().last().expect("it is shown").row.clone();
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
        rows.face.set(Face::Refreshing);
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
            behind.question = Question { filter: filter("hangup_reason", "normal"), sort: Sort::NEWEST_FIRST };
        });
        rows.replace(page(&[("c", 30), ("b", 20)], 30, None));
        let mut changed = row("b", 31);
        changed.hangup_reason = Some(HangupReason::Voicemail);
        rows.apply(changed);
        assert_eq!(ids(rows), "c");
        assert_eq!(rows.neighbors("c"), (None, None));
    });
}
