//! Which columns the list shows, in which order, how many stay, how close rows stand, and what it is ordered by.

use call_records_wire::layout::{Column, Density, Layout};
use call_records_wire::page::Sort;
use leptos::prelude::*;

use super::call_table::columns::title;
use super::call_table::sight::MOST_FROZEN;
use super::list_tools::OrderSelect;
use super::ui::{Action, Disclosure, Glyph, Icon, IconButton, Kind, arriving, focus, later};
use crate::i18n::{fill, t};
use crate::state::layout::LayoutState;

/// A button that opens the choice.
#[component]
pub fn ColumnChooser(
    /// The layout.
    layout: LayoutState,
    /// The order.
    sort: Signal<Sort>,
    /// Another order is wanted.
    on_sort: Callback<Sort>,
) -> impl IntoView {
    view! {
        <Disclosure
            class="tool-menu columns-menu"
            button=ViewFn::from(|| view! { <Icon glyph=Glyph::Sliders /> <span>{t().table.columns}</span> })
        >
            {arriving(move || choice(layout, sort, on_sort))}
        </Disclosure>
    }
}

later! {
    fn choice(layout: LayoutState, sort: Signal<Sort>, on_sort: Callback<Sort>) {
        view! { <Choice layout sort on_sort /> }
    }
}

#[component]
fn Choice(layout: LayoutState, sort: Signal<Sort>, on_sort: Callback<Sort>) -> impl IntoView {
    view! {
        <ul class="columns-menu__list" aria-label=t().table.columns>
            {(0..Column::ALL.len()).map(|at| view! { <OneColumn at layout /> }).collect_view()}
        </ul>
        <label class="columns-menu__field">
            {t().order}
            <OrderSelect sort on_sort />
        </label>
        <label class="columns-menu__field">
            {t().table.frozen}
            <select
                class="tool-select"
                prop:value=move || layout.with(|layout| layout.frozen.min(MOST_FROZEN).to_string())
                on:change=move |ev| {
                    if let Ok(frozen) = event_target_value(&ev).parse() {
                        layout.set(Layout { frozen, ..layout.get_untracked() });
                    }
                }
            >
                {(0..=MOST_FROZEN)
                    .map(|it| {
                        let chosen = move || layout.with(|layout| layout.frozen.min(MOST_FROZEN) == it);
                        view! { <option value=it.to_string() selected=chosen>{it.to_string()}</option> }
                    })
                    .collect_view()}
            </select>
        </label>
        <label class="columns-menu__field">
            {t().table.density}
            <select
                class="tool-select"
                on:change=move |ev| {
                    let density = if event_target_value(&ev) == "compact" { Density::Compact } else { Density::Comfortable };
                    layout.set(Layout { density, ..layout.get_untracked() });
                }
            >
                {[(Density::Comfortable, "", t().table.comfortable), (Density::Compact, "compact", t().table.compact)]
                    .map(|(density, value, name)| {
                        let chosen = move || layout.with(|layout| layout.density == density);
                        view! { <option value=value selected=chosen>{name}</option> }
                    })
                    .collect_view()}
            </select>
        </label>
        <Action
            label=t().table.reset
            kind=Kind::Plain
            on_press=Callback::new(move |()| layout.set(Layout::default()))
        />
    }
}

/// What is shown, in its order, and then the rest.
fn in_order(layout: &Layout) -> Vec<Column> {
    let mut columns: Vec<Column> = layout.columns.iter().map(|it| it.column).collect();
    columns.extend(Column::ALL.into_iter().filter(|it| !layout.shows(*it)));
    columns
}

/// The column at a place. Its row stays when columns change places: what leaves the document loses the focus.
#[component]
fn OneColumn(at: usize, layout: LayoutState) -> impl IntoView {
    let column = Memo::new(move |_| layout.with(|layout| in_order(layout)[at]));
    let name = move || title(column.get());
    // How many columns are shown, where this is one of them.
    let shown = Memo::new(move |_| layout.with(|layout| Some(layout.columns.len()).filter(|len| at < *len)));
    let step = move |by: isize, label: &'static str, glyph| {
        let press = Callback::new(move |()| {
            layout.set(layout.get_untracked().moved(column.get_untracked(), by));
            let to = at.saturating_add_signed(by);
            let button = if by < 0 { "first" } else { "last" };
            request_animation_frame(move || {
                let _ = focus(&format!("#column-{to} button:{button}-of-type:enabled"))
                    || focus(&format!("#column-{to} button:enabled"));
            });
        });
        let last = move || shown.get().is_none_or(|len| if by < 0 { at == 0 } else { at + 1 == len });
        view! {
            <IconButton
                glyph
                class="icon-button--small"
                label=Signal::derive(move || fill(label, &[("column", name())]))
                disabled=Signal::derive(last)
                on_press=press
            />
        }
    };
    view! {
        <li class="columns-menu__column" id=format!("column-{at}")>
            <label>
                <input
                    type="checkbox"
                    prop:checked=move || shown.get().is_some()
                    disabled=move || shown.get() == Some(1)
                    on:change=move |ev| {
                        layout.set(layout.get_untracked().with(column.get_untracked(), event_target_checked(&ev)));
                    }
                />
                {name}
            </label>
            {step(-1, t().table.move_up, Glyph::Up)}
            {step(1, t().table.move_down, Glyph::Down)}
        </li>
    }
}
