//! The calls on screen: a list that owns the order, and a signal per row.

/// What a change of a call does to the list.
mod applying;
/// What the list asks the server.
mod asking;
/// One row.
mod entry;
mod merge;
mod pages;
/// What is asked.
mod question;
mod selection;

use std::borrow::Cow;
use std::ops::Range;

use call_records_wire::call::CallRow;
use call_records_wire::filter::CallFilter;
use call_records_wire::page::Total;
use call_records_wire::time::Timestamp;
use call_records_wire::words::RecordingState;
use leptos::prelude::{Get, GetUntracked, RwSignal, Set, StoredValue, UpdateValue, With, WithUntracked, WithValue};

use super::browser::now_ms;
use super::session::SessionState;
pub use crate::api::ApiError;
use crate::calendar::Range as Days;
pub use entry::{Entry, Look, Slot, Tint};
use pages::{Listed, Pages};
pub use question::Question;
pub use selection::Selection;

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

/// A list that is seen from its top is cut back when it is longer than this, and no more new calls than this wait.
const LONG: usize = 500;

/// Where the reader is.
#[derive(Default)]
struct Reader {
    /// Whether the top of the list is seen.
    at_top: bool,
    /// Whether the pointer rests on the list.
    pointed: bool,
    /// Whether the focus is in the rows.
    entered: bool,
}

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
    /// Whether a page that was let go is on its way.
    filling: bool,
    /// Changes that came while a page was on its way: the page may not have them yet.
    meanwhile: Vec<CallRow>,
    reader: Reader,
    /// The rows in sight.
    sight: Range<usize>,
    /// The row that has the focus.
    focused: Option<String>,
    /// The last change that touched the total.
    counted: u64,
    /// How many new calls nobody was told of yet.
    news: usize,
}

impl Behind {
    fn empty(number: u64) -> Self {
        Self { number, reader: Reader { at_top: true, ..Reader::default() }, ..Self::default() }
    }

    /// The filter in force. Of a range whose ends move with the clock, the ends are where they are now.
    fn searched_now(&self) -> Cow<'_, CallFilter> {
        match self.question.moving {
            Some((Days::Between(..), _)) => Cow::Owned(self.question.filter_at(now_ms())),
            _ => Cow::Borrowed(&self.searched),
        }
    }
}

/// The calls on screen.
#[derive(Clone, Copy)]
pub struct CallRows {
    pages: RwSignal<Pages<Entry>>,
    /// New calls that wait until the reader wants them: the list does not move under somebody who reads.
    waiting: RwSignal<Vec<CallRow>>,
    /// Whether a call is open over the list, which the reader goes back to.
    covered: RwSignal<bool>,
    /// The calls that the reader chose.
    pub selection: Selection,
    face: RwSignal<Face>,
    extent: RwSignal<Option<Extent>>,
    more: RwSignal<Option<Result<bool, ApiError>>>,
    /// The number of changes that the first page held; set anew with each page.
    loaded: RwSignal<Option<u64>>,
    /// Counts the answers that are read from their top.
    answered: RwSignal<u64>,
    need: RwSignal<Need>,
    behind: StoredValue<Behind>,
    session: SessionState,
}

impl CallRows {
    /// An empty list.
    pub fn new(session: SessionState) -> Self {
        Self {
            pages: RwSignal::new(Pages::default()),
            covered: RwSignal::new(false),
            waiting: RwSignal::new(Vec::new()),
            selection: Selection::new(),
            face: RwSignal::new(Face::Loading),
            extent: RwSignal::new(None),
            more: RwSignal::new(None),
            loaded: RwSignal::new(None),
            answered: RwSignal::new(0),
            need: RwSignal::new(Need::Nothing),
            behind: StoredValue::new(Behind::empty(0)),
            session,
        }
    }

    /// What stands at these indexes, in order, and the row of a call wherever it stands: the focus is not lost when it
    /// goes out of sight.
    pub fn slots(self, range: Range<usize>, always: Option<&str>) -> Vec<Slot> {
        self.pages.with(|pages| {
            let slot = |at| {
                pages.get(at).map_or(Slot::Blank(at), |entry| {
                    entry.looks(|look| look.at = at);
                    Slot::Row(entry.clone())
                })
            };
            let mut slots: Vec<Slot> = (range.start..range.end.min(pages.len())).map(slot).collect();
            match always.and_then(|id| pages.find(id)).map(|(at, _)| at) {
                Some(at) if at < range.start => slots.insert(0, slot(at)),
                Some(at) if at >= range.end => slots.push(slot(at)),
                Some(_) | None => {}
            }
            slots
        })
    }

    /// More rows than these are better had as a file than on paper.
    const MOST_ON_PAPER: usize = 1_000;

    /// The rows that are printed: the first that are loaded.
    pub fn on_paper(self) -> Range<usize> {
        self.pages.with(|pages| pages.first_held(Self::MOST_ON_PAPER))
    }

    /// How many rows there are.
    pub fn len(self) -> usize {
        self.pages.with(Pages::len)
    }

    /// How many rows stand before a call, where it is known.
    pub fn index_of(self, call_id: &str) -> Option<usize> {
        self.pages.with_untracked(|pages| pages.find(call_id).map(|(at, _)| at))
    }

    /// The id of the call at an index, where it is known.
    pub fn id_at(self, index: usize) -> Option<String> {
        self.pages.with_untracked(|pages| pages.get(index).map(|entry| entry.id.clone()))
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

    /// How many new calls wait to be shown; no more than [`Self::MOST_WAITING`] are counted.
    pub fn waiting(self) -> usize {
        self.waiting.with(Vec::len)
    }

    /// More calls than this are not told apart while they wait.
    pub const MOST_WAITING: usize = LONG;

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
        self.pages.with(|pages| {
            let Some((at, _)) = pages.find(call_id) else { return (None, None) };
            let id = |entry: &Entry| entry.id.clone();
            (at.checked_sub(1).and_then(|at| pages.get(at)).map(id), pages.get(at + 1).map(id))
        })
    }

    /// The next call with a recording that can be played, or the one before, as far as the list is held.
    pub fn neighbor_with_recording(self, call_id: &str, forward: bool) -> Option<CallRow> {
        let playable = |row: &CallRow| row.recordings.iter().any(|it| it.state == RecordingState::Available);
        self.pages.with(|pages| {
            let (here, _) = pages.find(call_id)?;
            let row_at = |at: usize| Some(pages.get(at)?.row.get()).filter(playable);
            if forward { (here + 1..pages.len()).find_map(row_at) } else { (0..here).rev().find_map(row_at) }
        })
    }

    /// Whether a call is the last of those that are listed so far.
    pub fn is_last(self, call_id: &str) -> bool {
        self.pages.with(|pages| pages.find(call_id).is_some_and(|(at, _)| at + 1 == pages.len()))
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

    /// The reader wants the newest: shows what waits, and the list is read from its top.
    pub fn read_from_top(self) {
        self.show_waiting();
        self.answered.set(self.answered.get_untracked() + 1);
    }

    /// Says whether a call is open over the list.
    pub fn covered(self, is: bool) {
        self.covered.set(is);
    }

    /// Nobody is signed in any more: what the list holds is none of the next reader's business.
    pub fn forget(self) {
        self.behind.update_value(|behind| *behind = Behind::empty(behind.number + 1));
        self.pages.set(Pages::default());
        self.waiting.set(Vec::new());
        self.selection.clear();
        self.extent.set(None);
        self.more.set(None);
        self.loaded.set(None);
        self.need.set(Need::Nothing);
        self.face.set(Face::Loading);
    }

    /// Chooses every row that is held, from one to another; from the one that was chosen last, where none is named.
    pub fn select_to(self, call_id: &str) {
        self.pages.with_untracked(|pages| {
            let to = pages.find(call_id).map(|(at, _)| at);
            let from = self.selection.last().and_then(|id| pages.find(&id).map(|(at, _)| at)).or(to);
            if let Some((from, to)) = from.zip(to) {
                let range = from.min(to)..=from.max(to);
                self.selection.add(range.filter_map(|at| pages.get(at)).cloned());
            }
        });
    }

    /// Chooses a call, or does not any more.
    pub fn toggle_selected(self, call_id: &str) {
        let entry = self.pages.with_untracked(|pages| pages.find(call_id).map(|(_, entry)| entry.clone()));
        if let Some(entry) = entry {
            self.selection.toggle(entry);
        }
    }

    /// Chooses every row that is held.
    pub fn select_all(self) {
        self.pages.with_untracked(|pages| self.selection.add(pages.held().cloned()));
    }

    /// Whether every row that is held was chosen.
    pub fn all_selected(self) -> bool {
        self.pages.with(|pages| pages.len() > 0 && pages.held().all(|entry| self.selection.has(&entry.id)))
    }

    /// The calls that were chosen, in the order of the list.
    pub fn selected(self) -> Vec<CallRow> {
        let sort = self.behind.with_value(|behind| behind.question.sort);
        let mut entries = self.selection.entries();
        entries.sort_by(|a, b| a.key(sort).order(&b.key(sort), sort));
        entries.iter().map(|entry| entry.row.get_untracked()).collect()
    }

    /// These calls within the days that were searched, as a filter.
    pub fn only(self, call_id: Vec<String>) -> CallFilter {
        self.behind.with_value(|behind| CallFilter {
            from: behind.searched.from,
            to: behind.searched.to,
            call_id,
            ..CallFilter::default()
        })
    }
}

#[cfg(test)]
mod calm;
#[cfg(test)]
mod tests;
