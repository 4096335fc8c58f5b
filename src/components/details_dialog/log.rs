//! The operations log: what happened, when, and how long after the start.

use call_records_wire::call::LogEntry;
use call_records_wire::time::Timestamp;
use leptos::prelude::*;

use super::super::ui::{Glyph, Icon, focus};
use crate::format::{escaped, harmless, length, time_exact};
use crate::i18n::t;
use crate::log_words::{Kind, kind, words};

/// The entries in order.
#[component]
pub fn OperationsLog(
    /// The entries.
    log: Vec<LogEntry>,
    /// When the call started.
    started_at: Timestamp,
    /// The positions of the entries that the hang-up reason rests on.
    rests_on: Vec<usize>,
) -> impl IntoView {
    let items = log.into_iter().enumerate().map(|(at, entry)| {
        let marked = rests_on.contains(&at);
        let after = format!("+{}", length(entry.time.millis_since(started_at)));
        let raw = escaped(&serde_json::to_string_pretty(&entry).unwrap_or_default());
        view! {
            <li class="log__entry" class:log__entry--marked=marked id=entry_id(at) tabindex="-1">
                <time class="log__time" datetime=entry.time.to_string()>{time_exact(entry.time)}</time>
                <span class="log__after">{after}</span>
                <span class="log__icon"><Icon glyph=glyph(kind(&entry.event_type)) /></span>
                <div class="log__what">
                    <bdi>{words(&entry)}</bdi>
                    {marked.then(|| view! { <span class="visually-hidden">{t().rests_on}</span> })}
                    <details class="log__raw">
                        <summary><bdi>{harmless(&entry.event_type)}</bdi><span class="visually-hidden">{t().raw_event}</span></summary>
                        <pre>{raw}</pre>
                    </details>
                </div>
            </li>
        }
    });
    view! { <ol class="log">{items.collect_view()}</ol> }
}

/// Brings an entry into sight.
pub fn show_entry(at: usize) {
    focus(&format!("#{}", entry_id(at)));
}

fn entry_id(at: usize) -> String {
    format!("entry-{}", at + 1)
}

const fn glyph(kind: Kind) -> Glyph {
    match kind {
        Kind::Start => Glyph::Phone,
        Kind::Flow => Glyph::Branch,
        Kind::Key => Glyph::Hash,
        Kind::Queue => Glyph::Lines,
        Kind::Ring => Glyph::Bell,
        Kind::Talk => Glyph::Talk,
        Kind::Hold => Glyph::Pause,
        Kind::Transfer => Glyph::Arrow,
        Kind::Recording => Glyph::Record,
        Kind::End => Glyph::Stop,
        Kind::Other => Glyph::Dots,
    }
}
