//! Import arrows: which module of a package may name which others. The tables are in `arrows/table.rs`.

mod table;

use std::collections::BTreeSet;

use crate::run::{Failure, Outcome, root};
use crate::source::{Token, texts, tokens};

/// The name of a module of tests, in place or in a file.
const TESTS: &str = "tests";

/// A package and what its modules may name.
struct Package {
    /// Its source folder, from the root of the workspace.
    folder: &'static str,
    /// Files that put the package together: they may name everything.
    roots: &'static [&'static str],
    /// Each module with the modules of its package that it may name, itself aside.
    modules: &'static [(&'static str, &'static [&'static str])],
    /// Foreign crates with the only modules that may name them.
    crates: &'static [(&'static str, &'static [&'static str])],
}

/// One use of a module or crate where it should not be.
#[derive(Debug, PartialEq, Eq)]
struct Fault {
    file: String,
    text: String,
}

/// Reads both packages and holds them to their tables.
pub(crate) fn check() -> Outcome<()> {
    let root = root();
    let mut faults = Vec::new();
    let mut files = 0;
    for package in table::PACKAGES {
        let texts = texts(&root, &[package.folder], "rs")?;
        files += texts.len();
        faults.extend(package.faults(&texts));
    }
    if faults.is_empty() {
        println!("   {files} files follow the arrows");
        return Ok(());
    }
    let lines: Vec<String> = faults.iter().map(|fault| format!("  {}: {}", fault.file, fault.text)).collect();
    Err(Failure::Check(format!(
        "FAILED: import arrows are broken\n{}\nEither move the code to where the arrow allows it, or, if the new arrow is the \
         point of the change,\nadd it to xtask/src/arrows/table.rs in a commit of its own and say so in docs/architecture.md.",
        lines.join("\n")
    )))
}

impl Package {
    fn faults(&self, files: &[(String, String)]) -> Vec<Fault> {
        let mut faults = Vec::new();
        let there: BTreeSet<&str> = files.iter().filter_map(|(file, _)| self.place(file).first().copied()).collect();
        for (file, text) in files {
            let place = self.place(file);
            let Some(module) = place.first().copied().filter(|module| !self.roots.contains(module)) else { continue };
            let mut fault = |text: String| faults.push(Fault { file: file.clone(), text });
            let Some((_, may)) = self.modules.iter().find(|(name, _)| *name == module) else {
                fault(format!("the module `{module}` is not in the table: give it a row with what it may name"));
                continue;
            };
            // What is not shipped may borrow samples from anywhere.
            if place.contains(&TESTS) {
                continue;
            }
            let names = Names::read(&tokens(text), place.len());
            for named in &names.modules {
                if *named == module || may.contains(named) {
                    continue;
                }
                fault(if there.contains(named) || self.modules.iter().any(|(name, _)| name == named) {
                    format!("`{module}` may not name `crate::{named}` (it may name: {})", list(may))
                } else {
                    format!("`crate::{named}` is no module: name what is meant by the module it lives in")
                });
            }
            for (name, homes) in self.crates {
                if names.crates.contains(name) && !homes.contains(&module) {
                    fault(format!("`{module}` may not name the crate `{name}` (only {} may)", list(homes)));
                }
            }
        }
        faults
    }

    /// `server/src/http/calls/list.rs` is `[http, calls, list]`; `…/mod.rs` is its folder.
    fn place<'file>(&self, file: &'file str) -> Vec<&'file str> {
        let inside = file.strip_prefix(self.folder).unwrap_or(file).trim_start_matches('/');
        let mut place: Vec<&str> = inside.trim_end_matches(".rs").split('/').collect();
        if place.len() > 1 && place.last() == Some(&"mod") {
            place.pop();
        }
        place
    }
}

fn list(names: &[&str]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

/// What a file names.
#[derive(Default)]
struct Names<'text> {
    /// The first step of every path from the root of its own crate; `*` for all at once.
    modules: BTreeSet<&'text str>,
    /// The first word of every other path.
    crates: BTreeSet<&'text str>,
}

impl<'text> Names<'text> {
    /// `depth`: how many steps of `super` lead from the file to the root of its crate.
    fn read(tokens: &[Token<'text>], depth: usize) -> Self {
        let mut names = Self::default();
        // The braces that are open, each with its name if it is the body of a module written in place.
        let mut open: Vec<Option<&str>> = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            let before = |steps: usize| at.checked_sub(steps).map(|at| tokens[at]);
            match token {
                Token::Mark('{') => open.push(match (before(2), before(1)) {
                    (Some(Token::Word("mod")), Some(Token::Word(name))) => Some(name),
                    _ => None,
                }),
                Token::Mark('}') => drop(open.pop()),
                Token::Word(_) if open.contains(&Some(TESTS)) => {}
                // `$crate` is another crate's; a word after `::` or `.` does not begin a path.
                Token::Word(word) if !matches!(before(1), Some(Token::Path | Token::Mark('$' | '.'))) => {
                    names.path(word, &tokens[at + 1..], depth + open.iter().flatten().count());
                }
                Token::Word(_) | Token::Path | Token::Mark(_) => {}
            }
        }
        names
    }

    /// A path that begins with `word` and goes on with `rest`, if it is one.
    fn path(&mut self, word: &'text str, mut rest: &[Token<'text>], depth: usize) {
        let mut climbs = match word {
            "crate" => depth,
            "super" => 1,
            _ => 0,
        };
        let [Token::Path, tail @ ..] = rest else {
            // `use axum;`
            if climbs == 0 && rest.first() == Some(&Token::Mark(';')) {
                self.crates.insert(word);
            }
            return;
        };
        if climbs == 0 {
            self.crates.insert(word);
            return;
        }
        rest = tail;
        while let [Token::Word("super"), Token::Path, tail @ ..] = rest {
            climbs += 1;
            rest = tail;
        }
        if climbs < depth {
            return;
        }
        match rest {
            // A macro of the crate has no module.
            [Token::Word(_), Token::Mark('!'), ..] => {}
            [Token::Word(head), ..] => drop(self.modules.insert(head)),
            [Token::Mark('*'), ..] => drop(self.modules.insert("*")),
            [Token::Mark('{'), group @ ..] => self.group(group),
            _ => {}
        }
    }

    /// The heads in `{a, b::{c, d}}`, after its first brace.
    fn group(&mut self, tokens: &[Token<'text>]) {
        let mut depth = 1;
        let mut head = true;
        for token in tokens {
            match token {
                Token::Word(word) if head && depth == 1 && *word != "self" => drop(self.modules.insert(word)),
                Token::Mark('*') if head && depth == 1 => drop(self.modules.insert("*")),
                Token::Mark('{') => depth += 1,
                Token::Mark('}') => depth -= 1,
                Token::Word(_) | Token::Path | Token::Mark(_) => {}
            }
            head = *token == Token::Mark(',');
            if depth == 0 {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: Package = Package {
        folder: "s/src",
        roots: &["main", "lib"],
        modules: &[("domain", &[]), ("store", &["domain"]), ("http", &["store"])],
        crates: &[("axum", &["http"])],
    };

    fn faults(file: &str, text: &str) -> Vec<String> {
        SAMPLE.faults(&[(file.to_owned(), text.to_owned())]).into_iter().map(|fault| fault.text).collect()
    }

    #[test]
    fn allowed_arrows_pass() {
        for (file, text) in [
            ("s/src/main.rs", "use crate::http; use axum::Router;"),
            ("s/src/lib.rs", "pub mod http; pub use http::router;"),
            ("s/src/domain.rs", "use self::call::Call; use std::fmt; use wire::http::X; pub(crate) fn f() {}"),
            ("s/src/store/sql.rs", "use crate::{domain::{Call, http}, store::Error}; use super::Row;"),
            ("s/src/store.rs", "mod inner { use super::*; use super::super::domain::Call; }"),
            ("s/src/domain.rs", "#[cfg(test)]\nmod tests { fn f() { if a {} } use crate::store::sample; }"),
            ("s/src/domain/tests.rs", "use crate::store::sample;"),
            ("s/src/http/mod.rs", "use super::store::Store; use axum::Json; // crate::domain"),
            ("s/src/domain.rs", "let text = \"crate::store\"; x.axum::<u8>(); crate::shout!();"),
        ] {
            assert_eq!(faults(file, text), [""; 0], "{file}: {text}");
        }
    }

    #[test]
    fn broken_arrows_are_named() {
        for (file, text, word) in [
            ("s/src/domain.rs", "use crate::store::Store;", "`domain` may not name `crate::store`"),
            ("s/src/domain/call.rs", "fn f(x: super::super::store::Store) {}", "`domain` may not name `crate::store`"),
            ("s/src/domain.rs", "use crate::{\n    domain::Call,\n    store::Store,\n};", "may name: none"),
            ("s/src/domain.rs", "mod tests { fn f() {} } use crate::store::Store;", "`domain` may not name"),
            ("s/src/store.rs", "mod outer { mod deep { use super::super::super::http; } }", "may name: domain"),
            ("s/src/store/sql.rs", "use axum::Json;", "the crate `axum` (only http may)"),
            ("s/src/domain.rs", "use axum;", "the crate `axum`"),
            ("s/src/domain.rs", "use super::*;", "`crate::*`"),
            ("s/src/http.rs", "use crate::router;", "`crate::router` is no module"),
            ("s/src/new/one.rs", "", "`new` is not in the table"),
        ] {
            let faults = faults(file, text);
            assert!(faults.len() == 1 && faults[0].contains(word), "{file}: {text}: {faults:?}");
        }
    }

    #[test]
    fn the_tables_name_only_modules_that_they_list() {
        for package in table::PACKAGES {
            let known = |name: &&str| package.modules.iter().any(|(module, _)| module == name);
            for (module, names) in package.modules.iter().chain(package.crates) {
                let homes_may_be_roots = |name: &&str| known(name) || package.roots.contains(name);
                assert!(names.iter().all(homes_may_be_roots), "{}: the row of `{module}`", package.folder);
            }
        }
    }
}
