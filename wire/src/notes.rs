//! What people write on a call: notes and tags. Both are events like everything else.

use serde::{Deserialize, Serialize};

use crate::text::is_direction_mark;
use crate::time::Timestamp;

/// The longest note, in characters.
pub const MAX_NOTE_CHARS: usize = 4_000;
/// The longest tag, in characters.
pub const MAX_TAG_CHARS: usize = 40;
/// How many tags a call may have.
pub const MAX_TAGS: usize = 20;

/// Who wrote something on a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Author {
    /// As the sender names them; for those who sign in here, their name.
    pub id: String,
    /// As people name them.
    pub name: String,
}

/// A note on a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Note {
    /// Its id, made by the sender.
    pub note_id: String,
    /// What it says.
    pub text: String,
    /// Who wrote it, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<Author>,
    /// When it was written.
    pub time: Timestamp,
}

/// A note on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewNote {
    /// What it says.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 4000))]
    pub text: String,
}

/// The tags of a call, all of them, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tags {
    /// Each of 1 to 40 characters; those that differ in case and accents alone are one.
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub tags: Vec<String>,
}

/// Which tags a call gets and loses; what others gave it stays. Names at least one tag.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct TagsChange {
    /// Tags that the call gets, each of 1 to 40 characters; one that it has changes nothing.
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub add: Vec<String>,
    /// Tags that the call loses; one that it has not changes nothing.
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub remove: Vec<String>,
}

/// The note that `text` is, as it is shown: without white space around it; or what is wrong with it. It keeps its lines;
/// what else controls a screen or turns text around is left out.
pub fn checked_note(text: &str) -> Result<String, String> {
    let kept = text.chars().filter(|&c| c != '\r' && !is_direction_mark(c));
    let shown: String = kept.map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect();
    let text = shown.trim();
    bounded(text, MAX_NOTE_CHARS)?;
    Ok(text.to_owned())
}

/// The tag that `text` is, without white space around it; or what is wrong with it.
pub fn checked_tag(text: &str) -> Result<String, String> {
    let text = text.trim();
    bounded(text, MAX_TAG_CHARS)?;
    if text.chars().any(|c| c.is_control() || is_direction_mark(c)) {
        return Err("must not hold control or direction characters".to_owned());
    }
    Ok(text.to_owned())
}

fn bounded(text: &str, most: usize) -> Result<(), String> {
    match text.chars().count() {
        0 => Err("must not be empty".to_owned()),
        count if count > most => Err(format!("must have at most {most} characters")),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_and_tags_are_trimmed_and_bounded() {
        assert_eq!(checked_note(" first\nsecond \n").as_deref(), Ok("first\nsecond"));
        assert_eq!(checked_note(" \n ").as_deref(), Err(&"must not be empty".to_owned()));
        assert_eq!(checked_note("one\r\ntwo\u{202e}\u{7}x").as_deref(), Ok("one\ntwo x"));
        for unseen in ["\u{200e}\u{202e}", " \u{200f} \u{1b}\r\n"] {
            assert_eq!(checked_note(unseen).as_deref(), Err(&"must not be empty".to_owned()), "{unseen:?}");
        }
        assert!(checked_note(&"é".repeat(4_000)).is_ok());
        assert_eq!(checked_note(&"é".repeat(4_001)), Err("must have at most 4000 characters".to_owned()));
        assert_eq!(checked_tag(" Complaint ").as_deref(), Ok("Complaint"));
        assert!(checked_tag(&"李".repeat(40)).is_ok());
        assert_eq!(checked_tag(&"李".repeat(41)), Err("must have at most 40 characters".to_owned()));
        for hidden in ["a\nb", "a\u{202e}b"] {
            assert_eq!(checked_tag(hidden), Err("must not hold control or direction characters".to_owned()));
        }
    }
}
