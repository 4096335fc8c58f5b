//! A hang-up reason, or where a call is now. It explains itself on focus and hover with the call's own facts.

use call_records_wire::call::CallRow;
use call_records_wire::words::Status;
use leptos::prelude::*;
use leptos::{ev, html};

use super::ui::{arriving, later, place_beside};
use crate::format::harmless;
use crate::i18n::{self, fill, t};
use crate::reason::{explain, tone};

/// The reason as a tag with a tooltip.
#[component]
pub fn ReasonTag(
    /// The call.
    row: Signal<CallRow>,
    /// Whether it stands in a grid, which has one tab stop and its own way to it.
    #[prop(optional)]
    in_grid: bool,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let tag = NodeRef::<html::Button>::new();
    let id = row.with_untracked(|row| format!("why-{}", row.call_id));
    let class = move || row.with(|row| format!("tag tag--{}", tone(row.hangup_reason.as_ref()).as_str()));
    let left = move || {
        // Whoever came with the keyboard is still here when the mouse goes.
        let focused = tag.try_get_untracked().flatten().map(Into::into) == document().active_element();
        if !focused {
            let _ = open.try_set(false);
        }
    };
    let tip_id = id.clone();
    view! {
        <span class="reason" on:mouseenter=move |_| open.set(true) on:mouseleave=move |_| left()>
            <button
                type="button"
                class=class
                tabindex=in_grid.then_some("-1")
                aria-describedby=move || open.get().then(|| id.clone())
                node_ref=tag
                on:focus=move |_| open.set(true)
                on:blur=move |_| {
                    // The browser also says so when the row is taken away with the focus in it.
                    let _ = open.try_set(false);
                }
                on:click=move |_| open.set(true)
            >
                <Show when=move || row.with(|row| row.status != Status::Ended)>
                    <span class="tag__dot" aria-hidden="true"></span>
                </Show>
                <bdi>{move || row.with(state_text)}</bdi>
            </button>
            <Show when=move || open.get()>
                {
                    let id = tip_id.clone();
                    arriving(move || tooltip(row, open, tag, id.clone()))
                }
            </Show>
        </span>
    }
}

later! {
    fn tooltip(row: Signal<CallRow>, open: RwSignal<bool>, tag: NodeRef<html::Button>, id: String) {
        view! { <Tooltip row open tag id /> }
    }
}

/// The explanation, over everything. It stays while the mouse is on it; Escape takes it away wherever the focus is, and
/// nothing else with it.
#[component]
fn Tooltip(row: Signal<CallRow>, open: RwSignal<bool>, tag: NodeRef<html::Button>, id: String) -> impl IntoView {
    let tip = NodeRef::<html::Span>::new();
    Effect::new(move |_| {
        if let (Some(tip), Some(tag)) = (tip.get(), tag.get_untracked()) {
            place_beside(&tip, &tag, true);
        }
    });
    let escape = window_event_listener(ev::keydown, move |ev| {
        if ev.key() == "Escape" {
            ev.prevent_default();
            let _ = open.try_set(false);
        }
    });
    // It floats, and would stay behind when its row scrolls away.
    let scrolled = window_event_listener(ev::wheel, move |_| {
        let _ = open.try_set(false);
    });
    on_cleanup(move || {
        escape.remove();
        scrolled.remove();
    });
    view! {
        <span class="tooltip" role="tooltip" id=id node_ref=tip>
            {move || row.with(tip_text)}
        </span>
    }
}

/// Why the call ended; of one that lives, where it is now, since the tag may have had no room for that.
fn tip_text(row: &CallRow) -> String {
    match row.hangup_reason {
        Some(_) => explain(row),
        None => format!("{} · {}", state_text(row), explain(row)),
    }
}

/// The reason, or where the call is now.
pub fn state_text(row: &CallRow) -> String {
    match &row.hangup_reason {
        Some(reason) => i18n::reason(reason).into_owned(),
        None => match (row.status, row.ringing.first()) {
            (Status::Ringing, Some(agent)) => fill(t().status_ringing_agent, &[("agent", &harmless(&agent.name))]),
            (status, _) => i18n::status(status).to_owned(),
        },
    }
}
