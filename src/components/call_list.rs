//! The list with all its faces: on its way, empty, failed, full.

use call_records_wire::page::Sort;
use leptos::prelude::*;

use super::call_table::{CallTable, Tools};
use super::empty_advice::empty_advice;
use super::list_head::ListHead;
use super::older_range::older_range;
use super::ui::{Notice, arriving, error_text};
use crate::format;
use crate::i18n::{fill, t};
use crate::state::desk::Desk;
use crate::state::rows::{ApiError, Face};

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
    let sort = Signal::derive(move || desk.address.view.with(|view| view.sort));
    let unread = move || desk.address.unread();
    let wrong_days = Memo::new(move |_| {
        let shown = shown.with(|shown| matches!(shown, Shown::Table | Shown::Empty));
        shown && ["from", "to"].iter().any(|end| desk.draft.fault(end).is_some())
    });
    view! {
        <Show when=move || !unread().is_empty()>
            <p class="call-list__unread" role="status">
                {move || fill(t().link_unread, &[("fields", &unread().iter().map(|it| format::harmless(it)).collect::<Vec<_>>().join(", "))])}
            </p>
        </Show>
        <Show when=move || wrong_days.get()>{arriving(move || older_range(desk))}</Show>
        <section
            id="call-list"
            tabindex="-1"
            class="call-list"
            class:call-list--busy=move || busy.get()
            aria-label=t().calls_table
            aria-busy=move || busy.get().to_string()
            on:pointerenter=move |_| rows.pointed(true)
            on:pointerleave=move |_| rows.pointed(false)
        >
            <ListHead desk window_days sort on_sort />
            {move || match shown.get() {
                Shown::Loading => view! { <Skeleton /> }.into_any(),
                Shown::Empty => view! { <Empty desk window_days on_show_all /> }.into_any(),
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
                        <CallTable tools=Tools {
                            rows,
                            player: desk.player,
                            notices: desk.notices,
                            layout: desk.layout,
                            known: desk.known,
                            live: desk.live,
                            sort,
                            open_call: desk.address.call.into(),
                            on_open: Callback::new(move |id: String| desk.address.open_call(&id)),
                            on_sort,
                        } />
                    }
                        .into_any()
                }
            }}
        </section>
    }
}

/// Why there is nothing, and what to do.
#[component]
fn Empty(desk: &'static Desk, window_days: Signal<u32>, on_show_all: Callback<()>) -> impl IntoView {
    let why = move || {
        let now = untrack(|| desk.now());
        let (range, filtered) = desk.address.view.with(|view| (view.range, !view.parts().is_empty()));
        let all = range.is_everything(now);
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
    };
    let take = Callback::new(move |view| desk.go(view));
    view! {
        {why}
        {arriving(move || empty_advice(desk.address.view.into(), desk.widen, desk.suggestions, window_days, take))}
    }
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
