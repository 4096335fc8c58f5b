//! What the server keeps of how an account likes the page.

use std::time::Duration;

use call_records_wire::view::{Preferences, PreferencesChange};
use leptos::ev;
use leptos::prelude::{
    GetUntracked, GetValue, RwSignal, Set, StoredValue, UpdateValue, With, set_timeout, window_event_listener,
};
use leptos::task::spawn_local;

use crate::api::{self, ApiError};

/// How long the reader must be still before a change is sent: not per keystroke, and not too late.
const STILL: Duration = Duration::from_millis(800);

/// What the server does not know yet. One change is on its way at a time: an older one must not come after a newer.
#[derive(Default)]
struct Unsent {
    change: PreferencesChange,
    on_its_way: bool,
}

impl Unsent {
    /// What is to be sent now, if anything is.
    fn begin(&mut self) -> Option<PreferencesChange> {
        if self.on_its_way || self.change.is_empty() {
            return None;
        }
        self.on_its_way = true;
        Some(std::mem::take(&mut self.change))
    }

    /// The answer came, or what could not be told.
    fn end(&mut self, untold: Option<PreferencesChange>) {
        self.on_its_way = false;
        if let Some(mut change) = untold {
            change.add(std::mem::take(&mut self.change));
            self.change = change;
        }
    }
}

/// What is kept, with what was changed here at once, and what of it the server does not know yet.
#[derive(Clone, Copy)]
pub struct Kept {
    preferences: RwSignal<Preferences>,
    unsent: StoredValue<Unsent>,
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
            unsent: StoredValue::new(Unsent::default()),
            number: StoredValue::new(0),
            reader: StoredValue::new((0, false)),
        };
        // What is hidden may never be seen again, and cannot wait for an answer.
        window_event_listener(ev::pagehide, move |_| {
            kept.unsent.update_value(|unsent| unsent.on_its_way = false);
            spawn_local(kept.send());
        });
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
        self.unsent.update_value(|unsent| unsent.change = PreferencesChange::default());
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
        self.unsent.update_value(|unsent| unsent.change.add(change));
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

    /// Sends what the server does not know yet, and what was changed meanwhile. What it could not be told goes with the
    /// next change.
    pub async fn send(self) {
        while let Some(change) = self.unsent.try_update_value(Unsent::begin).flatten() {
            let reader = self.reader.get_value();
            let answer = api::views::change_preferences(&change).await;
            let failed = answer == Err(ApiError::Unreachable);
            let untold = (failed && self.reader.get_value() == reader).then_some(change);
            self.unsent.update_value(|unsent| unsent.end(untold));
            if failed {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str) -> PreferencesChange {
        PreferencesChange { place: Some(Some(text.to_owned())), ..PreferencesChange::default() }
    }

    #[test]
    fn one_change_is_on_its_way_at_a_time_and_the_newer_stays() {
        let mut unsent = Unsent { change: place("a"), ..Unsent::default() };
        assert_eq!(unsent.begin(), Some(place("a")));
        unsent.change.add(place("b"));
        assert_eq!(unsent.begin(), None);
        unsent.end(None);
        assert_eq!(unsent.begin(), Some(place("b")));
        unsent.change.add(place("c"));
        unsent.end(Some(place("b")));
        assert_eq!(unsent.begin(), Some(place("c")));
        unsent.end(None);
        assert_eq!(unsent.begin(), None);
    }
}
