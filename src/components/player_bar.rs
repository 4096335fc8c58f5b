//! The player's controls.

mod hearing;
mod stages;
mod wave;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::call_table::number;
use super::download_menu::DownloadMenu;
use super::ui::{Glyph, IconButton, focus};
use crate::format::{self, harmless, length};
use crate::i18n::{fill, short_date, t};
use crate::state::desk::Desk;
use crate::state::player::{Passage, Player, Playing, SPEEDS};
use crate::zone;
use hearing::Hearing;
use stages::StageMarks;
use wave::Wave;

/// The player's controls.
#[component]
pub fn PlayerBar(
    /// Every handle.
    desk: &'static Desk,
    /// The id of what gets the focus when the player is closed under it.
    back: &'static str,
) -> impl IntoView {
    let player = desk.player;
    let key = move |ev: KeyboardEvent| {
        if pressed(player, &ev) {
            ev.prevent_default();
        }
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
        let started_at = player.track().map(|track| track.started_at);
        player.recording().zip(started_at).map(|(recording, started_at)| {
            let hint = fill(t().download_of, &[("time", &format::time(started_at))]);
            view! { <DownloadMenu recording hint /> }
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
    let step = move |forward: bool| {
        let (glyph, label) = if forward {
            (Glyph::NextRecording, t().player.next_recording)
        } else {
            (Glyph::PreviousRecording, t().player.previous_recording)
        };
        let neighbor = Memo::new(move |_| {
            let id = player.track()?.call_id;
            desk.rows.neighbor_with_recording(&id, forward)
        });
        view! {
            <IconButton
                glyph
                label
                disabled=Signal::derive(move || neighbor.with(Option::is_none))
                on_press=Callback::new(move |()| {
                    if let Some(row) = neighbor.get_untracked() {
                        player.open_at(&row, 0, true);
                    }
                })
            />
        }
    };
    view! {
        <section class="player" aria-label=t().player.title tabindex="-1" on:keydown=key>
            <div class="player__about">{about}</div>
            <div class="player__buttons">
                {step(false)}
                <IconButton glyph=Glyph::Back label=t().player.back_10 on_press=Callback::new(move |()| player.skip(-10_000)) />
                {move || {
                    let playing = matches!(player.playing(), Playing::Yes | Playing::Loading);
                    let (glyph, label) = if playing { (Glyph::Pause, t().pause) } else { (Glyph::Play, t().play) };
                    let press = Callback::new(move |()| player.toggle());
                    view! { <IconButton glyph label class="icon-button--play icon-button--large" on_press=press /> }
                }}
                <IconButton glyph=Glyph::Forward label=t().player.forward_10 on_press=Callback::new(move |()| player.skip(10_000)) />
                {step(true)}
            </div>
            <div class="player__line">
                <Wave player />
                <StageMarks player />
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
                <SkipPauses player />
                <Hearing desk />
                {download}
                <IconButton glyph=Glyph::Close label=t().player.close_player on_press=close />
            </div>
        </section>
    }
}

/// The switch that skips pauses, with what that has saved.
#[component]
fn SkipPauses(player: Player) -> impl IntoView {
    let text = move || match player.skips_pauses() {
        (true, saved) if saved >= 1000 => fill(t().player.pauses_saved, &[("length", &length(saved))]),
        _ => t().player.skip_pauses.to_owned(),
    };
    view! {
        <button
            type="button"
            class="button button--small player__pauses"
            aria-pressed=move || player.skips_pauses().0.to_string()
            on:click=move |_| player.skip_pauses(!untrack(|| player.skips_pauses().0))
        >
            {text}
        </button>
    }
}

/// What a key does in the player; whether it did anything.
fn pressed(player: Player, ev: &KeyboardEvent) -> bool {
    let on = ev.target().and_then(|target| target.dyn_into::<Element>().ok());
    let is_slider = on.as_ref().is_some_and(|on| on.matches(".player__slider") == Ok(true));
    let is_bar = on.as_ref().is_some_and(|on| on.tag_name() == "SECTION");
    if ev.ctrl_key() || ev.alt_key() || ev.meta_key() {
        return false;
    }
    match ev.key().as_str() {
        " " if is_slider || is_bar => player.toggle(),
        "ArrowLeft" | "ArrowDown" if is_slider => player.skip(-5_000),
        "ArrowRight" | "ArrowUp" if is_slider => player.skip(5_000),
        "PageDown" if is_slider => player.skip(-30_000),
        "PageUp" if is_slider => player.skip(30_000),
        "Home" if is_slider => player.seek(0),
        "End" if is_slider => player.seek(untrack(|| player.length_ms())),
        "r" if is_slider || is_bar => player.step_passage(),
        _ => return false,
    }
    true
}

/// What the button of the passage does next.
fn passage_text(passage: Passage) -> &'static str {
    match passage {
        Passage::None => t().player.repeat_from,
        Passage::From(_) => t().player.repeat_to,
        Passage::Between(..) => t().player.repeat_no_more,
    }
}
