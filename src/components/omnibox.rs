//! One box that takes anything, and shows how it understood it before anything is asked.

mod words;

use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::ui::{AnyOption, Glyph, Icon, Led, Options, Said, paste_on_one_line, step};
use crate::i18n::{fill, t};
use crate::state::draft::Draft;
use crate::state::notices::Notices;
use crate::state::reading::{Reading, Why, read};
use crate::state::suggestions::{Picker, Suggestions};
use words::{Way, chips_of, left_over, left_text, ways};

const LIST: &str = "list-anything";

/// A box that takes anything.
#[component]
pub fn Omnibox(
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
    let reading = Memo::new(move |_| text.with(|text| read(text)));
    let ways = Memo::new(move |_| reading.with(|reading| ways(suggestions, reading)));
    let options = Signal::derive(move || {
        ways.with(|ways| ways.iter().map(|way| (option_of(suggestions, way), false)).collect::<Vec<_>>())
    });
    let is_shown =
        Memo::new(move |_| open.get() && reading.with(|reading| !reading.parts.is_empty() || !reading.left.is_empty()));
    let has_ways = move || ways.with(|ways| !ways.is_empty());
    let has_list = move || is_shown.get() && has_ways();
    let announce = move || {
        reading.with_untracked(|reading| {
            let mut lines = Vec::new();
            if !reading.parts.is_empty() {
                let chips = chips_of(suggestions, &reading.parts).join("; ");
                lines.push(fill(t().chip, &[("field", t().finding.understood_as), ("value", &chips)]));
            }
            lines.extend(notes(reading));
            said.soon(lines.join(" "));
        });
    };
    let take = Callback::new(move |at: usize| {
        let Some(way) = ways.with_untracked(|ways| ways.get(at).cloned()) else { return };
        let ids = |parts: &[(&str, String)]| parts.iter().filter(|part| part.0 == "call_id").count();
        let wanted = ids(&way.parts);
        let no_room = draft.take(way.parts);
        let (rest, left_ids) =
            reading.with_untracked(|reading| text.with_untracked(|text| left_over(text, reading, &no_room)));
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
        reading
            .with(|reading| notes(reading).into_iter().map(|note| view! { <li><bdi>{note}</bdi></li> }).collect_view())
    };
    view! {
        <div class="omnibox">
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
                    active.set(None);
                    announce();
                }
            />
            <Show when=move || is_shown.get()>
                <div class="omnibox__popup">
                    <Show when=has_ways>
                        <Options id=LIST label=t().finding.understood_as options active on_choose=take />
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
        </div>
    }
}

fn option_of(suggestions: Suggestions, way: &Way) -> AnyOption {
    let chips = chips_of(suggestions, &way.shown);
    AnyOption { text: way.label.clone(), note: String::new(), is_said: true, chips }
}

/// What was not understood, each in a sentence; ids that are too many are one.
fn notes(reading: &Reading) -> Vec<String> {
    let ids = reading.left.iter().filter(|left| left.why == Why::TooManyIds).count();
    let mut notes: Vec<String> =
        reading.left.iter().filter(|left| left.why != Why::TooManyIds).map(left_text).collect();
    if ids > 0 {
        notes.push(words::too_many_ids(ids));
    }
    notes
}
