//! What audio is: how long, how many channels. Reads packets, decodes nothing.

use std::io::{Seek, SeekFrom};
use std::path::Path;

use call_records_wire::words::AudioFormat;
use symphonia::core::errors::Error;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, TrackType};
use symphonia::core::io::MediaSourceStream;
use symphonia::core::meta::MetadataOptions;

use super::mp3;
use super::wav::{self, WavAudio};

/// What audio is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measured {
    /// Its length.
    pub duration_ms: u64,
    /// How many channels it has.
    pub channel_count: u16,
}

/// Measures the audio in `file`; the text says why it cannot be read.
pub fn measure(file: &Path, format: AudioFormat) -> Result<Measured, String> {
    let mut source = std::fs::File::open(file).map_err(|error| error.to_string())?;
    let in_header = match format {
        AudioFormat::Wav => wav::audio(&mut source).map_err(|error| error.to_string())?,
        AudioFormat::Mp3 => None,
    };
    let promised_frames = match format {
        AudioFormat::Mp3 => mp3::promised_frames(&mut source).map_err(|error| error.to_string())?,
        AudioFormat::Wav => None,
    };
    match in_header {
        Some(audio) if audio.is_absurd() => {
            return Err(format!("its header says {} samples a second in {} channels", audio.rate, audio.channel_count));
        }
        Some(audio) if audio.is_cut_off() => {
            let WavAudio { promised, there, .. } = audio;
            return Err(format!("it is cut off: {there} of {} bytes of audio came", promised.unwrap_or(there)));
        }
        // Left unfinished by a switch that stopped: readers that trust the header find nothing in it.
        Some(WavAudio {
            promised: None,
            there,
            block: block @ 1..,
            rate: rate @ 1..,
            channel_count: channel_count @ 1..,
        }) if block <= there => {
            return Ok(Measured { duration_ms: there / block * 1000 / rate, channel_count });
        }
        _ => {}
    }
    source.seek(SeekFrom::Start(0)).map_err(|error| error.to_string())?;
    let stream = MediaSourceStream::new(Box::new(source), symphonia::core::io::MediaSourceStreamOptions::default());
    let mut hint = Hint::new();
    hint.with_extension(format.as_str());
    let mut reader = symphonia::default::get_probe()
        .probe(&hint, stream, FormatOptions::default(), MetadataOptions::default())
        .map_err(|error| error.to_string())?;
    let track = reader.default_track(TrackType::Audio).ok_or("it has no audio track")?;
    let parameters = track.codec_params.as_ref().and_then(|it| it.audio()).ok_or("its coding is unknown")?;
    let rate = u64::from(parameters.sample_rate.ok_or("its sample rate is unknown")?);
    let channels = parameters.channels.as_ref().map_or(1, symphonia::core::audio::Channels::count);
    let id = track.id;
    let mut frames = 0u64;
    let mut packets = 0u64;
    loop {
        match reader.next_packet() {
            Ok(Some(packet)) if packet.track_id == id => {
                frames += packet.dur.get();
                packets += 1;
            }
            Ok(Some(_)) => {}
            Ok(None) => break,
            // The last packet of a file that a switch was still writing.
            Err(Error::IoError(error)) if error.kind() == std::io::ErrorKind::UnexpectedEof => break,
            Err(error) => return Err(error.to_string()),
        }
    }
    // One frame more or less is a matter of how encoders count the one that says it.
    if let Some(promised) = promised_frames.filter(|promised| packets + 1 < *promised) {
        return Err(format!("it is cut off: {packets} of {promised} frames came"));
    }
    // Packets are counted whole, and the last one seldom is.
    if let Some(WavAudio { there, block: block @ 1.., .. }) = in_header {
        frames = frames.min(there / block);
    }
    if frames == 0 {
        return Err("it holds no sound".to_owned());
    }
    let channel_count = u16::try_from(channels).map_err(|_| "it has too many channels")?;
    Ok(Measured { duration_ms: frames * 1000 / rate.max(1), channel_count })
}
