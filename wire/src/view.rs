//! Views that people save, and what the server keeps of how an account likes the page.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::layout::Layout;

/// The most views of one account.
pub const MOST_VIEWS: u32 = 200;
/// The most characters of a view's name.
pub const MOST_NAME: usize = 80;
/// The most bytes of the place of a view.
pub const MOST_PLACE: usize = 16 * 1024;
/// The most bytes of the last place; a longer one is not kept.
pub const MOST_LAST_PLACE: usize = 8 * 1024;
/// The most choices of one account.
pub const MOST_CHOICES: usize = 32;
/// The most characters of a choice's name, and of its value.
pub const MOST_CHOICE: usize = 64;

/// What a reader gives a view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ViewContent {
    /// Its name, 1 to 80 characters; one account has no two of the same, compared without case and accents.
    pub name: String,
    /// What is looked at: query and fragment of the page's address, in which relative days stay relative.
    pub place: String,
    /// How the list is laid out.
    pub layout: Layout,
    /// Whether everybody who may see calls may open it.
    pub shared: bool,
}

/// A saved view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SavedView {
    /// Its id, made by the server.
    pub view_id: String,
    /// What was saved.
    #[serde(flatten)]
    pub content: ViewContent,
    /// The account that saved it.
    pub owner: String,
    /// Whether that is the reader's own, who alone may change it.
    pub own: bool,
    /// Whether the reader may delete it: the owner may, and an admin where it is shared.
    pub deletable: bool,
    /// Grows with every change.
    pub version: u64,
}

/// The views that a reader may open: the own ones first, then those that others share, each by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Views {
    /// The views.
    pub items: Vec<SavedView>,
}

/// How an account likes the page. What was never chosen is absent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Preferences {
    /// The view that the page opens with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_view: Option<String>,
    /// What was looked at last: query and fragment of the page's address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The view that was open then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open_view: Option<String>,
    /// How the list was laid out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layout: Option<Layout>,
    /// Whatever else the page lets one choose, by name.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub choices: BTreeMap<String, String>,
}

/// A change of [`Preferences`], as a JSON merge patch (RFC 7396): what is absent stays, null takes away.
///
/// Two tabs of one account each change what they mean, and not what the other meant.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct PreferencesChange {
    /// Of the view that the page opens with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_view: Option<Option<String>>,
    /// Of the last place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Option<String>>,
    /// Of the view that is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open_view: Option<Option<String>>,
    /// Of the layout.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layout: Option<Option<Layout>>,
    /// Of choices; those that are not named stay.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub choices: BTreeMap<String, Option<String>>,
}

impl PreferencesChange {
    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// This change, and then `later`.
    pub fn add(&mut self, later: Self) {
        let Self { default_view, place, open_view, layout, choices } = later;
        self.default_view = default_view.or(self.default_view.take());
        self.place = place.or(self.place.take());
        self.open_view = open_view.or(self.open_view.take());
        self.layout = layout.or(self.layout.take());
        self.choices.extend(choices);
    }
}

impl Preferences {
    /// These preferences after a change.
    pub fn change(&mut self, change: PreferencesChange) {
        let PreferencesChange { default_view, place, open_view, layout, choices } = change;
        self.default_view = default_view.unwrap_or(self.default_view.take());
        self.place = place.unwrap_or(self.place.take());
        self.open_view = open_view.unwrap_or(self.open_view.take());
        self.layout = layout.unwrap_or(self.layout.take());
        for (name, value) in choices {
            match value {
                Some(value) => drop(self.choices.insert(name, value)),
                None => drop(self.choices.remove(&name)),
            }
        }
    }
}

/// Whether `text` is the query and fragment of an address as the page writes it, of at most `most` bytes.
pub fn is_place(text: &str, most: usize) -> bool {
    text.len() <= most
        && (text.is_empty() || text.starts_with(['?', '#']))
        && text.bytes().all(|it| it.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(name: &str, value: Option<&str>) -> PreferencesChange {
        PreferencesChange {
            choices: BTreeMap::from([(name.to_owned(), value.map(ToOwned::to_owned))]),
            ..PreferencesChange::default()
        }
    }

    #[test]
    fn a_change_leaves_alone_what_it_does_not_name() {
        let mut kept = Preferences { place: Some("?range=today".to_owned()), ..Preferences::default() };
        kept.change(PreferencesChange { default_view: Some(Some("v1".to_owned())), ..choice("theme", Some("dark")) });
        kept.change(choice("zone", Some("Europe/Berlin")));
        assert_eq!(kept.place.as_deref(), Some("?range=today"));
        assert_eq!(kept.default_view.as_deref(), Some("v1"));
        assert_eq!(kept.choices.len(), 2);
        kept.change(PreferencesChange { place: Some(None), ..choice("theme", None) });
        assert_eq!((kept.place, kept.choices.len()), (None, 1));
    }

    #[test]
    fn two_changes_are_one_after_the_other() {
        let steps = [
            choice("theme", Some("dark")),
            PreferencesChange { place: Some(Some("?a".to_owned())), ..choice("zone", Some("UTC")) },
            PreferencesChange { place: Some(None), ..choice("theme", None) },
            PreferencesChange { layout: Some(Some(Layout::default())), ..PreferencesChange::default() },
        ];
        let (mut one_by_one, mut at_once) = (Preferences::default(), Preferences::default());
        let mut whole = PreferencesChange::default();
        assert!(whole.is_empty());
        for step in steps {
            one_by_one.change(step.clone());
            whole.add(step);
        }
        assert!(!whole.is_empty());
        at_once.change(whole);
        assert_eq!(one_by_one, at_once);
    }

    #[test]
    fn a_place_is_the_end_of_an_address() {
        for place in ["", "?range=today#agent=amy", "#q=%2B44"] {
            assert!(is_place(place, 22), "{place}");
        }
        for text in ["javascript:alert(1)", "//elsewhere.example", "?a b", "?é", "?range=today#agent=amy1"] {
            assert!(!is_place(text, 22), "{text}");
        }
    }
}
