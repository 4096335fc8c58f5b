use crate::run::{Failure, Outcome, root, run};
use crate::test::in_ci;
use crate::tools::Tools;

/// Where it goes; the tests in a browser look for it there.
const FOLDER: &str = "target/tools/axe";
const FILE: &str = "node_modules/axe-core/axe.min.js";
const PACKAGE: &str = include_str!("../axe/package.json");
/// Names the version, and the checksum that npm holds the download to.
const LOCK: &str = include_str!("../axe/package-lock.json");

/// Fetches it in the version that the lock file names. Without npm nothing is fetched, which only people may accept.
pub(crate) fn fetch(tools: &Tools) -> Outcome<()> {
    let folder = root().join(FOLDER);
    let lock = folder.join("package-lock.json");
    if std::fs::read_to_string(&lock).is_ok_and(|text| text == LOCK) && folder.join(FILE).is_file() {
        return Ok(());
    }
    if tools.find("npm").is_none() {
        if in_ci() {
            let remedy = "install npm, so that axe-core can be fetched".to_owned();
            return Err(Failure::Missing { what: "npm, for the tests of accessibility".to_owned(), remedy });
        }
        return Ok(());
    }
    println!("   installing: axe-core into {FOLDER} (takes seconds)");
    std::fs::create_dir_all(&folder).map_err(Failure::file("create", &folder))?;
    for (name, text) in [("package.json", PACKAGE), ("package-lock.json", LOCK)] {
        let file = folder.join(name);
        std::fs::write(&file, text).map_err(Failure::file("write", &file))?;
    }
    run(tools.command("npm").args(["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"]).arg(&folder))
}

/// Says aloud that accessibility was not tested.
pub(crate) fn announce_gap() {
    if !root().join(FOLDER).join(FILE).is_file() {
        println!("\nNOT CHECKED: accessibility by axe-core, which npm would fetch and which is not there.");
    }
}
