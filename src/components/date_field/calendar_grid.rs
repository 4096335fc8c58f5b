//! The days of a month, walked by keyboard as the WAI-ARIA practices describe it.

use chrono::{Datelike, NaiveDate};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

use crate::calendar::{Step, day_of, step, weeks};
use crate::i18n::{fill, full_date, short_date, t, weekday_names};
use crate::{format, zone};

/// The days of the month of the chosen day.
#[component]
pub fn CalendarGrid(
    /// The chosen day.
    day: RwSignal<NaiveDate>,
    /// The earliest instant that can be searched.
    earliest: Signal<i64>,
    /// The day on the viewer's clock.
    today: Signal<NaiveDate>,
    /// The id of the month's name.
    labelled_by: String,
    /// The chosen day was confirmed.
    on_done: Callback<()>,
) -> impl IntoView {
    let table = NodeRef::<html::Table>::new();
    let why_not = Memo::new(move |_| {
        let earliest = earliest.get();
        let first = day_of(earliest, zone::offset);
        let since = format!(
            "{}, {}",
            short_date(first),
            format::time_short(call_records_wire::time::Timestamp::from_millis(earliest))
        );
        (first, fill(t().too_early, &[("since", &since)]))
    });
    let refused = move |it: NaiveDate| {
        why_not.with(|(first, early)| {
            if it < *first {
                Some(early.clone())
            } else if it > today.get() {
                Some(t().in_the_future.to_owned())
            } else {
                None
            }
        })
    };
    // The focus follows the chosen day only where it already is among the days.
    let focus_day = move || {
        request_animation_frame(move || {
            let Some(table) = table.try_get_untracked().flatten() else { return };
            if let Ok(Some(button)) = table.query_selector("[tabindex='0']")
                && let Ok(button) = button.dyn_into::<web_sys::HtmlElement>()
            {
                let _ = button.focus();
            }
        });
    };
    let pressed = move |ev: KeyboardEvent| {
        let way = match (ev.key().as_str(), ev.shift_key()) {
            ("ArrowLeft", _) => Step::Days(-1),
            ("ArrowRight", _) => Step::Days(1),
            ("ArrowUp", _) => Step::Days(-7),
            ("ArrowDown", _) => Step::Days(7),
            ("Home", _) => Step::WeekStart,
            ("End", _) => Step::WeekEnd,
            ("PageUp", false) => Step::Months(-1),
            ("PageDown", false) => Step::Months(1),
            ("PageUp", true) => Step::Months(-12),
            ("PageDown", true) => Step::Months(12),
            _ => return,
        };
        ev.prevent_default();
        day.update(|day| *day = step(*day, way));
        focus_day();
    };
    let month = Memo::new(move |_| day.get().with_day(1).unwrap_or_default());
    let cell = move |it: NaiveDate| {
        let outside = it.month() != month.get().month();
        let label = move || match refused(it) {
            Some(why) => format!("{}. {why}", full_date(it)),
            None => full_date(it),
        };
        let disabled = move || refused(it).is_some();
        view! {
            <td role="gridcell" aria-selected=move || (day.get() == it).to_string()>
                <button
                    type="button"
                    class="calendar__day"
                    class:calendar__day--outside=outside
                    class:calendar__day--today=move || today.get() == it
                    class:calendar__day--chosen=move || day.get() == it
                    tabindex=move || if day.get() == it { "0" } else { "-1" }
                    aria-label=label
                    aria-disabled=move || disabled().then_some("true")
                    aria-current=move || (today.get() == it).then_some("date")
                    title=move || refused(it)
                    on:click=move |_| {
                        if !disabled() {
                            let again = day.get_untracked() == it;
                            day.set(it);
                            if again {
                                on_done.run(());
                            } else {
                                focus_day();
                            }
                        }
                    }
                >
                    {it.day()}
                </button>
            </td>
        }
    };
    view! {
        <table class="calendar__grid" role="grid" aria-labelledby=labelled_by node_ref=table on:keydown=pressed>
            <thead>
                <tr>
                    {weekday_names().map(|(short, full)| view! { <th scope="col" abbr=full>{short}</th> }).collect_view()}
                </tr>
            </thead>
            <tbody>
                {move || {
                    weeks(month.get())
                        .into_iter()
                        .map(|week| view! { <tr>{week.map(cell).collect_view()}</tr> })
                        .collect_view()
                }}
            </tbody>
        </table>
        <p class="calendar__why" aria-live="polite">
            {move || refused(day.get()).unwrap_or_else(|| why_not.with(|(_, early)| early.clone()))}
        </p>
    }
}
