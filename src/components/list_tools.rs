//! What can be done with the list: the saved views, its order, the list as a file, its columns.

use call_records_wire::page::Sort;
use leptos::prelude::*;

use super::column_chooser::ColumnChooser;
use super::ui::{Disclosure, Glyph, Icon, later};
use super::views_menu::ViewsMenu;
use crate::i18n::{self, t};
use crate::state::desk::Desk;
use crate::state::export::ExportFormat;

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

later! {
    /// What can be done with the list, as a part that may come later.
    pub fn list_tools(desk: &'static Desk, sort: Signal<Sort>, on_sort: Callback<Sort>) {
        view! { <ListTools desk sort on_sort /> }
    }
}

/// The saved views, the order of the list, the list as a file, and the choice of columns.
#[component]
fn ListTools(desk: &'static Desk, sort: Signal<Sort>, on_sort: Callback<Sort>) -> impl IntoView {
    let exporting = move || desk.export.is_busy();
    let export = move |format| {
        let question = desk.question.get_untracked();
        desk.export.make(question.filter_at(desk.clock.now.get_untracked()), question.sort, format);
    };
    view! {
        <ViewsMenu views=desk.views />
        <OrderSelect sort on_sort />
        <Disclosure
            class="tool-menu"
            menu=true
            button=ViewFn::from(move || {
                view! {
                    <Icon glyph=Glyph::Download />
                    <span>{move || if exporting() { t().exporting } else { t().export }}</span>
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
                            on:click=move |_| export(format)
                        >
                            {label}
                        </button>
                    }
                })
                .collect_view()}
        </Disclosure>
        <ColumnChooser layout=desk.layout sort on_sort />
    }
}
