//! The call records: search fields, table, details, player.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;

use crate::calendar::{Preset, Range};
use crate::components::app_header::AppHeader;
use crate::components::call_list::CallList;
use crate::components::connection_bar::ConnectionBar;
use crate::components::details_dialog::details_dialog;
use crate::components::export_dock::export_dock;
use crate::components::filter_bar::filter_bar;
use crate::components::filter_chips::FilterChips;
use crate::components::help_dialog::help_dialog;
use crate::components::omnibox::omnibox;
use crate::components::player_dock::PlayerDock;
use crate::components::print_line::print_line;
use crate::components::range_bar::RangeBar;
use crate::components::shortcut_keys::follow_shortcuts;
use crate::components::ui::{NoticeLine, arriving, arriving_quietly, fetch_ahead, focus};
use crate::components::view_dialog::view_dialog;
use crate::i18n::t;
use crate::state::desk::Desk;
use crate::state::draft::Draft;
use crate::state::export::ExportFace;
use crate::state::failure::fault_text;
use crate::state::notices::Offer;
use crate::state::place::View;
use crate::state::rows::Face;

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
    let show_only = move |view: View| {
        draft.show_only(&view, untrack(|| desk.now()));
        desk.go(view);
    };
    let clear = Callback::new(move |()| {
        let before = address.view.get_untracked();
        show_only(Draft::cleared(&before));
        if !before.parts().is_empty() {
            let accept = Arc::new(move || show_only(before.clone()));
            notices.say_with(t().finding.cleared, Offer { label: t().finding.undo, accept });
        }
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
    // What is wanted the first time is brought, and stays.
    let call_wanted = once(move || address.call.with(Option::is_some));
    let view_dialog_wanted = once(move || desk.views.asked().is_some());
    let export_wanted = once(move || desk.export.face() != ExportFace::Idle);
    let help_wanted = once(move || desk.shortcuts.help_is_open());
    let stands = desk.rows_stand;
    Effect::new(move |_| {
        if matches!(rows.face(), Face::Ready | Face::Failed(_)) && !stands.get_untracked() {
            when_rows_stand(move || {
                fetch_ahead();
                let _ = stands.try_set(true);
            });
        }
    });
    let has_rows = Memo::new(move |_| stands.get() && rows.loaded().is_some());
    Effect::new(move |_| {
        if has_rows.get() {
            desk.views.load();
        }
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
            <Show when=move || stands.get()>{arriving_quietly(move || print_line(desk))}</Show>
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
                    <div class="search-form__top">
                        <RangeBar
                            view=address.view.into()
                            draft
                            now
                            ready=stands.into()
                            on_range=Callback::new(show_range)
                        />
                        <div class="omnibox">
                            <Show when=move || stands.get()>
                                {arriving_quietly(move || omnibox(draft, desk.suggestions, notices))}
                            </Show>
                        </div>
                    </div>
                    // Rows come first; the fields have their room kept.
                    <div class="filter-bar-place">
                        <Show when=move || stands.get()>
                            {arriving(move || filter_bar(draft, desk.suggestions, clear))}
                        </Show>
                    </div>
                </form>
                <FilterChips
                    view=address.view.into()
                    suggestions=desk.suggestions
                    on_remove=Callback::new(move |parts: Vec<(&'static str, String)>| draft.remove(&parts))
                />
                <CallList
                    desk
                    window_days=Signal::derive(move || desk.session.window_days())
                    on_show_all=Callback::new(move |()| show_range(Range::Preset(Preset::All)))
                    on_sort=Callback::new(move |sort| from_draft(&|view| View { sort, ..view }))
                />
            </main>
            <ConnectionBar live=desk.live now=desk.clock.now />
            <PlayerDock desk away=Signal::derive(move || address.call.with(Option::is_some)) />
            <Show when=move || call_wanted.get()>{arriving(move || details_dialog(desk))}</Show>
            <Show when=move || view_dialog_wanted.get()>{arriving(move || view_dialog(desk.views))}</Show>
            <Show when=move || export_wanted.get()>{arriving(move || export_dock(desk.export))}</Show>
            <Show when=move || help_wanted.get()>{arriving(move || help_dialog(desk.shortcuts))}</Show>
            <NoticeLine notices=desk.notices />
        </div>
    }
}

/// True from the first time that it is so.
fn once(so: impl Fn() -> bool + Send + Sync + 'static) -> Memo<bool> {
    Memo::new(move |before: Option<&bool>| before == Some(&true) || so())
}

/// The rows are drawn a frame or two after they came, as soon as it is known how many are in sight. What can wait waits
/// until they are painted, so that it takes no time from them.
fn when_rows_stand(then: impl FnOnce() + 'static) {
    fn look(then: Box<dyn FnOnce()>, frames_left: u32) {
        request_animation_frame(move || {
            let stand = document().query_selector(".call-row, .call-list .notice").is_ok_and(|it| it.is_some());
            if stand || frames_left == 0 {
                request_animation_frame(move || set_timeout(then, Duration::ZERO));
            } else {
                look(then, frames_left - 1);
            }
        });
    }
    look(Box::new(then), 10);
}
