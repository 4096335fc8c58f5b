//! The switch of the time zone: a list that is narrowed by typing, after the WAI-ARIA practices for comboboxes.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::ui::{Disclosure, Glyph, Icon, arriving, focus, later};
use crate::i18n::{fill, t};
use crate::state::preferences::Preferences;
use crate::zone;

/// A zone that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Choice {
    /// Its IANA name; nothing for the browser's own.
    name: Option<String>,
    label: String,
    offset: String,
    /// What is typed to find it.
    words: String,
}

/// The zone in force, and the way to another.
#[component]
pub fn ZoneSelect(
    /// What is preferred.
    preferences: Preferences,
    /// The present.
    now: Signal<i64>,
) -> impl IntoView {
    let zone = Memo::new(move |_| zone::described(now.get()));
    view! {
        <Disclosure
            class="zone-select"
            id="zone"
            hint=t().zone_hint.to_owned()
            button=ViewFn::from(move || {
                view! {
                    <Icon glyph=Glyph::Clock />
                    <span class="zone-select__name">{move || fill(t().dates.choose_zone, &[("zone", &zone.get())])}</span>
                    <span class="zone-select__zone" aria-hidden="true">{move || zone.get()}</span>
                    <Icon glyph=Glyph::ChevronDown />
                }
            })
        >
            {arriving(move || zone_list(preferences, now))}
        </Disclosure>
    }
}

later! {
    fn zone_list(preferences: Preferences, now: Signal<i64>) {
        view! { <ZoneList preferences now /> }
    }
}

#[component]
fn ZoneList(preferences: Preferences, now: Signal<i64>) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let all = StoredValue::new(choices(now.get_untracked()));
    let typed = RwSignal::new(String::new());
    let found = Memo::new(move |_| {
        let wanted = plain(&typed.get());
        all.with_value(|all| all.iter().filter(|it| it.words.contains(&wanted)).cloned().collect::<Vec<_>>())
    });
    let chosen = preferences.zone().get_untracked();
    let at_chosen = {
        let chosen = chosen.clone();
        move |found: &[Choice]| found.iter().position(|it| it.name == chosen).unwrap_or(0)
    };
    let active = RwSignal::new(found.with_untracked(|found| at_chosen(found)));
    let show_active = move || {
        request_animation_frame(move || {
            let option = document().get_element_by_id(&format!("zone-{}", active.try_get_untracked().unwrap_or(0)));
            if let Some(option) = option {
                let options = ScrollIntoViewOptions::new();
                options.set_block(ScrollLogicalPosition::Nearest);
                option.scroll_into_view_with_scroll_into_view_options(&options);
            }
        });
    };
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            let _ = input.focus();
            show_active();
        }
    });
    let choose = move |choice: &Choice| {
        preferences.choose_zone(choice.name.clone());
        // The views are new; whoever used the keyboard goes on where they were.
        request_animation_frame(|| {
            let _ = focus("#zone");
        });
    };
    let pressed = move |ev: KeyboardEvent| {
        let last = found.with_untracked(|found| found.len().saturating_sub(1));
        let to = match ev.key().as_str() {
            "ArrowDown" => active.get_untracked().checked_add(1).filter(|at| *at <= last).unwrap_or(0),
            "ArrowUp" => active.get_untracked().checked_sub(1).unwrap_or(last),
            "PageDown" => (active.get_untracked() + 8).min(last),
            "PageUp" => active.get_untracked().saturating_sub(8),
            "Enter" => {
                ev.prevent_default();
                let option = document().get_element_by_id(&format!("zone-{}", active.get_untracked()));
                if let Some(option) = option.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
                    option.click();
                }
                return;
            }
            _ => return,
        };
        ev.prevent_default();
        active.set(to);
        show_active();
    };
    let option = move |at: usize, choice: Choice| {
        let is_chosen = choice.name == chosen;
        let shown = choice.clone();
        view! {
            <li
                role="option"
                id=format!("zone-{at}")
                class="menu-item zone-list__option"
                class:zone-list__option--active=move || active.get() == at
                aria-selected=move || (active.get() == at).to_string()
                aria-current=is_chosen.then_some("true")
                on:click=move |_| choose(&choice)
            >
                <bdi>{shown.label}</bdi>
                <span class="zone-list__offset">{shown.offset}</span>
            </li>
        }
    };
    view! {
        <input
            class="field__input"
            type="text"
            role="combobox"
            autocomplete="off"
            spellcheck="false"
            aria-label=t().dates.find_zone
            placeholder=t().dates.find_zone
            aria-autocomplete="list"
            aria-expanded="true"
            aria-controls="zone-list"
            aria-activedescendant=move || found.with(|found| (!found.is_empty()).then(|| format!("zone-{}", active.get())))
            node_ref=input
            on:input=move |ev| {
                typed.set(event_target_value(&ev));
                active.set(0);
                show_active();
            }
            on:keydown=pressed
        />
        <ul class="zone-list" id="zone-list" role="listbox" aria-label=t().dates.zones>
            {move || found.get().into_iter().enumerate().map(|(at, it)| option(at, it)).collect_view()}
        </ul>
        <Show when=move || found.with(Vec::is_empty)>
            <p class="zone-list__none" role="status">{t().dates.no_zone}</p>
        </Show>
    }
}

/// The browser's own zone, then UTC, then all others by their names.
fn choices(now: i64) -> Vec<Choice> {
    let offset = |name: &str| zone::offset_in(name, now).map(zone::offset_text).unwrap_or_default();
    let own = zone::browsers_name().unwrap_or_default();
    let label = fill(t().dates.browsers_zone, &[("zone", &zone::shown_name(&own))]);
    let mut choices = vec![Choice { words: plain(&label), label, offset: offset(&own), name: None }];
    let others = zone::all().into_iter().filter(|name| name != "UTC");
    for name in std::iter::once("UTC".to_owned()).chain(others) {
        let (label, offset) = (zone::shown_name(&name), offset(&name));
        choices.push(Choice { words: plain(&format!("{label} {offset}")), label, offset, name: Some(name) });
    }
    choices
}

fn plain(text: &str) -> String {
    text.trim().to_lowercase().replace('_', " ").replace('\u{2212}', "-")
}
