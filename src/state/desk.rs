//! All handles, and how one follows another.

use std::time::Duration;

use call_records_wire::session::Session;
use leptos::ev;
use leptos::prelude::{
    Callback, Effect, Get, GetUntracked, Memo, With, set_interval, set_timeout, untrack, window_event_listener,
};

use super::address::Address;
use super::clock::Clock;
use super::details::Details;
use super::draft::Draft;
use super::export::Export;
use super::layout::LayoutState;
use super::live::{Listener, Live};
use super::notices::Notices;
use super::place::View;
use super::player::Player;
use super::preferences::Preferences;
use super::rows::{CallRows, Face, Need, Question};
use super::session::{SessionState, Who};
use super::shortcuts::Shortcuts;
use super::suggestions::Suggestions;
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
    /// Short notices.
    pub notices: Notices,
    /// Keys that do something by themselves.
    pub shortcuts: Shortcuts,
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
            layout: LayoutState::new(),
            live: Live::new(session),
            details: Details::new(session),
            player: Player::new(session),
            export: Export::new(notices, session),
            notices,
            shortcuts: Shortcuts::restore(),
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

    fn tie(&'static self) {
        let Self { address, question, draft, suggestions, rows, live, details, player, .. } = *self;
        let signed_in = Memo::new(move |_| self.account().is_some());
        Effect::new(move |_| {
            if signed_in.get() {
                rows.ask(question.get());
            } else {
                // What one reader saw and heard is none of the next one's business.
                live.close();
                rows.forget();
                player.close();
                suggestions.forget();
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
