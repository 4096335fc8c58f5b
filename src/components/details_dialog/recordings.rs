//! The recordings of a call: to be played, to be kept, or why there is none.

use call_records_wire::call::{CallRow, Recording};
use call_records_wire::words::RecordingState;
use leptos::prelude::*;

use super::super::recording_buttons::OneRecording;
use super::facts::moment;
use crate::format::{harmless, size};
use crate::i18n::{self, t};
use crate::state::player::Player;

/// All recordings in order.
#[component]
pub fn Recordings(
    /// The call.
    row: Signal<CallRow>,
    /// Plays them.
    player: Player,
) -> impl IntoView {
    let recordings = Memo::new(move |_| row.with(|row| row.recordings.clone()));
    move || {
        let recordings = recordings.get();
        if recordings.is_empty() {
            return super::none(t().no_recordings).into_any();
        }
        let items = recordings.into_iter().map(|recording| one(recording, row, player));
        view! { <ul class="details__recordings">{items.collect_view()}</ul> }.into_any()
    }
}

fn one(recording: Recording, row: Signal<CallRow>, player: Player) -> impl IntoView {
    let state = i18n::recording_state(recording.state);
    let deleted = recording.deleted_at.map(moment);
    let about = [
        deleted,
        recording.bytes.map(size),
        recording.channels.as_deref().map(i18n::channels),
        recording.reason.as_deref().map(harmless),
    ];
    let about = about.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    view! {
        <li class="details__recording">
            {if recording.state == RecordingState::Available {
                view! { <OneRecording row recording player /> }.into_any()
            } else {
                view! { <span class="recording__state">{state}</span> }.into_any()
            }}
            <bdi class="details__about">{about}</bdi>
        </li>
    }
}
