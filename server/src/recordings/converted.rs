//! Recordings in other forms than they came in: each made once, kept within a bound, never seen half.
//!
//! A made file is named after the bytes that it was made of, what it is, and its own bytes: what a name says never
//! changes, and a start knows from the names alone what is there.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use call_records_wire::words::AudioFormat;
use futures::FutureExt;
use futures::future::{BoxFuture, Shared};
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;

use super::draft::Draft;
use super::encode::{self, EncodingError};
use super::peaks::peaks;
use super::sound::Sound;
use super::{RecordingError, hex};

/// How many bytes of converted recordings are kept unless the operator says otherwise.
pub const MOST_CONVERTED: u64 = 2 * 1024 * 1024 * 1024;

/// A form that is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// MP3 of a constant bit rate.
    Mp3,
    /// WAV of 16 bits.
    Wav,
    /// The outline, for drawing.
    Peaks,
}

/// All of them.
const FORMS: [Form; 3] = [Form::Mp3, Form::Wav, Form::Peaks];

impl Form {
    /// The end of its files' names. The number changes when the same audio would be made into other bytes.
    const fn ending(self) -> &'static str {
        match self {
            Self::Mp3 => "1.mp3",
            Self::Wav => "1.wav",
            Self::Peaks => "1.peaks",
        }
    }

    fn make(self, source: File, format: AudioFormat, to: File) -> Result<(), EncodingError> {
        let mut sound = Sound::open(source, format).map_err(EncodingError::Unreadable)?;
        let mut to = BufWriter::with_capacity(256 * 1024, to);
        match self {
            Self::Mp3 => encode::mp3(&mut sound, &mut to),
            Self::Wav => encode::wav(&mut sound, &mut to),
            Self::Peaks => {
                to.write_all(&peaks(&mut sound).map_err(EncodingError::Unreadable)?.write())?;
                Ok(to.flush()?)
            }
        }
    }
}

/// What is made of what.
type Key = ([u8; 32], Form);
/// One making, which all who want its outcome wait for.
type Making = Shared<BoxFuture<'static, Result<Made, Arc<RecordingError>>>>;

/// A made file.
#[derive(Debug, Clone)]
pub struct Made {
    pub(super) file: Arc<File>,
    /// How many bytes it has.
    pub bytes: u64,
    /// Their digest.
    pub sha256: [u8; 32],
}

/// What is known of a kept file.
struct Entry {
    path: PathBuf,
    bytes: u64,
    sha256: [u8; 32],
    used: u64,
}

#[derive(Default)]
struct Shelf {
    entries: HashMap<Key, Entry>,
    making: HashMap<Key, Making>,
    /// Counts uses: who was used last has the highest number.
    uses: u64,
}

/// All that was made.
pub(super) struct Converted {
    folder: PathBuf,
    limit: AtomicU64,
    /// How many are made at once: as many as there are processors.
    places: Arc<Semaphore>,
    shelf: Mutex<Shelf>,
}

impl Converted {
    /// Finds what an earlier start has made.
    pub(super) fn open(folder: PathBuf, limit: u64) -> io::Result<Self> {
        let mut found = Vec::new();
        match std::fs::read_dir(&folder) {
            Ok(entries) => {
                for entry in entries {
                    let entry = entry?;
                    let about = entry.metadata()?;
                    match entry.file_name().to_str().and_then(parse_name) {
                        Some((key, sha256)) => found.push((about.modified()?, key, sha256, entry.path(), about.len())),
                        // Of another version: nobody would ask for it again.
                        None => std::fs::remove_file(entry.path())?,
                    }
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        found.sort_by_key(|it| it.0);
        let entries: HashMap<Key, Entry> = (0u64..)
            .zip(found)
            .map(|(used, (_, key, sha256, path, bytes))| (key, Entry { path, bytes, sha256, used }))
            .collect();
        let places = std::thread::available_parallelism().map_or(1, usize::from);
        let shelf = Shelf { uses: entries.len() as u64, entries, making: HashMap::new() };
        Ok(Self {
            folder,
            limit: AtomicU64::new(limit),
            places: Arc::new(Semaphore::new(places)),
            shelf: Mutex::new(shelf),
        })
    }

    pub(super) fn at_most(&self, bytes: u64) {
        self.limit.store(bytes, Ordering::Relaxed);
        self.shelf().shrink(bytes);
    }

    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was made of these bytes, if it is there.
    fn find(&self, key: Key) -> Option<Made> {
        let mut shelf = self.shelf();
        shelf.uses += 1;
        let uses = shelf.uses;
        let entry = shelf.entries.get_mut(&key)?;
        let opened = File::open(&entry.path).and_then(|file| Ok((file.metadata()?.len(), file)));
        match opened {
            Ok((len, file)) if len == entry.bytes => {
                entry.used = uses;
                // A next start, too, knows what was used last.
                let now = rustix::fs::Timespec { tv_sec: 0, tv_nsec: rustix::fs::UTIME_NOW };
                let times = rustix::fs::Timestamps { last_access: now, last_modification: now };
                let _ = rustix::fs::futimens(&file, &times);
                Some(Made { file: Arc::new(file), bytes: len, sha256: entry.sha256 })
            }
            // Somebody's hand was here.
            _ => {
                shelf.entries.remove(&key);
                None
            }
        }
    }

    /// What is made of the bytes with the digest `sha256`; `source` is only asked for them where it is not there yet.
    pub(super) async fn get<F>(
        self: &Arc<Self>,
        sha256: [u8; 32],
        form: Form,
        format: AudioFormat,
        source: impl FnOnce() -> F + Send + 'static,
    ) -> Result<Made, RecordingError>
    where
        F: Future<Output = Result<super::place::LocalCopy, RecordingError>> + Send,
    {
        let key = (sha256, form);
        if let Some(made) = self.find(key) {
            return Ok(made);
        }
        let making = {
            let mut shelf = self.shelf();
            let known = shelf.making.get(&key).cloned();
            known.unwrap_or_else(|| {
                let this = self.clone();
                // On its own: that the first who asked goes away is no reason for the others to begin anew.
                let task = tokio::spawn(async move {
                    let made = this.make(key, format, source).await.map_err(Arc::new);
                    this.shelf().making.remove(&key);
                    made
                });
                let making = async move {
                    let ended = task.await;
                    ended.unwrap_or_else(|error| Err(Arc::new(RecordingError::Folder(io::Error::from(error)))))
                };
                let making: Making = making.boxed().shared();
                shelf.making.insert(key, making.clone());
                making
            })
        };
        making.await.map_err(|error| error.for_another())
    }

    async fn make<F>(
        self: &Arc<Self>,
        key: Key,
        format: AudioFormat,
        source: impl FnOnce() -> F,
    ) -> Result<Made, RecordingError>
    where
        F: Future<Output = Result<super::place::LocalCopy, RecordingError>> + Send,
    {
        let _place = self.places.acquire().await;
        // Made by somebody between the look and the turn.
        if let Some(made) = self.find(key) {
            return Ok(made);
        }
        let source = source().await?;
        let this = self.clone();
        tokio::task::spawn_blocking(move || {
            let draft = Draft::new_in(&drafts_beside(&this.folder))?;
            key.1.make(source.file.try_clone()?, format, draft.file()?)?;
            this.keep(key, draft)
        })
        .await
        .map_err(io::Error::from)?
    }

    fn keep(&self, key: Key, draft: Draft) -> Result<Made, RecordingError> {
        let mut digest = Sha256::new();
        let bytes = io::copy(&mut File::open(draft.path())?, &mut digest)?;
        let sha256: [u8; 32] = digest.finalize().into();
        let path = self.folder.join(name(key, sha256));
        std::fs::create_dir_all(&self.folder)?;
        draft.move_to(&path)?;
        let file = Arc::new(File::open(&path)?);
        let mut shelf = self.shelf();
        shelf.uses += 1;
        let entry = Entry { path, bytes, sha256, used: shelf.uses };
        shelf.entries.insert(key, entry);
        shelf.shrink(self.limit.load(Ordering::Relaxed));
        Ok(Made { file, bytes, sha256 })
    }

    /// Deletes all that was made of these bytes.
    pub(super) fn forget(&self, sha256: [u8; 32]) {
        let mut shelf = self.shelf();
        for form in FORMS {
            if let Some(entry) = shelf.entries.remove(&(sha256, form)) {
                remove(&entry.path);
            }
        }
    }
}

impl Shelf {
    /// Deletes what was not used for the longest time until the rest is within the bound. The last one used stays,
    /// however large it is: it is being read.
    fn shrink(&mut self, limit: u64) {
        let mut total: u64 = self.entries.values().map(|entry| entry.bytes).sum();
        while total > limit && self.entries.len() > 1 {
            let oldest = self.entries.iter().min_by_key(|(_, entry)| entry.used).map(|(&key, _)| key);
            let Some(entry) = oldest.and_then(|key| self.entries.remove(&key)) else { return };
            total -= entry.bytes;
            remove(&entry.path);
        }
    }
}

/// Who has it open goes on reading it.
fn remove(path: &Path) {
    if let Err(error) = std::fs::remove_file(path) {
        tracing::warn!(error = &error as &dyn std::error::Error, "cannot delete a converted recording");
    }
}

/// Drafts lie beside what they become, on the same disk.
fn drafts_beside(folder: &Path) -> PathBuf {
    folder.with_file_name("drafts")
}

fn name((source, form): Key, sha256: [u8; 32]) -> String {
    format!("{}-{}-{}", hex(&source), hex(&sha256), form.ending())
}

fn parse_name(name: &str) -> Option<(Key, [u8; 32])> {
    let (source, rest) = name.split_once('-')?;
    let (sha256, ending) = rest.split_once('-')?;
    let form = FORMS.into_iter().find(|form| form.ending() == ending)?;
    Some(((unhex(source)?, form), unhex(sha256)?))
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    let digits: Vec<u8> =
        text.chars().map(|c| c.to_digit(16).and_then(|it| u8::try_from(it).ok())).collect::<Option<_>>()?;
    let (pairs, _) = digits.as_chunks::<2>();
    let bytes: Vec<u8> = pairs.iter().map(|[high, low]| high << 4 | low).collect();
    bytes.try_into().ok().filter(|_| digits.len() == 64)
}
