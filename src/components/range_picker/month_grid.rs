//! The days of one month.

use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;

use super::day_label;
use super::picker::{Picker, day_id, shifted, week_start};
use crate::calendar::{Now, refused, weeks};
use crate::i18n::{fill, full_date, month_and_year, t, weekday_names};

/// The days of a month.
#[component]
pub fn MonthGrid(
    /// What is picked.
    picker: Picker,
    /// What days are counted from.
    now: Signal<Now>,
    /// Which of the months that show, from the first.
    at: u32,
) -> impl IntoView {
    let month = Memo::new(move |_| shifted(picker.month.get(), i32::try_from(at).unwrap_or(0)));
    let first = week_start();
    let title_id = format!("month-{at}");
    // What a minute changes is told to days only where it changes a day.
    let today = Memo::new(move |_| now.with(|now| now.today));
    let span = Memo::new(move |_| {
        let looked_at = picker.over.get().unwrap_or_else(|| picker.day.get());
        let looked_at = now.with(|now| refused(looked_at, *now)).is_none().then_some(looked_at);
        let picking = picker.picking.get();
        picking.span(looked_at, today.get()).map(|span| (span, picking.end.is_none()))
    });
    let cell = move |it: NaiveDate| {
        let is_refused = move || now.with(|now| refused(it, *now)).is_some();
        let is_start = move || picker.picking.with(|picking| picking.start == Some(it));
        let is_end = move || picker.picking.with(|picking| picking.end == Some(it));
        let in_span = move || span.get().is_some_and(|((start, end), _)| start <= it && it <= end);
        let label = move || {
            let name = full_date(it);
            let name = match (is_start(), is_end()) {
                (true, _) => fill(t().dates.day_start, &[("day", &name)]),
                (_, true) => fill(t().dates.day_end, &[("day", &name)]),
                _ => name,
            };
            day_label(name, it, now.get())
        };
        view! {
            <td
                role="gridcell"
                aria-selected=move || (is_start() || is_end()).to_string()
                class="range-picker__cell"
                class:range-picker__cell--span=in_span
                class:range-picker__cell--open=move || span.get().is_some_and(|(_, open)| open)
                class:range-picker__cell--start=move || span.get().is_some_and(|((start, _), _)| start == it)
                class:range-picker__cell--end=move || span.get().is_some_and(|((_, end), _)| end == it)
            >
                <button
                    type="button"
                    id=day_id(it)
                    class="range-picker__day"
                    class:range-picker__day--today=move || today.get() == it
                    class:range-picker__day--chosen=move || is_start() || is_end()
                    tabindex=move || if picker.day.get() == it { "0" } else { "-1" }
                    aria-label=label
                    aria-disabled=move || is_refused().then_some("true")
                    aria-current=move || (today.get() == it).then_some("date")
                    on:focus=move |_| picker.day.set(it)
                    on:mouseenter=move |_| picker.over.set(Some(it))
                    on:click=move |_| picker.pick(it, now.get_untracked())
                >
                    {it.day()}
                </button>
            </td>
        }
    };
    let day_or_nothing = move |day: Option<NaiveDate>| match day {
        Some(day) => cell(day).into_any(),
        None => view! { <td class="range-picker__cell"></td> }.into_any(),
    };
    view! {
        <section class="range-picker__month">
            <h2 class="range-picker__title" id=title_id.clone() aria-live="polite">
                {move || month_and_year(month.get())}
            </h2>
            <table class="range-picker__grid" role="grid" aria-labelledby=title_id>
                <thead>
                    <tr>
                        {weekday_names(first)
                            .map(|(short, full)| view! { <th scope="col" abbr=full>{short}</th> })
                            .collect_view()}
                    </tr>
                </thead>
                <tbody>
                    {move || {
                        weeks(month.get(), first)
                            .into_iter()
                            .map(|week| view! { <tr>{week.map(day_or_nothing).collect_view()}</tr> })
                            .collect_view()
                    }}
                </tbody>
            </table>
        </section>
    }
}
