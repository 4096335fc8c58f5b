//! A text in words, breaks between them, and keys with their values. Pure.

use std::iter::Peekable;
use std::ops::Range;
use std::str::CharIndices;

use super::keys::{self, Key};
use super::number;

/// A word, or what stands in quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) quoted: bool,
    pub(super) at: Range<usize>,
}

/// Which end of a span a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bound {
    None,
    Min,
    Max,
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Item {
    Word(Word),
    /// A comma, the end of a line, or whatever else ends a phrase.
    Break,
    Keyed {
        key: &'static Key,
        bound: Bound,
        value: String,
        quoted: bool,
        at: Range<usize>,
    },
}

impl Item {
    pub(super) fn word(&self) -> Option<&Word> {
        match self {
            Self::Word(word) => Some(word),
            Self::Break | Self::Keyed { .. } => None,
        }
    }
}

/// The quotes and what closes them.
const QUOTES: [(char, char); 5] = [('"', '"'), ('“', '”'), ('「', '」'), ('«', '»'), ('„', '“')];

/// Takes a text apart.
pub(super) fn scan(text: &str) -> Vec<Item> {
    let mut scanner = Scanner { text, chars: text.char_indices().peekable(), items: Vec::new() };
    while let Some(&(at, c)) = scanner.chars.peek() {
        if is_break(c) {
            scanner.chars.next();
            scanner.items.push(Item::Break);
        } else if c.is_whitespace() {
            scanner.chars.next();
        } else if let Some(text) = scanner.quoted() {
            let at = at..scanner.at();
            scanner.items.push(Item::Word(Word { text, quoted: true, at }));
        } else {
            scanner.word(at);
        }
    }
    scanner.items
}

/// What ends a phrase and separates the values of a list.
fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\t' | ',' | ';' | '，' | '；' | '、' | '|')
}

fn is_colon(c: char) -> bool {
    matches!(c, ':' | '：')
}

fn bound(c: char) -> Option<Bound> {
    match c {
        '>' | '≥' | '＞' => Some(Bound::Min),
        '<' | '≤' | '＜' => Some(Bound::Max),
        _ => None,
    }
}

struct Scanner<'a> {
    text: &'a str,
    chars: Peekable<CharIndices<'a>>,
    items: Vec<Item>,
}

impl Scanner<'_> {
    /// Where the next character stands.
    fn at(&mut self) -> usize {
        self.chars.peek().map_or(self.text.len(), |(at, _)| *at)
    }

    fn skip(&mut self, skips: impl Fn(char) -> bool) {
        while self.chars.next_if(|(_, c)| skips(*c)).is_some() {}
    }

    /// What stands in quotes, from here to the quote that closes them or to the end.
    fn quoted(&mut self) -> Option<String> {
        let (_, open) = *self.chars.peek()?;
        let (_, close) = QUOTES.into_iter().find(|it| it.0 == open)?;
        self.chars.next();
        let mut inside = String::new();
        while let Some((_, c)) = self.chars.next() {
            if c == close {
                // Doubled quotes are one, as spreadsheets write them.
                if open == '"' && self.chars.next_if(|(_, c)| *c == '"').is_some() {
                    inside.push('"');
                    continue;
                }
                return Some(inside);
            }
            inside.push(c);
        }
        Some(inside)
    }

    fn word(&mut self, start: usize) {
        while let Some(&(at, c)) = self.chars.peek() {
            if c.is_whitespace() || is_break(c) {
                break;
            }
            let is_key_end = is_colon(c) || bound(c).is_some();
            if is_key_end && let Some(key) = keys::key(&self.text[start..at]) {
                self.keyed(key, start);
                return;
            }
            self.chars.next();
        }
        let at = start..self.at();
        let text = number::as_text(&self.text[at.clone()]).to_owned();
        self.items.push(Item::Word(Word { text, quoted: false, at }));
    }

    /// The value after a key. It ends with the word; commas may stand in it where no space follows them.
    fn keyed(&mut self, key: &'static Key, start: usize) {
        self.skip(is_colon);
        self.skip(|c| c == ' ');
        let mut of = Bound::None;
        while let Some((_, c)) = self.chars.next_if(|(_, c)| bound(*c).is_some() || *c == '=') {
            of = bound(c).unwrap_or(of);
        }
        self.skip(|c| c == ' ');
        if let Some(value) = self.quoted() {
            let at = start..self.at();
            self.items.push(Item::Keyed { key, bound: of, value, quoted: true, at });
            return;
        }
        let from = self.at();
        while let Some(&(at, c)) = self.chars.peek() {
            let is_list = matches!(c, ',' | '，' | '、')
                && self.text[at + c.len_utf8()..].chars().next().is_some_and(|c| !c.is_whitespace() && !is_break(c));
            if c.is_whitespace() || (is_break(c) && !is_list) {
                break;
            }
            self.chars.next();
        }
        let end = self.at();
        let value = self.text[from..end].to_owned();
        self.items.push(Item::Keyed { key, bound: of, value, quoted: false, at: start..end });
    }
}
