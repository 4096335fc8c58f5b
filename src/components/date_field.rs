//! A field of a day and time with the button of its calendar.

use leptos::html;
use leptos::prelude::*;

use super::range_picker::Picker;
use super::ui::{Glyph, IconButton};
use crate::calendar::{Now, Side};
use crate::i18n::{fill, t};
use crate::state::draft::Draft;
use crate::state::moment_words::full_clock_words;
use crate::zone::local_in;

/// A day and time, typed or picked.
#[component]
pub fn DateField(
    /// Its content and its faults.
    draft: Draft,
    /// Which end of the range it is.
    side: Side,
    /// What an empty field means.
    hint: Signal<String>,
    /// What days are counted from.
    now: Signal<Now>,
    /// The calendar.
    picker: Picker,
) -> impl IntoView {
    let is_end = side == Side::To;
    let (name, label) = if is_end { ("to", t().to) } else { ("from", t().from) };
    let id = format!("field-{name}");
    let whole = NodeRef::<html::Div>::new();
    let is_wrong = move || draft.fault(name).map(|_| "true");
    let open = move || {
        if let Some(whole) = whole.get_untracked() {
            picker.open(draft, side, now.get_untracked(), &whole);
        }
    };
    let button = Signal::derive(move || match draft.end(side, now.get()) {
        Ok(Some(typed)) => {
            let now = now.get();
            let moment = full_clock_words(local_in(typed.moment.instant(now), now.offset), side);
            let template = if is_end { t().dates.change_to } else { t().dates.change_from };
            fill(template, &[("moment", &moment)])
        }
        Ok(None) | Err(_) if is_end => t().open_calendar_to.to_owned(),
        Ok(None) | Err(_) => t().open_calendar_from.to_owned(),
    });
    view! {
        <div class="field field--date" node_ref=whole>
            <label class="field__label" for=id.clone()>{label}</label>
            <div class="field__box">
                <input
                    class="field__input"
                    id=id
                    type="text"
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    placeholder=hint
                    aria-invalid=is_wrong
                    aria-describedby=format!("words-{name}")
                    prop:value=move || draft.text(name)
                    on:input=move |ev| draft.set_text(name, event_target_value(&ev))
                    on:keydown=move |ev| {
                        if ev.key() == "ArrowDown" && ev.alt_key() {
                            ev.prevent_default();
                            open();
                        }
                    }
                />
                <IconButton
                    glyph=Glyph::Calendar
                    class="field__button"
                    label=button
                    on_press=Callback::new(move |()| open())
                />
            </div>
        </div>
    }
}
