//! `backup`: a consistent copy of the database.

use std::path::{Path, PathBuf};

use super::config::StoreArgs;
use super::{Failure, place, stop_signal};

/// Writes the copy to a file beside the target, and gives it the target's name once it is whole.
pub(super) async fn run(args: &StoreArgs, target: &Path) -> Result<(), Failure> {
    let taken = || Failure::Usage(format!("{} exists already; name a new file", target.display()));
    if target.exists() {
        return Err(taken());
    }
    let data = args.folder(&args.file()?)?;
    let store = place::open_as_is(&data).await?;
    let folder = target.parent().filter(|it| !it.as_os_str().is_empty()).map_or_else(|| PathBuf::from("."), Into::into);
    let failed = |error: &dyn std::error::Error| Failure::of(&format!("cannot write {}", target.display()), error);
    // Removed wherever this ends before the copy is whole.
    let part = tempfile::Builder::new().prefix(".call-records-").suffix(".part").tempfile_in(&folder);
    let part = part.map_err(|error| failed(&error))?;
    let stopped = stop_signal();
    tokio::select! {
        copied = store.backup(part.path()) => copied.map_err(|error| {
            Failure::of("cannot copy the database (`call-records-server doctor` says more)", &error)
        })?,
        () = stopped => return Err(Failure::Failed("stopped; no backup was written".to_owned())),
    }
    store.close().await;
    part.as_file().sync_all().map_err(|error| failed(&error))?;
    part.persist_noclobber(target).map_err(|error| match error.error.kind() {
        std::io::ErrorKind::AlreadyExists => taken(),
        _ => failed(&error.error),
    })?;
    std::fs::File::open(&folder).and_then(|folder| folder.sync_all()).map_err(|error| failed(&error))
}
