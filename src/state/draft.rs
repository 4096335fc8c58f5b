//! What the search fields hold before it is asked for.

mod editing;
mod fault;
mod handle;
pub(super) mod length;
pub(super) mod number;
mod range;
mod values;

use std::str::FromStr;

use call_records_wire::filter::{Pairs, parse_search};
use call_records_wire::page::Sort;

use super::place::View;
use crate::calendar::Now;
use crate::zone::Offset;
pub use fault::{Fault, FaultKind};
pub use handle::{Change, Draft};
use range::RangeFields;

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
    days: RangeFields,
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
        fields.days.show(view.range, now);
        for (name, value) in view.parts() {
            if CHOICE_FIELDS.contains(&name) {
                fields.choices.push((name, value));
            } else if TEXT_FIELDS.contains(&name) && NAME_FIELDS.iter().all(|(by_name, _)| name != *by_name) {
                fields.append(name, &values::shown(name, value));
            } else {
                // What no field of its own shows comes with links, shows as a chip, and stays until that is removed.
                fields.tokens.push((name, value));
            }
        }
        fields
    }

    /// The view that the fields ask for, or everything that is wrong with them.
    pub fn to_view(&self, offset: Offset) -> Result<View, Vec<Fault>> {
        let mut faults = Vec::new();
        let range = self.days.read(offset, &mut faults);
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
}

/// The value of a word chosen from a list, where this version knows it.
pub fn word<T: FromStr>(text: &str) -> Option<T> {
    text.parse().ok()
}

#[cfg(test)]
mod tests;
