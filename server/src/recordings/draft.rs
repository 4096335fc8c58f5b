//! Files in the making: what arrives, and what is converted.
//!
//! Each is locked while its maker lives. So what a killed process left behind is told from what is in use, without a
//! guess by age.

use std::fs::{File, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use tempfile::TempPath;

/// A file in the making. It goes when this is dropped.
#[derive(Debug)]
pub(super) struct Draft {
    path: TempPath,
    file: File,
}

impl Draft {
    /// A new one in this folder, which is made where it is missing.
    pub(super) fn new_in(folder: &Path) -> io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        loop {
            let (file, path) = tempfile::Builder::new()
                .prefix("")
                // What it becomes may be read by whom the operator lets: the process's mask decides.
                .permissions(Permissions::from_mode(0o666))
                .tempfile_in(folder)?
                .into_parts();
            file.lock()?;
            // Somebody may have taken it for a left one before it was locked.
            if path.exists() {
                return Ok(Self { path, file });
            }
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The same file, to read or write.
    pub(super) fn file(&self) -> io::Result<File> {
        self.file.try_clone()
    }

    /// Makes it durable under another name, in place of what has that name. Both must be on one disk.
    pub(super) fn move_to(self, to: &Path) -> io::Result<()> {
        self.file.sync_all()?;
        self.path.persist(to).map_err(|error| error.error)
    }
}

/// Deletes what nobody makes any more.
pub(super) fn sweep(folder: &Path) -> io::Result<usize> {
    let mut swept = 0;
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let path = entry?.path();
        // It may be finished, and gone, meanwhile.
        let Ok(file) = File::open(&path) else { continue };
        if file.try_lock().is_ok() && path.is_file() {
            std::fs::remove_file(&path)?;
            swept += 1;
        }
    }
    Ok(swept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_nobody_makes_any_more_is_swept() {
        let folder = tempfile::tempdir().expect("a folder");
        let left = folder.path().join("left");
        std::fs::write(&left, "half").expect("a file");
        let draft = Draft::new_in(folder.path()).expect("a draft");
        assert_eq!(sweep(folder.path()).expect("a sweep"), 1);
        assert!(!left.exists() && draft.path().exists());
        let to = folder.path().join("done");
        draft.move_to(&to).expect("a name");
        assert!(to.exists());
        assert_eq!(sweep(&folder.path().join("nowhere")).expect("a sweep"), 0);
    }
}
