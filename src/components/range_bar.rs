//! Which days.

mod range_words;

use leptos::prelude::*;

use super::date_field::DateField;
use super::range_picker::{Picker, RangePicker};
use super::ui::{Glyph, IconButton};
use crate::calendar::{Now, Preset, Range, Side};
use crate::i18n::t;
use crate::state::draft::Draft;
use crate::state::moment_words::earliest_words;
use crate::state::place::View;
use range_words::RangeWords;

/// Preset ranges, steps to the range before and after, and the fields of a range with their calendar.
#[component]
pub fn RangeBar(
    /// What is looked at.
    view: Signal<View>,
    /// The search fields.
    draft: Draft,
    /// What days are counted from.
    now: Signal<Now>,
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
    let beside = move |later| Memo::new(move |_| view.with(|view| view.range.beside(later, now.get())));
    let step = move |later, glyph, label: &'static str| {
        let range = beside(later);
        view! {
            <IconButton
                glyph
                label
                class="range-bar__step"
                disabled=Signal::derive(move || range.get().is_none())
                on_press=Callback::new(move |()| {
                    if let Some(range) = range.get_untracked() {
                        on_range.run(range);
                    }
                })
            />
        }
    };
    let picker = Picker::new(now.with_untracked(|now| now.today));
    let earliest = Signal::derive(move || earliest_words(now.get()));
    view! {
        <div class="range-bar">
            <div class="presets" role="group" aria-label=t().date_range>
                {Preset::BUTTONS.map(button).collect_view()}
            </div>
            <div class="range-bar__fields">
                <div class="range-bar__steps">
                    {step(false, Glyph::ChevronLeft, t().dates.step_back)}
                    {step(true, Glyph::ChevronRight, t().dates.step_on)}
                </div>
                <DateField draft side=Side::From hint=earliest now picker />
                <DateField draft side=Side::To hint=Signal::stored(t().now.to_owned()) now picker />
            </div>
            <RangeWords draft now />
            <RangePicker picker now on_range />
        </div>
    }
}
