//! What shortcuts do. A shortcut goes to a control or presses it, as its reader could have.

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent, KeyboardEventInit};

use super::ui::focus;
use crate::i18n::{fill, t};
use crate::later::comes_later;
use crate::state::desk::Desk;
use crate::state::player::SPEEDS;
use crate::state::shortcuts::Deed;

/// Where letters are letters, or do something already.
const TAKEN: &str = "input:not([type=range], [type=checkbox], [type=radio]), textarea, select, [contenteditable], \
                     [role=menu], [role=listbox], .disclosure__panel, dialog:not(.details)";

/// Does what the shortcuts say, as long as the page is there.
pub fn follow_shortcuts(desk: &'static Desk) {
    let ears = window_event_listener(ev::keydown, move |ev| {
        if !is_free(&ev) {
            return;
        }
        let in_call = document().query_selector("dialog.details[open]").is_ok_and(|it| it.is_some());
        let deed = desk.shortcuts.press(&ev.key()).filter(|deed| !in_call || deed.reaches_into_a_call());
        if let Some(deed) = deed {
            // The key must not be typed into what gets the focus, nor open the browser's own search.
            ev.prevent_default();
            spawn_local(async move {
                let _ = perform(deed, desk, in_call).await;
            });
        }
    });
    on_cleanup(move || ears.remove());
}

comes_later! {
    fn perform(deed: Deed, desk: &'static Desk, in_call: bool) -> () {
        do_now(deed, desk, in_call);
    }
}

/// Whether nobody else has a use for the key.
fn is_free(ev: &KeyboardEvent) -> bool {
    let on = ev.target().and_then(|target| target.dyn_into::<Element>().ok());
    let taken = on.is_some_and(|on| on.closest(TAKEN).is_ok_and(|it| it.is_some()));
    let other_dialog = document().query_selector("dialog[open]:not(.details)").is_ok_and(|it| it.is_some());
    !(taken || other_dialog || ev.ctrl_key() || ev.alt_key() || ev.meta_key() || ev.default_prevented())
}

fn do_now(deed: Deed, desk: &'static Desk, in_call: bool) {
    match deed {
        Deed::Search => go_to(&["#search-anything", ".filter-bar input", ".filter-bar__sheet-button"]),
        Deed::Filters => go_to(&["[data-key=filters]", ".filter-bar__sheet-button", "[aria-controls=more-filters]"]),
        Deed::Range => go_to(&["[data-key=range]", ".presets [aria-pressed=true]", ".presets button"]),
        Deed::Next if in_call => press(&["#details-next"]),
        Deed::Previous if in_call => press(&["#details-previous"]),
        Deed::Next => step(true),
        Deed::Previous => step(false),
        Deed::Live => {
            desk.rows.read_from_top();
            window().scroll_to_with_x_and_y(0.0, 0.0);
            request_animation_frame(|| {
                focus("#calls");
            });
        }
        Deed::Download if in_call => press(&["dialog.details .download button"]),
        Deed::Download => press(&[".call-row:focus-within .download button", ".player .download button"]),
        Deed::Slower | Deed::Faster => change_speed(deed == Deed::Faster, desk),
        Deed::Sound => {
            if untrack(|| desk.player.is_open()) {
                let sounds = desk.player.toggle_sound();
                desk.notices.say(if sounds { t().states.sound_on } else { t().states.sound_off });
            }
        }
        Deed::Help => desk.shortcuts.show_help(true),
    }
}

/// The first element that a selector names, where one can see it.
fn shown(selector: &str) -> Option<HtmlElement> {
    let element = document().query_selector(selector).ok()??.dyn_into::<HtmlElement>().ok()?;
    (element.offset_width() > 0).then_some(element)
}

fn go_to(selectors: &[&str]) {
    if let Some(element) = selectors.iter().find_map(|selector| shown(selector)) {
        let _ = element.focus();
    }
}

fn press(selectors: &[&str]) {
    if let Some(element) = selectors.iter().find_map(|selector| shown(selector)) {
        let _ = element.focus();
        element.click();
    }
}

/// From the row that has the focus to its neighbor, as the arrow keys go; without one, to where they would begin.
fn step(forward: bool) {
    let here = document().active_element().filter(|it| it.closest("#calls [role=row]").is_ok_and(|it| it.is_some()));
    let Some(on) = here.or_else(|| document().get_element_by_id("calls")) else { return };
    let init = KeyboardEventInit::new();
    init.set_key(if forward { "ArrowDown" } else { "ArrowUp" });
    init.set_bubbles(true);
    init.set_cancelable(true);
    if let Ok(arrow) = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init) {
        let _ = on.dispatch_event(&arrow);
    }
}

fn change_speed(faster: bool, desk: &'static Desk) {
    if !untrack(|| desk.player.is_open()) {
        return;
    }
    let speed = untrack(|| desk.player.speed());
    let next = if faster {
        SPEEDS.into_iter().find(|it| *it > speed)
    } else {
        SPEEDS.into_iter().rev().find(|it| *it < speed)
    };
    if let Some(next) = next {
        desk.player.set_speed(next);
    }
    let now = format!("{}×", f64::from(next.unwrap_or(speed)) / 100.0);
    desk.notices.say(fill(t().states.speed_now, &[("speed", &now)]));
}
