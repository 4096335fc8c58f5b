//! Recordings: converting beside the `lame` command, parts and whole files beside nginx, outlines, memory of readers.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use call_records_server::clock::Clock;
use call_records_server::recordings::{Form, Recordings, StoredAudio};
use call_records_wire::paths;
use call_records_wire::words::AudioFormat;
use tokio::runtime::Runtime;

use super::http::Client;
use super::server::{Started, start};
use super::stats::Percentiles;
use crate::run::{Failure, Outcome, root};
use crate::tools::{FOR_MEASURING_AUDIO, Tools};

const FOLDER: &str = "target/bench/recordings";
/// Ten minutes, an hour.
const CALL_SECONDS: usize = 600;
const HOUR_SECONDS: usize = 3_600;
/// The parts that a player asks for.
const PART: u64 = 256 * 1024;
const FIRST: u64 = 64 * 1024;
const ASKED: usize = 500;
const WHOLE: usize = 50;
/// How often what takes long is done; the median is told.
const TIMES: usize = 5;
/// How many read at once where memory is measured.
const PLAYERS: usize = 200;

fn failed(error: impl std::fmt::Display) -> Failure {
    Failure::Check(format!("FAILED: measuring recordings: {error}"))
}

/// Measures and prints.
pub(crate) fn measure() -> Outcome<()> {
    let tools = Tools::new();
    let beside = tools.programs(FOR_MEASURING_AUDIO);
    if let Err(missing) = &beside {
        println!("NOT MEASURED beside the `lame` command and nginx: {missing}");
    }
    let runtime = Runtime::new().map_err(failed)?;
    let folder = root().join(FOLDER);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).map_err(failed)?;
    let started = runtime.block_on(start(&folder)).map_err(failed)?;
    let call = folder.join("call.wav");
    std::fs::write(&call, speech(CALL_SECONDS, 1)?).map_err(failed)?;

    convert(&runtime, &started.recordings, &call, beside.is_ok())?;
    outline(&runtime, &started.recordings)?;
    play(&started, &call, &folder, beside.is_ok())
}

/// Captured telephony, 8 kHz, over and over, as long as this.
fn speech(seconds: usize, channels: u8) -> Outcome<Vec<u8>> {
    let captured = root().join("tests/fixtures/asterisk/recordings");
    let mut samples = Vec::new();
    for entry in std::fs::read_dir(captured).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let wav = std::fs::read(&path).map_err(failed)?;
        if path.extension().is_some_and(|it| it == "wav") && wav.get(22) == Some(&1) {
            samples.extend_from_slice(wav.get(44..).unwrap_or_default());
        }
    }
    let bytes = seconds * 16_000 * usize::from(channels);
    if samples.is_empty() {
        return Err(failed("there is no captured audio"));
    }
    let len = u32::try_from(bytes).map_err(failed)?;
    let mut wav = b"RIFF".to_vec();
    wav.extend((36 + len).to_le_bytes());
    wav.extend(b"WAVEfmt \x10\0\0\0\x01\0");
    wav.extend([channels, 0]);
    wav.extend(8_000u32.to_le_bytes());
    wav.extend((16_000 * u32::from(channels)).to_le_bytes());
    wav.extend([2 * channels, 0, 16, 0]);
    wav.extend(b"data");
    wav.extend(len.to_le_bytes());
    wav.extend(samples.into_iter().cycle().take(bytes));
    Ok(wav)
}

fn keep(runtime: &Runtime, recordings: &Recordings, wav: Vec<u8>) -> Outcome<StoredAudio> {
    let body = futures::stream::iter([Ok::<_, std::io::Error>(wav.into())]);
    let kept = runtime.block_on(recordings.keep(body, AudioFormat::Wav, None, Clock::System.now()));
    Ok(StoredAudio::from(&kept.map_err(failed)?))
}

/// The median of what `work` takes.
fn median(mut work: impl FnMut() -> Outcome<()>) -> Outcome<f64> {
    let mut times = Vec::new();
    for _ in 0..TIMES {
        let start = Instant::now();
        work()?;
        times.push(start.elapsed().as_secs_f64());
    }
    times.sort_by(f64::total_cmp);
    Ok(times[TIMES / 2])
}

#[expect(clippy::cast_precision_loss, reason = "some thousands of seconds")]
fn convert(runtime: &Runtime, recordings: &Recordings, call: &Path, beside: bool) -> Outcome<()> {
    let audio = keep(runtime, recordings, std::fs::read(call).map_err(failed)?)?;
    let ours = median(|| {
        // What was made is not taken again.
        recordings.forget(audio.sha256);
        runtime.block_on(recordings.convert(&audio, Form::Mp3)).map(|_| ()).map_err(failed)
    })?;
    let real_time = |took: f64| CALL_SECONDS as f64 / took;
    println!("WAV to MP3, {CALL_SECONDS} s, 8 kHz, mono: {:.0} x real time, hashed and durable", real_time(ours));
    if beside {
        for (name, settings) in [("lame -q 7", &["-q", "7"][..]), ("lame", &[])] {
            let lame = median(|| {
                let mut command = Command::new("lame");
                command
                    .args(["--quiet", "-b", "32", "-m", "m"])
                    .args(settings)
                    .arg(call)
                    .arg(call.with_extension("mp3"));
                let status = command.status().map_err(failed)?;
                if status.success() { Ok(()) } else { Err(failed("lame failed")) }
            })?;
            println!(
                "  {name} -b 32 -m m, same file: {:.0} x; ours is {:.2} times as fast",
                real_time(lame),
                lame / ours
            );
        }
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "some thousands of seconds")]
fn outline(runtime: &Runtime, recordings: &Recordings) -> Outcome<()> {
    let audio = keep(runtime, recordings, speech(HOUR_SECONDS, 2)?)?;
    let start = Instant::now();
    let outline = runtime.block_on(recordings.peaks(&audio)).map_err(failed)?;
    let took = start.elapsed().as_secs_f64();
    let (speed, bytes) = (HOUR_SECONDS as f64 / took, outline.len());
    println!("outline of an hour, stereo: {speed:.0} x real time, {bytes} bytes");
    Ok(())
}

/// Parts and whole files over HTTP, beside nginx with the same file.
fn play(started: &Started, call: &Path, folder: &Path, beside: bool) -> Outcome<()> {
    let Started { url, key, token, .. } = started;
    let wav = std::fs::read(call).map_err(failed)?;
    upload(url, key, &wav)?;
    let len = wav.len() as u64;
    let cookie = format!("call_records_session={token}");
    let mut client = Client::connect(url, &cookie).map_err(failed)?;
    let path = paths::recording("call");
    let (first, parts, whole) = ask(&mut client, &path, len)?;
    println!("ours:  {}", line(first, parts, whole, len));
    if beside {
        let nginx = Nginx::start(folder)?;
        let mut client = Client::connect(&nginx.url, "").map_err(failed)?;
        let (first, parts, whole) = ask(&mut client, "/call.wav", len)?;
        println!("nginx: {}", line(first, parts, whole, len));
    }
    memory(url, &cookie, &path)
}

fn upload(url: &str, key: &str, wav: &[u8]) -> Outcome<()> {
    let host = url.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).map_err(failed)?;
    let head = format!(
        "PUT {}/recordings/call HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {key}\r\nContent-Type: audio/wav\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n",
        paths::call("bench"),
        wav.len()
    );
    stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(wav)).map_err(failed)?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).map_err(failed)?;
    if answer.starts_with("HTTP/1.1 201") { Ok(()) } else { Err(failed(answer)) }
}

/// The first bytes, random parts, and the whole.
fn ask(client: &mut Client, path: &str, len: u64) -> Outcome<(Percentiles, Percentiles, Percentiles)> {
    let mut random = 42u64;
    let mut timed = |parts: &mut dyn FnMut(u64) -> std::ops::Range<u64>, times: usize| {
        let mut took = Vec::with_capacity(times);
        for nth in 0..times + 20 {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            client.asking_for(parts(random >> 33));
            let start = Instant::now();
            client.request("GET", path, None).map_err(failed)?;
            // The first ones warm up.
            if nth >= 20 {
                took.push(start.elapsed());
            }
        }
        Ok(Percentiles::of(took).unwrap_or_else(|| Percentiles::same(Duration::ZERO)))
    };
    let first = timed(&mut |_| 0..FIRST, ASKED)?;
    let parts = timed(&mut |random| (random % (len - PART))..(random % (len - PART) + PART), ASKED)?;
    let whole = timed(&mut |_| 0..len, WHOLE)?;
    Ok((first, parts, whole))
}

#[expect(clippy::cast_precision_loss, reason = "a megabyte more or less")]
fn line(first: Percentiles, parts: Percentiles, whole: Percentiles, len: u64) -> String {
    let ms = |time: Duration| time.as_secs_f64() * 1_000.0;
    format!(
        "first 64 KiB p95 {:.2} ms; 256 KiB anywhere p50 {:.2}, p99 {:.2} ms; whole file {:.0} MB/s",
        ms(first.p95),
        ms(parts.p50),
        ms(parts.p99),
        len as f64 / whole.p50.as_secs_f64() / 1e6
    )
}

/// How much more this process holds while many have begun to read and go on slowly. The readers are in it as well.
fn memory(url: &str, cookie: &str, path: &str) -> Outcome<()> {
    let host = url.trim_start_matches("http://");
    let before = resident()?;
    let mut players = Vec::new();
    for _ in 0..PLAYERS {
        let mut stream = TcpStream::connect(host).map_err(failed)?;
        let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\n\r\n");
        stream.write_all(request.as_bytes()).map_err(failed)?;
        stream.read_exact(&mut [0; 16 * 1024]).map_err(failed)?;
        players.push(stream);
    }
    for _ in 0..20 {
        for stream in &mut players {
            stream.read_exact(&mut [0; 16 * 1024]).map_err(failed)?;
        }
    }
    let each = resident()?.saturating_sub(before) / PLAYERS as u64;
    println!("memory for each of {PLAYERS} slow readers: {each} KiB");
    Ok(())
}

/// What this process holds, in KiB.
fn resident() -> Outcome<u64> {
    let status = std::fs::read_to_string("/proc/self/status").map_err(failed)?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).ok_or_else(|| failed("no memory is told"))
}

/// nginx on a folder; ended where it is dropped.
struct Nginx {
    process: Child,
    url: String,
}

impl Nginx {
    fn start(folder: &Path) -> Outcome<Self> {
        let address = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).map_err(failed)?;
        let settings: PathBuf = folder.join("nginx.conf");
        let shown = folder.display();
        let text = format!(
            "daemon off;\nuser root;\nworker_processes 1;\npid {shown}/nginx.pid;\nerror_log {shown}/nginx.log;\nevents {{}}\n\
             http {{\n  access_log off;\n  sendfile on;\n  tcp_nodelay on;\n  keepalive_requests 100000;\n  server {{ listen {address}; root {shown}; }}\n}}\n"
        );
        std::fs::write(&settings, text).map_err(failed)?;
        let mut command = Command::new("nginx");
        command.arg("-c").arg(&settings).stderr(Stdio::null());
        let process = command.spawn().map_err(failed)?;
        let nginx = Self { process, url: format!("http://{address}") };
        let patience = Instant::now();
        while TcpStream::connect(address).is_err() {
            if patience.elapsed() > Duration::from_secs(10) {
                return Err(failed("nginx does not answer"));
            }
            std::thread::yield_now();
        }
        Ok(nginx)
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // Its master ends its worker when it is asked to, not when it is killed.
        let _ = Command::new("kill").arg(self.process.id().to_string()).status();
        let _ = self.process.wait();
    }
}
