//! All handles, and how one follows another.

use std::time::Duration;

use call_records_wire::session::Session;
use leptos::ev;
use leptos::prelude::{Callback, Effect, Get, GetUntracked, Memo, With, set_timeout, window_event_listener};

use super::address::Address;
use super::clock::Clock;
use super::details::Details;
use super::draft::{Draft, FaultKind};
use super::export::Export;
use super::live::{Listener, Live};
use super::notices::Notices;
use super::player::Player;
use super::preferences::Preferences;
use super::rows::{CallRows, Face, Question};
use super::session::{SessionState, Who};
use super::suggestions::Suggestions;
use crate::api::ApiError;
use crate::zone;

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
        let question = Memo::new(move |_| {
            let view = address.view.get();
            Question { filter: view.resolve(clock.today.get(), zone::offset), sort: view.sort }
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
            live: Live::new(session),
            details: Details::new(session),
            player: Player::new(),
            export: Export::new(notices, session),
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

    fn tie(&'static self) {
        let Self { clock, address, question, draft, rows, live, details, .. } = *self;
        let signed_in = Memo::new(move |_| self.account().is_some());
        Effect::new(move |_| {
            if signed_in.get() {
                rows.ask(question.get());
            } else {
                live.close();
            }
        });
        Effect::new(move |_| address.view.with(|view| draft.show(view, clock.today.get_untracked())));
        // A new day moves the fields of a preset, unless the reader is typing in them.
        Effect::new(move |_| {
            let today = clock.today.get();
            if !draft.is_touched() {
                draft.show(&address.view.get_untracked(), today);
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
        Effect::new(move |_| match rows.face() {
            Face::Failed(ApiError::Refused(problem)) => {
                let faults = problem.errors.iter().filter_map(|fault| {
                    let pointer = fault.pointer.as_deref().map(|it| it.trim_start_matches('/'));
                    let name = fault.parameter.as_deref().or(pointer)?;
                    let name = name.split('/').next().unwrap_or(name);
                    Some((name.to_owned(), FaultKind::Other(fault.detail.clone())))
                });
                draft.refused(faults.collect());
            }
            // A server that restarts, a network that comes back: nobody should have to press a button.
            Face::Failed(ApiError::Unreachable) => set_timeout(move || self.try_again(), Duration::from_secs(5)),
            Face::Failed(_) | Face::Loading | Face::Ready | Face::Refreshing => {}
        });
        window_event_listener(ev::online, move |_| self.try_again());
        live.listen(Listener {
            changed: Callback::new(move |row| {
                details.apply(&row);
                rows.apply(row);
            }),
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
