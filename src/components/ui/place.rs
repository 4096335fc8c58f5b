//! Where the focus goes, and where things that float stand.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// How far a floating thing keeps from what it belongs to and from the edges of the window, in pixels.
const GAP: f64 = 6.0;

/// Whether the page runs from right to left.
pub fn is_mirrored() -> bool {
    document().document_element().and_then(|it| it.get_attribute("dir")).as_deref() == Some("rtl")
}

/// Gives the focus to the first element that a selector names, if there is one.
pub fn focus(selector: &str) -> bool {
    let element = document().query_selector(selector).ok().flatten();
    element.and_then(|element| element.dyn_into::<HtmlElement>().ok()).is_some_and(|element| element.focus().is_ok())
}

/// The same once what is being drawn is there.
pub fn focus_soon(selector: String) {
    request_animation_frame(move || {
        focus(&selector);
    });
}

/// What had the focus goes away: unless the focus went elsewhere with it, it goes to the first of these that is there.
pub fn keep_focus(selectors: &'static [&'static str]) {
    request_animation_frame(move || {
        if document().active_element().is_none_or(|it| it.tag_name() == "BODY") {
            let _ = selectors.iter().any(|selector| focus(selector));
        }
    });
}

/// Puts a floating thing above or below what it belongs to, on the other side where this one has no room, and shows it.
pub fn place_beside(floating: &HtmlElement, anchor: &Element, above: bool) {
    let (at, size) = (anchor.get_bounding_client_rect(), floating.get_bounding_client_rect());
    let room = |value: Result<wasm_bindgen::JsValue, _>| value.ok().and_then(|it| it.as_f64()).unwrap_or(0.0);
    let (width, height) = (room(window().inner_width()), room(window().inner_height()));
    let left = at.left().min(width - size.width() - 2.0 * GAP).max(2.0 * GAP);
    let (over, under) = (at.top() - size.height() - GAP, at.bottom() + GAP);
    let fits_over = over > GAP;
    let fits_under = under + size.height() < height - GAP;
    let top = if fits_over && (above || !fits_under) { over } else { under };
    let style = floating.style();
    let _ = style.set_property("left", &pixels(left));
    let _ = style.set_property("top", &pixels(top));
    let _ = style.set_property("visibility", "visible");
}

/// A length in whole pixels, as a style has it. (What writes fractions is large, and nobody sees them.)
#[expect(clippy::cast_possible_truncation, reason = "screens are smaller")]
pub fn pixels(length: f64) -> String {
    format!("{}px", length.round() as i32)
}
