//! The calendar in which a range is picked, walked by keyboard as the WAI-ARIA practices describe it.

mod end_card;
mod month_grid;
mod picker;

use chrono::NaiveDate;
use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::ui::{Action, Glyph, Icon, Kind, arriving, is_mirrored, later};
use crate::calendar::{Now, Range, Refusal, Side, Step, field_text, refused};
use crate::i18n::{fill, t};
use crate::zone;
use end_card::EndCard;
use month_grid::MonthGrid;
pub use picker::Picker;

/// The dialog of the calendar; it belongs to both fields of a range.
#[component]
pub fn RangePicker(
    /// What is picked.
    picker: Picker,
    /// What days are counted from.
    now: Signal<Now>,
    /// A range was picked.
    on_range: Callback<Range>,
) -> impl IntoView {
    let on_veil = StoredValue::new(false);
    view! {
        <dialog
            class="range-picker"
            node_ref=picker.dialog
            aria-label=t().dates.choose_range
            on:close=move |_| picker.is_open.set(false)
            on:pointerdown=move |ev| on_veil.set_value(ev.target() == ev.current_target())
            on:click=move |ev| {
                // A click on the dialog itself is one beside its content; a drag out of it is none.
                if ev.target() == ev.current_target() && on_veil.get_value() {
                    picker.close();
                }
            }
        >
            <Show when=move || picker.is_open.get()>
                {arriving(move || body(picker, now, on_range))}
            </Show>
        </dialog>
    }
}

later! {
    fn body(picker: Picker, now: Signal<Now>, on_range: Callback<Range>) {
        view! { <Body picker now on_range /> }
    }
}

#[component]
fn Body(picker: Picker, now: Signal<Now>, on_range: Callback<Range>) -> impl IntoView {
    let whole = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if whole.get().is_some() {
            picker.drawn();
        }
    });
    let apply = Callback::new(move |()| {
        if let Some(range) = picker.apply(now.get_untracked()) {
            picker.close();
            on_range.run(range);
        }
    });
    let pressed = move |ev: KeyboardEvent| {
        let ahead = if is_mirrored() { -1 } else { 1 };
        let way = match (ev.key().as_str(), ev.shift_key()) {
            ("ArrowLeft", _) => Step::Days(-ahead),
            ("ArrowRight", _) => Step::Days(ahead),
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
        picker.walk(way, now.get_untracked());
        picker.focus_day();
    };
    // The day that is looked at: under the mouse, or with the focus.
    let looked_at = move || picker.over.get().or_else(|| picker.in_grid.get().then(|| picker.day.get()));
    let why = move || {
        let now = now.get();
        looked_at().and_then(|day| refused(day, now)).map(|why| refusal_text(why, now))
    };
    let prompt = move || match picker.picking.with(|picking| picking.side) {
        Side::From => t().dates.pick_start,
        Side::To => t().dates.pick_end,
    };
    let turn = move |months: i32, glyph: Glyph, label: &'static str| {
        let none = move || picker.months_beyond(months, now.get()) == 0;
        view! {
            <button
                type="button"
                class="icon-button range-picker__turn"
                aria-label=label
                title=label
                aria-disabled=move || none().to_string()
                on:click=move |_| {
                    if !none() {
                        picker.turn(months, now.get_untracked());
                    }
                }
            >
                <Icon glyph />
            </button>
        }
    };
    let months = move || (0..picker.count.get()).map(|at| view! { <MonthGrid picker now at /> }).collect_view();
    view! {
        <div class="range-picker__body" node_ref=whole>
            <div class="range-picker__ends">
                <EndCard picker side=Side::From on_done=apply />
                <EndCard picker side=Side::To on_done=apply />
            </div>
            <div class="range-picker__calendar">
                {turn(-1, Glyph::ChevronLeft, t().calendar.previous_month)}
                <div
                    class="range-picker__months"
                    on:keydown=pressed
                    on:focusin=move |_| picker.in_grid.set(true)
                    on:focusout=move |_| picker.in_grid.set(false)
                    on:mouseleave=move |_| picker.over.set(None)
                >
                    {months}
                </div>
                {turn(1, Glyph::ChevronRight, t().calendar.next_month)}
            </div>
            <p class="range-picker__why" class:range-picker__why--refused=move || why().is_some()>
                {move || why().unwrap_or_else(|| prompt().to_owned())}
            </p>
            <span class="visually-hidden" role="status">{prompt}</span>
            {move || {
                picker
                    .refusal
                    .get()
                    .map(|why| view! { <p class="range-picker__fault" role="alert">{refusal_text(why, now.get())}</p> })
            }}
            <div class="range-picker__foot">
                <span class="range-picker__zone">{move || zone::described(now.get().at)}</span>
                <Show when=move || picker.picking.with(|picking| picking.end.is_some())>
                    <Action
                        label=t().dates.to_now
                        kind=Kind::Quiet
                        on_press=Callback::new(move |()| {
                            picker.until_now();
                            picker.focus_day();
                        })
                    />
                </Show>
                <Action label=t().cancel kind=Kind::Quiet on_press=Callback::new(move |()| picker.close()) />
                <Action label=t().calendar.apply kind=Kind::Primary on_press=apply />
            </div>
        </div>
    }
}

/// Why a day or a time cannot be picked, in words.
fn refusal_text(why: Refusal, now: Now) -> String {
    match why {
        Refusal::NotATime => t().calendar.fault_time.to_owned(),
        Refusal::InTheFuture => t().calendar.in_the_future.to_owned(),
        Refusal::EndsBeforeStart => t().field_order_fault.to_owned(),
        Refusal::TooEarly => fill(t().calendar.too_early, &[("since", &field_text(now.earliest, now.offset))]),
    }
}

/// A day's name, with the reason where it cannot be picked.
fn day_label(name: String, day: NaiveDate, now: Now) -> String {
    match refused(day, now) {
        Some(why) => fill(t().dates.refused_day, &[("day", &name), ("why", &refusal_text(why, now))]),
        None => name,
    }
}
