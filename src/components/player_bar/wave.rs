//! The shape of the sound on the player's axis: each side by itself, what was heard and what is to come, and where one is.

use std::fmt::Write;

use call_records_wire::peaks::Peaks;
use leptos::html;
use leptos::prelude::*;
use web_sys::PointerEvent;

use crate::format::length;
use crate::i18n::{fill, t};
use crate::state::player::{Passage, Player, Shape};

/// How high the drawing is, in its own units.
const HEIGHT: i32 = 256;
/// Nothing is drawn larger than so many times its size: silence stays silence.
const QUIETEST: i32 = 24;

/// The sound, and the slider over it.
#[component]
pub fn Wave(
    /// What plays.
    player: Player,
) -> impl IntoView {
    let whole = NodeRef::<html::Div>::new();
    let hovered = RwSignal::new(None::<u64>);
    // Where a drag with the Shift key began.
    let marked = StoredValue::new(None::<u64>);
    let under = move |ev: &PointerEvent| {
        let bounds = whole.get_untracked()?.get_bounding_client_rect();
        let share = (f64::from(ev.client_x()) - bounds.left()) / bounds.width().max(1.0);
        let all = untrack(|| player.length_ms());
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "times are small and positive"
        )]
        Some((share.clamp(0.0, 1.0) * all as f64) as u64)
    };
    // What is drawn once must not be drawn anew as the position moves.
    let all_ms = Memo::new(move |_| player.length_ms());
    let share = move |ms: u64| share_of(ms, all_ms.get());
    let moved = move |ev: PointerEvent| {
        let at = under(&ev);
        hovered.set(at.filter(|_| ev.pointer_type() == "mouse"));
        if let (Some(start), Some(at)) = (marked.get_value(), at) {
            player.repeat(start, at);
        }
    };
    let position_text = move || {
        let (position, whole) = player.position();
        fill(t().player.position_text, &[("position", &length(position)), ("length", &length(whole))])
    };
    let sounds = move || {
        let shapes = player.shapes();
        let segments = player.track().map(|track| track.reel.segments).unwrap_or_default();
        let drawn = segments.into_iter().zip(shapes).map(|(segment, shape)| {
            let from = share(segment.at_ms);
            let wide = share(segment.ms);
            view! {
                <span class="wave__segment" style:left=from style:width=wide>
                    {match shape {
                        Shape::Known(peaks) => sound(&peaks, segment.recording.channels.as_deref()).into_any(),
                        Shape::Coming => view! { <span class="wave__coming"></span> }.into_any(),
                        Shape::Unknown => view! { <span class="wave__line"></span> }.into_any(),
                    }}
                </span>
            }
        });
        drawn.collect_view()
    };
    let gaps = move || {
        let gaps = player.track().map(|track| track.reel.gaps()).unwrap_or_default();
        gaps.into_iter()
            .map(|(at, ms)| {
                let title = fill(t().player.gap, &[("length", &length(ms))]);
                view! { <span class="wave__gap" title=title style:left=share(at) style:width=share(ms)></span> }
            })
            .collect_view()
    };
    let passage = move || match player.passage() {
        Passage::None => None,
        Passage::From(start) => Some((start, 0)),
        Passage::Between(start, end) => Some((start, end - start)),
    };
    view! {
        <div
            class="wave"
            dir="ltr"
            node_ref=whole
            on:pointermove=moved
            on:pointerleave=move |_| hovered.set(None)
            on:pointerup=move |_| marked.set_value(None)
            on:pointercancel=move |_| marked.set_value(None)
        >
            {sounds}
            {gaps}
            {move || passage().map(|(start, ms)| view! {
                <span class="wave__passage" style:left=share(start) style:width=share(ms)></span>
            })}
            <span class="wave__rest" style:left=move || share(player.position().0)></span>
            <span class="wave__here" style:left=move || share(player.position().0)></span>
            <input
                class="player__slider"
                type="range"
                min="0"
                step="100"
                max=move || all_ms.get().to_string()
                prop:value=move || player.position().0.to_string()
                aria-label=t().player.position
                aria-valuetext=position_text
                on:pointerdown=move |ev: PointerEvent| {
                    if ev.shift_key() {
                        ev.prevent_default();
                        marked.set_value(under(&ev));
                    }
                }
                on:input=move |ev| {
                    if let Ok(ms) = event_target_value(&ev).parse() {
                        player.seek(ms);
                    }
                }
            />
            {move || hovered.get().map(|ms| view! {
                <span class="wave__hover" style:left=share(ms) aria-hidden="true">{length(ms)}</span>
            })}
        </div>
    }
}

/// A part of the axis, as the style sheet takes it.
#[expect(clippy::cast_precision_loss, reason = "times fit a double exactly")]
pub(super) fn share_of(ms: u64, whole: u64) -> String {
    format!("{:.4}%", ms as f64 * 100.0 / whole.max(1) as f64)
}

/// The sides of a recording: with two channels one above the line and one below it, otherwise one around it.
fn sound(peaks: &Peaks, channels: Option<&str>) -> impl IntoView {
    let loudest = peaks.values.iter().map(|(low, high)| i32::from(*high).max(-i32::from(*low))).max().unwrap_or(0);
    let scale = loudest.max(QUIETEST);
    let paths = match (peaks.channels, channels) {
        (2, Some("agent_left_customer_right")) => {
            vec![("agent", path(peaks, 0, Part::Upper, scale)), ("customer", path(peaks, 1, Part::Lower, scale))]
        }
        (2, Some("customer_left_agent_right")) => {
            vec![("customer", path(peaks, 0, Part::Upper, scale)), ("agent", path(peaks, 1, Part::Lower, scale))]
        }
        (2, _) => vec![("left", path(peaks, 0, Part::Upper, scale)), ("right", path(peaks, 1, Part::Lower, scale))],
        _ => vec![("both", path(peaks, 0, Part::Both, scale))],
    };
    let view_box = format!("0 0 {} {HEIGHT}", peaks.points().max(1));
    let drawn = paths
        .into_iter()
        .map(|(whose, path)| view! { <path class=format!("wave__side wave__side--{whose}") d=path /> })
        .collect_view();
    view! {
        <svg class="wave__sound" viewBox=view_box preserveAspectRatio="none" aria-hidden="true" focusable="false">
            {drawn}
        </svg>
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Upper,
    Lower,
    Both,
}

/// The outline of a channel: out along its loudest, back along the line or its lowest.
fn path(peaks: &Peaks, channel: u32, part: Part, scale: i32) -> String {
    let middle = HEIGHT / 2;
    // At least a hair's breadth, so that a line shows where there is a recording.
    let reach = |value: i32| (value * (middle - 8) / scale).max(2);
    let mut out = format!("M0 {middle}");
    let mut back = String::new();
    for (at, (low, high)) in peaks.channel(channel).enumerate() {
        let (low, high) = (-i32::from(low), i32::from(high));
        let (up, down) = match part {
            Part::Upper => (reach(high.max(low)), 0),
            Part::Lower => (0, reach(high.max(low))),
            Part::Both => (reach(high), reach(low)),
        };
        let upper = if part == Part::Lower { middle + down } else { middle - up };
        let _ = write!(out, "L{at} {upper}H{}", at + 1);
        if part == Part::Both {
            back.insert_str(0, &format!("L{} {}H{at}", at + 1, middle + down));
        }
    }
    let _ = write!(out, "{back}L{} {middle}Z", if part == Part::Both { 0 } else { peaks.points() });
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_side_is_drawn_on_its_own_side_of_the_line() {
        let values = vec![(-100, 50), (-10, 20), (0, 0), (-25, 100)];
        let peaks = Peaks { sample_rate: 8000, samples_per_point: 80, channels: 2, values };
        assert_eq!(path(&peaks, 0, Part::Upper, 100), "M0 128L0 8H1L1 126H2L2 128Z");
        assert_eq!(path(&peaks, 1, Part::Lower, 100), "M0 128L0 152H1L1 248H2L2 128Z");
        let mono = Peaks { channels: 1, values: vec![(-100, 50), (-50, 100)], ..peaks };
        assert_eq!(path(&mono, 0, Part::Both, 100), "M0 128L0 68H1L1 8H2L2 188H1L1 248H0L0 128Z");
    }

    #[test]
    fn a_place_on_the_axis_is_a_share_of_it() {
        assert_eq!([share_of(0, 0), share_of(5, 20), share_of(20, 20)], ["0.0000%", "25.0000%", "100.0000%"]);
    }
}
