//! What the page opens with. Pure.

use call_records_wire::layout::Layout;
use call_records_wire::session::Session;
use call_records_wire::view::SavedView;

/// What is on screen once somebody has signed in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Opening {
    /// What is looked at, where the address says nothing.
    pub place: Option<String>,
    /// How the list is laid out.
    pub layout: Layout,
    /// The view that is open.
    pub view: Option<OpenView>,
}

/// The view that is open, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenView {
    /// All of it.
    Known(Box<SavedView>),
    /// Its id.
    Named(String),
}

/// An address that says something wins; a bare one stands for the default view, or for the last place.
pub fn opening(session: &Session, address: &str) -> Opening {
    let preferences = &session.preferences;
    let bare = address.is_empty();
    if let (true, Some(view)) = (bare, &session.default_view) {
        return Opening {
            place: Some(view.content.place.clone()),
            layout: view.content.layout.clone(),
            view: Some(OpenView::Known(Box::new(view.clone()))),
        };
    }
    let was_here = bare || preferences.place.as_deref() == Some(address);
    Opening {
        place: preferences.place.clone().filter(|_| bare),
        layout: preferences.layout.clone().unwrap_or_default(),
        view: preferences.open_view.clone().filter(|_| was_here).map(OpenView::Named),
    }
}

#[cfg(test)]
mod tests {
    use call_records_wire::layout::Density;
    use call_records_wire::view::{Preferences, ViewContent};
    use call_records_wire::words::Role;

    use super::*;

    fn session() -> Session {
        Session {
            name: "ada".to_owned(),
            role: Role::Admin,
            time_zone: "UTC".to_owned(),
            search_window_days: 30,
            demo: false,
            version: String::new(),
            preferences: Preferences {
                place: Some("?range=yesterday".to_owned()),
                open_view: Some("v1".to_owned()),
                layout: Some(Layout { density: Density::Compact, ..Layout::default() }),
                ..Preferences::default()
            },
            default_view: None,
        }
    }

    fn view() -> SavedView {
        let content = ViewContent {
            name: "Missed".to_owned(),
            place: "?range=today&hangup_reason=unanswered".to_owned(),
            layout: Layout { frozen: 3, ..Layout::default() },
            shared: false,
        };
        SavedView { view_id: "v2".to_owned(), content, owner: "ada".to_owned(), own: true, deletable: true, version: 1 }
    }

    #[test]
    fn a_bare_address_stands_for_the_last_place() {
        let opened = opening(&session(), "");
        assert_eq!(opened.place.as_deref(), Some("?range=yesterday"));
        assert_eq!(opened.layout.density, Density::Compact);
        assert_eq!(opened.view, Some(OpenView::Named("v1".to_owned())));
    }

    #[test]
    fn a_default_view_wins_over_the_last_place() {
        let opened = opening(&Session { default_view: Some(view()), ..session() }, "");
        assert_eq!(opened.place, Some(view().content.place));
        assert_eq!(opened.layout, view().content.layout);
        assert_eq!(opened.view, Some(OpenView::Known(Box::new(view()))));
    }

    #[test]
    fn an_address_that_says_something_wins_over_both() {
        for session in [session(), Session { default_view: Some(view()), ..session() }] {
            let opened = opening(&session, "?range=today#agent=amy");
            assert_eq!((opened.place, opened.view), (None, None));
            assert_eq!(opened.layout.density, Density::Compact, "columns are the reader's, not the link's");
            let again = opening(&session, "?range=yesterday");
            assert_eq!(again.place, None);
            assert_eq!(again.view, Some(OpenView::Named("v1".to_owned())), "the page was only loaded again");
        }
    }

    #[test]
    fn a_reader_of_whom_nothing_is_kept_sees_the_page_as_it_is() {
        let opened = opening(&Session { preferences: Preferences::default(), ..session() }, "");
        assert_eq!(opened, Opening::default());
    }
}
