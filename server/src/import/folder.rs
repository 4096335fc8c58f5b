//! Looks through the recordings folder and at the first bytes of every file in it.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use call_records_wire::words::AudioFormat;

use super::recordings::{RecordingFile, stem};

/// A file of the folder that is no recording this import can take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkippedFile {
    /// The file.
    pub path: PathBuf,
    /// Why it was left.
    pub why: String,
}

/// Every recording below a folder, in the order of their paths.
pub(super) fn scan(folder: &Path, skipped: &mut Vec<SkippedFile>) -> io::Result<Vec<RecordingFile>> {
    let mut files: Vec<RecordingFile> = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    let mut paths = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let kind = entry.file_type()?;
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() {
                paths.push(entry.path());
            }
        }
    }
    paths.sort();
    for path in paths {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
        if !matches!(ending.as_str(), "wav" | "mp3") {
            skipped.push(SkippedFile { path, why: "only .wav and .mp3 files are taken".to_owned() });
            continue;
        }
        let base_name = stem(&name).to_owned();
        match look(&path) {
            Ok(Look { format, channels, empty }) => {
                if files.last().is_some_and(|last| last.base_name == base_name) {
                    // Sorted by name: the .mp3 came before its .wav, of which it was made.
                    files.pop();
                }
                files.push(RecordingFile { path, base_name, format, channels, empty });
            }
            Err(error) => skipped.push(SkippedFile { path, why: error.to_string() }),
        }
    }
    Ok(files)
}

struct Look {
    format: AudioFormat,
    channels: u16,
    empty: bool,
}

fn look(path: &Path) -> io::Result<Look> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    let mut head = Vec::new();
    file.by_ref().take(4096).read_to_end(&mut head)?;
    if head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WAVE") {
        let (channels, sound_from) = wav_layout(&head);
        return Ok(Look { format: AudioFormat::Wav, channels, empty: length <= sound_from });
    }
    match mp3_channels(&head) {
        Some(channels) => Ok(Look { format: AudioFormat::Mp3, channels, empty: false }),
        None => Err(io::Error::new(io::ErrorKind::InvalidData, "its first bytes are neither WAV nor MP3")),
    }
}

/// How many channels a WAV file has, and where its sound begins. Its header's own idea of its length is not asked: a
/// recorder that was killed never wrote it.
fn wav_layout(head: &[u8]) -> (u16, u64) {
    let mut channels = 1;
    let mut at = 12;
    while let (Some(name), Some(size)) = (head.get(at..at + 4), head.get(at + 4..at + 8)) {
        let size = u32::from_le_bytes([size[0], size[1], size[2], size[3]]) as usize;
        if name == b"data" {
            return (channels, at as u64 + 8);
        }
        if let (b"fmt ", Some(count)) = (name, head.get(at + 10..at + 12)) {
            channels = u16::from_le_bytes([count[0], count[1]]);
        }
        at = at.saturating_add(8).saturating_add(size).saturating_add(size % 2);
    }
    (channels, 44)
}

/// The channels of the first MPEG audio frame, after a tag if there is one.
fn mp3_channels(head: &[u8]) -> Option<u16> {
    let start = match head {
        [b'I', b'D', b'3', _, _, _, a, b, c, d, ..] => {
            10 + [a, b, c, d].iter().fold(0, |size, byte| (size << 7) | usize::from(**byte & 0x7f))
        }
        _ => 0,
    };
    // A tag with a picture is longer than what was read.
    let Some(frame) = head.get(start..start + 4) else {
        return (start > 0).then_some(2);
    };
    let is_layer_3 = frame[0] == 0xff && frame[1] & 0xe0 == 0xe0 && frame[1] & 0x06 == 0x02;
    is_layer_3.then_some(if frame[3] >> 6 == 3 { 1 } else { 2 })
}
