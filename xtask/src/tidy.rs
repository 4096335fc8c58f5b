//! Small checks of the source tree itself: no file grows out of sight, and every file says what it is.

use crate::run::{Failure, Outcome, root};
use crate::source::texts;

const FOLDERS: &[&str] = &["src", "tests", "wire", "server", "xtask", "style"];
const MOST_LINES: usize = 450;

/// Files that may be longer, with the reason. Their paths are from the root of the workspace.
const LONGER: &[(&str, &str)] = &[];

/// Reads all our source and names every fault at once.
pub(crate) fn check() -> Outcome<()> {
    let root = root();
    let rust = texts(&root, FOLDERS, "rs")?;
    let styles = texts(&root, FOLDERS, "css")?;
    let mut faults: Vec<String> = rust.iter().filter(|file| !says_what_it_is(file, &rust)).map(undocumented).collect();
    faults.extend(rust.iter().chain(&styles).filter_map(|(name, text)| too_long(name, text, LONGER)));
    faults.extend(forgotten(LONGER, &rust, &styles));
    if faults.is_empty() {
        println!("   {} files are tidy", rust.len() + styles.len());
        return Ok(());
    }
    Err(Failure::Check(format!("FAILED: the source tree is untidy\n  {}", faults.join("\n  "))))
}

fn undocumented((name, _): &(String, String)) -> String {
    format!("{name}: begins without a `//!` line that says what it is (or a `///` line where its parent declares it)")
}

fn too_long(name: &str, text: &str, longer: &[(&str, &str)]) -> Option<String> {
    let lines = text.lines().count();
    if lines <= MOST_LINES || longer.iter().any(|(listed, _)| *listed == name) {
        return None;
    }
    Some(format!(
        "{name}: {lines} lines, {MOST_LINES} at most; split it, or list it in xtask/src/tidy.rs with the reason"
    ))
}

/// Exceptions that are needed no more.
fn forgotten(longer: &[(&str, &str)], rust: &[(String, String)], styles: &[(String, String)]) -> Vec<String> {
    let needed = |listed: &str| {
        rust.iter().chain(styles).any(|(name, text)| name == listed && MOST_LINES < text.lines().count())
    };
    let unneeded = longer.iter().filter(|(listed, _)| !needed(listed));
    unneeded
        .map(|(listed, _)| format!("{listed}: listed in xtask/src/tidy.rs as long, and is not: remove it there"))
        .collect()
}

/// Files of tests are explained by their names.
fn says_what_it_is((name, text): &(String, String), all: &[(String, String)]) -> bool {
    name.ends_with("/tests.rs") || text.starts_with("//!") || documented_by_parent(name, all)
}

/// Whether the file that declares this module does so with a `///` line.
fn documented_by_parent(name: &str, all: &[(String, String)]) -> bool {
    let Some((folder, file)) = name.rsplit_once('/') else { return false };
    let module = file.trim_end_matches(".rs");
    let parents =
        [format!("{folder}.rs"), format!("{folder}/mod.rs"), format!("{folder}/lib.rs"), format!("{folder}/main.rs")];
    all.iter().filter(|(name, _)| parents.contains(name)).any(|(_, text)| declares_with_doc(text, module))
}

fn declares_with_doc(text: &str, module: &str) -> bool {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let declares = |line: &str| line.strip_suffix(';').is_some_and(|line| line.ends_with(&format!("mod {module}")));
    let Some(at) = lines.iter().position(|line| declares(line)) else { return false };
    lines[..at].iter().rev().find(|line| !line.starts_with("#[")).is_some_and(|line| line.starts_with("///"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, text: &str) -> (String, String) {
        (name.to_owned(), text.to_owned())
    }

    #[test]
    fn a_file_says_what_it_is_itself_or_its_parent_does() {
        let all = [
            file("wire/src/lib.rs", "//! All.\n\n/// Calls.\n#[cfg(unix)]\npub mod call;\npub mod page;\n"),
            file("wire/src/call.rs", "use std::fmt;\n"),
            file("wire/src/page.rs", "use std::fmt;\n"),
            file("wire/src/call/tests.rs", "use super::*;\n"),
        ];
        let silent: Vec<&str> =
            all.iter().filter(|file| !says_what_it_is(file, &all)).map(|(name, _)| name.as_str()).collect();
        assert_eq!(silent, ["wire/src/page.rs"]);
    }

    #[test]
    fn a_long_file_needs_a_reason_and_a_reason_a_long_file() {
        let long = "line\n".repeat(MOST_LINES + 1);
        let fits = "line\n".repeat(MOST_LINES);
        assert!(too_long("a.rs", &long, &[]).is_some_and(|text| text.contains("451 lines")));
        assert_eq!(too_long("a.rs", &long, &[("a.rs", "a table of words")]), None);
        assert_eq!(too_long("a.rs", &fits, &[]), None);
        assert_eq!(forgotten(&[("a.rs", "a table of words")], &[file("a.rs", &long)], &[]), [""; 0]);
        assert_eq!(forgotten(&[("a.rs", "a table of words")], &[file("a.rs", &fits)], &[]).len(), 1);
    }
}
