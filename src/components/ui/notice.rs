//! What is said to the reader: in place of content, or in passing.

use leptos::prelude::*;

use super::action::{Action, Kind};
use crate::i18n::{fill, short_date, t};
use crate::state::notices::Notices;
use crate::state::rows::ApiError;
use crate::{format, zone};

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
) -> impl IntoView {
    view! {
        <div class="notice">
            <p class="notice__title">{title}</p>
            <p class="notice__body">{body}</p>
            {action
                .zip(on_action)
                .map(|(label, on_press)| view! { <Action label kind=Kind::Plain on_press /> })}
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
                (!text.is_empty()).then(|| view! { <span class="notice-line__text">{text}</span> })
            }}
        </div>
    }
}

/// An error in words that a person can act on.
pub fn error_text(err: &ApiError) -> String {
    match err {
        ApiError::Unreachable => t().error_unreachable.to_owned(),
        ApiError::SignedOut => t().error_signed_out.to_owned(),
        ApiError::Unreadable => t().error_unreadable.to_owned(),
        ApiError::Refused(_) if err.is_not_found() => t().error_not_found.to_owned(),
        ApiError::Refused(problem) => match err.earliest() {
            Some(earliest) => {
                let since = zone::local(earliest);
                let since = format!("{}, {}", short_date(since.date()), format::time_short(earliest));
                fill(t().error_window, &[("since", &since)])
            }
            None => problem.detail.clone().unwrap_or_else(|| problem.title.clone()),
        },
    }
}
