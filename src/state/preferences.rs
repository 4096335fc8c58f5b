//! Language, theme and time zone: kept on this machine, in force at once.

use std::collections::BTreeMap;

use leptos::prelude::{
    Callable, Callback, Effect, Get, GetUntracked, GetValue, RwSignal, Set, SetValue, StoredValue, Track,
    window_event_listener_untyped,
};

use super::browser::{keep, kept};
use crate::i18n::{self, Language};
use crate::zone;

const LANGUAGE: &str = "call-records.language";
const THEME: &str = "call-records.theme";
const ZONE: &str = "call-records.zone";

/// Light, dark, or what the system says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// What the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// Every theme.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The theme of this spelling.
    fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.as_str() == text)
    }

    /// As it is kept and as stylesheets know it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// What was chosen: its name on the wire, and what for; nothing for what the browser says.
pub type Choice = (&'static str, Option<String>);

/// What the reader prefers.
#[derive(Clone, Copy)]
pub struct Preferences {
    language: RwSignal<Language>,
    theme: RwSignal<Theme>,
    /// The zone's IANA name; nothing for the browser's.
    zone: RwSignal<Option<String>>,
    /// Who keeps what is chosen for the account.
    keeper: StoredValue<Option<Callback<Choice>>>,
}

impl Preferences {
    /// What was chosen last, or what the browser says.
    pub fn restore() -> Self {
        let (language, theme) = (kept_language(), kept_theme());
        i18n::speak(language);
        let zone = kept_zone().filter(|name| zone::choose(Some(name)));
        #[cfg(debug_assertions)]
        i18n::disguise(&kept(LANGUAGE).unwrap_or_default());
        let preferences = Self {
            language: RwSignal::new(language),
            theme: RwSignal::new(theme),
            zone: RwSignal::new(zone),
            keeper: StoredValue::new(None),
        };
        // What is chosen in one page of a browser is so in all of them.
        window_event_listener_untyped("storage", move |_| {
            preferences.speak(kept_language());
            preferences.show_theme(kept_theme());
            preferences.show_zone(kept_zone());
        });
        Effect::new(move |_| {
            preferences.language.track();
            let (tag, direction) = i18n::marks();
            mark_root("lang", tag);
            mark_root("dir", direction);
            if let Some(document) = web_sys::window().and_then(|window| window.document()) {
                document.set_title(i18n::t().title);
            }
        });
        Effect::new(move |_| mark_root("data-theme", preferences.theme.get().as_str()));
        preferences
    }

    /// The language.
    pub fn language(self) -> Language {
        self.language.get()
    }

    /// The theme, at the time when a view is made.
    pub fn theme(self) -> Theme {
        self.theme.get_untracked()
    }

    /// The IANA name of the chosen zone; nothing for the browser's.
    pub fn zone(self) -> RwSignal<Option<String>> {
        self.zone
    }

    /// Tells of every choice of the reader from now on, and of its name.
    pub fn tell(self, keeper: Callback<Choice>) {
        self.keeper.set_value(Some(keeper));
    }

    /// What is kept for the account is chosen here as well.
    pub fn take(self, choices: &BTreeMap<String, String>) {
        let chosen = |key: &str| choices.get(name_of(key));
        if let Some(language) = chosen(LANGUAGE).and_then(|tag| Language::from_tag(tag)) {
            keep(LANGUAGE, language.tag());
            self.speak(language);
        }
        if let Some(theme) = chosen(THEME).and_then(|text| Theme::from_text(text)) {
            keep(THEME, theme.as_str());
            self.show_theme(theme);
        }
        if let Some(zone) = chosen(ZONE)
            && self.show_zone(Some(zone.clone()))
        {
            keep(ZONE, zone);
        }
    }

    /// Shows times in another zone from now on.
    pub fn choose_zone(self, name: Option<String>) {
        if self.show_zone(name.clone()) {
            self.chosen(ZONE, name);
        }
    }

    /// Speaks another language from now on.
    pub fn choose_language(self, language: Language) {
        self.speak(language);
        self.chosen(LANGUAGE, Some(language.tag().to_owned()));
    }

    /// Shows another theme from now on.
    pub fn choose_theme(self, theme: Theme) {
        self.show_theme(theme);
        self.chosen(THEME, Some(theme.as_str().to_owned()));
    }

    /// Keeps a choice here and with the account.
    fn chosen(self, key: &'static str, value: Option<String>) {
        keep(key, value.as_deref().unwrap_or_default());
        if let Some(keeper) = self.keeper.get_value() {
            keeper.run((name_of(key), value));
        }
    }

    fn speak(self, language: Language) {
        if self.language.get_untracked() != language {
            i18n::speak(language);
            self.language.set(language);
        }
    }

    fn show_theme(self, theme: Theme) {
        if self.theme.get_untracked() != theme {
            self.theme.set(theme);
        }
    }

    fn show_zone(self, name: Option<String>) -> bool {
        let known = self.zone.get_untracked() == name || zone::choose(name.as_deref());
        if known && self.zone.get_untracked() != name {
            self.zone.set(name);
        }
        known
    }
}

/// A choice by its name on the wire.
fn name_of(key: &str) -> &str {
    key.trim_start_matches("call-records.")
}

fn kept_language() -> Language {
    let browsers = || web_sys::window().and_then(|window| window.navigator().language());
    kept(LANGUAGE).or_else(browsers).and_then(|tag| Language::from_tag(&tag)).unwrap_or_default()
}

fn kept_theme() -> Theme {
    kept(THEME).and_then(|text| Theme::from_text(&text)).unwrap_or_default()
}

fn kept_zone() -> Option<String> {
    kept(ZONE).filter(|name| !name.is_empty())
}

fn mark_root(attribute: &str, value: &str) {
    let root = web_sys::window().and_then(|window| window.document()).and_then(|document| document.document_element());
    if let Some(root) = root {
        let _ = root.set_attribute(attribute, value);
    }
}
