//! The contract's words as people read them.

use std::borrow::Cow;

use call_records_wire::page::{Sort, SortKey};
use call_records_wire::words::{CallType, HangupReason, HungUpBy, RecordingState, Role, StageKind, Status};

use super::t;
use crate::format::harmless;

/// A call type.
pub fn call_type(word: CallType) -> &'static str {
    match word {
        CallType::Inbound => t().type_inbound,
        CallType::Outbound => t().type_outbound,
        CallType::PredictiveOutbound => t().type_predictive_outbound,
        CallType::Conference => t().type_conference,
    }
}

/// A hang-up reason; one that this version does not know is shown as it came.
pub fn reason(word: &HangupReason) -> Cow<'static, str> {
    Cow::Borrowed(match word {
        HangupReason::Normal => t().reason_normal,
        HangupReason::Unanswered => t().reason_unanswered,
        HangupReason::AbandonedInIvr => t().reason_abandoned_in_ivr,
        HangupReason::AbandonedInQueue => t().reason_abandoned_in_queue,
        HangupReason::AbandonedWhileRinging => t().reason_abandoned_while_ringing,
        HangupReason::QueueTimeout => t().reason_queue_timeout,
        HangupReason::TransferredToExternalLine => t().reason_transferred_to_external_line,
        HangupReason::Voicemail => t().reason_voicemail,
        HangupReason::QueueOverflow => t().reason_queue_overflow,
        HangupReason::TransferToAgentFailed => t().reason_transfer_to_agent_failed,
        HangupReason::IvrError => t().reason_ivr_error,
        HangupReason::IntelligentNavigationAbandonment => t().reason_intelligent_navigation,
        HangupReason::Unknown => t().reason_unknown,
        HangupReason::Other(text) => return Cow::Owned(harmless(text)),
    })
}

/// Where a call is now.
pub fn status(word: Status) -> &'static str {
    match word {
        Status::Dialing => t().status_dialing,
        Status::InIvr => t().status_in_ivr,
        Status::Queued => t().status_queued,
        Status::Ringing => t().status_ringing,
        Status::Connected => t().status_connected,
        Status::OnHold => t().status_on_hold,
        Status::Ended => t().status_ended,
    }
}

/// The side that ended a call.
pub fn hung_up_by(word: HungUpBy) -> &'static str {
    match word {
        HungUpBy::Customer => t().by_customer,
        HungUpBy::Agent => t().by_agent,
        HungUpBy::System => t().by_system,
        HungUpBy::External => t().by_external,
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
