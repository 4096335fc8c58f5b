//! How the list is laid out.

use call_records_wire::layout::Layout;
use leptos::prelude::{Get, GetUntracked, RwSignal, Set, With};

/// How the list is laid out: columns, widths, density.
#[derive(Clone, Copy)]
pub struct LayoutState(RwSignal<Layout>);

impl LayoutState {
    /// As nobody has changed it.
    pub fn new() -> Self {
        Self(RwSignal::new(Layout::default()))
    }

    /// The layout in force.
    pub fn get(self) -> Layout {
        self.0.get()
    }

    /// The layout in force, now.
    pub fn get_untracked(self) -> Layout {
        self.0.get_untracked()
    }

    /// Reads the layout in force.
    pub fn with<T>(self, read: impl FnOnce(&Layout) -> T) -> T {
        self.0.with(read)
    }

    /// Lays the list out in another way.
    pub fn set(self, layout: Layout) {
        if self.0.get_untracked() != layout {
            self.0.set(layout);
        }
    }
}
