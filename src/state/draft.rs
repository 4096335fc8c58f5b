//! What the search fields hold before it is asked for.

mod fault;
mod range;

use std::str::FromStr;

use call_records_wire::filter::{CallFilter, Pairs, parse_search};
use call_records_wire::page::Sort;
use call_records_wire::problem::Problem;
use leptos::prelude::{Get, GetUntracked, RwSignal, Set, Update, With, WithUntracked};

use super::browser::now_ms;
use super::place::View;
use crate::calendar::{self, Misread, Now, Range, Side, Typed};
use crate::format::length;
use crate::zone::{self, Offset};
use fault::faults_of;
pub use fault::{Fault, FaultKind};
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

/// The fields that no control shows: they come with links, show as chips, and stay until those are removed.
const HIDDEN_FIELDS: [&str; 3] = ["agent_id", "skill_group_id", "tag"];

/// The content of the search fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields {
    days: RangeFields,
    texts: Vec<(&'static str, String)>,
    choices: Vec<(&'static str, String)>,
    hidden: Vec<(&'static str, String)>,
    sort: Sort,
}

impl Fields {
    /// The fields as they show a view.
    pub fn of(view: &View, now: Now) -> Self {
        let mut fields = Self { sort: view.sort, ..Self::default() };
        fields.days.show(view.range, now);
        for (name, value) in view.parts() {
            if let Some(name) = HIDDEN_FIELDS.into_iter().find(|it| *it == name) {
                fields.hidden.push((name, value));
            } else if let Some(name) = CHOICE_FIELDS.into_iter().find(|it| *it == name) {
                fields.choices.push((name, value));
            } else if let Some(name) = TEXT_FIELDS.into_iter().find(|it| *it == name) {
                let value = if name.ends_with("_ms") { length_text(&value) } else { value };
                match fields.texts.iter_mut().find(|(it, _)| *it == name) {
                    Some((_, text)) => {
                        text.push_str(separator(name));
                        text.push_str(&value);
                    }
                    None => fields.texts.push((name, value)),
                }
            }
        }
        fields
    }

    /// The view that the fields ask for, or everything that is wrong with them.
    pub fn to_view(&self, offset: Offset) -> Result<View, Vec<Fault>> {
        let mut faults = Vec::new();
        let range = self.days.read(offset, &mut faults);
        let mut pairs = Vec::new();
        for (name, text) in &self.texts {
            for value in text.split(|c| splits(name, c)).map(str::trim).filter(|value| !value.is_empty()) {
                if name.ends_with("_ms") {
                    match calendar::parse_length(value) {
                        Some(ms) => pairs.push(((*name).to_owned(), ms.to_string())),
                        None => faults.push(Fault::at(name, FaultKind::NotALength)),
                    }
                } else {
                    pairs.push(((*name).to_owned(), value.to_owned()));
                }
            }
        }
        for (name, value) in self.choices.iter().chain(&self.hidden) {
            pairs.push(((*name).to_owned(), value.clone()));
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

fn length_text(ms: &str) -> String {
    ms.parse().map(length).unwrap_or_default()
}

fn separator(name: &str) -> &'static str {
    if matches!(name, "agent" | "skill_group" | "q") { "; " } else { ", " }
}

/// Names and free text may hold commas; ids and numbers are pasted in any shape.
fn splits(name: &str, c: char) -> bool {
    match name {
        "agent" | "skill_group" | "q" => c == ';',
        "call_id" => c == ',' || c == ';' || c.is_whitespace(),
        _ => c == ',' || c == ';',
    }
}

/// The search fields.
#[derive(Clone, Copy)]
pub struct Draft {
    fields: RwSignal<Fields>,
    /// The fields before anything was typed.
    untouched: RwSignal<Fields>,
    faults: RwSignal<Vec<Fault>>,
}

impl Draft {
    /// Empty fields.
    pub fn new() -> Self {
        Self {
            fields: RwSignal::new(Fields::default()),
            untouched: RwSignal::new(Fields::default()),
            faults: RwSignal::new(Vec::new()),
        }
    }

    /// Shows a view, as it was restored or asked for.
    pub fn show(self, view: &View, now: Now) {
        let fields = Fields::of(view, now);
        self.untouched.set(fields.clone());
        self.fields.set(fields);
        self.faults.set(Vec::new());
    }

    /// Whether something was typed that was not asked for yet.
    pub fn is_touched(self) -> bool {
        self.fields.with_untracked(|fields| self.untouched.with_untracked(|untouched| fields != untouched))
    }

    /// The view that the fields ask for; what is wrong with them shows at the fields.
    pub fn read(self) -> Option<View> {
        let mut fields = self.fields.get_untracked();
        fields.days.at = now_ms();
        match fields.to_view(zone::offset) {
            Ok(view) => {
                self.faults.set(Vec::new());
                Some(view)
            }
            Err(faults) => {
                self.faults.set(faults);
                None
            }
        }
    }

    /// Shows other days; what else was typed stays.
    pub fn show_range(self, range: Range, now: Now) {
        self.fields.update(|fields| fields.days.show(range, now));
    }

    /// The server refused the search.
    pub fn refused(self, problem: &Problem) {
        self.faults.set(faults_of(problem));
    }

    /// Whether something is wrong with one of these fields.
    pub fn has_fault_in(self, names: &[&str]) -> bool {
        self.faults.with(|faults| faults.iter().any(|fault| names.contains(&fault.name.as_str())))
    }

    /// The first thing that is wrong.
    pub fn first_fault(self) -> Option<FaultKind> {
        self.faults.with_untracked(|faults| faults.first().map(|it| it.kind.clone()))
    }

    /// What is wrong with a field.
    pub fn fault(self, name: &str) -> Option<FaultKind> {
        self.faults.with(|faults| faults.iter().find(|it| it.name == name).map(|it| it.kind.clone()))
    }

    /// What a field holds.
    pub fn text(self, name: &'static str) -> String {
        self.fields.with(|fields| match name {
            "from" => fields.days.from.clone(),
            "to" => fields.days.to.clone(),
            _ => fields.texts.iter().find(|(it, _)| *it == name).map(|(_, text)| text.clone()).unwrap_or_default(),
        })
    }

    /// What a field of the range stands for: nothing where it is empty.
    pub fn end(self, side: Side, now: Now) -> Result<Option<Typed>, Misread> {
        self.fields.with(|fields| fields.days.end(side, now))
    }

    /// Something was typed.
    pub fn set_text(self, name: &'static str, text: String) {
        self.fields.update(|fields| match name {
            "from" => fields.days.from = text,
            "to" => fields.days.to = text,
            _ => match fields.texts.iter_mut().find(|(it, _)| *it == name) {
                Some((_, held)) => *held = text,
                None => fields.texts.push((name, text)),
            },
        });
        self.faults.update(|faults| faults.retain(|it| it.name != name));
    }

    /// The values that are chosen for a field.
    pub fn chosen(self, name: &'static str) -> Vec<String> {
        self.fields.with(|fields| {
            fields.choices.iter().filter(|(it, _)| *it == name).map(|(_, value)| value.clone()).collect()
        })
    }

    /// Chooses these values for a field.
    pub fn choose(self, name: &'static str, values: Vec<String>) {
        self.fields.update(|fields| {
            fields.choices.retain(|(it, _)| *it != name);
            fields.choices.extend(values.into_iter().map(|value| (name, value)));
        });
    }

    /// How many of these fields hold something.
    pub fn filled(self, names: &[&str]) -> usize {
        let fields = self.fields.get();
        names
            .iter()
            .filter(|name| {
                fields.texts.iter().any(|(it, text)| it == *name && !text.trim().is_empty())
                    || fields.choices.iter().any(|(it, _)| it == *name)
            })
            .count()
    }

    /// The view without any filter, in the range and order of the fields.
    pub fn cleared(view: &View) -> View {
        View { filter: CallFilter::default(), ..view.clone() }
    }
}

/// The value of a word chosen from a list, where this version knows it.
pub fn word<T: FromStr>(text: &str) -> Option<T> {
    text.parse().ok()
}

#[cfg(test)]
mod tests;
