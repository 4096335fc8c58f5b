//! What is seldom changed while listening: how loud each side is, a passage, a link to this moment.

use leptos::prelude::*;

use super::super::ui::{Disclosure, Glyph, Icon};
use super::{SkipPauses, passage_text};
use crate::i18n::{fill, t};
use crate::state::desk::Desk;
use crate::state::player::{Player, Side};

/// The sides, the passage and the link.
#[component]
pub fn Hearing(
    /// Every handle.
    desk: &'static Desk,
) -> impl IntoView {
    let player = desk.player;
    // Only what has two sides is heard side by side.
    let stereo = Memo::new(move |_| player.recording().and_then(|it| it.channels).filter(|it| it != "mono"));
    view! {
        <Disclosure
            class="player__more"
            label=t().player.more
            button=ViewFn::from(|| view! { <Icon glyph=Glyph::Sliders /> })
        >
            <div class="player__panel">
                {move || stereo.get().map(|channels| {
                    let (left, right) = side_names(&channels);
                    view! {
                        <OneSide player side=Side::Left name=left />
                        <OneSide player side=Side::Right name=right />
                    }
                })}
                // On narrow screens the bar has no room for it.
                <div class="player__pauses-here"><SkipPauses player /></div>
                <button type="button" class="menu-item" on:click=move |_| player.step_passage()>
                    {move || passage_text(player.passage())}
                </button>
                <button type="button" class="menu-item" on:click=move |_| desk.copy_moment()>{t().player.copy_moment}</button>
            </div>
        </Disclosure>
    }
}

/// Who is heard on the first and on the second channel.
fn side_names(channels: &str) -> (&'static str, &'static str) {
    match channels {
        "customer_left_agent_right" => (t().player.customer, t().agent),
        "agent_left_customer_right" => (t().agent, t().player.customer),
        _ => (t().player.left, t().player.right),
    }
}

/// How loud a side is, and whether it is heard alone.
#[component]
fn OneSide(player: Player, side: Side, name: &'static str) -> impl IntoView {
    let alone = move || player.sides().alone == Some(side);
    view! {
        <div class="player__one-side" role="group" aria-label=name>
            <span class="player__side-name">{name}</span>
            <input
                class="player__volume"
                type="range"
                min="0"
                max="100"
                step="5"
                aria-label=fill(t().player.volume_of, &[("side", name)])
                aria-valuetext=move || format!("{} %", player.sides().of(side))
                prop:value=move || player.sides().of(side).to_string()
                on:input=move |ev| {
                    if let Ok(percent) = event_target_value(&ev).parse() {
                        player.set_side(side, percent);
                    }
                }
            />
            <button
                type="button"
                class="button button--small"
                aria-pressed=move || alone().to_string()
                on:click=move |_| player.toggle_alone(side)
            >
                {t().player.alone}
            </button>
        </div>
    }
}
