//! Nothing that is being read moves.

use call_records_wire::page::Page;
use leptos::prelude::{GetUntracked, UpdateValue, WithUntracked};

use super::tests::{ids, list, page, with_owner};
use super::*;
use crate::state::sample::row;

fn normal_only() -> CallRows {
    let rows = CallRows::new(SessionState::for_tests());
    let pairs = call_records_wire::filter::Pairs(vec![("hangup_reason".to_owned(), "normal".to_owned())]);
    let (filter, _) = call_records_wire::filter::parse_search(&pairs).expect("a good filter");
    rows.behind.update_value(|behind| behind.question = Question { filter, ..Question::default() });
    rows.replace(page(&[("c", 30), ("b", 20), ("a", 10)], 30, None));
    rows
}

fn gone(id: &str, change: u64, minute: u64) -> CallRow {
    let mut changed = row(id, change);
    changed.started_at = row(id, minute).started_at;
    changed.hangup_reason = None;
    changed
}

fn left(rows: CallRows) -> String {
    rows.pages.with_untracked(|pages| {
        pages.held().filter(|entry| !entry.belongs()).map(|entry| entry.id.as_str()).collect::<Vec<_>>().join(" ")
    })
}

fn total(rows: CallRows) -> Option<u64> {
    rows.extent.get_untracked().map(|it| it.total.value)
}

#[test]
fn what_stops_matching_in_sight_stays_until_nobody_reads_and_is_counted_once() {
    with_owner(|| {
        let rows = normal_only();
        rows.behind.update_value(|behind| behind.sight = 0..2);
        rows.pointed(true);
        rows.apply(gone("b", 31, 20));
        rows.apply(gone("b", 32, 20));
        assert_eq!((ids(rows).as_str(), left(rows).as_str(), total(rows)), ("c b a", "b", Some(99)));
        // Out of sight it goes at once.
        rows.apply(gone("a", 33, 10));
        assert_eq!((ids(rows).as_str(), total(rows)), ("c b", Some(98)));
        // It matches again.
        let mut back = gone("b", 34, 20);
        back.hangup_reason = row("b", 34).hangup_reason;
        rows.apply(back);
        assert_eq!((left(rows).as_str(), total(rows)), ("", Some(99)));
        rows.apply(gone("b", 35, 20));
        rows.pointed(false);
        assert_eq!((ids(rows).as_str(), total(rows)), ("c", Some(98)));
    });
}

#[test]
fn the_row_with_the_focus_stays_wherever_it_is() {
    with_owner(|| {
        let rows = normal_only();
        rows.entered(true);
        rows.focused(Some("a".to_owned()));
        rows.apply(gone("a", 31, 10));
        assert_eq!((ids(rows).as_str(), left(rows).as_str()), ("c b a", "a"));
        rows.focused(None);
        rows.entered(false);
        assert_eq!(ids(rows), "c b");
    });
}

#[test]
fn new_calls_wait_while_somebody_is_in_the_list() {
    with_owner(|| {
        let rows = list(&[("c", 30)], 30, None);
        rows.pointed(true);
        rows.apply(row("d", 40));
        rows.entered(true);
        rows.pointed(false);
        rows.apply(row("e", 41));
        assert_eq!((ids(rows).as_str(), rows.waiting.get_untracked().len()), ("c", 2));
        rows.entered(false);
        assert_eq!((ids(rows).as_str(), rows.waiting.get_untracked().len()), ("e d c", 0));
        assert_eq!((rows.take_news(), rows.take_news()), (2, 0));
    });
}

#[test]
fn a_call_that_is_longer_now_does_not_move() {
    with_owner(|| {
        let rows = CallRows::new(SessionState::for_tests());
        let sort = "-duration_ms".parse().expect("an order");
        rows.behind.update_value(|behind| behind.question = Question { sort, ..Question::default() });
        let timed = |id: &str, change, duration_ms| CallRow { duration_ms, ..row(id, change) };
        let items = vec![timed("long", 1, 9_000), timed("short", 2, 1_000)];
        rows.replace(Page { items, ..page(&[], 2, None) });
        rows.apply(timed("short", 3, 20_000));
        assert_eq!(ids(rows), "long short");
    });
}

#[test]
fn whoever_reads_further_down_goes_on_there_after_a_gap() {
    with_owner(|| {
        let rows = list(&[("c", 30), ("b", 20)], 30, Some("next"));
        rows.append("next".to_owned(), page(&[("a", 10)], 30, None));
        rows.seen_from(false);
        rows.mend(page(&[("d", 40), ("c", 35), ("b", 20)], 40, Some("next")));
        assert_eq!((ids(rows).as_str(), rows.waiting.get_untracked().len()), ("c b a", 1));
        assert_eq!(rows.loaded.get_untracked(), Some(40));
        // Every page is asked for again.
        let wanted = super::pages::Wanted { cursor: Some("next".to_owned()) };
        assert_eq!(rows.pages.with_untracked(|pages| pages.wanted(&(2..3))), Some(wanted));
        rows.fill(Some("next"), page(&[], 40, None));
        assert_eq!(ids(rows), "c b");
    });
}

#[test]
fn chosen_calls_stay_chosen_until_something_else_is_asked_for() {
    with_owner(|| {
        let rows = list(&[("d", 40), ("c", 30), ("b", 20), ("a", 10)], 40, None);
        rows.toggle_selected("b");
        rows.select_to("d");
        let chosen = |rows: CallRows| rows.selected().iter().map(|it| it.call_id.clone()).collect::<Vec<_>>().join(" ");
        assert_eq!(chosen(rows), "d c b");
        assert!(!rows.all_selected());
        rows.toggle_selected("c");
        rows.replace(page(&[("e", 50), ("d", 40)], 50, None));
        assert_eq!(chosen(rows), "d b");
        // A row that is not held any more still learns what becomes of its call.
        let mut changed = row("b", 60);
        changed.started_at = row("b", 20).started_at;
        changed.talk_ms = 5;
        rows.apply(changed);
        assert_eq!(rows.selected().last().map(|it| it.talk_ms), Some(5));
        rows.behind.update_value(|behind| behind.other = true);
        rows.replace(page(&[("e", 50)], 60, None));
        assert_eq!(rows.selection.count(), 0);
    });
}

#[test]
fn more_calls_than_can_wait_are_counted_by_the_server() {
    with_owner(|| {
        let rows = list(&[("c", 30)], 30, None);
        rows.seen_from(false);
        let most = u64::try_from(LONG).expect("a small number") + 1;
        for change in 0..most {
            rows.apply(row(&format!("{change:05}"), 40 + change));
        }
        assert_eq!((total(rows), rows.take_news()), (Some(100 + most), LONG + 1));
        // One that is not held changes again and again.
        for change in 0..3 {
            rows.apply(row("z", 9_000 + change));
        }
        assert_eq!((total(rows), rows.take_news(), rows.need.get_untracked()), (Some(100 + most), 0, Need::Total));
    });
}

#[test]
fn what_came_with_a_page_waits_no_more() {
    with_owner(|| {
        let rows = list(&[("c", 30)], 30, Some("next"));
        rows.pointed(true);
        rows.apply(row("d", 40));
        rows.append("next".to_owned(), page(&[("d", 40), ("b", 20)], 40, None));
        assert_eq!((ids(rows).as_str(), rows.waiting.get_untracked().len()), ("c d b", 0));
    });
}

#[test]
fn a_page_that_comes_again_moves_nothing_under_the_reader() {
    with_owner(|| {
        let rows = list(&[("c", 30), ("b", 20)], 30, None);
        rows.pointed(true);
        rows.mend(page(&[("d", 40), ("c", 30), ("b", 20)], 40, None));
        rows.fill(None, page(&[("d", 40), ("c", 30), ("b", 20)], 40, None));
        assert_eq!((ids(rows).as_str(), rows.waiting.get_untracked().len()), ("c b", 1));
        rows.pointed(false);
        assert_eq!(ids(rows), "d c b");
    });
}

#[test]
fn whoever_reads_at_the_top_keeps_the_rows_after_a_gap_and_when_the_list_is_cut_back() {
    with_owner(|| {
        let rows = list(&[("c", 30)], 30, Some("next"));
        for change in 31..600 {
            rows.apply(row(&format!("{change:05}"), change));
        }
        assert_eq!((rows.is_read_on(), rows.is_long_and_free()), (false, true));
        rows.pointed(true);
        assert_eq!((rows.is_read_on(), rows.is_long_and_free()), (true, false));
        rows.behind.update_value(|behind| behind.other = true);
        assert!(!rows.is_read_on(), "the rows answer another question");
    });
}

#[test]
fn what_has_left_stays_while_the_pointer_rests_on_it_at_the_top() {
    with_owner(|| {
        let rows = normal_only();
        rows.seen_from(false);
        rows.pointed(true);
        rows.behind.update_value(|behind| behind.sight = 0..3);
        rows.apply(gone("b", 31, 20));
        rows.seen_from(true);
        assert_eq!(ids(rows), "c b a");
        rows.pointed(false);
        assert_eq!(ids(rows), "c a");
    });
}

#[test]
fn a_page_that_was_read_before_a_call_stopped_matching_does_not_bring_it_back() {
    with_owner(|| {
        let rows = normal_only();
        rows.pointed(true);
        rows.behind.update_value(|behind| behind.sight = 0..3);
        rows.apply(gone("b", 31, 20));
        rows.fill(None, page(&[("c", 30), ("b", 20), ("a", 10)], 30, None));
        assert_eq!(left(rows), "b");
    });
}

#[test]
fn more_rows_can_be_asked_for_after_a_first_page_overtook_them() {
    with_owner(|| {
        let rows = list(&[("c", 30)], 30, Some("next"));
        rows.more.set(Some(Ok(true)));
        rows.begin();
        rows.mend(page(&[("c", 30)], 40, Some("next")));
        assert_eq!(rows.more.get_untracked(), Some(Ok(false)));
    });
}
