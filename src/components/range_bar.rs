//! Which days.

use leptos::prelude::*;

use super::date_field::DateField;
use crate::calendar::{Now, Preset, Range};
use crate::i18n::t;
use crate::state::draft::Draft;
use crate::state::place::View;

/// Preset ranges and the fields of a range.
#[component]
pub fn RangeBar(
    /// What is looked at.
    view: Signal<View>,
    /// The search fields.
    draft: Draft,
    /// What days are counted from.
    now: Signal<Now>,
    /// Where a search without a start began.
    started: Signal<Option<String>>,
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
            <DateField
                draft
                name="from"
                label=t().from
                hint=Signal::derive(move || started.get().unwrap_or_else(|| t().any.to_owned()))
                now
            />
            <DateField draft name="to" label=t().to hint=Signal::stored(t().now.to_owned()) now />
        </div>
    }
}
