//! A hang-up reason, or where a call is now. It explains itself on focus and hover with the call's own facts.

use call_records_wire::call::CallRow;
use call_records_wire::words::Status;
use leptos::html;
use leptos::prelude::*;

use crate::format::harmless;
use crate::i18n::{self, fill, t};
use crate::reason::{explain, tone};

/// The reason as a tag with a tooltip.
#[component]
pub fn ReasonTag(
    /// The call.
    row: Signal<CallRow>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let tag = NodeRef::<html::Button>::new();
    let tip = NodeRef::<html::Span>::new();
    let id = row.with_untracked(|row| format!("why-{}", row.call_id));
    let class = move || row.with(|row| format!("tag tag--{}", tone(row.hangup_reason.as_ref()).as_str()));
    let show = move || {
        open.set(true);
        // The tooltip leaves the scrolling table, so its place is that of the tag in the window.
        request_animation_frame(move || {
            let (Some(tag), Some(tip)) = (tag.try_get_untracked().flatten(), tip.try_get_untracked().flatten()) else {
                return;
            };
            let (at, size) = (tag.get_bounding_client_rect(), tip.get_bounding_client_rect());
            let room = window().inner_width().ok().and_then(|it| it.as_f64()).unwrap_or(1024.0);
            let left = at.left().min(room - size.width() - 12.0).max(12.0);
            let above = at.top() - size.height() - 8.0;
            let top = if above < 8.0 { at.bottom() + 8.0 } else { above };
            let style = web_sys::HtmlElement::style(&tip);
            let _ = style.set_property("left", &format!("{left}px"));
            let _ = style.set_property("top", &format!("{top}px"));
            let _ = style.set_property("visibility", "visible");
        });
    };
    let tip_id = id.clone();
    view! {
        <span class="reason" on:mouseenter=move |_| show() on:mouseleave=move |_| { let _ = open.try_set(false); }>
            <button
                type="button"
                class=class
                aria-describedby=move || open.get().then(|| id.clone())
                node_ref=tag
                on:focus=move |_| show()
                on:blur=move |_| {
                    // The browser also says so when the row is taken away with the focus in it.
                    let _ = open.try_set(false);
                }
                on:click=move |_| show()
                on:keydown=move |ev| {
                    if ev.key() == "Escape" && open.get_untracked() {
                        ev.stop_propagation();
                        open.set(false);
                    }
                }
            >
                <Show when=move || row.with(|row| row.status != Status::Ended)>
                    <span class="tag__dot" aria-hidden="true"></span>
                </Show>
                <bdi>{move || row.with(state_text)}</bdi>
            </button>
            <Show when=move || open.get()>
                <span class="tooltip" role="tooltip" id=tip_id.clone() node_ref=tip>
                    {move || row.with(explain)}
                </span>
            </Show>
        </span>
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
