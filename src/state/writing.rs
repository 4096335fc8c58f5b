//! What the reader writes on calls: notes and tags.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use call_records_wire::notes::{MAX_TAGS, TagsChange};
use call_records_wire::text::folded;
use leptos::prelude::{
    Get, GetUntracked, GetValue, LocalStorage, RwSignal, Set, SetValue, StoredValue, TimeoutHandle, Update,
    UpdateValue, With, WithUntracked, WithValue, set_timeout_with_handle,
};
use leptos::task::spawn_local;

use super::details::Details;
use super::session::SessionState;
use crate::api::{self, ApiError};

/// What is meant for the tags of a call, one after the other.
type Waiting = VecDeque<(String, TagsChange)>;

/// What is being written.
#[derive(Clone, Copy)]
pub struct Writing {
    /// Notes that were begun, by call: who steps to another call finds the begun note when they come back.
    drafts: RwSignal<BTreeMap<String, String>>,
    busy: RwSignal<bool>,
    /// Why the last thing could not be written, and of which call.
    fault: RwSignal<Option<(String, ApiError)>>,
    tagging: StoredValue<Waiting>,
    suggestions: RwSignal<Vec<String>>,
    asked: StoredValue<u64>,
    pending: StoredValue<Option<TimeoutHandle>, LocalStorage>,
    details: Details,
    session: SessionState,
}

impl Writing {
    /// Nothing was written yet.
    pub fn new(details: Details, session: SessionState) -> Self {
        Self {
            drafts: RwSignal::new(BTreeMap::new()),
            busy: RwSignal::new(false),
            fault: RwSignal::new(None),
            tagging: StoredValue::new(Waiting::new()),
            suggestions: RwSignal::new(Vec::new()),
            asked: StoredValue::new(0),
            pending: StoredValue::new_local(None),
            details,
            session,
        }
    }

    /// Nobody is signed in any more: what was begun is none of the next reader's business.
    pub fn forget(self) {
        self.drafts.set(BTreeMap::new());
        self.suggestions.set(Vec::new());
        self.tagging.set_value(Waiting::new());
        self.fault.set(None);
    }

    /// The note that was begun on this call.
    pub fn draft(self, call_id: &str) -> String {
        self.drafts.with(|drafts| drafts.get(call_id).cloned().unwrap_or_default())
    }

    /// A note is being written on this call.
    pub fn write(self, call_id: &str, text: String) {
        self.fault.set(None);
        self.drafts.update(|drafts| {
            if text.is_empty() {
                drafts.remove(call_id);
            } else {
                drafts.insert(call_id.to_owned(), text);
            }
        });
    }

    /// Whether something is on its way to the server.
    pub fn is_busy(self) -> bool {
        self.busy.get()
    }

    /// Why the last thing could not be written on this call.
    pub fn fault(self, call_id: &str) -> Option<ApiError> {
        self.fault.with(|fault| fault.as_ref().filter(|(of, _)| of == call_id).map(|(_, err)| err.clone()))
    }

    /// Tags that complete what is typed.
    pub fn suggestions(self) -> Vec<String> {
        self.suggestions.get()
    }

    /// Puts the note that was begun on the call.
    pub fn add_note(self, call_id: String) {
        let text = self.drafts.with_untracked(|drafts| drafts.get(&call_id).cloned().unwrap_or_default());
        if text.trim().is_empty() || !self.begin() {
            return;
        }
        spawn_local(async move {
            let answer = api::story::add_note(&call_id, text.clone()).await;
            if answer.is_ok() {
                // What was typed since stays.
                self.drafts.update(|drafts| {
                    if drafts.get(&call_id) == Some(&text) {
                        drafts.remove(&call_id);
                    }
                });
            }
            self.written(&call_id, answer.map(drop));
        });
    }

    /// Takes a note from the call.
    pub fn remove_note(self, call_id: String, note_id: String) {
        if self.begin() {
            spawn_local(async move {
                let answer = api::story::remove_note(&call_id, &note_id).await;
                self.written(&call_id, answer);
            });
        }
    }

    /// Gives the call one tag more; one that it has already changes nothing. False where nothing was typed, or the call
    /// has all the tags that it can have.
    pub fn add_tag(self, call_id: String, tags: Vec<String>, tag: &str) -> bool {
        let tag = tag.trim().to_owned();
        let waiting = self.tagging.with_value(VecDeque::len);
        let takes = !tag.is_empty() && tags.len() + waiting < MAX_TAGS;
        if takes && tags.iter().all(|it| folded(it) != folded(&tag)) {
            self.change_tags(call_id, TagsChange { add: vec![tag], remove: Vec::new() });
        }
        takes
    }

    /// Takes a tag from the call.
    pub fn remove_tag(self, call_id: String, tag: &str) {
        self.change_tags(call_id, TagsChange { add: Vec::new(), remove: vec![tag.to_owned()] });
    }

    /// Says what was meant and no more, so that tags that others write at the same time stay.
    fn change_tags(self, call_id: String, change: TagsChange) {
        self.fault.set(None);
        self.tagging.update_value(|waiting| waiting.push_back((call_id, change)));
        self.write_next();
    }

    /// Writes what waits longest, unless something is on its way.
    fn write_next(self) {
        if self.busy.get_untracked() {
            return;
        }
        let next = self.tagging.try_update_value(VecDeque::pop_front);
        let Some((call_id, change)) = next.flatten() else { return };
        self.busy.set(true);
        spawn_local(async move {
            let answer = api::story::change_tags(&call_id, change).await;
            self.written(&call_id, answer.map(drop));
        });
    }

    /// Something was typed as a tag. Asks only when the typing rests.
    pub fn complete_tag(self, text: String) {
        self.asked.update_value(|asked| *asked += 1);
        let number = self.asked.get_value();
        let ask = move || {
            spawn_local(async move {
                let tags = api::story::tags(&text).await.unwrap_or_default();
                if self.asked.get_value() == number {
                    self.suggestions.set(tags);
                }
            });
        };
        self.pending.update_value(|pending| {
            if let Some(pending) = pending.take() {
                pending.clear();
            }
            *pending = set_timeout_with_handle(ask, Duration::from_millis(200)).ok();
        });
    }

    /// One thing at a time: a second press must not write twice.
    fn begin(self) -> bool {
        let free = !self.busy.with_untracked(|busy| *busy);
        if free {
            self.busy.set(true);
            self.fault.set(None);
        }
        free
    }

    fn written(self, call_id: &str, answer: Result<(), ApiError>) {
        self.busy.set(false);
        match answer {
            Ok(()) => self.details.catch_up(),
            Err(ApiError::SignedOut) => return self.session.ended(),
            // Somebody else removed the note meanwhile.
            Err(err) if err.is_not_found() => self.details.catch_up(),
            Err(err) => self.fault.set(Some((call_id.to_owned(), err))),
        }
        self.write_next();
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::Owner;

    use super::*;

    #[test]
    fn a_begun_note_waits_for_its_call() {
        let owner = Owner::new();
        owner.set();
        let session = SessionState::for_tests();
        let writing = Writing::new(Details::new(session), session);
        writing.write("a", "begun".to_owned());
        writing.write("b", "other".to_owned());
        assert_eq!((writing.draft("a"), writing.draft("b")), ("begun".to_owned(), "other".to_owned()));
        writing.write("a", String::new());
        assert_eq!(writing.draft("a"), "");
        writing.forget();
        assert_eq!(writing.draft("b"), "");
    }

    #[test]
    fn a_tag_that_is_given_while_another_is_on_its_way_waits_for_it() {
        let owner = Owner::new();
        owner.set();
        let session = SessionState::for_tests();
        let writing = Writing::new(Details::new(session), session);
        writing.busy.set(true);
        let tags = || vec!["vip".to_owned()];
        assert!(writing.add_tag("a".to_owned(), tags(), " refund "));
        assert!(writing.add_tag("a".to_owned(), tags(), "VIP"), "it is there");
        assert!(!writing.add_tag("a".to_owned(), tags(), " "));
        writing.remove_tag("a".to_owned(), "vip");
        let waiting = writing.tagging.try_update_value(std::mem::take).expect("it is there");
        let meant: Vec<TagsChange> = waiting.into_iter().map(|(_, change)| change).collect();
        let one = |tag: &str| vec![tag.to_owned()];
        let nothing = Vec::new;
        assert_eq!(
            meant,
            [TagsChange { add: one("refund"), remove: nothing() }, TagsChange { add: nothing(), remove: one("vip") },]
        );
    }

    #[test]
    fn a_fault_is_told_of_its_own_call() {
        let owner = Owner::new();
        owner.set();
        let session = SessionState::for_tests();
        let writing = Writing::new(Details::new(session), session);
        writing.written("a", Err(ApiError::Unreachable));
        assert_eq!((writing.fault("a"), writing.fault("b")), (Some(ApiError::Unreachable), None));
    }
}
