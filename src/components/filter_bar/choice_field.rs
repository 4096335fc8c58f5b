//! A field whose values are chosen from a list: a button that opens a list of boxes to check.

use leptos::prelude::*;

use super::super::ui::{Disclosure, Glyph, Icon};
use crate::i18n::{fill, t};
use crate::state::draft::Draft;

/// Chooses any of some values, or at most one.
#[component]
pub fn ChoiceField(
    /// What is chosen.
    draft: Draft,
    /// The field's name.
    name: &'static str,
    /// Its label.
    label: &'static str,
    /// The values and their labels.
    options: Vec<(String, String)>,
    /// Whether one value excludes the others.
    #[prop(optional)]
    single: bool,
) -> impl IntoView {
    let label_id = format!("label-{name}");
    let button_id = format!("field-{name}");
    let options = StoredValue::new(options);
    let summary = move || {
        let chosen = draft.chosen(name);
        match chosen.as_slice() {
            [] => t().any.to_owned(),
            [only] => options.with_value(|options| {
                options.iter().find(|(value, _)| value == only).map_or_else(|| only.clone(), |(_, label)| label.clone())
            }),
            several => fill(t().selected_count, &[("count", &several.len().to_string())]),
        }
    };
    let is_chosen = move |value: &str| draft.chosen(name).iter().any(|it| it == value);
    let toggle = move |value: &str, on: bool| {
        let mut chosen = if single { Vec::new() } else { draft.chosen(name) };
        chosen.retain(|it| it != value);
        if on {
            chosen.push(value.to_owned());
        }
        draft.choose(name, chosen);
    };
    let boxes = move || {
        options.with_value(|options| {
            options
                .iter()
                .map(|(value, label)| {
                    let (value, label) = (value.clone(), label.clone());
                    let here = value.clone();
                    view! {
                        <label class="check">
                            <input
                                type="checkbox"
                                prop:checked=move || is_chosen(&here)
                                on:change=move |ev| toggle(&value, event_target_checked(&ev))
                            />
                            <span>{label}</span>
                        </label>
                    }
                })
                .collect_view()
        })
    };
    view! {
        <div class="field">
            <span class="field__label" id=label_id.clone()>{label}</span>
            <Disclosure
                class="choice"
                labelled_by=format!("{label_id} {button_id}")
                id=button_id
                button=ViewFn::from(move || {
                    view! {
                        <span class="choice__text" class:choice__text--empty=move || draft.chosen(name).is_empty()>
                            {summary}
                        </span>
                        <Icon glyph=Glyph::ChevronDown />
                    }
                })
            >
                <div role="group" aria-label=label>{boxes()}</div>
            </Disclosure>
        </div>
    }
}
