//! Which days.

mod range_fields;
mod range_words;

use leptos::prelude::*;

use super::ui::arriving_quietly;
use crate::calendar::{Now, Preset, Range};
use crate::i18n::t;
use crate::state::draft::Draft;
use crate::state::place::View;
use range_fields::range_fields;
use range_words::range_words;

/// Preset ranges, and the fields of a range.
#[component]
pub fn RangeBar(
    /// What is looked at.
    view: Signal<View>,
    /// The search fields.
    draft: Draft,
    /// What days are counted from.
    now: Signal<Now>,
    /// Whether the fields may come.
    ready: Signal<bool>,
    /// Other days are asked for.
    on_range: Callback<Range>,
) -> impl IntoView {
    let name = |preset| match preset {
        Preset::Today => t().preset_today,
        Preset::Yesterday => t().preset_yesterday,
        Preset::Last7Days => t().preset_last_7_days,
        Preset::Last30Days => t().preset_last_30_days,
        Preset::All => t().show_all_days,
    };
    let button = move |preset| {
        let pressed = move || view.with(|view| view.range == Range::Preset(preset)).to_string();
        view! {
            <button
                type="button"
                class="presets__button"
                aria-pressed=pressed
                on:click=move |_| on_range.run(Range::Preset(preset))
            >
                {name(preset)}
            </button>
        }
    };
    view! {
        <div class="range-bar">
            <div class="presets" role="group" aria-label=t().date_range>
                {Preset::BUTTONS.map(button).collect_view()}
            </div>
            // Rows come first; the fields and what is said of them have their room kept.
            <div class="range-bar__fields">
                <Show when=move || ready.get()>{arriving_quietly(move || range_fields(view, draft, now, on_range))}</Show>
            </div>
            <p class="range-words">
                <Show when=move || ready.get()>{arriving_quietly(move || range_words(draft, now))}</Show>
            </p>
        </div>
    }
}
