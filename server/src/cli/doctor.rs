//! `doctor`: what the server stands on. It looks, and leaves everything as it is.

use std::io::Write;
use std::path::Path;

use call_records_wire::time::Timestamp;

use super::config::{RecordingsArgs, RecordingsPlace, StoreArgs, recordings_place};
use super::{Failure, place, say, with_causes};
use crate::clock::Clock;
use crate::recordings::RecordingError;
use crate::store::{CallStore, Schema, SqliteStore};

/// How much should be free: room for the days that it takes to make more.
const LEAST_FREE: u64 = GIB;
const GIB: u64 = 1 << 30;
/// How many recordings are looked for.
const LOOKED_FOR: u32 = 100;
/// When this program was written; no clock is before that.
const EARLIEST_YEAR: &str = "2026";

/// What a check found: what is fine, or what is wrong and what to do.
type Finding = Result<String, String>;

/// Checks what the server stands on; each line says what was checked, and for a fault what to do.
pub(super) async fn run(args: &StoreArgs, recordings: &RecordingsArgs) -> Result<(), Failure> {
    let file = args.file()?;
    let data = args.folder(&file)?;
    let place = recordings_place(recordings.recordings.as_deref(), &file, &data)?;
    let mut faults = 0;
    let mut tell = |what: &str, finding: Finding| {
        faults += usize::from(finding.is_err());
        match finding {
            Ok(fine) => say(&format!("ok     {what}: {fine}")),
            Err(fault) => say(&format!("FAULT  {what}: {fault}")),
        }
    };
    tell("data folder", folder(&data, "--data"))?;
    let mut newest = Vec::new();
    match place::open_as_is(&data).await {
        Ok(store) => {
            tell("database", database(&store).await)?;
            tell("schema", schema(&store).await)?;
            newest = store.newest_recordings(LOOKED_FOR).await.unwrap_or_default();
            store.close().await;
        }
        Err(Failure::Usage(why) | Failure::Failed(why)) => tell("database", Err(why))?,
    }
    match &place {
        RecordingsPlace::Folder(audio) if newest.is_empty() && !audio.exists() => {
            tell("recordings", Ok(format!("none yet; the server makes {} when it starts", audio.display())))?;
        }
        RecordingsPlace::Folder(audio) => {
            tell("recordings folder", folder(audio, "--recordings"))?;
            if audio.is_dir() {
                tell("recordings", found(&place, &data, &newest).await)?;
            }
        }
        RecordingsPlace::Bucket { .. } => tell("recordings", found(&place, &data, &newest).await)?,
    }
    tell("clock", clock(Clock::System.now()))?;
    match faults {
        0 => Ok(()),
        1 => Err(Failure::Failed("1 check found a fault".to_owned())),
        _ => Err(Failure::Failed(format!("{faults} checks found faults"))),
    }
}

/// Whether a folder is there, can be written in and has room.
fn folder(folder: &Path, flag: &str) -> Finding {
    let shown = folder.display();
    if !folder.is_dir() {
        return Err(format!(
            "there is no folder {shown}; name the right one with {flag}, or start the server, which makes it"
        ));
    }
    let write = || {
        let mut probe = tempfile::NamedTempFile::new_in(folder)?;
        probe.write_all(b"doctor")?;
        probe.as_file().sync_all()
    };
    if let Err(error) = write() {
        return Err(format!(
            "{shown} cannot be written in: {error}; run this as the server's user, or give it the folder"
        ));
    }
    match rustix::fs::statvfs(folder) {
        Ok(disk) => space(disk.f_bavail.saturating_mul(disk.f_frsize)).map(|free| format!("{shown}, {free}")),
        Err(error) => Err(format!("cannot tell the space of {shown}: {error}; look with `df`")),
    }
}

fn space(free: u64) -> Finding {
    let shown = format!("{}.{} GiB", free / GIB, free % GIB * 10 / GIB);
    if free < LEAST_FREE {
        return Err(format!("only {shown} are free; make room, or move it to a larger disk"));
    }
    Ok(format!("{shown} free"))
}

async fn database(store: &SqliteStore) -> Finding {
    match store.check().await {
        Ok(()) => Ok("sound".to_owned()),
        Err(error) => Err(format!("{}; stop the server and restore a backup", with_causes(&error))),
    }
}

async fn schema(store: &SqliteStore) -> Finding {
    match store.schema().await {
        Ok(Schema::Current(step)) => Ok(format!("{step}, as this version has it")),
        Ok(Schema::Behind(steps)) => Err(format!(
            "it lacks {steps} of this version's steps; make a backup and start the server, which brings it up to date"
        )),
        Ok(Schema::Foreign(step)) => {
            Err(format!("step {step} is unknown to this version; use the version that made it, or a newer one"))
        }
        Err(error) => Err(format!("{}; is this the right folder? name it with --data", with_causes(&error))),
    }
}

/// Whether the recordings that the database knows are where they should be.
async fn found(at: &RecordingsPlace, data: &Path, newest: &[(String, u64)]) -> Finding {
    let recordings = match place::open_recordings(at, data) {
        Ok(recordings) => recordings,
        Err(Failure::Usage(why) | Failure::Failed(why)) => return Err(why),
    };
    let missing = async {
        recordings.check().await?;
        let mut missing = 0;
        for (object_key, bytes) in newest {
            missing += usize::from(!recordings.has(object_key, *bytes).await?);
        }
        Ok::<usize, RecordingError>(missing)
    };
    let looked_for = newest.len();
    match missing.await {
        Ok(0) if looked_for == 0 => Ok(format!("none yet in {at}")),
        Ok(0) => Ok(format!("the newest {looked_for} are there")),
        Ok(missing) => Err(format!(
            "{missing} of the newest {looked_for} are not in {at}, or not whole; name the place that the server keeps \
             them in with --recordings, or copy them there from where they are"
        )),
        Err(error) => match at {
            RecordingsPlace::Folder(_) => Err(format!("{}; check the folder's rights", with_causes(&error))),
            RecordingsPlace::Bucket { .. } => Err(format!(
                "{at} cannot be reached: {}; check AWS_ENDPOINT_URL, AWS_REGION and the credentials",
                with_causes(&error)
            )),
        },
    }
}

fn clock(now: Timestamp) -> Finding {
    let year = now.to_datetime().format("%Y").to_string();
    if year.as_str() < EARLIEST_YEAR {
        return Err(format!("it says {now}; set it, best by a time service (`timedatectl set-ntp true`)"));
    }
    Ok(now.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn little_space_and_a_clock_of_the_past_are_faults_that_say_what_to_do() {
        assert_eq!(space(LEAST_FREE + GIB / 2), Ok("1.5 GiB free".to_owned()));
        let fault = space(LEAST_FREE - 1).expect_err("too little");
        assert!(fault.starts_with("only 0.9 GiB are free") && fault.contains("make room"), "{fault}");
        let at = |text: &str| clock(text.parse().expect("an instant"));
        assert!(at("2026-11-23T12:00:00Z").is_ok());
        let fault = at("2001-01-01T00:00:09Z").expect_err("long ago");
        assert!(fault.starts_with("it says 2001-01-01") && fault.contains("set it"), "{fault}");
    }
}
