//! Who is signed in.

use call_records_wire::session::{Credentials, Session};
use leptos::prelude::{Get, GetUntracked, RwSignal, Set, With, WithUntracked};
use leptos::task::spawn_local;

use crate::api::{self, ApiError};

/// What is known of the reader.
#[derive(Debug, Clone, PartialEq)]
pub enum Who {
    /// It was not asked yet.
    Asking,
    /// The server could not say.
    Unclear(ApiError),
    /// Nobody; true where somebody was before.
    Nobody(bool),
    /// This account.
    Somebody(Box<Session>),
}

/// Signs in and out.
#[derive(Clone, Copy)]
pub struct SessionState {
    who: RwSignal<Who>,
    busy: RwSignal<bool>,
    refusal: RwSignal<Option<ApiError>>,
}

impl SessionState {
    /// Asks who is signed in.
    pub fn ask() -> Self {
        let state = Self { who: RwSignal::new(Who::Asking), busy: RwSignal::new(false), refusal: RwSignal::new(None) };
        state.ask_again();
        state
    }

    /// Asks once more.
    pub fn ask_again(self) {
        self.who.set(Who::Asking);
        spawn_local(async move {
            self.who.set(match api::session().await {
                Ok(session) => Who::Somebody(Box::new(session)),
                Err(ApiError::SignedOut) => Who::Nobody(false),
                Err(err) => Who::Unclear(err),
            });
        });
    }

    /// Who is signed in.
    pub fn who(self) -> Who {
        self.who.get()
    }

    /// The account that is signed in, for those who wait for an answer to its questions.
    pub fn reader(self) -> Option<String> {
        self.who.with_untracked(|who| match who {
            Who::Somebody(session) => Some(session.name.clone()),
            Who::Asking | Who::Unclear(_) | Who::Nobody(_) => None,
        })
    }

    /// How many days can be searched.
    pub fn window_days(self) -> u32 {
        self.who.with(|who| match who {
            Who::Somebody(session) => session.search_window_days,
            Who::Asking | Who::Unclear(_) | Who::Nobody(_) => 30,
        })
    }

    /// Whether an answer is being waited for.
    pub fn is_busy(self) -> bool {
        self.busy.get()
    }

    /// Why the last attempt to sign in failed.
    pub fn refusal(self) -> Option<ApiError> {
        self.refusal.get()
    }

    /// Signs in.
    pub fn sign_in(self, credentials: Credentials) {
        self.busy.set(true);
        self.refusal.set(None);
        spawn_local(async move {
            let answer = api::sign_in(&credentials).await;
            self.busy.set(false);
            match answer {
                Ok(session) => self.who.set(Who::Somebody(Box::new(session))),
                Err(err) => self.refusal.set(Some(err)),
            }
        });
    }

    /// Signs out, or says why not.
    pub fn sign_out(self, failed: impl FnOnce(ApiError) + 'static) {
        spawn_local(async move {
            match api::sign_out().await {
                Ok(()) | Err(ApiError::SignedOut) => self.who.set(Who::Nobody(false)),
                Err(err) => failed(err),
            }
        });
    }

    /// The server said that nobody is signed in any more.
    pub fn ended(self) {
        if matches!(self.who.get_untracked(), Who::Somebody(_)) {
            self.who.set(Who::Nobody(true));
        }
    }
}

#[cfg(test)]
impl SessionState {
    /// Nobody, and no request.
    pub fn for_tests() -> Self {
        Self { who: RwSignal::new(Who::Asking), busy: RwSignal::new(false), refusal: RwSignal::new(None) }
    }
}
