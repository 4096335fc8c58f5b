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
use super::ui::{Glyph, IconButton, Notice, NoticeLine, error_text, later};
use crate::format::{harmless, size};
use crate::i18n::{self, fill, t};
use crate::log_words::left_ringing;
use crate::reason::{explain_in_full, tone};
use crate::state::desk::Desk;
use crate::state::details::DetailsFace;
use facts::Facts;
use log::OperationsLog;

later! {
    /// The dialog, as a part that may come later.
    pub fn details_dialog(desk: &'static Desk) {
        view! { <DetailsDialog desk /> }
    }
}

/// The dialog of the call that the address names.
#[component]
fn DetailsDialog(
    /// Every handle.
    desk: &'static Desk,
) -> impl IntoView {
    let Desk { address, details, player, .. } = *desk;
    let dialog = NodeRef::<html::Dialog>::new();
    // Going back in the history takes a moment. A second press in it must not go back once more.
    let closing = StoredValue::new(false);
    let close = Callback::new(move |()| {
        if !closing.get_value() {
            closing.set_value(true);
            address.close_call();
        }
    });
    // A drag is no press: the mouse must go down and up on the veil.
    let pressed_veil = StoredValue::new(false);
    let on_veil = |ev: &web_sys::MouseEvent| ev.target() == ev.current_target();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        closing.set_value(false);
        match (address.call.get(), dialog.open()) {
            (Some(_), false) => {
                let _ = dialog.show_modal();
            }
            (None, true) => dialog.close(),
            (Some(_), true) | (None, false) => {}
        }
    });
    let body = move || match details.face() {
        DetailsFace::Loading => view! { <p class="details__loading" role="status">{t().loading_call}</p> }.into_any(),
        DetailsFace::Failed(err) if err.is_forbidden() => {
            view! { <Notice title=t().forbidden_title body=error_text(&err) alert=true /> }.into_any()
        }
        DetailsFace::Failed(err) => view! {
            <Notice
                title=t().failed_call_title
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
            on:close=move |_| close.run(())
            on:pointerdown=move |ev| pressed_veil.set_value(on_veil(&ev))
            on:pointerup=move |ev| pressed_veil.update_value(|pressed| *pressed &= on_veil(&ev))
            on:click=move |ev| {
                // A click on the dialog itself is one beside its content.
                if on_veil(&ev) && pressed_veil.get_value() {
                    close.run(());
                }
            }
        >
            <div class="details__content">
                <Show when=move || address.call.get().is_some()>
                    <DetailsHead desk close />
                    <div class="details__body" id="details-body" tabindex="-1">{body}</div>
                    // The player at the bottom of the page cannot be reached while a call is open.
                    <Show when=move || player.track().is_some()>
                        <div class="details__player"><PlayerBar player back="#details-body" /></div>
                    </Show>
                </Show>
            </div>
            <NoticeLine notices=desk.notices />
        </dialog>
    }
}

#[component]
fn DetailsHead(desk: &'static Desk, close: Callback<()>) -> impl IntoView {
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
            <IconButton glyph=Glyph::Close label=t().close on_press=close />
        </header>
    }
}

#[component]
fn DetailsBody(detail: CallDetail, desk: &'static Desk) -> impl IntoView {
    let clock = desk.clock;
    let CallDetail { row, durations: _, explanation, log } = detail;
    let tone = tone(row.hangup_reason.as_ref()).as_str();
    let why = row.hangup_reason.as_ref().map(|reason| {
        let title = fill(t().why, &[("reason", &i18n::reason(reason))]);
        let text = explain_in_full(&row, explanation.as_ref(), &left_ringing(&log));
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
