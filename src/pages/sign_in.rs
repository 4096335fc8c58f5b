//! Who are you?

use leptos::prelude::*;

use crate::components::app_header::{LanguageSelect, Logo, ThemeSelect};
use crate::components::sign_in_form::SignInForm;
use crate::components::ui::later;
use crate::i18n::t;
use crate::state::preferences::Preferences;
use crate::state::session::{SessionState, Who};

later! {
    /// The sign-in form, as a part that may come later: whoever is signed in needs none.
    pub fn sign_in_page(session: SessionState, preferences: Preferences) {
        view! { <SignInPage session preferences /> }
    }
}

/// The sign-in form.
#[component]
fn SignInPage(
    /// Signs in.
    session: SessionState,
    /// Language and theme.
    preferences: Preferences,
) -> impl IntoView {
    let ended = move || matches!(session.who(), Who::Nobody(true));
    view! {
        <main class="sign-in-page">
            <div class="sign-in-page__card">
                <div class="sign-in-page__brand">
                    <Logo />
                    <h1>{t().title}</h1>
                </div>
                <p class="sign-in-page__lead">{move || if ended() { t().entrance.session_ended } else { t().entrance.sign_in_lead }}</p>
                <SignInForm
                    busy=Signal::derive(move || session.is_busy())
                    refusal=Signal::derive(move || session.refusal())
                    on_submit=Callback::new(move |credentials| session.sign_in(credentials))
                />
            </div>
            <div class="sign-in-page__foot">
                <LanguageSelect preferences />
                <ThemeSelect preferences />
            </div>
        </main>
    }
}
