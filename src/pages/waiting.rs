//! Before it is known who is there.

use leptos::prelude::*;

use crate::components::ui::{Notice, error_text};
use crate::i18n::t;
use crate::state::session::{SessionState, Who};

/// An empty frame, or why nothing more can be shown.
#[component]
pub fn WaitingPage(
    /// Who is there.
    session: SessionState,
) -> impl IntoView {
    view! {
        <main class="waiting-page">
            {move || match session.who() {
                Who::Unclear(err) => {
                    view! {
                        <Notice
                            title=t().failed_title
                            body=error_text(&err)
                            action=t().retry
                            on_action=Callback::new(move |()| session.ask_again())
                            alert=true
                        />
                    }
                        .into_any()
                }
                Who::Asking | Who::Nobody(_) | Who::Somebody(_) => ().into_any(),
            }}
        </main>
    }
}
