//! The pages of one browser tell each other when one of them begins to play: two recordings at once are none.

use leptos::prelude::{LocalStorage, SetValue, StoredValue, WithValue};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, Event};

/// The name that they meet under.
const CHANNEL: &str = "call-records.player";

/// The other pages.
#[derive(Clone, Copy)]
pub(super) struct Others(StoredValue<Option<BroadcastChannel>, LocalStorage>);

impl Others {
    pub(super) fn unmet() -> Self {
        Self(StoredValue::new_local(None))
    }

    /// Does this whenever another page begins to play, as long as this page is there.
    pub(super) fn meet(self, hold: impl Fn() + 'static) {
        self.0.set_value(BroadcastChannel::new(CHANNEL).ok());
        let began = Closure::<dyn FnMut(Event)>::new(move |_: Event| hold());
        self.0.with_value(|others| {
            if let Some(others) = others {
                others.set_onmessage(Some(began.as_ref().unchecked_ref()));
            }
        });
        began.forget();
    }

    /// This page begins to play.
    pub(super) fn tell(self) {
        self.0.with_value(|others| others.as_ref().map(|others| others.post_message(&JsValue::TRUE)));
    }
}
