//! The parts of a filter in words.

use call_records_wire::words::HangupReason;

use crate::format::{harmless, length};
use crate::i18n::{self, fill, t};
use crate::state::draft::word;
use crate::state::suggestions::{Named, Picker, Suggestions};

/// A part of a filter in words: `Agent: Zoë`, `Hang-up reason: Queue timeout`, `Talk at least 1:30`.
pub fn part_text(suggestions: Suggestions, name: &'static str, value: &str) -> String {
    match name {
        "has_recording" if value == "true" => t().with_recording.to_owned(),
        "has_recording" => t().without_recording.to_owned(),
        "min_talk_ms" | "max_talk_ms" | "min_wait_ms" | "max_wait_ms" => {
            format!("{} {}", i18n::field(name), value_text(suggestions, name, value))
        }
        "agent_id" if suggestions.name_of(Picker::Agents, value).is_some() => {
            chip(t().agent, &value_text(suggestions, name, value))
        }
        "skill_group_id" if suggestions.name_of(Picker::SkillGroups, value).is_some() => {
            chip(t().skill_group, &value_text(suggestions, name, value))
        }
        _ => chip(i18n::field(name), &value_text(suggestions, name, value)),
    }
}

fn chip(field: &str, value: &str) -> String {
    fill(t().chip, &[("field", field), ("value", value)])
}

/// A value of a filter in words.
pub fn value_text(suggestions: Suggestions, name: &str, value: &str) -> String {
    let named = |picker| suggestions.name_of(picker, value).map(|named| name_and_id(&named));
    let known = match name {
        "call_type" => word(value).map(|it| i18n::call_type(it).to_owned()),
        "hangup_reason" => Some(i18n::reason(&HangupReason::from_text(value)).into_owned()),
        "status" => word(value).map(|it| i18n::status(it).to_owned()),
        "hung_up_by" => word(value).map(|it| i18n::hung_up_by(it).to_owned()),
        "has_recording" => Some(part_text(suggestions, "has_recording", value)),
        "min_talk_ms" | "max_talk_ms" | "min_wait_ms" | "max_wait_ms" => value.parse().map(length).ok(),
        "agent_id" => named(Picker::Agents),
        "skill_group_id" => named(Picker::SkillGroups),
        _ => None,
    };
    known.unwrap_or_else(|| harmless(value))
}

/// Somebody's name, and the id that tells them from others of that name.
pub fn name_and_id(named: &Named) -> String {
    let (name, id) = (harmless(named.name.trim()), harmless(&named.id));
    if name.is_empty() { id } else { fill(t().finding.named, &[("name", &name), ("id", &id)]) }
}
