//! Samples to files: MP3 of a constant bit rate, and WAV of 16 bits. Both go on as long as the samples do, and no longer.

use std::io::{self, Seek, SeekFrom, Write};
use std::num::NonZeroU32;

use mp3lame_encoder::{
    Bitrate, BuildError, Builder, EncodeError, Encoder, FlushGap, InterleavedPcm, Mode, MonoPcm, Quality,
    max_required_buffer_size,
};

use super::sound::Sound;

/// The sample rates that MP3 has.
const RATES: [u32; 9] = [8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000];
/// Room for the last frames (the encoder's own figure) and for the frame that tells the length.
const LAST_FRAMES: usize = 7_200;
/// The header of a WAV file without anything that it could do without.
const WAV_HEAD: u32 = 44;

/// Why a file could not be made.
#[derive(Debug, thiserror::Error)]
pub(super) enum EncodingError {
    /// The audio cannot be read.
    #[error("{0}")]
    Unreadable(String),
    /// The encoder refused.
    #[error("the MP3 encoder cannot do this: {0}")]
    Encoder(String),
    /// The file would be larger than its format allows.
    #[error("as WAV it would be larger than 4 GiB; take MP3")]
    TooLong,
    /// The file cannot be written.
    #[error("the converted recording cannot be written")]
    Writing(#[from] io::Error),
}

impl From<BuildError> for EncodingError {
    fn from(error: BuildError) -> Self {
        Self::Encoder(error.to_string())
    }
}

impl From<EncodeError> for EncodingError {
    fn from(error: EncodeError) -> Self {
        Self::Encoder(error.to_string())
    }
}

/// Writes MP3.
pub(super) fn mp3(sound: &mut Sound, out: &mut (impl Write + Seek)) -> Result<(), EncodingError> {
    let mut encoder = encoder(sound.rate, sound.channels)?;
    let (mut samples, mut frames) = (Vec::new(), Vec::new());
    let mut more = true;
    while more {
        more = sound.next(&mut samples).map_err(EncodingError::Unreadable)?;
        frames.clear();
        frames.reserve(max_required_buffer_size(samples.len() / sound.channels).max(LAST_FRAMES));
        match (more, sound.channels) {
            (false, _) => encoder.flush_to_vec::<FlushGap>(&mut frames)?,
            (true, 1) => encoder.encode_to_vec(MonoPcm(&samples), &mut frames)?,
            (true, _) => encoder.encode_to_vec(InterleavedPcm(&samples), &mut frames)?,
        };
        out.write_all(&frames)?;
    }
    // The first frame has no sound: it tells players how long the rest is, and what the encoder put before and after.
    frames.clear();
    frames.reserve(LAST_FRAMES);
    if encoder.lame_tag_encode_to_vec(&mut frames).is_some() {
        out.seek(SeekFrom::Start(0))?;
        out.write_all(&frames)?;
    }
    out.flush()?;
    Ok(())
}

fn encoder(rate: u32, channels: usize) -> Result<Encoder, EncodingError> {
    let rate_out = RATES.into_iter().find(|it| *it >= rate).unwrap_or(48_000);
    // Enough for the frame that tells the length, at every rate.
    let bit_rate = match (rate_out, channels) {
        (..=12_000, 1) => Bitrate::Kbps32,
        (..=12_000, _) => Bitrate::Kbps64,
        (..=16_000, 1) => Bitrate::Kbps48,
        (..=16_000, _) => Bitrate::Kbps96,
        (_, 1) => Bitrate::Kbps64,
        (_, _) => Bitrate::Kbps128,
    };
    let mut builder = Builder::new().ok_or_else(|| EncodingError::Encoder("there is no memory for it".to_owned()))?;
    builder.set_sample_rate(rate)?;
    builder.set_output_sample_rate(NonZeroU32::new(rate_out))?;
    builder.set_num_channels(if channels == 1 { 1 } else { 2 })?;
    // One person a side: what they share is nothing, and what is joined would be heard on the other side.
    builder.set_mode(if channels == 1 { Mode::Mono } else { Mode::Stereo })?;
    builder.set_brate(bit_rate)?;
    builder.set_quality(Quality::Ok)?;
    builder.set_to_write_vbr_tag(true)?;
    Ok(builder.build()?)
}

/// Writes WAV: 16 bits, the least header.
pub(super) fn wav(sound: &mut Sound, out: &mut (impl Write + Seek)) -> Result<(), EncodingError> {
    out.write_all(&wav_head(sound, 0))?;
    let (mut samples, mut bytes) = (Vec::new(), Vec::new());
    let mut len = 0u32;
    while sound.next(&mut samples).map_err(EncodingError::Unreadable)? {
        bytes.clear();
        bytes.extend(samples.iter().flat_map(|&sample| sixteen_bits(sample).to_le_bytes()));
        let more = u32::try_from(bytes.len()).ok().and_then(|more| len.checked_add(more));
        len = more.filter(|len| *len <= u32::MAX - WAV_HEAD).ok_or(EncodingError::TooLong)?;
        out.write_all(&bytes)?;
    }
    out.seek(SeekFrom::Start(0))?;
    out.write_all(&wav_head(sound, len))?;
    out.flush()?;
    Ok(())
}

fn wav_head(sound: &Sound, len: u32) -> Vec<u8> {
    let channels: u16 = if sound.channels == 1 { 1 } else { 2 };
    let block = 2 * channels;
    let mut head = b"RIFF".to_vec();
    head.extend((len + WAV_HEAD - 8).to_le_bytes());
    head.extend(b"WAVEfmt ");
    head.extend(16u32.to_le_bytes());
    head.extend(1u16.to_le_bytes());
    head.extend(channels.to_le_bytes());
    head.extend(sound.rate.to_le_bytes());
    head.extend((sound.rate * u32::from(block)).to_le_bytes());
    head.extend(block.to_le_bytes());
    head.extend(16u16.to_le_bytes());
    head.extend(b"data");
    head.extend(len.to_le_bytes());
    head
}

#[expect(clippy::cast_possible_truncation, reason = "it is held within 16 bits first")]
fn sixteen_bits(sample: f32) -> i16 {
    (sample * 32_768.0).round().clamp(-32_768.0, 32_767.0) as i16
}
