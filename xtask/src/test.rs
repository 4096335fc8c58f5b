//! `cargo xtask test`: every check, in the order of how soon it tells something, up to the first failure.

use std::process::{Command, Stdio};
use std::time::Instant;

use crate::run::{Failure, Outcome, line, listen, root, run, section, words};
use crate::tools::{FOR_AUDIO, FOR_THE_BROWSER, FOR_THE_SERVER, Tools};
use crate::{arrows, axe, page, tidy};

const WASM: &str = "wasm32-unknown-unknown";
const PAGE_PACKAGE: &str = "call-records";

/// Where the server's build takes the page from that it serves: for the tests, from the one that is built for them.
const PAGE_FOLDER: &str = "CALL_RECORDS_DIST";
/// A folder with the whole capture of a real switch, to measure the import against.
const CAPTURE: &str = "CALL_RECORDS_PBX_RUN";

/// Whether this is a machine that checks for everybody, and throws its work away.
pub(crate) fn in_ci() -> bool {
    std::env::var_os("CI").is_some()
}

pub(crate) fn test() -> Outcome<()> {
    let start = Instant::now();
    let tools = Tools::new();
    println!("Running every check: a few minutes when all is set up and built, half an hour on a new machine.");

    section("set up", || set_up(&tools))?;
    section("format", || run(cargo(&tools).args(["fmt", "--all", "--check"])))?;
    section("tidy", tidy::check)?;
    section("import arrows", arrows::check)?;
    section("Cargo.lock is current", || lock_is_current(&tools))?;
    section("dependency policy", || dependencies(&tools))?;
    section("clippy, host", || {
        run(cargo_with_page(&tools).args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
    })?;
    section("clippy, browser", || {
        run(cargo(&tools).args(["clippy", "-p", PAGE_PACKAGE, "--target", WASM, "--", "-D", "warnings"]))
    })?;
    section("documentation", || {
        run(cargo_with_page(&tools).args(["doc", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings"))
    })?;
    section("page for the browser tests", || page::build_for_tests(&tools))?;
    section("examples in the documentation", || run(cargo_with_page(&tools).args(["test", "--workspace", "--doc"])))?;

    println!("\nAll checks but the tests took {}.", words(start.elapsed()));
    announce_gaps();
    axe::announce_gap();
    println!("\n== tests");
    // The last thing that is printed is the runner's own summary.
    let mut tests = cargo_with_page(&tools);
    if listen(cargo(&tools).args(["nextest", "--version"])).is_some_and(|(fine, _)| fine) {
        tests.args(["nextest", "run", "--workspace"]);
    } else {
        tests.args(["test", "--workspace", "--lib", "--bins", "--tests"]);
    }
    run(&mut tests)
}

fn cargo(tools: &Tools) -> Command {
    let mut cargo = tools.command("cargo");
    // On a machine that throws its work away, nothing is built a second time.
    if in_ci() {
        cargo.env("CARGO_INCREMENTAL", "0");
    }
    cargo
}

/// For every step that builds the server: the same page, so that none builds it again for another one.
fn cargo_with_page(tools: &Tools) -> Command {
    let mut cargo = cargo(tools);
    cargo.env(PAGE_FOLDER, root().join(page::FOR_TESTS));
    cargo
}

/// What can be known to fail is known first; what takes long is installed where it is needed.
fn set_up(tools: &Tools) -> Outcome<()> {
    tools.components()?;
    let programs = [FOR_THE_SERVER, FOR_THE_BROWSER, FOR_AUDIO].concat();
    tools.may_install(&programs)?;
    tools.wasm_target()?;
    tools.programs(&programs)?;
    tools.geckodriver()?;
    tools.object_store()?;
    axe::fetch(tools)
}

fn lock_is_current(tools: &Tools) -> Outcome<()> {
    let mut metadata = cargo(tools);
    run(metadata.args(["metadata", "--locked", "--format-version", "1"]).stdout(Stdio::null()))
}

fn dependencies(tools: &Tools) -> Outcome<()> {
    tools.cargo_deny()?;
    run(cargo(tools).args(["deny", "--locked", "--workspace", "check", "licenses", "bans", "sources"]))?;

    let mut advisories = cargo(tools);
    advisories.args(["deny", "--locked", "--workspace", "check", "advisories"]);
    println!("    $ {}", line(&advisories));
    let (fine, text) = listen(&mut advisories).unwrap_or_default();
    match verdict(fine, &text) {
        Verdict::Passed => println!("   no known advisory"),
        Verdict::NotChecked => println!(
            "   NOT CHECKED: advisories. The database of known vulnerabilities could not be reached from here;\n   \
             run `{}` where it can.",
            line(&advisories)
        ),
        Verdict::Failed => {
            println!("{text}");
            return Err(Failure::Program { line: line(&advisories), ended: "it found something".to_owned() });
        }
    }
    Ok(())
}

#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    Passed,
    Failed,
    NotChecked,
}

fn verdict(fine: bool, text: &str) -> Verdict {
    if fine {
        Verdict::Passed
    } else if text.contains("failed to fetch advisory database") {
        Verdict::NotChecked
    } else {
        Verdict::Failed
    }
}

/// What this run will not tell, said aloud.
fn announce_gaps() {
    if std::env::var_os(CAPTURE).is_none() {
        println!(
            "\nNOT MEASURED: the import against a whole capture of a real switch ({CAPTURE} is not set);\n\
             it is tested against the part in tests/fixtures/asterisk."
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_unreachable_database_is_forgiven() {
        let unreachable = "[ERROR] failed to fetch advisory database https://…/advisory-db with cli: failed to clone";
        let found = "error[vulnerability]: Something\n advisories FAILED";
        assert_eq!(verdict(true, "advisories ok"), Verdict::Passed);
        assert_eq!(verdict(false, unreachable), Verdict::NotChecked);
        assert_eq!(verdict(false, found), Verdict::Failed);
        assert_eq!(verdict(false, ""), Verdict::Failed);
    }
}
