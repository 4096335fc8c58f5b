//! Everything about one call, over the list.

mod facts;
mod log;

use call_records_wire::call::{CallDetail, CallRow};
use call_records_wire::time::Timestamp;
use call_records_wire::words::{RecordingState, Status};
use leptos::html;
use leptos::prelude::*;

use super::journey::Journey;
use super::player_dock::PlayerBar;
use super::reason_tag::ReasonTag;
use super::recording_buttons::OneRecording;
use super::ui::{Glyph, IconButton, Notice, error_text};
use crate::format::{harmless, size};
use crate::i18n::{self, fill, t};
use crate::reason::{explain_in_full, tone};
use crate::state::desk::Desk;
use crate::state::details::DetailsFace;
use facts::Facts;
use log::OperationsLog;

/// The dialog of the call that the address names.
#[component]
pub fn DetailsDialog(
    /// Every handle.
    desk: &'static Desk,
) -> impl IntoView {
    let Desk { address, details, .. } = *desk;
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        match (address.call.get(), dialog.open()) {
            (Some(_), false) => {
                let _ = dialog.show_modal();
            }
            (None, true) => dialog.close(),
            (Some(_), true) | (None, false) => {}
        }
    });
    let body = move || match details.face() {
        DetailsFace::Loading => view! { <p class="details__loading" role="status">{t().loading}</p> }.into_any(),
        DetailsFace::Failed(err) if err.is_forbidden() => {
            view! { <Notice title=t().forbidden_title body=error_text(&err) alert=true /> }.into_any()
        }
        DetailsFace::Failed(err) => view! {
            <Notice
                title=t().failed_title
                body=error_text(&err)
                action=t().retry
                on_action=Callback::new(move |()| details.retry())
                alert=true
            />
        }
        .into_any(),
        DetailsFace::Ready(detail) => view! { <DetailsBody detail=*detail desk /> }.into_any(),
    };
    view! {
        <dialog
            class="details"
            aria-labelledby="details-title"
            node_ref=dialog
            on:close=move |_| address.close_call()
            on:click=move |ev| {
                // A click on the dialog itself is one beside its content.
                if ev.target() == ev.current_target() {
                    address.close_call();
                }
            }
        >
            <div class="details__content">
                <Show when=move || address.call.get().is_some()>
                    <DetailsHead desk />
                    <div class="details__body" tabindex="-1">{body}</div>
                </Show>
            </div>
        </dialog>
    }
}

#[component]
fn DetailsHead(desk: &'static Desk) -> impl IntoView {
    let Desk { address, rows, notices, details, .. } = *desk;
    let id = move || address.call.get().unwrap_or_default();
    let neighbors = Memo::new(move |_| address.call.get().map_or((None, None), |id| rows.neighbors(&id)));
    let go = move |to: Option<String>| {
        if let Some(id) = to {
            address.open_call(&id);
        }
    };
    view! {
        <header class="details__head">
            <div class="details__titles">
                <h2 class="details__title" id="details-title">{t().call_details}</h2>
                <span class="details__id">
                    <bdi>{move || harmless(&id())}</bdi>
                    <IconButton
                        glyph=Glyph::Copy
                        class="icon-button--small"
                        label=t().copy_call_id
                        on_press=Callback::new(move |()| notices.copy(&address.call.get_untracked().unwrap_or_default()))
                    />
                </span>
            </div>
            {move || match details.face() {
                DetailsFace::Ready(detail) => {
                    Some(view! { <ReasonTag row=Signal::stored(detail.row) /> })
                }
                DetailsFace::Loading | DetailsFace::Failed(_) => None,
            }}
            <span class="details__space"></span>
            <IconButton
                glyph=Glyph::Link
                label=t().copy_link
                on_press=Callback::new(move |()| notices.copy(&address.link().unwrap_or_default()))
            />
            <IconButton
                glyph=Glyph::ChevronLeft
                label=t().previous_call
                disabled=Signal::derive(move || neighbors.with(|it| it.0.is_none()))
                on_press=Callback::new(move |()| go(neighbors.get_untracked().0))
            />
            <IconButton
                glyph=Glyph::ChevronRight
                label=t().next_call
                disabled=Signal::derive(move || neighbors.with(|it| it.1.is_none()))
                on_press=Callback::new(move |()| go(neighbors.get_untracked().1))
            />
            <IconButton glyph=Glyph::Close label=t().close on_press=Callback::new(move |()| address.close_call()) />
        </header>
    }
}

#[component]
fn DetailsBody(detail: CallDetail, desk: &'static Desk) -> impl IntoView {
    let Desk { player, clock, .. } = *desk;
    let CallDetail { row, durations: _, explanation, log } = detail;
    let tone = tone(row.hangup_reason.as_ref()).as_str();
    let why = row.hangup_reason.as_ref().map(|reason| {
        let title = fill(t().why, &[("reason", &i18n::reason(reason))]);
        let text = explain_in_full(&row, explanation.as_ref());
        let events = explanation.as_ref().map(|it| it.events.clone()).unwrap_or_default();
        view! {
            <p class=format!("why why--{tone}")>
                <strong>{title}</strong>
                " "
                {text}
                {(!events.is_empty()).then(|| view! { " " {t().why_events} " " {entry_buttons(events)} })}
            </p>
        }
    });
    let rests_on = explanation.map(|it| it.events).unwrap_or_default();
    let call_id = row.call_id.clone();
    let here = Memo::new(move |_| player.track().is_some_and(|track| track.call_id == call_id));
    let started_at = row.started_at;
    let recordings = recordings(&row, desk);
    let shared = Signal::stored(row.clone());
    let (live, duration) = (row.status != Status::Ended, row.duration_ms);
    let elapsed =
        Signal::derive(
            move || {
                if live { Timestamp::from_millis(clock.now.get()).millis_since(started_at) } else { duration }
            },
        );
    view! {
        <Facts row elapsed />
        {why}
        <section class="details__section">
            <h3>{t().stages}</h3>
            <Journey row=shared elapsed large=true />
            <p class="details__stages">
                {move || shared.with(|row| super::journey::journey_text(&row.stages, elapsed))}
            </p>
        </section>
        <section class="details__section">
            <h3>{t().recordings}</h3>
            {recordings}
            <Show when=move || here.get()><PlayerBar player /></Show>
        </section>
        <section class="details__section">
            <h3>{t().operations_log}</h3>
            <OperationsLog log started_at rests_on />
        </section>
    }
}

fn recordings(row: &CallRow, desk: &'static Desk) -> AnyView {
    if row.recordings.is_empty() {
        return view! { <p class="details__none">{t().no_recordings}</p> }.into_any();
    }
    let shared = Signal::stored(row.clone());
    let items = row.recordings.iter().map(|recording| {
        let state = i18n::recording_state(recording.state);
        let about = [
            recording.bytes.map(size),
            recording.channels.as_deref().map(i18n::channels),
            recording.reason.as_deref().map(harmless),
        ];
        let about = about.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        let playable = recording.state == RecordingState::Available;
        let recording = recording.clone();
        view! {
            <li class="details__recording">
                {if playable {
                    view! { <OneRecording row=shared recording player=desk.player /> }.into_any()
                } else {
                    view! { <span class="recording__state">{state}</span> }.into_any()
                }}
                <bdi class="details__about">{about}</bdi>
            </li>
        }
    });
    view! { <ul class="details__recordings">{items.collect_view()}</ul> }.into_any()
}

/// Buttons, not links: a fragment in the address is a filter here.
fn entry_buttons(events: Vec<usize>) -> impl IntoView {
    events
        .into_iter()
        .map(|at| {
            let label = fill(t().entry, &[("number", &(at + 1).to_string())]);
            view! {
                <button type="button" class="why__entry" on:click=move |_| log::show_entry(at)>{label}</button>
                " "
            }
        })
        .collect_view()
}
