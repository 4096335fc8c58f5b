//! Play and download.

use call_records_wire::call::{CallRow, Recording};
use call_records_wire::words::RecordingState;
use leptos::prelude::*;

use super::download_menu::DownloadMenu;
use super::ui::{Glyph, IconButton};
use crate::format::{self, length};
use crate::i18n::{self, fill, t};
use crate::state::player::Player;

/// The buttons of a call's first recording that can be played, or why there is none.
#[component]
pub fn RecordingButtons(
    /// The call.
    row: Signal<CallRow>,
    /// Plays it.
    player: Player,
    /// Whether they stand in a grid, which has one tab stop and its own way to them.
    in_grid: bool,
) -> impl IntoView {
    let shown = Memo::new(move |_| {
        row.with(|row| {
            let playable = row.recordings.iter().find(|it| it.state == RecordingState::Available);
            (playable.or(row.recordings.last()).cloned(), row.recordings.len())
        })
    });
    move || match shown.get() {
        (None, _) => view! { <span class="recording__none">{t().nobody}</span> }.into_any(),
        (Some(recording), count) if recording.state == RecordingState::Available => view! {
            <OneRecording row recording player in_grid />
            {(count > 1).then(|| view! { <span class="recording__more">{format!("+{}", count - 1)}</span> })}
        }
        .into_any(),
        (Some(recording), _) => {
            let why = recording.reason.as_deref().map(format::harmless);
            view! { <span class="recording__state" title=why>{i18n::recording_state(recording.state)}</span> }
                .into_any()
        }
    }
}

/// Play, length and download of one recording.
#[component]
pub fn OneRecording(
    /// The call.
    row: Signal<CallRow>,
    /// The recording.
    recording: Recording,
    /// Plays it.
    player: Player,
    /// Whether they stand in a grid, which has one tab stop and its own way to them.
    #[prop(optional)]
    in_grid: bool,
) -> impl IntoView {
    let time = row.with_untracked(|row| format::time(row.started_at));
    let id = recording.recording_id.clone();
    let plays = Memo::new(move |_| player.plays(&id));
    let format = recording.format.map(|format| format.as_str().to_ascii_uppercase());
    let duration = recording.duration_ms.map(length);
    let hint = fill(t().play_of, &[("time", &time)]);
    let download = fill(t().download_of, &[("time", &time)]);
    let played = recording.clone();
    view! {
        <span class="recording">
            {move || {
                let played = played.clone();
                let press = Callback::new(move |()| row.with_untracked(|row| player.toggle_recording(row, &played)));
                let (glyph, label) = if plays.get() { (Glyph::Pause, t().pause) } else { (Glyph::Play, t().play) };
                view! { <IconButton glyph label hint=hint.clone() class="icon-button--play" in_grid on_press=press /> }
            }}
            <span class="recording__length">{duration}</span>
            <DownloadMenu recording hint=download in_grid />
            {format.map(|format| view! { <span class="recording__format">{format}</span> })}
        </span>
    }
}
