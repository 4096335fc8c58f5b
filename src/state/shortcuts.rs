//! Keys that do something by themselves: which ones, whether they are on, and whether their list is open.

use leptos::prelude::{Get, GetUntracked, GetValue, RwSignal, Set, SetValue, StoredValue};

use super::browser::{keep, kept};

const SHORTCUTS: &str = "call-records.shortcuts";
const OFF: &str = "off";

/// What a shortcut does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Goes to the search box.
    Search,
    /// Goes to the filters.
    Filters,
    /// Goes to the days.
    Range,
    /// Goes to the next call.
    Next,
    /// Goes to the previous call.
    Previous,
    /// Goes to the newest calls.
    Live,
    /// Offers the recording as a file.
    Download,
    /// Plays slower.
    Slower,
    /// Plays faster.
    Faster,
    /// Takes the sound away, or gives it back.
    Sound,
    /// Lists the shortcuts.
    Help,
}

impl Deed {
    /// Whether it makes sense while a call is open over the list.
    pub const fn reaches_into_a_call(self) -> bool {
        matches!(
            self,
            Self::Next | Self::Previous | Self::Download | Self::Slower | Self::Faster | Self::Sound | Self::Help
        )
    }
}

/// What a key does after the one that was pressed before it.
fn deed(before: Option<char>, key: char) -> Option<Deed> {
    Some(match (before, key) {
        (Some('g'), 'l') => Deed::Live,
        (_, '/') => Deed::Search,
        (_, 'f') => Deed::Filters,
        (_, 't') => Deed::Range,
        (_, 'j') => Deed::Next,
        (_, 'k') => Deed::Previous,
        (_, 'd') => Deed::Download,
        (_, '[') => Deed::Slower,
        (_, ']') => Deed::Faster,
        (_, 'm') => Deed::Sound,
        (_, '?') => Deed::Help,
        _ => return None,
    })
}

/// The shortcuts.
#[derive(Clone, Copy)]
pub struct Shortcuts {
    on: RwSignal<bool>,
    help: RwSignal<bool>,
    before: StoredValue<Option<char>>,
}

impl Shortcuts {
    /// As they were left on this machine.
    pub fn restore() -> Self {
        Self::new(kept(SHORTCUTS).is_none_or(|text| text != OFF))
    }

    fn new(on: bool) -> Self {
        Self { on: RwSignal::new(on), help: RwSignal::new(false), before: StoredValue::new(None) }
    }

    /// Whether single keys do something.
    pub fn are_on(self) -> bool {
        self.on.get()
    }

    /// Switches them on or off.
    pub fn switch(self, on: bool) {
        keep(SHORTCUTS, if on { "on" } else { OFF });
        self.on.set(on);
    }

    /// Whether the list of shortcuts is open.
    pub fn help_is_open(self) -> bool {
        self.help.get()
    }

    /// Opens or closes the list of shortcuts.
    pub fn show_help(self, open: bool) {
        self.help.set(open);
    }

    /// A key was pressed: what is to be done?
    pub fn press(self, key: &str) -> Option<Deed> {
        let mut letters = key.chars();
        let (Some(letter), None) = (letters.next(), letters.next()) else { return None };
        let before = self.before.get_value();
        self.before.set_value(Some(letter));
        deed(before, letter).filter(|_| self.on.get_untracked())
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::Owner;

    use super::*;

    #[test]
    fn keys_do_what_the_list_says_and_nothing_when_they_are_off() {
        Owner::new().with(|| {
            let keys = Shortcuts::new(true);
            assert_eq!(keys.press("j"), Some(Deed::Next));
            assert_eq!(keys.press("l"), None);
            assert_eq!(keys.press("g"), None);
            assert_eq!(keys.press("Shift"), None);
            assert_eq!(keys.press("l"), Some(Deed::Live));
            assert_eq!(keys.press("l"), None);
            assert_eq!(keys.press("?"), Some(Deed::Help));
            let keys = Shortcuts::new(false);
            assert_eq!(keys.press("j"), None);
        });
    }
}
