//! The files of an import, and reading them.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use chrono_tz::Tz;

use super::ami::AmiReader;
use super::cdr::CdrReader;
use super::cel::CelReader;
use super::line::each_line;
use super::map::SiteMap;
use super::{Logs, Translation, Unreadable, folder, queue_log, translate};

/// The files of an import. A log that was rotated is given as its parts; parts may be compressed with gzip.
#[derive(Debug, Clone)]
pub struct Sources {
    /// Channel event logs. Needed.
    pub cel: Vec<PathBuf>,
    /// Queue logs: waits, positions, and why queues let callers go.
    pub queue_log: Vec<PathBuf>,
    /// Call detail records: how the PBX billed.
    pub cdr: Vec<PathBuf>,
    /// Logs of the manager interface: numbers that the PBX dialled in vain.
    pub ami: Vec<PathBuf>,
    /// The folder of the recordings, with its subfolders.
    pub recordings: Option<PathBuf>,
    /// The time zone of the PBX, for CDR.
    pub time_zone: Tz,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress<'a> {
    /// The file that is being read.
    pub file: &'a Path,
    /// Bytes read of it, as stored.
    pub bytes: u64,
    /// Its size.
    pub of: u64,
}

/// Why an import cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A file or folder cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What went wrong.
        source: io::Error,
    },
    /// The mapping is wrong.
    #[error("the mapping {} is wrong: {why}", path.display())]
    Map {
        /// The file.
        path: PathBuf,
        /// Which key, and what is allowed.
        why: String,
    },
    /// No line of the channel event logs could be read.
    #[error("no line of {} could be read as CEL; the first: {why}", path.display())]
    NotCel {
        /// The file.
        path: PathBuf,
        /// What is wrong with its first line.
        why: String,
    },
    /// No channel event log was given.
    #[error("a CEL file is needed")]
    NoCel,
}

/// The logs of the manager interface that an import reads: those that were given, else the one that lies beside the
/// first CEL file; then `tell` says so.
pub fn ami_logs(given: Vec<PathBuf>, cel: &[PathBuf], tell: impl FnOnce(&str)) -> Vec<PathBuf> {
    if !given.is_empty() {
        return given;
    }
    let beside = |name: &str| cel.first().map(|cel| cel.with_file_name(name)).filter(|path| path.is_file());
    let found = ["ami.jsonl", "ami.jsonl.gz"].into_iter().find_map(beside);
    if let Some(path) = &found {
        tell(&format!("reading {} as well, since it lies beside the CEL file", path.display()));
    }
    found.into_iter().collect()
}

/// Reads a mapping.
pub fn read_map(path: &Path) -> Result<SiteMap, ImportError> {
    let text = std::fs::read_to_string(path).map_err(|source| ImportError::File { path: path.to_owned(), source })?;
    SiteMap::from_toml(&text).map_err(|why| ImportError::Map { path: path.to_owned(), why })
}

/// Reads everything and translates it.
pub fn read(
    sources: &Sources,
    site: &SiteMap,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Translation, ImportError> {
    let logs = load(sources, site, progress)?;
    Ok(translate(&logs, site))
}

/// Reads everything.
pub fn load(sources: &Sources, site: &SiteMap, progress: &mut dyn FnMut(Progress<'_>)) -> Result<Logs, ImportError> {
    let Sources { cel, queue_log: queue, cdr, ami, recordings, time_zone } = sources;
    let mut logs = Logs::default();
    let first_cel = cel.first().ok_or(ImportError::NoCel)?;
    let mut reader = CelReader::new(&site.columns.cel);
    for path in cel {
        let records = &mut logs.cel;
        lines(path, progress, &mut logs.unreadable, |line, _| reader.read(line).map(|record| records.push(record)))?;
    }
    if let (true, Some(first)) = (logs.cel.is_empty(), logs.unreadable.first()) {
        return Err(ImportError::NotCel { path: first_cel.clone(), why: first.why.clone() });
    }
    for path in queue {
        let records = &mut logs.queue;
        lines(path, progress, &mut logs.unreadable, |line, _| queue_log::read(line).map(|it| records.push(it)))?;
    }
    let reader = CdrReader::new(&site.columns.cdr, *time_zone);
    for path in cdr {
        let records = &mut logs.cdr;
        lines(path, progress, &mut logs.unreadable, |line, _| reader.read(line).map(|it| records.push(it)))?;
    }
    let mut reader = AmiReader::default();
    for path in ami {
        lines(path, progress, &mut logs.unreadable, |line, _| reader.read(line))?;
        reader.close();
    }
    logs.dialled = reader.dialled;
    if let Some(path) = recordings {
        let scanned = folder::scan(path, &mut logs.skipped_files);
        logs.recordings = scanned.map_err(|source| ImportError::File { path: path.clone(), source })?;
    }
    Ok(logs)
}

fn lines(
    path: &Path,
    progress: &mut dyn FnMut(Progress<'_>),
    unreadable: &mut Vec<Unreadable>,
    read: impl FnMut(&str, u64) -> Result<(), String>,
) -> Result<(), ImportError> {
    let failed = |source| ImportError::File { path: path.to_owned(), source };
    let file = File::open(path).map_err(failed)?;
    let of = file.metadata().map_err(failed)?.len();
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let told = Told { inner: file, path, bytes: 0, of, at_last: 0, progress };
    let mut input = BufReader::with_capacity(64 * 1024, told);
    let packed = input.fill_buf().map_err(failed)?.starts_with(&[0x1f, 0x8b]);
    if packed {
        let input = BufReader::new(flate2::bufread::MultiGzDecoder::new(input));
        each_line(input, &name, unreadable, read).map_err(failed)
    } else {
        each_line(input, &name, unreadable, read).map_err(failed)
    }
}

/// A file that tells how far it was read, every mebibyte and at its end.
struct Told<'a> {
    inner: File,
    path: &'a Path,
    bytes: u64,
    of: u64,
    at_last: u64,
    progress: &'a mut dyn FnMut(Progress<'_>),
}

impl Read for Told<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.bytes += read as u64;
        if read == 0 || self.bytes - self.at_last >= 1 << 20 {
            self.at_last = self.bytes;
            (self.progress)(Progress { file: self.path, bytes: self.bytes, of: self.of });
        }
        Ok(read)
    }
}
