//! The audio of recordings: taken in as a stream, checked, kept under a name of our own, read in ranges, and converted.

/// Other forms than recordings came in.
mod converted;
/// Files in the making.
mod draft;
/// Samples to files.
mod encode;
/// Why audio was not kept, or cannot be read.
mod error;
/// Telephony's own coding.
mod g711;
/// Audio on its way in.
mod intake;
/// What audio is: how long, how many channels.
mod measure;
/// MP3 files.
mod mp3;
/// Outlines for drawing.
mod peaks;
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
use futures::{Stream, TryStreamExt};
use tokio::io::AsyncWriteExt;

use converted::Converted;
use draft::Draft;
use place::Place;

pub use converted::{Form, MOST_CONVERTED, Made};
pub use error::RecordingError;
pub use measure::Measured;
pub use place::Audio;
pub use room::KEPT_FREE;

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
    /// Its outline, unless making it would have kept the sender waiting.
    peaks: Option<Vec<u8>>,
}

/// Where recordings are kept.
#[derive(Clone)]
pub struct Recordings {
    place: Place,
    /// For what is in the making, and what was converted.
    scratch: PathBuf,
    converted: Arc<Converted>,
    most_bytes: u64,
    kept_free: u64,
}

/// The longest recording that is taken: 24 hours of uncompressed stereo telephony.
pub const MOST_BYTES: u64 = 4 * 1024 * 1024 * 1024;

/// Up to how many bytes the outline is made while the sender waits.
pub const OUTLINED_AT_ONCE: u64 = 16 * 1024 * 1024;

impl Recordings {
    /// Recordings in this folder, which is made where it is missing.
    pub fn in_folder(folder: &Path) -> Result<Self, RecordingError> {
        // On the same disk, so that what is finished need only be renamed.
        Self::new(Place::folder(folder)?, folder.join("scratch"))
    }

    /// Recordings in a bucket of an S3-compatible store, below a prefix; `folder` is for what is in the making and what
    /// was converted, and `environment` has the variables that say where the store is and who we are there.
    pub fn in_bucket(
        bucket: &str,
        prefix: &str,
        folder: &Path,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, RecordingError> {
        Self::new(Place::bucket(bucket, prefix, environment)?, folder.join("scratch"))
    }

    fn new(place: Place, scratch: PathBuf) -> Result<Self, RecordingError> {
        let converted = Arc::new(Converted::open(scratch.join("converted"), MOST_CONVERTED)?);
        Ok(Self { place, scratch, converted, most_bytes: MOST_BYTES, kept_free: KEPT_FREE })
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
        self.scratch.join("drafts")
    }

    /// Takes audio in as it arrives, checks it, and keeps nothing yet.
    pub async fn receive<E>(
        &self,
        body: impl Stream<Item = Result<Bytes, E>> + Send,
        format: AudioFormat,
        digest: Option<[u8; 32]>,
        at: Timestamp,
    ) -> Result<Received, RecordingError> {
        self.take_in(body, format, digest, at, OUTLINED_AT_ONCE).await
    }

    async fn take_in<E>(
        &self,
        body: impl Stream<Item = Result<Bytes, E>> + Send,
        format: AudioFormat,
        digest: Option<[u8; 32]>,
        at: Timestamp,
        outlined_up_to: u64,
    ) -> Result<Received, RecordingError> {
        let intake::Came { draft, bytes, sha256 } = intake::take_in(self, body, format).await?;
        if digest.is_some_and(|digest| digest != sha256) {
            return Err(RecordingError::WrongDigest);
        }
        let file = File::open(draft.path())?;
        let looking = tokio::task::spawn_blocking(move || {
            let measured = measure::measure(file.try_clone().map_err(|error| error.to_string())?, format)?;
            let outlined = bytes <= outlined_up_to;
            let peaks = outlined
                .then(|| peaks::peaks(&mut sound::Sound::open(file, format)?))
                .transpose()?
                .map(|it| it.write());
            Ok((measured, peaks))
        });
        let looked_at = looking.await.unwrap_or_else(|_| Err("the reader of the audio failed".to_owned()));
        let (measured, peaks) = looked_at.map_err(RecordingError::Unreadable)?;
        let audio = KeptAudio { object_key: new_key(format, at), format, bytes, sha256, measured };
        Ok(Received { audio, draft, peaks })
    }

    /// Keeps what was received, under the key that it was given or another one. Durable once this answers.
    pub async fn put(&self, received: Received, object_key: &str) -> Result<KeptAudio, RecordingError> {
        let Received { audio, draft, peaks } = received;
        self.place.put(draft, object_key).await?;
        if let Some(peaks) = peaks {
            self.keep_peaks(object_key, peaks.into()).await;
        }
        Ok(KeptAudio { object_key: object_key.to_owned(), ..audio })
    }

    /// Receives and keeps at once, and leaves the outline to whoever asks for it first.
    pub async fn keep<E>(
        &self,
        body: impl Stream<Item = Result<Bytes, E>> + Send,
        format: AudioFormat,
        digest: Option<[u8; 32]>,
        at: Timestamp,
    ) -> Result<KeptAudio, RecordingError> {
        let received = self.take_in(body, format, digest, at, 0).await?;
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

    /// The outline of audio, for drawing; made where it is not kept beside it yet.
    pub async fn peaks(&self, audio: &StoredAudio) -> Result<Bytes, RecordingError> {
        if let Some(kept) = self.place.get(&beside(&audio.object_key)).await? {
            return Ok(kept);
        }
        let made = self.convert(audio, Form::Peaks).await?;
        let outline = made.read(0..made.bytes).try_collect::<Vec<Bytes>>().await?.concat();
        let outline = Bytes::from(outline);
        self.keep_peaks(&audio.object_key, outline.clone()).await;
        // Deleted meanwhile: then nobody would ever delete this.
        if !self.place.has(&audio.object_key, audio.bytes).await? {
            self.place.delete(&beside(&audio.object_key)).await?;
        }
        Ok(outline)
    }

    /// Keeps an outline beside its audio. Without it the audio is as good: it is made again where it is asked for.
    async fn keep_peaks(&self, object_key: &str, outline: Bytes) {
        let kept = async {
            let draft = Draft::new_in(&self.drafts())?;
            let mut file = tokio::fs::File::from_std(draft.file()?);
            file.write_all(&outline).await?;
            file.flush().await?;
            self.place.put(draft, &beside(object_key)).await
        };
        if let Err(error) = kept.await {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                object_key,
                "cannot keep the outline of a recording"
            );
        }
    }

    /// Deletes audio that nothing refers to, with its outline.
    pub async fn discard(&self, object_key: &str) -> Result<(), RecordingError> {
        self.place.delete(object_key).await?;
        self.place.delete(&beside(object_key)).await
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

impl From<&KeptAudio> for StoredAudio {
    fn from(kept: &KeptAudio) -> Self {
        let KeptAudio { object_key, format, bytes, sha256, measured: _ } = kept;
        Self { object_key: object_key.clone(), format: *format, bytes: *bytes, sha256: *sha256 }
    }
}

impl Made {
    /// The bytes in `range`.
    pub fn read(&self, range: Range<u64>) -> Audio {
        place::exactly(self.file.clone(), range)
    }
}

/// Where the outline of audio lies.
fn beside(object_key: &str) -> String {
    format!("{object_key}.peaks")
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
