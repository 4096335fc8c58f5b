//! What the server keeps of how an account likes the page.

use std::time::Duration;

use call_records_wire::view::{Preferences, PreferencesChange};
use leptos::ev;
use leptos::prelude::{
    GetUntracked, GetValue, RwSignal, Set, SetValue, StoredValue, UpdateValue, With, set_timeout, window_event_listener,
};
use leptos::task::spawn_local;

use crate::api::{self, ApiError};

/// How long the reader must be still before a change is sent: not per keystroke, and not too late.
const STILL: Duration = Duration::from_millis(800);

/// What is kept, with what was changed here at once, and what of it the server does not know yet.
#[derive(Clone, Copy)]
pub struct Kept {
    preferences: RwSignal<Preferences>,
    unsent: StoredValue<PreferencesChange>,
    /// Counts changes: whoever waited for stillness and sees another number waits no more.
    number: StoredValue<u64>,
    /// Counts readers, and whether there is one now: nothing of one may go to the next.
    reader: StoredValue<(u64, bool)>,
}

impl Kept {
    /// Nothing, and nobody's.
    pub fn new() -> Self {
        let kept = Self {
            preferences: RwSignal::new(Preferences::default()),
            unsent: StoredValue::new(PreferencesChange::default()),
            number: StoredValue::new(0),
            reader: StoredValue::new((0, false)),
        };
        // What is hidden may never be seen again.
        window_event_listener(ev::pagehide, move |_| spawn_local(kept.send()));
        kept
    }

    /// This is what is kept for the reader who signed in.
    pub fn begin(self, preferences: Preferences) {
        self.forget();
        self.reader.update_value(|(_, is_there)| *is_there = true);
        self.preferences.set(preferences);
    }

    /// Nobody is signed in any more.
    pub fn forget(self) {
        self.reader.update_value(|(number, is_there)| (*number, *is_there) = (*number + 1, false));
        self.unsent.set_value(PreferencesChange::default());
        self.preferences.set(Preferences::default());
    }

    /// The id of the view that the page opens with.
    pub fn default_view(self) -> Option<String> {
        self.preferences.with(|it| it.default_view.clone())
    }

    /// Keeps a change, at once here and soon on the server.
    pub fn change(self, change: PreferencesChange) {
        let mut preferences = self.preferences.get_untracked();
        preferences.change(change.clone());
        if !self.reader.get_value().1 || preferences == self.preferences.get_untracked() {
            return;
        }
        self.preferences.set(preferences);
        self.unsent.update_value(|unsent| unsent.add(change));
        self.number.update_value(|number| *number += 1);
        let number = self.number.get_value();
        set_timeout(
            move || {
                if self.number.get_value() == number {
                    spawn_local(self.send());
                }
            },
            STILL,
        );
    }

    /// Sends what the server does not know yet. What it could not be told goes with the next change.
    pub async fn send(self) {
        let mut change = PreferencesChange::default();
        self.unsent.update_value(|unsent| change = std::mem::take(unsent));
        let reader = self.reader.get_value();
        if change.is_empty() || api::views::change_preferences(&change).await != Err(ApiError::Unreachable) {
            return;
        }
        if self.reader.get_value() == reader {
            self.unsent.update_value(|unsent| {
                change.add(std::mem::take(unsent));
                *unsent = change;
            });
        }
    }
}
