//! Patterns of numbers and of names.

use serde::Deserialize;

/// A name in which `*` stands for any text, also none.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(from = "String")]
pub struct Wildcard(String);

impl From<String> for Wildcard {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl Wildcard {
    /// The pattern that this text spells.
    pub fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// Whether the whole text matches.
    pub fn matches(&self, text: &str) -> bool {
        let mut parts = self.0.split('*');
        let first = parts.next().unwrap_or_default();
        let Some(mut rest) = text.strip_prefix(first) else {
            return false;
        };
        let Some(last) = parts.next_back() else {
            // No star at all.
            return rest.is_empty();
        };
        for part in parts {
            match rest.find(part) {
                Some(at) => rest = &rest[at + part.len()..],
                None => return false,
            }
        }
        rest.ends_with(last)
    }
}

/// A number as a dial plan spells it: a literal, or a pattern after `_` with `X` (0–9), `Z` (1–9), `N` (2–9),
/// `[15-7]`, `.` (one or more of anything) and `!` (anything, also nothing).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct NumberPattern(Vec<Piece>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    OneOf(Vec<char>),
    Some,
    Any,
}

impl TryFrom<String> for NumberPattern {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::new(&text)
    }
}

impl NumberPattern {
    /// The pattern that this text spells.
    pub fn new(text: &str) -> Result<Self, String> {
        let Some(pattern) = text.strip_prefix('_') else {
            return Ok(Self(text.chars().map(|c| Piece::OneOf(vec![c])).collect()));
        };
        let mut pieces = Vec::new();
        let mut rest = pattern.chars();
        while let Some(c) = rest.next() {
            pieces.push(match c {
                'X' | 'x' => Piece::OneOf(('0'..='9').collect()),
                'Z' | 'z' => Piece::OneOf(('1'..='9').collect()),
                'N' | 'n' => Piece::OneOf(('2'..='9').collect()),
                '.' => Piece::Some,
                '!' => Piece::Any,
                '[' => {
                    let set: Vec<char> = rest.by_ref().take_while(|c| *c != ']').collect();
                    if set.is_empty() {
                        return Err(format!("{text}: [] must hold digits"));
                    }
                    Piece::OneOf(spread(&set))
                }
                c => Piece::OneOf(vec![c]),
            });
        }
        Ok(Self(pieces))
    }

    /// Whether the whole number matches.
    pub fn matches(&self, number: &str) -> bool {
        let mut digits = number.chars();
        for piece in &self.0 {
            match piece {
                Piece::OneOf(set) => {
                    if !digits.next().is_some_and(|digit| set.contains(&digit)) {
                        return false;
                    }
                }
                Piece::Some => return digits.next().is_some(),
                Piece::Any => return true,
            }
        }
        digits.next().is_none()
    }
}

/// `15-7` means 1, 5, 6 and 7.
fn spread(set: &[char]) -> Vec<char> {
    let mut all = Vec::new();
    let mut at = 0;
    while at < set.len() {
        match set.get(at..at + 3) {
            Some(&[from, '-', to]) => {
                all.extend(from..=to);
                at += 3;
            }
            _ => {
                all.push(set[at]);
                at += 1;
            }
        }
    }
    all
}
