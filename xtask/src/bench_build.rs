//! `cargo xtask bench`: builds this program anew with what measuring needs, and runs it.

use crate::run::{Failure, Outcome};

/// `cargo xtask bench [CALLS…]`: measures on generated contact centers of these sizes, 100,000 and a million calls
/// where none is said; or `page` or `recordings`, these alone. Builds itself anew with what measuring needs, optimised.
pub(crate) fn bench(args: &[String]) -> Outcome<()> {
    let mut command = std::process::Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(["run", "--release", "--quiet", "--package", "xtask", "--features", "measure", "--", "bench"]);
    command.args(args);
    let status = command.status().map_err(|error| Failure::Check(format!("FAILED: cargo: {error}")))?;
    if status.success() { Ok(()) } else { Err(Failure::Check("FAILED: cargo xtask bench".to_owned())) }
}
