//! Every recording as MP3 and as WAV, whichever way it came in: what is served is decoded by ffmpeg and compared with
//! the source.

use std::path::{Path, PathBuf};

use axum::http::StatusCode;
use call_records_wire::paths;
use tempfile::TempDir;

use crate::sounds::{Heard, hear, likeness, make};
use crate::world::{Answer, World};

/// How long the made sounds are: no whole number of frames of any kind.
const SECONDS: f64 = 4.37;
/// What is asked for: either format, and what a player gets.
const ASKED: [&str; 3] = ["?format=mp3", "?format=wav", ""];

/// A file to send.
struct Source {
    name: String,
    path: PathBuf,
}

impl Source {
    fn media_type(&self) -> &'static str {
        if self.path.extension().is_some_and(|it| it == "mp3") { "audio/mpeg" } else { "audio/wav" }
    }

    fn bytes(&self) -> Vec<u8> {
        std::fs::read(&self.path).expect("a made file")
    }
}

/// A server, and a folder where files are put for ffmpeg.
struct Bench {
    folder: TempDir,
    world: World,
}

impl Bench {
    async fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder"), world: World::new().await }
    }

    /// Files of the same sound, each written as its arguments say.
    fn make(&self, rate: u32, channels: usize, kinds: &[(&str, &[&str])]) -> Vec<Source> {
        let ending = |how: &[&str]| if how.iter().any(|it| it.contains("mp3")) { "mp3" } else { "wav" };
        let sources = kinds.iter().map(|(kind, how)| {
            let name = format!("{kind}-{rate}-{channels}");
            Source { path: self.folder.path().join(format!("{name}.{}", ending(how))), name }
        });
        let sources: Vec<Source> = sources.collect();
        let files: Vec<_> = sources.iter().zip(kinds).map(|(source, kind)| (source.path.clone(), kind.1)).collect();
        make(SECONDS, rate, channels, &files);
        sources
    }

    async fn send(&self, source: &Source) {
        let sent = self.world.upload("c1", &source.name, source.media_type(), source.bytes()).send().await;
        assert_eq!(sent.status, StatusCode::CREATED, "{}: {}", source.name, sent.text());
    }

    async fn get(&self, name: &str, query: &str) -> Answer {
        self.world.get(&format!("{}{query}", paths::recording(name))).await.expect(StatusCode::OK)
    }

    /// Puts what is served where ffmpeg finds it.
    async fn fetch(&self, source: &Source, query: &str) -> PathBuf {
        let answer = self.get(&source.name, query).await;
        let media_type = answer.header("content-type");
        if let Some(format) = query.strip_prefix("?format=") {
            assert_eq!(media_type, if format == "mp3" { "audio/mpeg" } else { "audio/wav" }, "{} {query}", source.name);
        }
        let ending = if media_type == "audio/mpeg" { "mp3" } else { "wav" };
        let path = self.folder.path().join(format!("{}{}.served.{ending}", source.name, query.replace('?', "-")));
        std::fs::write(&path, &answer.body).expect("a file");
        path
    }

    /// Both formats of each, and what a player gets, sound like the source.
    async fn check(&self, sources: &[Source]) {
        let mut served = Vec::new();
        for source in sources {
            self.send(source).await;
            served.push(source.path.clone());
            for query in ASKED {
                served.push(self.fetch(source, query).await);
            }
            let stored = if source.media_type() == "audio/mpeg" { "?format=mp3" } else { "?format=wav" };
            let answer = self.get(&source.name, stored).await;
            assert!(answer.body == source.bytes(), "{}: its own format gives the bytes that came", source.name);
        }
        let heard = hear(&served);
        for (source, heard) in sources.iter().zip(heard.chunks(1 + ASKED.len())) {
            for (query, served) in ASKED.iter().zip(&heard[1..]) {
                compare(&format!("{} {query}", source.name), &heard[0], served);
            }
        }
    }
}

fn compare(asked: &str, want: &Heard, heard: &Heard) {
    assert_eq!(heard.samples.len(), want.samples.len(), "{asked}: stereo stays stereo, mono mono");
    let frame = if heard.rate >= 32_000 { 1152 } else { 576 };
    let (len, wanted) = (heard.samples[0].len(), want.samples[0].len());
    if heard.rate == want.rate {
        assert!(len.abs_diff(wanted) <= frame, "{asked}: {len} samples of {wanted}");
        for (channel, (heard, want)) in heard.samples.iter().zip(&want.samples).enumerate() {
            let likeness = likeness(heard, want);
            assert!(likeness > 0.97, "{asked}: channel {channel} is {likeness:.3} like its source");
        }
    } else {
        // The same time, to a frame, at another rate.
        let [rate, rate_in] = [heard.rate, want.rate].map(|it| usize::try_from(it).expect("small"));
        let (took, should) = (len * rate_in, wanted * rate);
        assert!(took.abs_diff(should) <= frame * rate_in, "{asked}: {len} samples at {rate} of {wanted} at {rate_in}");
    }
    if let [left, right] = &heard.samples[..] {
        let cross = likeness(left, right);
        let in_source = likeness(&want.samples[0], &want.samples[1]);
        assert!((cross - in_source).abs() < 0.03, "{asked}: one side is heard on the other: {cross:.3}");
    }
}

#[tokio::test]
async fn every_coding_of_wav_is_there_as_mp3_and_wav() {
    let bench = Bench::new().await;
    let all: [(&str, &[&str]); 8] = [
        ("u8", &["-c:a", "pcm_u8"]),
        ("s16", &["-c:a", "pcm_s16le"]),
        ("s24", &["-c:a", "pcm_s24le"]),
        ("s32", &["-c:a", "pcm_s32le"]),
        ("f32", &["-c:a", "pcm_f32le"]),
        ("f64", &["-c:a", "pcm_f64le"]),
        ("a-law", &["-c:a", "pcm_alaw"]),
        ("u-law", &["-c:a", "pcm_mulaw"]),
    ];
    for channels in [1, 2] {
        for rate in [8_000, 16_000, 44_100, 48_000] {
            bench.check(&bench.make(rate, channels, &all)).await;
        }
        // Rates that MP3 has not, or only just.
        for rate in [7_350, 11_025, 12_000, 22_050, 24_000, 32_000, 96_000] {
            bench.check(&bench.make(rate, channels, &all[1..2])).await;
        }
    }
}

#[tokio::test]
async fn every_kind_of_mp3_is_there_as_mp3_and_wav() {
    let bench = Bench::new().await;
    // MPEG 1, 2 and 2.5.
    for rate in [44_100, 48_000, 16_000, 24_000, 8_000, 11_025] {
        for channels in [1, 2] {
            let kinds: [(&str, &[&str]); 5] = [
                ("cbr", &["-c:a", "libmp3lame", "-b:a", "32k"]),
                ("vbr", &["-c:a", "libmp3lame", "-q:a", "4"]),
                ("bare", &["-c:a", "libmp3lame", "-b:a", "32k", "-write_xing", "0", "-id3v2_version", "0"]),
                ("vbr-bare", &["-c:a", "libmp3lame", "-q:a", "4", "-write_xing", "0"]),
                (
                    "tagged",
                    &[
                        "-c:a",
                        "libmp3lame",
                        "-b:a",
                        "32k",
                        "-id3v2_version",
                        "3",
                        "-write_id3v1",
                        "1",
                        "-metadata",
                        "title=x",
                    ],
                ),
            ];
            bench.check(&bench.make(rate, channels, &kinds)).await;
        }
    }
}

#[tokio::test]
async fn the_captured_recordings_are_there_as_mp3_and_wav() {
    let bench = Bench::new().await;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/asterisk/recordings");
    let paths = std::fs::read_dir(folder).expect("the captured recordings").map(|it| it.expect("an entry").path());
    // Some were begun, and hold nothing but a header.
    let sources: Vec<Source> = paths
        .filter(|path| path.metadata().is_ok_and(|it| it.len() > 100))
        .enumerate()
        .map(|(n, path)| Source { name: format!("captured-{n}"), path })
        .collect();
    assert!(sources.len() > 30, "{}", sources.len());
    bench.check(&sources).await;
}

#[tokio::test]
async fn what_a_switch_was_still_writing_is_there_as_mp3_and_wav() {
    let bench = Bench::new().await;
    let plain = bench.make(8_000, 2, &[("plain", &["-c:a", "pcm_s16le", "-bitexact"])]).remove(0);
    let mut served = vec![plain.path.clone()];
    for (name, length) in [("zero", 0u32), ("most", u32::MAX), ("half", 0x7fff_ffff)] {
        let mut bytes = plain.bytes();
        bytes[4..8].copy_from_slice(&length.to_le_bytes());
        bytes[40..44].copy_from_slice(&length.to_le_bytes());
        let path = bench.folder.path().join(format!("{name}.wav"));
        std::fs::write(&path, bytes).expect("a file");
        let source = Source { name: name.to_owned(), path };
        bench.send(&source).await;
        for query in ["?format=mp3", ""] {
            served.push(bench.fetch(&source, query).await);
        }
    }
    let heard = hear(&served);
    for (path, served) in served.iter().zip(&heard).skip(1) {
        compare(&path.display().to_string(), &heard[0], served);
    }
}

#[tokio::test]
async fn what_not_every_browser_plays_is_played_as_plain_wav() {
    let bench = Bench::new().await;
    let kinds: [(&str, &[&str]); 9] = [
        ("mp3", &["-c:a", "libmp3lame", "-b:a", "32k"]),
        ("s16", &["-c:a", "pcm_s16le"]),
        ("u8", &["-c:a", "pcm_u8"]),
        ("a-law", &["-c:a", "pcm_alaw"]),
        ("u-law", &["-c:a", "pcm_mulaw"]),
        ("s24", &["-c:a", "pcm_s24le"]),
        ("s32", &["-c:a", "pcm_s32le"]),
        ("f32", &["-c:a", "pcm_f32le"]),
        ("long", &["-c:a", "pcm_s16le", "-rf64", "always"]),
    ];
    for (n, source) in bench.make(8_000, 2, &kinds).iter().enumerate() {
        bench.send(source).await;
        let played = bench.get(&source.name, "").await;
        let as_it_is = n < 3;
        assert_eq!(played.body == source.bytes(), as_it_is, "{}", source.name);
        if !as_it_is {
            assert_eq!(played.body[12..16], *b"fmt ", "{}: the plainest header", source.name);
            assert_eq!((played.body[20], played.body[34]), (1, 16), "{}: PCM of 16 bits", source.name);
        }
    }
}

#[tokio::test]
async fn what_is_made_has_a_constant_bit_rate_and_says_how_long_it_is() {
    let bench = Bench::new().await;
    for (rate, channels, bit_rate) in [
        (8_000, 1, 32_000),
        (8_000, 2, 64_000),
        (12_000, 1, 32_000),
        (16_000, 1, 48_000),
        (16_000, 2, 96_000),
        (24_000, 1, 64_000),
        (44_100, 1, 64_000),
        (48_000, 1, 64_000),
        (48_000, 2, 128_000),
    ] {
        let source = bench.make(rate, channels, &[("s16", &["-c:a", "pcm_s16le"])]).remove(0);
        bench.send(&source).await;
        let mp3 = bench.get(&source.name, "?format=mp3").await.body;
        let frames = frames(&mp3);
        let name = source.name;
        assert!(frames.iter().all(|frame| frame.bit_rate == bit_rate), "{name}");
        assert!(frames.iter().all(|frame| frame.rate == rate), "{name}");
        let tag = mp3.windows(4).take(64).position(|it| it == b"Info").expect("the first frame tells the length");
        let told = u32::from_be_bytes(mp3[tag + 8..tag + 12].try_into().expect("four bytes"));
        assert_eq!(usize::try_from(told).expect("few") + 1, frames.len(), "{name}: it and the others");
    }
}

#[tokio::test]
async fn a_form_is_made_once_and_kept_within_a_bound() {
    let mut bench = Bench::new().await;
    let made = |bench: &Bench| -> Vec<PathBuf> {
        let folder = bench.world.folder.path().join("recordings/scratch/converted");
        std::fs::read_dir(folder).into_iter().flatten().map(|it| it.expect("an entry").path()).collect()
    };
    let sources = bench.make(
        8_000,
        1,
        &[("a", &["-c:a", "pcm_s16le"]), ("b", &["-c:a", "pcm_u8"]), ("c", &["-c:a", "pcm_s24le"])],
    );
    for source in &sources {
        bench.send(source).await;
    }
    let mp3 = |n: usize| format!("{}?format=mp3", paths::recording(&sources[n].name));
    let asked: Vec<_> =
        (0..8).map(|_| bench.world.ask(axum::http::Method::GET, &mp3(0)).cookie(&bench.world.cookie)).collect();
    let answers = futures::future::join_all(asked.into_iter().map(crate::world::Ask::send)).await;
    assert!(answers.iter().all(|answer| answer.status == StatusCode::OK && answer.body == answers[0].body));
    let [first] = &made(&bench)[..] else { panic!("eight who ask at once get what was made once") };
    // Kept over a restart: what is there is served, and not made again.
    let written = std::fs::metadata(first).and_then(|it| it.modified()).expect("a file");
    bench.world = bench.world.restarted().await;
    let again = bench.world.get(&mp3(0)).await.expect(StatusCode::OK);
    assert_eq!((again.header("etag"), &again.body), (answers[0].header("etag"), &answers[0].body));
    assert!(std::fs::metadata(first).and_then(|it| it.modified()).expect("the same file") >= written);
    // Room for two, and a third comes: the one that was not used for the longest time goes.
    bench.world.get(&mp3(1)).await.expect(StatusCode::OK);
    bench.world.get(&mp3(0)).await.expect(StatusCode::OK);
    let room = made(&bench).iter().map(|it| it.metadata().expect("a file").len()).sum();
    bench.world.convert_at_most(room);
    bench.world.get(&mp3(2)).await.expect(StatusCode::OK);
    let left = made(&bench);
    assert_eq!(left.len(), 2);
    assert!(left.contains(first), "the second was not used since the first");
    bench.world.get(&mp3(1)).await.expect(StatusCode::OK);
}

struct Frame {
    bit_rate: u32,
    rate: u32,
}

/// The frames of an MP3 file that has nothing else.
fn frames(mp3: &[u8]) -> Vec<Frame> {
    const V1: [u32; 15] = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
    const V2: [u32; 15] = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
    let mut frames = Vec::new();
    let mut at = 0;
    while at < mp3.len() {
        let [sync, version, bits, _] = mp3[at..at + 4] else { panic!("a frame has a head") };
        assert!(sync == 0xff && version & 0xe6 == 0xe2, "a frame of layer III begins at {at}");
        let slower = match version >> 3 & 3 {
            3 => 0,
            2 => 1,
            _ => 2,
        };
        let rate = [44_100, 48_000, 32_000][usize::from(bits >> 2 & 3)] >> slower;
        let kbps = if slower == 0 { V1 } else { V2 }[usize::from(bits >> 4)];
        let samples = if slower == 0 { 144 } else { 72 };
        frames.push(Frame { bit_rate: kbps * 1_000, rate });
        at += usize::try_from(samples * kbps * 1_000 / rate + u32::from(bits >> 1 & 1)).expect("small");
    }
    frames
}
