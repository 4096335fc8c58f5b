//! What a printed sheet says of itself: which calls, and who printed it, when, in which zone.

use call_records_wire::time::Timestamp;
use leptos::prelude::*;

use super::ui::later;
use crate::format::{self, harmless};
use crate::i18n::{day_and_time, fill, medium_date, t};
use crate::state::desk::Desk;
use crate::zone;

later! {
    /// The line, as a part that may come later.
    pub fn print_line(desk: &'static Desk) {
        view! { <PrintLine desk /> }
    }
}

/// Stands on paper alone.
#[component]
fn PrintLine(
    /// Every handle.
    desk: &'static Desk,
) -> impl IntoView {
    let moment = |at| day_and_time(&medium_date(zone::local(at).date()), &format::time_short(at));
    let range = move || {
        let filter = desk.question.with(|question| question.filter.clone());
        let from = filter.from.or_else(|| desk.rows.extent().map(|extent| extent.from));
        let to = filter.to.map_or_else(|| t().now.to_owned(), moment);
        fill(t().states.printed_range, &[("from", &from.map_or_else(|| t().any.to_owned(), moment)), ("to", &to)])
    };
    // Nobody prints within the minute that it takes to be wrong.
    let minute = Memo::new(move |_| desk.clock.now.get() / 60_000 * 60_000);
    let printed = move || {
        let at = Timestamp::from_millis(minute.get());
        let name = desk.account().map(|account| harmless(&account.name)).unwrap_or_default();
        fill(
            t().states.printed,
            &[
                ("name", &name),
                ("date", &medium_date(zone::local(at).date())),
                ("time", &format::time_short(at)),
                ("zone", &zone::described(at.millis())),
            ],
        )
    };
    view! {
        <div class="print-line">
            <p class="print-line__range">{range}</p>
            <p>{printed}</p>
        </div>
    }
}
