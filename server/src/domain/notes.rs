//! Notes and tags as events tell of them.

use call_records_wire::event::{Event, EventKind};
use call_records_wire::notes::{Author, MAX_TAGS, Note};
use call_records_wire::text::{folded, is_direction_mark, tidy};

use super::journey::TEXT_CHARS;

/// The notes that are still there, in the order in which they were written.
pub(super) fn fold_notes<E: AsRef<Event>>(events: &[E]) -> Vec<Note> {
    let events = || events.iter().map(AsRef::as_ref);
    let removed: Vec<&str> = events()
        .filter_map(|event| match &event.kind {
            EventKind::NoteRemoved { note_id, .. } => Some(note_id.as_str()),
            _ => None,
        })
        .collect();
    let mut notes: Vec<Note> = Vec::new();
    for event in events() {
        let EventKind::NoteAdded { note_id, text, author } = &event.kind else { continue };
        // Once removed, a note is gone, whatever the clock of whoever removed it says. An id is one note: the first.
        if removed.contains(&note_id.as_str()) || notes.iter().any(|note| note.note_id == *note_id) {
            continue;
        }
        notes.push(Note {
            note_id: note_id.clone(),
            text: shown(text),
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

/// A note keeps its lines; what else controls a screen or turns text around is not shown.
fn shown(text: &str) -> String {
    let kept = text.chars().filter(|&c| c != '\r' && !is_direction_mark(c));
    kept.map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect()
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
        event(at, EventKind::NoteRemoved { note_id: note_id.to_owned(), by: None })
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
        assert_eq!(texts(&[noted(1, "a", "one\r\ntwo\u{202e}\u{7}")]), ["one\ntwo "]);
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
