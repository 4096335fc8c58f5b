//! One box that takes anything, and shows how it understood it before anything is asked.

mod words;

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::KeyboardEvent;

use super::ui::{AnyOption, Glyph, Icon, Led, Said, arriving, later, options as options_part, paste_on_one_line, step};
use crate::i18n::{fill, t};
use crate::state::draft::Draft;
use crate::state::notices::Notices;
use crate::state::reading::Reading;
use crate::state::suggestions::{Picker, Suggestions};
use words::{Reader, Way, reader_part};

const LIST: &str = "list-anything";

later! {
    /// The box, as a part that may come later.
    pub fn omnibox(draft: Draft, suggestions: Suggestions, notices: Notices) {
        view! { <Omnibox draft suggestions notices /> }
    }
}

/// A box that takes anything.
#[component]
fn Omnibox(
    /// Takes over what was understood.
    draft: Draft,
    /// Names that a phrase may mean.
    suggestions: Suggestions,
    /// Says what there was no room for.
    notices: Notices,
) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let open = RwSignal::new(false);
    let active = RwSignal::new(None::<usize>);
    let said = Said::new();
    let input = NodeRef::<html::Input>::new();
    // How it is understood comes later: whoever types before it is there is understood when it comes.
    let reader = RwSignal::new(None::<Reader>);
    let fetch = move || {
        if reader.with_untracked(Option::is_none) {
            spawn_local(async move {
                if let Ok(there) = reader_part().await {
                    let _ = reader.try_set(Some(there));
                }
            });
        }
    };
    let reading =
        Memo::new(move |_| reader.get().map_or_else(Reading::default, |reader| text.with(|text| (reader.read)(text))));
    let ways = Memo::new(move |_| {
        reader.get().map_or_else(Vec::new, |reader| reading.with(|reading| (reader.ways)(suggestions, reading)))
    });
    let options = Signal::derive(move || {
        ways.with(|ways| ways.iter().map(|way| (option_of(reader, suggestions, way), false)).collect::<Vec<_>>())
    });
    let is_shown =
        Memo::new(move |_| open.get() && reading.with(|reading| !reading.parts.is_empty() || !reading.left.is_empty()));
    let has_ways = move || ways.with(|ways| !ways.is_empty());
    let has_list = move || is_shown.get() && has_ways();
    let announce = move || {
        if let Some(reader) = reader.get_untracked() {
            said.soon(reading.with_untracked(|reading| (reader.announced)(suggestions, reading)));
        }
    };
    let take = Callback::new(move |at: usize| {
        let Some(reader) = reader.get_untracked() else { return };
        let Some(way) = ways.with_untracked(|ways| ways.get(at).cloned()) else { return };
        let ids = |parts: &[(&str, String)]| parts.iter().filter(|part| part.0 == "call_id").count();
        let wanted = ids(&way.parts);
        let no_room = draft.take(way.parts);
        let (rest, left_ids) =
            reading.with_untracked(|reading| text.with_untracked(|text| (reader.left_over)(text, reading, &no_room)));
        if left_ids > 0 {
            let taken = (wanted - no_room.len()).to_string();
            notices.say(fill(t().finding.taken_of_ids, &[("taken", &taken), ("left", &left_ids.to_string())]));
        }
        open.set(!rest.is_empty());
        text.set(rest);
        active.set(None);
        announce();
    });
    let pressed = move |ev: KeyboardEvent| {
        if ev.is_composing() {
            return;
        }
        let key = ev.key();
        match key.as_str() {
            "Enter" if !text.with_untracked(|text| text.trim().is_empty()) => {
                open.set(true);
                take.run(active.get_untracked().unwrap_or(0));
            }
            "Escape" if is_shown.get_untracked() => open.set(false),
            "Escape" if !text.with_untracked(String::is_empty) => text.set(String::new()),
            "ArrowDown" if !open.get_untracked() => open.set(true),
            "ArrowUp" if ev.alt_key() => open.set(false),
            _ if is_shown.get_untracked() => match step(&key, active.get_untracked(), ways.with_untracked(Vec::len)) {
                Some(Led(at)) => active.set(at),
                None => return,
            },
            _ => return,
        }
        ev.prevent_default();
        ev.stop_propagation();
    };
    let shown_notes = move || {
        let notes = reader.get().map_or_else(Vec::new, |reader| reading.with(|reading| (reader.notes)(reading)));
        notes.into_iter().map(|note| view! { <li><bdi>{note}</bdi></li> }).collect_view()
    };
    view! {
            <Icon glyph=Glyph::Search />
            <input
                class="omnibox__input"
                id="search-anything"
                node_ref=input
                type="text"
                role="combobox"
                autocomplete="off"
                spellcheck="false"
                enterkeyhint="search"
                aria-label=t().finding.paste_anything
                placeholder=t().finding.paste_anything
                aria-autocomplete="list"
                aria-haspopup="listbox"
                aria-expanded=move || has_list().to_string()
                aria-controls=move || has_list().then_some(LIST)
                aria-activedescendant=move || active.get().filter(|_| is_shown.get()).map(|at| format!("{LIST}-{at}"))
                prop:value=move || text.get()
                on:focus=move |_| {
                    open.set(true);
                    fetch();
                    suggestions.prepare(Picker::Agents);
                    suggestions.prepare(Picker::SkillGroups);
                }
                on:blur=move |_| {
                    let _ = open.try_set(false);
                    let _ = active.try_set(None);
                }
                on:keydown=pressed
                on:paste=paste_on_one_line
                on:input=move |ev| {
                    text.set(event_target_value(&ev));
                    open.set(true);
                    fetch();
                    active.set(None);
                    announce();
                }
            />
            <Show when=move || is_shown.get()>
                <div class="omnibox__popup">
                    <Show when=has_ways>
                        {arriving(move || options_part(LIST, t().finding.understood_as, false, options, active, take))}
                    </Show>
                    <Show when=move || reading.with(|reading| !reading.left.is_empty())>
                        <div class="omnibox__left" on:mousedown=|ev| ev.prevent_default()>
                            <strong>{t().finding.not_understood}</strong>
                            <ul>{shown_notes}</ul>
                        </div>
                    </Show>
                </div>
            </Show>
            {said.line()}
    }
}

fn option_of(reader: RwSignal<Option<Reader>>, suggestions: Suggestions, way: &Way) -> AnyOption {
    let chips = reader.get().map_or_else(Vec::new, |reader| (reader.chips_of)(suggestions, &way.shown));
    AnyOption { text: way.label.clone(), note: String::new(), is_said: true, chips }
}
