//! Flags, environment and file to settings. Flags win, then the environment, then the file, then the default.

use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use chrono_tz::Tz;
use clap::Args;
use serde::Deserialize;

use super::Failure;

/// Where the calls are.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct StoreArgs {
    /// The folder of the database and the recordings [default: ./data]
    #[arg(long, env = "CALL_RECORDS_DATA", value_name = "DIR", global = true)]
    data: Option<PathBuf>,
    /// A PostgreSQL database instead of the embedded one; not available in this version
    #[arg(long, env = "CALL_RECORDS_DATABASE_URL", value_name = "URL", global = true, hide_env_values = true)]
    database_url: Option<String>,
    /// A TOML file with settings; flags and environment win over it
    #[arg(long, env = "CALL_RECORDS_CONFIG", value_name = "FILE", global = true)]
    config: Option<PathBuf>,
}

impl StoreArgs {
    /// The settings file; none is an empty one.
    pub(crate) fn file(&self) -> Result<File, Failure> {
        let Some(path) = &self.config else { return Ok(File::default()) };
        let text = std::fs::read_to_string(path)
            .map_err(|error| Failure::Usage(format!("--config: cannot read {}: {error}", path.display())))?;
        toml::from_str(&text).map_err(|error| Failure::Usage(format!("--config: {}: {error}", path.display())))
    }

    /// The data folder.
    pub(crate) fn folder(&self, file: &File) -> Result<PathBuf, Failure> {
        if self.database_url.is_some() || file.database_url.is_some() {
            let text = "--database-url: this version keeps calls in the embedded database only; leave the flag out";
            return Err(Failure::Usage(text.to_owned()));
        }
        Ok(self.data.clone().or_else(|| file.data.clone()).unwrap_or_else(|| PathBuf::from("data")))
    }
}

/// Where the recordings are.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct RecordingsArgs {
    /// Where recordings are kept: a folder, or <s3://BUCKET/PREFIX> of an S3-compatible store, whose credentials, region
    /// and endpoint are taken from the environment (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`,
    /// `AWS_ENDPOINT_URL`) [default: DATA/recordings]
    #[arg(long, env = "CALL_RECORDS_RECORDINGS", value_name = "FOLDER|URL")]
    pub(crate) recordings: Option<PathBuf>,
}

/// Where recordings are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RecordingsPlace {
    /// In a folder.
    Folder(PathBuf),
    /// In a bucket, below a prefix.
    Bucket { bucket: String, prefix: String },
}

impl fmt::Display for RecordingsPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => folder.display().fmt(f),
            Self::Bucket { bucket, prefix } => write!(f, "s3://{bucket}/{prefix}"),
        }
    }
}

/// Where recordings are kept: what flag or environment say, else the file, else beside the database.
pub(crate) fn recordings_place(said: Option<&Path>, file: &File, data: &Path) -> Result<RecordingsPlace, Failure> {
    let Some(place) = said.or(file.recordings.as_deref()) else {
        return Ok(RecordingsPlace::Folder(data.join("recordings")));
    };
    match place.to_string_lossy().split_once("://") {
        None => Ok(RecordingsPlace::Folder(place.to_owned())),
        Some(("s3", path)) => {
            let (bucket, prefix) = path.split_once('/').unwrap_or((path, ""));
            if bucket.is_empty() {
                return Err(Failure::Usage("recordings: the URL must name a bucket: s3://BUCKET/PREFIX".to_owned()));
            }
            Ok(RecordingsPlace::Bucket { bucket: bucket.to_owned(), prefix: prefix.trim_matches('/').to_owned() })
        }
        Some((scheme, _)) => {
            let text = format!(
                "recordings are kept in a folder or in an S3-compatible store, not in {scheme}://; give a path or \
                 s3://BUCKET/PREFIX (--recordings, with import --keep-recordings-in, CALL_RECORDS_RECORDINGS, or \
                 `recordings` in the settings file)"
            );
            Err(Failure::Usage(text))
        }
    }
}

/// The settings file: the same names as the flags, with `_` for `-`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct File {
    pub(crate) data: Option<PathBuf>,
    pub(crate) database_url: Option<String>,
    pub(crate) recordings: Option<PathBuf>,
    pub(crate) keep_free_mib: Option<u64>,
    pub(crate) converted_mib: Option<u64>,
    pub(crate) listen: Option<SocketAddr>,
    pub(crate) demo: Option<bool>,
    pub(crate) demo_calls: Option<u32>,
    pub(crate) search_window_days: Option<u32>,
    pub(crate) time_zone: Option<Tz>,
    pub(crate) frame_ancestors: Option<Vec<String>>,
    #[serde(default)]
    pub(crate) import: ImportTable,
    #[serde(default)]
    pub(crate) user: UserTable,
}

/// `[import]`: the flags of `import`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ImportTable {
    pub(crate) cel: Vec<PathBuf>,
    pub(crate) queue_log: Vec<PathBuf>,
    pub(crate) cdr: Vec<PathBuf>,
    pub(crate) ami: Vec<PathBuf>,
    pub(crate) recordings: Option<PathBuf>,
    pub(crate) time_zone: Option<Tz>,
    pub(crate) map: Option<PathBuf>,
}

/// `[user]`: the flags of `user add`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct UserTable {
    pub(crate) role: Option<String>,
    pub(crate) agent_id: Option<String>,
    pub(crate) skill_group: Vec<String>,
}

/// Several paths: those of the flags, else of the variable, where they are parted as in `PATH`, else of the file.
///
/// The command line's own reader would part the flags' values as well, and a path may hold any separator.
pub(crate) fn paths(flags: Vec<PathBuf>, variable: &str, file: Vec<PathBuf>) -> Vec<PathBuf> {
    let said = std::env::var_os(variable)
        .map(|text| std::env::split_paths(&text).filter(|path| !path.as_os_str().is_empty()).collect());
    several(flags, said, file)
}

/// Several words: those of the flags, else of the variable, where commas part them, else of the file.
pub(crate) fn words(flags: Vec<String>, variable: &str, file: Vec<String>) -> Vec<String> {
    let said = std::env::var(variable)
        .ok()
        .map(|text| text.split(',').map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect());
    several(flags, said, file)
}

fn several<T>(flags: Vec<T>, said: Option<Vec<T>>, file: Vec<T>) -> Vec<T> {
    if flags.is_empty() { said.unwrap_or(file) } else { flags }
}
