//! `cargo xtask start`: from a fresh clone to a page with calls in it.

use std::net::{Ipv4Addr, TcpListener};
use std::process::Command;

use crate::page;
use crate::run::{Failure, Outcome, line, run, section};
use crate::tools::{FOR_THE_SERVER, Tools};

const SERVER: &str = "call-records-server";
const PORT: u16 = 8080;
/// Sample calls are kept apart from everything else.
const DATA: &str = "target/demo";

pub(crate) fn start(args: &[String]) -> Outcome<()> {
    let tools = Tools::new();
    println!("Building Call Records and serving it with sample calls.");
    println!("The first time takes about 20 minutes on two cores (tools, page, server), later ones seconds.");
    section("set up", || tools.programs(FOR_THE_SERVER))?;
    section("page", || page::build_small(&tools))?;
    // The server takes the page into its binary, so it comes second.
    section("server", || run(tools.command("cargo").args(["build", "--release", "-p", SERVER])))?;

    let mut server = tools.command("cargo");
    server.args(["run", "--quiet", "--release", "-p", SERVER, "--", "serve", "--demo"]);
    server.args(defaults(args, free_port)).args(args);
    println!("\n== serving (Ctrl-C ends it)");
    replace_with(server)
}

/// The arguments that were not given.
fn defaults(args: &[String], free_port: impl FnOnce() -> u16) -> Vec<String> {
    let given = |flag: &str| args.iter().any(|arg| arg.split('=').next() == Some(flag));
    let mut defaults = Vec::new();
    if !given("--data") && !given("--database-url") {
        defaults.extend(["--data".to_owned(), DATA.to_owned()]);
    }
    if !given("--listen") {
        let port = free_port();
        println!("\nThe address will be http://127.0.0.1:{port}, as soon as the server says `listening`.");
        defaults.extend(["--listen".to_owned(), format!("127.0.0.1:{port}")]);
    }
    defaults
}

/// Our port, or any other one if somebody has it.
fn free_port() -> u16 {
    if TcpListener::bind((Ipv4Addr::LOCALHOST, PORT)).is_ok() {
        return PORT;
    }
    let other = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr());
    let port = other.map_or(0, |address| address.port());
    println!("\nPort {PORT} is busy: taking {port} instead (`--listen 127.0.0.1:…` chooses another).");
    port
}

/// Becomes the server, so that Ctrl-C and every other signal reach it and nothing is left behind.
#[cfg(unix)]
fn replace_with(mut server: Command) -> Outcome<()> {
    use std::os::unix::process::CommandExt;

    let line = line(&server);
    println!("    $ {line}");
    let error = server.exec();
    Err(Failure::Program { line, ended: format!("could not be started: {error}") })
}

#[cfg(not(unix))]
fn replace_with(mut server: Command) -> Outcome<()> {
    run(&mut server)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_is_not_given_again() {
        let with = |args: &[&str]| {
            let args: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
            defaults(&args, || 8080).join(" ")
        };
        assert_eq!(with(&[]), "--data target/demo --listen 127.0.0.1:8080");
        assert_eq!(with(&["--listen", "127.0.0.1:9"]), "--data target/demo");
        assert_eq!(with(&["--listen=127.0.0.1:9", "--data", "x"]), "");
        assert_eq!(with(&["--time-zone", "Europe/Paris"]), "--data target/demo --listen 127.0.0.1:8080");
    }
}
