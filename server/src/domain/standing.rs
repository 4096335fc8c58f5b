//! Where a call stands, and which hang-up reason follows when it ends there.

use call_records_wire::call::{Explanation, ReasonRule};
use call_records_wire::words::HangupReason;

/// The last thing a call entered that can decide its hang-up reason, with the position of the event that said so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nothing was entered yet.
    Nothing,
    /// In the IVR: a node, or back in the flow after a queue let go.
    Ivr(usize),
    /// An intelligent-navigation node.
    Navigation(usize),
    /// A node that names the reason.
    ReasonNode(HangupReason, usize),
    /// A voice-mail node without a reason of its own.
    VoicemailNode(usize),
    /// The transfer-to-external-line module.
    ExternalNode(usize),
    /// An agent, or the flow, passed the call to an outside number.
    PassedOutside(usize),
    /// Waiting in a queue.
    Queue(usize),
    /// An agent's phone rings.
    Ringing(usize),
    /// Agent and customer are, or were, connected.
    Connected(usize),
}

impl Standing {
    /// Whether the flow already decided the reason, so that a further prompt or menu does not change it.
    pub(super) const fn outlasts_prompts(&self) -> bool {
        matches!(
            self,
            Self::ReasonNode(..)
                | Self::VoicemailNode(_)
                | Self::ExternalNode(_)
                | Self::PassedOutside(_)
                | Self::Connected(_)
        )
    }

    /// Whether the call is, or was sent, on an outside line.
    pub(super) const fn is_outside(&self) -> bool {
        matches!(self, Self::ExternalNode(_) | Self::PassedOutside(_))
    }

    /// The reason of a call that ends here, the rule that gave it, and the events it rests on.
    pub(super) fn reason(&self, hung_up: usize) -> (HangupReason, Explanation) {
        let (reason, rule, event) = match self {
            Self::Nothing => (HangupReason::Unknown, ReasonRule::NoStage, None),
            Self::Ivr(event) => (HangupReason::AbandonedInIvr, ReasonRule::LeftInIvr, Some(*event)),
            Self::Navigation(event) => {
                (HangupReason::IntelligentNavigationAbandonment, ReasonRule::IntelligentNavigation, Some(*event))
            }
            Self::ReasonNode(reason, event) => (reason.clone(), ReasonRule::ReasonNode, Some(*event)),
            Self::VoicemailNode(event) => (HangupReason::Voicemail, ReasonRule::VoicemailNode, Some(*event)),
            Self::ExternalNode(event) => {
                (HangupReason::TransferredToExternalLine, ReasonRule::ExternalLineNode, Some(*event))
            }
            Self::PassedOutside(event) => {
                (HangupReason::TransferredToExternalLine, ReasonRule::PassedToExternalLine, Some(*event))
            }
            Self::Queue(event) => (HangupReason::AbandonedInQueue, ReasonRule::LeftInQueue, Some(*event)),
            Self::Ringing(event) => (HangupReason::AbandonedWhileRinging, ReasonRule::LeftWhileRinging, Some(*event)),
            Self::Connected(event) => (HangupReason::Normal, ReasonRule::Connected, Some(*event)),
        };
        (reason, Explanation { rule, events: event.into_iter().chain([hung_up]).collect() })
    }
}
