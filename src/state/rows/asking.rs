//! What the list asks the server, and what it does with the answers.

use call_records_wire::call::CallRow;
use call_records_wire::page::{Page, Total};
use leptos::prelude::{ArcRwSignal, GetUntracked, Set, Update, UpdateValue, WithUntracked, WithValue};
use leptos::task::spawn_local;

use super::{CallRows, Entry, Extent, Face, LONG, Need, Question};
use crate::api::{self, ApiError};
use crate::state::browser::now_ms;

impl CallRows {
    /// Asks for other calls. The rows of the question before are kept until the answer comes.
    pub fn ask(self, question: Question) {
        self.behind.update_value(|behind| {
            behind.question = question;
            behind.other = true;
        });
        self.waiting.set(Vec::new());
        let empty = self.entries.with_untracked(Vec::is_empty);
        self.face.set(if empty { Face::Loading } else { Face::Refreshing });
        self.fetch();
    }

    /// Asks the same once more. A failure stays on screen until there is something better: whoever is at its button
    /// stays there.
    pub fn refresh(self) {
        if self.face.with_untracked(|face| *face == Face::Ready) {
            self.face.set(Face::Refreshing);
        }
        self.fetch();
    }

    /// Gets what the list needs, without a word: nobody asked for it.
    pub fn catch_up(self) {
        let need = self.need.get_untracked();
        self.need.set(Need::Nothing);
        match need {
            Need::Total => self.recount(),
            Need::Page if self.is_long_and_seen_from_its_top() => self.fetch(),
            Need::Nothing | Need::Page => {}
        }
    }

    fn is_long_and_seen_from_its_top(self) -> bool {
        self.behind.with_value(|behind| behind.at_top)
            && self.more.get_untracked() != Some(Ok(true))
            && self.entries.with_untracked(Vec::len) > LONG
    }

    fn fetch(self) {
        self.behind.update_value(|behind| {
            behind.number += 1;
            behind.asking = true;
            behind.meanwhile.clear();
        });
        let (number, question) = self.behind.with_value(|behind| (behind.number, behind.question.clone()));
        let quiet = self.face.with_untracked(|face| *face == Face::Ready);
        spawn_local(async move {
            let answer = api::search(&question.filter_at(now_ms()), question.sort, None).await;
            if self.behind.with_value(|behind| behind.number) != number {
                return;
            }
            match answer {
                Err(err) if !(quiet && err != ApiError::SignedOut) => self.fail(err),
                // The reader went on reading: the page would take the rows away.
                Ok(page) if !quiet || self.is_long_and_seen_from_its_top() => self.replace(page),
                Ok(_) | Err(_) => self.resume(),
            }
        });
    }

    /// A first page came to nothing: the rows stay, and take what came meanwhile.
    fn resume(self) {
        self.behind.update_value(|behind| behind.asking = false);
        self.apply_meanwhile();
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
        self.entries.set(Vec::new());
        self.waiting.set(Vec::new());
        self.more.set(None);
        self.face.set(Face::Failed(err));
        if signed_out {
            self.session.ended();
        }
    }

    pub(super) fn replace(self, page: Page<CallRow>) {
        let Page { items, next_cursor, total, as_of, from, to: _, earliest } = page;
        let known = self.entries.get_untracked();
        let mut entries: Vec<Entry> = Vec::with_capacity(items.len());
        for row in items {
            // A row that stays keeps its signal, which its view listens to.
            match known.iter().find(|entry| entry.id == row.call_id) {
                Some(entry) => {
                    if entry.row.with_untracked(|shown| *shown != row) {
                        entry.row.set(row);
                    }
                    entries.push(entry.clone());
                }
                None => entries.push(Entry { id: row.call_id.clone(), row: ArcRwSignal::new(row) }),
            }
        }
        let other = self.behind.try_update_value(|behind| {
            behind.asking = false;
            behind.as_of = as_of;
            behind.counted = as_of;
            behind.next_cursor.clone_from(&next_cursor);
            behind.searched.clone_from(&behind.question.filter);
            behind.searched.from = Some(from);
            behind.at_top |= behind.other;
            std::mem::take(&mut behind.other)
        });
        self.entries.set(entries);
        self.waiting.set(Vec::new());
        self.extent.set(Some(Extent { total, from, earliest }));
        self.more.set(next_cursor.map(|_| Ok(false)));
        self.need.set(Need::Nothing);
        self.face.set(Face::Ready);
        if other == Some(true) {
            self.answered.update(|answered| *answered += 1);
        }
        self.apply_meanwhile();
        self.loaded.set(Some(as_of));
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
            let cursor = behind.next_cursor.clone().filter(|_| !behind.asking)?;
            let question = Question { filter: behind.searched.clone(), ..behind.question.clone() };
            Some((behind.number, question, cursor))
        }) else {
            return;
        };
        self.more.set(Some(Ok(true)));
        spawn_local(async move {
            let answer = api::search(&question.filter_at(now_ms()), question.sort, Some(&cursor)).await;
            if self.behind.with_value(|behind| behind.number) != number {
                return;
            }
            match answer {
                Ok(page) => self.append(page),
                Err(ApiError::SignedOut) => self.session.ended(),
                Err(err) => self.stay(err),
            }
        });
    }

    pub(super) fn append(self, page: Page<CallRow>) {
        let next_cursor = page.next_cursor;
        self.entries.update(|entries| {
            for row in page.items {
                // A change may have brought the row before its page did.
                match entries.iter().find(|entry| entry.id == row.call_id) {
                    Some(entry) if entry.row.with_untracked(|shown| shown.change < row.change) => entry.row.set(row),
                    Some(_) => {}
                    None => entries.push(Entry { id: row.call_id.clone(), row: ArcRwSignal::new(row) }),
                }
            }
        });
        self.more.set(next_cursor.as_ref().map(|_| Ok(false)));
        self.behind.update_value(|behind| behind.next_cursor = next_cursor);
        self.apply_again();
    }

    /// There are more rows, and they did not come.
    pub(super) fn stay(self, err: ApiError) {
        self.more.set(Some(Err(err)));
        self.apply_again();
    }

    /// What came while more rows were on their way was applied then, to fewer rows, and counted.
    fn apply_again(self) {
        let before = self.entries.with_untracked(Vec::len);
        self.apply_meanwhile();
        if self.entries.with_untracked(Vec::len) != before {
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
