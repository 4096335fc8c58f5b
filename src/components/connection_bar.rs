//! Whether what is shown is as of now, and what is being done about it. It stands at the bottom, so that nothing that is
//! being read moves when it comes.

use leptos::prelude::*;

use crate::format;
use crate::i18n::{fill, t};
use crate::state::live::{Live, LiveStatus};

/// A line that is opened again at once is none of the reader's business.
const PATIENCE_MS: i64 = 4_000;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Broken {
    Offline,
    Server,
}

/// Says that changes do not come in, since when, and that nothing need be done.
#[component]
pub fn ConnectionBar(
    /// The line.
    live: Live,
    /// The current instant.
    now: Signal<i64>,
) -> impl IntoView {
    let broken = Memo::new(move |_| {
        let since = live.broken_since()?.millis();
        match live.status() {
            LiveStatus::Offline => Some(Broken::Offline),
            LiveStatus::Reconnecting if now.get() - since >= PATIENCE_MS => Some(Broken::Server),
            LiveStatus::Reconnecting | LiveStatus::Connecting | LiveStatus::Live(_) | LiveStatus::Paused => None,
        }
    });
    let since = move |text| fill(text, &[("time", &live.broken_since().map(format::time).unwrap_or_default())]);
    view! {
        <div class="connection-bar" role="status">
            {move || {
                broken
                    .get()
                    .map(|broken| {
                        let (title, body) = match broken {
                            Broken::Offline => (t().states.offline_title, t().states.offline_body),
                            Broken::Server => (t().states.broken_title, t().states.broken_body),
                        };
                        view! {
                            <p class="connection-bar__text">
                                <strong>{since(title)}</strong>
                                " "
                                {body}
                            </p>
                        }
                    })
            }}
        </div>
    }
}
