//! The page's program: compiled, cut in two, bound to JavaScript, made small.

use std::fs;
use std::path::{Path, PathBuf};

use super::names;
use crate::run::{Failure, Outcome, root, run};
use crate::tools::Tools;

/// The features that the compiler uses and browsers have. All of them is more than browsers have.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// What makes it smallest once it is compressed, as measured. Compressors like it when functions of one kind stand
/// together, and the first kilobyte of memory belongs to the stack's end.
const SMALLER: [&str; 5] =
    ["--low-memory-unused", "-Oz", "--one-caller-inline-max-function-size", "50", "--reorder-functions-by-name"];

/// What the parts are called. They name each other, so their names stay, and the folder they lie in names their content.
pub(super) const SCRIPT: &str = "page.js";
pub(super) const LINK: &str = "__wasm_split.js";
pub(super) const WASM: &str = "page_bg.wasm";

/// How the program is built.
pub(super) struct How {
    /// The Cargo profile.
    pub(super) profile: &'static str,
    /// The folder below `target` that Cargo gives to this profile.
    pub(super) output: &'static str,
    /// Whether the parts are made small, as far as the tools for it are there.
    pub(super) small: bool,
}

/// Builds the program: the script, the wasm for the first rows, the wasm of what comes later, and what links the two.
/// The answer is the folder with these files and nothing else.
pub(super) fn build(tools: &Tools, how: &How) -> Outcome<PathBuf> {
    let work = root().join("target/xtask/program").join(how.output);
    let _ = fs::remove_dir_all(&work);
    let (cut, bound) = (work.join("cut"), work.join("bound"));
    fs::create_dir_all(&bound).map_err(Failure::file("create", &bound))?;

    // What belongs to which part is told by the relocations, which linkers leave out.
    let build = ["rustc", "-p", "call-records", "--bin", "call-records", "--target", "wasm32-unknown-unknown"];
    let split = ["--features", "split", "--profile", how.profile, "--", "-C", "link-arg=--emit-relocs"];
    run(tools.command("cargo").args(build).args(split))?;
    let compiled = root().join("target/wasm32-unknown-unknown").join(how.output).join("call-records.wasm");
    run(tools.command(&tools.wasm_split()?).args(["--out-name", "page"]).arg(&compiled).arg(&cut))?;

    let bind = ["--target", "web", "--no-typescript", "--keep-lld-exports", "--no-demangle", "--out-name", "page"];
    run(tools.command("wasm-bindgen").args(bind).arg("--out-dir").arg(&bound).arg(cut.join("page.wasm")))?;
    for part in files(&cut)?.into_iter().filter(|part| !part.ends_with("page.wasm")) {
        let to = bound.join(part.file_name().unwrap_or_default());
        fs::copy(&part, &to).map_err(Failure::file("write", &to))?;
    }
    shorten_names(&bound)?;
    if how.small {
        make_small(tools, &bound)?;
    }
    Ok(bound)
}

fn shorten_names(folder: &Path) -> Outcome<()> {
    let (wasm, script) = (folder.join(WASM), folder.join(SCRIPT));
    let program = fs::read(&wasm).map_err(Failure::file("read", &wasm))?;
    let text = fs::read_to_string(&script).map_err(Failure::file("read", &script))?;
    let (program, text) = names::shorten(&program, &text)?;
    fs::write(&wasm, program).map_err(Failure::file("write", &wasm))?;
    fs::write(&script, text).map_err(Failure::file("write", &script))
}

fn make_small(tools: &Tools, folder: &Path) -> Outcome<()> {
    let (wasm_opt, esbuild) = (tools.wasm_opt()?, tools.esbuild()?);
    for part in files(folder)? {
        let is = |extension: &str| part.extension().is_some_and(|it| it == extension);
        if is("wasm") && wasm_opt {
            run(tools.command("wasm-opt").args(FEATURES).args(SMALLER).arg(&part).arg("-o").arg(&part))?;
        } else if is("js") && esbuild {
            let mut minify = tools.command("esbuild");
            minify.args(["--minify", "--format=esm", "--log-level=warning", "--allow-overwrite"]);
            run(minify.arg(format!("--outfile={}", part.display())).arg(&part))?;
        }
    }
    Ok(())
}

/// The files in a folder, by name.
pub(super) fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let list = || -> std::io::Result<Vec<PathBuf>> {
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect()
    };
    let mut files = list().map_err(Failure::file("read", folder))?;
    files.retain(|file| file.is_file());
    files.sort();
    Ok(files)
}
