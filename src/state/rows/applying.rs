//! What a change of a call does to the list. Nothing that is being read moves: what is new waits, and what does not
//! match any more stays where it is, until nobody reads there.

use call_records_wire::call::CallRow;
use call_records_wire::page::SortKey;
use leptos::prelude::{GetUntracked, Set, Update, UpdateValue, WithUntracked, WithValue};

use super::merge::{Change, Key, classify};
use super::pages::{Listed, Spot};
use super::{CallRows, Entry, Extent, Face, LONG, Need, Tint};

impl CallRows {
    /// A call changed.
    pub fn apply(self, row: CallRow) {
        // A page that is on its way may hold the call as it was before.
        if self.behind.with_value(|behind| behind.asking) {
            self.behind.update_value(|behind| behind.meanwhile.push(row));
            return;
        }
        if self.face.with_untracked(|face| matches!(face, Face::Failed(_))) {
            return;
        }
        if self.more.get_untracked() == Some(Ok(true)) || self.behind.with_value(|behind| behind.filling) {
            self.behind.update_value(|behind| behind.meanwhile.push(row.clone()));
        }
        let (sort, whole) = self.behind.with_value(|behind| (behind.question.sort, behind.next_cursor.is_none()));
        let found = self.pages.with_untracked(|pages| pages.find(&row.call_id).map(|(at, entry)| (at, entry.clone())));
        if found.is_none()
            && let Some(chosen) = self.selection.entry(&row.call_id)
            && chosen.row.with_untracked(|shown| shown.change < row.change)
        {
            chosen.row.set(row.clone());
        }
        if found.is_some() {
            self.waits_no_more(|it| it.call_id == row.call_id);
        }
        let waits = self.waiting.with_untracked(|rows| rows.iter().position(|it| it.call_id == row.call_id));
        let shown = match (&found, waits) {
            (Some((_, entry)), _) => Some(entry.row.with_untracked(|row| row.change)),
            (None, Some(at)) => self.waiting.with_untracked(|rows| rows.get(at).map(|row| row.change)),
            (None, None) => None,
        };
        let change = self.behind.with_value(|behind| classify(&behind.searched_now(), behind.as_of, shown, &row));
        match (change, found, waits) {
            (Change::Ignore, _, _) | (Change::Update, None, None) => {}
            (Change::Update, Some((at, entry)), _) => {
                if !entry.belongs() {
                    self.count(row.change, Some(1));
                }
                let seen = self.is_in_sight(at, &entry);
                entry.looks(|look| {
                    look.left = false;
                    look.tint = if seen { Tint::Changed } else { Tint::None };
                });
                entry.row.set(row);
            }
            (Change::Update, None, Some(at)) => self.waiting.update(|rows| {
                if let Some(waiting) = rows.get_mut(at) {
                    *waiting = row;
                }
            }),
            (Change::Remove, Some((at, entry)), _) => {
                if entry.belongs() {
                    self.count(row.change, Some(-1));
                }
                if self.is_in_sight(at, &entry) {
                    entry.looks(|look| look.left = true);
                    entry.row.set(row);
                } else {
                    self.pages.update(|pages| {
                        pages.retain(|it| it.id != entry.id);
                    });
                }
            }
            (Change::Remove, None, Some(at)) => {
                self.waiting.update(|rows| drop(rows.remove(at)));
                self.count(row.change, Some(-1));
            }
            // It may be one of the calls that are not held.
            (Change::Remove, None, None) => {
                let known = whole && self.pages.with_untracked(|pages| pages.len() == pages.held().count());
                self.count(row.change, known.then_some(0));
            }
            (Change::Insert, _, _) => {
                match self.pages.with_untracked(|pages| pages.spot(&Key::of(sort, &row))) {
                    // Such rows come with their own page, and may have been counted already.
                    Spot::Beyond | Spot::Away => return self.count(row.change, None),
                    Spot::Before | Spot::At { .. } => {}
                }
                // A start never changes; a call that is longer now may have come from beyond the last row.
                let is_new = whole || sort.key == SortKey::StartedAt;
                let free = self.is_free();
                // A call that is not kept may change again, and nobody could tell that it was counted.
                if !free && self.waiting.with_untracked(Vec::len) > LONG {
                    return self.count(row.change, None);
                }
                self.count(row.change, is_new.then_some(1));
                self.behind.update_value(|behind| behind.news += 1);
                if free {
                    self.insert(row);
                } else {
                    self.waiting.update(|rows| rows.push(row));
                }
            }
        }
    }

    /// What is among the rows does not wait.
    pub(super) fn waits_no_more(self, is_shown: impl Fn(&CallRow) -> bool) {
        self.waiting.maybe_update(|rows| {
            let before = rows.len();
            rows.retain(|row| !is_shown(row));
            rows.len() != before
        });
    }

    /// The rows came with a page, whether they waited or not.
    pub(super) fn shown_waits_no_more(self) {
        if self.waiting.with_untracked(|rows| !rows.is_empty()) {
            self.pages.with_untracked(|pages| self.waits_no_more(|row| pages.find(&row.call_id).is_some()));
        }
    }

    fn is_in_sight(self, at: usize, entry: &Entry) -> bool {
        self.behind.with_value(|behind| behind.sight.contains(&at) || behind.focused.as_ref() == Some(&entry.id))
    }

    /// Whether the list may move: its top is seen, nobody's pointer or focus is in it, and no call lies over it.
    pub(super) fn is_free(self) -> bool {
        !self.covered.get_untracked()
            && self.behind.with_value(|behind| behind.reader.at_top && !behind.reader.pointed && !behind.reader.entered)
    }

    fn insert(self, row: CallRow) {
        let entry = Entry::new(row);
        let mut at = None;
        self.pages.update(|pages| at = pages.insert(entry.clone()));
        if let Some(at) = at
            && self.is_in_sight(at, &entry)
        {
            entry.looks(|look| look.tint = Tint::New);
        }
        if self.behind.with_value(|behind| behind.reader.at_top) && self.pages.with_untracked(super::Pages::len) > LONG
        {
            self.needs(Need::Page);
        }
    }

    /// Says whether the reader sees the top of the list. New calls are shown there at once, and wait otherwise.
    pub fn seen_from(self, at_top: bool) {
        let before = self.behind.try_update_value(|behind| std::mem::replace(&mut behind.reader.at_top, at_top));
        if at_top && before == Some(false) {
            self.settle();
        }
    }

    /// Says whether the pointer rests on the list.
    pub fn pointed(self, on: bool) {
        self.behind.update_value(|behind| behind.reader.pointed = on);
        self.settle();
    }

    /// Says whether the focus is in the rows.
    pub fn entered(self, inside: bool) {
        self.behind.update_value(|behind| behind.reader.entered = inside);
        self.settle();
    }

    /// Says which row has the focus: it stays, whatever happens to its call.
    pub fn focused(self, call_id: Option<String>) {
        self.behind.update_value(|behind| behind.focused = call_id);
    }

    /// Shows what waits and takes out what has left, where nobody reads.
    pub fn settle(self) {
        if self.is_free() {
            self.sweep();
            self.show_waiting();
        }
    }

    fn sweep(self) {
        self.pages.maybe_update(|pages| pages.retain(Listed::belongs));
    }

    /// Shows the calls that wait.
    pub fn show_waiting(self) {
        let mut rows = Vec::new();
        if self.waiting.with_untracked(|waiting| !waiting.is_empty()) {
            self.waiting.update(|waiting| rows = std::mem::take(waiting));
        }
        self.sweep();
        let sort = self.behind.with_value(|behind| behind.question.sort);
        let held = self
            .pages
            .with_untracked(|pages| rows.iter().all(|row| matches!(pages.spot(&Key::of(sort, row)), Spot::At { .. })));
        if rows.len() > LONG || !held {
            return self.refresh();
        }
        for row in rows {
            self.insert(row);
        }
    }

    /// How many new calls came since this was last asked.
    pub fn take_news(self) -> usize {
        self.behind.try_update_value(|behind| std::mem::take(&mut behind.news)).unwrap_or_default()
    }

    /// A change made the list longer or shorter, or nobody can tell from here. A bound stays a bound.
    pub(super) fn count(self, change: u64, by: Option<i64>) {
        if !self.extent.with_untracked(|extent| extent.is_some_and(|extent| extent.total.exact)) {
            return;
        }
        self.behind.update_value(|behind| behind.counted = behind.counted.max(change));
        match by {
            None => self.needs(Need::Total),
            Some(0) => {}
            Some(by) => self.extent.update(|extent| {
                if let Some(Extent { total, .. }) = extent {
                    total.value = total.value.saturating_add_signed(by);
                }
            }),
        }
    }
}
