//! What the search fields hold before it is asked for.

use std::str::FromStr;

use call_records_wire::filter::{CallFilter, FieldFault, Pairs, parse_search};
use call_records_wire::page::Sort;
use chrono::NaiveDate;
use leptos::prelude::{Get, GetUntracked, RwSignal, Set, Update, With, WithUntracked};

use super::place::View;
use crate::calendar::{self, Range};
use crate::format::length;
use crate::zone::{self, Offset};

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
const HIDDEN_FIELDS: [&str; 2] = ["agent_id", "skill_group_id"];

/// What is wrong with a field: its name, and what is allowed there.
pub type Fault = (String, FaultKind);

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultKind {
    /// No date and time.
    NotADate,
    /// The end is before the start.
    EndsBeforeStart,
    /// No length of time.
    NotALength,
    /// Too short to search for.
    TooFewDigits,
    /// Not a number.
    NotANumber,
    /// Anything else, in the words of who refused it.
    Other(String),
}

/// The content of the search fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields {
    from: String,
    to: String,
    /// The range before anything was typed into its fields.
    range: Range,
    /// What the fields of the range showed for it.
    shown: (String, String),
    texts: Vec<(&'static str, String)>,
    choices: Vec<(&'static str, String)>,
    hidden: Vec<(&'static str, String)>,
    sort: Sort,
}

impl Fields {
    /// The fields as they show a view.
    pub fn of(view: &View, today: NaiveDate, offset: Offset) -> Self {
        let (from, to) = view.range.instants(today, offset);
        let text = |at: Option<i64>| at.map(|at| calendar::field_text(at, offset)).unwrap_or_default();
        let (from, to) = (text(from), text(to));
        let mut fields =
            Self { shown: (from.clone(), to.clone()), from, to, range: view.range, sort: view.sort, ..Self::default() };
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
        let range = self.range(offset, &mut faults);
        let mut pairs = Vec::new();
        for (name, text) in &self.texts {
            for value in text.split(|c| splits(name, c)).map(str::trim).filter(|value| !value.is_empty()) {
                if name.ends_with("_ms") {
                    match calendar::parse_length(value) {
                        Some(ms) => pairs.push(((*name).to_owned(), ms.to_string())),
                        None => faults.push(((*name).to_owned(), FaultKind::NotALength)),
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
                faults.extend(more.into_iter().map(fault));
                Err(faults)
            }
        }
    }

    /// What was typed, or the preset where nothing was.
    fn range(&self, offset: Offset, faults: &mut Vec<Fault>) -> Range {
        if (&self.from, &self.to) == (&self.shown.0, &self.shown.1) {
            return self.range;
        }
        let mut read = |name: &str, text: &str| {
            if text.trim().is_empty() {
                return None;
            }
            let at = calendar::parse_field(text, offset);
            if at.is_none() {
                faults.push((name.to_owned(), FaultKind::NotADate));
            }
            at
        };
        let (from, to) = (read("from", &self.from), read("to", &self.to));
        if from.zip(to).is_some_and(|(from, to)| from >= to) {
            faults.push(("to".to_owned(), FaultKind::EndsBeforeStart));
        }
        if from.is_none() && to.is_none() { Range::default() } else { Range::Between(from, to) }
    }
}

fn fault(FieldFault { name, detail }: FieldFault) -> Fault {
    use call_records_wire::filter::NumberPatternError;

    let kind = if detail == NumberPatternError::TooFewDigits.to_string() {
        FaultKind::TooFewDigits
    } else if detail == NumberPatternError::NotANumber.to_string() {
        FaultKind::NotANumber
    } else {
        FaultKind::Other(detail)
    };
    (name, kind)
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
    pub fn show(self, view: &View, today: NaiveDate) {
        let fields = Fields::of(view, today, zone::offset);
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
        match self.fields.get_untracked().to_view(zone::offset) {
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

    /// The server found these faults.
    pub fn refused(self, faults: Vec<Fault>) {
        self.faults.set(faults);
    }

    /// What is wrong with a field.
    pub fn fault(self, name: &str) -> Option<FaultKind> {
        self.faults.with(|faults| faults.iter().find(|(it, _)| it == name).map(|(_, kind)| kind.clone()))
    }

    /// What a field holds.
    pub fn text(self, name: &'static str) -> String {
        self.fields.with(|fields| match name {
            "from" => fields.from.clone(),
            "to" => fields.to.clone(),
            _ => fields.texts.iter().find(|(it, _)| *it == name).map(|(_, text)| text.clone()).unwrap_or_default(),
        })
    }

    /// Something was typed.
    pub fn set_text(self, name: &'static str, text: String) {
        self.fields.update(|fields| match name {
            "from" => fields.from = text,
            "to" => fields.to = text,
            _ => match fields.texts.iter_mut().find(|(it, _)| *it == name) {
                Some((_, held)) => *held = text,
                None => fields.texts.push((name, text)),
            },
        });
        self.faults.update(|faults| faults.retain(|(it, _)| it != name));
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
mod tests {
    use super::*;
    use crate::state::place::{read, write};

    fn utc(_: i64) -> i64 {
        0
    }

    fn today() -> NaiveDate {
        "2026-11-23".parse().expect("a day")
    }

    fn round_trips(address: &str) {
        let (query, fragment) = address.split_once('#').unwrap_or((address, ""));
        let view = read(query, fragment).view;
        let read = Fields::of(&view, today(), utc).to_view(utc).expect("fields as they are shown are good");
        assert_eq!(write(&read, None), address);
    }

    #[test]
    fn fields_ask_for_what_they_show() {
        round_trips("?range=today");
        round_trips(
            "?range=last_30_days&call_type=inbound&hangup_reason=robot_tired&min_talk_ms=90000&has_recording=false",
        );
        round_trips(
            "?from=2026-11-01T09:00:30.000Z#caller_number=555123&caller_number=%2B4477&agent=Zo%C3%AB&agent=Bob",
        );
        round_trips("?range=today#agent_id=7&call_id=a&call_id=b");
    }

    #[test]
    fn typing_a_date_ends_the_preset() {
        let mut fields = Fields::of(&View::default(), today(), utc);
        assert_eq!(fields.from, "2026-11-23 00:00");
        fields.from = "2026-11-20 08:00".to_owned();
        let view = fields.to_view(utc).expect("a good range");
        assert_eq!(write(&view, None), "?from=2026-11-20T08:00:00.000Z");
        fields.from = String::new();
        assert_eq!(fields.to_view(utc).expect("no range is today").range, Range::default());
    }

    #[test]
    fn every_fault_is_named_at_its_field() {
        let mut fields = Fields::of(&View::default(), today(), utc);
        fields.from = "2026-11-20".to_owned();
        fields.to = "2026-11-19".to_owned();
        fields.texts = vec![
            ("caller_number", "12".to_owned()),
            ("callee_number", "abc".to_owned()),
            ("min_talk_ms", "soon".to_owned()),
        ];
        let faults = fields.to_view(utc).expect_err("much is wrong");
        for fault in [
            ("to", FaultKind::EndsBeforeStart),
            ("caller_number", FaultKind::TooFewDigits),
            ("callee_number", FaultKind::NotANumber),
            ("min_talk_ms", FaultKind::NotALength),
        ] {
            assert!(faults.contains(&(fault.0.to_owned(), fault.1.clone())), "{fault:?}");
        }
    }

    #[test]
    fn pasted_ids_may_stand_in_any_shape() {
        let mut fields = Fields::of(&View::default(), today(), utc);
        fields.texts = vec![("call_id", " a\nb,c; d ".to_owned()), ("agent", "Weiss, Dana".to_owned())];
        let filter = fields.to_view(utc).expect("good fields").filter;
        assert_eq!(filter.call_id, ["a", "b", "c", "d"]);
        assert_eq!(filter.agent.len(), 1);
    }
}
