//! The call records: search fields, table, details, player.

use leptos::prelude::*;

use crate::calendar::{Range, start_of_day};
use crate::components::app_header::AppHeader;
use crate::components::call_list::CallList;
use crate::components::details_dialog::DetailsDialog;
use crate::components::filter_bar::FilterBar;
use crate::components::filter_chips::FilterChips;
use crate::components::player_dock::PlayerDock;
use crate::components::range_bar::RangeBar;
use crate::components::ui::{NoticeLine, focus};
use crate::i18n::t;
use crate::state::desk::Desk;
use crate::state::draft::Draft;
use crate::state::place::View;
use crate::zone;

/// The page of the call records.
#[component]
pub fn CallsPage(
    /// Every handle.
    desk: &'static Desk,
) -> impl IntoView {
    let Desk { address, clock, draft, rows, .. } = *desk;
    let search = move || {
        if let Some(view) = draft.read() {
            if view == address.view.get_untracked() {
                rows.refresh();
            } else {
                address.show(view);
            }
        }
    };
    let clear = Callback::new(move |()| {
        let view = address.view.get_untracked();
        draft.show(&view, clock.today.get_untracked());
        address.show(Draft::cleared(&view));
    });
    // The search window is a number of days before now; a page that was answered tells its exact start.
    let earliest = Memo::new(move |_| {
        rows.extent().map_or_else(
            || start_of_day(clock.today.get() - chrono::Days::new(30), zone::offset),
            |extent| extent.earliest.millis(),
        )
    });
    let window_days = move || desk.account().map_or(30, |account| account.search_window_days);
    view! {
        <div class="calls-page">
            <button class="skip-link" type="button" on:click=move |_| { let _ = focus("calls") || focus("call-list"); }>
                {t().skip_to_calls}
            </button>
            <AppHeader desk />
            <Show when=move || desk.account().is_some_and(|account| account.demo)>
                <aside class="sample-banner">{t().sample_data}</aside>
            </Show>
            <main class="calls-page__main">
                <form
                    class="search-form"
                    role="search"
                    novalidate=true
                    on:submit=move |ev| {
                        ev.prevent_default();
                        search();
                    }
                >
                    <RangeBar
                        view=address.view.into()
                        draft
                        earliest=earliest.into()
                        today=clock.today.into()
                        on_range=Callback::new(move |range| address.show_range(range))
                    />
                    <FilterBar draft suggestions=desk.suggestions on_clear=clear />
                </form>
                <FilterChips
                    view=address.view.into()
                    on_remove=Callback::new(move |index| address.remove_part(index))
                />
                <CallList
                    desk
                    window_days=Signal::derive(window_days)
                    on_show_all=Callback::new(move |()| {
                        let view = address.view.get_untracked();
                        address.show(View {
                            range: Range::whole_window(window_days(), clock.today.get_untracked(), zone::offset),
                            ..view
                        });
                    })
                />
            </main>
            <PlayerDock player=desk.player />
            <DetailsDialog desk />
            <NoticeLine notices=desk.notices />
        </div>
    }
}
