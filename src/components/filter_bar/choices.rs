//! What can be chosen, in groups and in words.

use call_records_wire::words::{CallType, HangupReason, HungUpBy, Status};

use super::choice_field::{Choice, ChoiceGroup};
use crate::i18n::{self, t};
use crate::reason::{Tone, tone};

fn one_group(choices: impl Iterator<Item = (String, String)>) -> Vec<ChoiceGroup> {
    let choices = choices.map(|(value, label)| Choice { value, label, meaning: None }).collect();
    vec![ChoiceGroup { label: None, tone: "", choices }]
}

pub(super) fn call_types() -> Vec<ChoiceGroup> {
    one_group(CallType::ALL.iter().map(|it| (it.to_string(), i18n::call_type(*it).to_owned())))
}

pub(super) fn statuses() -> Vec<ChoiceGroup> {
    one_group(Status::ALL.iter().map(|it| (it.to_string(), i18n::status(*it).to_owned())))
}

pub(super) fn sides() -> Vec<ChoiceGroup> {
    one_group(HungUpBy::ALL.iter().map(|it| (it.to_string(), i18n::hung_up_by(*it).to_owned())))
}

pub(super) fn recording() -> Vec<ChoiceGroup> {
    one_group(
        [("true", t().with_recording), ("false", t().without_recording)]
            .map(|(value, label)| (value.to_owned(), label.to_owned()))
            .into_iter(),
    )
}

/// The reasons by their tones, each with what it means.
pub(super) fn reasons() -> Vec<ChoiceGroup> {
    let group = |wanted: Tone, label| {
        let of_tone = HangupReason::ALL.into_iter().filter(|reason| tone(Some(reason)) == wanted);
        let choices = of_tone.map(|reason| Choice {
            value: reason.to_string(),
            label: i18n::reason(&reason).into_owned(),
            meaning: Some(i18n::reason_meaning(&reason)),
        });
        ChoiceGroup { label: Some(label), tone: wanted.as_str(), choices: choices.collect() }
    };
    vec![
        group(Tone::Plain, t().finding.group_plain),
        group(Tone::Lost, t().finding.group_lost),
        group(Tone::Fault, t().finding.group_fault),
        group(Tone::Elsewhere, t().finding.group_elsewhere),
    ]
}
