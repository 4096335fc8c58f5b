//! A field whose values are chosen from a list: a button that opens boxes to check, or one of some to choose.

use call_records_wire::text::folded;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement, KeyboardEvent};

use super::super::ui::{Disclosure, Glyph, Icon, arriving, focus, later};
use crate::i18n::{fill, t};
use crate::state::draft::Draft;

/// A value that can be chosen.
#[derive(Debug, Clone)]
pub struct Choice {
    /// As a search spells it.
    pub value: String,
    /// As people read it.
    pub label: String,
    /// What it means, where the label does not say it.
    pub meaning: Option<&'static str>,
}

/// Values that belong together.
#[derive(Debug, Clone)]
pub struct ChoiceGroup {
    /// What they have in common, where there are several groups: choosing it chooses all of them.
    pub label: Option<&'static str>,
    /// The class of the dot beside it.
    pub tone: &'static str,
    /// The values.
    pub choices: Vec<Choice>,
}

/// Chooses any of some values, or at most one.
#[component]
pub fn ChoiceField(
    /// What is chosen.
    draft: Draft,
    /// The field's name.
    name: &'static str,
    /// Its label.
    label: &'static str,
    /// The values.
    groups: Vec<ChoiceGroup>,
    /// Whether one value excludes the others.
    #[prop(optional)]
    single: bool,
) -> impl IntoView {
    let label_id = format!("label-{name}");
    let button_id = format!("field-{name}");
    let whole = NodeRef::<html::Div>::new();
    let known: StoredValue<Vec<Choice>> =
        StoredValue::new(groups.iter().flat_map(|group| group.choices.iter().cloned()).collect());
    let summary = move || {
        let chosen = draft.chosen(name);
        match chosen.as_slice() {
            [] => t().any.to_owned(),
            [only] => known.with_value(|known| {
                known.iter().find(|it| it.value == *only).map_or_else(|| only.clone(), |it| it.label.clone())
            }),
            several => fill(t().selected_count, &[("count", &several.len().to_string())]),
        }
    };
    let pressed = move |ev: KeyboardEvent| {
        let key = ev.key();
        let on = ev.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
        let Some((on, whole)) = on.zip(whole.get_untracked()) else { return };
        let is_button = on.tag_name() == "BUTTON";
        let boxes = boxes_in(&whole);
        match key.as_str() {
            "ArrowDown" | "ArrowUp" if is_button && boxes.is_empty() => {
                on.click();
                // The boxes are drawn by the next frame.
                request_animation_frame(move || {
                    let _ = focus(&format!("[data-choices='{name}'] input"));
                });
            }
            // A form would be sent, and the reader is not done.
            "Enter" if !is_button => {
                let _ = focus(&format!("#field-{name}"));
                if let Some(button) = document().get_element_by_id(&format!("field-{name}")) {
                    button.unchecked_into::<HtmlElement>().click();
                }
            }
            _ if ev.ctrl_key() || ev.meta_key() || ev.alt_key() => return,
            _ => match walk(&key, &on, &boxes) {
                Some(to) => drop(to.focus()),
                None => return,
            },
        }
        ev.prevent_default();
        ev.stop_propagation();
    };
    let groups = StoredValue::new(groups);
    view! {
        <div class=format!("field field--{name}") node_ref=whole on:keydown=pressed>
            <span class="field__label" id=label_id.clone()>{label}</span>
            <Disclosure
                class="choice"
                labelled_by=format!("{label_id} {button_id}")
                id=button_id
                button=ViewFn::from(move || {
                    view! {
                        <span
                            class="choice__text"
                            class:choice__text--empty=move || draft.chosen(name).is_empty()
                            title=summary
                        >
                            {summary}
                        </span>
                        <Icon glyph=Glyph::ChevronDown />
                    }
                })
            >
                <div role=if single { "radiogroup" } else { "group" } aria-label=label data-choices=name>
                    {arriving(move || panels(draft, name, single, groups))}
                </div>
            </Disclosure>
        </div>
    }
}

later! {
    fn panels(draft: Draft, name: &'static str, single: bool, groups: StoredValue<Vec<ChoiceGroup>>) {
        groups.with_value(|groups| {
            groups.iter().map(|group| view! { <Group draft name single group=group.clone() /> }).collect_view()
        })
    }
}

/// Values that belong together, below the box that checks all of them.
#[component]
fn Group(draft: Draft, name: &'static str, single: bool, group: ChoiceGroup) -> impl IntoView {
    let ChoiceGroup { label, tone, choices } = group;
    let values = StoredValue::new(choices.iter().map(|it| it.value.clone()).collect::<Vec<_>>());
    let chosen = move || draft.chosen(name);
    let count = move || {
        let chosen = chosen();
        values.with_value(|values| values.iter().filter(|it| chosen.contains(it)).count())
    };
    let of = values.with_value(Vec::len);
    let toggle_all = move |on: bool| {
        let mut chosen = chosen();
        values.with_value(|values| {
            chosen.retain(|it| !values.contains(it));
            if on {
                chosen.extend(values.iter().cloned());
            }
        });
        draft.choose(name, chosen);
    };
    let head = label.map(|label| {
        view! {
            <label class="check check--all">
                <input
                    type="checkbox"
                    aria-label=fill(t().finding.all_of, &[("group", label)])
                    prop:checked=move || count() == of
                    prop:indeterminate=move || (1..of).contains(&count())
                    on:change=move |ev| toggle_all(event_target_checked(&ev))
                />
                <span class=format!("check__dot check__dot--{tone}") aria-hidden="true"></span>
                <span class="check__label">{label}</span>
            </label>
        }
    });
    // One of several is chosen or none: none is a choice as well.
    let any = single.then(|| Choice { value: String::new(), label: t().any.to_owned(), meaning: None });
    let rows = any.into_iter().chain(choices).map(|choice| view! { <Row draft name single choice /> }).collect_view();
    view! {
        <div class="choice__group" role=label.map(|_| "group") aria-label=label>
            {head}
            {rows}
        </div>
    }
}

#[component]
fn Row(draft: Draft, name: &'static str, single: bool, choice: Choice) -> impl IntoView {
    let Choice { value, label, meaning } = choice;
    let meaning_id = format!("means-{value}");
    let here = value.clone();
    let is_chosen = move || {
        let chosen = draft.chosen(name);
        chosen.contains(&here) || (here.is_empty() && chosen.is_empty())
    };
    let choose = move |on: bool| {
        let mut chosen = if single { Vec::new() } else { draft.chosen(name) };
        chosen.retain(|it| *it != value);
        if on && !value.is_empty() {
            chosen.push(value.clone());
        }
        draft.choose(name, chosen);
    };
    view! {
        <label class="check" class:check--explained=meaning.is_some()>
            <input
                type=if single { "radio" } else { "checkbox" }
                name=single.then(|| format!("choice-{name}"))
                aria-describedby=meaning.map(|_| meaning_id.clone())
                prop:checked=is_chosen
                on:change=move |ev| choose(event_target_checked(&ev))
            />
            <span class="check__label">{label}</span>
            {meaning.map(|meaning| view! { <span class="check__meaning" id=meaning_id>{meaning}</span> })}
        </label>
    }
}

fn boxes_in(whole: &web_sys::HtmlDivElement) -> Vec<HtmlInputElement> {
    let Ok(found) = whole.query_selector_all("input") else { return Vec::new() };
    (0..found.length()).filter_map(|at| found.get(at)?.dyn_into().ok()).collect()
}

/// Where a key leads from here: the arrows to the neighbors and around, a letter to the next box whose label begins
/// with it.
fn walk(key: &str, on: &HtmlElement, boxes: &[HtmlInputElement]) -> Option<HtmlInputElement> {
    let last = boxes.len().checked_sub(1)?;
    let here = boxes.iter().position(|it| **it == *on);
    let to = match (key, here) {
        ("ArrowDown", Some(at)) => (at + 1) % boxes.len(),
        ("ArrowUp", Some(0) | None) | ("End", Some(_)) => last,
        ("ArrowUp", Some(at)) => at - 1,
        ("ArrowDown", None) | ("Home", Some(_)) => 0,
        (letter, _) if letter.chars().count() == 1 && letter != " " => {
            let letter = folded(letter);
            let begins = |at: &usize| {
                let label = boxes[*at].closest("label").ok().flatten().and_then(|label| label.text_content());
                label.is_some_and(|label| folded(label.trim()).starts_with(&letter))
            };
            let start = here.map_or(0, |at| at + 1);
            (start..boxes.len()).chain(0..start).find(begins)?
        }
        _ => return None,
    };
    boxes.get(to).cloned()
}
