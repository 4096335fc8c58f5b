//! Words of events that a newer sender may add to.

/// Kinds of IVR nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NodeKind {
    /// Asks for a key.
    Menu,
    /// Says something.
    Prompt,
    /// Hands the caller to a queue or an agent.
    TransferToAgent,
    /// Hands the caller to an outside number.
    TransferToExternalLine,
    /// Takes a message.
    Voicemail,
    /// Understands speech.
    IntelligentNavigation,
    /// Only names a hang-up reason.
    HangupReason,
    /// A kind that this version does not know.
    Other,
}

/// Why a caller left a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueueLeft {
    /// An agent took the call.
    Answered,
    /// The longest wait was over.
    Timeout,
    /// The queue was full.
    Overflow,
    /// Nobody serves the queue.
    NoAgent,
    /// The caller pressed a key.
    Key,
    /// Something else.
    Other,
}

pub(super) fn node_kind(text: &str) -> NodeKind {
    match text {
        "menu" => NodeKind::Menu,
        "prompt" => NodeKind::Prompt,
        "transfer_to_agent" => NodeKind::TransferToAgent,
        "transfer_to_external_line" => NodeKind::TransferToExternalLine,
        "voicemail" => NodeKind::Voicemail,
        "intelligent_navigation" => NodeKind::IntelligentNavigation,
        "hangup_reason" => NodeKind::HangupReason,
        _ => NodeKind::Other,
    }
}

pub(super) fn queue_left(text: &str) -> QueueLeft {
    match text {
        "answered" => QueueLeft::Answered,
        "timeout" => QueueLeft::Timeout,
        "overflow" => QueueLeft::Overflow,
        "no_agent" => QueueLeft::NoAgent,
        "key" => QueueLeft::Key,
        _ => QueueLeft::Other,
    }
}
