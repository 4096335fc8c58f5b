//! One end of the range: its day and its time of day.

use leptos::prelude::*;

use super::picker::Picker;
use crate::calendar::{Refusal, Side, step_time};
use crate::i18n::{medium_date, t};

/// An end of the range.
#[component]
pub fn EndCard(
    /// What is picked.
    picker: Picker,
    /// Which end.
    side: Side,
    /// The range is to be taken as it is.
    on_done: Callback<()>,
) -> impl IntoView {
    let is_end = side == Side::To;
    let time = picker.times[usize::from(is_end)];
    let day = move || picker.picking.with(|picking| if is_end { picking.end } else { picking.start });
    let is_next = move || picker.picking.with(|picking| picking.side == side);
    let words = move || match day() {
        Some(day) => medium_date(day),
        None if is_end => t().dates.until_now.to_owned(),
        None => t().dates.pick_start.to_owned(),
    };
    let bad = move || picker.refusal.get() == Some(Refusal::NotATime) && step_time(&time.get(), 15).is_none();
    let step = move |minutes| {
        if let Some(stepped) = step_time(&time.get_untracked(), minutes) {
            time.set(stepped);
        }
    };
    view! {
        <div class="end-card" class:end-card--next=is_next>
            <button
                type="button"
                class="end-card__day"
                aria-pressed=move || is_next().to_string()
                on:click=move |_| picker.picking.update(|picking| picking.side = side)
            >
                <span class="end-card__label">{if is_end { t().dates.ends } else { t().dates.starts }}</span>
                <span class="end-card__words">{words}</span>
            </button>
            <input
                class="field__input end-card__time"
                type="text"
                inputmode="numeric"
                autocomplete="off"
                aria-label=if is_end { t().dates.end_time } else { t().dates.start_time }
                title=t().dates.time_keys
                aria-invalid=move || bad().then_some("true")
                disabled=move || day().is_none()
                prop:value=move || time.get()
                on:input=move |ev| time.set(event_target_value(&ev))
                on:keydown=move |ev| {
                    match ev.key().as_str() {
                        "ArrowUp" => step(15),
                        "ArrowDown" => step(-15),
                        "PageUp" => step(60),
                        "PageDown" => step(-60),
                        "Enter" => on_done.run(()),
                        _ => return,
                    }
                    ev.prevent_default();
                }
            />
        </div>
    }
}
