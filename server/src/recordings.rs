//! The audio of recordings: taken in as a stream, checked, kept under a name of our own, read in ranges, and converted.

/// Other forms than recordings came in.
mod converted;
/// Files in the making.
mod draft;
/// Samples to files.
mod encode;
/// Telephony's own coding.
mod g711;
/// Audio on its way in.
mod intake;
/// What audio is: how long, how many channels.
mod measure;
/// MP3 files.
mod mp3;
/// Where recordings lie.
mod place;
/// The `Range` header.
pub mod range;
/// Room on the disk.
mod room;
/// Audio as samples.
mod sound;
/// WAV files.
mod wav;

use std::fs::File;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use call_records_wire::time::Timestamp;
use call_records_wire::words::AudioFormat;
use futures::Stream;

use converted::Converted;
use draft::Draft;
use place::Place;

pub use converted::{Form, MOST_CONVERTED, Made};
pub use measure::Measured;
pub use place::Audio;
pub use room::KEPT_FREE;

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

impl From<encode::EncodingError> for RecordingError {
    fn from(error: encode::EncodingError) -> Self {
        use encode::EncodingError;
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
    fn for_another(&self) -> Self {
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

/// Audio that was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptAudio {
    /// Where; made by us.
    pub object_key: String,
    /// How it is stored.
    pub format: AudioFormat,
    /// How many bytes.
    pub bytes: u64,
    /// Their digest.
    pub sha256: [u8; 32],
    /// What they sound like.
    pub measured: Measured,
}

/// Audio that arrived whole and is what it says, and that nobody but us can see yet. It goes when this is dropped.
pub struct Received {
    /// What it will be.
    pub audio: KeptAudio,
    draft: Draft,
}

/// Where recordings are kept.
#[derive(Clone)]
pub struct Recordings {
    place: Place,
    /// For what is in the making, and what was converted.
    work: PathBuf,
    converted: Arc<Converted>,
    most_bytes: u64,
    kept_free: u64,
}

/// The longest recording that is taken: 24 hours of uncompressed stereo telephony.
pub const MOST_BYTES: u64 = 4 * 1024 * 1024 * 1024;

impl Recordings {
    /// Recordings in this folder, which is made where it is missing.
    pub fn in_folder(folder: &Path) -> Result<Self, RecordingError> {
        // On the same disk, so that what is finished need only be renamed.
        Self::new(Place::folder(folder)?, folder.join("work"))
    }

    /// Recordings in a bucket of an S3-compatible store, below a prefix; `folder` is for what is in the making and what
    /// was converted.
    pub fn in_bucket(bucket: &str, prefix: &str, folder: &Path) -> Result<Self, RecordingError> {
        Self::new(Place::bucket(bucket, prefix)?, folder.join("work"))
    }

    fn new(place: Place, work: PathBuf) -> Result<Self, RecordingError> {
        let converted = Arc::new(Converted::open(work.join("converted"), MOST_CONVERTED)?);
        Ok(Self { place, work, converted, most_bytes: MOST_BYTES, kept_free: KEPT_FREE })
    }

    /// Takes at most this many bytes a recording.
    #[must_use]
    pub fn at_most(mut self, bytes: u64) -> Self {
        self.most_bytes = bytes;
        self
    }

    /// Leaves this many bytes of the disk free.
    #[must_use]
    pub fn keeping_free(mut self, bytes: u64) -> Self {
        self.kept_free = bytes;
        self
    }

    /// Keeps at most this many bytes of converted recordings.
    #[must_use]
    pub fn converting_at_most(self, bytes: u64) -> Self {
        self.converted.at_most(bytes);
        self
    }

    /// How many bytes a recording may have.
    pub const fn limit(&self) -> u64 {
        self.most_bytes
    }

    fn drafts(&self) -> PathBuf {
        self.work.join("drafts")
    }

    /// Takes audio in as it arrives, checks it, and keeps nothing yet.
    pub async fn receive<E>(
        &self,
        body: impl Stream<Item = Result<Bytes, E>> + Send,
        format: AudioFormat,
        digest: Option<[u8; 32]>,
        at: Timestamp,
    ) -> Result<Received, RecordingError> {
        let intake::Came { draft, bytes, sha256 } = intake::take_in(self, body, format).await?;
        if digest.is_some_and(|digest| digest != sha256) {
            return Err(RecordingError::WrongDigest);
        }
        let file = File::open(draft.path())?;
        let measured = tokio::task::spawn_blocking(move || measure::measure(file, format)).await;
        let measured = measured.unwrap_or_else(|_| Err("the reader of the audio failed".to_owned()));
        let measured = measured.map_err(RecordingError::Unreadable)?;
        let audio = KeptAudio { object_key: new_key(format, at), format, bytes, sha256, measured };
        Ok(Received { audio, draft })
    }

    /// Keeps what was received, under the key that it was given or another one. Durable once this answers.
    pub async fn put(&self, received: Received, object_key: &str) -> Result<KeptAudio, RecordingError> {
        let Received { audio, draft } = received;
        self.place.put(draft, object_key).await?;
        Ok(KeptAudio { object_key: object_key.to_owned(), ..audio })
    }

    /// Receives and keeps at once.
    pub async fn keep<E>(
        &self,
        body: impl Stream<Item = Result<Bytes, E>> + Send,
        format: AudioFormat,
        digest: Option<[u8; 32]>,
        at: Timestamp,
    ) -> Result<KeptAudio, RecordingError> {
        let received = self.receive(body, format, digest, at).await?;
        let object_key = received.audio.object_key.clone();
        self.put(received, &object_key).await
    }

    /// The bytes in `range` of audio that has `bytes` in all.
    pub async fn read(&self, object_key: &str, range: Range<u64>, bytes: u64) -> Result<Audio, RecordingError> {
        self.place.read(object_key, range, bytes).await
    }

    /// Audio in another form; made where it is asked for the first time.
    pub async fn convert(&self, audio: &StoredAudio, form: Form) -> Result<Made, RecordingError> {
        let StoredAudio { object_key, format, bytes, sha256 } = audio.clone();
        let (place, drafts) = (self.place.clone(), self.drafts());
        let source = move || async move { place.file(&object_key, bytes, &drafts).await };
        self.converted.get(sha256, form, format, source).await
    }

    /// Deletes audio that nothing refers to, with all that was made of it.
    pub async fn discard(&self, object_key: &str) -> Result<(), RecordingError> {
        self.place.delete(object_key).await
    }

    /// Deletes what was made of audio that is deleted.
    pub fn forget(&self, sha256: [u8; 32]) {
        self.converted.forget(sha256);
    }

    /// Whether audio is there, with all its bytes.
    pub async fn has(&self, object_key: &str, bytes: u64) -> Result<bool, RecordingError> {
        self.place.has(object_key, bytes).await
    }

    /// Deletes what a process that ended left in the making; answers how many files.
    pub async fn sweep_drafts(&self) -> Result<usize, RecordingError> {
        let folder = self.drafts();
        Ok(tokio::task::spawn_blocking(move || draft::sweep(&folder)).await.map_err(std::io::Error::from)??)
    }

    /// Whether the place answers.
    pub async fn check(&self) -> Result<(), RecordingError> {
        self.place.has("none", 0).await.map(|_| ())
    }
}

/// What must be known of audio to convert it.
#[derive(Debug, Clone)]
pub struct StoredAudio {
    /// Where it is.
    pub object_key: String,
    /// How it is stored.
    pub format: AudioFormat,
    /// How many bytes.
    pub bytes: u64,
    /// Their digest.
    pub sha256: [u8; 32],
}

impl Made {
    /// The bytes in `range`.
    pub fn read(&self, range: Range<u64>) -> Audio {
        place::exactly(self.file.clone(), range)
    }
}

/// A new name in a folder a day: never anything that a request said.
fn new_key(format: AudioFormat, at: Timestamp) -> String {
    let day = at.to_datetime().format("%Y/%m/%d");
    format!("{day}/{}.{format}", crate::access::token::random_hex::<16>())
}

/// A digest as text.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests;
