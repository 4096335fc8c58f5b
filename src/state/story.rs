//! The other calls of the open call's customer.

use call_records_wire::story::CustomerCalls;
use leptos::prelude::{Get, RwSignal, Set, StoredValue, UpdateValue, WithUntracked, WithValue};
use leptos::task::spawn_local;

use super::details::Behind;
use super::session::SessionState;
use crate::api::{self, ApiError};

/// What is known of them; `None` while they are on their way.
type Face = Option<Result<CustomerCalls, ApiError>>;

/// The other calls of the open call's customer.
#[derive(Clone, Copy)]
pub struct Story {
    face: RwSignal<Face>,
    behind: StoredValue<Behind>,
    session: SessionState,
}

impl Story {
    /// No call is open.
    pub fn new(session: SessionState) -> Self {
        Self { face: RwSignal::new(None), behind: StoredValue::new(Behind::default()), session }
    }

    /// What is known of them.
    pub fn face(self) -> Face {
        self.face.get()
    }

    /// Another call is open, or none.
    pub fn open(self, call_id: Option<String>) {
        self.behind.update_value(|behind| behind.open(call_id));
        self.face.set(None);
        self.fetch();
    }

    /// Asks once more.
    pub fn retry(self) {
        self.face.set(None);
        self.fetch();
    }

    /// A call of the customer changed, or changes were missed.
    pub fn catch_up(self) {
        self.fetch();
    }

    fn fetch(self) {
        let begun = self.behind.try_update_value(Behind::begin).flatten();
        let Some((call_id, number)) = begun else { return };
        spawn_local(async move {
            let answer = api::story::customer_calls(&call_id).await;
            if self.behind.with_value(|behind| behind.is_at(number)) {
                self.answered(answer);
            }
        });
    }

    fn answered(self, answer: Result<CustomerCalls, ApiError>) {
        let due = self.behind.try_update_value(Behind::end);
        match answer {
            Err(ApiError::SignedOut) => return self.session.ended(),
            // What is shown stays when only its refresh failed.
            Err(_) if self.face.with_untracked(|face| matches!(face, Some(Ok(_)))) => {}
            // Told anew only where it is another one: the focus may be in it.
            answer => {
                let answer = Some(answer);
                if self.face.with_untracked(|face| *face != answer) {
                    self.face.set(answer);
                }
            }
        }
        if due == Some(true) {
            self.fetch();
        }
    }
}
