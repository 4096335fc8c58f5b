//! WAV files: what the header says, and the samples.
//!
//! Our own reader, for the files that switches leave: lengths that are unknown, oversized or wrong, `RF64`, the
//! extensible form, telephony's A-law and µ-law.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};

use super::g711;

/// The most chunks before the audio; a file with more is no recording.
const MOST_CHUNKS: usize = 64;
/// The most samples a second that any sound card makes.
const MOST_RATE: u32 = 768_000;
/// Lengths from here on may stand for "not known yet": a switch writes one while it records, and may never come back.
const UNKNOWN_FROM: u64 = 0x7fff_0000;
/// How many bytes are read at once.
const AT_ONCE: usize = 64 * 1024;

/// How samples are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coding {
    /// Whole numbers of so many bytes; single bytes count from 128.
    Pcm(u16),
    /// Floating point of 4 or 8 bytes.
    Float(u16),
    /// G.711 A-law.
    ALaw,
    /// G.711 µ-law.
    MuLaw,
}

/// What the header of a WAV file says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WavHead {
    /// How samples are written.
    pub(super) coding: Coding,
    /// Whether the header has its first form: not the extensible one, nor that of long files.
    pub(super) plain: bool,
    /// How many samples a second.
    pub(super) rate: u32,
    /// How many channels.
    pub(super) channel_count: u16,
    /// How many bytes of audio the header promises; `None` where it says that it does not know.
    pub(super) promised: Option<u64>,
    /// Where the audio begins.
    pub(super) start: u64,
    /// How many bytes of it there are.
    pub(super) there: u64,
}

impl WavHead {
    /// How many bytes one sample of all channels takes.
    pub(super) fn block(&self) -> u64 {
        let sample = match self.coding {
            Coding::Pcm(bytes) | Coding::Float(bytes) => bytes,
            Coding::ALaw | Coding::MuLaw => 1,
        };
        u64::from(sample) * u64::from(self.channel_count)
    }

    /// How many samples of each channel there are.
    pub(super) fn frames(&self) -> u64 {
        self.there / self.block()
    }

    /// Whether every browser plays the file as it is: plain PCM of 8 or 16 bits, of a known length.
    pub(super) fn plays_everywhere(&self) -> bool {
        matches!(self.coding, Coding::Pcm(1 | 2)) && self.plain && self.promised == Some(self.there)
    }
}

/// Reads the header up to the audio; the text says what is wrong with it.
pub(super) fn head(file: &mut (impl Read + Seek)) -> Result<WavHead, String> {
    let said = |error: io::Error| error.to_string();
    let len = file.seek(SeekFrom::End(0)).map_err(said)?;
    let mut head = [0; 12];
    read_at(file, 0, &mut head).map_err(said)?;
    match &head[..4] {
        b"RIFF" | b"RF64" | b"BW64" => {}
        b"RIFX" => return Err("its numbers are big-endian (RIFX)".to_owned()),
        _ => return Err("it is no WAV file".to_owned()),
    }
    let mut at = 12;
    let mut format = None;
    let mut long = None;
    for _ in 0..MOST_CHUNKS {
        if at + 8 > len {
            break;
        }
        let mut chunk = [0; 8];
        read_at(file, at, &mut chunk).map_err(said)?;
        let (name, size) = chunk.split_at(4);
        let size = u64::from(u32::from_le_bytes(size.try_into().expect("four of eight bytes")));
        let start = at + 8;
        match name {
            b"fmt " => {
                let mut text = vec![0; usize::try_from(size.min(40).min(len - start)).unwrap_or(0)];
                read_at(file, start, &mut text).map_err(said)?;
                format = Some(Format::parse(&text)?);
            }
            // The true length of what does not fit the old form.
            b"ds64" if size >= 16 && start + 16 <= len => {
                let mut size = [0; 8];
                read_at(file, start + 8, &mut size).map_err(said)?;
                long = Some(u64::from_le_bytes(size));
            }
            b"data" => {
                let format = format.ok_or("its audio comes before its format")?;
                let rest = len - start;
                let size = if size == u64::from(u32::MAX) { long.unwrap_or(size) } else { size };
                let known = size > 0 && (size < UNKNOWN_FROM || size <= rest || long.is_some());
                let promised = known.then_some(size);
                let there = promised.map_or(rest, |promised| promised.min(rest));
                let plain = format.plain && &head[..4] == b"RIFF";
                return Format { plain, ..format }.head(promised, start, there);
            }
            _ => {}
        }
        // Chunks begin at even places.
        at = start.saturating_add(size).saturating_add(size % 2);
    }
    Err("it has no audio".to_owned())
}

fn read_at(file: &mut (impl Read + Seek), at: u64, into: &mut [u8]) -> io::Result<()> {
    file.seek(SeekFrom::Start(at))?;
    file.read_exact(into)
}

/// The `fmt ` chunk.
#[derive(Clone, Copy)]
struct Format {
    coding: Coding,
    plain: bool,
    rate: u32,
    channel_count: u16,
}

impl Format {
    fn parse(text: &[u8]) -> Result<Self, String> {
        let short = |at: usize| Some(u16::from_le_bytes([*text.get(at)?, *text.get(at + 1)?]));
        let missing = || "its format is cut off".to_owned();
        let tag = short(0).ok_or_else(missing)?;
        let channel_count = short(2).ok_or_else(missing)?;
        let rate = text.get(4..8).and_then(|it| it.try_into().ok()).map(u32::from_le_bytes).ok_or_else(missing)?;
        let block = short(12).ok_or_else(missing)?;
        let extensible = tag == 0xfffe;
        // The extensible form names the coding at the start of a longer id.
        let tag = if extensible { short(24).ok_or_else(missing)? } else { tag };
        if !(1..=MOST_RATE).contains(&rate) || channel_count == 0 {
            return Err(format!("its header says {rate} samples a second in {channel_count} channels"));
        }
        let sample = block / channel_count;
        let coding = match (tag, sample) {
            (1, 1..=4) => Coding::Pcm(sample),
            (3, 4 | 8) => Coding::Float(sample),
            (6, 1) => Coding::ALaw,
            (7, 1) => Coding::MuLaw,
            (1 | 3 | 6 | 7, _) => return Err(format!("its header says {block} bytes for {channel_count} channels")),
            _ => return Err(format!("its coding ({tag:#06x}) is not read; PCM, floating point, A-law and µ-law are")),
        };
        if block % channel_count > 0 {
            return Err(format!("its header says {block} bytes for {channel_count} channels"));
        }
        Ok(Self { coding, plain: !extensible, rate, channel_count })
    }

    fn head(self, promised: Option<u64>, start: u64, there: u64) -> Result<WavHead, String> {
        let Self { coding, plain, rate, channel_count } = self;
        match promised.filter(|promised| there < *promised) {
            Some(promised) => Err(format!("it is cut off: {there} of {promised} bytes of audio came")),
            None => Ok(WavHead { coding, plain, rate, channel_count, promised, start, there }),
        }
    }
}

/// The samples of a WAV file, in order.
pub(super) struct WavSamples {
    coding: Coding,
    audio: io::Take<BufReader<File>>,
    bytes: Vec<u8>,
    at_once: usize,
}

impl WavSamples {
    pub(super) fn new(mut file: File, head: &WavHead) -> io::Result<Self> {
        file.seek(SeekFrom::Start(head.start))?;
        let block = usize::try_from(head.block()).unwrap_or(AT_ONCE);
        let audio = BufReader::with_capacity(AT_ONCE, file).take(head.frames() * head.block());
        Ok(Self { coding: head.coding, audio, bytes: Vec::new(), at_once: AT_ONCE / block * block })
    }

    /// Adds the next samples, all channels in turn; `false` at the end.
    pub(super) fn next(&mut self, samples: &mut Vec<f32>) -> io::Result<bool> {
        self.bytes.clear();
        (&mut self.audio).take(self.at_once as u64).read_to_end(&mut self.bytes)?;
        self.coding.decode(&self.bytes, samples);
        Ok(!self.bytes.is_empty())
    }
}

impl Coding {
    /// Samples between -1 and 1.
    #[expect(clippy::cast_precision_loss, reason = "what is made of the samples has 16 bits")]
    #[expect(clippy::cast_possible_truncation, reason = "what is made of the samples has 16 bits")]
    fn decode(self, bytes: &[u8], out: &mut Vec<f32>) {
        const FULL: f32 = 32_768.0;
        match self {
            Self::Pcm(1) => out.extend(bytes.iter().map(|&byte| (f32::from(byte) - 128.0) / 128.0)),
            Self::Pcm(2) => {
                let (samples, _) = bytes.as_chunks::<2>();
                out.extend(samples.iter().map(|it| f32::from(i16::from_le_bytes(*it)) / FULL));
            }
            Self::Pcm(3) => {
                let (samples, _) = bytes.as_chunks::<3>();
                out.extend(samples.iter().map(|[a, b, c]| i32::from_le_bytes([0, *a, *b, *c]) as f32 / 2f32.powi(31)));
            }
            Self::Pcm(_) => {
                let (samples, _) = bytes.as_chunks::<4>();
                out.extend(samples.iter().map(|it| i32::from_le_bytes(*it) as f32 / 2f32.powi(31)));
            }
            Self::Float(4) => {
                let (samples, _) = bytes.as_chunks::<4>();
                out.extend(samples.iter().map(|it| tamed(f32::from_le_bytes(*it))));
            }
            Self::Float(_) => {
                let (samples, _) = bytes.as_chunks::<8>();
                out.extend(samples.iter().map(|it| tamed(f64::from_le_bytes(*it) as f32)));
            }
            Self::ALaw => out.extend(bytes.iter().map(|&byte| f32::from(g711::a_law(byte)) / FULL)),
            Self::MuLaw => out.extend(bytes.iter().map(|&byte| f32::from(g711::mu_law(byte)) / FULL)),
        }
    }
}

/// Floating point may hold anything.
fn tamed(sample: f32) -> f32 {
    if sample.is_finite() { sample.clamp(-1.0, 1.0) } else { 0.0 }
}

#[cfg(test)]
mod tests;
