//! What is said to the reader: in place of content, or in passing.

use leptos::prelude::*;

use super::action::{EarlyAction, Kind};
use super::icon::{Glyph, Icon};
use super::place::keep_focus;
use crate::state::notices::Notices;

/// Where the focus goes on from a button that takes something back: to the search that is as it was.
const AFTER: [&str; 3] = [".filter-bar [type=submit]", ".filter-bar__sheet-button", "#call-list"];

/// Stands where content would: why there is none and what to do.
#[component]
pub fn Notice(
    /// What is the matter.
    #[prop(into)]
    title: String,
    /// Why, and what to do.
    #[prop(into)]
    body: String,
    /// What the button says, where there is one.
    #[prop(optional, into)]
    action: Option<String>,
    /// What the button does.
    #[prop(optional)]
    on_action: Option<Callback<()>>,
    /// Whether it is read out at once.
    #[prop(optional)]
    alert: bool,
) -> impl IntoView {
    view! {
        <div class="notice" role=alert.then_some("alert")>
            <span class="notice__icon" class:notice__icon--alert=alert>
                <Icon glyph=if alert { Glyph::Warning } else { Glyph::Lines } />
            </span>
            <p class="notice__title">{title}</p>
            <p class="notice__body">{body}</p>
            {action
                .zip(on_action)
                .map(|(label, on_press)| view! { <EarlyAction label kind=Kind::Plain on_press /> })}
        </div>
    }
}

/// Says things in passing, in a corner and to screen readers.
#[component]
pub fn NoticeLine(
    /// What is being said.
    notices: Notices,
) -> impl IntoView {
    view! {
        <div class="notice-line" role="status" aria-live="polite">
            {move || {
                let text = notices.text();
                (!text.is_empty()).then(|| view! {
                    <span class="notice-line__text">
                        {text}
                        {notices.offer().map(|offer| view! {
                            <button
                                type="button"
                                class="notice-line__offer"
                                on:focusin=move |_| notices.hold(true)
                                on:focusout=move |_| notices.hold(false)
                                on:click=move |_| {
                                    notices.hush();
                                    (offer.accept)();
                                    keep_focus(&AFTER);
                                }
                            >
                                {offer.label}
                            </button>
                        })}
                    </span>
                })
            }}
        </div>
    }
}
