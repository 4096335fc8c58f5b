//! What begins to play. Nobody plays anything before the first rows stand, so all that it takes comes later.

use call_records_wire::call::{CallRow, Recording};
use leptos::task::spawn_local;

use super::Player;
use crate::later::comes_later;

comes_later! {
    fn toggle_now(player: Player, row: CallRow, recording: Recording) -> () {
        player.toggle_recording_now(&row, &recording);
    }
}

comes_later! {
    fn open_now(player: Player, row: CallRow, at_ms: u64, plays: bool) -> () {
        player.open_now(&row, at_ms, plays);
    }
}

impl Player {
    /// Plays a recording, or holds it if it is the one that plays.
    pub fn toggle_recording(self, row: &CallRow, recording: &Recording) {
        let (row, recording) = (row.clone(), recording.clone());
        spawn_local(async move {
            // Who cannot have the code cannot have the sound either.
            let _ = toggle_now(self, row, recording).await;
        });
    }

    /// Plays a call from a place on its axis, or holds it there.
    pub fn open_at(self, row: &CallRow, at_ms: u64, plays: bool) {
        let row = row.clone();
        spawn_local(async move {
            let _ = open_now(self, row, at_ms, plays).await;
        });
    }
}
