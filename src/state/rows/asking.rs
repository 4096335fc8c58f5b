//! What the list asks the server, and what it does with the answers.

use call_records_wire::call::CallRow;
use call_records_wire::page::{DEFAULT_LIMIT, MAX_LIMIT, Page, Total};
use leptos::prelude::{GetUntracked, Set, Update, UpdateValue, WithUntracked, WithValue, set_timeout};
use leptos::task::spawn_local;

use std::ops::Range;
use std::time::Duration;

use super::pages::Wanted;
use super::{Behind, CallRows, Entry, Extent, Face, LONG, Need, Pages, Question};
use crate::api::{self, ApiError};
use crate::state::browser::now_ms;

/// So many rows around those in sight are kept ready.
const AHEAD: usize = 200;
/// A reader who has not scrolled yet is this near to the end when more rows are asked for.
const NEAR: usize = 18;
/// How long a page that did not come is waited for.
const AFTER_FAILURE: Duration = Duration::from_secs(3);

impl Behind {
    /// The question that the rows on screen answer, for more of them.
    fn asked_on(&self) -> Question {
        Question { filter: self.searched.clone(), ..self.question.clone() }
    }
}

impl CallRows {
    /// Asks for other calls. The rows of the question before are kept until the answer comes.
    pub fn ask(self, question: Question) {
        self.behind.update_value(|behind| {
            behind.question = question;
            behind.other = true;
        });
        self.waiting.set(Vec::new());
        let empty = self.pages.with_untracked(Pages::len) == 0;
        self.face.set(if empty { Face::Loading } else { Face::Refreshing });
        self.fetch(false);
    }

    /// Asks the same once more. A failure stays on screen until there is something better: whoever is at its button
    /// stays there.
    pub fn refresh(self) {
        if self.face.with_untracked(|face| *face == Face::Ready) {
            self.face.set(Face::Refreshing);
        }
        self.fetch(false);
    }

    /// Changes were missed. Whoever reads further down goes on reading there.
    pub fn catch_up_with_gap(self) {
        if self.face.with_untracked(|face| *face == Face::Ready) {
            self.face.set(Face::Refreshing);
        }
        self.fetch(true);
    }

    /// Gets what the list needs, without a word: nobody asked for it.
    pub fn catch_up(self) {
        let need = self.need.get_untracked();
        self.need.set(Need::Nothing);
        match need {
            Need::Total => self.recount(),
            Need::Page if self.is_long_and_free() => self.fetch(false),
            Need::Nothing | Need::Page => {}
        }
    }

    pub(super) fn is_long_and_free(self) -> bool {
        self.is_free() && self.more.get_untracked() != Some(Ok(true)) && self.pages.with_untracked(Pages::len) > LONG
    }

    /// A first page is asked for; what else is on its way comes to nothing.
    pub(super) fn begin(self) {
        self.behind.update_value(|behind| {
            behind.number += 1;
            behind.asking = true;
            behind.filling = false;
            behind.meanwhile.clear();
        });
        if self.more.get_untracked() == Some(Ok(true)) {
            self.more.set(Some(Ok(false)));
        }
    }

    fn fetch(self, mends: bool) {
        self.begin();
        let (number, question) = self.behind.with_value(|behind| (behind.number, behind.question.clone()));
        let quiet = self.face.with_untracked(|face| *face == Face::Ready);
        spawn_local(async move {
            let answer = api::search(&question.filter_at(now_ms()), question.sort, None, DEFAULT_LIMIT).await;
            if self.behind.with_value(|behind| behind.number) != number {
                return;
            }
            let stays = mends && self.is_read_on();
            match answer {
                Err(ApiError::Unreachable) if stays => {
                    self.resume();
                    set_timeout(move || self.try_mending_again(number), AFTER_FAILURE);
                }
                Err(err) if !(quiet && err != ApiError::SignedOut) => self.fail(err),
                // The reader went on reading: the page would take the rows away.
                Ok(page) if stays => self.mend(page),
                Ok(page) if !quiet || self.is_long_and_free() => self.replace(page),
                Ok(_) | Err(_) => self.resume(),
            }
        });
    }

    /// Whether somebody reads the rows on screen, and would lose them to a first page.
    pub(super) fn is_read_on(self) -> bool {
        !self.is_free() && self.behind.with_value(|behind| !behind.other)
    }

    fn try_mending_again(self, number: u64) {
        if self.behind.with_value(|behind| behind.number) == number {
            self.fetch(true);
        }
    }

    /// A first page came to nothing: the rows stay, and take what came meanwhile.
    fn resume(self) {
        self.behind.update_value(|behind| behind.asking = false);
        self.apply_meanwhile();
        // What came to nothing with the first page is asked for again.
        self.look(self.behind.with_value(|behind| behind.sight.clone()));
    }

    pub(super) fn apply_meanwhile(self) {
        let meanwhile = self.behind.try_update_value(|behind| std::mem::take(&mut behind.meanwhile));
        for row in meanwhile.unwrap_or_default() {
            self.apply(row);
        }
    }

    pub(super) fn fail(self, err: ApiError) {
        let signed_out = err == ApiError::SignedOut;
        self.behind.update_value(|behind| {
            behind.asking = false;
            behind.meanwhile.clear();
        });
        // Rows of another question, or of another time, would say something that is not so.
        self.pages.set(Pages::default());
        self.waiting.set(Vec::new());
        self.more.set(None);
        self.face.set(Face::Failed(err));
        if signed_out {
            self.session.ended();
        }
    }

    /// The row of a call as a page has it. One that is there already keeps its signals, which its view listens to; a
    /// change may have brought it before its page did.
    fn entry(self, row: CallRow, newer: bool) -> Entry {
        let known = self.pages.with_untracked(|pages| pages.find(&row.call_id).map(|(_, entry)| entry.clone()));
        let Some(entry) = known.or_else(|| self.selection.entry(&row.call_id)) else { return Entry::new(row) };
        let (known, came) = (entry.row.with_untracked(|shown| shown.change), row.change);
        // A page that was read before the change that the row shows says nothing of it.
        if !newer || known <= came {
            if entry.row.with_untracked(|shown| *shown != row) {
                entry.row.set(row);
            }
            entry.looks(|look| look.left = false);
        }
        entry
    }

    pub(super) fn replace(self, page: Page<CallRow>) {
        let Page { items, next_cursor, total, as_of, from, to: _, earliest } = page;
        let entries: Vec<Entry> = items.into_iter().map(|row| self.entry(row, false)).collect();
        let before = self.behind.try_update_value(|behind| {
            behind.asking = false;
            behind.as_of = as_of;
            behind.counted = as_of;
            behind.next_cursor.clone_from(&next_cursor);
            behind.searched.clone_from(&behind.question.filter);
            behind.searched.from = Some(from);
            (
                std::mem::take(&mut behind.other),
                std::mem::replace(&mut behind.reader.at_top, true),
                behind.question.sort,
            )
        });
        let (other, at_top, sort) = before.unwrap_or_default();
        self.pages.set(Pages::new(sort, entries, next_cursor.is_some()));
        self.waiting.set(Vec::new());
        self.extent.set(Some(Extent { total, from, earliest }));
        self.more.set(next_cursor.map(|_| Ok(false)));
        self.need.set(Need::Nothing);
        self.face.set(Face::Ready);
        if other {
            self.selection.clear();
        }
        if other || !at_top {
            self.answered.update(|answered| *answered += 1);
        }
        self.apply_meanwhile();
        self.loaded.set(Some(as_of));
    }

    /// Changes were missed while somebody reads further down. The rows stay; every page is asked for again when it is
    /// looked at, and the new calls among the first wait.
    pub(super) fn mend(self, page: Page<CallRow>) {
        let Page { items, next_cursor: _, total, as_of, from, to: _, earliest } = page;
        self.behind.update_value(|behind| behind.asking = false);
        for row in items {
            self.apply(row);
        }
        self.behind.update_value(|behind| {
            behind.as_of = as_of;
            behind.counted = as_of;
        });
        self.shown_waits_no_more();
        self.pages.update(Pages::distrust);
        self.extent.set(Some(Extent { total, from, earliest }));
        self.need.set(Need::Nothing);
        self.face.set(Face::Ready);
        self.apply_meanwhile();
        self.loaded.set(Some(as_of));
    }

    /// Says which rows are in sight. What is missing there is asked for, what is far from there is let go, and what
    /// comes next is asked for before it is reached.
    pub fn look(self, sight: Range<usize>) {
        let near = sight.start.saturating_sub(AHEAD)..sight.end + AHEAD;
        let ahead = if sight.start == 0 { NEAR } else { 2 * AHEAD };
        let end = sight.end;
        self.behind.update_value(|behind| behind.sight = sight);
        self.pages.maybe_update(|pages| pages.let_go(&near));
        if let Some(Wanted { cursor }) = self.pages.with_untracked(|pages| pages.wanted(&near)) {
            self.load_again(cursor);
        } else if end + ahead > self.pages.with_untracked(Pages::len) {
            self.near_end();
        }
    }

    fn load_again(self, cursor: Option<String>) {
        let begun = self.behind.with_value(|behind| behind.asking || behind.filling);
        if begun || self.more.get_untracked() == Some(Ok(true)) {
            return;
        }
        self.behind.update_value(|behind| behind.filling = true);
        let (number, question) = self.behind.with_value(|behind| (behind.number, behind.asked_on()));
        spawn_local(async move {
            let filter = question.filter_at(now_ms());
            let answer = api::search(&filter, question.sort, cursor.as_deref(), MAX_LIMIT).await;
            if self.behind.with_value(|behind| behind.number) != number {
                return;
            }
            match answer {
                Ok(page) => self.fill(cursor.as_deref(), page),
                Err(ApiError::SignedOut) => self.session.ended(),
                Err(ApiError::Unreachable) => set_timeout(move || self.try_filling_again(number), AFTER_FAILURE),
                Err(err) => self.fail(err),
            }
        });
    }

    fn try_filling_again(self, number: u64) {
        if self.behind.with_value(|behind| behind.number) == number {
            self.behind.update_value(|behind| behind.filling = false);
            self.look(self.behind.with_value(|behind| behind.sight.clone()));
        }
    }

    pub(super) fn fill(self, cursor: Option<&str>, page: Page<CallRow>) {
        self.behind.update_value(|behind| behind.filling = false);
        let entries = page.items.into_iter().map(|row| self.entry(row, true)).collect();
        // Under somebody who reads, what waits goes on waiting.
        let free = self.is_free();
        let waiting = self.waiting.get_untracked();
        self.pages.update(|pages| {
            pages.fill(cursor, entries, page.next_cursor);
            if !free && !waiting.is_empty() {
                pages.retain(|it| waiting.iter().all(|row| row.call_id != it.id));
            }
        });
        self.shown_waits_no_more();
        self.apply_again();
    }

    /// The reader comes near the end. After a failure it is theirs to try again.
    pub fn near_end(self) {
        if self.more.get_untracked() == Some(Ok(false)) {
            self.load_more();
        }
    }

    /// Asks for the rows after the last.
    pub fn load_more(self) {
        if !matches!(self.more.get_untracked(), Some(Ok(false) | Err(_))) {
            return;
        }
        let Some((number, question, cursor)) = self.behind.with_value(|behind| {
            let cursor = behind.next_cursor.clone().filter(|_| !behind.asking && !behind.filling)?;
            Some((behind.number, behind.asked_on(), cursor))
        }) else {
            return;
        };
        self.more.set(Some(Ok(true)));
        spawn_local(async move {
            let filter = question.filter_at(now_ms());
            let answer = api::search(&filter, question.sort, Some(&cursor), MAX_LIMIT).await;
            if self.behind.with_value(|behind| behind.number) != number {
                return;
            }
            match answer {
                Ok(page) => self.append(cursor, page),
                Err(ApiError::SignedOut) => self.session.ended(),
                Err(err) => self.stay(err),
            }
        });
    }

    pub(super) fn append(self, cursor: String, page: Page<CallRow>) {
        let next_cursor = page.next_cursor;
        let entries = page.items.into_iter().map(|row| self.entry(row, true)).collect();
        // The view asks for what comes next as soon as it sees these.
        self.more.set(next_cursor.as_ref().map(|_| Ok(false)));
        self.behind.update_value(|behind| behind.next_cursor.clone_from(&next_cursor));
        self.pages.update(|pages| pages.append(Some(cursor), entries, next_cursor.is_some()));
        self.shown_waits_no_more();
        self.apply_again();
    }

    /// There are more rows, and they did not come.
    pub(super) fn stay(self, err: ApiError) {
        self.more.set(Some(Err(err)));
        self.apply_again();
    }

    /// What came while more rows were on their way was applied then, to fewer rows, and counted.
    fn apply_again(self) {
        let before = self.pages.with_untracked(Pages::len);
        self.apply_meanwhile();
        if self.pages.with_untracked(Pages::len) != before {
            self.needs(Need::Total);
        }
    }

    fn recount(self) {
        let (number, question) = self.behind.with_value(|behind| (behind.number, behind.question.clone()));
        spawn_local(async move {
            let answer = api::total(&question.filter_at(now_ms())).await;
            if self.behind.with_value(|behind| behind.number) == number
                && let Ok((total, as_of)) = answer
            {
                self.counted(total, as_of);
            }
        });
    }

    /// The server counted. What changed since may be in that number or not.
    pub(super) fn counted(self, total: Total, as_of: u64) {
        self.extent.update(|extent| {
            if let Some(extent) = extent {
                extent.total = total;
            }
        });
        if self.behind.with_value(|behind| behind.counted) > as_of {
            self.needs(Need::Total);
        }
    }
}
