//! Where recordings lie: in a folder, or in a bucket of an object store.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures::stream::{self, BoxStream};
use futures::{StreamExt, TryStreamExt};
use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::local::LocalFileSystem;
use object_store::path::Path as ObjectPath;
use object_store::prefix::PrefixStore;
use object_store::{
    BackoffConfig, ClientOptions, GetOptions, GetResultPayload, ObjectStore, ObjectStoreExt, PutPayload, RetryConfig,
    WriteMultipart,
};

use super::RecordingError;
use super::draft::Draft;

/// How many bytes a reader of a file is handed at once: few enough that many slow readers need little memory.
const FROM_FILE: u64 = 64 * 1024;
/// How many bytes are asked of a bucket at once, and how many such requests wait ahead of a reader.
const FROM_BUCKET: u64 = 256 * 1024;
const AHEAD: usize = 2;
/// The parts of a long object; the least that the protocol allows, and enough of them for the longest recording.
const PART: usize = 5 * 1024 * 1024;

/// The bytes of an object, piece by piece.
pub type Audio = BoxStream<'static, io::Result<Bytes>>;

/// Where recordings lie.
#[derive(Clone)]
pub(super) struct Place {
    objects: Arc<dyn ObjectStore>,
    /// The folder, where it is one.
    root: Option<PathBuf>,
}

impl Place {
    /// A folder, which is made where it is missing.
    pub(super) fn folder(root: &Path) -> Result<Self, RecordingError> {
        std::fs::create_dir_all(root)?;
        let objects = LocalFileSystem::new_with_prefix(root)?.with_fsync(true);
        Ok(Self { objects: Arc::new(objects), root: Some(root.to_owned()) })
    }

    /// A bucket of an S3-compatible store, or what is under a prefix of it. Credentials, region and endpoint stand in
    /// `environment`, by the names that every tool for such stores uses.
    pub(super) fn bucket(
        bucket: &str,
        prefix: &str,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, RecordingError> {
        let retry = RetryConfig {
            backoff: BackoffConfig { max_backoff: Duration::from_secs(1), ..BackoffConfig::default() },
            max_retries: 8,
            retry_timeout: Duration::from_secs(5),
        };
        let client = ClientOptions::new()
            .with_connect_timeout(Duration::from_secs(3))
            .with_timeout(Duration::from_mins(1))
            // An endpoint without TLS is the operator's word; nothing else leads to one.
            .with_allow_http(true);
        let settings = environment.into_iter().filter_map(|(name, value)| {
            let key: AmazonS3ConfigKey = name.strip_prefix("AWS_").and(name.to_ascii_lowercase().parse().ok())?;
            Some((key, value)).filter(|(_, value)| !value.is_empty())
        });
        let builder = settings.fold(AmazonS3Builder::new(), |builder, (key, value)| builder.with_config(key, value));
        let builder = builder.with_bucket_name(bucket);
        let objects = builder.with_retry(retry).with_client_options(client).build()?;
        Ok(Self { objects: Arc::new(PrefixStore::new(objects, prefix)), root: None })
    }

    /// Makes a draft durable under a key.
    pub(super) async fn put(&self, draft: Draft, key: &str) -> Result<(), RecordingError> {
        match &self.root {
            Some(root) => {
                let (root, key) = (root.clone(), key.to_owned());
                tokio::task::spawn_blocking(move || move_in(draft, &root, &key)).await.map_err(io::Error::from)??;
                Ok(())
            }
            None => self.send(draft, key).await,
        }
    }

    async fn send(&self, draft: Draft, key: &str) -> Result<(), RecordingError> {
        let path = ObjectPath::from(key);
        let mut file = draft.file()?;
        let len = file.seek(SeekFrom::End(0))?;
        file.seek(SeekFrom::Start(0))?;
        let mut pieces = pieces(file, PART);
        if len <= PART as u64 {
            let whole: PutPayload = pieces.try_collect::<Vec<Bytes>>().await?.into_iter().collect();
            self.objects.put(&path, whole).await?;
            return Ok(());
        }
        let mut upload = WriteMultipart::new_with_chunk_size(self.objects.put_multipart(&path).await?, PART);
        let sent = async {
            while let Some(piece) = pieces.try_next().await? {
                upload.wait_for_capacity(1).await?;
                upload.put(piece);
            }
            Ok::<(), RecordingError>(())
        };
        if let Err(error) = sent.await {
            // The first error is the one that tells something.
            let _ = upload.abort().await;
            return Err(error);
        }
        upload.finish().await?;
        Ok(())
    }

    /// The bytes of an object in `range`; the object must have `len` bytes in all.
    pub(super) async fn read(&self, key: &str, range: Range<u64>, len: u64) -> Result<Audio, RecordingError> {
        let path = ObjectPath::from(key);
        let first = range.start..range.end.min(range.start + FROM_BUCKET);
        let options = GetOptions { range: Some(first.clone().into()), ..GetOptions::default() };
        let found = self.objects.get_opts(&path, options).await?;
        if found.meta.size != len {
            return Err(RecordingError::Damaged { has: found.meta.size, of: len });
        }
        match found.payload {
            GetResultPayload::File(file, _) => Ok(exactly(Arc::new(file), range)),
            GetResultPayload::Stream(_) => {
                let tag = found.meta.e_tag.clone();
                let bytes = found.bytes().await?;
                let objects = self.objects.clone();
                let starts = (first.end..range.end).step_by(usize::try_from(FROM_BUCKET).unwrap_or(usize::MAX));
                // Later pieces must be of the very object that the first was of.
                let rest = stream::iter(starts).map(move |start| {
                    let (objects, path, tag) = (objects.clone(), path.clone(), tag.clone());
                    let part = start..range.end.min(start + FROM_BUCKET);
                    async move {
                        let options =
                            GetOptions { range: Some(part.into()), if_match: tag.clone(), ..GetOptions::default() };
                        let found = objects.get_opts(&path, options).await?;
                        // Not every store heeds the condition.
                        if found.meta.e_tag != tag || found.meta.size != len {
                            return Err(io::Error::other("the object was replaced"));
                        }
                        found.bytes().await.map_err(io::Error::from)
                    }
                });
                Ok(stream::once(async { Ok(bytes) }).chain(rest.buffered(AHEAD)).boxed())
            }
        }
    }

    /// An object as a file to be read here; one of a bucket is fetched into a draft in `folder` first.
    pub(super) async fn file(&self, key: &str, len: u64, folder: &Path) -> Result<LocalCopy, RecordingError> {
        if let Some(root) = &self.root {
            let found = self.objects.head(&ObjectPath::from(key)).await?;
            if found.size != len {
                return Err(RecordingError::Damaged { has: found.size, of: len });
            }
            return Ok(LocalCopy { file: File::open(root.join(key))?, _draft: None });
        }
        let draft = Draft::new_in(folder)?;
        let mut audio = self.read(key, 0..len, len).await?;
        let mut file = draft.file()?;
        while let Some(piece) = audio.try_next().await? {
            file = tokio::task::spawn_blocking(move || file.write_all(&piece).map(|()| file))
                .await
                .map_err(io::Error::from)??;
        }
        file.seek(SeekFrom::Start(0))?;
        Ok(LocalCopy { file, _draft: Some(draft) })
    }

    /// A small object, all of it; `None` where there is none.
    pub(super) async fn get(&self, key: &str) -> Result<Option<Bytes>, RecordingError> {
        match self.objects.get(&ObjectPath::from(key)).await {
            Ok(found) => Ok(Some(found.bytes().await?)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether an object is there, with all its bytes.
    pub(super) async fn has(&self, key: &str, len: u64) -> Result<bool, RecordingError> {
        match self.objects.head(&ObjectPath::from(key)).await {
            Ok(found) => Ok(found.size == len),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Deletes an object, if it is there.
    pub(super) async fn delete(&self, key: &str) -> Result<(), RecordingError> {
        match self.objects.delete(&ObjectPath::from(key)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
            Err(error) => return Err(error.into()),
        }
        if let Some(folder) = self.root.as_ref().and_then(|root| root.join(key).parent().map(Path::to_owned)) {
            // What is said to be gone stays gone when the power fails.
            let synced = tokio::task::spawn_blocking(move || sync_folder(&folder)).await.map_err(io::Error::from)?;
            return synced.or_else(gone_is_fine).map_err(RecordingError::from);
        }
        Ok(())
    }
}

/// An object as a file; it goes with this where it was only a copy.
pub(super) struct LocalCopy {
    pub(super) file: File,
    _draft: Option<Draft>,
}

fn gone_is_fine(error: io::Error) -> io::Result<()> {
    if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) }
}

/// Renames a draft to where a key lies, and makes the names on the way durable.
fn move_in(draft: Draft, root: &Path, key: &str) -> io::Result<()> {
    let to = root.join(key);
    let folder = to.parent().unwrap_or(root);
    std::fs::create_dir_all(folder)?;
    draft.move_to(&to)?;
    for folder in folder.ancestors().take_while(|folder| folder.starts_with(root)) {
        sync_folder(folder)?;
    }
    Ok(())
}

pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// A file in pieces of `size` bytes, up to its end.
fn pieces(file: File, size: usize) -> Audio {
    stream::try_unfold(file, move |mut file| async move {
        let (piece, file) = tokio::task::spawn_blocking(move || {
            let mut piece = Vec::with_capacity(size);
            (&mut file).take(size as u64).read_to_end(&mut piece)?;
            Ok::<_, io::Error>((Bytes::from(piece), file))
        })
        .await
        .map_err(io::Error::from)??;
        Ok((!piece.is_empty()).then_some((piece, file)))
    })
    .boxed()
}

/// The bytes of a file in `range`; fewer are an error, so that whoever was promised them learns of it.
pub(super) fn exactly(file: Arc<File>, range: Range<u64>) -> Audio {
    stream::try_unfold((file, range), |(file, left)| async move {
        if left.is_empty() {
            return Ok(None);
        }
        let end = left.end.min(left.start + FROM_FILE);
        let from = left.start;
        let (piece, file) = tokio::task::spawn_blocking(move || {
            let mut piece = vec![0; usize::try_from(end - from).unwrap_or(0)];
            file.read_exact_at(&mut piece, from).map(|()| (Bytes::from(piece), file))
        })
        .await
        .map_err(io::Error::from)??;
        Ok(Some((piece, (file, end..left.end))))
    })
    .boxed()
}
