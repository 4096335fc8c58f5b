//! The call records: search fields, table, details, player.

use leptos::prelude::*;

use crate::calendar::{Preset, Range, field_text};
use crate::components::app_header::AppHeader;
use crate::components::call_list::CallList;
use crate::components::connection_bar::ConnectionBar;
use crate::components::details_dialog::DetailsDialog;
use crate::components::filter_bar::FilterBar;
use crate::components::filter_chips::FilterChips;
use crate::components::help_dialog::HelpDialog;
use crate::components::player_dock::PlayerDock;
use crate::components::print_line::PrintLine;
use crate::components::range_bar::RangeBar;
use crate::components::shortcut_keys::follow_shortcuts;
use crate::components::ui::{NoticeLine, focus};
use crate::i18n::t;
use crate::state::desk::Desk;
use crate::state::draft::Draft;
use crate::state::failure::fault_text;
use crate::state::place::View;
use crate::zone;

/// The page of the call records.
#[component]
pub fn CallsPage(
    /// Every handle.
    desk: &'static Desk,
) -> impl IntoView {
    let Desk { address, draft, rows, notices, .. } = *desk;
    // What was typed and not asked for yet is asked for with whatever is asked for next.
    let from_draft = move |change: &dyn Fn(View) -> View| match draft.read() {
        Some(view) => desk.go(change(view)),
        None => request_animation_frame(move || {
            if !focus("[role=search] [aria-invalid=true]")
                && let Some(fault) = draft.first_fault()
            {
                notices.say(fault_text(&fault));
            }
        }),
    };
    let clear = Callback::new(move |()| {
        let view = address.view.get_untracked();
        draft.show(&view, untrack(|| desk.now()));
        desk.go(Draft::cleared(&view));
    });
    let show_range = move |range| {
        draft.show_range(range, untrack(|| desk.now()));
        from_draft(&|view| view);
    };
    // The window moves on with the clock; a minute is near enough.
    let minute = Memo::new(move |_| desk.clock.now.get() / 60_000);
    let now = Signal::derive(move || {
        minute.track();
        desk.now()
    });
    // Without a start the server chooses one, and tells it.
    let started = Signal::derive(move || {
        let chosen = desk.question.with(|question| question.filter.from.is_none());
        rows.extent().filter(|_| chosen).map(|extent| field_text(extent.from.millis(), zone::offset))
    });
    follow_shortcuts(desk);
    view! {
        <div class="calls-page">
            <button class="skip-link" type="button" on:click=move |_| { let _ = focus("#calls") || focus("#call-list"); }>
                {t().skip_to_calls}
            </button>
            <AppHeader desk />
            <Show when=move || desk.account().is_some_and(|account| account.demo)>
                <aside class="sample-banner">{t().sample_data}</aside>
            </Show>
            <PrintLine desk />
            <main class="calls-page__main">
                <form
                    class="search-form"
                    role="search"
                    novalidate=true
                    on:submit=move |ev| {
                        ev.prevent_default();
                        from_draft(&|view| view);
                    }
                >
                    <RangeBar
                        view=address.view.into()
                        draft
                        now
                        started
                        on_range=Callback::new(show_range)
                    />
                    <FilterBar draft suggestions=desk.suggestions on_clear=clear />
                </form>
                <FilterChips
                    view=address.view.into()
                    on_remove=Callback::new(move |index: usize| {
                        if let Some(part) = address.view.get_untracked().parts().get(index) {
                            from_draft(&|view| view.without(part));
                        }
                    })
                />
                <CallList
                    desk
                    window_days=Signal::derive(move || desk.session.window_days())
                    on_show_all=Callback::new(move |()| show_range(Range::Preset(Preset::All)))
                    on_sort=Callback::new(move |sort| from_draft(&|view| View { sort, ..view }))
                />
            </main>
            <ConnectionBar live=desk.live now=desk.clock.now />
            <PlayerDock player=desk.player />
            <DetailsDialog desk />
            <HelpDialog shortcuts=desk.shortcuts />
            <NoticeLine notices=desk.notices />
        </div>
    }
}
