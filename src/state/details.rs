//! The call that is open.

use call_records_wire::call::{CallDetail, CallRow};
use leptos::prelude::{Get, GetUntracked, RwSignal, Set, StoredValue, UpdateValue, WithUntracked, WithValue};
use leptos::task::spawn_local;

use super::session::SessionState;
use crate::api::{self, ApiError};

/// What is shown of the open call.
#[derive(Debug, Clone, PartialEq)]
pub enum DetailsFace {
    /// It is on its way.
    Loading,
    /// Here it is.
    Ready(Box<CallDetail>),
    /// There is no answer.
    Failed(ApiError),
}

/// The call that is open.
#[derive(Clone, Copy)]
pub struct Details {
    face: RwSignal<DetailsFace>,
    /// The id of the call, and a number that a late answer is told by.
    open: StoredValue<(Option<String>, u64)>,
    session: SessionState,
}

impl Details {
    /// No call is open.
    pub fn new(session: SessionState) -> Self {
        Self { face: RwSignal::new(DetailsFace::Loading), open: StoredValue::new((None, 0)), session }
    }

    /// What is shown.
    pub fn face(self) -> DetailsFace {
        self.face.get()
    }

    /// Opens a call, or none.
    pub fn open(self, call_id: Option<String>) {
        self.open.update_value(|open| open.0.clone_from(&call_id));
        self.face.set(DetailsFace::Loading);
        if call_id.is_some() {
            self.fetch();
        }
    }

    /// Asks once more.
    pub fn retry(self) {
        self.face.set(DetailsFace::Loading);
        self.fetch();
    }

    /// A call changed; if it is the open one, its log grew.
    pub fn apply(self, row: &CallRow) {
        let concerned = self.open.with_value(|(id, _)| id.as_deref() == Some(row.call_id.as_str()));
        let known = self.face.with_untracked(|face| match face {
            DetailsFace::Ready(detail) => detail.row.change,
            DetailsFace::Loading | DetailsFace::Failed(_) => 0,
        });
        if concerned && known < row.change {
            self.fetch();
        }
    }

    /// Changes were missed: the open call may have been among them.
    pub fn catch_up(self) {
        if self.open.with_value(|(id, _)| id.is_some()) {
            self.fetch();
        }
    }

    fn fetch(self) {
        self.open.update_value(|open| open.1 += 1);
        let (Some(call_id), number) = self.open.with_value(Clone::clone) else { return };
        spawn_local(async move {
            let answer = api::call(&call_id).await;
            if self.open.with_value(|(_, current)| *current) != number {
                return;
            }
            match answer {
                Ok(detail) => self.face.set(DetailsFace::Ready(Box::new(detail))),
                Err(ApiError::SignedOut) => self.session.ended(),
                // What is shown stays when only its refresh failed.
                Err(_) if matches!(self.face.get_untracked(), DetailsFace::Ready(_)) => {}
                Err(err) => self.face.set(DetailsFace::Failed(err)),
            }
        });
    }
}
