//! The table of calls.

mod row;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::list_foot::ListFoot;
use crate::i18n::t;
use crate::state::notices::Notices;
use crate::state::player::Player;
use crate::state::rows::CallRows;
use row::CallTableRow;
pub use row::number;

/// The columns, as stylesheets name them.
const COLUMNS: [&str; 12] = [
    "start",
    "connected",
    "caller",
    "callee",
    "type",
    "agent",
    "group",
    "duration",
    "reason",
    "recording",
    "operation",
    "id",
];

/// Browsers leave what has the focus half under a column that stays. The mouse needs no help, and would miss what moves
/// away under it.
fn bring_into_sight(focused: Option<EventTarget>) {
    let focused = focused.and_then(|it| it.dyn_into::<Element>().ok());
    if let Some(focused) = focused.filter(|it| it.matches(":focus-visible") == Ok(true)) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        options.set_inline(ScrollLogicalPosition::Nearest);
        focused.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// How near to the end, in pixels, the next rows are asked for.
const NEAR: i32 = 800;

/// The rows under their heads. The table scrolls in a box of its own, so that heads and the first column stay.
#[component]
pub fn CallTable(
    /// The calls.
    rows: CallRows,
    /// Plays their recordings.
    player: Player,
    /// Says what was copied.
    notices: Notices,
    /// The current instant.
    now: Signal<i64>,
    /// The call that is open.
    open_call: Signal<Option<String>>,
    /// A call is to be opened.
    on_open: Callback<String>,
) -> impl IntoView {
    let whole = NodeRef::<html::Div>::new();
    let scrolled = move || {
        let Some(whole) = whole.get_untracked() else { return };
        rows.seen_from(whole.scroll_top() < 8 && whole.get_bounding_client_rect().top() > -8.0);
        if whole.scroll_top() + whole.client_height() > whole.scroll_height() - NEAR
            && whole.scroll_height() > whole.client_height()
        {
            rows.near_end();
        }
    };
    Effect::new(move |before: Option<u64>| {
        let answered = rows.answered();
        if before.is_some_and(|before| before != answered)
            && let Some(whole) = whole.get_untracked()
        {
            whole.set_scroll_top(0);
        }
        answered
    });
    // On narrow screens the whole page scrolls.
    let window_scroll = window_event_listener(leptos::ev::scroll, move |_| {
        let Some(whole) = whole.try_get_untracked().flatten() else { return };
        let rect = whole.get_bounding_client_rect();
        rows.seen_from(whole.scroll_top() < 8 && rect.top() > -8.0);
        if rect.height() > f64::from(whole.client_height()) - 1.0 && rect.bottom() < f64::from(NEAR) * 2.0 {
            rows.near_end();
        }
    });
    on_cleanup(move || window_scroll.remove());
    view! {
        <div
            class="call-table"
            id="calls"
            tabindex="-1"
            node_ref=whole
            on:scroll=move |_| scrolled()
            on:focusin=move |ev| bring_into_sight(ev.target())
        >
            <table class="call-table__table" aria-label=t().title>
                <colgroup>
                    {COLUMNS.map(|it| view! { <col class=format!("call-table__col--{it}") /> }).collect_view()}
                </colgroup>
                <thead>
                    <tr>
                        <th scope="col" class="call-table__start">{t().start_time}</th>
                        <th scope="col" class="call-table__connected">{t().connected_time}</th>
                        <th scope="col">{t().caller_number}</th>
                        <th scope="col">{t().callee_number}</th>
                        <th scope="col">{t().call_type}</th>
                        <th scope="col">{t().agent}</th>
                        <th scope="col">{t().skill_group}</th>
                        <th scope="col">{t().duration}</th>
                        <th scope="col">{t().hangup_reason}</th>
                        <th scope="col">{t().recording}</th>
                        <th scope="col" class="call-table__operation">{t().operation}</th>
                        <th scope="col">{t().call_id}</th>
                    </tr>
                </thead>
                <tbody>
                    <For
                        each=move || rows.entries()
                        key=|entry| entry.id.clone()
                        children=move |entry| {
                            view! { <CallTableRow row=entry.row player notices now open_call on_open /> }
                        }
                    />
                </tbody>
            </table>
            <ListFoot rows />
        </div>
    }
}
