//! What is in force, each part with a way to remove it.

use leptos::prelude::*;

use super::filter_words::{part_text, value_text};
use super::ui::{Disclosure, Glyph, Icon, arriving, keep_focus, later};
use crate::format::count;
use crate::i18n::{self, fill, t};
use crate::state::place::View;
use crate::state::suggestions::Suggestions;

/// More values than this of one field are one chip, which opens.
const MANY: usize = 8;

/// The focus goes on from the cross that was pressed: to the next one, or to the search.
const NEXT: [&str; 3] = [".chips li:last-child > button", "[role=search] [type=submit]", ".filter-bar__sheet-button"];

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
    view! {
        <Show when=move || parts.with(|parts| !parts.is_empty())>
            <div class="chips">
                {arriving(move || chips(suggestions, parts, on_remove))}
            </div>
        </Show>
    }
}

later! {
    fn chips(suggestions: Suggestions, parts: Memo<Vec<Part>>, on_remove: Callback<Vec<Part>>) {
        view! {
            <ul class="chips__list" aria-label=t().in_force>
                // What stays in force keeps its chip: somebody may be about to press it.
                <For each=move || parts.with(|parts| shown(parts)) key=Shown::clone let:shown>
                    {match shown {
                        Shown::One(part) => view! { <Chip suggestions part on_remove /> }.into_any(),
                        Shown::Many(field) => view! { <ManyChip suggestions field parts on_remove /> }.into_any(),
                    }}
                </For>
            </ul>
        }
    }
}

/// What is one chip.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Shown {
    One(Part),
    Many(&'static str),
}

fn shown(parts: &[Part]) -> Vec<Shown> {
    let of_field = parts.chunk_by(|one, next| one.0 == next.0);
    of_field
        .flat_map(|own| match own.first() {
            Some((field, _)) if own.len() > MANY => vec![Shown::Many(field)],
            _ => own.iter().cloned().map(Shown::One).collect(),
        })
        .collect()
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
fn ManyChip(
    suggestions: Suggestions,
    field: &'static str,
    parts: Memo<Vec<Part>>,
    on_remove: Callback<Vec<Part>>,
) -> impl IntoView {
    let own = Memo::new(move |_| {
        parts.with(|parts| parts.iter().filter(|part| part.0 == field).cloned().collect::<Vec<_>>())
    });
    let told = move |template| {
        let how_many = count(own.with(Vec::len) as u64);
        fill(template, &[("field", i18n::field(field)), ("count", &how_many)])
    };
    let row = move |part: Part| {
        let shown = value_text(suggestions, field, &part.1);
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
    view! {
        <li class="chip chip--many">
            <Disclosure class="chip__more" button=ViewFn::from(move || view! {
                <bdi class="chip__text">{move || told(t().finding.values_of)}</bdi>
                <Icon glyph=Glyph::ChevronDown />
            })>
                <ul class="chip-list">
                    <For each=move || own.get() key=Part::clone let:part>{row(part)}</For>
                </ul>
            </Disclosure>
            <RemoveButton
                label=Signal::derive(move || told(t().finding.remove_all_of))
                on_press=Callback::new(move |()| on_remove.run(own.get_untracked()))
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
                keep_focus(&NEXT);
            }
        >
            <Icon glyph=Glyph::Close />
        </button>
    }
}
