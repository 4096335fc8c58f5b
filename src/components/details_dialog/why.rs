//! Why the call ended, with the entries of the log that say so.

use call_records_wire::call::CallDetail;
use leptos::prelude::*;

use super::log::LogView;
use crate::i18n::{self, fill, t};
use crate::log_words::left_ringing;
use crate::reason::{explain_in_full, tone};

/// The hang-up reason in a sentence of this call's own facts.
#[component]
pub fn Why(
    /// The call.
    detail: Signal<CallDetail>,
    /// Shows the entries that it rests on.
    log: LogView,
) -> impl IntoView {
    let told = Memo::new(move |_| {
        detail.with(|detail| {
            let CallDetail { row, explanation, log, .. } = detail;
            row.hangup_reason.as_ref().map(|reason| {
                let title = fill(t().why.title, &[("reason", &i18n::reason(reason))]);
                let text = explain_in_full(row, explanation.as_ref(), &left_ringing(log));
                let events = explanation.as_ref().map(|it| it.events.clone()).unwrap_or_default();
                (tone(Some(reason)).as_str(), title, text, events)
            })
        })
    });
    move || {
        told.get().map(|(tone, title, text, events)| {
            view! {
                <p class=format!("why why--{tone}")>
                    <strong class="why__title">{title}</strong>
                    <span class="why__text">{text}</span>
                    {(!events.is_empty()).then(|| view! { <span class="why__see">{t().why_events} {entry_buttons(events, log)}</span> })}
                </p>
            }
        })
    }
}

/// Buttons, not links: a fragment in the address is a filter here.
fn entry_buttons(events: Vec<usize>, log: LogView) -> impl IntoView {
    events
        .into_iter()
        .map(|at| {
            let label = fill(t().entry, &[("number", &(at + 1).to_string())]);
            view! { <button type="button" class="why__entry" on:click=move |_| log.show(at)>{label}</button> }
        })
        .collect_view()
}
