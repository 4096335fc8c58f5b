//! The player: at the bottom of the page while something is in it.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::call_table::number;
use super::download_menu::DownloadMenu;
use super::ui::{Glyph, IconButton, arriving, focus, later};
use crate::format::{self, harmless, length};
use crate::i18n::{fill, short_date, t};
use crate::state::player::{Player, Playing, SPEEDS};
use crate::zone;

/// The player at the bottom of the page.
#[component]
pub fn PlayerDock(
    /// What plays.
    player: Player,
    /// Whether the one player stands over a dialog now; here it leaves its place free.
    away: Signal<bool>,
) -> impl IntoView {
    view! {
        <Show when=move || player.track().is_some()>
            <Show
                when=move || !away.get()
                fallback=|| view! { <div class="player-dock player-dock--away"></div> }
            >
                <div class="player-dock">
                    {arriving(move || player_bar(player))}
                </div>
            </Show>
        </Show>
    }
}

later! {
    fn player_bar(player: Player) {
        view! { <PlayerBar player back="#calls" /> }
    }
}

/// The player's controls.
#[component]
pub fn PlayerBar(
    /// What plays.
    player: Player,
    /// The id of what gets the focus when the player is closed under it.
    back: &'static str,
) -> impl IntoView {
    let key = move |ev: KeyboardEvent| {
        let on = ev.target().and_then(|target| target.dyn_into::<Element>().ok()).map(|it| it.tag_name());
        let is_slider = on.as_deref() == Some("INPUT");
        match ev.key().as_str() {
            " " if is_slider || on.as_deref() == Some("SECTION") => player.toggle(),
            "ArrowLeft" | "ArrowDown" if is_slider => player.skip(-5_000),
            "ArrowRight" | "ArrowUp" if is_slider => player.skip(5_000),
            "PageDown" if is_slider => player.skip(-30_000),
            "PageUp" if is_slider => player.skip(30_000),
            _ => return,
        }
        ev.prevent_default();
    };
    let position_text = move || {
        let (position, whole) = player.position();
        fill(t().player.position_text, &[("position", &length(position)), ("length", &length(whole))])
    };
    let about = move || {
        player.track().map(|track| {
            let local = zone::local(track.started_at);
            let when = format!("{} {}", short_date(local.date()), format::time(track.started_at));
            let with = track.agent.as_deref().map(|agent| fill(t().player.with_agent, &[("agent", &harmless(agent))]));
            let sub = match with {
                Some(with) => format!("{with} · {when}"),
                None => when,
            };
            let whole = sub.clone();
            view! {
                <bdi class="player__number" title=number(&track.number)>{number(&track.number)}</bdi>
                <span class="player__sub" title=whole>{sub}</span>
            }
        })
    };
    let download = move || {
        player.track().map(|track| {
            let hint = fill(t().download_of, &[("time", &format::time(track.started_at))]);
            view! { <DownloadMenu recording=track.recording hint /> }
        })
    };
    let choose_speed = move |ev| {
        if let Ok(percent) = event_target_value(&ev).parse() {
            player.set_speed(percent);
        }
    };
    let close = Callback::new(move |()| {
        player.close();
        focus(back);
    });
    view! {
        <section class="player" aria-label=t().player.title tabindex="-1" on:keydown=key>
            <div class="player__about">{about}</div>
            <div class="player__buttons">
                <IconButton glyph=Glyph::Back label=t().player.back_10 on_press=Callback::new(move |()| player.skip(-10_000)) />
                {move || {
                    let playing = matches!(player.playing(), Playing::Yes | Playing::Loading);
                    let (glyph, label) = if playing { (Glyph::Pause, t().pause) } else { (Glyph::Play, t().play) };
                    let press = Callback::new(move |()| player.toggle());
                    view! { <IconButton glyph label class="icon-button--play icon-button--large" on_press=press /> }
                }}
                <IconButton glyph=Glyph::Forward label=t().player.forward_10 on_press=Callback::new(move |()| player.skip(10_000)) />
            </div>
            <div class="player__line">
                <input
                    class="player__slider"
                    type="range"
                    min="0"
                    step="100"
                    max=move || player.position().1.to_string()
                    prop:value=move || player.position().0.to_string()
                    aria-label=t().player.position
                    aria-valuetext=position_text
                    on:input=move |ev| {
                        if let Ok(ms) = event_target_value(&ev).parse() {
                            player.seek(ms);
                        }
                    }
                />
                <p class="player__state" role="status">
                    {move || match player.playing() {
                        Playing::Failed => t().player.failed,
                        Playing::Loading => t().player.loading,
                        Playing::Yes | Playing::No => "",
                    }}
                </p>
            </div>
            <div class="player__rest">
                <span class="player__time">
                    {move || { let (position, whole) = player.position(); format!("{} / {}", length(position), length(whole)) }}
                </span>
                <select class="tool-select" aria-label=t().speed on:change=choose_speed>
                    {SPEEDS
                        .map(|percent| {
                            let text = format!("{}×", f64::from(percent) / 100.0);
                            view! {
                                <option value=percent.to_string() selected=move || player.speed() == percent>{text}</option>
                            }
                        })
                        .collect_view()}
                </select>
                {download}
                <IconButton glyph=Glyph::Close label=t().player.close_player on_press=close />
            </div>
        </section>
    }
}
