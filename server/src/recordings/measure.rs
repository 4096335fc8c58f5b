//! What audio is: how long, how many channels. Reads headers and frames, decodes nothing.

use std::fs::File;

use call_records_wire::words::AudioFormat;

use super::mp3::{self, Mp3Frames};
use super::wav;

/// What audio is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measured {
    /// Its length.
    pub duration_ms: u64,
    /// How many channels it has.
    pub channel_count: u16,
    /// Whether every browser plays it as it is.
    pub plays: bool,
}

/// Measures the audio in `file`; the text says why it cannot be read.
pub(super) fn measure(mut file: File, format: AudioFormat) -> Result<Measured, String> {
    let (frames, rate, channel_count, plays) = match format {
        AudioFormat::Wav => {
            let head = wav::head(&mut file)?;
            (head.frames(), head.rate, head.channel_count, head.plays_everywhere())
        }
        AudioFormat::Mp3 => {
            let promised = mp3::promised_frames(&mut file).map_err(|error| error.to_string())?;
            let mut frames = Mp3Frames::new(file)?;
            let (mut samples, mut count) = (0, 0u64);
            while let Some(frame) = frames.next()? {
                samples += frame.dur.get();
                count += 1;
            }
            // One frame more or less is a matter of how encoders count the one that says it.
            if let Some(promised) = promised.filter(|promised| count + 1 < *promised) {
                return Err(format!("it is cut off: {count} of {promised} frames came"));
            }
            (samples, frames.rate, frames.channel_count, true)
        }
    };
    match channel_count {
        _ if frames == 0 => Err("it holds no sound".to_owned()),
        1 | 2 => {
            let duration_ms = frames.saturating_mul(1000) / u64::from(rate.max(1));
            Ok(Measured { duration_ms, channel_count, plays })
        }
        more => Err(format!("it has {more} channels; one or two are taken")),
    }
}
