//! The player: at the bottom of the page while something is in it.

use leptos::prelude::*;

use super::player_bar::PlayerBar;
use super::ui::{arriving, later};
use crate::state::desk::Desk;

/// The player at the bottom of the page.
#[component]
pub fn PlayerDock(
    /// Every handle.
    desk: &'static Desk,
    /// Whether the one player stands over a dialog now; here it leaves its place free.
    away: Signal<bool>,
) -> impl IntoView {
    view! {
        <Show when=move || desk.player.is_open()>
            <Show
                when=move || !away.get()
                fallback=|| view! { <div class="player-dock player-dock--away"></div> }
            >
                <div class="player-dock">
                    {arriving(move || player_bar(desk))}
                </div>
            </Show>
        </Show>
    }
}

later! {
    fn player_bar(desk: &'static Desk) {
        view! { <PlayerBar desk back="#calls" /> }
    }
}
