//! The address bar: the one place that says what is looked at.

use leptos::ev;
use leptos::prelude::{Get, GetUntracked, Memo, RwSignal, Set, With, WithUntracked, window_event_listener};
use wasm_bindgen::JsValue;

use super::place::{self, Place, View};
use crate::calendar::Range;

/// Marks an entry of the history that this page pushed when it opened a call.
const OPENED: &str = "opened-call";

/// Reads and writes the address.
#[derive(Clone, Copy)]
pub struct Address {
    place: RwSignal<Place>,
    /// Which calls are looked at.
    pub view: Memo<View>,
    /// Which call is open.
    pub call: Memo<Option<String>>,
}

impl Address {
    /// The address as it is, and follows it from then on.
    pub fn follow() -> Self {
        let place = RwSignal::new(current());
        window_event_listener(ev::popstate, move |_| place.set(current()));
        window_event_listener(ev::hashchange, move |_| place.set(current()));
        Self {
            place,
            view: Memo::new(move |_| place.with(|place| place.view.clone())),
            call: Memo::new(move |_| place.with(|place| place.call.clone())),
        }
    }

    /// The names in the address that could not be read.
    pub fn unread(self) -> Vec<String> {
        self.place.with(|place| place.unread.clone())
    }

    /// Shows other calls.
    pub fn show(self, view: View) {
        self.go(Place { view, call: None, unread: Vec::new() }, Entry::New(""));
    }

    /// Shows other days.
    pub fn show_range(self, range: Range) {
        self.show(View { range, ..self.view.get_untracked() });
    }

    /// Shows what is left without one part of the filter.
    pub fn remove_part(self, index: usize) {
        self.show(self.view.with_untracked(|view| view.without(index)));
    }

    /// Opens a call over the list. From call to call the history keeps one entry, so that "back" leads to the list.
    pub fn open_call(self, call_id: &str) {
        let place = Place { call: Some(call_id.to_owned()), ..self.place.get_untracked() };
        let entry = if self.call.get_untracked().is_some() { Entry::Same } else { Entry::New(OPENED) };
        self.go(place, entry);
    }

    /// Closes the call that is open.
    pub fn close_call(self) {
        if self.call.get_untracked().is_none() {
            return;
        }
        let pushed = history().and_then(|history| history.state().ok()).is_some_and(|state| state == OPENED);
        if pushed && let Some(history) = history() {
            let _ = history.back();
        } else {
            self.go(Place { call: None, ..self.place.get_untracked() }, Entry::Same);
        }
    }

    /// The address of what is on screen, to be sent to somebody.
    pub fn link(self) -> Option<String> {
        let location = web_sys::window()?.location();
        let place = self.place.get();
        let address = place::write(&place.view, place.call.as_deref());
        Some(format!("{}{}{address}", location.origin().ok()?, location.pathname().ok()?))
    }

    fn go(self, place: Place, entry: Entry) {
        if let Some(history) = history() {
            let address = place::write(&place.view, place.call.as_deref());
            let path = web_sys::window().and_then(|window| window.location().pathname().ok()).unwrap_or_default();
            let address = format!("{path}{address}");
            let _ = match entry {
                Entry::New(state) => history.push_state_with_url(&JsValue::from_str(state), "", Some(&address)),
                Entry::Same => {
                    let state = history.state().unwrap_or(JsValue::NULL);
                    history.replace_state_with_url(&state, "", Some(&address))
                }
            };
        }
        self.place.set(place);
    }
}

enum Entry {
    New(&'static str),
    Same,
}

fn history() -> Option<web_sys::History> {
    web_sys::window()?.history().ok()
}

fn current() -> Place {
    let Some(location) = web_sys::window().map(|window| window.location()) else { return Place::default() };
    place::read(&location.search().unwrap_or_default(), &location.hash().unwrap_or_default())
}
