//! Building the page, unless nothing that goes into it has changed.

mod document;
mod names;
mod program;

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use crate::run::{Failure, Outcome, root, words};
use crate::source::files_below;
use crate::tools::Tools;
use program::How;

/// All that goes into the page, and how: folders with all below them, and single files.
const INPUTS: &[&str] = &[
    "src",
    "style",
    "public",
    "wire/src",
    "wire/Cargo.toml",
    "index.html",
    "Cargo.toml",
    "Cargo.lock",
    "xtask/src/page",
];

/// Where the page for the tests goes.
pub(crate) const FOR_TESTS: &str = "target/xtask/dist-test";

/// What a page is called, and where it goes.
struct Build {
    /// What it is called in messages, and the name of its stamp.
    name: &'static str,
    folder: &'static str,
    takes: &'static str,
}

/// The page as it is shipped, into `dist/`: the server takes it into its binary from there.
pub(crate) fn build_small(tools: &Tools) -> Outcome<()> {
    let build = Build { name: "page", folder: "dist", takes: "a few minutes from scratch" };
    build.unless_current(|| build.work(tools, &How { profile: "page", output: "page", small: true }))
}

/// The page for the tests in a browser: cut and put together like the one that is shipped, quick to build, large.
pub(crate) fn build_for_tests(tools: &Tools) -> Outcome<()> {
    let build = Build { name: "test page", folder: FOR_TESTS, takes: "2 minutes from scratch" };
    build.unless_current(|| build.work(tools, &How { profile: "dev", output: "debug", small: false }))
}

impl Build {
    fn work(&self, tools: &Tools, how: &How) -> Outcome<()> {
        tools.wasm_target()?;
        tools.wasm_bindgen()?;
        let program = program::build(tools, how)?;
        document::write(&root(), &program, &root().join(self.folder))
    }

    fn unless_current(&self, work: impl FnOnce() -> Outcome<()>) -> Outcome<()> {
        let root = root();
        let stamp = root.join("target/xtask").join(format!("{}.stamp", self.name.replace(' ', "-")));
        let before = fingerprint(&root, INPUTS)?;
        if std::fs::read_to_string(&stamp).is_ok_and(|text| text == self.stamp(&root, before).unwrap_or_default()) {
            println!("   the {} in {} is current", self.name, self.folder);
            return Ok(());
        }
        println!("   building the {} into {} (takes {})", self.name, self.folder, self.takes);
        let start = std::time::Instant::now();
        work()?;
        println!("   built the {} ({})", self.name, words(start.elapsed()));
        let folder = root.join("target/xtask");
        std::fs::create_dir_all(&folder).map_err(Failure::file("create", &folder))?;
        // The inputs as they were before the build: what was edited meanwhile makes the next start build again.
        std::fs::write(&stamp, self.stamp(&root, before)?).map_err(Failure::file("write", &stamp))
    }

    /// What went in and what came out: `trunk serve` writes into the same folder, and its page is another one.
    fn stamp(&self, root: &Path, inputs: u64) -> Outcome<String> {
        let page = root.join(self.folder).join("index.html");
        std::fs::metadata(&page).map_err(Failure::file("find", &page))?;
        Ok(format!("{inputs:016x} {:016x}\n", fingerprint(root, &[self.folder])?))
    }
}

/// One number for the names and contents of all these files. Missing ones count as such.
fn fingerprint(root: &Path, inputs: &[&str]) -> Outcome<u64> {
    let mut hasher = DefaultHasher::new();
    for input in inputs {
        input.hash(&mut hasher);
        for file in files_below(&root.join(input))? {
            let text = std::fs::read(&file).map_err(Failure::file("read", &file))?;
            file.strip_prefix(root).unwrap_or(&file).hash(&mut hasher);
            text.hash(&mut hasher);
        }
    }
    Ok(hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_change_of_an_input_shows() {
        let folder = std::env::temp_dir().join(format!("xtask-fingerprint-{}", std::process::id()));
        let write = |name: &str, text: &str| {
            let file = folder.join(name);
            std::fs::create_dir_all(file.parent().expect("it lies in a folder")).expect("the folder can be made");
            std::fs::write(file, text).expect("a temporary file can be written");
            fingerprint(&folder, &["src", "Cargo.lock"]).expect("the files can be read")
        };
        let mut seen = vec![write("src/a.rs", "one")];
        for (name, text) in [("src/a.rs", "two"), ("src/b/c.rs", ""), ("Cargo.lock", ""), ("Cargo.lock", "x")] {
            let now = write(name, text);
            assert!(!seen.contains(&now), "{name} = {text:?} does not show");
            seen.push(now);
        }
        let last = *seen.last().expect("it is not empty");
        assert_eq!(write("README.md", "not an input"), last);
        std::fs::remove_dir_all(&folder).expect("the folder can be removed");
    }
}
