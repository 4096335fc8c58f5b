//! Audio as samples, whatever file it is in.

use std::fs::File;

use call_records_wire::words::AudioFormat;

use super::mp3::{Mp3Frames, Mp3Samples};
use super::wav::{self, WavSamples};

/// The samples of a file, block by block.
pub(super) struct Sound {
    /// How many samples a second.
    pub(super) rate: u32,
    /// How many channels; one or two.
    pub(super) channels: usize,
    samples: Samples,
}

enum Samples {
    Wav(WavSamples),
    Mp3(Box<Mp3Samples>),
}

impl Sound {
    /// Opens a file of this format; the text says why it cannot be read.
    pub(super) fn open(mut file: File, format: AudioFormat) -> Result<Self, String> {
        let (rate, channel_count, samples) = match format {
            AudioFormat::Wav => {
                let head = wav::head(&mut file)?;
                let samples = WavSamples::new(file, &head).map_err(|error| error.to_string())?;
                (head.rate, head.channel_count, Samples::Wav(samples))
            }
            AudioFormat::Mp3 => {
                let frames = Mp3Frames::new(file)?;
                let (rate, channel_count) = (frames.rate, frames.channel_count);
                (rate, channel_count, Samples::Mp3(Box::new(Mp3Samples::new(frames)?)))
            }
        };
        match channel_count {
            1 | 2 => Ok(Self { rate, channels: usize::from(channel_count), samples }),
            more => Err(format!("it has {more} channels; one or two are read")),
        }
    }

    /// Puts the next samples into `block`, all channels in turn, between -1 and 1; `false` at the end.
    pub(super) fn next(&mut self, block: &mut Vec<f32>) -> Result<bool, String> {
        block.clear();
        match &mut self.samples {
            Samples::Wav(samples) => samples.next(block).map_err(|error| error.to_string()),
            Samples::Mp3(samples) => samples.next(block),
        }
    }
}
