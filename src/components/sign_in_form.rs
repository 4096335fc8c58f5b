//! Name and password.

use call_records_wire::session::Credentials;
use leptos::html;
use leptos::prelude::*;

use super::ui::{Action, Kind, error_text};
use crate::i18n::t;
use crate::state::rows::ApiError;

/// Asks for a name and a password.
#[component]
pub fn SignInForm(
    /// Whether an answer is being waited for.
    busy: Signal<bool>,
    /// Why the last attempt failed.
    refusal: Signal<Option<ApiError>>,
    /// The reader asks to be let in.
    on_submit: Callback<Credentials>,
) -> impl IntoView {
    let name = NodeRef::<html::Input>::new();
    let password = NodeRef::<html::Input>::new();
    let missing = RwSignal::new(false);
    let submit = move |ev: web_sys::SubmitEvent| {
        ev.prevent_default();
        // Read from the elements: password managers fill fields without an event.
        let value = |node: NodeRef<html::Input>| node.get_untracked().map(|it| it.value()).unwrap_or_default();
        let credentials = Credentials { name: value(name).trim().to_owned(), password: value(password) };
        let incomplete = credentials.name.is_empty() || credentials.password.is_empty();
        missing.set(incomplete);
        if !incomplete && !busy.get_untracked() {
            on_submit.run(credentials);
        }
    };
    Effect::new(move |_| {
        if let Some(name) = name.get() {
            let _ = name.focus();
        }
    });
    // After a refusal the password is what most likely has to be typed anew.
    Effect::new(move |_| {
        if refusal.get().is_some()
            && let Some(password) = password.get_untracked()
        {
            password.select();
        }
    });
    let error = move || {
        if missing.get() {
            return Some(t().entrance.credentials_missing.to_owned());
        }
        refusal.get().map(|err| match err {
            ApiError::SignedOut => t().entrance.wrong_credentials.to_owned(),
            err => error_text(&err),
        })
    };
    view! {
        <form class="sign-in-form" novalidate=true on:submit=submit>
            <div class="field">
                <label class="field__label" for="name">{t().entrance.account_name}</label>
                <input
                    class="field__input"
                    id="name"
                    name="name"
                    type="text"
                    autocomplete="username"
                    autocapitalize="none"
                    spellcheck="false"
                    required=true
                    aria-describedby="sign-in-error"
                    node_ref=name
                />
            </div>
            <div class="field">
                <label class="field__label" for="password">{t().entrance.password}</label>
                <input
                    class="field__input"
                    id="password"
                    name="password"
                    type="password"
                    autocomplete="current-password"
                    required=true
                    aria-describedby="sign-in-error"
                    node_ref=password
                />
            </div>
            <p class="sign-in-form__error" id="sign-in-error" role="alert">{error}</p>
            <Action label=t().sign_in kind=Kind::Primary busy submit=true />
        </form>
    }
}
