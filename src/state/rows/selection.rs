//! The calls that the reader chose. They stay chosen when their rows change, and when they are let go.

use std::collections::BTreeMap;

use leptos::prelude::{GetUntracked, GetValue, RwSignal, Set, SetValue, StoredValue, Update, With, WithUntracked};

use super::Entry;

/// The calls that the reader chose.
#[derive(Clone, Copy)]
pub struct Selection {
    chosen: RwSignal<BTreeMap<String, Entry>>,
    last: StoredValue<Option<String>>,
}

impl Selection {
    pub(super) fn new() -> Self {
        Self { chosen: RwSignal::new(BTreeMap::new()), last: StoredValue::new(None) }
    }

    /// How many.
    pub fn count(self) -> usize {
        self.chosen.with(BTreeMap::len)
    }

    /// Whether a call is among them.
    pub fn has(self, call_id: &str) -> bool {
        self.chosen.with(|chosen| chosen.contains_key(call_id))
    }

    /// None any more.
    pub fn clear(self) {
        if self.chosen.with_untracked(|chosen| !chosen.is_empty()) {
            self.chosen.set(BTreeMap::new());
        }
        self.last.set_value(None);
    }

    pub(super) fn toggle(self, entry: Entry) {
        self.last.set_value(Some(entry.id.clone()));
        self.chosen.update(|chosen| {
            if chosen.remove(&entry.id).is_none() {
                chosen.insert(entry.id.clone(), entry);
            }
        });
    }

    pub(super) fn add(self, entries: impl Iterator<Item = Entry>) {
        self.chosen.update(|chosen| chosen.extend(entries.map(|entry| (entry.id.clone(), entry))));
    }

    pub(super) fn last(self) -> Option<String> {
        self.last.get_value()
    }

    pub(super) fn entry(self, call_id: &str) -> Option<Entry> {
        self.chosen.with_untracked(|chosen| chosen.get(call_id).cloned())
    }

    pub(super) fn entries(self) -> Vec<Entry> {
        self.chosen.get_untracked().into_values().collect()
    }
}
