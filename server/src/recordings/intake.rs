//! Audio on its way in: into a draft, while it is hashed and sniffed.

use bytes::Bytes;
use call_records_wire::words::AudioFormat;
use futures::{Stream, StreamExt};
use sha2::{Digest, Sha256};
use tokio::io::{AsyncWriteExt, BufWriter};

use super::draft::Draft;
use super::{RecordingError, Recordings, room};

/// How many bytes are written at once.
const AT_ONCE: usize = 256 * 1024;
/// After how many bytes the room on the disk is looked at again.
const LOOK_AGAIN: u64 = 16 * 1024 * 1024;

/// Bytes that came, and their digest.
pub(super) struct Came {
    pub(super) draft: Draft,
    pub(super) bytes: u64,
    pub(super) sha256: [u8; 32],
}

/// Takes all of a body into a draft; whatever is wrong with it, nothing stays.
pub(super) async fn take_in<E>(
    recordings: &Recordings,
    body: impl Stream<Item = Result<Bytes, E>> + Send,
    format: AudioFormat,
) -> Result<Came, RecordingError> {
    let draft = Draft::new_in(&recordings.drafts())?;
    let mut file = BufWriter::with_capacity(AT_ONCE, tokio::fs::File::from_std(draft.file()?));
    let mut body = std::pin::pin!(body);
    let mut digest = Sha256::new();
    let (mut bytes, mut looked_at) = (0, None);
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
        if bytes > recordings.limit() {
            return Err(RecordingError::TooLarge(recordings.limit()));
        }
        if looked_at.is_none_or(|at| bytes - at >= LOOK_AGAIN) {
            room::check(draft.path(), 0, recordings.kept_free)?;
            looked_at = Some(bytes);
        }
        digest.update(&chunk);
        file.write_all(&chunk).await?;
    }
    file.flush().await?;
    match bytes {
        0 => Err(RecordingError::Empty),
        1..12 => Err(RecordingError::NotThatFormat(format)),
        _ => Ok(Came { draft, bytes, sha256: digest.finalize().into() }),
    }
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
