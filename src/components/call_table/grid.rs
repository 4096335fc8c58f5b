//! What is seen of the rows and where the focus is among them. Whatever happens to the list, what is being read stays
//! where it is, and the focus stays on its call.

use std::ops::Range;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusEvent, KeyboardEvent, Node};

use super::Tools;
use super::keys::{Move, Stop, bring_into_sight, focus_stop, movement, row_at, row_of, stop_of, walk};
use super::scroller::Scroller;
use super::sight::{Piece, difference, drawn, in_sight, row_height};
use crate::state::rows::Slot;

/// A list is seen from its top when no more than this is above.
const TOP: f64 = 8.0;

/// The rows in sight when the list was last looked at, and how far below the upper edge each stood.
#[derive(Default)]
struct Seen {
    ids: Vec<(String, f64)>,
    /// How far it was scrolled then.
    top: f64,
    at_top: bool,
}

/// What is seen of the rows and where the focus is among them.
#[derive(Clone, Copy)]
pub struct Grid {
    tools: Tools,
    pub scroller: Scroller,
    /// The height of a row.
    pub height: Memo<f64>,
    /// The width of the box.
    pub room: RwSignal<f64>,
    /// The rows that are laid out.
    pub piece: RwSignal<Piece>,
    /// Whether the focus is in the table.
    pub inside: RwSignal<bool>,
    /// Whether it is in the heads.
    pub in_head: RwSignal<bool>,
    narrow: RwSignal<bool>,
    /// Whether it is drawn for paper, which cannot be scrolled.
    on_paper: RwSignal<bool>,
    drawn: RwSignal<Range<usize>>,
    seen: StoredValue<Seen>,
    /// The call whose row has, or had, the focus.
    cursor: RwSignal<Option<String>>,
    stop: StoredValue<Stop>,
    /// The row that is to get the focus as soon as it is there.
    wanted: StoredValue<Option<usize>>,
}

impl Grid {
    pub fn new(tools: Tools) -> Self {
        let narrow = RwSignal::new(Scroller::is_narrow());
        let layout = tools.layout;
        let grid = Self {
            tools,
            scroller: Scroller::new(),
            height: Memo::new(move |_| layout.with(|layout| row_height(layout.density, narrow.get()))),
            room: RwSignal::new(0.0),
            piece: RwSignal::new(Piece { base: 0, len: 0 }),
            inside: RwSignal::new(false),
            in_head: RwSignal::new(false),
            narrow,
            on_paper: RwSignal::new(false),
            drawn: RwSignal::new(0..0),
            seen: StoredValue::new(Seen { at_top: true, ..Seen::default() }),
            cursor: RwSignal::new(None),
            stop: StoredValue::new(Stop::FIRST),
            wanted: StoredValue::new(None),
        };
        grid.follow();
        grid
    }

    fn follow(self) {
        let rows = self.tools.rows;
        self.scroller.follow(move || self.resized());
        let scrolled = window_event_listener(leptos::ev::scroll, move |_| self.look());
        let print = window_event_listener_untyped("beforeprint", move |_| self.on_paper.set(true));
        let printed = window_event_listener_untyped("afterprint", move |_| self.on_paper.set(false));
        on_cleanup(move || {
            scrolled.remove();
            print.remove();
            printed.remove();
            rows.focused(None);
            rows.entered(false);
        });
        // The list became another, or its rows another height.
        Effect::new(move |before: Option<f64>| {
            let height = self.height.get();
            let _ = rows.len();
            if before.is_some() {
                self.hold(height);
            }
            height
        });
        Effect::new(move |before: Option<u64>| {
            let answered = rows.answered();
            if before.is_some_and(|before| before != answered) {
                self.cursor.set(None);
                self.wanted.set_value(None);
                self.seen.update_value(|seen| seen.at_top = true);
                self.to_top();
            }
            answered
        });
        // Whoever opened a call goes on at the one that was open last.
        Effect::new(move |before: Option<Option<String>>| {
            let open = self.tools.open_call.get();
            match (before.flatten(), &open) {
                (_, Some(id)) => {
                    if let Some(index) = rows.index_of(id) {
                        self.reveal(index);
                    }
                }
                (Some(id), None) => request_animation_frame(move || {
                    if !self.inside.is_disposed()
                        && let Some(index) = rows.index_of(&id)
                    {
                        self.go(index);
                    }
                }),
                (None, None) => {}
            }
            open
        });
    }

    fn to_top(self) {
        if let Some((top, _)) = self.scroller.frame().filter(|(top, _)| *top > 0.0) {
            self.scroller.by(-top);
        }
        self.look();
    }

    fn resized(self) {
        let (narrow, room) = (Scroller::is_narrow(), self.scroller.room());
        if self.narrow.get_untracked() != narrow {
            self.narrow.set(narrow);
        }
        if (self.room.get_untracked() - room).abs() > 0.5 {
            self.room.set(room);
        }
        self.look();
    }

    /// The rows to draw. The one with the focus is always there.
    pub fn slots(self) -> Vec<Slot> {
        if self.on_paper.get() {
            return self.tools.rows.slots(self.tools.rows.on_paper(), None);
        }
        let always = self.inside.get().then(|| self.cursor.get()).flatten();
        self.tools.rows.slots(self.drawn.get(), always.as_deref())
    }

    /// Looks at what is in sight now, and tells the list.
    pub fn look(self) {
        let Some((mut top, view)) = self.scroller.frame() else { return };
        let rows = self.tools.rows;
        let height = self.height.get_untracked();
        let len = untrack(|| rows.len());
        let piece = self.piece.get_untracked();
        let first = piece.base + in_sight(Piece { base: 0, len }, top, 0.0, height).start;
        let next = Piece::around(piece.base, len, first, height);
        if next != piece {
            self.lay_out(next);
            let by = difference(piece.base, next.base) * height;
            if by != 0.0 {
                self.scroller.by(by);
                top += by;
            }
        }
        let sight = in_sight(next, top, view, height);
        let draw = drawn(&sight, next);
        if self.drawn.get_untracked() != draw {
            self.drawn.set(draw);
        }
        let at_top = top < TOP && next.base == 0;
        let ids = sight.clone().filter_map(|at| Some((rows.id_at(at)?, difference(at, next.base) * height - top)));
        let ids = ids.collect();
        self.seen.set_value(Seen { ids, top, at_top });
        rows.seen_from(at_top);
        rows.look(sight);
    }

    /// The height must be there before anybody scrolls to it.
    fn lay_out(self, piece: Piece) {
        self.piece.set(piece);
        if let Some(body) = self.scroller.body.get_untracked() {
            let _ = web_sys::HtmlElement::style(&body).set_property("--rows", &piece.len.to_string());
        }
    }

    /// The list became another: what was in sight stays in sight, at the same height.
    fn hold(self, height: f64) {
        let rows = self.tools.rows;
        let piece = self.piece.get_untracked();
        let len = untrack(|| rows.len());
        let Some((top, _)) = self.scroller.frame() else { return self.look() };
        let anchor = self.seen.with_value(|seen| {
            let mut ids = seen.ids.iter().filter(|_| !(seen.at_top && top < TOP));
            ids.find_map(|(id, below)| Some((rows.index_of(id)?, below + seen.top)))
        });
        if let Some((index, stood)) = anchor {
            let next = Piece::around(piece.base, len, index, height);
            self.lay_out(next);
            // Whoever has scrolled since goes on from there, though the browser tells of it only with the next frame.
            let wanted = difference(index, next.base) * height - stood + top;
            if (wanted - top).abs() >= 1.0 {
                self.scroller.by(wanted - top);
            }
        }
        self.look();
        if let Some(index) = self.wanted.get_value() {
            // Whoever went elsewhere while the row was on its way stays there.
            if self.scroller.has_focus_or_nobody() {
                request_animation_frame(move || self.focus_row(index));
            } else {
                self.wanted.set_value(None);
            }
        }
    }

    /// Scrolls as little as it takes to see a row.
    fn reveal(self, index: usize) {
        let Some((top, view)) = self.scroller.frame() else { return };
        let height = self.height.get_untracked();
        let piece = Piece::around(self.piece.get_untracked().base, untrack(|| self.tools.rows.len()), index, height);
        let at = difference(index, self.piece.get_untracked().base) * height;
        let by = (at - top).min(0.0) + (at + height - top - view).max(0.0);
        if by != 0.0 {
            let moved = difference(self.piece.get_untracked().base, piece.base) * height;
            self.lay_out(piece);
            self.scroller.by(by + moved);
        }
        self.look();
    }

    /// Gives the focus to a row, at the stop where it was last.
    fn go(self, index: usize) {
        self.wanted.set_value(Some(index));
        self.reveal(index);
        if row_at(index).is_some() {
            self.focus_row(index);
        } else {
            request_animation_frame(move || self.focus_row(index));
        }
    }

    fn focus_row(self, index: usize) {
        if self.inside.is_disposed() {
            return;
        }
        let stop = self.stop.get_value();
        if self.wanted.get_value() == Some(index) && row_at(index).is_some_and(|row| focus_stop(&row, stop)) {
            self.wanted.set_value(None);
        }
    }

    fn enter(self, inside: bool, in_head: bool) {
        if self.inside.get_untracked() != inside {
            self.inside.set(inside);
        }
        if self.in_head.get_untracked() != in_head {
            self.in_head.set(in_head);
        }
        self.tools.rows.focused(self.cursor.get_untracked().filter(|_| inside));
        self.tools.rows.entered(inside);
    }

    fn leave(self) {
        self.wanted.set_value(None);
        self.enter(false, false);
    }

    pub fn focus_came(self, ev: &FocusEvent) {
        let Some((row, index)) = row_of(ev.target()) else {
            let on_box = ev.target() == ev.current_target();
            let by_key = ev.target().and_then(|it| it.dyn_into::<Element>().ok()).filter(|_| on_box);
            if by_key.is_some_and(|it| it.matches(":focus-visible") == Ok(true)) {
                // The browser is still telling of this focus.
                queue_microtask(move || self.go_in());
            }
            return;
        };
        self.wanted.set_value(None);
        if let Some(stop) = stop_of(&row, ev.target()) {
            self.stop.set_value(stop);
        }
        if let Some(id) = index.and_then(|index| self.tools.rows.id_at(index)) {
            self.cursor.set(Some(id));
        }
        self.enter(true, index.is_none());
        bring_into_sight(ev);
    }

    /// To the row where the focus was last, or to the first in sight.
    fn go_in(self) {
        let known = self.cursor.get_untracked().and_then(|id| self.tools.rows.index_of(&id));
        let first = self.seen.with_value(|seen| seen.ids.iter().find(|it| it.1 >= 0.0).map(|it| it.0.clone()));
        if let Some(index) = known.or_else(|| self.tools.rows.index_of(&first?)) {
            self.go(index);
        }
    }

    pub fn focus_went(self, ev: &FocusEvent) {
        let Some(whole) = self.scroller.whole.try_get_untracked().flatten() else { return };
        match ev.related_target().and_then(|it| it.dyn_into::<Node>().ok()) {
            Some(to) if whole.contains(Some(&to)) => {}
            // The button that shows what waits must not go away from under the focus.
            Some(to) if to.dyn_ref::<Element>().is_some_and(|it| it.class_list().contains("new-calls")) => {
                self.inside.set(false);
            }
            Some(_) => self.leave(),
            // Nothing has the focus now: it was taken away on purpose, or with what had it.
            None => {
                let from = ev.target().and_then(|it| it.dyn_into::<Node>().ok());
                request_animation_frame(move || {
                    let nowhere = document().active_element().is_none_or(|it| it.tag_name() == "BODY");
                    if !nowhere || self.inside.is_disposed() {
                        return;
                    }
                    if from.is_some_and(|from| from.is_connected()) {
                        self.leave();
                    } else {
                        self.go_in();
                    }
                });
            }
        }
    }

    pub fn pressed(self, ev: &KeyboardEvent) {
        let on_box = ev.target() == ev.current_target();
        let target = ev.target().and_then(|it| it.dyn_into::<Element>().ok());
        let in_panel = target.as_ref().is_some_and(|it| it.closest(".disclosure__panel").is_ok_and(|it| it.is_some()));
        if ev.default_prevented() || ev.alt_key() || in_panel {
            return;
        }
        let control = ev.ctrl_key() || ev.meta_key();
        if on_box && matches!(movement(&ev.key(), control), Some(Move::Rows(_))) {
            self.go_in();
            return ev.prevent_default();
        }
        let Some((row, index)) = row_of(ev.target()) else { return };
        let rows = self.tools.rows;
        let on_text = target.is_some_and(|it| matches!(it.tag_name().as_str(), "TD" | "TH"));
        let id = index.and_then(|index| rows.id_at(index));
        match (ev.key().as_str(), id) {
            ("a" | "A", _) if control => rows.select_all(),
            ("Enter", Some(id)) if on_text => self.tools.on_open.run(id),
            (" ", Some(id)) if ev.shift_key() => rows.select_to(&id),
            (" ", Some(id)) if on_text => rows.toggle_selected(&id),
            (key, _) => {
                let Some(movement) = movement(key, control) else { return };
                self.step(&row, index, ev, movement);
            }
        }
        ev.prevent_default();
    }

    fn step(self, row: &Element, index: Option<usize>, ev: &KeyboardEvent, movement: Move) {
        let last = untrack(|| self.tools.rows.len()).saturating_sub(1);
        let view = self.scroller.frame().map_or(0.0, |(_, view)| view);
        #[expect(clippy::cast_possible_truncation, reason = "few rows fit a screen")]
        let screen = ((view / self.height.get_untracked()) as isize - 1).max(1);
        let by = match movement {
            Move::Stops(_) | Move::RowEdge(_) => return walk(row, ev.target(), movement),
            Move::Edge(end) => return self.go(if end { last } else { 0 }),
            Move::Rows(by) => by,
            Move::Screens(by) => by * screen,
        };
        match index {
            Some(0) if by == -1 => {
                let head = document().query_selector("#calls thead [role=row]").ok().flatten();
                if let Some(head) = head {
                    focus_stop(&head, self.stop.get_value());
                }
            }
            Some(index) => self.go(index.saturating_add_signed(by).min(last)),
            None if by > 0 => {
                let first = self.seen.with_value(|seen| seen.ids.first().map(|it| it.0.clone()));
                self.go(first.and_then(|id| self.tools.rows.index_of(&id)).unwrap_or(0));
            }
            None => {}
        }
    }
}
