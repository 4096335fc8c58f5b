//! `import`: the calls that a switch has kept.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use chrono_tz::Tz;
use clap::{Args, Subcommand};
use futures::TryStreamExt;
use tokio::io::AsyncReadExt;

use super::config::{self, StoreArgs, recordings_place};
use super::place::{make_store, open_recordings};
use super::samples::refuse_samples;
use super::{Failure, note, say};
use crate::clock::Clock;
use crate::import::{self, CallImport, RecordingImport, SiteMap, Sources, Summary};
use crate::ingest;
use crate::recordings::{RecordingError, Recordings};
use crate::store::{CallStore, Kept, NewEvent};

/// How many events are made durable together.
const EVENTS_AT_ONCE: usize = 5_000;
/// How many lines that could not be read are told.
const LINES_TOLD: usize = 50;

#[derive(Subcommand)]
pub(super) enum ImportFrom {
    /// From the logs of an Asterisk PBX. Can be run again: nothing doubles.
    Asterisk(AsteriskArgs),
}

#[derive(Args)]
pub(super) struct AsteriskArgs {
    #[command(flatten)]
    store: StoreArgs,
    /// Channel event logging (cel.csv), also compressed with gzip; may be given several times, oldest first
    /// (also `CALL_RECORDS_IMPORT_CEL`, files parted by `:`)
    #[arg(long, value_name = "FILE")]
    cel: Vec<PathBuf>,
    /// Queue log; may be given several times (also `CALL_RECORDS_IMPORT_QUEUE_LOG`, files parted by `:`)
    #[arg(long, value_name = "FILE")]
    queue_log: Vec<PathBuf>,
    /// Call detail records (Master.csv or your own columns); may be given several times
    /// (also `CALL_RECORDS_IMPORT_CDR`, files parted by `:`)
    #[arg(long, value_name = "FILE")]
    cdr: Vec<PathBuf>,
    /// A log of the manager interface, one JSON message a line; may be given several times
    /// (also `CALL_RECORDS_IMPORT_AMI`, files parted by `:`)
    #[arg(long, value_name = "FILE")]
    ami: Vec<PathBuf>,
    /// The folder of the PBX's recordings, whose files are copied
    #[arg(long, env = "CALL_RECORDS_IMPORT_RECORDINGS", value_name = "DIR")]
    recordings: Option<PathBuf>,
    /// Where the copies are kept: the folder that `serve --recordings` names [default: DATA/recordings]
    #[arg(long, env = "CALL_RECORDS_RECORDINGS", value_name = "FOLDER")]
    keep_recordings_in: Option<PathBuf>,
    /// The zone of the PBX's clock, for call detail records; not the zone of the page's day, which
    /// `CALL_RECORDS_TIME_ZONE` and `time_zone` in the settings file name [default: UTC]
    #[arg(long, env = "CALL_RECORDS_IMPORT_TIME_ZONE", value_name = "AREA/CITY")]
    time_zone: Option<Tz>,
    /// What contexts, queues, extensions and applications mean at this site [default: a common set-up]
    #[arg(long, env = "CALL_RECORDS_IMPORT_MAP", value_name = "FILE")]
    map: Option<PathBuf>,
}

pub(super) async fn run(from: ImportFrom) -> Result<(), Failure> {
    let ImportFrom::Asterisk(args) = from;
    let mut file = args.store.file()?;
    let data = args.store.folder(&file)?;
    let place = recordings_place(args.keep_recordings_in.as_deref(), &file, &data)?;
    let table = std::mem::take(&mut file.import);
    let cel = config::paths(args.cel, "CALL_RECORDS_IMPORT_CEL", table.cel);
    let ami = config::paths(args.ami, "CALL_RECORDS_IMPORT_AMI", table.ami);
    let sources = Sources {
        queue_log: config::paths(args.queue_log, "CALL_RECORDS_IMPORT_QUEUE_LOG", table.queue_log),
        cdr: config::paths(args.cdr, "CALL_RECORDS_IMPORT_CDR", table.cdr),
        ami: import::ami_logs(ami, &cel, note),
        cel,
        recordings: args.recordings.or(table.recordings),
        time_zone: args.time_zone.or(table.time_zone).unwrap_or(Tz::UTC),
    };
    if sources.cel.is_empty() {
        let text = "name the channel event log: --cel FILE, CALL_RECORDS_IMPORT_CEL, or `cel` under `[import]` in the \
                    settings file";
        return Err(Failure::Usage(text.to_owned()));
    }
    let failed = |error: import::ImportError| Failure::of("cannot import", &error);
    let site = match args.map.or(table.map) {
        Some(path) => import::read_map(&path).map_err(failed)?,
        None => SiteMap::default(),
    };
    let store = make_store(&data).await?;
    refuse_samples(&store, "").await?;
    // Progress goes to standard error, so that the summary alone is the answer.
    let mut told = None;
    let logs = import::load(&sources, &site, &mut |progress| {
        let percent = progress.bytes * 100 / progress.of.max(1);
        if told != Some((progress.file.to_owned(), percent / 10)) {
            told = Some((progress.file.to_owned(), percent / 10));
            note(&format!("reading {}: {percent} %", progress.file.display()));
        }
    })
    .map_err(failed)?;
    let translation = import::translate(&logs, &site);
    let recordings = open_recordings(&place, &data)?;
    let keeper = Keeper { calls: Arc::new(store.clone()), recordings: &recordings, clock: Clock::System };
    let tally = keeper.keep(&translation.calls).await?;
    summarize(&translation.summary, &tally)?;
    store.close().await;
    Ok(())
}

/// What an import changed.
#[derive(Default)]
struct Tally {
    new_events: u64,
    known_events: u64,
    new_recordings: u64,
    known_recordings: u64,
    refused: Vec<String>,
}

struct Keeper<'a> {
    calls: Arc<dyn CallStore>,
    recordings: &'a Recordings,
    clock: Clock,
}

impl Keeper<'_> {
    async fn keep(&self, calls: &[CallImport]) -> Result<Tally, Failure> {
        let mut tally = Tally::default();
        let mut events = Vec::new();
        for (number, call) in calls.iter().enumerate() {
            for document in &call.events {
                let document = serde_json::value::to_raw_value(document).expect("JSON stays JSON");
                match ingest::check(&document, self.clock.now()) {
                    Ok(event) => events.push(event),
                    Err(faults) => {
                        let why: Vec<String> = faults.into_iter().map(|fault| fault.detail).collect();
                        tally.refused.push(format!("an event of call {}: {}", call.call_id, why.join("; ")));
                    }
                }
            }
            if events.len() >= EVENTS_AT_ONCE {
                self.append(&mut events, &mut tally).await?;
                note(&format!("kept {} of {} calls", number + 1, calls.len()));
            }
        }
        self.append(&mut events, &mut tally).await?;
        let audio: Vec<(&str, &RecordingImport)> = calls
            .iter()
            .flat_map(|call| call.recordings.iter().map(|recording| (call.call_id.as_str(), recording)))
            .filter(|(_, recording)| !recording.empty)
            .collect();
        for (number, (call_id, recording)) in audio.iter().enumerate() {
            self.keep_recording(call_id, recording, &mut tally).await?;
            if (number + 1) % 50 == 0 {
                note(&format!("kept {} of {} recordings", number + 1, audio.len()));
            }
        }
        Ok(tally)
    }

    async fn append(&self, events: &mut Vec<NewEvent>, tally: &mut Tally) -> Result<(), Failure> {
        let appended = self
            .calls
            .append(std::mem::take(events))
            .await
            .map_err(|error| Failure::of("cannot keep the events; run the import again to go on", &error))?;
        tally.new_events += appended.fresh();
        tally.known_events += appended.known();
        Ok(())
    }

    async fn keep_recording(&self, call_id: &str, import: &RecordingImport, tally: &mut Tally) -> Result<(), Failure> {
        let failed = |error: &dyn std::error::Error| {
            Failure::of(&format!("cannot keep {}; run the import again to go on", import.path.display()), error)
        };
        if self.calls.recording(&import.recording_id).await.map_err(|error| failed(&error))?.is_some() {
            tally.known_recordings += 1;
            return Ok(());
        }
        let file = tokio::fs::File::open(&import.path).await.map_err(|error| failed(&error))?;
        let body = futures::stream::try_unfold(file, |mut file| async move {
            let mut chunk = bytes::BytesMut::with_capacity(256 * 1024);
            let read = file.read_buf(&mut chunk).await?;
            Ok::<_, std::io::Error>((read > 0).then(|| (chunk.freeze(), file)))
        });
        let now = self.clock.now();
        let received = match self.recordings.receive(body.into_stream(), import.format, None, now).await {
            Ok(received) => received,
            Err(error @ (RecordingError::Store(_) | RecordingError::Folder(_) | RecordingError::NoRoom)) => {
                return Err(failed(&error));
            }
            Err(error) => {
                tally.refused.push(format!("{}: {error}", import.path.display()));
                return Ok(());
            }
        };
        let kept =
            ingest::keep_recording(&self.calls, self.recordings, received, call_id, &import.recording_id, now).await;
        match kept.map_err(|error| failed(&error))? {
            Kept::New => tally.new_recordings += 1,
            Kept::Known | Kept::Conflict => tally.known_recordings += 1,
        }
        Ok(())
    }
}

fn summarize(summary: &Summary, tally: &Tally) -> Result<(), Failure> {
    let counts = &summary.counts;
    say(&format!("calls                       {:>9}", counts.calls))?;
    say(&format!("events, new                 {:>9}", tally.new_events))?;
    say(&format!("events, known before        {:>9}", tally.known_events))?;
    say(&format!("recordings, new             {:>9}", tally.new_recordings))?;
    say(&format!("recordings, known before    {:>9}", tally.known_recordings))?;
    say(&format!("recordings without sound    {:>9}", counts.recordings_empty))?;
    say(&format!("recordings of no call here  {:>9}", counts.recordings_unknown + counts.recordings_left_out))?;
    say(&format!("calls between extensions    {:>9}  left out", counts.between_extensions))?;
    say(&format!("calls that had not ended    {:>9}  left for the next import", counts.unfinished))?;
    say(&format!("calls that began earlier    {:>9}  left out", counts.headless))?;
    say(&format!("calls known to CDR alone    {:>9}  left out", counts.only_in_cdr))?;
    say(&format!("lines that cannot be read   {:>9}", summary.unreadable.len()))?;
    for line in summary.unreadable.iter().take(LINES_TOLD) {
        say(&format!("  {}:{}: {}", line.file, line.line, line.why))?;
    }
    if summary.unreadable.len() > LINES_TOLD {
        say(&format!("  and {} more", summary.unreadable.len() - LINES_TOLD))?;
    }
    let mut seen = HashSet::new();
    for why in summary.refused.iter().chain(&tally.refused).filter(|why| seen.insert(why.as_str())) {
        say(&format!("refused: {why}"))?;
    }
    for file in &summary.skipped_files {
        say(&format!("skipped: {file:?}"))?;
    }
    Ok(())
}
