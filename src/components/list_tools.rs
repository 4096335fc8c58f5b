//! The saved views, the order of the list, and the list as a file.

use call_records_wire::page::Sort;
use leptos::prelude::*;

use super::ui::{Disclosure, Glyph, Icon};
use super::views_menu::ViewsMenu;
use crate::i18n::{self, t};
use crate::state::export::ExportFormat;
use crate::state::views::Views;

/// The order of the list.
#[component]
pub fn OrderSelect(
    /// The order.
    sort: Signal<Sort>,
    /// Another order is asked for.
    on_sort: Callback<Sort>,
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
    }
}

/// The saved views, the order of the list, and the list as a file.
#[component]
pub fn ListTools(
    /// The saved views.
    views: Views,
    /// The order.
    sort: Signal<Sort>,
    /// Another order is asked for.
    on_sort: Callback<Sort>,
    /// Whether a file is being made.
    exporting: Signal<bool>,
    /// A file is asked for.
    on_export: Callback<ExportFormat>,
) -> impl IntoView {
    view! {
        <ViewsMenu views />
        <OrderSelect sort on_sort />
        <Disclosure
            class="tool-menu"
            menu=true
            button=ViewFn::from(move || {
                view! {
                    <Icon glyph=Glyph::Download />
                    <span>{move || if exporting.get() { t().exporting } else { t().export }}</span>
                    <Icon glyph=Glyph::ChevronDown />
                }
            })
        >
            {[(ExportFormat::Csv, t().export_csv), (ExportFormat::Ndjson, t().export_ndjson)]
                .map(|(format, label)| {
                    view! {
                        <button
                            type="button"
                            class="menu-item"
                            role="menuitem"
                            tabindex="-1"
                            on:click=move |_| on_export.run(format)
                        >
                            {label}
                        </button>
                    }
                })
                .collect_view()}
        </Disclosure>
    }
}
