//! The calls on screen: a list that owns the order, and a signal per row.

/// What the list asks the server.
mod asking;
mod merge;

use std::borrow::Cow;

use call_records_wire::call::CallRow;
use call_records_wire::filter::CallFilter;
use call_records_wire::page::{Sort, SortKey, Total};
use call_records_wire::time::Timestamp;
use leptos::prelude::{
    ArcRwSignal, Get, GetUntracked, RwSignal, Set, StoredValue, Update, UpdateValue, With, WithUntracked, WithValue,
};

use super::browser::now_ms;
use super::session::SessionState;
pub use crate::api::ApiError;
use crate::calendar::{Now, Range};
use crate::zone;
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
    /// Where the search began.
    pub from: Timestamp,
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
    /// For a range that moves on with the clock: the range, and how many days can be searched.
    pub moving: Option<(Range, u32)>,
}

impl Question {
    /// The filter as it can be asked for now.
    pub fn filter_at(&self, now_ms: i64) -> CallFilter {
        let Some((range, window_days)) = self.moving else { return self.filter.clone() };
        let (from, to) = range.instants(Now::new(now_ms, window_days, zone::offset));
        CallFilter { from: from.map(Timestamp::from_millis), to: to.map(Timestamp::from_millis), ..self.filter.clone() }
    }
}

/// What the list needs from the server to say what is so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// Nothing.
    Nothing,
    /// The total: a change came whose call may have been counted before, or may not.
    Total,
    /// Its first page: the list grew long while nobody looked further down.
    Page,
}

/// A list that is seen from its top is cut back when it is longer than this.
const LONG: usize = 500;

#[derive(Default)]
struct Behind {
    question: Question,
    /// Counts questions, so that a late answer to an earlier one is dropped.
    number: u64,
    as_of: u64,
    next_cursor: Option<String>,
    /// The filter with the start that the server told: it chooses one where nobody asked for one.
    searched: CallFilter,
    /// Whether the answer on its way is to another question than the rows on screen.
    other: bool,
    /// Whether a first page is on its way.
    asking: bool,
    /// Changes that came while a page was on its way: the page may not have them yet.
    meanwhile: Vec<CallRow>,
    at_top: bool,
    /// The last change that touched the total.
    counted: u64,
}

impl Behind {
    /// The filter in force. Of a range whose ends move with the clock, the ends are where they are now.
    fn searched_now(&self) -> Cow<'_, CallFilter> {
        match self.question.moving {
            Some((Range::Between(..), _)) => Cow::Owned(self.question.filter_at(now_ms())),
            _ => Cow::Borrowed(&self.searched),
        }
    }
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
    need: RwSignal<Need>,
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
            need: RwSignal::new(Need::Nothing),
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

    /// Whether the list could not be had because the server was not there, and is not being asked for.
    pub fn has_lost_server(self) -> bool {
        self.face.with_untracked(|face| *face == Face::Failed(ApiError::Unreachable))
            && !self.behind.with_value(|behind| behind.asking)
    }

    /// Whether the server has answered, and said no.
    pub fn is_refused(self) -> bool {
        self.face.with(|face| matches!(face, Face::Failed(ApiError::Refused(_))))
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

    /// What the list needs from the server; [`Self::catch_up`] gets it.
    pub fn need(self) -> Need {
        self.need.get()
    }

    fn needs(self, need: Need) {
        if self.need.get_untracked() < need {
            self.need.set(need);
        }
    }

    /// Nobody is signed in any more: what the list holds is none of the next reader's business.
    pub fn forget(self) {
        self.behind.update_value(|behind| {
            *behind = Behind { number: behind.number + 1, at_top: true, ..Behind::default() };
        });
        self.entries.set(Vec::new());
        self.waiting.set(Vec::new());
        self.extent.set(None);
        self.more.set(None);
        self.loaded.set(None);
        self.need.set(Need::Nothing);
        self.face.set(Face::Loading);
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
        // A page that is on its way may hold the call as it was before.
        if self.behind.with_value(|behind| behind.asking) {
            self.behind.update_value(|behind| behind.meanwhile.push(row));
            return;
        }
        if self.face.with_untracked(|face| matches!(face, Face::Failed(_))) {
            return;
        }
        if self.more.get_untracked() == Some(Ok(true)) {
            self.behind.update_value(|behind| behind.meanwhile.push(row.clone()));
        }
        let (sort, at_top, whole) =
            self.behind.with_value(|behind| (behind.question.sort, behind.at_top, behind.next_cursor.is_none()));
        let entry =
            self.entries.with_untracked(|entries| entries.iter().find(|entry| entry.id == row.call_id).cloned());
        let waits = self.waiting.with_untracked(|rows| rows.iter().position(|it| it.call_id == row.call_id));
        let shown = match (&entry, waits) {
            (Some(entry), _) => Some(entry.row.with_untracked(|row| row.change)),
            (None, Some(at)) => self.waiting.with_untracked(|rows| rows.get(at).map(|row| row.change)),
            (None, None) => None,
        };
        let change = self.behind.with_value(|behind| classify(&behind.searched_now(), behind.as_of, shown, &row));
        match (change, entry, waits) {
            (Change::Ignore, _, _) | (Change::Update, None, None) => {}
            (Change::Update, Some(entry), _) => entry.row.set(row),
            (Change::Update, None, Some(at)) => self.waiting.update(|rows| {
                if let Some(waiting) = rows.get_mut(at) {
                    *waiting = row;
                }
            }),
            (Change::Remove, Some(_), _) => {
                self.entries.update(|entries| entries.retain(|entry| entry.id != row.call_id));
                self.count(row.change, Some(-1));
            }
            (Change::Remove, None, Some(at)) => {
                self.waiting.update(|rows| drop(rows.remove(at)));
                self.count(row.change, Some(-1));
            }
            // It may be one of the calls beyond the last row.
            (Change::Remove, None, None) => self.count(row.change, if whole { Some(0) } else { None }),
            (Change::Insert, _, _) => {
                let at = self.position_of(&row, sort);
                // What lies beyond the last row comes with its own page.
                if !whole && at == self.entries.with_untracked(Vec::len) {
                    self.count(row.change, None);
                    return;
                }
                // A start never changes; a call that is longer now may have come from beyond the last row.
                let is_new = whole || sort.key == SortKey::StartedAt;
                self.count(row.change, is_new.then_some(1));
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
        self.entries.update(|entries| {
            if entries.iter().all(|entry| entry.id != row.call_id) {
                let entry = Entry { id: row.call_id.clone(), row: ArcRwSignal::new(row) };
                entries.insert(at.min(entries.len()), entry);
            }
        });
        if self.behind.with_value(|behind| behind.at_top) && self.entries.with_untracked(Vec::len) > LONG {
            self.needs(Need::Page);
        }
    }

    fn position_of(self, row: &CallRow, sort: Sort) -> usize {
        self.entries.with_untracked(|entries| {
            position(sort, entries.len(), |at, look| entries[at].row.with_untracked(|shown| look(shown)), row)
        })
    }

    /// A change made the list longer or shorter, or nobody can tell from here. A bound stays a bound.
    fn count(self, change: u64, by: Option<i64>) {
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

#[cfg(test)]
mod tests;
