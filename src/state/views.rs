//! Saved views: which there are, and which one is open.

use call_records_wire::layout::Layout;
use call_records_wire::problem::{VIEW_CHANGED, VIEW_NAME_TAKEN};
use call_records_wire::view::{PreferencesChange, SavedView, ViewContent};
use leptos::prelude::{Get, GetUntracked, RwSignal, Set, Update, With, WithUntracked, untrack};
use leptos::task::spawn_local;

use super::address::Address;
use super::failure::error_text;
use super::kept::Kept;
use super::layout::LayoutState;
use super::notices::Notices;
use super::opening::OpenView;
use super::place;
use super::session::SessionState;
use crate::api::{self, ApiError};
use crate::format::harmless;
use crate::i18n::{fill, t};

/// What became of a view that was to be kept.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// It is kept.
    Kept,
    /// Another view of the reader's has this name.
    NameTaken,
    /// It was changed meanwhile, in another tab or another browser.
    ChangedMeanwhile,
    /// Something else is in the way, in words.
    Failed(String),
}

/// Takes what became of a view. Whoever asked may be gone by then.
pub type Done = Box<dyn FnOnce(Outcome)>;

/// What the reader is asked about a view.
#[derive(Debug, Clone, PartialEq)]
pub enum Asked {
    /// How a new one is to be called.
    New,
    /// How this one is to be called, and whose it is.
    Edit(Box<SavedView>),
    /// Whether it is to go.
    Delete(Box<SavedView>),
    /// Whose change is to stay.
    Conflict(Box<SavedView>),
}

/// Saved views.
#[derive(Clone, Copy)]
pub struct Views {
    list: RwSignal<Vec<SavedView>>,
    /// Why there is no list, or that it is on its way.
    state: RwSignal<ListState>,
    open: RwSignal<Option<OpenView>>,
    asked: RwSignal<Option<Asked>>,
    address: Address,
    layout: LayoutState,
    kept: Kept,
    notices: Notices,
    session: SessionState,
}

/// How the list of views stands.
#[derive(Debug, Clone, PartialEq)]
pub enum ListState {
    /// It was not asked for, or is on its way.
    Loading,
    /// It is there.
    Ready,
    /// It could not be had.
    Failed(ApiError),
}

impl Views {
    /// No views yet.
    pub fn new(address: Address, layout: LayoutState, kept: Kept, notices: Notices, session: SessionState) -> Self {
        let (list, state) = (RwSignal::new(Vec::new()), RwSignal::new(ListState::Loading));
        let (open, asked) = (RwSignal::new(None), RwSignal::new(None));
        Self { list, state, open, asked, address, layout, kept, notices, session }
    }

    /// A reader signed in, and this view is open.
    pub fn begin(self, open: Option<OpenView>) {
        self.forget();
        self.open.set(open);
    }

    /// Nobody is signed in any more.
    pub fn forget(self) {
        self.list.set(Vec::new());
        self.state.set(ListState::Loading);
        self.open.set(None);
        self.asked.set(None);
    }

    /// What the reader is asked.
    pub fn asked(self) -> Option<Asked> {
        self.asked.get()
    }

    /// Asks the reader, or no longer.
    pub fn ask(self, asked: Option<Asked>) {
        self.asked.set(asked);
    }

    /// The views that the reader may open: the own ones first.
    pub fn list(self) -> Vec<SavedView> {
        self.list.get()
    }

    /// How the list stands.
    pub fn state(self) -> ListState {
        self.state.get()
    }

    /// The view that is open.
    pub fn open_view(self) -> Option<SavedView> {
        match self.open.get()? {
            OpenView::Known(view) => Some(*view),
            OpenView::Named(id) => self.list.with(|list| list.iter().find(|view| view.view_id == id).cloned()),
        }
    }

    /// Whether the view that is open is no longer what is on screen.
    pub fn is_changed(self) -> bool {
        let address = self.address.view.with(|view| place::write(view, None));
        let layout = self.layout.get();
        self.open_view().is_some_and(|view| canonical(&view.content.place) != address || view.content.layout != layout)
    }

    /// Whether the page opens with this view.
    pub fn is_default(self, view: &SavedView) -> bool {
        self.kept.default_view().as_ref() == Some(&view.view_id)
    }

    /// Asks for the list.
    pub fn load(self) {
        spawn_local(self.fetch());
    }

    async fn fetch(self) {
        let reader = self.session.reader();
        let answer = api::views::views().await;
        if self.session.reader() != reader {
            return;
        }
        match answer {
            Ok(list) => {
                self.list.set(list);
                self.state.set(ListState::Ready);
            }
            Err(ApiError::SignedOut) => self.session.ended(),
            // A list that is there is better than none.
            Err(err) if self.state.get_untracked() != ListState::Ready => self.state.set(ListState::Failed(err)),
            Err(_) => {}
        }
    }

    /// Shows what a view shows, as it shows it.
    pub fn show(self, view: SavedView) {
        self.layout.set(view.content.layout.clone());
        let (query, fragment) = split(&view.content.place);
        self.address.show(place::read(query, fragment).view);
        self.set_open(Some(view));
    }

    /// The same view again, without what was changed since.
    pub fn put_back(self) {
        if let Some(view) = untrack(|| self.open_view()) {
            self.show(view);
        }
    }

    /// Leaves the view, and what is on screen as it is.
    pub fn leave(self) {
        self.set_open(None);
    }

    /// Saves what is on screen as a new view, and opens it.
    pub fn save_new(self, name: String, shared: bool, default: bool, done: Done) {
        let content = self.on_screen(name, shared);
        self.keep(None, content, Some(default), done);
    }

    /// Gives a view another name, shares it or not, opens the page with it or not.
    pub fn rename(self, view: &SavedView, name: String, shared: bool, default: bool, done: Done) {
        let content = ViewContent { name, shared, ..view.content.clone() };
        self.keep(Some(view), content, Some(default), done);
    }

    /// Keeps what is on screen under the view that is open; asks where it was changed elsewhere.
    pub fn save_changes(self) {
        let Some(view) = untrack(|| self.open_view()) else { return };
        let content = self.on_screen(view.content.name.clone(), view.content.shared);
        let mine = Box::new(view.clone());
        let done = move |outcome| match outcome {
            Outcome::ChangedMeanwhile => self.ask(Some(Asked::Conflict(mine))),
            Outcome::Failed(why) => self.notices.say(why),
            Outcome::Kept | Outcome::NameTaken => {}
        };
        self.keep(Some(&view), content, None, Box::new(done));
    }

    /// Keeps what is on screen under this view, whatever it was changed to elsewhere.
    pub fn overwrite(self, view: SavedView, done: Done) {
        spawn_local(async move {
            self.fetch().await;
            let newest = self.newest(view);
            let content = self.on_screen(newest.content.name.clone(), newest.content.shared);
            self.keep(Some(&newest), content, None, done);
        });
    }

    /// Shows this view as it was changed elsewhere.
    pub fn show_newest(self, view: SavedView) {
        spawn_local(async move {
            self.fetch().await;
            self.show(self.newest(view));
        });
    }

    /// Opens the page with this view from now on, or no longer.
    pub fn make_default(self, view: &SavedView, default: bool) {
        let is_default = untrack(|| self.is_default(view));
        if default != is_default {
            let default_view = Some(default.then(|| view.view_id.clone()));
            self.kept.change(PreferencesChange { default_view, ..PreferencesChange::default() });
        }
    }

    /// Deletes a view.
    pub fn delete(self, view: SavedView, done: Done) {
        spawn_local(async move {
            let outcome = match api::views::delete_view(&view.view_id).await {
                Ok(()) => {
                    self.make_default(&view, false);
                    self.list.update(|list| list.retain(|it| it.view_id != view.view_id));
                    if self.open_id().as_ref() == Some(&view.view_id) {
                        self.leave();
                    }
                    self.notices.say(fill(t().views.deleted, &[("name", &harmless(&view.content.name))]));
                    Outcome::Kept
                }
                Err(err) => self.outcome(err),
            };
            done(outcome);
        });
    }

    /// The address of a view, to be sent to somebody.
    pub fn copy_link(self, view: &SavedView) {
        if let Some(start) = Address::start() {
            self.notices.copy(&format!("{start}{}", canonical(&view.content.place)));
        }
    }

    fn on_screen(self, name: String, shared: bool) -> ViewContent {
        let place = self.address.view.with_untracked(|view| place::write(view, None));
        let layout: Layout = self.layout.get_untracked();
        ViewContent { name, place, layout, shared }
    }

    fn keep(self, view: Option<&SavedView>, content: ViewContent, default: Option<bool>, done: Done) {
        let known = view.map(|view| (view.view_id.clone(), view.version));
        let reader = self.session.reader();
        spawn_local(async move {
            let answer = match &known {
                Some((view_id, version)) => api::views::change_view(view_id, *version, &content).await,
                None => api::views::save_view(&content).await,
            };
            if self.session.reader() != reader {
                return;
            }
            let outcome = match answer {
                Ok(kept) => {
                    if let Some(default) = default {
                        self.make_default(&kept, default);
                    }
                    self.notices.say(fill(t().views.saved, &[("name", &harmless(&kept.content.name))]));
                    // A view that is given another name from the menu stays as closed as it was.
                    if known.is_none() || self.open_id().as_ref() == Some(&kept.view_id) {
                        self.set_open(Some(kept));
                    }
                    self.load();
                    Outcome::Kept
                }
                Err(err) => self.outcome(err),
            };
            done(outcome);
        });
    }

    fn outcome(self, err: ApiError) -> Outcome {
        match &err {
            ApiError::SignedOut => self.session.ended(),
            ApiError::Refused(problem) if problem.kind == VIEW_NAME_TAKEN => return Outcome::NameTaken,
            ApiError::Refused(problem) if problem.kind == VIEW_CHANGED => return Outcome::ChangedMeanwhile,
            ApiError::Refused(_) | ApiError::Unreachable | ApiError::Unreadable => {}
        }
        Outcome::Failed(error_text(&err))
    }

    /// The view as the list holds it, which is newer where it was changed elsewhere.
    fn newest(self, view: SavedView) -> SavedView {
        self.list.with_untracked(|list| list.iter().find(|it| it.view_id == view.view_id).cloned()).unwrap_or(view)
    }

    fn open_id(self) -> Option<String> {
        self.open.with_untracked(|open| match open {
            Some(OpenView::Known(view)) => Some(view.view_id.clone()),
            Some(OpenView::Named(id)) => Some(id.clone()),
            None => None,
        })
    }

    fn set_open(self, view: Option<SavedView>) {
        self.open.set(view.map(|view| OpenView::Known(Box::new(view))));
        self.kept.change(PreferencesChange { open_view: Some(self.open_id()), ..PreferencesChange::default() });
    }
}

/// Query and fragment of the end of an address.
pub(super) fn split(address: &str) -> (&str, &str) {
    address.split_once('#').unwrap_or((address, ""))
}

/// The end of an address as this version writes it.
fn canonical(address: &str) -> String {
    let (query, fragment) = split(address);
    place::write(&place::read(query, fragment).view, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_was_written_otherwise_means_the_same() {
        for (kept, written) in [
            ("", "?range=today"),
            ("#agent=amy", "?range=today#agent=amy"),
            ("?call_type=inbound&range=today&call=1", "?range=today&call_type=inbound"),
        ] {
            assert_eq!(canonical(kept), written);
        }
    }
}
