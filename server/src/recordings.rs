//! The audio of recordings: taken in as a stream, checked, kept under a name of our own, read in ranges.

/// What audio is: how long, how many channels.
mod measure;
/// What an MP3 file says of itself.
mod mp3;
/// The `Range` header.
pub mod range;
/// What a WAV file says of itself.
mod wav;

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use call_records_wire::time::Timestamp;
use call_records_wire::words::AudioFormat;
use futures::stream::BoxStream;
use futures::{Stream, StreamExt, TryStreamExt};
use object_store::local::LocalFileSystem;
use object_store::path::Path as ObjectPath;
use object_store::{ObjectStore, ObjectStoreExt, WriteMultipart};
use sha2::{Digest, Sha256};

pub use measure::{Measured, measure};

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
    /// The place where recordings are kept refused.
    #[error("the recording cannot be stored or read now")]
    Store(#[from] object_store::Error),
    /// The place where recordings are kept refused.
    #[error("the recordings' folder cannot be used")]
    Folder(#[from] std::io::Error),
}

impl RecordingError {
    /// Whether there is no such audio.
    pub const fn is_missing(&self) -> bool {
        matches!(self, Self::Store(object_store::Error::NotFound { .. }))
    }
}

/// Audio that was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptAudio {
    /// Where; made by us.
    pub object_key: String,
    /// How many bytes.
    pub bytes: u64,
    /// Their digest.
    pub sha256: [u8; 32],
    /// What they sound like.
    pub measured: Measured,
}

/// Where recordings are kept.
#[derive(Clone)]
pub struct Recordings {
    objects: Arc<dyn ObjectStore>,
    folder: PathBuf,
    most_bytes: u64,
}

/// The longest recording that is taken: 24 hours of uncompressed stereo telephony.
pub const MOST_BYTES: u64 = 4 * 1024 * 1024 * 1024;

impl Recordings {
    /// Recordings in this folder, which is made where it is missing.
    pub fn in_folder(folder: &Path) -> Result<Self, RecordingError> {
        std::fs::create_dir_all(folder)?;
        // An acknowledged recording survives the loss of power.
        let objects = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true);
        Ok(Self { objects: Arc::new(objects), folder: folder.to_owned(), most_bytes: MOST_BYTES })
    }

    /// Takes at most this many bytes a recording.
    #[must_use]
    pub fn at_most(mut self, bytes: u64) -> Self {
        self.most_bytes = bytes;
        self
    }

    /// How many bytes a recording may have.
    pub const fn limit(&self) -> u64 {
        self.most_bytes
    }

    /// Keeps audio that arrives as a stream, or nothing of it. Durable once this answers.
    pub async fn keep<E>(
        &self,
        body: impl Stream<Item = Result<Bytes, E>> + Send,
        format: AudioFormat,
        digest: Option<[u8; 32]>,
        at: Timestamp,
    ) -> Result<KeptAudio, RecordingError> {
        let object_key = new_key(format, at);
        let path = ObjectPath::from(object_key.clone());
        let mut write = WriteMultipart::new(self.objects.put_multipart(&path).await?);
        let (bytes, sha256) = match self.receive(body, format, &mut write).await {
            Ok((_, sha256)) if digest.is_some_and(|digest| digest != sha256) => {
                write.abort().await?;
                return Err(RecordingError::WrongDigest);
            }
            Ok(received) => received,
            Err(error) => {
                write.abort().await?;
                return Err(error);
            }
        };
        write.finish().await?;
        let file = self.folder.join(&object_key);
        let measured = tokio::task::spawn_blocking(move || measure(&file, format)).await;
        match measured.unwrap_or_else(|_| Err("the reader of the audio failed".to_owned())) {
            Ok(measured) => Ok(KeptAudio { object_key, bytes, sha256, measured }),
            Err(why) => {
                self.objects.delete(&path).await?;
                Err(RecordingError::Unreadable(why))
            }
        }
    }

    async fn receive<E>(
        &self,
        body: impl Stream<Item = Result<Bytes, E>> + Send,
        format: AudioFormat,
        write: &mut WriteMultipart,
    ) -> Result<(u64, [u8; 32]), RecordingError> {
        let mut body = std::pin::pin!(body);
        let mut digest = Sha256::new();
        let mut bytes = 0;
        let mut head = Vec::with_capacity(16);
        while let Some(chunk) = body.next().await {
            let chunk = chunk.map_err(|_| RecordingError::Interrupted)?;
            if head.len() < 12 {
                head.extend(chunk.iter().take(12 - head.len()));
                if head.len() == 12 && !looks_like(&head, format) {
                    return Err(RecordingError::NotThatFormat(format));
                }
            }
            bytes += chunk.len() as u64;
            if bytes > self.most_bytes {
                return Err(RecordingError::TooLarge(self.most_bytes));
            }
            digest.update(&chunk);
            write.wait_for_capacity(4).await?;
            write.put(chunk);
        }
        match bytes {
            0 => Err(RecordingError::Empty),
            1..12 => Err(RecordingError::NotThatFormat(format)),
            _ => Ok((bytes, digest.finalize().into())),
        }
    }

    /// The bytes in `range`.
    pub async fn read(
        &self,
        object_key: &str,
        range: Range<u64>,
    ) -> Result<BoxStream<'static, Result<Bytes, object_store::Error>>, RecordingError> {
        let options = object_store::GetOptions { range: Some(range.into()), ..Default::default() };
        let found = self.objects.get_opts(&ObjectPath::from(object_key), options).await?;
        Ok(found.into_stream().map_err(Into::into).boxed())
    }

    /// Gives audio another key.
    pub async fn rename(&self, object_key: &str, to: &str) -> Result<(), RecordingError> {
        Ok(self.objects.rename(&ObjectPath::from(object_key), &ObjectPath::from(to)).await?)
    }

    /// Deletes audio that nothing refers to.
    pub async fn discard(&self, object_key: &str) -> Result<(), RecordingError> {
        Ok(self.objects.delete(&ObjectPath::from(object_key)).await?)
    }

    /// Whether audio is there, with all its bytes.
    pub async fn has(&self, object_key: &str, bytes: u64) -> Result<bool, RecordingError> {
        match self.objects.head(&ObjectPath::from(object_key)).await {
            Ok(found) => Ok(found.size == bytes),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether the place answers.
    pub async fn check(&self) -> Result<(), RecordingError> {
        match self.objects.head(&ObjectPath::from("none")).await {
            Ok(_) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

/// A new name in a folder a day: never anything that a request said.
fn new_key(format: AudioFormat, at: Timestamp) -> String {
    let day = at.to_datetime().format("%Y/%m/%d");
    format!("{day}/{}.{format}", crate::access::token::random_hex::<16>())
}

/// Whether bytes begin like this format: a RIFF WAVE header (also RF64 and BW64), an ID3 tag or an MPEG frame's sync.
fn looks_like(head: &[u8], format: AudioFormat) -> bool {
    match format {
        AudioFormat::Wav => {
            matches!(head.get(..4), Some(b"RIFF" | b"RF64" | b"BW64" | b"RIFX")) && head.get(8..12) == Some(b"WAVE")
        }
        AudioFormat::Mp3 => {
            head.starts_with(b"ID3")
                || matches!(head, [0xff, second, ..] if second & 0xe0 == 0xe0 && second & 0x06 != 0 && second & 0x18 != 0x08)
        }
    }
}

#[cfg(test)]
mod tests;
