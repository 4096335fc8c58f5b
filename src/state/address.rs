//! The address bar: the one place that says what is looked at.

use call_records_wire::words::HangupReason;
use leptos::prelude::{
    Effect, Get, GetUntracked, LocalStorage, Memo, RwSignal, Set, StoredValue, With, WithUntracked, WithValue,
};
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::location::State;
use wasm_bindgen::JsValue;

use super::place::{self, Place, View};

/// Marks an entry of the history that this page pushed when it opened a call.
const OPENED: &str = "opened-call";

/// Goes to an address.
type Navigate = Box<dyn Fn(&str, NavigateOptions)>;

/// The addresses of the list. Everything else that leads here names no page.
const LIST: [&str; 2] = ["/", "/index.html"];

/// Reads and writes the address.
#[derive(Clone, Copy)]
pub struct Address {
    place: Memo<Place>,
    navigate: StoredValue<Navigate, LocalStorage>,
    /// What the server refused of an address, and the calls that were shown instead.
    refused: RwSignal<(View, Vec<String>)>,
    /// Which calls are looked at.
    pub view: Memo<View>,
    /// Which call is open.
    pub call: Memo<Option<String>>,
    /// The path, where it names no page.
    pub unknown: Memo<Option<String>>,
}

impl Address {
    /// The address as it is, and follows it from then on. Needs a router around it.
    pub fn follow() -> Self {
        let location = use_location();
        let place =
            Memo::new(move |_| location.search.with(|query| location.hash.with(|hash| place::read(query, hash))));
        let navigate: Navigate = Box::new(use_navigate());
        let navigate = StoredValue::new_local(navigate);
        // Somebody's link has a number or a name in its query: on with it to where no server and no log sees it.
        Effect::new(move |_| {
            let moved =
                location.search.with(|query| location.hash.with_untracked(|hash| place::without_private(query, hash)));
            if let Some(moved) = moved {
                let address = format!("{}{moved}", location.pathname.get_untracked());
                let options = NavigateOptions { resolve: false, replace: true, scroll: false, ..Default::default() };
                navigate.with_value(|navigate| navigate(&address, options));
            }
        });
        Self {
            place,
            navigate,
            refused: RwSignal::new((View::default(), Vec::new())),
            unknown: Memo::new(move |_| Some(location.pathname.get()).filter(|path| !LIST.contains(&path.as_str()))),
            view: Memo::new(move |_| place.with(|place| place.view.clone())),
            call: Memo::new(move |_| place.with(|place| place.call.clone())),
        }
    }

    /// The parts of the address that could not be read, and those that the server refused.
    pub fn unread(self) -> Vec<String> {
        let mut unread = self.place.with(|place| place.unread.clone());
        self.refused.with(|(view, parts)| {
            if self.view.with(|now| now == view) {
                unread.extend(parts.iter().cloned());
            }
        });
        unread
    }

    /// A reason that no call ended for, which may be one of a newer sender, is refused by the server alone: it is left
    /// out like what cannot be read, and the rest is shown. False where there is none.
    pub fn leave_out_refused(self) -> bool {
        let view = self.view.get_untracked();
        let mut parts = view.parts();
        parts.retain(|(name, value)| {
            *name == "hangup_reason" && matches!(HangupReason::from_text(value), HangupReason::Other(_))
        });
        if parts.is_empty() {
            return false;
        }
        let rest = view.without(&parts);
        self.refused.set((rest.clone(), parts.iter().map(|(name, value)| place::part(name, value)).collect()));
        self.go(Place { view: rest, call: self.call.get_untracked(), ..Place::default() }, Entry::Same);
        true
    }

    /// What stands in the address bar after the path: nothing, where the address is bare.
    pub fn text() -> String {
        let location = web_sys::window().map(|window| window.location());
        let part = |read: fn(&web_sys::Location) -> Result<String, JsValue>| {
            location.as_ref().and_then(|location| read(location).ok()).unwrap_or_default()
        };
        format!("{}{}", part(web_sys::Location::search), part(web_sys::Location::hash))
    }

    /// Shows what the page opens with, in place of the bare address.
    pub fn begin_with(self, view: View) {
        if view != View::default() {
            self.go(Place { view, ..Place::default() }, Entry::Same);
        }
    }

    /// The bare address: whoever comes next does not see what was looked at.
    pub fn clear(self) {
        if !Self::text().is_empty() {
            let path = web_sys::window().and_then(|window| window.location().pathname().ok()).unwrap_or_default();
            let options = NavigateOptions { resolve: false, replace: true, scroll: false, state: State::new(None) };
            self.navigate.with_value(|navigate| navigate(&path, options));
        }
    }

    /// Shows other calls.
    pub fn show(self, view: View) {
        self.go(Place { view, ..Place::default() }, Entry::New(""));
    }

    /// Shows other calls behind whatever call is open; in place of those that are shown, the history keeps one entry for
    /// both. The entry of an open call is not amended: closing it would lead back to the calls before.
    pub fn show_behind(self, view: View, in_place: bool) {
        let call = self.call.get_untracked();
        let entry = if in_place && call.is_none() { Entry::Same } else { Entry::New("") };
        self.go(Place { view, call, ..Place::default() }, entry);
    }

    /// Opens a call over the list. From call to call the history keeps one entry, so that "back" leads to the list.
    pub fn open_call(self, call_id: &str) {
        let place = Place { call: Some(call_id.to_owned()), moment_ms: None, ..self.place.get_untracked() };
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
        let place = self.place.get();
        let address = place::write(&place.view, place.call.as_deref());
        Some(format!("{}{address}", Self::start()?))
    }

    /// Where in the recordings of the open call to begin, in milliseconds.
    pub fn moment_ms(self) -> Option<u64> {
        self.place.with(|place| place.moment_ms)
    }

    /// The address of a moment in a call's recordings, to be sent to somebody.
    pub fn link_to_moment(self, call_id: &str, ms: u64) -> Option<String> {
        let address = self.place.with_untracked(|place| place::write(&place.view, Some(call_id)));
        Some(format!("{}{address}&t={}", Self::start()?, ms / 1000))
    }

    /// What every address of the page begins with.
    pub fn start() -> Option<String> {
        let location = web_sys::window()?.location();
        Some(format!("{}{}", location.origin().ok()?, location.pathname().ok()?))
    }

    fn go(self, place: Place, entry: Entry) {
        let address = place::write(&place.view, place.call.as_deref());
        let path = web_sys::window().and_then(|window| window.location().pathname().ok()).unwrap_or_default();
        let (replace, state) = match entry {
            Entry::New(state) => (false, JsValue::from_str(state)),
            Entry::Same => (true, history().and_then(|history| history.state().ok()).unwrap_or(JsValue::NULL)),
        };
        // The reader stays where the list is; what is opened takes the focus by itself.
        let options =
            NavigateOptions { resolve: false, replace, scroll: false, state: State::new(Some(state.clone())) };
        let address = format!("{path}{address}");
        self.navigate.with_value(|navigate| navigate(&address, options));
        // The router pushes no address that it takes for the last one, and after "back" it may be wrong about that.
        let _ = push_unless_there(&state, &address);
    }
}

enum Entry {
    New(&'static str),
    Same,
}

fn push_unless_there(state: &JsValue, address: &str) -> Result<(), JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let there = window.location().href()?;
    if web_sys::Url::new_with_base(address, &there)?.href() != there {
        window.history()?.push_state_with_url(state, "", Some(address))?;
    }
    Ok(())
}

fn history() -> Option<web_sys::History> {
    web_sys::window()?.history().ok()
}
