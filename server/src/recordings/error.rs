//! Why audio was not kept, or cannot be read.

use call_records_wire::words::AudioFormat;

use super::encode::EncodingError;

/// Why audio was not kept, or cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum RecordingError {
    /// Nothing came.
    #[error("the recording is empty")]
    Empty,
    /// The bytes are not of the format that was said.
    #[error("the bytes are not {0} audio")]
    NotThatFormat(AudioFormat),
    /// The bytes begin as audio, and cannot be read as such.
    #[error("the audio cannot be read: {0}")]
    Unreadable(String),
    /// The bytes are not those that the sender meant.
    #[error("the SHA-256 of the bytes is not the one that was sent")]
    WrongDigest,
    /// There are more bytes than allowed.
    #[error("the recording has more than {0} bytes")]
    TooLarge(u64),
    /// The sender stopped in the middle.
    #[error("the recording did not arrive whole")]
    Interrupted,
    /// The disk is full, or would soon be.
    #[error("the disk of the recordings is full; make room, or let older recordings go")]
    NoRoom,
    /// What is kept is not what was kept once.
    #[error("the recording has {has} bytes where it should have {of}")]
    Damaged {
        /// How many bytes it has.
        has: u64,
        /// How many it should have.
        of: u64,
    },
    /// The place where recordings are kept refused.
    #[error("the recording cannot be stored or read now")]
    Store(#[source] object_store::Error),
    /// The place where recordings are kept refused.
    #[error("the recordings' folder cannot be used")]
    Folder(#[source] std::io::Error),
}

impl From<std::io::Error> for RecordingError {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind;
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::NoRoom,
            _ => Self::Folder(error),
        }
    }
}

impl From<object_store::Error> for RecordingError {
    fn from(error: object_store::Error) -> Self {
        Self::Store(error)
    }
}

impl From<EncodingError> for RecordingError {
    fn from(error: EncodingError) -> Self {
        match error {
            EncodingError::Writing(error) => error.into(),
            EncodingError::Unreadable(why) => Self::Unreadable(why),
            EncodingError::Encoder(_) | EncodingError::TooLong => Self::Unreadable(error.to_string()),
        }
    }
}

impl RecordingError {
    /// Whether there is no such audio, or not all of it.
    pub const fn is_missing(&self) -> bool {
        matches!(self, Self::Store(object_store::Error::NotFound { .. }) | Self::Damaged { .. })
    }

    /// The same failure for a second who waited for the same: what the store gives cannot be copied.
    pub(super) fn for_another(&self) -> Self {
        match self {
            Self::Unreadable(why) => Self::Unreadable(why.clone()),
            Self::NoRoom => Self::NoRoom,
            Self::Damaged { has, of } => Self::Damaged { has: *has, of: *of },
            Self::Store(object_store::Error::NotFound { path, .. }) => {
                Self::Store(object_store::Error::NotFound { path: path.clone(), source: "it is gone".into() })
            }
            other => Self::Folder(std::io::Error::other(with_causes(other))),
        }
    }
}

fn with_causes(error: &dyn std::error::Error) -> String {
    std::iter::successors(Some(error), |error| error.source()).map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
