//! Short notices to the reader, shown for a moment and read out.

use std::time::Duration;

use leptos::prelude::{Get, GetUntracked, RwSignal, Set, set_timeout};
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use crate::i18n::t;

/// Says things in passing.
#[derive(Clone, Copy)]
pub struct Notices {
    current: RwSignal<(u64, String)>,
}

impl Notices {
    /// Nothing to say yet.
    pub fn new() -> Self {
        Self { current: RwSignal::new((0, String::new())) }
    }

    /// What is being said.
    pub fn text(self) -> String {
        self.current.get().1
    }

    /// Says something for a few seconds.
    pub fn say(self, text: impl Into<String>) {
        let number = self.current.get_untracked().0 + 1;
        self.current.set((number, text.into()));
        set_timeout(
            move || {
                if self.current.get_untracked().0 == number {
                    self.current.set((number, String::new()));
                }
            },
            Duration::from_secs(4),
        );
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
