//! The call that is open.

use call_records_wire::call::{CallDetail, CallRow};
use call_records_wire::text::bare_number;
use leptos::prelude::{ArcRwSignal, Get, RwSignal, Set, StoredValue, UpdateValue, WithUntracked, WithValue};
use leptos::task::spawn_local;

use super::session::SessionState;
use crate::api::{self, ApiError};

/// What is shown of the open call.
#[derive(Debug, Clone)]
pub enum DetailsFace {
    /// It is on its way.
    Loading,
    /// Here it is, and whatever happens to it: what is shown of it grows in place.
    Ready(ArcRwSignal<CallDetail>),
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

/// What is asked for the open call, one request at a time: a call that changes faster than it can be fetched is still
/// shown.
#[derive(Clone, Default)]
pub(super) struct Behind {
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
    /// Another call is open, or none.
    pub(super) fn open(&mut self, call_id: Option<String>) {
        *self = Self { call_id, number: self.number + 1, ..Self::default() };
    }

    /// Whether this is still what was opened last.
    pub(super) const fn is_at(&self, number: u64) -> bool {
        self.number == number
    }

    /// What is to be asked for now, if anything is.
    pub(super) fn begin(&mut self) -> Option<(String, u64)> {
        let call_id = self.call_id.clone()?;
        self.due = self.busy;
        self.busy = true;
        (!self.due).then_some((call_id, self.number))
    }

    /// The answer came; true where it is to be asked for again.
    pub(super) fn end(&mut self) -> bool {
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
        self.behind.update_value(|behind| behind.open(call_id));
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
            DetailsFace::Ready(detail) => detail.with_untracked(|detail| detail.row.change),
            DetailsFace::Loading | DetailsFace::Failed(_) => 0,
        });
        if concerned && known < row.change {
            self.fetch();
        }
    }

    /// Whether a call is the open one or another of its customer. Those who withhold their numbers are not one customer.
    pub fn is_of_customer(self, row: &CallRow) -> bool {
        let number = bare_number(&row.customer_number);
        self.face.with_untracked(|face| match face {
            DetailsFace::Ready(detail) => detail.with_untracked(|detail| {
                detail.row.call_id == row.call_id
                    || number.chars().any(|c| c.is_ascii_digit()) && bare_number(&detail.row.customer_number) == number
            }),
            DetailsFace::Loading | DetailsFace::Failed(_) => false,
        })
    }

    /// Changes were missed: the open call may have been among them.
    pub fn catch_up(self) {
        self.fetch();
    }

    fn fetch(self) {
        let begun = self.behind.try_update_value(Behind::begin).flatten();
        let Some((call_id, number)) = begun else { return };
        spawn_local(async move {
            let answer = api::call(&call_id).await;
            if self.behind.with_value(|behind| behind.is_at(number)) {
                self.answered(answer);
            }
        });
    }

    fn answered(self, answer: Result<CallDetail, ApiError>) {
        let due = self.behind.try_update_value(Behind::end);
        match answer {
            Ok(detail) => self.show(detail),
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

impl Details {
    fn show(self, detail: CallDetail) {
        let shown = self.face.with_untracked(|face| match face {
            DetailsFace::Ready(shown) => Some(shown.clone()),
            DetailsFace::Loading | DetailsFace::Failed(_) => None,
        });
        match shown {
            Some(shown) => shown.set(detail),
            None => self.face.set(DetailsFace::Ready(ArcRwSignal::new(detail))),
        }
    }
}

#[cfg(test)]
mod tests {
    use call_records_wire::call::StageDurations;

    use super::*;
    use crate::state::sample::row;

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
    fn a_customer_is_known_by_the_number() {
        let owner = leptos::prelude::Owner::new();
        owner.set();
        let details = Details::new(SessionState::for_tests());
        let with = |id: &str, number: &str| CallRow { customer_number: number.to_owned(), ..row(id, 1) };
        let open = |row: CallRow| {
            let shown =
                CallDetail { row, durations: StageDurations::default(), explanation: None, notes: vec![], log: vec![] };
            details.face.set(DetailsFace::Ready(ArcRwSignal::new(shown)));
        };
        open(with("a", "+44 20 7946 0101"));
        assert!(details.is_of_customer(&with("b", "+442079460101")));
        assert!(!details.is_of_customer(&with("b", "+442079460102")));
        open(with("a", "anonymous"));
        assert!(details.is_of_customer(&with("a", "anonymous")), "the call itself");
        assert!(!details.is_of_customer(&with("b", "anonymous")));
    }

    #[test]
    fn nothing_is_asked_for_while_no_call_is_open() {
        assert_eq!(Behind::default().begin(), None);
    }
}
