//! Short notices to the reader, shown for a moment and read out.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::{Get, GetUntracked, GetValue, RwSignal, Set, SetValue, StoredValue, set_timeout};
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use crate::i18n::t;

/// How long something is said.
const SHORT: Duration = Duration::from_secs(4);
/// How long something can be taken back.
const LONG: Duration = Duration::from_secs(12);

/// What can be done about what is being said.
#[derive(Clone)]
pub struct Offer {
    /// What the button says.
    pub label: &'static str,
    /// What it does. Whoever made the offer may be gone by then.
    pub accept: Arc<dyn Fn() + Send + Sync>,
}

/// Says things in passing.
#[derive(Clone, Copy)]
pub struct Notices {
    current: RwSignal<(u64, String)>,
    offer: RwSignal<Option<Offer>>,
    held: StoredValue<bool>,
}

impl Notices {
    /// Nothing to say yet.
    pub fn new() -> Self {
        Self { current: RwSignal::new((0, String::new())), offer: RwSignal::new(None), held: StoredValue::new(false) }
    }

    /// What is being said.
    pub fn text(self) -> String {
        self.current.get().1
    }

    /// What can be done about it.
    pub fn offer(self) -> Option<Offer> {
        self.offer.get()
    }

    /// Says something for a few seconds.
    pub fn say(self, text: impl Into<String>) {
        self.show(text.into(), None, SHORT);
    }

    /// Says what was done, with a button that takes it back.
    pub fn say_with(self, text: impl Into<String>, offer: Offer) {
        self.show(text.into(), Some(offer), LONG);
    }

    /// Nothing is said any more.
    pub fn hush(self) {
        self.hold(false);
        self.offer.set(None);
        self.current.set((self.current.get_untracked().0 + 1, String::new()));
    }

    fn show(self, text: String, offer: Option<Offer>, time: Duration) {
        let number = self.current.get_untracked().0 + 1;
        self.offer.set(offer);
        self.current.set((number, text));
        self.hush_after(number, time);
    }

    /// Nobody is hurried: what somebody is about to press stays until they went elsewhere.
    fn hush_after(self, number: u64, time: Duration) {
        let pass = move || match self.current.get_untracked().0 == number {
            true if self.held.get_value() => self.hush_after(number, SHORT),
            true => self.hush(),
            false => {}
        };
        set_timeout(pass, time);
    }

    /// The focus is on what can be done, or went away.
    pub fn hold(self, held: bool) {
        self.held.set_value(held);
    }

    /// Puts a text on the clipboard and says so.
    pub fn copy(self, text: &str) {
        let Some(clipboard) = web_sys::window().map(|window| window.navigator().clipboard()) else { return };
        // Browsers offer no clipboard to pages that came over an open line.
        if js_sys::Reflect::has(&clipboard, &"writeText".into()) != Ok(true) {
            self.say(t().copy_failed);
            return;
        }
        let copied = JsFuture::from(clipboard.write_text(text));
        spawn_local(async move {
            self.say(if copied.await.is_ok() { t().copied } else { t().copy_failed });
        });
    }
}
