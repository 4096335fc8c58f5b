//! Notes and tags as events tell of them.

use std::collections::{HashMap, HashSet};

use call_records_wire::event::{Event, EventKind};
use call_records_wire::notes::{Author, MAX_TAGS, Note};
use call_records_wire::text::{folded, tidy};

use super::journey::TEXT_CHARS;

/// The source of what people write here. No sender may use it.
pub const OWN_SOURCE: &str = "call-records";

/// A note as senders number them: its source and its id there.
type Numbered<'a> = (&'a str, &'a str);

/// The id under which each note is shown. Two senders may number alike; the second one's notes are shown with its name.
///
/// Takes the notes of a call in the order of its log, also those that were removed: what one reader removes must not
/// give another's note its id.
pub fn shown_ids<'a>(added: impl Iterator<Item = Numbered<'a>>) -> HashMap<Numbered<'a>, String> {
    let mut taken = HashSet::new();
    let mut shown = HashMap::new();
    for note in added {
        shown.entry(note).or_insert_with(|| {
            let (source, note_id) = note;
            let mut id = note_id.to_owned();
            while !taken.insert(id.clone()) {
                id = format!("{id}@{source}");
            }
            id
        });
    }
    shown
}

/// The notes that are still there, in the order in which they were written.
pub(super) fn fold_notes<E: AsRef<Event>>(events: &[E]) -> Vec<Note> {
    let events = || events.iter().map(AsRef::as_ref);
    // Nobody takes away what another source wrote, but whoever reads it here.
    let removed: HashSet<Numbered<'_>> = events()
        .filter_map(|event| match &event.kind {
            EventKind::NoteRemoved { note_id, note_source: Some(source), .. } if event.source == OWN_SOURCE => {
                Some((source.as_str(), note_id.as_str()))
            }
            EventKind::NoteRemoved { note_id, .. } => Some((event.source.as_str(), note_id.as_str())),
            _ => None,
        })
        .collect();
    let mut shown = shown_ids(events().filter_map(|event| match &event.kind {
        EventKind::NoteAdded { note_id, .. } => Some((event.source.as_str(), note_id.as_str())),
        _ => None,
    }));
    let mut notes: Vec<Note> = Vec::new();
    for event in events() {
        let EventKind::NoteAdded { note_id, text, author } = &event.kind else { continue };
        let numbered = (event.source.as_str(), note_id.as_str());
        // Once removed, a note is gone, whatever the clock of whoever removed it says. An id is one note: the first.
        let Some(note_id) = shown.remove(&numbered).filter(|_| !removed.contains(&numbered)) else { continue };
        notes.push(Note {
            note_id,
            text: text.clone(),
            author: author
                .as_ref()
                .map(|author| Author { id: tidy(&author.id, TEXT_CHARS), name: tidy(&author.name, TEXT_CHARS) }),
            time: event.time.floor_to_millis(),
        });
    }
    notes
}

/// The tags that the call has, in the order in which it got them. Of tags that differ in case and accents alone, it has
/// the first.
pub(super) fn fold_tags<E: AsRef<Event>>(events: &[E]) -> Vec<String> {
    let mut tags: Vec<(String, &str)> = Vec::new();
    for event in events.iter().map(AsRef::as_ref) {
        match &event.kind {
            EventKind::Tagged { tag, .. } => {
                let key = folded(tag);
                if tags.len() < MAX_TAGS && tags.iter().all(|(it, _)| *it != key) {
                    tags.push((key, tag));
                }
            }
            EventKind::Untagged { tag, .. } => {
                let key = folded(tag);
                tags.retain(|(it, _)| *it != key);
            }
            _ => {}
        }
    }
    tags.into_iter().map(|(_, tag)| tag.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use call_records_wire::time::Timestamp;

    use super::*;

    fn event(at: i64, kind: EventKind) -> Event {
        Event {
            id: format!("e{at}"),
            source: "test".to_owned(),
            subject: "c1".to_owned(),
            time: Timestamp::from_millis(at),
            sequence: 0,
            kind,
        }
    }

    fn noted(at: i64, note_id: &str, text: &str) -> Event {
        let ada = Author { id: "ada".to_owned(), name: "Ada".to_owned() };
        event(at, EventKind::NoteAdded { note_id: note_id.to_owned(), text: text.to_owned(), author: Some(ada) })
    }

    fn removed(at: i64, note_id: &str) -> Event {
        event(at, EventKind::NoteRemoved { note_id: note_id.to_owned(), note_source: None, by: None })
    }

    fn from(source: &str, event: Event) -> Event {
        Event { source: source.to_owned(), ..event }
    }

    fn tagged(at: i64, tag: &str) -> Event {
        event(at, EventKind::Tagged { tag: tag.to_owned(), by: None })
    }

    fn untagged(at: i64, tag: &str) -> Event {
        event(at, EventKind::Untagged { tag: tag.to_owned(), by: None })
    }

    #[test]
    fn a_note_is_there_until_it_is_removed() {
        let texts = |events: &[Event]| fold_notes(events).into_iter().map(|note| note.text).collect::<Vec<_>>();
        assert_eq!(texts(&[noted(1, "a", "first"), noted(2, "b", "second")]), ["first", "second"]);
        assert_eq!(texts(&[noted(1, "a", "first"), noted(2, "b", "second"), removed(3, "a")]), ["second"]);
        // The clock of whoever removed it is behind.
        assert_eq!(texts(&[removed(1, "a"), noted(2, "a", "first")]), [""; 0]);
        assert_eq!(texts(&[noted(1, "a", "first"), noted(2, "a", "again")]), ["first"]);
    }

    #[test]
    fn two_sources_may_number_alike() {
        let seen = |events: &[Event]| {
            let notes = fold_notes(events).into_iter();
            notes.map(|note| format!("{} {}", note.note_id, note.text)).collect::<Vec<_>>()
        };
        let told = [from("a", noted(1, "1", "one")), from("b", noted(2, "1", "two"))];
        let and = |event: Event| [told.as_slice(), &[event]].concat();
        assert_eq!(seen(&told), ["1 one", "1@b two"]);
        assert_eq!(seen(&and(from("a", removed(3, "1")))), ["1@b two"], "its own, and no other gets its id");
        assert_eq!(seen(&and(from("b", removed(3, "1")))), ["1 one"]);
        assert_eq!(seen(&and(from("c", removed(3, "1")))), ["1 one", "1@b two"], "a third takes nothing away");
        let by = |source: &str, of: &str| {
            let kind = EventKind::NoteRemoved { note_id: "1".to_owned(), note_source: Some(of.to_owned()), by: None };
            from(source, event(3, kind))
        };
        assert_eq!(seen(&and(by(OWN_SOURCE, "b"))), ["1 one"], "whoever reads it here may");
        assert_eq!(seen(&and(by("c", "b"))), ["1 one", "1@b two"], "no sender may speak for another");
    }

    #[test]
    fn tags_keep_their_order_and_their_spelling() {
        for (events, tags) in [
            (vec![tagged(1, "VIP"), tagged(2, "Refund")], vec!["VIP", "Refund"]),
            (vec![tagged(1, "VIP"), tagged(2, "vip")], vec!["VIP"]),
            (vec![tagged(1, "VIP"), untagged(2, "vip"), tagged(3, "Vip")], vec!["Vip"]),
            (vec![tagged(1, "VIP"), tagged(2, "Refund"), untagged(3, "VIP")], vec!["Refund"]),
            (vec![untagged(1, "VIP"), tagged(2, "VIP")], vec!["VIP"]),
        ] {
            assert_eq!(fold_tags(&events), tags);
        }
    }

    #[test]
    fn a_call_has_at_most_twenty_tags() {
        let events: Vec<Event> = (0..30).map(|n| tagged(n, &format!("tag {n}"))).collect();
        let tags = fold_tags(&events);
        assert_eq!((tags.len(), tags.last().map(String::as_str)), (20, Some("tag 19")));
    }
}
