//! One call in the table.

use call_records_wire::layout::Column;
use call_records_wire::time::Timestamp;
use call_records_wire::words::Status;
use leptos::prelude::*;
use web_sys::MouseEvent;

use super::Tools;
use super::cell::{Shown, cell};
use super::columns::cell_class;
use super::sight::Piece;
use crate::format;
use crate::i18n::{fill, t};
use crate::state::rows::{Entry, Look, Tint};

/// Cells of buttons alone: the focus goes to these, and to the cell itself where there is none.
const fn is_bare(column: Column) -> bool {
    matches!(column, Column::HangupReason | Column::Recording | Column::Operation)
}

/// A row of the table.
#[component]
pub fn CallTableRow(
    /// The call.
    entry: Entry,
    /// What all rows work with.
    tools: Tools,
    /// Which columns are shown, and how many of them stay.
    shape: Memo<(Vec<Column>, usize)>,
    /// The rows that are laid out.
    piece: RwSignal<Piece>,
) -> impl IntoView {
    let row = RwSignal::from(entry.row.clone());
    let look = RwSignal::from(entry.look.clone());
    let live = Memo::new(move |_| row.with(|row| row.status != Status::Ended));
    // Only calls that live follow the clock, as long as it is known that they do.
    let elapsed = Memo::new(move |_| {
        if live.get() {
            Timestamp::from_millis(tools.known.get()).millis_since(row.with(|row| row.started_at))
        } else {
            row.with(|row| row.duration_ms)
        }
    });
    let id = StoredValue::new(entry.id.clone());
    let open = Memo::new(move |_| id.with_value(|id| tools.open_call.with(|call| call.as_ref() == Some(id))));
    let chosen = Memo::new(move |_| id.with_value(|id| tools.rows.selection.has(id)));
    let at = Memo::new(move |_| look.with(|look| look.at));
    let class_now = move || {
        let Look { tint, left, .. } = look.get();
        let mut class = "call-row".to_owned();
        for (holds, name) in [
            (row.with(|row| row.call_type.calls_the_customer()), " call-row--outbound"),
            (live.get(), " call-row--live"),
            (open.get(), " call-row--open"),
            (chosen.get(), " call-row--chosen"),
            (left, " call-row--left"),
            (tint == Tint::New, " call-row--new"),
            (tint == Tint::Changed, " call-row--changed"),
        ] {
            if holds {
                class.push_str(name);
            }
        }
        class
    };
    let left = Memo::new(move |_| look.with(|look| look.left));
    let choose_label = move || row.with(|row| fill(t().table.select_call, &[("time", &format::time(row.started_at))]));
    let choose = move |ev: MouseEvent| {
        id.with_value(|id| if ev.shift_key() { tools.rows.select_to(id) } else { tools.rows.toggle_selected(id) });
    };
    let shown = Shown { row, elapsed };
    view! {
        <tr
            class=class_now
            role="row"
            aria-rowindex=move || at.get() + 2
            aria-selected=move || chosen.get().to_string()
            title=move || left.get().then_some(t().table.call_left)
            style:--at=move || at.get().saturating_sub(piece.get().base).to_string()
            on:animationend=move |_| entry.calm()
        >
            <td role="gridcell" class="call-row__choice frozen">
                <input
                    type="checkbox"
                    tabindex="-1"
                    aria-label=choose_label
                    prop:checked=move || chosen.get()
                    on:click=choose
                />
                {move || left.get().then(|| view! { <span class="visually-hidden">{t().table.call_left}</span> })}
            </td>
            {move || {
                let (columns, frozen) = shape.get();
                columns
                    .into_iter()
                    .enumerate()
                    .map(|(at, column)| {
                        view! {
                            <td
                                role=if at == 0 { "rowheader" } else { "gridcell" }
                                class=cell_class(column, at, frozen)
                                class:bare=is_bare(column)
                                tabindex="-1"
                            >
                                {cell(column, shown, tools)}
                            </td>
                        }
                    })
                    .collect_view()
            }}
        </tr>
    }
}
