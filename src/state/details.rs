//! The call that is open.

use call_records_wire::call::{CallDetail, CallRow};
use leptos::prelude::{Get, RwSignal, Set, StoredValue, UpdateValue, WithUntracked, WithValue};
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
    behind: StoredValue<Behind>,
    session: SessionState,
}

#[derive(Clone, Default)]
struct Behind {
    /// The id of the call.
    call_id: Option<String>,
    /// Counts what is opened, so that a late answer is dropped.
    number: u64,
    /// Whether an answer is being waited for.
    busy: bool,
    /// Whether the call changed since it was asked for.
    due: bool,
}

impl Behind {
    /// What is to be asked for now, if anything is.
    fn begin(&mut self) -> Option<(String, u64)> {
        let call_id = self.call_id.clone()?;
        self.due = self.busy;
        self.busy = true;
        (!self.due).then_some((call_id, self.number))
    }

    /// The answer came; true where it is to be asked for again.
    fn end(&mut self) -> bool {
        self.busy = false;
        std::mem::take(&mut self.due)
    }
}

impl Details {
    /// No call is open.
    pub fn new(session: SessionState) -> Self {
        Self { face: RwSignal::new(DetailsFace::Loading), behind: StoredValue::new(Behind::default()), session }
    }

    /// What is shown.
    pub fn face(self) -> DetailsFace {
        self.face.get()
    }

    /// Opens a call, or none.
    pub fn open(self, call_id: Option<String>) {
        self.behind.update_value(|behind| {
            *behind = Behind { call_id, number: behind.number + 1, ..Behind::default() };
        });
        self.face.set(DetailsFace::Loading);
        self.fetch();
    }

    /// Asks once more.
    pub fn retry(self) {
        self.face.set(DetailsFace::Loading);
        self.fetch();
    }

    /// A call changed; if it is the open one, its log grew.
    pub fn apply(self, row: &CallRow) {
        let concerned = self.behind.with_value(|behind| behind.call_id.as_ref() == Some(&row.call_id));
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
        self.fetch();
    }

    /// One request at a time: a call that changes faster than it can be fetched is still shown.
    fn fetch(self) {
        let begun = self.behind.try_update_value(Behind::begin).flatten();
        let Some((call_id, number)) = begun else { return };
        spawn_local(async move {
            let answer = api::call(&call_id).await;
            if self.behind.with_value(|behind| behind.number) == number {
                self.answered(answer);
            }
        });
    }

    fn answered(self, answer: Result<CallDetail, ApiError>) {
        let due = self.behind.try_update_value(Behind::end);
        match answer {
            Ok(detail) => self.face.set(DetailsFace::Ready(Box::new(detail))),
            Err(ApiError::SignedOut) => return self.session.ended(),
            // What is shown stays when only its refresh failed.
            Err(_) if self.face.with_untracked(|face| matches!(face, DetailsFace::Ready(_))) => {}
            Err(err) => self.face.set(DetailsFace::Failed(err)),
        }
        if due == Some(true) {
            self.fetch();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_that_changes_faster_than_it_can_be_fetched_is_asked_for_one_at_a_time() {
        let mut behind = Behind { call_id: Some("c".to_owned()), number: 7, ..Behind::default() };
        assert_eq!(behind.begin(), Some(("c".to_owned(), 7)));
        assert_eq!((behind.begin(), behind.begin()), (None, None));
        // Once more after the answer, however many changes there were, and then no more.
        assert!(behind.end());
        assert_eq!(behind.begin(), Some(("c".to_owned(), 7)));
        assert!(!behind.end());
    }

    #[test]
    fn nothing_is_asked_for_while_no_call_is_open() {
        assert_eq!(Behind::default().begin(), None);
    }
}
