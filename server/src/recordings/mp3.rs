//! MP3 files: how many frames there should be, and the samples.
//!
//! Encoders that know write a frame without sound first, which holds `Xing` or `Info`, flags, and the number of frames.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};

use symphonia::core::codecs::audio::well_known::CODEC_ID_MP3;
use symphonia::core::codecs::audio::{AudioDecoder, AudioDecoderOptions};
use symphonia::core::errors::Error;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, FormatReader, TrackType};
use symphonia::core::io::{MediaSourceStream, MediaSourceStreamOptions, ReadOnlySource};
use symphonia::core::meta::MetadataOptions;
use symphonia::core::packet::Packet;

/// How far the first frame is looked for after a tag: a tag may be padded. Its own table of contents ends far within.
const LOOKED_AT: u64 = 4_096;
/// The flag that says that the number of frames follows.
const HAS_FRAMES: u32 = 1;

/// The number of frames that the first one promises; `None` where it promises none.
pub(super) fn promised_frames(file: &mut (impl Read + Seek)) -> io::Result<Option<u64>> {
    file.seek(SeekFrom::Start(0))?;
    let mut head = [0; 10];
    if file.read(&mut head)? < head.len() {
        return Ok(None);
    }
    // An ID3 tag stands before the frames; its size has seven bits a byte.
    let tag = match head {
        [b'I', b'D', b'3', _, _, _, size @ ..] => {
            10 + size.iter().fold(0, |sum, byte| sum << 7 | u64::from(byte & 0x7f))
        }
        _ => 0,
    };
    file.seek(SeekFrom::Start(tag))?;
    let mut first = Vec::new();
    file.take(LOOKED_AT).read_to_end(&mut first)?;
    let found = first.windows(12).find_map(|at| match at {
        [b'X', b'i', b'n', b'g', rest @ ..] | [b'I', b'n', b'f', b'o', rest @ ..] => rest.split_first_chunk::<4>(),
        _ => None,
    });
    let Some((flags, frames)) = found else { return Ok(None) };
    let frames = frames.first_chunk::<4>().map_or(0, |it| u32::from_be_bytes(*it));
    Ok((u32::from_be_bytes(*flags) & HAS_FRAMES != 0).then_some(u64::from(frames)))
}

/// The frames of an MP3 file, in order.
pub(super) struct Mp3Frames {
    reader: Box<dyn FormatReader>,
    track: u32,
    /// How many samples a second.
    pub(super) rate: u32,
    /// How many channels.
    pub(super) channel_count: u16,
}

impl Mp3Frames {
    pub(super) fn new(mut file: File) -> Result<Self, String> {
        file.seek(SeekFrom::Start(0)).map_err(|error| error.to_string())?;
        // Of a file that it can seek in, the reader would guess the length by the first frames, and cut off what a variable
        // bit rate has beyond the guess.
        let file = ReadOnlySource::new(BufReader::new(file));
        let stream = MediaSourceStream::new(Box::new(file), MediaSourceStreamOptions::default());
        let mut hint = Hint::new();
        hint.with_extension("mp3");
        let reader = symphonia::default::get_probe()
            .probe(&hint, stream, FormatOptions::default(), MetadataOptions::default())
            .map_err(|error| error.to_string())?;
        let track = reader.default_track(TrackType::Audio).ok_or("it has no audio track")?;
        let parameters = track.codec_params.as_ref().and_then(|it| it.audio()).ok_or("its coding is unknown")?;
        if parameters.codec != CODEC_ID_MP3 {
            return Err("it is MPEG audio of another layer than III".to_owned());
        }
        let rate = parameters.sample_rate.ok_or("its sample rate is unknown")?;
        let channels = parameters.channels.as_ref().map_or(1, symphonia::core::audio::Channels::count);
        let channel_count = u16::try_from(channels).map_err(|_| "it has too many channels")?;
        Ok(Self { track: track.id, rate, channel_count, reader })
    }

    /// The next frame; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Packet>, String> {
        loop {
            match self.reader.next_packet() {
                Ok(Some(packet)) if packet.track_id == self.track => return Ok(Some(packet)),
                Ok(Some(_)) => {}
                Ok(None) => return Ok(None),
                // The last frame of a file that a switch was still writing.
                Err(Error::IoError(error)) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
                Err(error) => return Err(error.to_string()),
            }
        }
    }
}

/// The samples of an MP3 file, in order: without what its encoder says that it put before and after.
pub(super) struct Mp3Samples {
    frames: Mp3Frames,
    decoder: Box<dyn AudioDecoder>,
    frame: Vec<f32>,
}

impl Mp3Samples {
    pub(super) fn new(frames: Mp3Frames) -> Result<Self, String> {
        let track = frames.reader.default_track(TrackType::Audio).ok_or("it has no audio track")?;
        let parameters = track.codec_params.as_ref().and_then(|it| it.audio()).ok_or("its coding is unknown")?;
        let decoder = symphonia::default::get_codecs()
            .make_audio_decoder(parameters, &AudioDecoderOptions::default())
            .map_err(|error| error.to_string())?;
        Ok(Self { frames, decoder, frame: Vec::new() })
    }

    /// Adds the samples of the next frame, all channels in turn; `false` at the end.
    pub(super) fn next(&mut self, samples: &mut Vec<f32>) -> Result<bool, String> {
        let Some(packet) = self.frames.next()? else { return Ok(false) };
        match self.decoder.decode(&packet) {
            Ok(frame) => {
                frame.copy_to_vec_interleaved(&mut self.frame);
                samples.extend_from_slice(&self.frame);
            }
            // A damaged frame, or one that needs what was cut away before it: silence, so that the rest keeps its time.
            Err(Error::DecodeError(_) | Error::IoError(_)) => {
                let silent = packet.dur.get().saturating_mul(u64::from(self.frames.channel_count));
                samples.resize(samples.len() + usize::try_from(silent).unwrap_or(0), 0.0);
            }
            Err(error) => return Err(error.to_string()),
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn the_first_frame_promises_how_many_there_are() {
        let frame = |word: &[u8], flags: u32| {
            let mut bytes = vec![0xff, 0xfb, 0x90, 0xc4];
            bytes.extend([0; 32]);
            bytes.extend(word);
            bytes.extend(flags.to_be_bytes());
            bytes.extend(1_234u32.to_be_bytes());
            bytes.extend([0; 100]);
            bytes
        };
        let tagged = |tag: u8| {
            let mut bytes = b"ID3\x04\0\0\0\0\0".to_vec();
            bytes.push(tag);
            bytes.extend(std::iter::repeat_n(0, usize::from(tag)));
            bytes.extend(frame(b"Info", 15));
            bytes
        };
        for (bytes, promised) in [
            (frame(b"Xing", 1), Some(1_234)),
            (frame(b"Info", 15), Some(1_234)),
            (frame(b"Xing", 2), None),
            (frame(b"LAME", 1), None),
            (tagged(100), Some(1_234)),
            (b"ID3".to_vec(), None),
        ] {
            assert_eq!(promised_frames(&mut Cursor::new(bytes)).expect("memory reads"), promised);
        }
    }
}
