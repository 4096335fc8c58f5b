//! Which calls: the fields everybody needs, and the rest behind a button.

mod choice_field;
mod choices;
mod name_field;
mod sheet;

use leptos::prelude::*;

use super::ui::{EarlyAction, Glyph, Icon, IconButton, Kind, TextField, arriving, later};
use crate::i18n::{fill, t};
use crate::state::draft::{CHOICE_FIELDS, Draft, NAME_FIELDS, TEXT_FIELDS};
use crate::state::suggestions::{Picker, Suggestions};
use choice_field::ChoiceField;
use choices::{call_types, reasons, recording, sides, statuses};
use name_field::NameField;
use sheet::Sheet;

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

later! {
    /// The search fields and their buttons, as a part that may come later.
    pub fn filter_bar(draft: Draft, suggestions: Suggestions, on_clear: Callback<()>) {
        view! { <FilterBar draft suggestions on_clear /> }
    }
}

/// The search fields and their buttons.
#[component]
fn FilterBar(
    /// What the fields hold.
    draft: Draft,
    /// Names that complete what is typed.
    suggestions: Suggestions,
    /// All filters are to be removed.
    on_clear: Callback<()>,
) -> impl IntoView {
    let more = RwSignal::new(untrack(|| draft.filled(&MORE) > 0));
    // They are brought when they are wanted first, and stay.
    let wanted = Memo::new(move |before: Option<&bool>| before == Some(&true) || more.get());
    // On narrow screens the fields are in a sheet.
    let sheet = Sheet::new();
    // What is wrong must be seen, also where its field was put away.
    Effect::new(move |_| {
        draft.pointed();
        if draft.has_fault_in(&MORE) {
            more.set(true);
        }
        if draft.has_fault_in(&TEXT_FIELDS) {
            sheet.open();
        }
    });
    let counted = move |names: &[&str], none: &str, some: &str| match draft.filled(names) {
        0 => none.to_owned(),
        count => fill(some, &[("count", &count.to_string())]),
    };
    let more_label = move || counted(&MORE, t().more_filters, t().finding.more_filters_count);
    let sheet_label = move || {
        let ids = NAME_FIELDS.map(|it| it.1);
        let all = [TEXT_FIELDS.as_slice(), CHOICE_FIELDS.as_slice(), ids.as_slice()].concat();
        counted(&all, t().filters, t().finding.filters_count)
    };
    view! {
        <button
            type="button"
            class="filter-bar__sheet-button"
            aria-haspopup="dialog"
            aria-expanded=move || sheet.is_open().to_string()
            on:click=move |_| sheet.open()
        >
            <Icon glyph=Glyph::Sliders />
            {sheet_label}
        </button>
        <div
            class="filter-bar"
            class:filter-bar--open=move || sheet.is_open()
            role=move || sheet.is_open().then_some("dialog")
            aria-modal=move || sheet.is_open().then_some("true")
            aria-label=move || sheet.is_open().then_some(t().filters)
            on:keydown=move |ev| sheet.pressed(&ev)
            on:click=move |ev| sheet.clicked(&ev)
        >
            <div class="filter-bar__body">
                <div class="filter-bar__sheet-head">
                    <span class="filter-bar__sheet-title">{t().filters}</span>
                    <IconButton
                        glyph=Glyph::Close
                        label=t().close
                        on_press=Callback::new(move |()| sheet.close())
                    />
                </div>
                <div class="filter-bar__grid">
                    <TextField draft name="caller_number" label=t().caller_number inputmode="tel" />
                    <TextField draft name="callee_number" label=t().callee_number inputmode="tel" />
                    <NameField draft suggestions picker=Picker::Agents label=t().agent />
                    <NameField draft suggestions picker=Picker::SkillGroups label=t().skill_group />
                    <ChoiceField draft name="call_type" label=t().call_type groups=call_types() />
                    <ChoiceField draft name="hangup_reason" label=t().hangup_reason groups=reasons() />
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
                        <EarlyAction
                            label=t().search
                            kind=Kind::Primary
                            submit=true
                            on_press=Callback::new(move |()| sheet.close())
                        />
                        <EarlyAction label=t().clear kind=Kind::Quiet on_press=on_clear />
                    </div>
                </div>
                <div class="filter-bar__grid filter-bar__grid--more" id="more-filters" hidden=move || !more.get()>
                    <Show when=move || wanted.get()>{arriving(move || more_fields(draft))}</Show>
                </div>
            </div>
        </div>
    }
}

later! {
    /// The fields behind "More filters".
    fn more_fields(draft: Draft) {
        view! {
            <TextField draft name="q" label=t().anything hint=t().anything_hint />
            <TextField draft name="number" label=t().either_number inputmode="tel" />
            <TextField draft name="customer_number" label=t().customer_number inputmode="tel" />
            <ChoiceField draft name="status" label=t().status groups=statuses() />
            <ChoiceField draft name="hung_up_by" label=t().hung_up_by groups=sides() />
            <ChoiceField draft name="has_recording" label=t().recording groups=recording() single=true />
            <TextField draft name="min_talk_ms" label=t().min_talk hint=t().finding.length_example />
            <TextField draft name="max_talk_ms" label=t().max_talk hint=t().finding.length_example />
            <TextField draft name="min_wait_ms" label=t().min_wait hint=t().finding.length_example />
            <TextField draft name="max_wait_ms" label=t().max_wait hint=t().finding.length_example />
        }
    }
}
