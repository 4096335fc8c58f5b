//! The heads of the columns: their order and their widths.

use call_records_wire::layout::Column;
use call_records_wire::page::Sort;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent, PointerEvent};

use super::super::ui::{Glyph, Icon, is_mirrored};
use super::Tools;
use super::columns::{cell_class, sort_key, title};
use super::sight::{WIDTHS, width};
use crate::i18n::{fill, t};

/// The heads of the columns.
#[component]
pub fn TableHead(
    /// What all rows work with.
    tools: Tools,
    /// Which columns are shown, and how many of them stay.
    shape: Memo<(Vec<Column>, usize)>,
    /// Whether the focus is in the heads: then the Tab key reaches the edges of the columns.
    entered: RwSignal<bool>,
) -> impl IntoView {
    let rows = tools.rows;
    let all = Memo::new(move |_| rows.all_selected());
    let some = Memo::new(move |_| rows.selection.count() > 0 && !all.get());
    view! {
        <thead role="rowgroup" class="call-table__head">
            <tr role="row" aria-rowindex="1" class="call-table__heads">
                <th role="columnheader" scope="col" class="call-row__choice frozen">
                    <input
                        type="checkbox"
                        tabindex="-1"
                        aria-label=t().table.select_all
                        prop:checked=move || all.get()
                        prop:indeterminate=move || some.get()
                        on:click=move |_| if all.get_untracked() { rows.selection.clear() } else { rows.select_all() }
                    />
                </th>
                {move || {
                    let (columns, frozen) = shape.get();
                    columns
                        .into_iter()
                        .enumerate()
                        .map(|(at, column)| {
                            view! { <Head column tools entered class=cell_class(column, at, frozen) /> }
                        })
                        .collect_view()
                }}
            </tr>
        </thead>
    }
}

#[component]
fn Head(column: Column, tools: Tools, entered: RwSignal<bool>, class: String) -> impl IntoView {
    let key = sort_key(column);
    let sorted = Memo::new(move |_| {
        let sort = tools.sort.get();
        key.filter(|key| *key == sort.key).map(|_| sort.descending)
    });
    let press = move |_| {
        if let Some(key) = key {
            tools.on_sort.run(Sort { key, descending: sorted.get_untracked() != Some(true) });
        }
    };
    let name = title(column);
    view! {
        <th
            role="columnheader"
            scope="col"
            class=class
            tabindex=key.is_none().then_some("-1")
            aria-sort=move || {
                key.map(|_| match sorted.get() {
                    Some(true) => "descending",
                    Some(false) => "ascending",
                    None => "none",
                })
            }
        >
            {match key {
                Some(_) => {
                    view! {
                        <button
                            type="button"
                            class="call-table__sort"
                            tabindex="-1"
                            title=fill(t().table.sort_by, &[("column", name)])
                            on:click=press
                        >
                            {name}
                            <span
                                class="call-table__arrow"
                                class:call-table__arrow--down=move || sorted.get() == Some(true)
                                class:call-table__arrow--on=move || sorted.get().is_some()
                            >
                                <Icon glyph=Glyph::Up />
                            </span>
                        </button>
                    }
                        .into_any()
                }
                None => view! { <span class="call-table__name" title=name>{name}</span> }.into_any(),
            }}
            <Edge column tools entered />
        </th>
    }
}

/// The edge of a column: it is dragged, or moved with the arrow keys.
#[component]
fn Edge(column: Column, tools: Tools, entered: RwSignal<bool>) -> impl IntoView {
    let layout = tools.layout;
    // Where the pointer went down, and how wide the column was.
    let grabbed = StoredValue::new(None::<(i32, u16)>);
    let set = move |width: Option<i32>| {
        let width = width.map(|it| u16::try_from(it.max(0)).unwrap_or(u16::MAX).clamp(WIDTHS.start, WIDTHS.end));
        layout.set(layout.get_untracked().sized(column, width));
    };
    // Columns stretch: what counts is what is seen.
    let seen = |ev: &web_sys::Event| {
        let edge = ev.current_target().and_then(|it| it.dyn_into::<Element>().ok());
        let head = edge.and_then(|it| it.parent_element()).and_then(|it| it.dyn_into::<HtmlElement>().ok());
        head.map_or(0, |it| it.offset_width())
    };
    let grab = move |ev: PointerEvent| {
        let now = u16::try_from(seen(&ev)).unwrap_or_default();
        grabbed.set_value(Some((ev.client_x(), now)));
        if let Some(edge) = ev.target().and_then(|it| it.dyn_into::<Element>().ok()) {
            let _ = edge.set_pointer_capture(ev.pointer_id());
        }
        ev.prevent_default();
    };
    let drag = move |ev: PointerEvent| {
        if let Some((from, before)) = grabbed.get_value() {
            let by = ev.client_x() - from;
            set(Some(i32::from(before) + if is_mirrored() { -by } else { by }));
        }
    };
    let press = move |ev: KeyboardEvent| {
        let step = if is_mirrored() { -16 } else { 16 };
        let to = match ev.key().as_str() {
            "ArrowLeft" => Some(seen(&ev) - step),
            "ArrowRight" => Some(seen(&ev) + step),
            "Home" => Some(i32::from(WIDTHS.start)),
            "End" => Some(i32::from(WIDTHS.end)),
            "Enter" => None,
            _ => return,
        };
        set(to);
        ev.prevent_default();
        ev.stop_propagation();
    };
    view! {
        <span
            class="call-table__edge"
            role="separator"
            aria-orientation="vertical"
            aria-label=fill(t().table.column_width, &[("column", title(column))])
            aria-valuemin=WIDTHS.start
            aria-valuemax=WIDTHS.end
            aria-valuenow=move || layout.with(|layout| width(layout, column))
            tabindex=move || if entered.get() { "0" } else { "-1" }
            on:pointerdown=grab
            on:pointermove=drag
            on:pointerup=move |_| grabbed.set_value(None)
            on:pointercancel=move |_| grabbed.set_value(None)
            on:dblclick=move |_| set(None)
            on:keydown=press
        ></span>
    }
}
