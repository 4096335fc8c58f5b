//! What can be done with the calls that were chosen.

use call_records_wire::call::CallRow;
use leptos::prelude::*;

use super::reason_tag::state_text;
use super::ui::{Action, Kind, focus, later};
use crate::format::{self, count};
use crate::i18n::{fill, t};
use crate::state::desk::Desk;
use crate::state::export::ExportFormat;
use crate::zone;

/// So many calls can be named in one question.
const MOST_EXPORTED: usize = 500;

later! {
    /// The bar, as a part that may come later.
    pub fn selection_bar(desk: &'static Desk) {
        view! { <SelectionBar desk /> }
    }
}

/// How many calls were chosen, and what can be done with them.
#[component]
fn SelectionBar(
    /// Every handle.
    desk: &'static Desk,
) -> impl IntoView {
    let rows = desk.rows;
    let text = move || match rows.selection.count() {
        1 => t().table.selected_one.to_owned(),
        many => fill(t().table.selected_many, &[("count", &count(many as u64))]),
    };
    let copy = move |line: fn(&CallRow) -> String| {
        let lines: Vec<String> = rows.selected().iter().map(line).collect();
        desk.notices.copy(&lines.join("\n"));
    };
    let export = move |()| {
        let ids: Vec<String> = rows.selected().into_iter().map(|row| row.call_id).collect();
        if ids.len() > MOST_EXPORTED {
            return desk.notices.say(fill(t().table.export_too_many, &[("count", &MOST_EXPORTED.to_string())]));
        }
        desk.export.make(rows.only(ids), desk.question.get_untracked().sort, ExportFormat::Csv);
    };
    view! {
        <div class="selection-bar" role="group" aria-label=t().table.selection>
            <strong class="selection-bar__count" role="status">{text}</strong>
            <Action label=t().table.copy_ids on_press=Callback::new(move |()| copy(|row| row.call_id.clone())) />
            <Action label=t().table.copy_text on_press=Callback::new(move |()| copy(line)) />
            <Action label=t().table.export_selected on_press=Callback::new(export) />
            <Action
                label=t().table.clear_selection
                kind=Kind::Quiet
                on_press=Callback::new(move |()| {
                    rows.selection.clear();
                    focus("#calls");
                })
            />
        </div>
    }
}

/// What somebody who looks for a call needs: when, from, to, how it ended, its id.
fn line(row: &CallRow) -> String {
    let start = format!("{} {}", zone::local(row.started_at).date(), format::time(row.started_at));
    [
        format!("{start} ({})", zone::described(row.started_at.millis())),
        super::call_table::number(&row.caller_number),
        super::call_table::number(&row.callee_number),
        state_text(row),
        format::harmless(&row.call_id),
    ]
    .join("\t")
}
