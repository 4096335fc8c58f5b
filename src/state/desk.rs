//! All handles, and how one follows another.

use std::time::Duration;

use call_records_wire::layout::Layout;
use call_records_wire::session::Session;
use call_records_wire::view::{MOST_LAST_PLACE, PreferencesChange};
use leptos::ev;
use leptos::prelude::{
    Callback, Effect, Get, GetUntracked, GetValue, Memo, SetValue, StoredValue, Track, With, set_interval, set_timeout,
    untrack, window_event_listener,
};
use leptos::task::spawn_local;

use super::address::Address;
use super::clock::Clock;
use super::details::Details;
use super::draft::Draft;
use super::export::Export;
use super::kept::Kept;
use super::layout::LayoutState;
use super::live::{Listener, Live};
use super::notices::Notices;
use super::opening::opening;
use super::place::{self, View};
use super::player::Player;
use super::preferences::Preferences;
use super::rows::{CallRows, Face, Need, Question};
use super::session::{SessionState, Who};
use super::suggestions::Suggestions;
use super::views::{Views, split};
use crate::api::ApiError;
use crate::calendar::Now;

/// Everything that the page works with.
#[derive(Clone, Copy)]
pub struct Desk {
    /// Language and theme.
    pub preferences: Preferences,
    /// Who is signed in.
    pub session: SessionState,
    /// The current second and day.
    pub clock: Clock,
    /// What is looked at.
    pub address: Address,
    /// What is asked for, with its instants.
    pub question: Memo<Question>,
    /// The search fields.
    pub draft: Draft,
    /// Names that complete what is typed.
    pub suggestions: Suggestions,
    /// The calls on screen.
    pub rows: CallRows,
    /// How the list is laid out.
    pub layout: LayoutState,
    /// The line on which changes come in.
    pub live: Live,
    /// The call that is open.
    pub details: Details,
    /// The recording that plays.
    pub player: Player,
    /// Files of calls.
    pub export: Export,
    /// Saved views.
    pub views: Views,
    /// What the server keeps of how the account likes the page.
    pub kept: Kept,
    /// Short notices.
    pub notices: Notices,
}

impl Desk {
    /// Makes every handle and ties them together: address ► question ► rows ► live ► rows. They live as long as the
    /// page, so that what follows them needs no copies.
    pub fn open() -> &'static Self {
        let preferences = Preferences::restore();
        let session = SessionState::ask();
        let clock = Clock::start();
        let address = Address::follow();
        let notices = Notices::new();
        let (layout, kept) = (LayoutState::new(), Kept::new());
        let window_days = Memo::new(move |_| session.window_days());
        let question = Memo::new(move |_| {
            let view = address.view.get();
            let days = window_days.get();
            Question {
                filter: view.resolve(clock.counted_from(days)),
                sort: view.sort,
                window_days: view.range.is_relative().then_some(days),
            }
        });
        let desk: &'static Self = Box::leak(Box::new(Self {
            preferences,
            session,
            clock,
            address,
            question,
            draft: Draft::new(),
            suggestions: Suggestions::new(),
            rows: CallRows::new(session),
            layout,
            live: Live::new(session),
            details: Details::new(session),
            player: Player::new(session),
            export: Export::new(layout, notices, session),
            views: Views::new(address, layout, kept, notices, session),
            kept,
            notices,
        }));
        desk.tie();
        desk
    }

    /// The account, while somebody is signed in.
    pub fn account(&self) -> Option<Session> {
        match self.session.who() {
            Who::Somebody(session) => Some(session),
            Who::Asking | Who::Unclear(_) | Who::Nobody(_) => None,
        }
    }

    /// What days are counted from, followed from day to day.
    pub fn now(&self) -> Now {
        self.clock.counted_from(self.session.window_days())
    }

    /// Shows these calls; those that are shown already are asked for once more.
    pub fn go(&self, view: View) {
        if view == self.address.view.get_untracked() {
            self.rows.refresh();
        } else {
            self.address.show(view);
        }
    }

    /// Signs out, once the server keeps what was changed last.
    pub fn sign_out(&'static self, failed: Callback<ApiError>) {
        spawn_local(async move {
            self.kept.send().await;
            self.session.sign_out(failed);
        });
    }

    /// Somebody signed in: the page opens with what is kept for that account, or with what the address says.
    fn welcome(&self, session: &Session, last: Option<&String>) {
        if last.is_some_and(|last| *last != session.name) {
            self.address.clear();
        }
        let opened = opening(session, &self.address.text());
        self.kept.begin(session.preferences.clone());
        self.layout.set(opened.layout);
        if let Some(place) = opened.place {
            let (query, fragment) = split(&place);
            self.address.begin_with(place::read(query, fragment).view);
        }
        self.views.begin(opened.view);
    }

    /// Keeps the last place and the layout, from the moment that somebody is signed in and as they change.
    fn keep_what_is_shown(&'static self, signed_in: Memo<bool>) {
        let Self { address, layout, kept, .. } = *self;
        Effect::new(move |_| {
            signed_in.track();
            let place = address.view.with(|view| place::write(view, None));
            let place = Some(Some(place).filter(|place| place.len() <= MOST_LAST_PLACE));
            untrack(|| kept.change(PreferencesChange { place, ..PreferencesChange::default() }));
        });
        Effect::new(move |_| {
            signed_in.track();
            let layout = Some(Some(layout.get()));
            untrack(|| kept.change(PreferencesChange { layout, ..PreferencesChange::default() }));
        });
    }

    fn tie(&'static self) {
        let Self { address, question, draft, suggestions, rows, live, details, player, views, .. } = *self;
        let signed_in = Memo::new(move |_| self.account().is_some());
        // Who the page was shown to last.
        let last = StoredValue::new(None::<String>);
        Effect::new(move |was_signed_in: Option<bool>| {
            let is_signed_in = signed_in.get();
            if is_signed_in {
                if was_signed_in != Some(true)
                    && let Some(session) = untrack(|| self.account())
                {
                    untrack(|| self.welcome(&session, last.get_value().as_ref()));
                    last.set_value(Some(session.name));
                }
                rows.ask(question.get());
            } else {
                // What one reader saw and heard is none of the next one's business.
                live.close();
                rows.forget();
                player.close();
                suggestions.forget();
                self.kept.forget();
                self.export.forget();
                views.forget();
                self.layout.set(Layout::default());
                if untrack(|| self.session.who()) == Who::Nobody(false) && was_signed_in == Some(true) {
                    address.clear();
                }
            }
            is_signed_in
        });
        self.keep_what_is_shown(signed_in);
        // After the first rows, so that those wait for nothing.
        let has_rows = Memo::new(move |_| rows.loaded().is_some());
        Effect::new(move |_| {
            if has_rows.get() {
                views.load();
            }
        });
        Effect::new(move |_| address.view.with(|view| draft.show(view, untrack(|| self.now()))));
        // A new day moves the fields of a preset, unless the reader is typing in them.
        Effect::new(move |_| {
            let now = self.now();
            if !draft.is_touched() {
                draft.show(&address.view.get_untracked(), now);
            }
        });
        Effect::new(move |_| {
            let call = address.call.get();
            details.open(call.filter(|_| signed_in.get()));
        });
        Effect::new(move |_| {
            if let Some(as_of) = rows.loaded() {
                live.resume_after(as_of);
            }
        });
        Effect::new(move |_| {
            if let Face::Failed(ApiError::Refused(problem)) = rows.face() {
                draft.refused(&problem);
            }
        });
        // Many changes in a row are one question.
        Effect::new(move |_| {
            if rows.need() != Need::Nothing {
                set_timeout(move || rows.catch_up(), Duration::from_secs(2));
            }
        });
        // A server that restarts, a network that comes back: nobody should have to press a button.
        set_interval(move || self.try_again(), Duration::from_secs(5));
        window_event_listener(ev::online, move |_| self.try_again());
        live.listen(Listener {
            changed: Callback::new(move |row| {
                details.apply(&row);
                rows.apply(row);
            }),
            reopened: Callback::new(move |()| details.catch_up()),
            missed: Callback::new(move |()| {
                rows.refresh();
                details.catch_up();
            }),
        });
    }

    fn try_again(&self) {
        if self.rows.has_lost_server() {
            self.rows.refresh();
        }
    }
}
