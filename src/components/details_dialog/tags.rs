//! The tags of a call: what people found it to be.

use call_records_wire::call::CallDetail;
use call_records_wire::notes::{MAX_TAG_CHARS, MAX_TAGS};
use leptos::prelude::*;

use super::super::ui::{Glyph, Icon, focus};
use crate::format::harmless;
use crate::i18n::{fill, t};
use crate::state::writing::Writing;

/// The tags in order, and a place for a new one.
#[component]
pub fn Tags(
    /// The call.
    detail: Signal<CallDetail>,
    /// The call's id.
    call_id: String,
    /// What the reader writes.
    writing: Writing,
) -> impl IntoView {
    let tags = Memo::new(move |_| detail.with(|detail| detail.row.tags.clone()));
    let id = StoredValue::new(call_id);
    let typed = RwSignal::new(String::new());
    let full = Memo::new(move |_| tags.with(|tags| tags.len() >= MAX_TAGS));
    let add = move || {
        if writing.add_tag(id.get_value(), tags.get_untracked(), &typed.get_untracked()) {
            typed.set(String::new());
        }
        focus("#new-tag");
    };
    let remove = move |tag: &str| {
        writing.remove_tag(id.get_value(), tag);
        // The button goes away with its tag.
        focus("#new-tag");
    };
    view! {
        <div class="tags">
            <ul class="tags__list">
                <For
                    each=move || tags.get()
                    key=Clone::clone
                    children=move |tag| {
                        let shown = harmless(&tag);
                        let label = fill(t().story.remove_tag, &[("tag", &shown)]);
                        view! {
                            <li class="tags__tag">
                                <bdi>{shown}</bdi>
                                <button type="button" class="tags__remove" aria-label=label on:click=move |_| remove(&tag)>
                                    <Icon glyph=Glyph::Close />
                                </button>
                            </li>
                        }
                    }
                />
            </ul>
            <form
                class="tags__new"
                on:submit=move |ev| {
                    ev.prevent_default();
                    add();
                }
            >
                <input
                    id="new-tag"
                    class="field__input tags__input"
                    type="text"
                    autocomplete="off"
                    maxlength=MAX_TAG_CHARS.to_string()
                    placeholder=t().story.tag_hint
                    aria-label=t().story.tag_hint
                    list="known-tags"
                    prop:value=move || typed.get()
                    on:focus=move |_| writing.complete_tag(typed.get_untracked())
                    on:input=move |ev| {
                        let text = event_target_value(&ev);
                        typed.set(text.clone());
                        writing.complete_tag(text);
                    }
                />
                <datalist id="known-tags">
                    {move || writing.suggestions().into_iter().map(|tag| view! { <option value=tag></option> }).collect_view()}
                </datalist>
                <button type="submit" class="button button--small">{t().story.add_tag}</button>
            </form>
            <Show when=move || full.get()>
                <p class="details__none">{fill(t().story.too_many_tags, &[("count", &MAX_TAGS.to_string())])}</p>
            </Show>
        </div>
    }
}
