//! Why a call ended, in a sentence of this call's own facts, and in which tone that is said. Pure.

use call_records_wire::call::{CallRow, Cause, Explanation, ReasonRule};
use call_records_wire::words::{HangupReason, HungUpBy, StageKind};

use crate::format::{harmless, length};
use crate::i18n::{self, fill, t};

/// How a reason looks; the label always says it too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// The ordinary.
    Plain,
    /// A customer was lost.
    Lost,
    /// A fault.
    Fault,
    /// The call went elsewhere.
    Elsewhere,
    /// The call lives.
    Live,
}

impl Tone {
    /// The suffix of its class.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Lost => "lost",
            Self::Fault => "fault",
            Self::Elsewhere => "elsewhere",
            Self::Live => "live",
        }
    }
}

/// The tone of a call: of its reason, or of a call that lives.
pub fn tone(reason: Option<&HangupReason>) -> Tone {
    match reason {
        None => Tone::Live,
        Some(
            HangupReason::Normal
            | HangupReason::Unanswered
            | HangupReason::AbandonedInIvr
            | HangupReason::Unknown
            | HangupReason::Other(_),
        ) => Tone::Plain,
        Some(
            HangupReason::AbandonedInQueue
            | HangupReason::AbandonedWhileRinging
            | HangupReason::QueueTimeout
            | HangupReason::QueueOverflow
            | HangupReason::TransferToAgentFailed
            | HangupReason::IntelligentNavigationAbandonment,
        ) => Tone::Lost,
        Some(HangupReason::IvrError) => Tone::Fault,
        Some(HangupReason::Voicemail | HangupReason::TransferredToExternalLine) => Tone::Elsewhere,
    }
}

/// Why the call ended, who ended it and what the network said, as far as the row knows.
pub fn explain(row: &CallRow) -> String {
    let Some(reason) = &row.hangup_reason else {
        return t().why.alive.to_owned();
    };
    sentences([Some(facts(row, reason, &[])), row.hung_up_by.map(|by| ended_by(by).to_owned()), network(row)])
}

/// The same with the rule that held and with those whose phones rang last: only the log knows them, an ended call rings
/// nobody's phone.
pub fn explain_in_full(row: &CallRow, explanation: Option<&Explanation>, rang: &[String]) -> String {
    let rule = explanation.and_then(|explanation| match explanation.rule {
        ReasonRule::ReasonNode => Some(t().why.rule_reason_node),
        ReasonRule::VoicemailNode => Some(t().why.rule_voicemail_node),
        ReasonRule::ExternalLineNode => Some(t().why.rule_external_node),
        ReasonRule::PassedToExternalLine => Some(t().why.rule_passed_external),
        ReasonRule::IntelligentNavigation => Some(t().why.rule_navigation),
        // These say nothing that the facts of the call do not.
        ReasonRule::Connected
        | ReasonRule::NeverAnswered
        | ReasonRule::LeftInIvr
        | ReasonRule::LeftInQueue
        | ReasonRule::LeftWhileRinging
        | ReasonRule::NoStage => None,
    });
    let Some(reason) = &row.hangup_reason else {
        return t().why.alive.to_owned();
    };
    sentences([
        Some(facts(row, reason, rang)),
        rule.map(str::to_owned),
        row.hung_up_by.map(|by| ended_by(by).to_owned()),
        network(row),
    ])
}

/// A network's cause as people write it: `Q.850 16 normal clearing`.
pub fn cause_text(cause: &Cause) -> String {
    let text = cause.text.as_deref().map(harmless).unwrap_or_default();
    format!("{} {} {text}", harmless(&cause.protocol), cause.code).trim_end().to_owned()
}

fn network(row: &CallRow) -> Option<String> {
    row.cause.as_ref().map(|cause| fill(t().why.network_said, &[("cause", &cause_text(cause))]))
}

fn ended_by(by: HungUpBy) -> &'static str {
    match by {
        HungUpBy::Customer => t().why.ended_by_customer,
        HungUpBy::Agent => t().why.ended_by_agent,
        HungUpBy::System => t().why.ended_by_system,
        HungUpBy::External => t().why.ended_by_external,
    }
}

fn facts(row: &CallRow, reason: &HangupReason, rang: &[String]) -> String {
    let spent = |kind: StageKind| {
        let ms = row.stages.iter().filter(|stage| stage.kind == kind).filter_map(|stage| stage.ms).sum();
        length(ms)
    };
    // What rang first may have been the customer's phone.
    let rang_last = row.stages.iter().rev().find(|stage| stage.kind == StageKind::Ring).and_then(|stage| stage.ms);
    let ring = match reason {
        HangupReason::AbandonedWhileRinging => length(rang_last.unwrap_or_default()),
        _ => spent(StageKind::Ring),
    };
    let group = row.skill_groups.last().map_or_else(|| t().the_queue.to_owned(), |it| harmless(&it.name));
    let template = match reason {
        HangupReason::Normal if row.answered_at.is_none() => t().why.normal_bare,
        HangupReason::Normal => t().why.normal,
        HangupReason::Unanswered => t().why.unanswered,
        HangupReason::AbandonedInIvr => t().why.left_in_ivr,
        HangupReason::AbandonedInQueue => t().why.left_in_queue,
        HangupReason::AbandonedWhileRinging if rang.is_empty() => t().why.left_ringing_somebody,
        HangupReason::AbandonedWhileRinging => t().why.left_ringing,
        HangupReason::QueueTimeout => t().why.queue_timeout,
        HangupReason::TransferredToExternalLine => t().why.external,
        HangupReason::Voicemail => t().why.voicemail,
        HangupReason::QueueOverflow => t().why.queue_overflow,
        HangupReason::TransferToAgentFailed => t().why.transfer_failed,
        HangupReason::IvrError => t().why.ivr_error,
        HangupReason::IntelligentNavigationAbandonment => t().why.navigation,
        HangupReason::Unknown => t().why.unknown,
        HangupReason::Other(_) => t().why.other,
    };
    let who = match reason {
        HangupReason::AbandonedWhileRinging => i18n::names(rang),
        // The time is of all who talked.
        HangupReason::Normal if row.agents.len() > 1 => {
            i18n::names(&row.agents.iter().map(|it| harmless(&it.name)).collect::<Vec<_>>())
        }
        _ => row.agents.last().map_or_else(|| t().the_agent.to_owned(), |it| harmless(&it.name)),
    };
    fill(
        template,
        &[
            ("who", &who),
            ("group", &group),
            ("talk", &length(row.talk_ms)),
            ("wait", &length(row.wait_ms)),
            ("duration", &length(row.duration_ms)),
            ("queue", &spent(StageKind::Queue)),
            ("ring", &ring),
        ],
    )
}

fn sentences<const N: usize>(parts: [Option<String>; N]) -> String {
    i18n::sentences(parts.into_iter().flatten())
}

#[cfg(test)]
mod tests {
    use call_records_wire::call::{Agent, SkillGroup, Stage};

    use super::*;
    use crate::state::sample::row;

    #[test]
    fn the_reason_explains_itself_with_the_calls_own_facts() {
        let mut call = row("a", 1);
        call.hangup_reason = Some(HangupReason::QueueTimeout);
        call.skill_groups = vec![SkillGroup { id: "billing".to_owned(), name: "Billing".to_owned() }];
        call.stages = vec![Stage { kind: StageKind::Queue, at_ms: 0, ms: Some(120_000) }];
        call.hung_up_by = Some(HungUpBy::System);
        call.cause = Some(Cause { protocol: "Q.850".to_owned(), code: 16, text: Some("normal clearing".to_owned()) });
        assert_eq!(
            explain(&call),
            "The caller spent 2:00 in Billing, longer than the queue allows. The system ended the call. \
             The network said: Q.850 16 normal clearing."
        );
    }

    #[test]
    fn whoever_talked_is_named_with_the_time_that_all_of_them_talked() {
        let agent = |name: &str| Agent { id: name.to_owned(), name: name.to_owned() };
        let mut call = row("c", 1);
        call.hangup_reason = Some(HangupReason::Normal);
        call.answered_at = Some(call.started_at);
        call.talk_ms = 91_000;
        call.agents = vec![agent("Fatima"), agent("Ahmed")];
        let told = facts(&call, &HangupReason::Normal, &[]);
        assert!(told.starts_with("Fatima, Ahmed and the customer talked for 1:31"), "{told}");
    }

    #[test]
    fn who_was_rung_last_is_named_where_it_is_known() {
        let mut call = row("a", 1);
        call.hangup_reason = Some(HangupReason::AbandonedWhileRinging);
        call.stages = vec![Stage { kind: StageKind::Ring, at_ms: 0, ms: Some(12_000) }];
        // The agent who had the call before is not the one whose phone rang.
        call.agents = vec![Agent { id: "101".to_owned(), name: "Alice".to_owned() }];
        assert_eq!(explain(&call), "The caller left while an agent's phone rang; it rang for 0:12.");
        assert_eq!(
            explain_in_full(&call, None, &["Bob".to_owned()]),
            "The caller left while the phone of Bob rang; it rang for 0:12."
        );
    }

    #[test]
    fn a_call_that_lives_has_no_reason_yet() {
        let mut call = row("a", 1);
        call.hangup_reason = None;
        assert_eq!(explain(&call), "The call is going on.");
        assert_eq!(tone(None), Tone::Live);
    }
}
