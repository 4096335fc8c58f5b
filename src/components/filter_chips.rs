//! What is in force, each part with a way to remove it.

use leptos::prelude::*;

use super::filter_words::{part_text, value_text};
use super::ui::{Disclosure, Glyph, Icon, focus};
use crate::format::count;
use crate::i18n::{self, fill, t};
use crate::state::place::View;
use crate::state::suggestions::Suggestions;

/// More values than this of one field are one chip, which opens.
const MANY: usize = 8;

type Part = (&'static str, String);

/// The filters in force.
#[component]
pub fn FilterChips(
    /// What is looked at.
    view: Signal<View>,
    /// The names that belong to ids.
    suggestions: Suggestions,
    /// Some parts are to be removed.
    on_remove: Callback<Vec<Part>>,
) -> impl IntoView {
    let parts = Memo::new(move |_| view.with(View::parts));
    let chips = move || {
        let mut parts = parts.get();
        let mut chips = Vec::new();
        while let Some(field) = parts.first().map(|part| part.0) {
            let rest = parts.iter().position(|part| part.0 != field).unwrap_or(parts.len());
            let own: Vec<Part> = parts.drain(..rest).collect();
            if own.len() > MANY {
                chips.push(view! { <ManyChip suggestions parts=own on_remove /> }.into_any());
            } else {
                let single = |part| view! { <Chip suggestions part on_remove /> }.into_any();
                chips.extend(own.into_iter().map(single));
            }
        }
        chips
    };
    view! {
        <Show when=move || parts.with(|parts| !parts.is_empty())>
            <div class="chips">
                <ul class="chips__list" aria-label=t().in_force>{chips}</ul>
            </div>
        </Show>
    }
}

/// One value.
#[component]
fn Chip(suggestions: Suggestions, part: Part, on_remove: Callback<Vec<Part>>) -> impl IntoView {
    let (name, value) = part.clone();
    // The name of an id may come later than the id.
    let text = Memo::new(move |_| part_text(suggestions, name, &value));
    view! {
        <li class="chip">
            <bdi class="chip__text" title=move || text.get()>{move || text.get()}</bdi>
            <RemoveButton
                label=Signal::derive(move || fill(t().remove_filter, &[("filter", &text.get())]))
                on_press=Callback::new(move |()| on_remove.run(vec![part.clone()]))
            />
        </li>
    }
}

/// Many values of one field: how many, and each of them where somebody wants to see it.
#[component]
fn ManyChip(suggestions: Suggestions, parts: Vec<Part>, on_remove: Callback<Vec<Part>>) -> impl IntoView {
    let field = parts.first().map_or("", |part| part.0);
    let how_many = count(parts.len() as u64);
    let values = [("field", i18n::field(field)), ("count", &how_many)];
    let text = fill(t().finding.values_of, &values);
    let label = fill(t().finding.remove_all_of, &values);
    let all = parts.clone();
    let parts = StoredValue::new(parts);
    let rows = move || {
        parts.with_value(|parts| {
            let row = |part: &Part| {
                let (part, shown) = (part.clone(), value_text(suggestions, field, &part.1));
                let label = fill(t().finding.remove_value, &[("value", &shown)]);
                view! {
                    <li class="chip-list__value">
                        <bdi>{shown}</bdi>
                        <RemoveButton
                            label=Signal::stored(label)
                            on_press=Callback::new(move |()| on_remove.run(vec![part.clone()]))
                        />
                    </li>
                }
            };
            parts.iter().map(row).collect_view()
        })
    };
    view! {
        <li class="chip chip--many">
            <Disclosure class="chip__more" button=ViewFn::from(move || view! {
                <bdi class="chip__text">{text.clone()}</bdi>
                <Icon glyph=Glyph::ChevronDown />
            })>
                <ul class="chip-list">{rows()}</ul>
            </Disclosure>
            <RemoveButton
                label=Signal::stored(label)
                on_press=Callback::new(move |()| on_remove.run(all.clone()))
            />
        </li>
    }
}

#[component]
fn RemoveButton(label: Signal<String>, on_press: Callback<()>) -> impl IntoView {
    view! {
        <button
            type="button"
            class="chip__remove"
            aria-label=label
            on:click=move |_| {
                on_press.run(());
                request_animation_frame(keep_focus);
            }
        >
            <Icon glyph=Glyph::Close />
        </button>
    }
}

/// The focus went with the cross that was pressed: on to the next one, or to the search.
fn keep_focus() {
    if document().active_element().is_none_or(|it| it.tag_name() == "BODY") {
        let _ = focus(".chips li:last-child > button")
            || focus("[role=search] [type=submit]")
            || focus(".filter-bar__sheet-button");
    }
}
