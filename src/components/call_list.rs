//! The list with all its faces: on its way, empty, failed, full.

use call_records_wire::page::Sort;
use leptos::prelude::*;

use super::call_table::CallTable;
use super::list_tools::ListTools;
use super::ui::{Glyph, Icon, Notice, error_text, focus};
use crate::format::{self, count, time_short};
use crate::i18n::{fill, short_date, t};
use crate::state::desk::Desk;
use crate::state::rows::{ApiError, Extent, Face};
use crate::zone;

/// What of the list is shown, without what it holds: the table stays while its rows are fetched anew.
#[derive(Clone, PartialEq)]
enum Shown {
    Loading,
    Empty,
    Failed(ApiError),
    Table,
}

/// The list.
#[component]
pub fn CallList(
    /// Every handle.
    desk: &'static Desk,
    /// How many days can be searched.
    window_days: Signal<u32>,
    /// All days that can be searched are wanted.
    on_show_all: Callback<()>,
    /// Another order is wanted.
    on_sort: Callback<Sort>,
) -> impl IntoView {
    let rows = desk.rows;
    let shown = Memo::new(move |_| match rows.face() {
        Face::Failed(err) => Shown::Failed(err),
        Face::Loading => Shown::Loading,
        Face::Ready if rows.len() == 0 => Shown::Empty,
        Face::Refreshing if rows.len() == 0 => Shown::Loading,
        Face::Ready | Face::Refreshing => Shown::Table,
    });
    let busy = Memo::new(move |_| matches!(rows.face(), Face::Loading | Face::Refreshing));
    let unread = move || desk.address.unread();
    view! {
        <Show when=move || !unread().is_empty()>
            <p class="call-list__unread" role="status">
                {move || fill(t().link_unread, &[("fields", &unread().iter().map(|it| format::harmless(it)).collect::<Vec<_>>().join(", "))])}
            </p>
        </Show>
        <section
            id="call-list"
            tabindex="-1"
            class="call-list"
            class:call-list--busy=move || busy.get()
            aria-label=t().calls_table
            aria-busy=move || busy.get().to_string()
        >
            <ListHead desk window_days on_sort />
            {move || match shown.get() {
                Shown::Loading => view! { <Skeleton /> }.into_any(),
                Shown::Empty => view! { <Empty desk on_show_all /> }.into_any(),
                Shown::Failed(err) if err.is_forbidden() => {
                    view! { <Notice title=t().forbidden_title body=error_text(&err) alert=true /> }.into_any()
                }
                Shown::Failed(err) if err.earliest().is_some() => {
                    view! {
                        <Notice
                            title=t().states.window_title
                            body=error_text(&err)
                            action=t().show_all_days
                            on_action=on_show_all
                            alert=true
                        />
                    }
                        .into_any()
                }
                Shown::Failed(err) => {
                    let by_itself = if err == ApiError::Unreachable { t().states.tries_again } else { "" };
                    view! {
                        <Notice
                            title=t().failed_title
                            body=format!("{} {by_itself}", error_text(&err))
                            action=t().retry
                            on_action=Callback::new(move |()| rows.refresh())
                            alert=true
                        />
                    }
                        .into_any()
                }
                Shown::Table => {
                    view! {
                        <CallTable
                            rows
                            player=desk.player
                            notices=desk.notices
                            now=desk.clock.now
                            open_call=desk.address.call.into()
                            on_open=Callback::new(move |id: String| desk.address.open_call(&id))
                        />
                    }
                        .into_any()
                }
            }}
        </section>
    }
}

/// Why there is nothing, and what to do.
#[component]
fn Empty(desk: &'static Desk, on_show_all: Callback<()>) -> impl IntoView {
    move || {
        let now = desk.clock.now.get_untracked();
        let (range, filtered) = desk.address.view.with(|view| (view.range, !view.parts().is_empty()));
        let all = range.is_everything(untrack(|| desk.now()), now);
        let body = match (filtered, all) {
            (true, false) => t().empty_filters,
            (true, true) => t().empty_filters_all,
            (false, false) => t().empty_range,
            (false, true) => t().empty_all,
        };
        let live = if range.is_open(now) { t().empty_live } else { "" };
        let body = format!("{body} {live}");
        if all {
            view! { <Notice title=t().empty_title body /> }.into_any()
        } else {
            view! { <Notice title=t().empty_title body action=t().show_all_days on_action=on_show_all /> }.into_any()
        }
    }
}

/// How many calls there are, how many of them are shown, and what can be searched at all.
#[component]
fn ListHead(desk: &'static Desk, window_days: Signal<u32>, on_sort: Callback<Sort>) -> impl IntoView {
    let rows = desk.rows;
    let total = Memo::new(move |_| rows.extent().map(|extent| total_text(&extent)));
    let shown_text = move || match (rows.face(), total.get()) {
        (Face::Ready | Face::Refreshing, Some(total)) => total,
        _ => String::new(),
    };
    // Live changes would make the announcement babble: it says what an answer said, once.
    let announced = Memo::new(move |_| match rows.face() {
        Face::Ready => rows.extent_when_asked().map(|extent| total_text(&extent)).unwrap_or_default(),
        Face::Loading | Face::Refreshing | Face::Failed(_) => String::new(),
    });
    let window = move || {
        rows.extent().map(|Extent { earliest, .. }| {
            let since = format!("{}, {}", short_date(zone::local(earliest).date()), time_short(earliest));
            fill(t().window, &[("days", &window_days.get().to_string()), ("since", &since)])
        })
    };
    // On narrow screens the head of the page has no room for it.
    let zone = Memo::new(move |_| zone::described(desk.clock.now.get()));
    let waiting = move || match rows.waiting() {
        1 => t().new_calls_one.to_owned(),
        count_of => fill(t().new_calls_many, &[("count", &count(count_of as u64))]),
    };
    view! {
        <div class="call-list__head">
            <strong class="call-list__total">{shown_text}</strong>
            <span class="call-list__busy" aria-hidden="true"></span>
            <span class="call-list__window">
                {window}
                <span class="call-list__zone" title=t().zone_hint>{move || zone.get()}</span>
            </span>
            <ListTools
                sort=Signal::derive(move || desk.address.view.with(|view| view.sort))
                on_sort
                exporting=Signal::derive(move || desk.export.is_busy())
                on_export=Callback::new(move |format| {
                    let question = desk.question.get_untracked();
                    desk.export.make(question.filter_at(desk.clock.now.get_untracked()), question.sort, format);
                })
            />
            <span class="visually-hidden" role="status">{move || announced.get()}</span>
            <Show when=move || { rows.waiting() > 0 }>
                <button
                    type="button"
                    class="new-calls"
                    on:click=move |_| {
                        rows.show_waiting();
                        scroll_to_top();
                        // The button goes away, and must not take the focus with it.
                        focus("#calls");
                    }
                >
                    <Icon glyph=Glyph::Up />
                    {waiting}
                </button>
            </Show>
        </div>
    }
}

fn total_text(extent: &Extent) -> String {
    let total = extent.total;
    match (total.value, total.exact) {
        (1, true) => t().calls_one.to_owned(),
        (value, true) => fill(t().calls_many, &[("count", &count(value))]),
        (value, false) => fill(t().calls_more_than, &[("count", &count(value))]),
    }
}

fn scroll_to_top() {
    if let Some(list) = document().get_element_by_id("calls") {
        list.set_scroll_top(0);
    }
    window().scroll_to_with_x_and_y(0.0, 0.0);
}

/// The shape of what comes.
#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <div class="skeleton" role="status">
            <span class="visually-hidden">{t().loading}</span>
            {(0..12)
                .map(|_| {
                    view! {
                        <div class="skeleton__row" aria-hidden="true">
                            {(0..8).map(|_| view! { <span class="skeleton__cell"></span> }).collect_view()}
                        </div>
                    }
                })
                .collect_view()}
        </div>
    }
}
