//! The captured calls of a real PBX, moved to now: the same import as any other, with other times.

use std::path::{Path, PathBuf};

use bytes::Bytes;
use call_records_wire::event::Event;
use call_records_wire::time::Timestamp;
use chrono_tz::Tz;
use futures::stream;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::audio::Captured;
use super::{Demo, DemoError};
use crate::import::{self, CallImport, SiteMap, Sources};
use crate::ingest;
use crate::store::NewEvent;

/// The note that says that the captured calls are there.
const CAPTURED_AT: &str = "demo_captured_at";
/// How long before now the captured calls end.
const BEFORE_NOW_MS: i64 = 10 * 60_000;

/// Keeps the captured calls, once.
pub(super) async fn keep(demo: &Demo) -> Result<(), DemoError> {
    if demo.calls.meta(CAPTURED_AT).await?.is_some() {
        return Ok(());
    }
    let now = demo.clock.now();
    let unpacked = tokio::task::spawn_blocking(unpack).await;
    let (folder, calls) = unpacked.map_err(|error| DemoError::Captured(error.to_string()))??;
    keep_calls(demo, &calls, now).await?;
    // Kept until here: it holds the audio. Where this is stopped earlier, it goes as well.
    if let Err(error) = folder.close() {
        tracing::warn!(error = &error as &dyn std::error::Error, "cannot remove the unpacked calls");
    }
    demo.calls.set_meta(CAPTURED_AT, &now.to_string()).await?;
    Ok(())
}

/// The captured calls, and the folder in which their audio lies: the importer reads files, as those of a PBX are.
fn unpack() -> Result<(TempDir, Vec<CallImport>), DemoError> {
    let failed = |error: &dyn std::error::Error| DemoError::Captured(error.to_string());
    let folder = tempfile::Builder::new().prefix("call-records-").tempdir().map_err(|error| failed(&error))?;
    write_out(folder.path()).map_err(|error| failed(&error))?;
    let calls = translate(folder.path()).map_err(|error| failed(&error))?;
    Ok((folder, calls))
}

fn write_out(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder.join("recordings"))?;
    for name in Captured::iter() {
        if let Some(file) = Captured::get(&name) {
            std::fs::write(folder.join(&*name), file.data)?;
        }
    }
    Ok(())
}

fn translate(folder: &Path) -> Result<Vec<CallImport>, import::ImportError> {
    let file = |name: &str| -> Vec<PathBuf> { vec![folder.join(name)] };
    let sources = Sources {
        cel: file("cel.csv"),
        queue_log: file("queue_log"),
        cdr: file("cdr.csv"),
        ami: file("ami.jsonl"),
        recordings: Some(folder.join("recordings")),
        time_zone: Tz::UTC,
    };
    let site: SiteMap = import::read_map(&folder.join("map.toml"))?;
    Ok(import::read(&sources, &site, &mut |_| {})?.calls)
}

async fn keep_calls(demo: &Demo, calls: &[CallImport], now: Timestamp) -> Result<(), DemoError> {
    let times = calls.iter().flat_map(|call| &call.events).filter_map(time);
    let last = times.max().unwrap_or(now);
    let shift = now.millis() - BEFORE_NOW_MS - last.millis();
    let mut events = Vec::new();
    let mut recordings = Vec::new();
    for call in calls {
        events.extend(call.events.iter().filter_map(|document| shifted(document, shift)));
        for recording in call.recordings.iter().filter(|recording| !recording.empty) {
            let bytes = std::fs::read(&recording.path).map_err(crate::recordings::RecordingError::Folder)?;
            let body = stream::iter([Ok::<_, std::io::Error>(Bytes::from(bytes))]);
            let kept = demo.recordings.keep(body, recording.format, None, now).await?;
            recordings.push(ingest::stored(&call.call_id, &recording.recording_id, &kept, now));
        }
    }
    demo.calls.append_with_recordings(events, recordings).await?;
    Ok(())
}

fn time(document: &Value) -> Option<Timestamp> {
    document.get("time")?.as_str()?.parse().ok()
}

fn shifted(document: &Value, shift_ms: i64) -> Option<NewEvent> {
    let mut document = document.clone();
    document["time"] = json!(time(&document)?.plus_millis(shift_ms));
    let event = Event::from_json(&document).ok()?;
    Some(NewEvent { event, document: document.to_string() })
}
