//! The keyboard in the table: one tab stop, and the arrow keys from there.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, FocusEvent, HtmlElement, Node, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::super::ui::is_mirrored;

/// Where the focus is in the table: in which cell of its row, and on which of its stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stop {
    /// The cell's number in its row.
    pub cell: usize,
    /// The cell itself, where it has text, and what can be pressed in it.
    pub nth: usize,
}

impl Stop {
    /// The call itself: after the box that chooses it, where Enter does nothing.
    pub const FIRST: Self = Self { cell: 1, nth: 0 };
}

/// What a key asks for in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// So many rows on, or back.
    Rows(isize),
    /// So many screens of rows on, or back.
    Screens(isize),
    /// To the first or the last row.
    Edge(bool),
    /// To the next or the previous stop.
    Stops(isize),
    /// To the first or the last stop of the row.
    RowEdge(bool),
}

/// What a key asks for, with the control key down or not.
pub fn movement(key: &str, control: bool) -> Option<Move> {
    let forward = if is_mirrored() { -1 } else { 1 };
    Some(match (key, control) {
        ("ArrowDown", false) => Move::Rows(1),
        ("ArrowUp", false) => Move::Rows(-1),
        ("PageDown", false) => Move::Screens(1),
        ("PageUp", false) => Move::Screens(-1),
        ("Home", true) => Move::Edge(false),
        ("End", true) => Move::Edge(true),
        ("ArrowRight", false) => Move::Stops(forward),
        ("ArrowLeft", false) => Move::Stops(-forward),
        ("Home", false) => Move::RowEdge(false),
        ("End", false) => Move::RowEdge(true),
        _ => return None,
    })
}

/// The row that an element stands in, and its index in the list; the heads have none.
pub fn row_of(target: Option<EventTarget>) -> Option<(Element, Option<usize>)> {
    let row = target?.dyn_into::<Element>().ok()?.closest("#calls [role=row]").ok()??;
    let index = row.get_attribute("aria-rowindex").and_then(|it| it.parse::<usize>().ok());
    Some((row, index.and_then(|it| it.checked_sub(2))))
}

/// The drawn row at an index.
pub fn row_at(index: usize) -> Option<Element> {
    document().query_selector(&format!("#calls [aria-rowindex='{}']", index + 2)).ok()?
}

/// What can be focused in a row, with its place.
fn stops(row: &Element) -> Vec<(Stop, HtmlElement)> {
    let mut stops = Vec::new();
    let cells = row.children();
    for cell in 0..cells.length() {
        let Some(element) = cells.item(cell).and_then(|it| it.dyn_into::<HtmlElement>().ok()) else { continue };
        if element.offset_width() == 0 {
            continue;
        }
        let mut here = Vec::new();
        if let Ok(list) = element.query_selector_all("button:not(:disabled), input") {
            let controls = (0..list.length()).filter_map(|at| list.item(at)?.dyn_into::<HtmlElement>().ok());
            here.extend(controls.filter(|it| it.closest(".disclosure__panel").is_ok_and(|it| it.is_none())));
        }
        let has_text = element.has_attribute("tabindex") && !element.class_list().contains("bare");
        if has_text || here.is_empty() {
            here.insert(0, element);
        }
        let places = (0..).map(|nth| Stop { cell: cell as usize, nth });
        stops.extend(places.zip(here));
    }
    stops
}

/// Which stop of its row an element is.
pub fn stop_of(row: &Element, target: Option<EventTarget>) -> Option<Stop> {
    let target = target?.dyn_into::<Node>().ok()?;
    let stops = stops(row);
    let found = stops.iter().rev().find(|(_, element)| element.contains(Some(&target)));
    found.map(|(stop, _)| *stop)
}

/// Gives the focus to a stop of a row; where the row has none there, to the nearest before it.
pub fn focus_stop(row: &Element, wanted: Stop) -> bool {
    let stops = stops(row);
    let in_cell = |(stop, _): &&(Stop, HtmlElement)| stop.cell == wanted.cell && stop.nth <= wanted.nth;
    let found = stops.iter().rev().find(in_cell);
    let found = found.or_else(|| stops.iter().rev().find(|(stop, _)| stop.cell <= wanted.cell)).or(stops.first());
    found.is_some_and(|(_, element)| element.focus().is_ok())
}

/// Gives the focus to the next stop of a row, the previous, the first or the last.
pub fn walk(row: &Element, target: Option<EventTarget>, movement: Move) {
    let stops = stops(row);
    let at = stop_of(row, target).and_then(|it| stops.iter().position(|(stop, _)| *stop == it)).unwrap_or(0);
    let to = match movement {
        Move::Stops(by) => at.saturating_add_signed(by).min(stops.len().saturating_sub(1)),
        Move::RowEdge(true) => stops.len().saturating_sub(1),
        _ => 0,
    };
    if let Some((_, element)) = stops.get(to) {
        let _ = element.focus();
    }
}

/// Browsers leave what has the focus half under a column that stays. The mouse needs no help, and would miss what moves
/// away under it.
pub fn bring_into_sight(ev: &FocusEvent) {
    let focused = ev.target().and_then(|it| it.dyn_into::<Element>().ok());
    if let Some(focused) = focused.filter(|it| it.matches(":focus-visible") == Ok(true)) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        options.set_inline(ScrollLogicalPosition::Nearest);
        focused.scroll_into_view_with_scroll_into_view_options(&options);
    }
}
