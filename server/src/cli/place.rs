//! Opening the database of a data folder, and the place of its recordings.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::Failure;
use super::config::RecordingsPlace;
use crate::recordings::{RecordingError, Recordings};
use crate::store::{SqliteStore, StoreError};

/// Opens the database of a data folder, and makes both where they are missing.
pub(super) async fn make_store(folder: &Path) -> Result<SqliteStore, Failure> {
    std::fs::create_dir_all(folder)
        .map_err(|error| Failure::of(&format!("cannot make {}", folder.display()), &error))?;
    let file = database_in(folder);
    opened(&file, SqliteStore::open(&file).await)
}

/// Opens the database of a data folder, which must be there.
pub(super) async fn open_store(folder: &Path) -> Result<SqliteStore, Failure> {
    let file = existing_in(folder)?;
    opened(&file, SqliteStore::open_existing(&file).await)
}

/// Opens the database of a data folder, which must be there, and leaves its schema as it is.
pub(super) async fn open_as_is(folder: &Path) -> Result<SqliteStore, Failure> {
    let file = existing_in(folder)?;
    opened(&file, SqliteStore::open_as_is(&file).await)
}

/// Opens the place of the recordings; a folder is made where it is missing.
pub(super) fn open_recordings(place: &RecordingsPlace, data: &Path) -> Result<Recordings, Failure> {
    let cannot = |what: String| move |error: RecordingError| Failure::of(&format!("cannot use {what}"), &error);
    match place {
        RecordingsPlace::Folder(folder) => Recordings::in_folder(folder).map_err(cannot(folder.display().to_string())),
        // What is in the making, and what was converted, lies where recordings would.
        RecordingsPlace::Bucket { bucket, prefix } => {
            Recordings::in_bucket(bucket, prefix, &data.join("recordings"), std::env::vars())
                .map_err(cannot(format!("s3://{bucket}")))
        }
    }
}

fn database_in(folder: &Path) -> PathBuf {
    folder.join("calls.db")
}

fn existing_in(folder: &Path) -> Result<PathBuf, Failure> {
    let file = database_in(folder);
    match std::fs::metadata(&file) {
        Ok(_) => Ok(file),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            let folder = folder.display();
            Err(Failure::Failed(format!(
                "there is no database in {folder}; name the right folder with --data, or make one: \
                 call-records-server serve --data {folder}"
            )))
        }
        Err(error) => Err(Failure::of(&format!("cannot read {}", file.display()), &error)),
    }
}

fn opened(file: &Path, outcome: Result<SqliteStore, StoreError>) -> Result<SqliteStore, Failure> {
    outcome.map_err(|error| Failure::of(&format!("cannot open {}", file.display()), &error))
}
