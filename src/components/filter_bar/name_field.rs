//! A field of names: chosen from those that are known, or any piece of a name. Several stand in it as tokens.

use call_records_wire::text::folded;
use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::super::filter_words::name_and_id;
use super::super::ui::{AnyOption, Glyph, Icon, Led, Said, arriving, options as options_part, paste_on_one_line, step};
use crate::format::{count, harmless};
use crate::i18n::{fill, t};
use crate::state::draft::Draft;
use crate::state::failure::fault_text;
use crate::state::suggestions::{Named, Picker, Suggestions};

/// More suggestions than this are found by typing.
const MOST: usize = 50;

/// What can be chosen.
#[derive(Debug, Clone, PartialEq)]
enum Choice {
    Known(Named),
    Containing(String),
}

/// Names of agents or skill groups.
#[component]
pub fn NameField(
    /// What is chosen and typed.
    draft: Draft,
    /// Names that complete what is typed.
    suggestions: Suggestions,
    /// Whose names.
    picker: Picker,
    /// The field's label.
    label: &'static str,
) -> impl IntoView {
    let (name, by_id) = picker.fields();
    let (id, list_id) = match picker {
        Picker::Agents => ("field-agent", "list-agent"),
        Picker::SkillGroups => ("field-skill_group", "list-skill_group"),
    };
    let fault_id = format!("fault-{name}");
    let open = RwSignal::new(false);
    let active = RwSignal::new(None::<usize>);
    let said = Said::new();
    let input = NodeRef::<html::Input>::new();
    let choices = Memo::new(move |_| {
        let text = draft.text(name);
        let mut known = suggestions.completing(picker, &text);
        known.truncate(MOST);
        let piece = folded(text.trim());
        let is_exact = known.iter().any(|it| folded(&it.name) == piece);
        let mut choices: Vec<Choice> = known.into_iter().map(Choice::Known).collect();
        if !piece.is_empty() && !is_exact {
            choices.push(Choice::Containing(text.trim().to_owned()));
        }
        choices
    });
    let tokens = Memo::new(move |_| draft.tokens(name));
    let token_of = move |choice: &Choice| match choice {
        Choice::Known(named) => suggestions.token(picker, named),
        Choice::Containing(text) => (name, text.clone()),
    };
    let options = Signal::derive(move || {
        choices.with(|choices| {
            let option = |choice: &Choice| {
                let chosen = tokens.with(|tokens| tokens.contains(&token_of(choice)));
                (option_of(suggestions, picker, choice), chosen)
            };
            choices.iter().map(option).collect()
        })
    });
    let choose = Callback::new(move |at: usize| {
        let Some(choice) = choices.with_untracked(|choices| choices.get(at).cloned()) else { return };
        let token = token_of(&choice);
        if tokens.with_untracked(|tokens| tokens.contains(&token)) {
            draft.remove_token(name, &token);
        } else {
            draft.add_token(name, token);
        }
        active.set(None);
    });
    let announce = move || {
        let known = choices.with_untracked(|it| it.iter().filter(|it| matches!(it, Choice::Known(_))).count());
        said.soon(match known {
            0 => t().finding.names_none.to_owned(),
            1 => t().finding.names_one.to_owned(),
            many => fill(t().finding.names_many, &[("count", &count(many as u64))]),
        });
    };
    let show = move || {
        open.set(true);
        suggestions.complete(picker, draft.text_now(name));
        announce();
    };
    let pressed = move |ev: KeyboardEvent| {
        // Keys that choose a character of another script are not meant for the list.
        if ev.is_composing() {
            return;
        }
        let (key, text) = (ev.key(), draft.text_now(name));
        match key.as_str() {
            "ArrowUp" if ev.alt_key() => open.set(false),
            "ArrowDown" | "ArrowUp" if !open.get_untracked() => {
                show();
                if !ev.alt_key() {
                    active.set(step(&key, None, choices.with_untracked(Vec::len)).and_then(|Led(at)| at));
                }
            }
            "Enter" if open.get_untracked() && active.get_untracked().is_some() => {
                if let Some(at) = active.get_untracked() {
                    choose.run(at);
                }
            }
            "Enter" if !text.trim().is_empty() => draft.finished(name),
            "Escape" if open.get_untracked() => {
                open.set(false);
                active.set(None);
            }
            "Escape" if !text.is_empty() => draft.set_text(name, String::new()),
            "Backspace" if text.is_empty() => match tokens.with_untracked(|tokens| tokens.last().cloned()) {
                Some(last) => draft.remove_token(name, &last),
                None => return,
            },
            _ if open.get_untracked() => match step(&key, active.get_untracked(), choices.with_untracked(Vec::len)) {
                Some(Led(at)) => active.set(at),
                None => return,
            },
            _ => return,
        }
        ev.prevent_default();
        ev.stop_propagation();
    };
    let left = move |_| {
        let _ = open.try_set(false);
        let _ = active.try_set(None);
        draft.finished(name);
    };
    let fault = move || draft.fault(name).or_else(|| draft.fault(by_id)).map(|kind| fault_text(&kind));
    let described_by = {
        let fault_id = fault_id.clone();
        move || fault().map(|_| fault_id.clone())
    };
    let token_views = move || {
        let token_view = |token: (&'static str, String)| {
            let text = token_text(suggestions, picker, &token);
            let label = fill(t().finding.remove_value, &[("value", &text)]);
            view! {
                <li class="token">
                    <bdi class="token__text">{text}</bdi>
                    // The keyboard removes it with Backspace, or by its chip.
                    <button
                        type="button"
                        class="token__remove"
                        tabindex="-1"
                        aria-label=label
                        on:mousedown=move |ev| ev.prevent_default()
                        on:click=move |_| draft.remove_token(name, &token)
                    >
                        <Icon glyph=Glyph::Close />
                    </button>
                </li>
            }
        };
        tokens.get().into_iter().map(token_view).collect_view()
    };
    let more = move || tokens.with(|tokens| tokens.len().checked_sub(1).filter(|more| *more > 0));
    view! {
        <div class="field field--names">
            <label class="field__label" for=id>{label}</label>
            <div class="names">
                <div
                    class="names__box"
                    on:mousedown=move |ev| {
                        // A click beside the tokens is one on the field.
                        if ev.target() == ev.current_target() {
                            ev.prevent_default();
                            if let Some(input) = input.get_untracked() {
                                let _ = input.focus();
                            }
                        }
                    }
                >
                    <Show when=move || tokens.with(|tokens| !tokens.is_empty())>
                        <ul class="names__tokens">{token_views}</ul>
                    </Show>
                    <input
                        class="names__input"
                        id=id
                        node_ref=input
                        type="text"
                        role="combobox"
                        autocomplete="off"
                        spellcheck="false"
                        placeholder=move || if tokens.with(Vec::is_empty) { t().any } else { "" }
                        aria-autocomplete="list"
                        aria-haspopup="listbox"
                        aria-expanded=move || open.get().to_string()
                        aria-controls=move || open.get().then_some(list_id)
                        aria-activedescendant=move || active.get().filter(|_| open.get()).map(|at| format!("{list_id}-{at}"))
                        aria-invalid=move || fault().map(|_| "true")
                        aria-describedby=described_by
                        prop:value=move || draft.text(name)
                        on:focus=move |_| show()
                        on:click=move |_| open.set(true)
                        on:blur=left
                        on:keydown=pressed
                        on:paste=paste_on_one_line
                        on:input=move |ev| {
                            active.set(None);
                            draft.set_text(name, event_target_value(&ev));
                            show();
                        }
                    />
                    {move || more().map(|more| view! {
                        <span class="names__more" aria-hidden="true">"+" {more}</span>
                    })}
                </div>
                <Show when=move || open.get() && choices.with(|choices| !choices.is_empty())>
                    {arriving(move || options_part(list_id, label, true, options, active, choose))}
                </Show>
            </div>
            {said.line()}
            {move || fault().map(|text| view! { <p class="field__fault" id=fault_id.clone()>{text}</p> })}
        </div>
    }
}

fn option_of(suggestions: Suggestions, picker: Picker, choice: &Choice) -> AnyOption {
    let (text, note, is_said) = match choice {
        Choice::Known(named) if named.name.trim().is_empty() => (harmless(&named.id), String::new(), false),
        Choice::Known(named) => {
            let id = if suggestions.has_namesake(picker, named) { harmless(&named.id) } else { String::new() };
            (harmless(&named.name), id, false)
        }
        Choice::Containing(text) => (fill(t().finding.contains, &[("text", &harmless(text))]), String::new(), true),
    };
    AnyOption { text, note, is_said, chips: Vec::new() }
}

/// A known name as it is; a piece of a name says that it is one.
fn token_text(suggestions: Suggestions, picker: Picker, (field, value): &(&'static str, String)) -> String {
    let (by_name, _) = picker.fields();
    if *field != by_name {
        return suggestions.name_of(picker, value).map_or_else(|| harmless(value), |named| name_and_id(&named));
    }
    if suggestions.is_piece_of_name(picker, value) {
        fill(t().finding.contains, &[("text", &harmless(value))])
    } else {
        harmless(value)
    }
}
