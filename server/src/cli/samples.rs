//! Sample calls and real ones never share a folder.

use std::path::Path;

use super::Failure;
use crate::store::{CallStore, SqliteStore, StoreError};

/// The note that marks a database of sample calls.
const DEMO: &str = "demo";

/// Refuses a folder of sample calls; `or` is what else can be done.
pub(super) async fn refuse_samples(store: &SqliteStore, or: &str) -> Result<(), Failure> {
    if store.meta(DEMO).await.map_err(failed)?.is_some() {
        return Err(Failure::Usage(format!("this folder holds sample calls; {or}give another --data")));
    }
    Ok(())
}

/// Marks a folder as one of sample calls, or refuses it where there is anything of a real installation.
pub(super) async fn claim_for_samples(store: &SqliteStore, recordings: &Path) -> Result<(), Failure> {
    if store.meta(DEMO).await.map_err(failed)?.is_some() {
        return Ok(());
    }
    let real = if !store.is_unused().await.map_err(failed)? {
        "this folder belongs to a real installation; give another --data"
    } else if recordings.read_dir().is_ok_and(|mut entries| entries.next().is_some()) {
        "the recordings' folder is that of a real installation; give another --data or --recordings"
    } else {
        return store.set_meta(DEMO, "1").await.map_err(failed);
    };
    Err(Failure::Usage(format!("--demo: {real}")))
}

fn failed(error: StoreError) -> Failure {
    Failure::of("cannot read the database", &error)
}
