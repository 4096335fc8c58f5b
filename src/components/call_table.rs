//! The table of calls. Only the rows in sight are in the document.

mod arranged;
mod cell;
/// What is known of each column.
pub mod columns;
mod grid;
mod head;
mod keys;
mod row;
mod scroller;
/// Which rows are in sight, and how wide the columns are.
pub mod sight;

use call_records_wire::layout::{Column, Density};
use call_records_wire::page::Sort;
use leptos::prelude::*;

use super::list_foot::ListFoot;
use super::ui::pixels;
use crate::i18n::t;
use crate::state::layout::LayoutState;
use crate::state::live::Live;
use crate::state::notices::Notices;
use crate::state::player::Player;
use crate::state::rows::{CallRows, Slot};
use arranged::arranged;
pub use cell::number;
use grid::Grid;
use head::TableHead;
use row::CallTableRow;
use sight::widths;

/// What all rows work with.
#[derive(Clone, Copy)]
pub struct Tools {
    /// The calls.
    pub rows: CallRows,
    /// Plays their recordings.
    pub player: Player,
    /// Says what was copied.
    pub notices: Notices,
    /// How they are laid out.
    pub layout: LayoutState,
    /// The instant up to which it is known what happened.
    pub known: Memo<i64>,
    /// Whether changes come in.
    pub live: Live,
    /// The order.
    pub sort: Signal<Sort>,
    /// The call that is open.
    pub open_call: Signal<Option<String>>,
    /// A call is to be opened.
    pub on_open: Callback<String>,
    /// Another order is wanted.
    pub on_sort: Callback<Sort>,
}

/// The rows under their heads. On wide screens the table scrolls in a box of its own, so that heads and columns stay.
#[component]
pub fn CallTable(
    /// What all rows work with.
    tools: Tools,
) -> impl IntoView {
    let Tools { rows, layout, .. } = tools;
    let grid = Grid::new(tools);
    let arranged = Memo::new(move |_| layout.with(|layout| arranged(layout, grid.room.get())));
    let widths = Memo::new(move |_| arranged.with(|layout| widths(layout, grid.room.get())));
    let shape = Memo::new(move |_| {
        let columns: Vec<Column> = arranged.with(|layout| layout.columns.iter().map(|it| it.column).collect());
        (columns, widths.with(|widths| widths.frozen.len()))
    });
    let stale = Memo::new(move |_| tools.live.stale_since().is_some());
    let width = |value: u16| format!("{value}px");
    let frozen_at = move |at: usize| widths.with(|widths| widths.frozen.get(at).copied().map(width));
    // A bound is not a number of rows.
    let row_count = move || match rows.extent() {
        Some(extent) if extent.total.exact => (extent.total.value + 1).to_string(),
        _ => "-1".to_owned(),
    };
    view! {
        <div
            class="call-table"
            class:call-table--stale=move || stale.get()
            class:call-table--compact=move || layout.with(|layout| layout.density == Density::Compact)
            id="calls"
            tabindex=move || if grid.inside.get() { "-1" } else { "0" }
            node_ref=grid.scroller.whole
            style:--columns=move || widths.with(|widths| widths.template.clone())
            style:--least=move || widths.with(|widths| width(widths.least))
            style:--frozen=move || widths.with(|widths| width(widths.frozen_end))
            style:--frozen-0=move || frozen_at(0)
            style:--frozen-1=move || frozen_at(1)
            style:--frozen-2=move || frozen_at(2)
            style:--frozen-3=move || frozen_at(3)
            style:--row-height=move || pixels(grid.height.get())
            on:scroll=move |_| grid.look()
            on:focusin=move |ev| grid.focus_came(&ev)
            on:focusout=move |ev| grid.focus_went(&ev)
            on:keydown=move |ev| grid.pressed(&ev)
        >
            <table
                class="call-table__table"
                role="grid"
                aria-label=t().title
                aria-multiselectable="true"
                aria-rowcount=row_count
                aria-colcount=move || (shape.with(|shape| shape.0.len()) + 1).to_string()
            >
                <TableHead tools shape entered=grid.in_head />
                <tbody
                    class="call-table__rows"
                    role="rowgroup"
                    node_ref=grid.scroller.body
                    style:--rows=move || grid.piece.get().len.to_string()
                >
                    <For
                        each=move || grid.slots()
                        key=|slot| match slot {
                            Slot::Row(entry) => entry.id.clone(),
                            Slot::Blank(at) => format!(" {at}"),
                        }
                        children=move |slot| match slot {
                            Slot::Row(entry) => {
                                view! { <CallTableRow entry tools shape piece=grid.piece /> }.into_any()
                            }
                            Slot::Blank(at) => {
                                let at = move || at.saturating_sub(grid.piece.get().base).to_string();
                                view! {
                                    <tr class="blank-row" role="row" style:--at=at>
                                        <td role="gridcell"><span class="visually-hidden">{t().table.loading_call}</span></td>
                                    </tr>
                                }
                                    .into_any()
                            }
                        }
                    />
                </tbody>
            </table>
            <ListFoot rows />
        </div>
    }
}
