//! Days that cannot be asked for leave the calls of the days before in the list, which must say so.

use leptos::prelude::*;

use super::print_line::range_words;
use super::ui::later;
use crate::i18n::{fill, t};
use crate::state::desk::Desk;

later! {
    /// Which days the calls are of, as a part that may come later.
    pub fn older_range(desk: &'static Desk) {
        let text = move || fill(t().dates.older_range, &[("range", &range_words(desk))]);
        view! { <p class="call-list__unread" role="status">{text}</p> }
    }
}
