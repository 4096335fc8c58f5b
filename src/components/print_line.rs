//! What a printed sheet says of itself: which calls, and who printed it, when, in which zone.

use call_records_wire::time::Timestamp;
use leptos::prelude::*;

use super::ui::later;
use crate::format::{self, harmless};
use crate::i18n::{day_and_time, fill, medium_date, t};
use crate::state::desk::Desk;
use crate::state::rows::Extent;
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
    // Paper never claims to be the whole list.
    let rows = Memo::new(move |_| {
        let Extent { total, .. } = desk.rows.extent()?;
        let rows = desk.rows.on_paper();
        let numbers = [("first", rows.start as u64 + 1), ("last", rows.end as u64), ("total", total.value)];
        let numbers = numbers.map(|(name, number)| (name, format::count(number)));
        let template = if total.exact { t().states.printed_rows } else { t().states.printed_rows_over };
        let values: Vec<(&str, &str)> = numbers.iter().map(|(name, number)| (*name, number.as_str())).collect();
        (!rows.is_empty()).then(|| fill(template, &values))
    });
    view! {
        <div class="print-line">
            <p class="print-line__range">{move || range_words(desk)}</p>
            <p class="print-line__rows">{move || rows.get()}</p>
            <p>{printed}</p>
        </div>
    }
}

/// Which days the calls of the list are of, in a sentence.
pub(super) fn range_words(desk: &Desk) -> String {
    let moment = |at| day_and_time(&medium_date(zone::local(at).date()), &format::time_short(at));
    let filter = desk.question.with(|question| question.filter.clone());
    let from = filter.from.or_else(|| desk.rows.extent().map(|extent| extent.from));
    let to = filter.to.map_or_else(|| t().now.to_owned(), moment);
    fill(t().states.printed_range, &[("from", &from.map_or_else(|| t().any.to_owned(), moment)), ("to", &to)])
}
