//! Which calls: the fields everybody needs, and the rest behind a button.

mod choice_field;

use call_records_wire::words::{CallType, HangupReason, HungUpBy, Status};
use leptos::prelude::*;

use super::ui::{Action, Glyph, Icon, Kind, TextField};
use crate::i18n::{self, t};
use crate::state::draft::{Draft, TEXT_FIELDS};
use crate::state::suggestions::Suggestions;
use choice_field::ChoiceField;

/// The fields behind "More filters".
const MORE: [&str; 10] = [
    "number",
    "customer_number",
    "q",
    "status",
    "hung_up_by",
    "min_talk_ms",
    "max_talk_ms",
    "min_wait_ms",
    "max_wait_ms",
    "has_recording",
];

/// The search fields and their buttons.
#[component]
pub fn FilterBar(
    /// What the fields hold.
    draft: Draft,
    /// Names that complete what is typed.
    suggestions: Suggestions,
    /// All filters are to be removed.
    on_clear: Callback<()>,
) -> impl IntoView {
    let more = RwSignal::new(untrack(|| draft.filled(&MORE) > 0));
    // On narrow screens the fields are behind a button of their own.
    let sheet = RwSignal::new(false);
    // What is wrong must be seen, also where its field was put away.
    Effect::new(move |_| {
        if draft.has_fault_in(&TEXT_FIELDS) {
            sheet.set(true);
        }
        if draft.has_fault_in(&MORE) {
            more.set(true);
        }
    });
    let more_label = move || match draft.filled(&MORE) {
        0 => t().more_filters.to_owned(),
        count => format!("{} ({count})", t().more_filters),
    };
    let call_types = || CallType::ALL.iter().map(|it| (it.to_string(), i18n::call_type(*it).to_owned())).collect();
    let reasons = || HangupReason::ALL.iter().map(|it| (it.to_string(), i18n::reason(it).into_owned())).collect();
    let statuses = || Status::ALL.iter().map(|it| (it.to_string(), i18n::status(*it).to_owned())).collect();
    let sides = || HungUpBy::ALL.iter().map(|it| (it.to_string(), i18n::hung_up_by(*it).to_owned())).collect();
    let recording = || {
        vec![("true".to_owned(), t().with_recording.to_owned()), ("false".to_owned(), t().without_recording.to_owned())]
    };
    view! {
        <button
            type="button"
            class="filter-bar__sheet-button"
            aria-expanded=move || sheet.get().to_string()
            on:click=move |_| sheet.update(|open| *open = !*open)
        >
            <Icon glyph=Glyph::Sliders />
            {t().filters}
        </button>
        <div class="filter-bar" class:filter-bar--open=move || sheet.get()>
            <div class="filter-bar__grid">
                <TextField draft name="caller_number" label=t().caller_number />
                <TextField draft name="callee_number" label=t().callee_number />
                <TextField
                    draft
                    name="agent"
                    label=t().agent
                    suggestions=Signal::derive(move || suggestions.agents())
                    on_typed=Callback::new(move |text| suggestions.complete_agent(text))
                />
                <TextField
                    draft
                    name="skill_group"
                    label=t().skill_group
                    suggestions=Signal::derive(move || suggestions.skill_groups())
                    on_typed=Callback::new(move |text| suggestions.complete_skill_group(text))
                />
                <ChoiceField draft name="call_type" label=t().call_type options=call_types() />
                <ChoiceField draft name="hangup_reason" label=t().hangup_reason options=reasons() />
                <TextField draft name="call_id" label=t().call_id />
                <div class="filter-bar__buttons">
                    <button
                        type="button"
                        class="button"
                        aria-expanded=move || more.get().to_string()
                        aria-controls="more-filters"
                        on:click=move |_| more.update(|open| *open = !*open)
                    >
                        {more_label}
                    </button>
                    <Action label=t().search kind=Kind::Primary submit=true />
                    <Action label=t().clear kind=Kind::Quiet on_press=on_clear />
                </div>
            </div>
            <div class="filter-bar__grid filter-bar__grid--more" id="more-filters" hidden=move || !more.get()>
                <TextField draft name="q" label=t().anything hint=t().anything_hint />
                <TextField draft name="number" label=t().either_number />
                <TextField draft name="customer_number" label=t().customer_number />
                <ChoiceField draft name="status" label=t().status options=statuses() />
                <ChoiceField draft name="hung_up_by" label=t().hung_up_by options=sides() />
                <ChoiceField draft name="has_recording" label=t().recording options=recording() single=true />
                <TextField draft name="min_talk_ms" label=t().min_talk hint=t().length_hint />
                <TextField draft name="max_talk_ms" label=t().max_talk hint=t().length_hint />
                <TextField draft name="min_wait_ms" label=t().min_wait hint=t().length_hint />
                <TextField draft name="max_wait_ms" label=t().max_wait hint=t().length_hint />
            </div>
        </div>
    }
}
