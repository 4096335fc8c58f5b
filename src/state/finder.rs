//! Asks as the search fields change: choices at once, typing when it rests.

use std::time::Duration;

use leptos::prelude::{
    GetUntracked, GetValue, LocalStorage, SetValue, StoredValue, TimeoutHandle, UpdateValue, set_timeout_with_handle,
};

use super::address::Address;
use super::draft::{Change, Draft};
use super::place::View;

/// How long typing rests before it is asked for.
const REST: Duration = Duration::from_millis(300);

/// How long a press on a button takes.
const PRESS: Duration = Duration::from_millis(200);

/// Asks as the search fields change.
#[derive(Clone, Copy)]
pub struct Finder {
    draft: Draft,
    address: Address,
    pending: StoredValue<Option<TimeoutHandle>, LocalStorage>,
    /// The field whose typing made the last entry of the history: more typing there changes that entry.
    typing_in: StoredValue<Option<(&'static str, View)>>,
}

impl Finder {
    /// Nothing was typed yet.
    pub fn new(draft: Draft, address: Address) -> Self {
        Self { draft, address, pending: StoredValue::new_local(None), typing_in: StoredValue::new(None) }
    }

    /// A field changed.
    pub fn changed(self, change: Change) {
        self.stop();
        let soon = match change {
            Change::Typed(_) => REST,
            // Whoever leaves a field by pressing something must find it where it was.
            Change::Finished(_) => PRESS,
            Change::Chosen(_) => return self.ask(change),
        };
        self.pending.set_value(set_timeout_with_handle(move || self.ask(change), soon).ok());
    }

    /// What was typed is asked for by somebody else, or by nobody.
    pub fn rest(self) {
        self.stop();
        self.typing_in.set_value(None);
    }

    fn stop(self) {
        self.pending.update_value(|pending| {
            if let Some(pending) = pending.take() {
                pending.clear();
            }
        });
    }

    fn ask(self, change: Change) {
        let Some(view) = self.draft.read_after(change) else { return };
        let now = self.address.view.get_untracked();
        let (name, goes_on) = match change {
            Change::Typed(name) => (name, true),
            Change::Finished(name) | Change::Chosen(name) => (name, false),
        };
        // Whoever went elsewhere meanwhile gets an entry of their own.
        let same_entry = self.typing_in.get_value().is_some_and(|(field, made)| field == name && made == now);
        if view != now {
            self.address.show_behind(view.clone(), same_entry);
        }
        let typed = goes_on && (same_entry || view != now);
        self.typing_in.set_value(typed.then_some((name, view)));
    }
}
