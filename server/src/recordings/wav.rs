//! What a WAV file says of itself, where the reader of its packets does not ask: how much audio there should be.

use std::io::{self, Read, Seek, SeekFrom};

/// The most chunks before the audio; a file with more is no recording.
const MOST_CHUNKS: usize = 64;
/// The most samples a second that any sound card makes.
const MOST_RATE: u64 = 768_000;
/// Lengths from here on stand for "not known yet": a switch writes one while it records, and may never come back.
const UNKNOWN_FROM: u64 = 0x7fff_0000;

/// The audio of a WAV file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WavAudio {
    /// How many bytes its header promises; `None` where it says that it does not know.
    pub(super) promised: Option<u64>,
    /// How many bytes there are.
    pub(super) there: u64,
    /// How many bytes one sample of all channels takes; 0 where samples have no size of their own.
    pub(super) block: u64,
    /// How many samples a second.
    pub(super) rate: u64,
    /// How many channels.
    pub(super) channel_count: u16,
}

impl WavAudio {
    /// Whether its header says what no audio has.
    pub(super) fn is_absurd(self) -> bool {
        !(1..=MOST_RATE).contains(&self.rate) || self.channel_count == 0
    }

    /// Whether the end is missing.
    pub(super) fn is_cut_off(self) -> bool {
        self.promised.is_some_and(|promised| promised > self.there)
    }
}

/// Reads the chunks up to the audio; `None` where there is none, or where the length stands elsewhere (RF64).
pub(super) fn audio(file: &mut (impl Read + Seek)) -> io::Result<Option<WavAudio>> {
    let len = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(0))?;
    let mut head = [0; 12];
    if len < 12 {
        return Ok(None);
    }
    file.read_exact(&mut head)?;
    if &head[..4] != b"RIFF" {
        return Ok(None);
    }
    let mut at = 12;
    let (mut block, mut rate, mut channel_count) = (0, 0, 0);
    for _ in 0..MOST_CHUNKS {
        let mut chunk = [0; 8];
        if at + 8 > len {
            return Ok(None);
        }
        file.seek(SeekFrom::Start(at))?;
        file.read_exact(&mut chunk)?;
        let [a, b, c, d, size @ ..] = chunk;
        let size = u64::from(u32::from_le_bytes(size));
        match &[a, b, c, d] {
            b"fmt " if size >= 14 && at + 8 + 14 <= len => {
                let mut format = [0; 14];
                file.read_exact(&mut format)?;
                // PCM, floating point, A-law, µ-law, and the extensible form of these.
                let tag = u16::from_le_bytes([format[0], format[1]]);
                rate = u64::from(u32::from_le_bytes([format[4], format[5], format[6], format[7]]));
                channel_count = u16::from_le_bytes([format[2], format[3]]);
                if matches!(tag, 1 | 3 | 6 | 7 | 0xfffe) {
                    block = u64::from(u16::from_le_bytes([format[12], format[13]]));
                }
            }
            b"data" => {
                let promised = Some(size).filter(|size| (1..UNKNOWN_FROM).contains(size));
                let there = len - at - 8;
                let there = there.min(promised.unwrap_or(there));
                return Ok(Some(WavAudio { promised, there, block, rate, channel_count }));
            }
            _ => {}
        }
        // Chunks begin at even places.
        at += 8 + size + size % 2;
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn file(data_size: u32, bytes: usize, extra: &[u8]) -> Cursor<Vec<u8>> {
        let mut file = b"RIFF\0\0\0\0WAVEfmt ".to_vec();
        file.extend(16u32.to_le_bytes());
        file.extend([1, 0, 2, 0, 0x40, 0x1f, 0, 0, 0, 0x7d, 0, 0, 4, 0, 16, 0]);
        file.extend(extra);
        file.extend(b"data");
        file.extend(data_size.to_le_bytes());
        file.resize(file.len() + bytes, 0);
        Cursor::new(file)
    }

    #[test]
    fn the_promise_of_the_header_is_held_to_what_is_there() {
        for (size, bytes, cut_off, there) in [
            (800, 800, false, 800),
            (800, 801, false, 800),
            (800, 799, true, 799),
            (800, 0, true, 0),
            (0, 500, false, 500),
            (u32::MAX, 500, false, 500),
            (0x7fff_ffff, 500, false, 500),
        ] {
            let audio = audio(&mut file(size, bytes, b"")).expect("memory reads").expect("it has audio");
            assert_eq!((audio.is_cut_off(), audio.there, audio.block), (cut_off, there, 4), "{size} of {bytes}");
        }
    }

    #[test]
    fn other_chunks_are_passed_over() {
        let extra = b"LIST\x03\0\0\0abc\0";
        let audio = audio(&mut file(8, 8, extra)).expect("memory reads").expect("it has audio");
        assert_eq!((audio.promised, audio.there), (Some(8), 8));
    }

    #[test]
    fn what_has_no_audio_has_none() {
        for bytes in
            [b"".as_slice(), b"RIFF", b"RIFF\0\0\0\0WAVE", b"RIFF\0\0\0\0WAVEdat", b"RF64\0\0\0\0WAVEdata\0\0\0\0"]
        {
            assert_eq!(audio(&mut Cursor::new(bytes.to_vec())).expect("memory reads"), None);
        }
    }
}
