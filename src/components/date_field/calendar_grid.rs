//! The days of a month, walked by keyboard as the WAI-ARIA practices describe it.

use call_records_wire::time::Timestamp;
use chrono::{Datelike, NaiveDate};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

use crate::calendar::{Now, Refusal, Step, day_of, refused, step, weeks};
use crate::format;
use crate::i18n::{fill, full_date, short_date, t, weekday_names};

/// The days of the month of the chosen day.
#[component]
pub fn CalendarGrid(
    /// The chosen day.
    day: RwSignal<NaiveDate>,
    /// What days are counted from.
    now: Signal<Now>,
    /// Why the chosen day and time were not taken.
    refusal: RwSignal<Option<Refusal>>,
    /// The id of the month's name.
    labelled_by: String,
    /// The chosen day was confirmed.
    on_done: Callback<()>,
) -> impl IntoView {
    let table = NodeRef::<html::Table>::new();
    let refused = move |it: NaiveDate| now.with(|now| refused(it, *now).map(|why| refusal_text(why, *now)));
    let today = Memo::new(move |_| now.with(|now| now.today));
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
        {move || match refusal.get() {
            Some(why) => {
                view! { <p class="calendar__why calendar__why--refused" role="alert">{refusal_text(why, now.get())}</p> }
                    .into_any()
            }
            None => {
                view! {
                    <p class="calendar__why" aria-live="polite">
                        {move || refused(day.get()).unwrap_or_else(|| refusal_text(Refusal::TooEarly, now.get()))}
                    </p>
                }
                    .into_any()
            }
        }}
    }
}

/// Why a day or a time cannot be picked, in words.
fn refusal_text(why: Refusal, now: Now) -> String {
    match why {
        Refusal::NotATime => t().fault_time.to_owned(),
        Refusal::InTheFuture => t().in_the_future.to_owned(),
        Refusal::TooEarly => {
            let day = short_date(day_of(now.earliest, now.offset));
            let since = format!("{day}, {}", format::time_short(Timestamp::from_millis(now.earliest)));
            fill(t().too_early, &[("since", &since)])
        }
    }
}
