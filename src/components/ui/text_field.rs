//! A labelled field to type into, which says what is wrong with it.

use leptos::prelude::*;

use super::paste::paste_on_one_line;
use crate::i18n::t;
use crate::state::draft::Draft;
use crate::state::failure::fault_text;

/// A field of the search.
#[component]
pub fn TextField(
    /// Its content and its faults.
    draft: Draft,
    /// The field's name.
    name: &'static str,
    /// Its label.
    label: &'static str,
    /// What to type, shown while it is empty.
    #[prop(default = t().any)]
    hint: &'static str,
    /// Which keys a phone offers.
    #[prop(default = "text")]
    inputmode: &'static str,
) -> impl IntoView {
    let id = format!("field-{name}");
    let fault_id = format!("fault-{name}");
    let fault = move || draft.fault(name).map(|kind| fault_text(&kind));
    let described_by = {
        let fault_id = fault_id.clone();
        move || fault().map(|_| fault_id.clone())
    };
    view! {
        <div class="field">
            <label class="field__label" for=id.clone()>{label}</label>
            <input
                class="field__input"
                id=id
                type="text"
                autocomplete="off"
                spellcheck="false"
                placeholder=hint
                inputmode=inputmode
                aria-invalid=move || fault().map(|_| "true")
                aria-describedby=described_by
                prop:value=move || draft.text(name)
                on:input=move |ev| draft.set_text(name, event_target_value(&ev))
                on:blur=move |_| draft.finished(name)
                on:paste=paste_on_one_line
            />
            {move || fault().map(|text| view! { <p class="field__fault" id=fault_id.clone()>{text}</p> })}
        </div>
    }
}
