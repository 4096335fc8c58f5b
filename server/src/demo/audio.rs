//! The audio of made-up calls, joined from a few captured ones.
//!
//! A hundred thousand calls cannot each have a file of their own here: they share some, of many lengths, and a call
//! talks as long as its sample lasts.

use bytes::Bytes;
use call_records_wire::time::Timestamp;
use call_records_wire::words::AudioFormat;
use fastrand::Rng;
use futures::stream;
use rust_embed::Embed;
use serde::{Deserialize, Serialize};

use super::{Demo, DemoError};
use crate::ingest;
use crate::recordings::{KeptAudio, Measured};
use crate::store::StoredRecording;

/// The captured calls of the sample switch: logs and a few recordings, in part of the program.
#[derive(Embed)]
#[folder = "../tests/fixtures/asterisk"]
pub(super) struct Captured;

/// How many clips the samples are joined from: a conversation of seconds, and one of minutes.
const CLIPS: [usize; 36] = [
    1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 12, 13, 14, 15, 16, 18, 20, 23,
    27,
];

/// The note that says which samples are kept.
const SAMPLES: &str = "demo_samples";

/// A kept sample, as it is noted.
#[derive(Serialize, Deserialize)]
struct Note {
    object_key: String,
    bytes: u64,
    sha256: [u8; 32],
    duration_ms: u64,
    channel_count: u16,
}

/// Samples of many lengths.
#[derive(Clone)]
pub(super) struct Samples {
    kept: Vec<KeptAudio>,
}

impl Samples {
    /// The samples that an earlier start has kept; what is missing of them is joined and kept.
    pub(super) async fn prepare(demo: &Demo) -> Result<Self, DemoError> {
        let clips = clips();
        let mut rng = Rng::with_seed(11);
        let mut known = noted(demo).await?;
        for (place, count) in CLIPS.into_iter().enumerate() {
            // Chosen also where they are not needed: the next sample's choice follows.
            let chosen: Vec<&[u8]> = (0..count).filter_map(|_| rng.choice(&clips).map(Vec::as_slice)).collect();
            if let Some(Note { object_key, bytes, .. }) = known.get(place)
                && demo.recordings.has(object_key, *bytes).await?
            {
                continue;
            }
            let joined = chosen.concat();
            if joined.is_empty() {
                break;
            }
            let body = stream::iter([Ok::<_, std::io::Error>(Bytes::from(joined))]);
            let kept = demo.recordings.keep(body, AudioFormat::Mp3, None, demo.clock.now()).await?;
            match known.get_mut(place) {
                Some(lost) => *lost = kept.into(),
                None => known.push(kept.into()),
            }
            // Noted one by one, so that a start that is stopped leaves little behind.
            let text = serde_json::to_string(&known).expect("notes are plain data");
            demo.calls.set_meta(SAMPLES, &text).await?;
        }
        Ok(Self { kept: known.into_iter().map(KeptAudio::from).collect() })
    }

    /// Lengths only, for generating calls without audio.
    pub(super) fn silent() -> Self {
        let measured = |seconds: u64| Measured { duration_ms: seconds * 1000, channel_count: 2, plays: true };
        let kept = CLIPS.iter().map(|&clips| KeptAudio {
            object_key: String::new(),
            format: AudioFormat::Mp3,
            bytes: 0,
            sha256: [0; 32],
            measured: measured(clips as u64 * 19),
        });
        Self { kept: kept.collect() }
    }

    pub(super) fn pick(&self, rng: &mut Rng) -> usize {
        rng.usize(0..self.kept.len().max(1))
    }

    pub(super) fn duration_ms(&self, sample: usize) -> u64 {
        self.kept.get(sample).map_or(20_000, |kept| kept.measured.duration_ms)
    }

    /// The recording of a call that sounds like this sample.
    pub(super) fn recording(
        &self,
        call_id: &str,
        recording_id: &str,
        sample: usize,
        at: Timestamp,
    ) -> Option<StoredRecording> {
        self.kept.get(sample).map(|kept| ingest::stored(call_id, recording_id, kept, at))
    }
}

/// What an earlier start has kept; nothing where the note is of another version.
async fn noted(demo: &Demo) -> Result<Vec<Note>, DemoError> {
    let note = demo.calls.meta(SAMPLES).await?;
    Ok(note.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

impl From<KeptAudio> for Note {
    fn from(kept: KeptAudio) -> Self {
        let KeptAudio { object_key, format: _, bytes, sha256, measured } = kept;
        Self { object_key, bytes, sha256, duration_ms: measured.duration_ms, channel_count: measured.channel_count }
    }
}

impl From<Note> for KeptAudio {
    fn from(note: Note) -> Self {
        let Note { object_key, bytes, sha256, duration_ms, channel_count } = note;
        let measured = Measured { duration_ms, channel_count, plays: true };
        Self { object_key, format: AudioFormat::Mp3, bytes, sha256, measured }
    }
}

/// The frames of the captured conversations that can be joined: same rate, same channels, constant bit rate.
fn clips() -> Vec<Vec<u8>> {
    let mut clips = Vec::new();
    for name in Captured::iter().filter(|name| name.contains("/q-") && name.ends_with(".mp3")) {
        if let Some(file) = Captured::get(&name) {
            let frames = frames(&file.data);
            if frames.len() > 10_000 {
                clips.push(frames);
            }
        }
    }
    clips
}

/// The MPEG 2.5 layer III frames of 32 kbit/s, 8 kHz, two channels, without tags and without the frame that only
/// tells a length: joined files have another.
fn frames(file: &[u8]) -> Vec<u8> {
    const FRAME: usize = 288;
    let mut out = Vec::with_capacity(file.len());
    let mut at = 0;
    while at + 4 <= file.len() {
        let is_frame =
            file[at] == 0xff && file[at + 1] & 0xfe == 0xe2 && file[at + 2] & 0xfc == 0x48 && file[at + 3] >> 6 != 3;
        if !is_frame {
            at += 1;
            continue;
        }
        // The padding bit makes a frame one byte longer.
        let len = FRAME + usize::from(file[at + 2] >> 1 & 1);
        let Some(frame) = file.get(at..at + len) else { break };
        if !matches!(frame.get(21..25), Some(b"Xing" | b"Info")) {
            out.extend_from_slice(frame);
        }
        at += len;
    }
    out
}
