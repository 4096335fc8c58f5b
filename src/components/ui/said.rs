//! What screen readers are told while somebody types: once the typing rests, and only where it is news.

use std::time::Duration;

use leptos::prelude::*;

/// Says things to screen readers.
#[derive(Clone, Copy)]
pub struct Said {
    text: RwSignal<String>,
    pending: StoredValue<Option<TimeoutHandle>, LocalStorage>,
}

impl Said {
    /// Nothing to say yet.
    pub fn new() -> Self {
        Self { text: RwSignal::new(String::new()), pending: StoredValue::new_local(None) }
    }

    /// Says this if nothing else is to be said soon.
    pub fn soon(self, text: String) {
        self.pending.update_value(|pending| {
            if let Some(pending) = pending.take() {
                pending.clear();
            }
            let say = move || {
                let _ = self.text.try_set(text);
            };
            *pending = set_timeout_with_handle(say, Duration::from_millis(700)).ok();
        });
    }

    /// Where it is said.
    pub fn line(self) -> impl IntoView {
        view! { <span class="visually-hidden" role="status">{move || self.text.get()}</span> }
    }
}
