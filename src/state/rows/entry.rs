//! One row of the list: its call, and what it shows beside.

use call_records_wire::call::CallRow;
use call_records_wire::page::Sort;
use leptos::prelude::{ArcRwSignal, GetUntracked, Set, WithUntracked};

use super::merge::Key;
use super::pages::Listed;

/// What a row shows beside its call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Look {
    /// How many rows stand before it.
    pub at: usize,
    /// What just happened to it.
    pub tint: Tint,
    /// Whether it does not match any more, and only stays because somebody reads here.
    pub left: bool,
}

/// What just happened to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tint {
    /// Nothing.
    #[default]
    None,
    /// It was put in.
    New,
    /// Its call changed.
    Changed,
}

/// One row: its id for the order, its signals for what it shows.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The call's id.
    pub id: String,
    /// The call.
    pub row: ArcRwSignal<CallRow>,
    /// What it shows beside.
    pub look: ArcRwSignal<Look>,
}

impl Entry {
    pub(super) fn new(row: CallRow) -> Self {
        Self { id: row.call_id.clone(), row: ArcRwSignal::new(row), look: ArcRwSignal::default() }
    }

    pub(super) fn looks(&self, change: impl FnOnce(&mut Look)) {
        let mut look = self.look.get_untracked();
        change(&mut look);
        if look != self.look.get_untracked() {
            self.look.set(look);
        }
    }

    /// What just happened has been seen.
    pub fn calm(&self) {
        self.looks(|look| look.tint = Tint::None);
    }
}

impl Listed for Entry {
    fn id(&self) -> &str {
        &self.id
    }

    fn key(&self, sort: Sort) -> Key {
        self.row.with_untracked(|row| Key::of(sort, row))
    }

    fn belongs(&self) -> bool {
        self.look.with_untracked(|look| !look.left)
    }
}

/// What stands at an index of the list.
#[derive(Debug, Clone)]
pub enum Slot {
    /// A call.
    Row(Entry),
    /// A call that is on its way.
    Blank(usize),
}
