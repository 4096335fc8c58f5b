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
    view! {
        <div class="call-list__foot">
            {move || match rows.more() {
                None => view! { <span>{t().all_shown}</span> }.into_any(),
                Some(Ok(busy)) => {
                    view! {
                        <EarlyAction
                            label=if busy { t().loading_more } else { t().load_more }
                            kind=Kind::Plain
                            busy=busy
                            on_press=more
                        />
                    }
                        .into_any()
                }
                Some(Err(err)) => {
                    view! {
                        <span role="alert">{error_text(&err)}</span>
                        <EarlyAction label=t().retry kind=Kind::Plain on_press=more />
                    }
                        .into_any()
                }
            }}
        </div>
    }
}
