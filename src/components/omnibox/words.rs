//! How the box that takes anything understood a text, in words, and the other ways in which it may be meant.

use call_records_wire::filter::MAX_CALL_IDS;

use super::super::filter_words::part_text;
use crate::format::{count, harmless};
use crate::i18n::{self, fill, t};
use crate::later::comes_later;
use crate::state::reading::{Left, Part, Reading, Why, read, words_like};
use crate::state::suggestions::{Picker, Suggestions};

/// More values than this of one field are told by their number.
const MANY: usize = 6;
/// How many names and words a phrase is offered for.
const MOST_NAMES: usize = 5;

/// A way to take a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Way {
    /// What it says.
    pub(super) label: String,
    /// What is shown of it.
    pub(super) shown: Vec<Part>,
    /// What it asks for, all of it.
    pub(super) parts: Vec<(&'static str, String)>,
}

/// Says what stays in the box, and how many ids are among it.
type LeftOver = fn(&str, &Reading, &[(&'static str, String)]) -> (String, usize);

/// How texts are understood.
#[derive(Clone, Copy)]
pub(super) struct Reader {
    /// What a text stands for.
    pub(super) read: fn(&str) -> Reading,
    /// The ways to take it.
    pub(super) ways: fn(Suggestions, &Reading) -> Vec<Way>,
    /// Parts in words.
    pub(super) chips_of: fn(Suggestions, &[Part]) -> Vec<String>,
    /// What was not understood, in sentences.
    pub(super) notes: fn(&Reading) -> Vec<String>,
    /// All of it, as it is read out.
    pub(super) announced: fn(Suggestions, &Reading) -> String,
    /// What stays in the box.
    pub(super) left_over: LeftOver,
}

comes_later! {
    pub(super) fn reader_part() -> Reader {
        Reader { read, ways, chips_of, notes, announced, left_over }
    }
}

/// The ways to take a text: as it was understood, then with its last phrase as a name or a word that it may mean.
fn ways(suggestions: Suggestions, reading: &Reading) -> Vec<Way> {
    if reading.parts.is_empty() {
        return Vec::new();
    }
    let pairs = |parts: &[Part]| parts.iter().map(|part| (part.field, part.value.clone())).collect::<Vec<_>>();
    let label = t().finding.take_all.to_owned();
    let mut ways = vec![Way { label, shown: reading.parts.clone(), parts: pairs(&reading.parts) }];
    let Some(phrase) = reading.parts.iter().rposition(|part| part.field == "q") else { return ways };
    let text = &reading.parts[phrase].value;
    let names = [Picker::Agents, Picker::SkillGroups].into_iter().flat_map(|picker| {
        let named = suggestions.completing(picker, text).into_iter().take(MOST_NAMES);
        named.map(move |named| suggestions.token(picker, &named)).collect::<Vec<_>>()
    });
    let words = words_like(text).into_iter().take(MOST_NAMES);
    for (field, value) in names.chain(words) {
        let part = Part { field, value, at: reading.parts[phrase].at.clone() };
        let mut parts = reading.parts.clone();
        parts[phrase] = part.clone();
        let label = fill(t().finding.instead, &[("text", &harmless(text))]);
        ways.push(Way { label, shown: vec![part], parts: pairs(&parts) });
    }
    ways
}

/// Parts in words; many of one field are one.
fn chips_of(suggestions: Suggestions, parts: &[Part]) -> Vec<String> {
    let mut chips = Vec::new();
    let mut fields: Vec<&'static str> = Vec::new();
    for part in parts {
        if !fields.contains(&part.field) {
            fields.push(part.field);
        }
    }
    for field in fields {
        let mut values: Vec<&str> = Vec::new();
        for part in parts.iter().filter(|part| part.field == field) {
            // A list of ids is long: what is counted anyway is not compared.
            if values.len() > MANY || !values.contains(&part.value.as_str()) {
                values.push(&part.value);
            }
        }
        if values.len() > MANY {
            let values = [("field", i18n::field(field)), ("count", &*count(values.len() as u64))];
            chips.push(fill(t().finding.values_of, &values));
        } else {
            chips.extend(values.into_iter().map(|value| part_text(suggestions, field, value)));
        }
    }
    chips
}

/// Why something was not understood.
fn left_text(left: &Left) -> String {
    let texts = &t().finding;
    let (template, field) = match left.why {
        Why::NoValue => (texts.left_no_value, ""),
        Why::FewDigits => (texts.left_few_digits, ""),
        Why::NotANumber => (texts.left_not_a_number, ""),
        Why::NoWord(field) => (texts.left_no_word, field),
        Why::NotALength => (texts.left_no_length, ""),
        Why::TooLong => (texts.left_too_long, ""),
        Why::Twice(field) => (texts.left_twice, field),
        Why::Extension => (texts.left_extension, ""),
        Why::IdEnd => (texts.left_id_end, ""),
        Why::TooManyIds => return too_many_ids(1),
    };
    let shown: String = left.text.chars().take(60).collect();
    fill(template, &[("text", &harmless(&shown)), ("field", i18n::field(field))])
}

/// That so many ids are more than can be searched for.
fn too_many_ids(left: usize) -> String {
    let template = if left == 1 { t().finding.left_ids_one } else { t().finding.left_ids_many };
    fill(template, &[("count", &count(left as u64)), ("most", &MAX_CALL_IDS.to_string())])
}

/// What stays in the box once the rest is taken, and how many ids are among it. Extensions were told of, and nobody
/// searches for them.
fn left_over(text: &str, reading: &Reading, no_room: &[(&'static str, String)]) -> (String, usize) {
    let (ids, others): (Vec<&Left>, Vec<&Left>) =
        reading.left.iter().filter(|left| left.why != Why::Extension).partition(|left| left.why == Why::TooManyIds);
    let mut rest: Vec<&str> = others.iter().filter_map(|left| text.get(left.at.clone())).collect();
    rest.dedup();
    rest.extend(no_room.iter().map(|part| part.1.as_str()));
    rest.extend(ids.iter().map(|left| left.text.as_str()));
    (rest.join(", "), ids.len() + no_room.len())
}

/// What was not understood, each in a sentence; ids that are too many are one.
fn notes(reading: &Reading) -> Vec<String> {
    let ids = reading.left.iter().filter(|left| left.why == Why::TooManyIds).count();
    let mut notes: Vec<String> =
        reading.left.iter().filter(|left| left.why != Why::TooManyIds).map(left_text).collect();
    if ids > 0 {
        notes.push(too_many_ids(ids));
    }
    notes
}

/// All of it, as it is read out.
fn announced(suggestions: Suggestions, reading: &Reading) -> String {
    let mut lines = Vec::new();
    if !reading.parts.is_empty() {
        let chips = chips_of(suggestions, &reading.parts).join("; ");
        lines.push(fill(t().chip, &[("field", t().finding.understood_as), ("value", &chips)]));
    }
    lines.extend(notes(reading));
    lines.join(" ")
}
