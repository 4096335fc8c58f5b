//! What stands in a column. Each cell listens to the row by itself, so that a change repaints what changed.

use call_records_wire::call::CallRow;
use call_records_wire::layout::Column;
use call_records_wire::time::Timestamp;
use call_records_wire::words::Status;
use leptos::prelude::*;

use super::super::journey::Journey;
use super::super::reason_tag::ReasonTag;
use super::super::recording_buttons::RecordingButtons;
use super::super::ui::{Glyph, IconButton};
use super::Tools;
use crate::format::{self, agents, harmless, id_tail, length, skill_groups};
use crate::i18n::{self, fill, short_date, t};
use crate::zone;

/// A call and how long it lasted, or lasts by now, in milliseconds.
#[derive(Clone, Copy)]
pub struct Shown {
    pub row: RwSignal<CallRow>,
    pub elapsed: Memo<u64>,
}

/// What stands in a column of a call.
pub fn cell(column: Column, shown: Shown, tools: Tools) -> AnyView {
    let Shown { row, elapsed } = shown;
    let text =
        |read: fn(&CallRow) -> String| view! { <bdi class="call-row__text">{move || row.with(read)}</bdi> }.into_any();
    let as_of = move || {
        let since = tools.live.stale_since().filter(|_| row.with(|row| row.status != Status::Ended));
        since.map(|since| fill(t().states.as_of, &[("time", &format::time(since))]))
    };
    match column {
        Column::StartTime => view! {
            <time datetime=move || row.with(|row| row.started_at.to_string())>
                {move || row.with(|row| format::time(row.started_at))}
                <span class="call-row__sub">{move || row.with(|row| short_date(zone::local(row.started_at).date()))}</span>
            </time>
        }
        .into_any(),
        Column::ConnectedTime => text(|row| moment(row.connected_at)),
        Column::EndTime => text(|row| moment(row.ended_at)),
        Column::CallerNumber => number_cell(row, tools, |row| &row.caller_number),
        Column::CalleeNumber => number_cell(row, tools, |row| &row.callee_number),
        Column::CustomerNumber => number_cell(row, tools, |row| &row.customer_number),
        Column::CustomerName => names(row, |row| row.customer_name.as_deref().map(harmless), |_| None),
        Column::CallType => text(|row| i18n::call_type(row.call_type).to_owned()),
        Column::Agent => {
            let all = |row: &CallRow| list(row.agents.iter().map(|agent| &agent.name));
            names(row, |row| agents(&row.agents), all)
        }
        Column::SkillGroup => {
            let all = |row: &CallRow| list(row.skill_groups.iter().map(|group| &group.name));
            names(row, |row| skill_groups(&row.skill_groups), all)
        }
        Column::Tags => names(row, |row| list(row.tags.iter()), |row| list(row.tags.iter())),
        Column::Duration => view! {
            <span title=as_of>{move || length(elapsed.get())}</span>
            <Journey row=row.into() elapsed=elapsed.into() />
        }
        .into_any(),
        Column::Wait => text(|row| length(row.wait_ms)),
        Column::Talk => text(|row| length(row.talk_ms)),
        Column::HungUpBy => text(|row| row.hung_up_by.map_or(t().nobody, i18n::hung_up_by).to_owned()),
        Column::HangupReason => view! { <ReasonTag row=row.into() in_grid=true /> }.into_any(),
        Column::Recording => view! { <RecordingButtons row=row.into() player=tools.player in_grid=true /> }.into_any(),
        Column::Operation => {
            let label = move || row.with(|row| fill(t().details_of, &[("time", &format::time(row.started_at))]));
            let open = move |_| tools.on_open.run(row.with_untracked(|row| row.call_id.clone()));
            view! {
                <button type="button" class="button button--small" tabindex="-1" title=label on:click=open>
                    {t().details}
                </button>
            }
            .into_any()
        }
        Column::CallId => {
            let id = row.with_untracked(|row| row.call_id.clone());
            view! {
                <IconButton
                    glyph=Glyph::Copy
                    class="icon-button--small"
                    label=t().copy_call_id
                    in_grid=true
                    on_press=Callback::new(move |()| row.with_untracked(|row| tools.notices.copy(&row.call_id)))
                />
                <bdi class="call-row__id-text" title=harmless(&id)>{id_tail(&id)}</bdi>
            }
            .into_any()
        }
    }
}

/// A number, and the button that copies it.
fn number_cell(row: RwSignal<CallRow>, tools: Tools, of: fn(&CallRow) -> &String) -> AnyView {
    let shown = move || row.with(|row| number(of(row)));
    view! {
        <bdi class="call-row__text">{shown}</bdi>
        <IconButton
            glyph=Glyph::Copy
            class="icon-button--small call-row__copy"
            label=Signal::derive(move || fill(t().table.copy_number, &[("number", &shown())]))
            in_grid=true
            on_press=Callback::new(move |()| row.with_untracked(|row| tools.notices.copy(of(row))))
        />
    }
    .into_any()
}

/// Names, short and in full.
fn names(
    row: RwSignal<CallRow>,
    short: fn(&CallRow) -> Option<String>,
    all: fn(&CallRow) -> Option<String>,
) -> AnyView {
    view! {
        <bdi
            class="call-row__name"
            class:call-row__name--none=move || row.with(|row| short(row).is_none())
            title=move || row.with(all)
        >
            {move || row.with(short).unwrap_or_else(|| t().nobody.to_owned())}
        </bdi>
    }
    .into_any()
}

fn list<'a>(names: impl Iterator<Item = &'a String>) -> Option<String> {
    let names: Vec<String> = names.map(|name| harmless(name)).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

fn moment(at: Option<Timestamp>) -> String {
    at.map_or_else(|| t().nobody.to_owned(), format::time)
}

/// A number as it came; callers may withhold theirs.
pub fn number(text: &str) -> String {
    if text.is_empty() { t().withheld.to_owned() } else { harmless(text) }
}
