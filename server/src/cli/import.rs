//! `import`: the calls that a switch has kept.

use clap::Subcommand;

use super::Failure;

#[derive(Subcommand)]
pub(super) enum ImportFrom {}

pub(super) async fn run(from: ImportFrom) -> Result<(), Failure> {
    match from {}
}
