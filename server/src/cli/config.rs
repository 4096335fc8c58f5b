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
    /// The folder of the database and the recordings; made where it is missing [default: ./data]
    #[arg(long, env = "CALL_RECORDS_DATA", value_name = "DIR", global = true)]
    pub(crate) data: Option<PathBuf>,
    /// A PostgreSQL database instead of the embedded one; not available in this version
    #[arg(long, env = "CALL_RECORDS_DATABASE_URL", value_name = "URL", global = true, hide_env_values = true)]
    pub(crate) database_url: Option<String>,
    /// A TOML file with settings; flags and environment win over it
    #[arg(long, env = "CALL_RECORDS_CONFIG", value_name = "FILE", global = true)]
    pub(crate) config: Option<PathBuf>,
}

impl StoreArgs {
    /// The data folder.
    pub(crate) fn folder(&self) -> Result<PathBuf, Failure> {
        let file = File::read(self.config.as_deref())?;
        if self.database_url.is_some() || file.database_url.is_some() {
            let text = "--database-url: this version keeps calls in the embedded database only; leave the flag out";
            return Err(Failure::Usage(text.to_owned()));
        }
        Ok(self.data.clone().or(file.data).unwrap_or_else(|| PathBuf::from("data")))
    }
}

/// The settings file: the same names as the flags, with `_` for `-`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct File {
    pub(crate) data: Option<PathBuf>,
    pub(crate) database_url: Option<String>,
    pub(crate) recordings: Option<String>,
    pub(crate) listen: Option<SocketAddr>,
    pub(crate) demo: Option<bool>,
    pub(crate) demo_calls: Option<u32>,
    pub(crate) search_window_days: Option<u32>,
    pub(crate) time_zone: Option<Tz>,
    pub(crate) frame_ancestors: Option<Vec<String>>,
}

impl File {
    /// Reads the file; no file is an empty one.
    pub(crate) fn read(path: Option<&Path>) -> Result<Self, Failure> {
        let Some(path) = path else { return Ok(Self::default()) };
        let text = std::fs::read_to_string(path)
            .map_err(|error| Failure::Usage(format!("--config: cannot read {}: {error}", path.display())))?;
        toml::from_str(&text).map_err(|error| Failure::Usage(format!("--config: {}: {error}", path.display())))
    }
}
