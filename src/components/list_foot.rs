//! What stands below the last row.

use leptos::prelude::*;

use super::ui::{EarlyAction, Kind, error_text};
use crate::i18n::t;

/// Whether there are more rows, and the way to them.
#[component]
pub fn ListFoot(
    /// The rows.
    rows: crate::state::rows::CallRows,
) -> impl IntoView {
    let more = Callback::new(move |()| rows.load_more());
    // One button all along: the focus stays on it.
    let busy = Memo::new(move |_| rows.more() == Some(Ok(true)));
    let label = move || match rows.more() {
        Some(Ok(true)) => t().loading_more.to_owned(),
        Some(Err(_)) => t().retry.to_owned(),
        Some(Ok(false)) | None => t().load_more.to_owned(),
    };
    let there = Memo::new(move |_| rows.more().is_some());
    let fault = Memo::new(move |_| rows.more().and_then(Result::err).map(|err| error_text(&err)));
    view! {
        <div class="call-list__foot">
            {move || fault.get().map(|text| view! { <span role="alert">{text}</span> })}
            <Show when=move || there.get() fallback=|| view! { <span>{t().all_shown}</span> }>
                <EarlyAction label=Signal::derive(label) kind=Kind::Plain busy=busy on_press=more />
            </Show>
        </div>
    }
}
