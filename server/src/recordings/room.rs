//! Room on the disk, and enough of it left for what matters more than audio.

use std::path::Path;

use super::RecordingError;

/// How much of the disk uploads leave free unless the operator says otherwise: where the database is on the same disk,
/// call events go on.
pub const KEPT_FREE: u64 = 256 * 1024 * 1024;

/// Whether `bytes` more leave `kept_free` on the disk of this folder.
pub(super) fn check(folder: &Path, bytes: u64, kept_free: u64) -> Result<(), RecordingError> {
    let disk = rustix::fs::statvfs(folder).map_err(std::io::Error::from)?;
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    if free < kept_free.saturating_add(bytes) { Err(RecordingError::NoRoom) } else { Ok(()) }
}
