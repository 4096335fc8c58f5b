//! The enumerations of the contract and how they are spelled.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A text that is none of the values allowed at its place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("must be one of {allowed}")]
pub struct UnknownWord {
    /// The allowed values, separated by commas.
    pub allowed: String,
}

/// Declares an enumeration that is spelled in `snake_case` on the wire, in addresses and in the store.
macro_rules! words {
    ($(#[doc = $doc:literal])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$variant_doc])* $variant,)* }

        impl $name {
            /// Every value, in the contract's order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// As it is spelled on the wire.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
        }

        impl FromStr for $name {
            type Err = UnknownWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($text => Ok(Self::$variant),)*
                    _ => Err(UnknownWord { allowed: [$($text),*].join(", ") }),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Cow::<'de, str>::deserialize(deserializer)?.parse().map_err(de::Error::custom)
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                crate::openapi::words(&[$($text),*], concat!($($doc),*)).into()
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {}
    };
}

words! {
    /// What kind of call it is.
    CallType {
        /// The customer called.
        Inbound = "inbound",
        /// An agent called the customer.
        Outbound = "outbound",
        /// A dialler called the customer before an agent was chosen.
        PredictiveOutbound = "predictive_outbound",
        /// The call entered a conference room.
        Conference = "conference",
    }
}

impl CallType {
    /// Whether the customer is the callee.
    pub const fn calls_the_customer(self) -> bool {
        matches!(self, Self::Outbound | Self::PredictiveOutbound)
    }
}

words! {
    /// Where a call is now.
    Status {
        /// The customer's phone is being called.
        Dialing = "dialing",
        /// The caller is in the IVR.
        InIvr = "in_ivr",
        /// The caller waits in a queue.
        Queued = "queued",
        /// An agent's phone rings.
        Ringing = "ringing",
        /// People talk.
        Connected = "connected",
        /// The customer was put on hold.
        OnHold = "on_hold",
        /// The call is over.
        Ended = "ended",
    }
}

words! {
    /// The side that ended a call.
    HungUpBy {
        /// The customer.
        Customer = "customer",
        /// An agent.
        Agent = "agent",
        /// The IVR flow, a timer, the switch.
        System = "system",
        /// A party on an outside line.
        External = "external",
    }
}

words! {
    /// What a piece of a call was spent on.
    StageKind {
        /// In the IVR, its voice mail included.
        Ivr = "ivr",
        /// Waiting in a queue, nobody rung.
        Queue = "queue",
        /// A phone rings: the agent's, or for an outbound call the customer's.
        Ring = "ring",
        /// People talk.
        Talk = "talk",
        /// On hold.
        Hold = "hold",
    }
}

words! {
    /// The state of one recording.
    RecordingState {
        /// The call is over and the audio is on its way.
        Expected = "expected",
        /// The switch is recording now.
        Recording = "recording",
        /// The audio arrived and is being measured.
        Processing = "processing",
        /// It can be played.
        Available = "available",
        /// There is none, see why.
        Failed = "failed",
        /// It was deleted, see when and by which rule.
        Deleted = "deleted",
    }
}

words! {
    /// A container and coding of audio.
    AudioFormat {
        /// RIFF WAVE.
        Wav = "wav",
        /// MPEG audio layer III.
        Mp3 = "mp3",
    }
}

impl AudioFormat {
    /// The media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Wav => "audio/wav",
            Self::Mp3 => "audio/mpeg",
        }
    }
}

words! {
    /// What an account may be.
    Role {
        /// Sees and sets everything.
        Admin = "admin",
        /// Sees the calls of some skill groups.
        Supervisor = "supervisor",
        /// Sees the own calls.
        Agent = "agent",
    }
}

/// Why a call ended, after the stage it was in when it disconnected.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HangupReason {
    /// Agent and customer had been connected.
    Normal,
    /// An outbound call was never answered.
    Unanswered,
    /// The caller left while in the IVR.
    AbandonedInIvr,
    /// The caller left while waiting in a queue.
    AbandonedInQueue,
    /// The caller left while an agent's phone rang.
    AbandonedWhileRinging,
    /// The flow entered a node with this reason.
    QueueTimeout,
    /// The call was passed to an outside number.
    TransferredToExternalLine,
    /// The flow entered a node with this reason.
    Voicemail,
    /// The flow entered a node with this reason.
    QueueOverflow,
    /// The flow entered a node with this reason.
    TransferToAgentFailed,
    /// The flow entered a node with this reason.
    IvrError,
    /// An intelligent-navigation node was the last thing entered.
    IntelligentNavigationAbandonment,
    /// The call ended and showed no stage at all.
    Unknown,
    /// A reason that a newer sender named; kept as it came.
    Other(String),
}

impl HangupReason {
    /// The twelve reasons of the contract and `unknown`, in its order.
    pub const ALL: [Self; 13] = [
        Self::Normal,
        Self::Unanswered,
        Self::AbandonedInIvr,
        Self::AbandonedInQueue,
        Self::AbandonedWhileRinging,
        Self::QueueTimeout,
        Self::TransferredToExternalLine,
        Self::Voicemail,
        Self::QueueOverflow,
        Self::TransferToAgentFailed,
        Self::IvrError,
        Self::IntelligentNavigationAbandonment,
        Self::Unknown,
    ];

    /// As it is spelled on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Normal => "normal",
            Self::Unanswered => "unanswered",
            Self::AbandonedInIvr => "abandoned_in_ivr",
            Self::AbandonedInQueue => "abandoned_in_queue",
            Self::AbandonedWhileRinging => "abandoned_while_ringing",
            Self::QueueTimeout => "queue_timeout",
            Self::TransferredToExternalLine => "transferred_to_external_line",
            Self::Voicemail => "voicemail",
            Self::QueueOverflow => "queue_overflow",
            Self::TransferToAgentFailed => "transfer_to_agent_failed",
            Self::IvrError => "ivr_error",
            Self::IntelligentNavigationAbandonment => "intelligent_navigation_abandonment",
            Self::Unknown => "unknown",
            Self::Other(text) => text,
        }
    }

    /// The reason of this spelling; one that this version does not know is kept as it came.
    pub fn from_text(text: &str) -> Self {
        Self::ALL.into_iter().find(|reason| reason.as_str() == text).unwrap_or_else(|| Self::Other(text.to_owned()))
    }
}

impl fmt::Display for HangupReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for HangupReason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for HangupReason {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::from_text(&Cow::<'de, str>::deserialize(deserializer)?))
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for HangupReason {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        let known = Self::ALL.map(|reason| reason.as_str().to_owned());
        let description = format!(
            "Why a call ended, after the stage it was in when it disconnected: {}; or a reason that a newer sender \
             named, kept as it came.",
            known.join(", ")
        );
        crate::openapi::text(description).examples(known).into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for HangupReason {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read_back_from_its_spelling() {
        for &word in CallType::ALL {
            assert_eq!(word.as_str().parse(), Ok(word));
        }
        for &word in Status::ALL {
            assert_eq!(word.as_str().parse(), Ok(word));
        }
        for reason in HangupReason::ALL {
            assert_eq!(HangupReason::from_text(reason.as_str()), reason);
        }
    }

    #[test]
    fn a_reason_of_a_newer_sender_is_kept_as_it_came() {
        let reason: HangupReason = serde_json::from_str("\"robot_tired\"").expect("any text is a reason");
        assert_eq!(reason, HangupReason::Other("robot_tired".to_owned()));
        assert_eq!(serde_json::to_string(&reason).expect("a reason is plain data"), "\"robot_tired\"");
    }

    #[test]
    fn a_wrong_word_says_what_is_allowed() {
        let error = "sideways".parse::<CallType>().expect_err("no such type");
        assert_eq!(error.to_string(), "must be one of inbound, outbound, predictive_outbound, conference");
    }
}
