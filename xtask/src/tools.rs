//! The tools that builds and checks need: found, or installed with a word about it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{Failure, Outcome, listen, root, run};

const CARGO_DENY: &str = "0.20.2";
const GECKODRIVER: &str = "0.37.1";
const S3S_FS: &str = "0.14.1";
/// Older ones (Debian's 108, say) do not know what today's compiler emits.
const OLDEST_WASM_OPT: u32 = 123;
const BINARYEN: &str = "binaryen@132";
const ESBUILD: &str = "esbuild@0.28.2";
/// Must know what the page's `wasm_split_helpers` marks.
const WASM_SPLIT: &str = "0.2.4";

/// Where tools are looked for. Cheap to make.
pub(crate) struct Tools {
    path: OsString,
}

impl Tools {
    /// Our own tools first, then Cargo's, then the rest.
    pub(crate) fn new() -> Self {
        let mut folders = vec![own_folder().join("bin"), own_folder().join("node_modules/.bin")];
        folders.extend(cargo_home().map(|home| home.join("bin")));
        let path = std::env::var_os("PATH").unwrap_or_default();
        folders.extend(std::env::split_paths(&path));
        Self { path: std::env::join_paths(folders).unwrap_or(path) }
    }

    /// A program with all our tools on its `PATH`, started in the folder of the workspace.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env("PATH", &self.path).current_dir(root());
        command
    }

    /// The first program of that name.
    pub(crate) fn find(&self, program: &str) -> Option<PathBuf> {
        let name = format!("{program}{}", std::env::consts::EXE_SUFFIX);
        std::env::split_paths(&self.path).map(|folder| folder.join(&name)).find(|file| file.is_file())
    }

    /// What `program --version` says, if there is one.
    fn version(&self, program: &str) -> Option<String> {
        listen(self.command(program).arg("--version")).filter(|(fine, _)| *fine).map(|(_, text)| text)
    }

    /// rustfmt and clippy.
    pub(crate) fn components(&self) -> Outcome<()> {
        for (component, program) in [("rustfmt", "rustfmt"), ("clippy", "cargo-clippy")] {
            if self.version(program).is_none() {
                self.rustup(&["component", "add", component], "seconds")?;
            }
        }
        Ok(())
    }

    /// The standard library for the browser.
    pub(crate) fn wasm_target(&self) -> Outcome<()> {
        let sysroot = listen(self.command("rustc").args(["--print", "sysroot"])).map(|(_, text)| text);
        let there = sysroot
            .is_some_and(|sysroot| Path::new(sysroot.trim()).join("lib/rustlib/wasm32-unknown-unknown/lib").is_dir());
        if there { Ok(()) } else { self.rustup(&["target", "add", "wasm32-unknown-unknown"], "seconds") }
    }

    fn rustup(&self, args: &[&str], takes: &str) -> Outcome<()> {
        if self.version("rustup").is_none() {
            return Err(Failure::Missing {
                what: format!("rustup, to fetch what `rustup {}` fetches", args.join(" ")),
                remedy: "install rustup, or that part of Rust by your system's package manager".to_owned(),
            });
        }
        println!("   installing: {} (takes {takes})", args.join(" "));
        run(self.command("rustup").args(args))
    }

    /// What cuts the page in two; the answer is its path. It tells nobody its version, so each has a folder of its own.
    pub(crate) fn wasm_split(&self) -> Outcome<String> {
        let folder = own_folder().join(format!("wasm-split-{WASM_SPLIT}"));
        let program = folder.join("bin").join(format!("wasm-split-cli{}", std::env::consts::EXE_SUFFIX));
        if !program.is_file() {
            println!(
                "   installing: wasm_split_cli_support {WASM_SPLIT} into target/tools (takes about 2 minutes on two cores)"
            );
            let mut install = self.command("cargo");
            install.args(["install", "wasm_split_cli_support", "--version", WASM_SPLIT, "--locked"]);
            run(install.args(["--features", "build-binary", "--root"]).arg(&folder))?;
        }
        Ok(program.display().to_string())
    }

    /// wasm-bindgen, in the version that `Cargo.lock` names: any other refuses the page's wasm.
    pub(crate) fn wasm_bindgen(&self) -> Outcome<()> {
        let path = root().join("Cargo.lock");
        let lock = std::fs::read_to_string(&path).map_err(Failure::file("read", &path))?;
        match locked_version(&lock, "wasm-bindgen") {
            // Its own lock file names a crate version that cannot be had any more.
            Some(version) => self.cargo_tool("wasm-bindgen", version, Locked::No, "about 2 minutes on two cores"),
            // A page without wasm-bindgen needs no tool for it.
            None => Ok(()),
        }
    }

    /// cargo-deny, which checks licenses and advisories.
    pub(crate) fn cargo_deny(&self) -> Outcome<()> {
        self.cargo_tool("cargo-deny", CARGO_DENY, Locked::Yes, "about 5 minutes on two cores")
    }

    /// geckodriver, which leads Firefox. Debian has none, and npm's fetches it from elsewhere.
    pub(crate) fn geckodriver(&self) -> Outcome<()> {
        self.cargo_tool("geckodriver", GECKODRIVER, Locked::Yes, "about 3 minutes on two cores")
    }

    fn cargo_tool(&self, program: &str, version: &str, locked: Locked, takes: &str) -> Outcome<()> {
        let found = self.version(program);
        if found.as_deref().is_some_and(|text| names_version(text, version)) {
            return Ok(());
        }
        let package = if program == "wasm-bindgen" { "wasm-bindgen-cli" } else { program };
        println!("   installing: {package} {version} (takes {takes})");
        let mut install = self.command("cargo");
        install.args(["install", package, "--version", version]);
        if locked == Locked::Yes {
            install.arg("--locked");
        }
        if program == "s3s-fs" {
            install.args(["--features", "binary"]);
        }
        if let Some(other) = found {
            println!("   (found {}, which stays: ours goes to target/tools)", other.lines().next().unwrap_or_default());
            install.arg("--root").arg(own_folder());
        }
        run(&mut install)
    }

    /// wasm-opt, which makes the page smaller. `false` without npm: the page is built without it, larger, but whole.
    pub(crate) fn wasm_opt(&self) -> Outcome<bool> {
        let found = self.version("wasm-opt");
        if found.as_deref().and_then(first_number).is_some_and(|version| OLDEST_WASM_OPT <= version) {
            return Ok(true);
        }
        self.npm_tools("wasm-opt")
    }

    /// esbuild, which makes the page's scripts smaller. `false` without npm.
    pub(crate) fn esbuild(&self) -> Outcome<bool> {
        let wanted = ESBUILD.rsplit('@').next().unwrap_or_default();
        if self.version("esbuild").is_some_and(|text| names_version(&text, wanted)) {
            return Ok(true);
        }
        self.npm_tools("esbuild")
    }

    /// Both at once, whichever is missing: npm takes away what it is not asked for.
    fn npm_tools(&self, missing: &str) -> Outcome<bool> {
        if self.version("npm").is_none() {
            println!(
                "   MISSING: npm, to install {missing}. The page will be larger than it need be;\n   \
                 with npm there, delete dist/ and start again."
            );
            return Ok(false);
        }
        println!("   installing: {BINARYEN} and {ESBUILD} into target/tools (takes less than a minute)");
        let folder = own_folder();
        std::fs::create_dir_all(&folder).map_err(Failure::file("create", &folder))?;
        let quiet = ["--no-audit", "--no-fund", "--no-save"];
        run(self.command("npm").arg("install").args(quiet).arg("--prefix").arg(&folder).args([BINARYEN, ESBUILD]))?;
        Ok(true)
    }

    /// An S3-speaking server, for the tests of recordings in a bucket.
    pub(crate) fn object_store(&self) -> Outcome<()> {
        self.cargo_tool("s3s-fs", S3S_FS, Locked::Yes, "about 3 minutes on two cores")
    }

    /// These programs, from Debian's packages where they are missing.
    pub(crate) fn programs(&self, wanted: &[Program]) -> Outcome<()> {
        let missing = self.missing(wanted);
        if missing.is_empty() {
            return Ok(());
        }
        self.may_install(wanted)?;
        println!("   installing: {} (takes about a minute)", missing.join(" "));
        let apt = |args: &[&str]| {
            let mut command = self.command("apt-get");
            command.env("DEBIAN_FRONTEND", "noninteractive").args(args);
            command
        };
        run(&mut apt(&["update", "-q"]))?;
        run(apt(&["install", "-y", "-q", "--no-install-recommends"]).args(missing))
    }

    /// Whether `programs` would succeed, as far as can be told: better known before the long steps than after.
    pub(crate) fn may_install(&self, wanted: &[Program]) -> Outcome<()> {
        let missing = self.missing(wanted);
        if missing.is_empty() {
            return Ok(());
        }
        let names = missing.join(" ");
        let remedy = if self.version("apt-get").is_none() {
            let programs: Vec<&str> = wanted.iter().map(|it| it.0).filter(|it| self.find(it).is_none()).collect();
            format!("install what has these programs, so that they are on the PATH: {}", programs.join(" "))
        } else if is_root(self) {
            return Ok(());
        } else {
            format!("sudo apt-get install --no-install-recommends {names}")
        };
        Err(Failure::Missing { what: names, remedy })
    }

    /// Debian's names of what is missing.
    fn missing(&self, wanted: &[Program]) -> Vec<&'static str> {
        wanted.iter().filter(|(program, _)| self.find(program).is_none()).map(|&(_, package)| package).collect()
    }
}

/// A program, and Debian's package that has it.
pub(crate) type Program = (&'static str, &'static str);

/// What builds the part of the server that is written in C.
pub(crate) const FOR_THE_SERVER: &[Program] = &[("cc", "gcc"), ("make", "make")];
/// Chromium with its driver and Firefox.
pub(crate) const FOR_THE_BROWSER: &[Program] =
    &[("chromium", "chromium"), ("chromedriver", "chromium-driver"), ("firefox-esr", "firefox-esr")];
/// What makes and judges the audio of the tests.
pub(crate) const FOR_AUDIO: &[Program] = &[("ffmpeg", "ffmpeg")];
#[cfg(feature = "measure")]
/// Whom recordings are measured against.
pub(crate) const FOR_MEASURING_AUDIO: &[Program] = &[("lame", "lame"), ("nginx", "nginx-light")];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Locked {
    Yes,
    No,
}

/// Tools that nobody else should see go here.
fn own_folder() -> PathBuf {
    root().join("target/tools")
}

fn cargo_home() -> Option<PathBuf> {
    let named = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    named.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")))
}

fn is_root(tools: &Tools) -> bool {
    listen(tools.command("id").arg("-u")).is_some_and(|(_, text)| text.trim() == "0")
}

/// The version of a package in `Cargo.lock`.
fn locked_version<'lock>(lock: &'lock str, package: &str) -> Option<&'lock str> {
    let mut lines = lock.lines();
    let name = format!("name = \"{package}\"");
    lines.find(|line| *line == name)?;
    lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')
}

/// `trunk 0.21.14` names 0.21.14, and not 0.21.1.
fn names_version(text: &str, version: &str) -> bool {
    text.split_whitespace().any(|word| word.trim_start_matches('v') == version)
}

/// `wasm-opt version 132 (version_132)` is 132.
fn first_number(text: &str) -> Option<u32> {
    text.split_whitespace().find_map(|word| word.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_file_names_one_version() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"1.0.0\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\nsource = \"…\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(lock, "wasm"), None);
    }

    #[test]
    fn a_version_is_a_whole_word() {
        assert!(names_version("trunk 0.21.14", "0.21.14"));
        assert!(names_version("tool v1.2.3 (abc)", "1.2.3"));
        assert!(!names_version("trunk 0.21.14", "0.21.1"));
    }

    #[test]
    fn wasm_opt_counts_in_whole_numbers() {
        assert_eq!(first_number("wasm-opt version 132 (version_132)"), Some(132));
        assert_eq!(first_number("wasm-opt version 108 (version_108-2-g…)"), Some(108));
        assert_eq!(first_number("no version"), None);
    }

    #[test]
    fn programs_are_found_on_the_path() {
        assert!(Tools::new().find("cargo").is_some());
        assert!(Tools::new().find("no-such-program-anywhere").is_none());
    }
}
