//! One call in the table. Each cell listens to the row by itself, so that a change repaints what changed.

use call_records_wire::call::CallRow;
use call_records_wire::time::Timestamp;
use call_records_wire::words::Status;
use leptos::prelude::*;

use super::super::journey::Journey;
use super::super::reason_tag::ReasonTag;
use super::super::recording_buttons::RecordingButtons;
use super::super::ui::{Glyph, IconButton};
use crate::format::{self, agents, harmless, id_tail, length, skill_groups};
use crate::i18n::{self, fill, short_date, t};
use crate::state::notices::Notices;
use crate::state::player::Player;
use crate::zone;

/// A row of the table.
#[component]
pub fn CallTableRow(
    /// The call.
    row: ArcRwSignal<CallRow>,
    /// Plays its recordings.
    player: Player,
    /// Says what was copied.
    notices: Notices,
    /// The current instant.
    now: Signal<i64>,
    /// The call that is open.
    open_call: Signal<Option<String>>,
    /// The call is to be opened.
    on_open: Callback<String>,
) -> impl IntoView {
    let row = RwSignal::from(row);
    let id = row.with_untracked(|row| row.call_id.clone());
    let started_at = Memo::new(move |_| row.with(|row| row.started_at));
    let live = Memo::new(move |_| row.with(|row| row.status != Status::Ended));
    // Only calls that live follow the clock.
    let elapsed = Memo::new(move |_| {
        if live.get() {
            Timestamp::from_millis(now.get()).millis_since(started_at.get())
        } else {
            row.with(|row| row.duration_ms)
        }
    });
    let open = {
        let id = id.clone();
        Memo::new(move |_| open_call.with(|call| call.as_deref() == Some(id.as_str())))
    };
    let details_label = move || fill(t().details_of, &[("time", &format::time(started_at.get()))]);
    let open_id = id.clone();
    let copy_id = id.clone();
    view! {
        <tr class="call-row" class:call-row--outbound=move || row.with(|row| row.call_type.calls_the_customer()) class:call-row--live=move || live.get() class:call-row--open=move || open.get()>
            <td class="call-row__start call-table__start">
                <time datetime=move || started_at.get().to_string()>
                    {move || format::time(started_at.get())}
                    <span class="call-row__sub">{move || short_date(zone::local(started_at.get()).date())}</span>
                </time>
            </td>
            <td class="call-row__connected">{move || row.with(|row| connected(row.connected_at))}</td>
            <td class="call-row__caller"><bdi>{move || row.with(|row| number(&row.caller_number))}</bdi></td>
            <td class="call-row__callee"><bdi>{move || row.with(|row| number(&row.callee_number))}</bdi></td>
            <td class="call-row__type">{move || row.with(|row| i18n::call_type(row.call_type))}</td>
            <td class="call-row__agent">
                <bdi class="call-row__name" class:call-row__name--none=move || row.with(|row| row.agents.is_empty()) title=move || row.with(agent_names)>
                    {move || row.with(|row| agents(&row.agents)).unwrap_or_else(|| t().nobody.to_owned())}
                </bdi>
            </td>
            <td class="call-row__group">
                <bdi class="call-row__name" title=move || row.with(group_names)>
                    {move || row.with(|row| skill_groups(&row.skill_groups)).unwrap_or_else(|| t().nobody.to_owned())}
                </bdi>
            </td>
            <td class="call-row__duration">
                {move || length(elapsed.get())}
                <Journey row=row.into() elapsed=elapsed.into() />
            </td>
            <td class="call-row__reason"><ReasonTag row=row.into() /></td>
            <td class="call-row__recording"><RecordingButtons row=row.into() player /></td>
            <td class="call-row__operation call-table__operation">
                <button
                    type="button"
                    class="button button--small"
                    title=details_label
                    on:click=move |_| on_open.run(open_id.clone())
                >
                    {t().details}
                </button>
            </td>
            <td class="call-row__id">
                <IconButton
                    glyph=Glyph::Copy
                    class="icon-button--small"
                    label=t().copy_call_id
                    on_press=Callback::new(move |()| notices.copy(&copy_id))
                />
                <bdi class="call-row__id-text" title=harmless(&id)>{id_tail(&id)}</bdi>
            </td>
        </tr>
    }
}

fn connected(at: Option<Timestamp>) -> String {
    at.map_or_else(|| t().nobody.to_owned(), format::time)
}

/// A number as it came; callers may withhold theirs.
pub fn number(text: &str) -> String {
    if text.is_empty() { t().withheld.to_owned() } else { harmless(text) }
}

fn agent_names(row: &CallRow) -> String {
    row.agents.iter().map(|agent| harmless(&agent.name)).collect::<Vec<_>>().join(", ")
}

fn group_names(row: &CallRow) -> String {
    row.skill_groups.iter().map(|group| harmless(&group.name)).collect::<Vec<_>>().join(", ")
}
