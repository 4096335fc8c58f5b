//! Running other programs, and saying so.

use std::ffi::OsStr;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

pub(crate) type Outcome<T> = Result<T, Failure>;

/// Why a command of ours ended early.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Called the wrong way.
    Usage(String),
    /// A program that was started ended badly.
    Program { line: String, ended: String },
    /// Something that this command may not or cannot install.
    Missing { what: String, remedy: String },
    /// A check of our own found something.
    Check(String),
    /// A file could not be read or written.
    File { doing: &'static str, path: PathBuf, error: std::io::Error },
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(text) | Self::Check(text) => out.write_str(text),
            Self::Program { line, ended } => write!(out, "FAILED ({ended}):\n    {line}"),
            Self::Missing { what, remedy } => write!(out, "MISSING: {what}\n    {remedy}"),
            Self::File { doing, path, error } => write!(out, "cannot {doing} {}: {error}", path.display()),
        }
    }
}

impl Failure {
    /// For `map_err`: what was being done to which file.
    pub(crate) fn file(doing: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        move |error| Self::File { doing, path: path.to_owned(), error }
    }
}

/// The folder of the workspace that we were started in. (Work trees that share a target folder may share this program,
/// so it is asked when running; Cargo says.)
pub(crate) fn root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    here.parent().expect("xtask lies in the workspace").to_owned()
}

/// Prints the command and runs it with our own input and output.
pub(crate) fn run(command: &mut Command) -> Outcome<()> {
    let line = line(command);
    println!("    $ {line}");
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Failure::Program { line, ended: status.to_string() }),
        Err(error) => Err(Failure::Program { line, ended: format!("could not be started: {error}") }),
    }
}

/// What the command prints, both streams, and whether it ended well. `None` if it could not be started.
pub(crate) fn listen(command: &mut Command) -> Option<(bool, String)> {
    let output = command.stdin(Stdio::null()).output().ok()?;
    let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.push_str(&String::from_utf8_lossy(&output.stderr));
    Some((output.status.success(), text))
}

/// Variables that change how long a command takes or where it finds its tools, and not what it does.
const UNSAID: &[&str] = &["PATH", "CARGO_INCREMENTAL"];

/// The command as one would type it: the variables we set, then program and arguments.
pub(crate) fn line(command: &Command) -> String {
    let set = command
        .get_envs()
        .filter(|(name, _)| !UNSAID.iter().any(|unsaid| name == unsaid))
        .filter_map(|(name, value)| Some(format!("{}={}", name.to_string_lossy(), quoted(value?))));
    let words = std::iter::once(command.get_program()).chain(command.get_args()).map(quoted);
    set.chain(words).collect::<Vec<_>>().join(" ")
}

fn quoted(word: &OsStr) -> String {
    let word = word.to_string_lossy();
    let plain = |char: char| char.is_ascii_alphanumeric() || "-_./:=@+,%".contains(char);
    if !word.is_empty() && word.chars().all(plain) { word.into_owned() } else { format!("'{word}'") }
}

/// `1 min 5 s`, `3.2 s`.
pub(crate) fn words(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds < 60 {
        return format!("{:.1} s", duration.as_secs_f64());
    }
    format!("{} min {} s", seconds / 60, seconds % 60)
}

/// A headed step that says how long it took.
pub(crate) fn section<T>(title: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    println!("\n== {title}");
    let start = Instant::now();
    let value = work()?;
    println!("   ok: {title} ({})", words(start.elapsed()));
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_shown_as_one_would_type_it() {
        let mut command = Command::new("cargo");
        command.args(["doc", "--cfg", "a b"]).env("RUSTDOCFLAGS", "-D warnings").env("PATH", "/bin");
        assert_eq!(line(&command), "RUSTDOCFLAGS='-D warnings' cargo doc --cfg 'a b'");
    }

    #[test]
    fn durations_read_like_speech() {
        for (ms, text) in [(40, "0.0 s"), (3_240, "3.2 s"), (65_900, "1 min 5 s")] {
            assert_eq!(words(Duration::from_millis(ms)), text);
        }
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let failure = run(&mut Command::new("no-such-program-anywhere")).expect_err("there is no such program");
        assert!(failure.to_string().contains("no-such-program-anywhere"));
    }
}
