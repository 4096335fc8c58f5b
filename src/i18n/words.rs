//! The contract's words as people read them.

use std::borrow::Cow;

use call_records_wire::page::{Sort, SortKey};
use call_records_wire::words::{CallType, HangupReason, HungUpBy, RecordingState, Role, StageKind, Status};

use super::{Messages, t};
use crate::format::harmless;

/// A call type.
pub fn call_type(word: CallType) -> &'static str {
    call_type_in(t(), word)
}

/// The same in one language.
pub fn call_type_in(texts: &'static Messages, word: CallType) -> &'static str {
    match word {
        CallType::Inbound => texts.type_inbound,
        CallType::Outbound => texts.type_outbound,
        CallType::PredictiveOutbound => texts.type_predictive_outbound,
        CallType::Conference => texts.type_conference,
    }
}

/// A hang-up reason; one that this version does not know is shown as it came.
pub fn reason(word: &HangupReason) -> Cow<'static, str> {
    reason_in(t(), word)
}

/// The same in one language.
pub fn reason_in(texts: &'static Messages, word: &HangupReason) -> Cow<'static, str> {
    Cow::Borrowed(match word {
        HangupReason::Normal => texts.reason_normal,
        HangupReason::Unanswered => texts.reason_unanswered,
        HangupReason::AbandonedInIvr => texts.reason_abandoned_in_ivr,
        HangupReason::AbandonedInQueue => texts.reason_abandoned_in_queue,
        HangupReason::AbandonedWhileRinging => texts.reason_abandoned_while_ringing,
        HangupReason::QueueTimeout => texts.reason_queue_timeout,
        HangupReason::TransferredToExternalLine => texts.reason_transferred_to_external_line,
        HangupReason::Voicemail => texts.reason_voicemail,
        HangupReason::QueueOverflow => texts.reason_queue_overflow,
        HangupReason::TransferToAgentFailed => texts.reason_transfer_to_agent_failed,
        HangupReason::IvrError => texts.reason_ivr_error,
        HangupReason::IntelligentNavigationAbandonment => texts.reason_intelligent_navigation,
        HangupReason::Unknown => texts.reason_unknown,
        HangupReason::Other(text) => return Cow::Owned(harmless(text)),
    })
}

/// What a hang-up reason means, in one line: the stage that the call was in when it disconnected.
pub fn reason_meaning(word: &HangupReason) -> &'static str {
    let texts = &t().why;
    match word {
        HangupReason::Normal => texts.means_normal,
        HangupReason::Unanswered => texts.means_unanswered,
        HangupReason::AbandonedInIvr => texts.means_abandoned_in_ivr,
        HangupReason::AbandonedInQueue => texts.means_abandoned_in_queue,
        HangupReason::AbandonedWhileRinging => texts.means_abandoned_while_ringing,
        HangupReason::QueueTimeout => texts.means_queue_timeout,
        HangupReason::TransferredToExternalLine => texts.means_external,
        HangupReason::Voicemail => texts.means_voicemail,
        HangupReason::QueueOverflow => texts.means_queue_overflow,
        HangupReason::TransferToAgentFailed => texts.means_transfer_failed,
        HangupReason::IvrError => texts.means_ivr_error,
        HangupReason::IntelligentNavigationAbandonment => texts.means_navigation,
        HangupReason::Unknown => texts.means_unknown,
        HangupReason::Other(_) => texts.means_other,
    }
}

/// Where a call is now.
pub fn status(word: Status) -> &'static str {
    status_in(t(), word)
}

/// The same in one language.
pub fn status_in(texts: &'static Messages, word: Status) -> &'static str {
    match word {
        Status::Dialing => texts.status_dialing,
        Status::InIvr => texts.status_in_ivr,
        Status::Queued => texts.status_queued,
        Status::Ringing => texts.status_ringing,
        Status::Connected => texts.status_connected,
        Status::OnHold => texts.status_on_hold,
        Status::Ended => texts.status_ended,
    }
}

/// The side that ended a call.
pub fn hung_up_by(word: HungUpBy) -> &'static str {
    hung_up_by_in(t(), word)
}

/// The same in one language.
pub fn hung_up_by_in(texts: &'static Messages, word: HungUpBy) -> &'static str {
    match word {
        HungUpBy::Customer => texts.by_customer,
        HungUpBy::Agent => texts.by_agent,
        HungUpBy::System => texts.by_system,
        HungUpBy::External => texts.by_external,
    }
}

/// A kind of stage.
pub fn stage(word: StageKind) -> &'static str {
    match word {
        StageKind::Ivr => t().stage_ivr,
        StageKind::Queue => t().stage_queue,
        StageKind::Ring => t().stage_ring,
        StageKind::Talk => t().stage_talk,
        StageKind::Hold => t().stage_hold,
    }
}

/// The state of a recording.
pub fn recording_state(word: RecordingState) -> &'static str {
    match word {
        RecordingState::Expected => t().recording_expected,
        RecordingState::Recording => t().recording_recording,
        RecordingState::Processing => t().recording_processing,
        RecordingState::Available => t().recording_available,
        RecordingState::Failed => t().recording_failed,
        RecordingState::Deleted => t().recording_deleted,
    }
}

/// What the channels of a recording hold; a layout that this version does not know is shown as it came.
pub fn channels(word: &str) -> String {
    match word {
        "mono" => t().channels_mono.to_owned(),
        "stereo" => t().channels_stereo.to_owned(),
        "customer_left_agent_right" => t().channels_customer_left.to_owned(),
        "agent_left_customer_right" => t().channels_agent_left.to_owned(),
        other => harmless(other),
    }
}

/// What an account may be.
pub fn role(word: Role) -> &'static str {
    match word {
        Role::Admin => t().role_admin,
        Role::Supervisor => t().role_supervisor,
        Role::Agent => t().role_agent,
    }
}

/// An order of the list.
pub fn sort(word: Sort) -> &'static str {
    match (word.key, word.descending) {
        (SortKey::StartedAt, true) => t().sort_newest,
        (SortKey::StartedAt, false) => t().sort_oldest,
        (SortKey::Duration, true) => t().sort_longest,
        (SortKey::Duration, false) => t().sort_shortest,
        (SortKey::Wait, true) => t().sort_longest_wait,
        (SortKey::Wait, false) => t().sort_shortest_wait,
        (SortKey::Talk, true) => t().sort_longest_talk,
        (SortKey::Talk, false) => t().sort_shortest_talk,
    }
}

/// A field of the search.
pub fn field(name: &str) -> &'static str {
    match name {
        "from" => t().from,
        "to" => t().to,
        "caller_number" => t().caller_number,
        "callee_number" => t().callee_number,
        "customer_number" => t().customer_number,
        "number" => t().either_number,
        "agent" => t().agent,
        "agent_id" => t().agent_id,
        "skill_group" => t().skill_group,
        "skill_group_id" => t().skill_group_id,
        "tag" => t().story.tag,
        "call_type" => t().call_type,
        "hangup_reason" => t().hangup_reason,
        "status" => t().status,
        "hung_up_by" => t().hung_up_by,
        "call_id" => t().call_id,
        "min_talk_ms" => t().min_talk,
        "max_talk_ms" => t().max_talk,
        "min_wait_ms" => t().min_wait,
        "max_wait_ms" => t().max_wait,
        "has_recording" => t().recording,
        "q" => t().anything,
        "sort" => t().order,
        _ => t().search,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layout_of_channels_is_in_words_and_an_unknown_one_as_it_came() {
        assert_eq!(channels("customer_left_agent_right"), "left: customer, right: agent");
        assert_eq!(channels("mono"), "one channel");
        assert_eq!(channels("quad\u{202e}"), "quad\u{fffd}");
    }
}
