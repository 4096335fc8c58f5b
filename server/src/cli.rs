//! The command line: `serve`, `import`, `key`, `user`, `doctor`, `backup`.

/// `backup`.
mod backup;
/// Flags, environment and file to settings.
mod config;
/// `doctor`.
mod doctor;
/// `import`.
mod import;
/// `key`.
mod key;
/// Opening the database of a data folder.
mod place;
/// Sample calls and real ones never share a folder.
mod samples;
/// `serve`.
mod serve;
/// `user`.
mod user;

use std::io::{ErrorKind, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tokio::signal::unix::{SignalKind, signal};

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
    /// Check the folders, their space, the database, its schema, the recordings and the clock, and say what to do.
    ///
    /// Nothing is made or changed. Ends with 1 where a check found a fault.
    Doctor {
        #[command(flatten)]
        store: StoreArgs,
        #[command(flatten)]
        recordings: RecordingsArgs,
    },
    /// Write a consistent copy of the database to FILE, also while the server runs
    ///
    /// Calls, events, accounts and keys are in it; the audio of recordings is not. Copy that after the database, so that
    /// no recording is missing that the copy knows, also while the server runs: recordings are files that never change.
    /// For example: call-records-server backup /backup/calls.db && rsync -a --exclude /scratch DATA/recordings/ /backup/recordings/
    ///
    /// To restore, stop the server and put calls.db and the recordings back into a new folder.
    #[command(verbatim_doc_comment)]
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
        Self::Failed(format!("{doing}: {}", with_causes(error)))
    }
}

/// An error and what caused it.
fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(deeper) = cause {
        let said = deeper.to_string();
        // Some tell their cause themselves.
        if !text.ends_with(&said) {
            text.push_str(": ");
            text.push_str(&said);
        }
        cause = deeper.source();
    }
    text
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
            Command::Doctor { store, recordings } => doctor::run(&store, &recordings).await,
            Command::Backup { store, file } => backup::run(&store, &file).await,
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

/// Resolves when the process is told to stop; it listens from this call on.
pub(crate) fn stop_signal() -> impl Future<Output = ()> {
    let mut terminate = signal(SignalKind::terminate()).expect("signals can be listened to");
    let mut interrupt = signal(SignalKind::interrupt()).expect("signals can be listened to");
    async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    }
}
