//! The calls on screen: a list that owns the order, and a signal per row.

mod merge;

use call_records_wire::call::CallRow;
use call_records_wire::filter::CallFilter;
use call_records_wire::page::{Page, Sort, Total};
use call_records_wire::time::Timestamp;
use leptos::prelude::{
    ArcRwSignal, Get, GetUntracked, RwSignal, Set, StoredValue, Update, UpdateValue, With, WithUntracked, WithValue,
};
use leptos::task::spawn_local;

use super::session::SessionState;
use crate::api;
pub use crate::api::ApiError;
use merge::{Change, classify, position};

/// One row: its id for the order, its signal for what it shows.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The call's id.
    pub id: String,
    /// The call.
    pub row: ArcRwSignal<CallRow>,
}

/// What is shown of the list.
#[derive(Debug, Clone, PartialEq)]
pub enum Face {
    /// The first page of a new question is on its way.
    Loading,
    /// The rows are shown.
    Ready,
    /// The same rows are shown while newer ones are on their way.
    Refreshing,
    /// There is no answer.
    Failed(ApiError),
}

/// What a page said of the whole list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent {
    /// How many calls match.
    pub total: Total,
    /// The earliest instant that can be searched.
    pub earliest: Timestamp,
}

/// What is being asked.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Question {
    /// Which calls.
    pub filter: CallFilter,
    /// In which order.
    pub sort: Sort,
}

#[derive(Default)]
struct Behind {
    question: Question,
    /// Counts questions, so that a late answer to an earlier one is dropped.
    number: u64,
    as_of: u64,
    next_cursor: Option<String>,
    /// Whether the answer on its way is to another question than the rows on screen.
    other: bool,
    /// Changes that came while a page was on its way: the page may not have them yet.
    meanwhile: Vec<CallRow>,
    at_top: bool,
}

/// The calls on screen.
#[derive(Clone, Copy)]
pub struct CallRows {
    entries: RwSignal<Vec<Entry>>,
    /// New calls that wait until the reader wants them: the list does not move under somebody who reads.
    waiting: RwSignal<Vec<CallRow>>,
    face: RwSignal<Face>,
    extent: RwSignal<Option<Extent>>,
    more: RwSignal<Option<Result<bool, ApiError>>>,
    /// The number of changes that the first page held; set anew with each page.
    loaded: RwSignal<Option<u64>>,
    /// Counts the questions that were answered.
    answered: RwSignal<u64>,
    behind: StoredValue<Behind>,
    session: SessionState,
}

impl CallRows {
    /// An empty list.
    pub fn new(session: SessionState) -> Self {
        Self {
            entries: RwSignal::new(Vec::new()),
            waiting: RwSignal::new(Vec::new()),
            face: RwSignal::new(Face::Loading),
            extent: RwSignal::new(None),
            more: RwSignal::new(None),
            loaded: RwSignal::new(None),
            answered: RwSignal::new(0),
            behind: StoredValue::new(Behind { at_top: true, ..Behind::default() }),
            session,
        }
    }

    /// The rows in order.
    pub fn entries(self) -> Vec<Entry> {
        self.entries.get()
    }

    /// How many rows are shown.
    pub fn len(self) -> usize {
        self.entries.with(Vec::len)
    }

    /// Loading, ready, refreshing or failed.
    pub fn face(self) -> Face {
        self.face.get()
    }

    /// Whether the list could not be had because the server was not there.
    pub fn has_lost_server(self) -> bool {
        self.face.with_untracked(|face| *face == Face::Failed(ApiError::Unreachable))
    }

    /// What the last page said of the whole list.
    pub fn extent(self) -> Option<Extent> {
        self.extent.get()
    }

    /// The same, not counting what came since.
    pub fn extent_when_asked(self) -> Option<Extent> {
        let _ = self.loaded.get();
        self.extent.get_untracked()
    }

    /// How many new calls wait to be shown.
    pub fn waiting(self) -> usize {
        self.waiting.with(Vec::len)
    }

    /// Grows with every answer to another question: its rows are read from the top.
    pub fn answered(self) -> u64 {
        self.answered.get()
    }

    /// What the stream is to be opened after: the number of the last change that the rows include.
    pub fn loaded(self) -> Option<u64> {
        self.loaded.get()
    }

    /// Whether there are more rows: `None` for no more, otherwise whether they are on their way, or why they are not.
    pub fn more(self) -> Option<Result<bool, ApiError>> {
        self.more.get()
    }

    /// The calls before and after one in the list.
    pub fn neighbors(self, call_id: &str) -> (Option<String>, Option<String>) {
        self.entries.with(|entries| {
            let Some(at) = entries.iter().position(|entry| entry.id == call_id) else { return (None, None) };
            let id = |entry: &Entry| entry.id.clone();
            (at.checked_sub(1).and_then(|at| entries.get(at)).map(id), entries.get(at + 1).map(id))
        })
    }

    /// Asks for other calls. The rows of the question before are kept until the answer comes.
    pub fn ask(self, question: Question) {
        self.behind.update_value(|behind| {
            behind.question = question;
            behind.other = true;
        });
        self.waiting.set(Vec::new());
        self.fetch();
    }

    /// Asks the same once more.
    pub fn refresh(self) {
        self.fetch();
    }

    fn fetch(self) {
        let empty = self.entries.with_untracked(Vec::is_empty);
        self.face.set(if empty { Face::Loading } else { Face::Refreshing });
        self.behind.update_value(|behind| {
            behind.number += 1;
            behind.meanwhile.clear();
        });
        let (number, question) = self.behind.with_value(|behind| (behind.number, behind.question.clone()));
        spawn_local(async move {
            let answer = api::search(&question.filter, question.sort, None).await;
            if self.behind.with_value(|behind| behind.number) != number {
                return;
            }
            match answer {
                Ok(page) => self.replace(page),
                Err(err) => self.fail(err),
            }
        });
    }

    fn fail(self, err: ApiError) {
        if err == ApiError::SignedOut {
            self.session.ended();
        }
        // Rows of another question, or of another time, would say something that is not so.
        self.entries.set(Vec::new());
        self.waiting.set(Vec::new());
        self.more.set(None);
        self.face.set(Face::Failed(err));
    }

    fn replace(self, page: Page<CallRow>) {
        let Page { items, next_cursor, total, as_of, from: _, to: _, earliest } = page;
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
        let taken = self.behind.try_update_value(|behind| {
            behind.as_of = as_of;
            behind.next_cursor.clone_from(&next_cursor);
            behind.at_top |= behind.other;
            (std::mem::take(&mut behind.meanwhile), std::mem::take(&mut behind.other))
        });
        let (meanwhile, other) = taken.unwrap_or_default();
        self.entries.set(entries);
        self.waiting.set(Vec::new());
        self.extent.set(Some(Extent { total, earliest }));
        self.more.set(next_cursor.map(|_| Ok(false)));
        self.face.set(Face::Ready);
        if other {
            self.answered.update(|answered| *answered += 1);
        }
        for row in meanwhile {
            self.apply(row);
        }
        self.loaded.set(Some(as_of));
    }

    /// Asks for the rows after the last.
    pub fn load_more(self) {
        if !matches!(self.more.get_untracked(), Some(Ok(false) | Err(_))) {
            return;
        }
        let Some((number, question, cursor)) = self.behind.with_value(|behind| {
            behind.next_cursor.clone().map(|cursor| (behind.number, behind.question.clone(), cursor))
        }) else {
            return;
        };
        self.more.set(Some(Ok(true)));
        spawn_local(async move {
            let answer = api::search(&question.filter, question.sort, Some(&cursor)).await;
            if self.behind.with_value(|behind| behind.number) != number {
                return;
            }
            match answer {
                Ok(page) => self.append(page),
                Err(ApiError::SignedOut) => self.session.ended(),
                Err(err) => self.more.set(Some(Err(err))),
            }
        });
    }

    fn append(self, page: Page<CallRow>) {
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
    }

    /// Says whether the reader sees the top of the list. New calls are shown there at once, and wait otherwise.
    pub fn seen_from(self, at_top: bool) {
        self.behind.update_value(|behind| behind.at_top = at_top);
    }

    /// Shows the calls that wait.
    pub fn show_waiting(self) {
        let mut rows = Vec::new();
        self.waiting.update(|waiting| rows = std::mem::take(waiting));
        let sort = self.behind.with_value(|behind| behind.question.sort);
        for row in rows {
            self.insert(row, sort);
        }
    }

    /// A call changed.
    pub fn apply(self, row: CallRow) {
        if matches!(self.face.get_untracked(), Face::Loading | Face::Refreshing) {
            self.behind.update_value(|behind| behind.meanwhile.push(row));
            return;
        }
        let (sort, as_of, at_top, whole) = self
            .behind
            .with_value(|behind| (behind.question.sort, behind.as_of, behind.at_top, behind.next_cursor.is_none()));
        let entry =
            self.entries.with_untracked(|entries| entries.iter().find(|entry| entry.id == row.call_id).cloned());
        let waits = self.waiting.with_untracked(|rows| rows.iter().position(|it| it.call_id == row.call_id));
        let shown = match (&entry, waits) {
            (Some(entry), _) => Some(entry.row.with_untracked(|row| row.change)),
            (None, Some(at)) => self.waiting.with_untracked(|rows| rows.get(at).map(|row| row.change)),
            (None, None) => None,
        };
        let change = self.behind.with_value(|behind| classify(&behind.question.filter, as_of, shown, &row));
        match (change, entry, waits) {
            (Change::Ignore, _, _) | (Change::Update | Change::Remove, None, None) => {}
            (Change::Update, Some(entry), _) => entry.row.set(row),
            (Change::Update, None, Some(at)) => self.waiting.update(|rows| {
                if let Some(waiting) = rows.get_mut(at) {
                    *waiting = row;
                }
            }),
            (Change::Remove, Some(_), _) => {
                self.entries.update(|entries| entries.retain(|entry| entry.id != row.call_id));
                self.count(-1);
            }
            (Change::Remove, None, Some(at)) => {
                self.waiting.update(|rows| drop(rows.remove(at)));
                self.count(-1);
            }
            (Change::Insert, _, _) => {
                let at = self.position_of(&row, sort);
                // What lies beyond the last row comes with its own page.
                if !whole && at == self.entries.with_untracked(Vec::len) {
                    return;
                }
                self.count(1);
                if at_top {
                    self.insert(row, sort);
                } else {
                    self.waiting.update(|rows| rows.push(row));
                }
            }
        }
    }

    fn insert(self, row: CallRow, sort: Sort) {
        let at = self.position_of(&row, sort);
        let entry = Entry { id: row.call_id.clone(), row: ArcRwSignal::new(row) };
        self.entries.update(|entries| entries.insert(at.min(entries.len()), entry));
    }

    fn position_of(self, row: &CallRow, sort: Sort) -> usize {
        self.entries.with_untracked(|entries| {
            position(sort, entries.len(), |at, look| entries[at].row.with_untracked(|shown| look(shown)), row)
        })
    }

    fn count(self, by: i64) {
        self.extent.update(|extent| {
            if let Some(Extent { total, .. }) = extent {
                total.value = total.value.saturating_add_signed(by);
            }
        });
    }
}

#[cfg(test)]
mod tests;
