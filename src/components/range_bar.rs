//! Which days, in which order, and as a file.

use call_records_wire::page::Sort;
use chrono::NaiveDate;
use leptos::prelude::*;

use super::date_field::DateField;
use super::ui::{Disclosure, Glyph, Icon};
use crate::calendar::{Preset, Range};
use crate::i18n::{self, t};
use crate::state::draft::Draft;
use crate::state::export::ExportFormat;
use crate::state::place::View;

/// Preset ranges and the fields of a range.
#[component]
pub fn RangeBar(
    /// What is looked at.
    view: Signal<View>,
    /// The search fields.
    draft: Draft,
    /// The earliest instant that can be searched.
    earliest: Signal<i64>,
    /// The day on the viewer's clock.
    today: Signal<NaiveDate>,
    /// Other days are asked for.
    on_range: Callback<Range>,
    /// What stands at the end of the bar.
    children: Children,
) -> impl IntoView {
    let name = |preset| match preset {
        Preset::Today => t().preset_today,
        Preset::Yesterday => t().preset_yesterday,
        Preset::Last7Days => t().preset_last_7_days,
        Preset::Last30Days => t().preset_last_30_days,
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
                {Preset::ALL.map(button).collect_view()}
            </div>
            <DateField draft name="from" label=t().from hint=t().any earliest today />
            <DateField draft name="to" label=t().to hint=t().now earliest today />
            <span class="range-bar__space"></span>
            {children()}
        </div>
    }
}

/// The order of the list, and the list as a file.
#[component]
pub fn ListTools(
    /// The order.
    sort: Signal<Sort>,
    /// Another order is asked for.
    on_sort: Callback<Sort>,
    /// Whether a file is being made.
    exporting: Signal<bool>,
    /// A file is asked for.
    on_export: Callback<ExportFormat>,
) -> impl IntoView {
    let choose = move |ev| {
        if let Ok(sort) = event_target_value(&ev).parse() {
            on_sort.run(sort);
        }
    };
    view! {
        <select class="tool-select" aria-label=t().order prop:value=move || sort.get().as_str() on:change=choose>
            {Sort::ALL
                .map(|it| {
                    view! {
                        <option value=it.as_str() selected=move || sort.get() == it>
                            {i18n::sort(it)}
                        </option>
                    }
                })
                .collect_view()}
        </select>
        <Disclosure
            class="tool-menu"
            button=ViewFn::from(move || {
                view! {
                    <Icon glyph=Glyph::Download />
                    <span>{move || if exporting.get() { t().exporting } else { t().export }}</span>
                    <Icon glyph=Glyph::ChevronDown />
                }
            })
        >
            <button type="button" class="menu-item" on:click=move |_| on_export.run(ExportFormat::Csv)>
                {t().export_csv}
            </button>
            <button type="button" class="menu-item" on:click=move |_| on_export.run(ExportFormat::Ndjson)>
                {t().export_ndjson}
            </button>
        </Disclosure>
    }
}
