//! What the search fields hold before it is asked for.

mod editing;
mod fault;
mod handle;
pub(super) mod length;
pub(super) mod number;
mod values;

use std::str::FromStr;

use call_records_wire::filter::{Pairs, parse_search};
use call_records_wire::page::Sort;

use super::place::View;
use crate::calendar::{self, Now, Range};
use crate::zone::Offset;
pub use fault::{Fault, FaultKind};
pub use handle::{Change, Draft};

/// The fields that are typed into. Several values stand in one field, apart by commas or semicolons.
pub const TEXT_FIELDS: [&str; 12] = [
    "caller_number",
    "callee_number",
    "agent",
    "skill_group",
    "call_id",
    "number",
    "customer_number",
    "q",
    "min_talk_ms",
    "max_talk_ms",
    "min_wait_ms",
    "max_wait_ms",
];

/// The fields that are chosen from lists.
pub const CHOICE_FIELDS: [&str; 5] = ["call_type", "hangup_reason", "status", "hung_up_by", "has_recording"];

/// The fields of names: what is typed there, and what names it by its id.
pub const NAME_FIELDS: [(&str, &str); 2] = [("agent", "agent_id"), ("skill_group", "skill_group_id")];

/// The content of the search fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields {
    from: String,
    to: String,
    /// The range before anything was typed into its fields.
    range: Range,
    /// What the fields of the range showed for it, and what that stood for.
    shown: [(String, Option<i64>); 2],
    texts: Vec<(&'static str, String)>,
    choices: Vec<(&'static str, String)>,
    /// Names and ids that were chosen or typed to their end.
    tokens: Vec<(&'static str, String)>,
    /// What is asked for, as it was when the fields last showed it.
    asked: Vec<(&'static str, String)>,
    sort: Sort,
}

impl Fields {
    /// The fields as they show a view.
    pub fn of(view: &View, now: Now) -> Self {
        let mut fields = Self { sort: view.sort, asked: view.parts(), ..Self::default() };
        fields.show_range(view.range, now);
        for (name, value) in view.parts() {
            if NAME_FIELDS.iter().any(|(by_name, by_id)| name == *by_name || name == *by_id) {
                fields.tokens.push((name, value));
            } else if CHOICE_FIELDS.contains(&name) {
                fields.choices.push((name, value));
            } else if TEXT_FIELDS.contains(&name) {
                fields.append(name, &values::shown(name, value));
            }
        }
        fields
    }

    /// Shows other days, and nothing else.
    fn show_range(&mut self, range: Range, now: Now) {
        let (from, to) = range.instants(now);
        let shown = |at: Option<i64>| (at.map(|at| calendar::field_text(at, now.offset)).unwrap_or_default(), at);
        self.shown = [shown(from), shown(to)];
        self.from.clone_from(&self.shown[0].0);
        self.to.clone_from(&self.shown[1].0);
        self.range = range;
    }

    /// The view that the fields ask for, or everything that is wrong with them.
    pub fn to_view(&self, offset: Offset) -> Result<View, Vec<Fault>> {
        let mut faults = Vec::new();
        let range = self.range(offset, &mut faults);
        let mut pairs = Vec::new();
        for (name, value) in self.tokens.iter().chain(&self.choices) {
            pairs.push(((*name).to_owned(), value.clone()));
        }
        for (name, text) in &self.texts {
            // Beside names that were chosen, half a name would only show more until it is whole.
            if self.has_tokens(name) {
                continue;
            }
            match values::values(name, text) {
                Ok(values) => pairs.extend(values.into_iter().map(|value| ((*name).to_owned(), value))),
                Err(fault) => faults.push(fault),
            }
        }
        match parse_search(&Pairs(pairs)) {
            Ok((filter, _)) if faults.is_empty() => Ok(View { range, filter, sort: self.sort }),
            Ok(_) => Err(faults),
            Err(more) => {
                faults.extend(more.into_iter().map(Fault::from));
                Err(faults)
            }
        }
    }

    /// What was typed, or the preset where nothing was. A field that was left alone stands for what it stood for: its
    /// text says less, such as which of two hours of the same name.
    fn range(&self, offset: Offset, faults: &mut Vec<Fault>) -> Range {
        let [shown_from, shown_to] = &self.shown;
        if (&self.from, &self.to) == (&shown_from.0, &shown_to.0) {
            return self.range;
        }
        let mut read = |name: &str, text: &String, (shown, stood_for): &(String, Option<i64>)| {
            if text == shown {
                return *stood_for;
            }
            if text.trim().is_empty() {
                return None;
            }
            let at = calendar::parse_field(text, offset);
            if at.is_none() {
                faults.push(Fault::at(name, FaultKind::NotADate));
            }
            at
        };
        let (from, to) = (read("from", &self.from, shown_from), read("to", &self.to, shown_to));
        if from.zip(to).is_some_and(|(from, to)| from >= to) {
            faults.push(Fault::at("to", FaultKind::EndsBeforeStart));
        }
        if from.is_none() && to.is_none() { Range::default() } else { Range::Between(from, to) }
    }
}

/// The value of a word chosen from a list, where this version knows it.
pub fn word<T: FromStr>(text: &str) -> Option<T> {
    text.parse().ok()
}

#[cfg(test)]
mod tests;
