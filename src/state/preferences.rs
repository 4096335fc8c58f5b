//! Language, theme and time zone: kept on this machine, in force at once.

use leptos::prelude::{Effect, Get, GetUntracked, RwSignal, Set, Track};

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

    /// As it is kept and as stylesheets know it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// What the reader prefers.
#[derive(Clone, Copy)]
pub struct Preferences {
    language: RwSignal<Language>,
    theme: RwSignal<Theme>,
    /// The zone's IANA name; nothing for the browser's.
    zone: RwSignal<Option<String>>,
}

impl Preferences {
    /// What was chosen last, or what the browser says.
    pub fn restore() -> Self {
        let browsers = || web_sys::window().and_then(|window| window.navigator().language());
        let language = kept(LANGUAGE).or_else(browsers).and_then(|tag| Language::from_tag(&tag)).unwrap_or_default();
        let theme = kept(THEME)
            .and_then(|text| Theme::ALL.into_iter().find(|theme| theme.as_str() == text))
            .unwrap_or_default();
        i18n::speak(language);
        let zone = kept(ZONE).filter(|name| !name.is_empty() && zone::choose(Some(name)));
        #[cfg(debug_assertions)]
        i18n::disguise(&kept(LANGUAGE).unwrap_or_default());
        let preferences =
            Self { language: RwSignal::new(language), theme: RwSignal::new(theme), zone: RwSignal::new(zone) };
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

    /// Shows times in another zone from now on.
    pub fn choose_zone(self, name: Option<String>) {
        if zone::choose(name.as_deref()) {
            keep(ZONE, name.as_deref().unwrap_or_default());
            self.zone.set(name);
        }
    }

    /// Speaks another language from now on.
    pub fn choose_language(self, language: Language) {
        keep(LANGUAGE, language.tag());
        i18n::speak(language);
        self.language.set(language);
    }

    /// Shows another theme from now on.
    pub fn choose_theme(self, theme: Theme) {
        keep(THEME, theme.as_str());
        self.theme.set(theme);
    }
}

fn mark_root(attribute: &str, value: &str) {
    let root = web_sys::window().and_then(|window| window.document()).and_then(|document| document.document_element());
    if let Some(root) = root {
        let _ = root.set_attribute(attribute, value);
    }
}
