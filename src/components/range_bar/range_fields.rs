//! Steps to the range before and after, and the fields of a range with their calendar.

use leptos::prelude::*;

use super::super::date_field::DateField;
use super::super::range_picker::{Picker, RangePicker};
use super::super::ui::{Glyph, IconButton, later};
use crate::calendar::{Now, Range, Side};
use crate::i18n::t;
use crate::state::draft::Draft;
use crate::state::moment_words::earliest_words;
use crate::state::place::View;

later! {
    /// The fields of a range, as a part that may come later.
    pub fn range_fields(view: Signal<View>, draft: Draft, now: Signal<Now>, on_range: Callback<Range>) {
        view! { <RangeFields view draft now on_range /> }
    }
}

/// Steps to the range before and after, and the fields of a range with their calendar.
#[component]
fn RangeFields(view: Signal<View>, draft: Draft, now: Signal<Now>, on_range: Callback<Range>) -> impl IntoView {
    let beside = move |later| Memo::new(move |_| view.with(|view| view.range.beside(later, now.get())));
    let step = move |later, glyph, label: &'static str| {
        let range = beside(later);
        view! {
            <IconButton
                glyph
                label
                class="range-bar__step"
                disabled=Signal::derive(move || range.get().is_none())
                on_press=Callback::new(move |()| {
                    if let Some(range) = range.get_untracked() {
                        on_range.run(range);
                    }
                })
            />
        }
    };
    let picker = Picker::new(now.with_untracked(|now| now.today));
    let earliest = Signal::derive(move || earliest_words(now.get()));
    view! {
        <div class="range-bar__steps">
            {step(false, Glyph::ChevronLeft, t().dates.step_back)}
            {step(true, Glyph::ChevronRight, t().dates.step_on)}
        </div>
        <DateField draft side=Side::From hint=earliest now picker />
        <DateField draft side=Side::To hint=Signal::stored(t().now.to_owned()) now picker />
        <RangePicker picker now on_range />
    }
}
