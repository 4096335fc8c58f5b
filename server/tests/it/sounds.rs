//! Audio of every kind, made and judged by ffmpeg: another's judgement than ours.
//!
//! ffmpeg takes longer to start than to work: one start makes, or decodes, many files.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What was decoded of a file.
pub(crate) struct Heard {
    pub(crate) rate: u32,
    /// One list of samples for each channel.
    pub(crate) samples: Vec<Vec<i16>>,
}

fn ffmpeg(arguments: &[String]) {
    let mut command = Command::new("ffmpeg");
    command.args(["-v", "error", "-nostdin", "-y"]).args(arguments).stdin(Stdio::null());
    let output = command.output().unwrap_or_else(|error| panic!("ffmpeg is needed here: {error}"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "ffmpeg {arguments:?}: {said}");
}

fn text(path: &Path) -> String {
    path.to_str().expect("UTF-8").to_owned()
}

/// Makes files of the same sound: two people, one a channel, with pauses; each file's arguments say how it is written.
pub(crate) fn make(seconds: f64, rate: u32, channels: usize, files: &[(PathBuf, &[&str])]) {
    let voice = |tone: u32, pause: u32| {
        // A carrier that wanders as a voice does, in syllables, with pauses in between.
        format!(
            "(0.25*sin(2*PI*{tone}*t+6*sin(2*PI*3*t))+0.12*sin(2*PI*{}*t))\
             *(0.6+0.4*sin(2*PI*5*t))*gt(mod(t\\,{pause})\\,0.7)",
            2 * tone + 17
        )
    };
    let voices = if channels == 1 { voice(310, 3) } else { format!("{}|{}", voice(310, 3), voice(190, 4)) };
    let source = format!("aevalsrc={voices}:s={rate}:d={seconds}");
    let mut arguments: Vec<String> = ["-f", "lavfi", "-i", &source].map(str::to_owned).to_vec();
    for (path, how) in files {
        arguments.extend(how.iter().map(|&it| it.to_owned()));
        arguments.push(text(path));
    }
    ffmpeg(&arguments);
}

/// Decodes files.
pub(crate) fn hear(files: &[PathBuf]) -> Vec<Heard> {
    let folder = tempfile::tempdir().expect("a folder");
    let mut heard = Vec::new();
    for files in files.chunks(40) {
        let mut arguments: Vec<String> = Vec::new();
        for file in files {
            arguments.extend(["-i".to_owned(), text(file)]);
        }
        let decoded: Vec<PathBuf> = (0..files.len()).map(|n| folder.path().join(format!("{n}.wav"))).collect();
        for (n, to) in decoded.iter().enumerate() {
            let how = ["-map", &format!("{n}:a"), "-c:a", "pcm_s16le", "-bitexact"].map(str::to_owned);
            arguments.extend(how);
            arguments.push(text(to));
        }
        ffmpeg(&arguments);
        heard.extend(decoded.iter().map(|file| read(&std::fs::read(file).expect("a decoded file"))));
    }
    heard
}

/// Reads WAV as ffmpeg writes it.
fn read(wav: &[u8]) -> Heard {
    let channels = usize::from(wav[22]);
    let start = wav.windows(4).position(|it| it == b"data").expect("audio") + 8;
    let all: Vec<i16> = wav[start..].chunks_exact(2).map(|it| i16::from_le_bytes([it[0], it[1]])).collect();
    let samples = (0..channels).map(|channel| all.iter().skip(channel).step_by(channels).copied().collect()).collect();
    Heard { rate: u32::from_le_bytes(wav[24..28].try_into().expect("four bytes")), samples }
}

/// How alike two sounds are: 1 where they are the same but for their loudness, 0 where they have nothing in common.
pub(crate) fn likeness(one: &[i16], other: &[i16]) -> f64 {
    let (mut both, mut first, mut second) = (0.0, 0.0, 0.0);
    for (&a, &b) in one.iter().zip(other) {
        let (a, b) = (f64::from(a), f64::from(b));
        both += a * b;
        first += a * a;
        second += b * b;
    }
    both / (first * second).sqrt().max(1.0)
}
