//! What happens to the fields while somebody works in them. Pure.

use call_records_wire::filter::MAX_CALL_IDS;

use super::values::{canonical, separator, shown, values};
use super::{CHOICE_FIELDS, Fault, Fields, NAME_FIELDS, Offset, TEXT_FIELDS, View};

impl Fields {
    /// What a field that is typed into holds.
    pub(super) fn text(&self, name: &str) -> &str {
        self.texts.iter().find(|(it, _)| *it == name).map_or("", |(_, text)| text)
    }

    pub(super) fn set_text(&mut self, name: &'static str, text: String) {
        match self.texts.iter_mut().find(|(it, _)| *it == name) {
            Some((_, held)) => *held = text,
            None => self.texts.push((name, text)),
        }
    }

    /// Whether this is a field of names that has some.
    pub(super) fn has_tokens(&self, name: &str) -> bool {
        let own = NAME_FIELDS.iter().find(|(by_name, _)| *by_name == name);
        own.is_some_and(|(by_name, by_id)| self.tokens.iter().any(|token| token.0 == *by_name || token.0 == *by_id))
    }

    /// Adds a value to what a field holds.
    pub(super) fn append(&mut self, name: &'static str, value: &str) {
        let held = self.text(name);
        let text = if held.trim().is_empty() { value.to_owned() } else { format!("{held}{}{value}", separator(name)) };
        self.set_text(name, text);
    }

    /// The fields of another view, with what somebody is typing: only a text that was asked for gives way.
    pub(super) fn keeping(mut self, old: &Self) -> Self {
        self.days.keep_typing_of(&old.days);
        for (name, text) in &old.texts {
            let typed = canonical(name, text);
            let is_of =
                |asked: &[(&str, String)], value: &String| asked.iter().any(|it| it.0 == *name && it.1 == *value);
            if NAME_FIELDS.iter().any(|(by_name, _)| by_name == name) {
                let typed = typed.unwrap_or_default();
                if typed.iter().any(|value| is_of(&old.asked, value) && !is_of(&self.asked, value)) {
                    continue;
                }
                // What is typed and asked for is no token before it is typed to its end.
                self.tokens.retain(|token| {
                    token.0 != *name || !typed.contains(&token.1) || old.tokens.iter().any(|it| it == token)
                });
                self.set_text(name, text.clone());
                continue;
            }
            let asked: Vec<String> = old.asked.iter().filter(|it| it.0 == *name).map(|it| it.1.clone()).collect();
            let now = canonical(name, self.text(name));
            if typed == now || typed.is_none_or(|typed| typed != asked) {
                self.set_text(name, text.clone());
            }
        }
        self
    }

    /// The typing in a field is over: names become tokens, lengths are shown in one form.
    pub(super) fn settle(&mut self, name: &'static str) {
        let Ok(values) = values(name, self.text(name)) else { return };
        if NAME_FIELDS.iter().any(|(by_name, _)| *by_name == name) {
            for value in values {
                self.add_token(name, value);
            }
            self.set_text(name, String::new());
        } else if name.ends_with("_ms") {
            self.set_text(name, String::new());
            for value in values {
                self.append(name, &shown(name, value));
            }
        }
    }

    /// One more name or id, once.
    pub(super) fn add_token(&mut self, field: &'static str, value: String) {
        let token = (field, value);
        if !self.tokens.contains(&token) {
            self.tokens.push(token);
        }
    }

    /// Removes values, in whatever field they stand.
    pub(super) fn remove(&mut self, parts: &[(&'static str, String)]) {
        self.tokens.retain(|token| !parts.contains(token));
        self.choices.retain(|choice| !parts.contains(choice));
        for (name, text) in &mut self.texts {
            let Some(held) = canonical(name, text) else { continue };
            let is_removed = |value: &String| parts.iter().any(|part| part.0 == *name && part.1 == *value);
            if held.iter().any(is_removed) {
                let kept = held.into_iter().filter(|value| !is_removed(value)).map(|value| shown(name, value));
                *text = kept.collect::<Vec<_>>().join(separator(name));
            }
        }
    }

    /// Takes over what was understood elsewhere, and returns what there is no room for: a search takes so many call ids.
    pub(super) fn take(&mut self, parts: Vec<(&'static str, String)>) -> Vec<(&'static str, String)> {
        let mut left = Vec::new();
        let mut ids = values("call_id", self.text("call_id")).unwrap_or_default();
        for (name, value) in parts {
            if NAME_FIELDS.iter().any(|(by_name, by_id)| name == *by_name || name == *by_id) {
                self.add_token(name, value);
            } else if CHOICE_FIELDS.contains(&name) {
                let one = name == "has_recording";
                self.choices.retain(|it| it.0 != name || (!one && it.1 != value));
                self.choices.push((name, value));
            } else if name == "call_id" {
                if ids.contains(&value) {
                } else if ids.len() < MAX_CALL_IDS {
                    ids.push(value);
                } else {
                    left.push((name, value));
                }
            } else if name.ends_with("_ms") {
                self.set_text(name, shown(name, value));
            } else if TEXT_FIELDS.contains(&name) {
                let held = values(name, self.text(name)).unwrap_or_default();
                if !held.contains(&value) {
                    self.append(name, &value);
                }
            }
        }
        self.set_text("call_id", ids.join(separator("call_id")));
        left
    }

    /// The view of all that is good, and what is wrong with the rest.
    pub(super) fn good(&self, offset: Offset) -> (View, Vec<Fault>) {
        let mut fields = self.clone();
        let mut faults = Vec::new();
        loop {
            match fields.to_view(offset) {
                Ok(view) => return (view, faults),
                Err(more) if more.is_empty() || faults.len() > 100 => return (View::default(), faults),
                Err(more) => {
                    for fault in &more {
                        fields.texts.retain(|(name, _)| *name != fault.name);
                        fields.choices.retain(|(name, _)| *name != fault.name);
                        fields.tokens.retain(|(name, _)| *name != fault.name);
                        if fault.name == "from" || fault.name == "to" {
                            fields.days.reset();
                        }
                    }
                    faults.extend(more);
                }
            }
        }
    }
}
