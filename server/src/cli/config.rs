//! Flags, environment and file to settings. Flags win, then the environment, then the file, then the default.

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
    /// Where recordings are kept: a folder [default: DATA/recordings]
    #[arg(long, env = "CALL_RECORDS_RECORDINGS", value_name = "FOLDER")]
    pub(crate) recordings: Option<PathBuf>,
}

/// Where recordings are kept: what flag or environment say, else the file, else beside the database.
pub(crate) fn recordings_folder(said: Option<&Path>, file: &File, data: &Path) -> Result<PathBuf, Failure> {
    match said.or(file.recordings.as_deref()) {
        Some(place) if place.to_string_lossy().contains("://") => {
            let text = "this version keeps recordings in a folder only; give a path (--recordings, with import \
                        --keep-recordings-in, CALL_RECORDS_RECORDINGS, or `recordings` in the settings file)";
            Err(Failure::Usage(text.to_owned()))
        }
        Some(folder) => Ok(folder.to_owned()),
        None => Ok(data.join("recordings")),
    }
}

/// The settings file: the same names as the flags, with `_` for `-`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct File {
    pub(crate) data: Option<PathBuf>,
    pub(crate) database_url: Option<String>,
    pub(crate) recordings: Option<PathBuf>,
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
