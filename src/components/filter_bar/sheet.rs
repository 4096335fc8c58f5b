//! The sheet that the fields are in on narrow screens.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent, MouseEvent};

use super::super::ui::focus;

/// What can have the focus in the sheet.
const FOCUSABLE: &str = "button, input:not([type=hidden])";

/// Whether the sheet is open, and how it opens and closes. On wide screens nothing opens it.
#[derive(Clone, Copy)]
pub(super) struct Sheet(RwSignal<bool>);

impl Sheet {
    pub(super) fn new() -> Self {
        Self(RwSignal::new(false))
    }

    pub(super) fn is_open(self) -> bool {
        self.0.get()
    }

    /// Opens where the screen is narrow: its button is drawn there only.
    pub(super) fn open(self) {
        let button = document().query_selector(".filter-bar__sheet-button").ok().flatten();
        let is_narrow = button.is_some_and(|button| button.get_bounding_client_rect().width() > 0.0);
        if is_narrow && !self.0.get_untracked() {
            self.0.set(true);
            request_animation_frame(|| {
                // Who is quicker than a frame stays where they went.
                let _ =
                    is_within() || focus(".filter-bar--open [aria-invalid=true]") || focus(".filter-bar--open button");
            });
        }
    }

    /// Closes; the focus goes back to the button that opened it.
    pub(super) fn close(self) {
        if self.0.get_untracked() {
            self.0.set(false);
            focus(".filter-bar__sheet-button");
        }
    }

    /// Escape closes the sheet, and the Tab key stays in it.
    pub(super) fn pressed(self, ev: &KeyboardEvent) {
        if !self.0.get_untracked() {
            return;
        }
        match ev.key().as_str() {
            "Escape" => self.close(),
            "Tab" => {
                let Some((first, last)) = ends() else { return };
                let (from, to) = if ev.shift_key() { (&first, &last) } else { (&last, &first) };
                if document().active_element().is_none_or(|it| it != **from) {
                    return;
                }
                let _ = to.focus();
            }
            _ => return,
        }
        ev.prevent_default();
        ev.stop_propagation();
    }

    /// A click beside the sheet closes it.
    pub(super) fn clicked(self, ev: &MouseEvent) {
        if ev.target() == ev.current_target() {
            self.close();
        }
    }
}

/// Whether the focus is in the sheet.
fn is_within() -> bool {
    document().active_element().is_some_and(|it| matches!(it.closest(".filter-bar--open"), Ok(Some(_))))
}

/// The first and the last thing that can have the focus now.
fn ends() -> Option<(HtmlElement, HtmlElement)> {
    let found = document().query_selector_all(&format!(".filter-bar--open :is({FOCUSABLE})")).ok()?;
    let shown = |at| {
        let element: Element = found.get(at)?.dyn_into().ok()?;
        let element: HtmlElement = element.dyn_into().ok()?;
        (element.tab_index() >= 0 && element.offset_width() > 0).then_some(element)
    };
    let mut all = (0..found.length()).filter_map(shown);
    let first = all.next()?;
    let last = all.next_back().unwrap_or_else(|| first.clone());
    Some((first, last))
}
