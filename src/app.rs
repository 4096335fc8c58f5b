//! The whole page: handles, theme, and the page that fits who is there.

use leptos::prelude::*;
use leptos_router::components::Router;

use crate::components::ui::arriving;
use crate::pages::{CallsPage, MissingPage, WaitingPage, sign_in_page};
use crate::state::desk::Desk;
use crate::state::session::Who;

/// The page.
#[component]
pub fn App() -> impl IntoView {
    view! {
        <Router>
            <Shell />
        </Router>
    }
}

/// What stands around every page.
#[component]
fn Shell() -> impl IntoView {
    let desk = Desk::open();
    let face = Memo::new(move |_| match desk.session.who() {
        _ if desk.address.unknown.get().is_some() => Shown::Missing,
        Who::Asking | Who::Unclear(_) => Shown::Waiting,
        Who::Nobody(_) => Shown::SignIn,
        Who::Somebody(_) => Shown::Calls,
    });
    view! {
        <div class="thaw-config-provider">
            {move || {
                // All views are made anew in another language or time zone; what they show lives in the handles.
                let _ = desk.preferences.language();
                desk.preferences.zone().track();
                match face.get() {
                    Shown::Missing => view! { <MissingPage address=desk.address /> }.into_any(),
                    Shown::Waiting => view! { <WaitingPage session=desk.session /> }.into_any(),
                    Shown::SignIn => {
                        arriving(move || sign_in_page(desk.session, desk.preferences)).into_any()
                    }
                    Shown::Calls => view! { <CallsPage desk /> }.into_any(),
                }
            }}
        </div>
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Missing,
    Waiting,
    SignIn,
    Calls,
}
