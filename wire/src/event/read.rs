//! Reading the fields of a JSON object, collecting every fault with its JSON Pointer.

use std::str::FromStr;

use serde_json::{Map, Value};

use super::{MAX_ID_BYTES, MAX_NUMBER_CHARS, MAX_TEXT_CHARS};
use crate::call::{Agent, Cause, SkillGroup};
use crate::notes::Author;
use crate::problem::Fault;
use crate::text::is_direction_mark;
use crate::time::Timestamp;

/// An object that is being read. Each reader answers `None` after it noted what is wrong.
pub(super) struct Fields<'a> {
    object: &'a Map<String, Value>,
    pointer: String,
    faults: &'a mut Vec<Fault>,
}

impl<'a> Fields<'a> {
    pub(super) fn of(value: &'a Value, pointer: &str, faults: &'a mut Vec<Fault>) -> Option<Self> {
        match value {
            Value::Object(object) => Some(Self { object, pointer: pointer.to_owned(), faults }),
            _ => {
                faults.push(Fault::at(pointer, "must be a JSON object"));
                None
            }
        }
    }

    pub(super) fn fault(&mut self, name: &str, detail: &str) {
        self.faults.push(Fault::at(format!("{}/{name}", self.pointer), detail));
    }

    /// A required text of at most `limit` characters.
    pub(super) fn text(&mut self, name: &str, limit: usize) -> Option<String> {
        match self.object.get(name) {
            None | Some(Value::Null) => {
                self.fault(name, "is required");
                None
            }
            Some(Value::String(text)) if text.is_empty() => {
                self.fault(name, "must not be empty");
                None
            }
            Some(Value::String(text)) => self.bounded(name, text, limit),
            Some(_) => {
                self.fault(name, "must be a text");
                None
            }
        }
    }

    /// A required text as `check` makes it, or what `check` says is wrong with it.
    pub(super) fn checked(&mut self, name: &str, check: fn(&str) -> Result<String, String>) -> Option<String> {
        let text = self.text(name, usize::MAX)?;
        check(&text).map_err(|detail| self.fault(name, &detail)).ok()
    }

    pub(super) fn optional_author(&mut self, name: &str) -> Option<Author> {
        self.named(name, false).map(|(id, name)| Author { id, name })
    }

    pub(super) fn is_absent(&self, name: &str) -> bool {
        match self.object.get(name) {
            None | Some(Value::Null) => true,
            Some(value) => value.as_str().is_some_and(str::is_empty),
        }
    }

    /// A text that may be absent or empty.
    pub(super) fn optional_text(&mut self, name: &str) -> Option<String> {
        self.optional(name, MAX_TEXT_CHARS).filter(|text| !text.is_empty())
    }

    /// A required id: visible, without control characters, so that it can stand in a path and a log.
    pub(super) fn id(&mut self, name: &str) -> Option<String> {
        let text = self.text(name, MAX_ID_BYTES)?;
        if text.len() > MAX_ID_BYTES {
            self.fault(name, &format!("must have at most {MAX_ID_BYTES} bytes"));
            return None;
        }
        if text.chars().any(|c| c.is_control() || is_direction_mark(c)) {
            self.fault(name, "must not hold control or direction characters");
            return None;
        }
        Some(text)
    }

    /// An id that may be absent.
    pub(super) fn optional_id(&mut self, name: &str) -> Option<String> {
        if self.object.get(name).is_none_or(Value::is_null) { None } else { self.id(name) }
    }

    /// A required phone number; it may be empty, as that of a caller who withholds it.
    pub(super) fn number(&mut self, name: &str) -> Option<String> {
        if self.object.get(name).is_none_or(Value::is_null) {
            self.fault(name, "is required");
            return None;
        }
        self.optional(name, MAX_NUMBER_CHARS)
    }

    pub(super) fn optional_number(&mut self, name: &str) -> Option<String> {
        self.optional(name, MAX_NUMBER_CHARS).filter(|number| !number.is_empty())
    }

    pub(super) fn optional_count(&mut self, name: &str) -> Option<u64> {
        match self.object.get(name) {
            None | Some(Value::Null) => None,
            Some(value) => {
                let count = value.as_u64();
                if count.is_none() {
                    self.fault(name, "must be a whole number, zero or more");
                }
                count
            }
        }
    }

    /// The `sequence` extension: a whole number, as a number or as digits. `CloudEvents` allows any text; one that is
    /// no number, or a greater one than this, orders nothing here.
    pub(super) fn sequence(&mut self, name: &str) -> Option<u64> {
        match self.object.get(name) {
            Some(Value::String(digits)) => digits.parse().ok(),
            _ => self.optional_count(name),
        }
    }

    pub(super) fn time(&mut self, name: &str) -> Option<Timestamp> {
        self.parsed(name)
    }

    /// A required value of one of the contract's enumerations.
    pub(super) fn word<T: FromStr<Err: ToString>>(&mut self, name: &str) -> Option<T> {
        self.parsed(name)
    }

    pub(super) fn agent(&mut self, name: &str) -> Option<Agent> {
        self.named(name, true).map(|(id, name)| Agent { id, name })
    }

    pub(super) fn optional_agent(&mut self, name: &str) -> Option<Agent> {
        self.named(name, false).map(|(id, name)| Agent { id, name })
    }

    pub(super) fn skill_group(&mut self, name: &str) -> Option<SkillGroup> {
        self.named(name, true).map(|(id, name)| SkillGroup { id, name })
    }

    pub(super) fn optional_skill_group(&mut self, name: &str) -> Option<SkillGroup> {
        self.named(name, false).map(|(id, name)| SkillGroup { id, name })
    }

    /// An agent or a number; at least one of them.
    pub(super) fn party(&mut self) -> (Option<Agent>, Option<String>) {
        let present = |name| self.object.get(name).is_some_and(|value: &Value| !value.is_null());
        if !present("agent") && !present("number") {
            self.fault("agent", "agent or number is required");
        }
        (self.optional_agent("agent"), self.optional_number("number"))
    }

    pub(super) fn optional_cause(&mut self, name: &str) -> Option<Cause> {
        let value = self.object.get(name).filter(|value| !value.is_null())?;
        let mut fields = Fields::of(value, &format!("{}/{name}", self.pointer), self.faults)?;
        let protocol = fields.text("protocol", MAX_TEXT_CHARS);
        let text = fields.optional_text("text");
        let code = match fields.object.get("code").map(|code| code.as_u64().and_then(|code| u32::try_from(code).ok())) {
            Some(Some(code)) => Some(code),
            _ => {
                fields.fault("code", "must be a whole number");
                None
            }
        };
        Some(Cause { protocol: protocol?, code: code?, text })
    }

    /// JSON is the only content that `data` may have here.
    pub(super) fn known_media_type(&mut self, name: &str) {
        if let Some(media_type) = self.optional_text(name) {
            let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            if essence != "application/json" && !essence.ends_with("+json") {
                self.fault(name, "must be application/json");
            }
        }
    }

    fn named(&mut self, name: &str, required: bool) -> Option<(String, String)> {
        match self.object.get(name) {
            None | Some(Value::Null) => {
                if required {
                    self.fault(name, "is required");
                }
                None
            }
            Some(value) => {
                let mut fields = Fields::of(value, &format!("{}/{name}", self.pointer), self.faults)?;
                let id = fields.id("id");
                // A group or agent without a name goes by its id.
                let shown = fields.optional_text("name").or_else(|| id.clone());
                Some((id?, shown?))
            }
        }
    }

    fn optional(&mut self, name: &str, limit: usize) -> Option<String> {
        match self.object.get(name) {
            None | Some(Value::Null) => None,
            Some(Value::String(text)) => self.bounded(name, text, limit),
            Some(_) => {
                self.fault(name, "must be a text");
                None
            }
        }
    }

    fn bounded(&mut self, name: &str, text: &str, limit: usize) -> Option<String> {
        // Counting characters is only needed where there are enough bytes for too many.
        if text.len() > limit && text.chars().count() > limit {
            self.fault(name, &format!("must have at most {limit} characters"));
            return None;
        }
        Some(text.to_owned())
    }

    fn parsed<T: FromStr<Err: ToString>>(&mut self, name: &str) -> Option<T> {
        match self.text(name, MAX_TEXT_CHARS)?.parse() {
            Ok(value) => Some(value),
            Err(error) => {
                self.fault(name, &error.to_string());
                None
            }
        }
    }
}

/// Whether a text can be an id: one that events, paths and logs can all hold.
pub fn is_id(text: &str) -> bool {
    !text.is_empty() && text.len() <= MAX_ID_BYTES && !text.chars().any(|c| c.is_control() || is_direction_mark(c))
}
