//! `cargo xtask bench`: builds this program anew with what measuring needs, and runs it.

use crate::page;
use crate::run::{Failure, Outcome};
use crate::tools::Tools;

/// `cargo xtask bench [CALLS…]`: measures on generated contact centers of these sizes, 100,000 and a million calls
/// where none is said; or `page` or `recordings`, these alone. Builds itself anew with what measuring needs, optimised.
pub(crate) fn bench(args: &[String]) -> Outcome<()> {
    // The page that is measured is in the server's binary, and should be today's.
    if args.is_empty() || args.iter().any(|it| it == "page") {
        page::build_small(&Tools::new())?;
    }
    let mut command = std::process::Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(["run", "--release", "--quiet", "--package", "xtask", "--features", "measure", "--", "bench"]);
    command.args(args);
    let status = command.status().map_err(|error| Failure::Check(format!("FAILED: cargo: {error}")))?;
    if status.success() { Ok(()) } else { Err(Failure::Check("FAILED: cargo xtask bench".to_owned())) }
}
