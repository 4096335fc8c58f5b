//! The command line: `serve`, `import`, `key`, `user`, `doctor`, `backup`.

/// `doctor` and `backup`.
mod care;
/// Flags, environment and file to settings.
mod config;
/// `import`.
mod import;
/// `key`.
mod key;
/// `serve`.
mod serve;
/// `user`.
mod user;

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::store::SqliteStore;
use config::{RecordingsArgs, StoreArgs};

/// Call records: events of calls in, the call-records page out.
#[derive(Parser)]
#[command(name = "call-records-server", version, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the page and the API.
    Serve(serve::ServeArgs),
    /// Take in the calls that a switch has kept.
    Import {
        #[command(subcommand)]
        from: import::ImportFrom,
    },
    /// Make, list and revoke the keys that switches send events with.
    Key {
        #[command(flatten)]
        store: StoreArgs,
        #[command(subcommand)]
        command: key::KeyCommand,
    },
    /// Add, list and disable the accounts of people.
    User {
        #[command(flatten)]
        store: StoreArgs,
        #[command(subcommand)]
        command: user::UserCommand,
    },
    /// Check the database, the folders, the space and the clock, and say what to do.
    Doctor {
        #[command(flatten)]
        store: StoreArgs,
        #[command(flatten)]
        recordings: RecordingsArgs,
    },
    /// Write a consistent copy of the database to FILE, also while the server runs.
    Backup {
        #[command(flatten)]
        store: StoreArgs,
        /// Where to; must not exist yet.
        file: PathBuf,
    },
}

/// Why a command ended without success.
#[derive(Debug)]
pub(crate) enum Failure {
    /// It was called wrongly: exit code 2.
    Usage(String),
    /// It failed: exit code 1.
    Failed(String),
}

impl Failure {
    /// What failed, with every cause.
    pub(crate) fn of(doing: &str, error: &dyn std::error::Error) -> Self {
        let mut text = format!("{doing}: {error}");
        let mut cause = error.source();
        while let Some(deeper) = cause {
            text.push_str(": ");
            text.push_str(&deeper.to_string());
            cause = deeper.source();
        }
        Self::Failed(text)
    }
}

/// Runs the command line.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return report(&Failure::of("cannot start", &error)),
    };
    let outcome = runtime.block_on(async {
        match cli.command {
            Command::Serve(args) => serve::run(args).await,
            Command::Import { from } => import::run(from).await,
            Command::Key { store, command } => key::run(&store, command).await,
            Command::User { store, command } => user::run(&store, command).await,
            Command::Doctor { store, recordings } => care::doctor(&store, &recordings).await,
            Command::Backup { store, file } => care::backup(&store, &file).await,
        }
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => report(&failure),
    }
}

fn report(failure: &Failure) -> ExitCode {
    let (text, code) = match failure {
        Failure::Usage(text) => (text, 2),
        Failure::Failed(text) => (text, 1),
    };
    note(&format!("call-records-server: {text}"));
    ExitCode::from(code)
}

/// Says something on standard output. Whoever reads it may have heard enough, as `head` does: that is no failure.
pub(crate) fn say(text: &str) -> Result<(), Failure> {
    match writeln!(std::io::stdout(), "{text}") {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::of("cannot write to standard output", &error))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Says something on standard error; where that cannot be written to, there is nobody to tell.
pub(crate) fn note(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// Opens the database of a data folder, and makes both where they are missing.
pub(crate) async fn open_store(folder: &Path) -> Result<SqliteStore, Failure> {
    std::fs::create_dir_all(folder)
        .map_err(|error| Failure::of(&format!("cannot make {}", folder.display()), &error))?;
    let file = folder.join("calls.db");
    SqliteStore::open(&file).await.map_err(|error| Failure::of(&format!("cannot open {}", file.display()), &error))
}
