//! Reading the source tree.

use std::path::{Path, PathBuf};

use crate::run::{Failure, Outcome};

/// The file itself, or all files below the folder, sorted; nothing if there is neither.
pub(crate) fn files_below(path: &Path) -> Outcome<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut open = vec![path.to_owned()];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            let entries = std::fs::read_dir(&path).map_err(Failure::file("read", &path))?;
            for entry in entries {
                open.push(entry.map_err(Failure::file("read", &path))?.path());
            }
        } else if path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// The files of that ending below these folders of the workspace, each with its path from `root` and its text.
pub(crate) fn texts(root: &Path, folders: &[&str], ending: &str) -> Outcome<Vec<(String, String)>> {
    let mut texts = Vec::new();
    for folder in folders {
        for file in files_below(&root.join(folder))? {
            if file.extension().is_some_and(|found| found == ending) {
                let text = std::fs::read_to_string(&file).map_err(Failure::file("read", &file))?;
                let name = file.strip_prefix(root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
                texts.push((name, text));
            }
        }
    }
    Ok(texts)
}

/// A word or a mark of Rust source. Comments, strings and characters are left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token<'text> {
    Word(&'text str),
    /// `::`
    Path,
    Mark(char),
}

/// Rust source as tokens, well enough to follow its paths.
pub(crate) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if first.is_alphabetic() || first == '_' {
            let word = word(rest);
            match literal_after(word, &rest[word.len()..]) {
                Some(literal) => word.len() + literal,
                None => {
                    tokens.push(Token::Word(word));
                    word.len()
                }
            }
        } else if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            comment(rest)
        } else if first == '"' {
            string(rest)
        } else if first == '\'' {
            character(rest)
        } else if rest.starts_with("::") {
            tokens.push(Token::Path);
            2
        } else {
            if !first.is_whitespace() {
                tokens.push(Token::Mark(first));
            }
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    tokens
}

fn word(text: &str) -> &str {
    let end = text.find(|char: char| !(char.is_alphanumeric() || char == '_')).unwrap_or(text.len());
    &text[..end]
}

/// The length of the literal that this word begins (`r"…"`, `br#"…"#`, `b'…'`), if it does.
fn literal_after(word: &str, rest: &str) -> Option<usize> {
    match word {
        "r" | "br" | "cr" => {
            let hashes = rest.len() - rest.trim_start_matches('#').len();
            rest[hashes..].strip_prefix('"')?;
            let close = format!("\"{}", "#".repeat(hashes));
            let body = hashes + 1;
            Some(rest[body..].find(&close).map_or(rest.len(), |at| body + at + close.len()))
        }
        "b" | "c" if rest.starts_with('"') => Some(string(rest)),
        "b" if rest.starts_with('\'') => Some(character(rest)),
        _ => None,
    }
}

/// The length of the comment that `text` begins with; they nest.
fn comment(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < text.len() {
        let here = &text.as_bytes()[at..];
        if here.starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if here.starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    text.len()
}

/// The length of the string that `text` begins with.
fn string(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The length of the character that `text` begins with, or of the quote alone if it is a lifetime's.
fn character(text: &str) -> usize {
    let mut chars = text.char_indices().skip(1);
    match (chars.next(), chars.next()) {
        (Some((_, '\\')), Some((at, escaped))) => {
            let from = at + escaped.len_utf8();
            text[from..].find('\'').map_or(text.len(), |close| from + close + 1)
        }
        (Some(_), Some((at, '\''))) => at + 1,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words_of(text: &str) -> String {
        let words = tokens(text).into_iter().filter_map(|token| match token {
            Token::Word(word) => Some(word),
            Token::Path | Token::Mark(_) => None,
        });
        words.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn only_code_counts() {
        for (text, words) in [
            ("a /* b /* c */ d */ e", "a e"),
            ("a // b\nc", "a c"),
            (r#"a "b \" c" d"#, "a d"),
            (r##"a r#"b " c"# d"##, "a d"),
            ("a b\"c\" br\"d\" e", "a e"),
            (r"a 'b' '\'' '\u{1F600}' '语' c", "a c"),
            ("fn a<'b>(c: &'b str)", "fn a b c b str"),
            ("r#type", "r type"),
            ("\"never closed", ""),
        ] {
            assert_eq!(words_of(text), words, "{text}");
        }
    }

    #[test]
    fn a_path_is_one_mark() {
        assert_eq!(tokens("a::b:"), [Token::Word("a"), Token::Path, Token::Word("b"), Token::Mark(':')]);
    }
}
