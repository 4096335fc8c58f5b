//! The developer's chores: `cargo xtask start`, `cargo xtask test` and a few more.
//!
//! Each command sets up what it misses, says what it does and how long that may take, and is quick the second time.

#![expect(clippy::print_stdout, reason = "a command-line tool talks on its standard output")]

mod arrows;
/// axe-core, which finds what keeps people out.
mod axe;
#[cfg(feature = "measure")]
mod bench;
#[cfg(not(feature = "measure"))]
#[path = "bench_build.rs"]
mod bench;
mod page;
mod run;
/// Pictures of every state of the page.
mod screenshots;
mod source;
mod start;
mod test;
mod tidy;
mod tools;

use std::process::ExitCode;

use run::{Failure, Outcome};

const USAGE: &str = "\
usage: cargo xtask <command>

  start [ARGS…]   set up what is missing, build, and serve on loopback with sample calls and a live feed;
                  ARGS go to `call-records-server serve` (`--listen 127.0.0.1:9000`, say)
  test            set up what is missing and run every check, as CI does
  tidy            the checks that take a moment: import arrows, file sizes, every file with a doc line
  screenshots     take pictures of every state of the page, in every theme, size and language, into target/screenshots
  page            build the page alone, small, into dist/
  bench [CALLS…]  measure on generated contact centers of these sizes, and the page in Chromium; `bench page` or
                  `bench recordings`: that alone
  help            this text
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match command(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Usage(text)) => {
            eprintln!("{text}\n\n{USAGE}");
            ExitCode::from(2)
        }
        Err(failure) => {
            eprintln!("\n{failure}");
            ExitCode::FAILURE
        }
    }
}

fn command(args: &[String]) -> Outcome<()> {
    let Some((command, rest)) = args.split_first() else {
        return Err(Failure::Usage("no command given".to_owned()));
    };
    match (command.as_str(), rest) {
        ("start", rest) => start::start(rest),
        ("test", []) => test::test(),
        ("tidy", []) => tidy::check().and_then(|()| arrows::check()),
        ("screenshots", []) => screenshots::take(),
        ("page", []) => page::build_small(&tools::Tools::new()),
        ("bench", rest) => bench::bench(rest),
        ("help" | "--help" | "-h", _) => {
            println!("{USAGE}");
            Ok(())
        }
        (known @ ("test" | "tidy" | "page" | "screenshots"), _) => {
            Err(Failure::Usage(format!("`{known}` takes no arguments")))
        }
        (unknown, _) => Err(Failure::Usage(format!("there is no command `{unknown}`"))),
    }
}
