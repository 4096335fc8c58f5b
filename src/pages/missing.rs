//! An address that names no page.

use leptos::prelude::*;

use crate::format::harmless;
use crate::i18n::{fill, t};
use crate::state::address::Address;

/// Says that there is no such page, and where the calls are.
#[component]
pub fn MissingPage(
    /// The address bar.
    address: Address,
) -> impl IntoView {
    let path = move || address.unknown.get().map(|path| harmless(&path)).unwrap_or_default();
    view! {
        <main class="waiting-page">
            <div class="notice">
                <h1 class="notice__title">{t().finding.no_such_page}</h1>
                <p class="notice__body">
                    {move || fill(t().finding.no_such_page_body, &[("address", &path())])}
                </p>
                <a class="button" href="/">{t().finding.to_the_list}</a>
            </div>
        </main>
    }
}
