//! `doctor` and `backup`.

use std::path::Path;

use super::config::{RecordingsArgs, StoreArgs, recordings_folder};
use super::{Failure, open_store, say};
use crate::clock::Clock;
use crate::recordings::Recordings;
use crate::store::CallStore;

/// Checks what the server stands on; each line says what was checked, and for a fault what to do.
pub(super) async fn doctor(args: &StoreArgs, recordings: &RecordingsArgs) -> Result<(), Failure> {
    let file = args.file()?;
    let data = args.folder(&file)?;
    let folder = recordings_folder(recordings.recordings.as_deref(), &file, &data)?;
    let mut faults = 0;
    let mut tell = |what: &str, outcome: Result<String, String>| {
        let _ = match outcome {
            Ok(fine) => say(&format!("ok     {what}: {fine}")),
            Err(fault) => {
                faults += 1;
                say(&format!("FAULT  {what}: {fault}"))
            }
        };
    };
    match open_store(&data).await {
        Ok(store) => {
            let sound = store.check().await;
            tell("database", sound.map(|()| "sound".to_owned()).map_err(|error| format!("{error}; restore a backup")));
            store.close().await;
        }
        Err(Failure::Usage(why) | Failure::Failed(why)) => tell("database", Err(why)),
    }
    let recordings = match Recordings::in_folder(&folder) {
        Ok(recordings) => recordings.check().await,
        Err(error) => Err(error),
    };
    let recordings = recordings.map(|()| "can be reached".to_owned());
    tell("recordings", recordings.map_err(|error| format!("{error}; check the folder's rights")));
    let year = Clock::System.now().to_datetime().format("%Y").to_string();
    let clock = if year.as_str() >= "2026" {
        Ok(Clock::System.now().to_string())
    } else {
        Err(format!("it says {year}; set it"))
    };
    tell("clock", clock);
    if faults == 0 { Ok(()) } else { Err(Failure::Failed(format!("{faults} faults"))) }
}

/// Writes a consistent copy.
pub(super) async fn backup(args: &StoreArgs, file: &Path) -> Result<(), Failure> {
    if file.exists() {
        return Err(Failure::Usage(format!("{} exists already; name a new file", file.display())));
    }
    let store = open_store(&args.folder(&args.file()?)?).await?;
    store.backup(file).await.map_err(|error| Failure::of("cannot write the backup", &error))?;
    store.close().await;
    Ok(())
}
