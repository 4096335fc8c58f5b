//! What a text that may be anything stands for: numbers in any notation, call ids, names, words with a key. Pure.
//!
//! Nothing is left out: every letter and digit of the text lies in a part that was understood, or in one that says why
//! it was not.

mod keys;
mod scan;

use std::collections::HashSet;
use std::ops::Range;

use call_records_wire::filter::{MAX_CALL_IDS, MAX_VALUE_CHARS, NumberPattern, NumberPatternError};

use super::draft::{length, number};
pub use keys::words_like;
use keys::{Takes, fitting};
use scan::{Bound, Item, Word, scan};

/// Something that was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The field of a search.
    pub field: &'static str,
    /// Its value.
    pub value: String,
    /// Where it stands in the text.
    pub at: Range<usize>,
}

/// Why something was not understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// A key without a value.
    NoValue,
    /// Too few digits for a number.
    FewDigits,
    /// No number.
    NotANumber,
    /// None of the words that the field takes.
    NoWord(&'static str),
    /// No length of time.
    NotALength,
    /// Longer than what can be searched for.
    TooLong,
    /// The field takes one value and has one already.
    Twice(&'static str),
    /// An extension: numbers are kept without them.
    Extension,
    /// More call ids than can be searched for at once.
    TooManyIds,
    /// The end of a call id, as the list shows it.
    IdEnd,
}

/// Something that was not understood, or not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// What.
    pub text: String,
    /// Why.
    pub why: Why,
    /// Where it stands in the text.
    pub at: Range<usize>,
}

/// What a text stands for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// What was understood.
    pub parts: Vec<Part>,
    /// What was not.
    pub left: Vec<Left>,
}

/// Reads a text.
pub fn read(text: &str) -> Reading {
    let items = scan(text);
    let words: Vec<&Word> = items.iter().filter_map(Item::word).collect();
    // Several words with digits and letters, and nothing else, were pasted from a list of ids.
    let are_ids = words.len() > 1
        && !items.iter().any(|item| matches!(item, Item::Keyed { .. }))
        && words.iter().all(|word| is_id(&word.text) || may_be_id(&word.text));
    let mut reader = Reader { reading: Reading::default(), ids: HashSet::new() };
    let mut at = 0;
    while at < items.len() {
        at += match &items[at] {
            Item::Break => 1,
            Item::Keyed { .. } => reader.keyed(&items[at..]),
            Item::Word(word) if are_ids || is_id(&word.text) => {
                reader.part("call_id", &word.text, word.at.clone());
                1
            }
            Item::Word(_) => reader.words(&items[at..]),
        };
    }
    reader.reading
}

struct Reader {
    reading: Reading,
    ids: HashSet<String>,
}

impl Reader {
    fn left(&mut self, text: &str, why: Why, at: Range<usize>) {
        self.reading.left.push(Left { text: text.trim().to_owned(), why, at });
    }

    fn part(&mut self, field: &'static str, value: &str, at: Range<usize>) {
        let value = value.trim();
        if value.is_empty() {
            self.left("", Why::NoValue, at);
        } else if value.chars().count() > MAX_VALUE_CHARS {
            self.left(value, Why::TooLong, at);
        } else if field == "call_id" && !self.ids.contains(value) && self.ids.len() == MAX_CALL_IDS {
            self.left(value, Why::TooManyIds, at);
        } else {
            if field == "call_id" {
                self.ids.insert(value.to_owned());
            }
            self.reading.parts.push(Part { field, value: value.to_owned(), at });
        }
    }

    fn number(&mut self, field: &'static str, text: &str, at: Range<usize>) {
        let searched = number::searched(text);
        match NumberPattern::parse(&searched) {
            Ok(pattern) => self.part(field, pattern.as_str(), at),
            Err(NumberPatternError::TooFewDigits) => self.left(text, Why::FewDigits, at),
            Err(NumberPatternError::NotANumber) => self.left(text, Why::NotANumber, at),
            Err(NumberPatternError::TooLong) => self.left(text, Why::TooLong, at),
        }
    }

    fn single(&mut self, field: &'static str, value: &str, text: &str, at: Range<usize>) {
        if self.reading.parts.iter().any(|part| part.field == field) {
            self.left(text, Why::Twice(field), at);
        } else {
            self.part(field, value, at);
        }
    }

    /// A key and its values; returns how many items they are.
    fn keyed(&mut self, items: &[Item]) -> usize {
        let Some(Item::Keyed { key, bound, value, quoted, at }) = items.first() else { return 1 };
        if pieces(value, *quoted).next().is_none() {
            let whole = format!("{}:", key.name);
            self.left(&whole, Why::NoValue, at.clone());
            return 1;
        }
        if let Takes::Number(field) = key.takes {
            // People write numbers with spaces.
            let follow = items[1..].iter().map_while(|item| item.word().filter(|word| !word.quoted));
            let mut number = Joined::new(value, at.clone());
            let more =
                if *quoted || !is_numberlike(value) { 0 } else { follow.take_while(|word| number.join(word)).count() };
            if number.digits == 0 || more == 0 {
                for value in pieces(value, *quoted) {
                    self.number(field, value, at.clone());
                }
            } else {
                self.number(field, &number.text, number.at);
            }
            return 1 + more + self.extension(&items[1 + more..]);
        }
        if let Takes::Words(field) = key.takes
            && !*quoted
        {
            // "reason:abandoned in queue": the words that follow are of the name as long as some name has them.
            let follow = items[1..].iter().map_while(|item| item.word().filter(|word| !word.quoted));
            let mut name = value.clone();
            let (mut longest, mut end) = (None, at.end);
            for (more, word) in follow.enumerate() {
                name = format!("{name} {}", word.text);
                if !keys::is_of_a_name(field, &name) {
                    break;
                }
                (longest, end) = (Some((more + 1, name.clone())), word.at.end);
            }
            if let Some((more, name)) = longest {
                for word in fitting(field, &name) {
                    self.part(field, &word, at.start..end);
                }
                return 1 + more;
            }
        }
        for value in pieces(value, *quoted) {
            match key.takes {
                Takes::Number(_) => {}
                Takes::Text(field) => self.part(field, value, at.clone()),
                Takes::Words(field) => {
                    let fitting = fitting(field, value);
                    if fitting.is_empty() {
                        self.left(value, Why::NoWord(field), at.clone());
                    }
                    for word in fitting {
                        self.part(field, &word, at.clone());
                    }
                }
                Takes::YesOrNo(field) => match keys::yes_or_no(value) {
                    Some(yes) => self.single(field, &yes.to_string(), value, at.clone()),
                    None => self.left(value, Why::NoWord(field), at.clone()),
                },
                Takes::Length(min, max) => self.lengths(min, max, *bound, value, at),
            }
        }
        1
    }

    fn lengths(&mut self, min: &'static str, max: &'static str, bound: Bound, value: &str, at: &Range<usize>) {
        let range = ["..", "–", "-", "~", "至"].iter().find_map(|between| value.split_once(between));
        let (low, high) = match (bound, range) {
            (Bound::None, Some(range)) => (Some(range.0), Some(range.1)),
            (Bound::None | Bound::Min, _) => (Some(value), None),
            (Bound::Max, _) => (None, Some(value)),
        };
        for (field, text) in [(min, low), (max, high)] {
            match text.map(|text| (text, length::parse(text))) {
                None => {}
                Some((text, Some(ms))) => self.single(field, &ms.to_string(), text, at.clone()),
                Some((text, None)) => self.left(text, Why::NotALength, at.clone()),
            }
        }
    }

    /// A number or a phrase; returns how many items it is.
    fn words(&mut self, items: &[Item]) -> usize {
        let Some(first) = items.first().and_then(Item::word) else { return 1 };
        if first.quoted {
            if is_whole_number(&first.text) {
                self.number("number", &first.text, first.at.clone());
            } else {
                self.phrase(&first.text, first.at.clone());
            }
            return 1;
        }
        let run: Vec<&Word> = items.iter().map_while(Item::word).take_while(|word| !word.quoted).collect();
        // "Tel." before a number is part of it.
        let labels =
            usize::from(keys::is_number_label(&first.text) && run.get(1).is_some_and(|it| is_numberlike(&it.text)));
        let Some(start) = run.get(labels) else { return 1 };
        let mut number = Joined::new(&start.text, first.at.start..start.at.end);
        if is_numberlike(&start.text) {
            let more = run[labels + 1..].iter().take_while(|word| number.join(word)).count();
            if number.digits >= 3 {
                self.number("number", &number.text, number.at);
                let taken = labels + 1 + more;
                return taken + self.extension(&items[taken..]);
            }
        }
        // Words up to what is something else.
        let count = (1..run.len()).find(|at| ends_phrase(&run[*at..])).unwrap_or(run.len());
        let whole: Vec<&str> = run[..count].iter().map(|word| word.text.as_str()).collect();
        self.phrase(&whole.join(" "), first.at.start..run[count - 1].at.end);
        count
    }

    fn phrase(&mut self, text: &str, at: Range<usize>) {
        let says_something = text.chars().any(char::is_alphanumeric);
        if !says_something {
            // Lone punctuation stands for nothing.
        } else if text.strip_prefix(['…', '⋯']).is_some_and(|end| end.chars().all(is_of_ids)) {
            self.left(text, Why::IdEnd, at);
        } else if is_numberlike(text) {
            self.left(text, Why::FewDigits, at);
        } else {
            self.part("q", text, at);
        }
    }

    /// An extension after a number; returns how many items it is.
    fn extension(&mut self, items: &[Item]) -> usize {
        let Some(word) = items.first().and_then(Item::word) else { return 0 };
        let Some(rest) = keys::after_extension(&word.text) else { return 0 };
        let next = items.get(1).and_then(Item::word);
        if is_short_digits(rest) {
            self.left(rest, Why::Extension, word.at.clone());
            1
        } else if let Some(next) = next.filter(|next| rest.is_empty() && is_short_digits(&next.text)) {
            self.left(&next.text, Why::Extension, word.at.start..next.at.end);
            2
        } else {
            0
        }
    }
}

/// Pieces of one number, as people put spaces into it.
struct Joined {
    text: String,
    at: Range<usize>,
    digits: usize,
    last: usize,
}

/// Whether something else than a phrase begins here.
fn ends_phrase(run: &[&Word]) -> bool {
    let Some(first) = run.first() else { return true };
    let number = run.iter().take_while(|word| is_numberlike(&word.text)).map(|word| digits(&word.text)).sum::<usize>();
    let is_number = is_numberlike(&first.text) && (first.text.starts_with(['+', '＋']) || number >= 7);
    is_number || is_id(&first.text) || is_whole_number(&first.text) || keys::is_number_label(&first.text)
}

/// The most digits that a number has (E.164), and the `00` before it.
const MOST_DIGITS: usize = 17;

impl Joined {
    fn new(text: &str, at: Range<usize>) -> Self {
        let digits = digits(text);
        Self { text: text.to_owned(), at, digits, last: digits }
    }

    /// Joins one more piece, unless it starts a number of its own.
    fn join(&mut self, word: &Word) -> bool {
        let more = digits(&word.text);
        let is_another = word.text.starts_with(['+', '＋'])
            || (self.last >= 7 && more >= 7)
            || self.digits + more > MOST_DIGITS
            || self.text.contains(['*', '#']);
        if !is_numberlike(&word.text) || is_id(&word.text) || is_another {
            return false;
        }
        self.text.push(' ');
        self.text.push_str(&word.text);
        self.at.end = word.at.end;
        self.digits += more;
        self.last = more;
        true
    }
}

fn pieces(value: &str, quoted: bool) -> impl Iterator<Item = &str> {
    let splits = move |c| !quoted && matches!(c, ',' | '，' | '、');
    value.split(splits).filter(|piece| !piece.trim().is_empty())
}

fn digits(text: &str) -> usize {
    text.chars().filter(|c| number::plain(*c).is_ascii_digit()).count()
}

/// Whether a text holds nothing but what numbers hold, and at least a digit.
fn is_numberlike(text: &str) -> bool {
    let mut seen = false;
    let all = text.chars().map(number::plain).all(|c| {
        let fits = c.is_ascii_digit()
            || matches!(c, '*' | '#')
            || (c == '+' && !seen)
            || call_records_wire::text::is_number_punctuation(c);
        seen |= c.is_ascii_digit() || c == '+';
        fits
    });
    all && (1..=MOST_DIGITS).contains(&digits(text))
}

fn is_whole_number(text: &str) -> bool {
    is_numberlike(text) && digits(text) >= 3
}

fn is_short_digits(text: &str) -> bool {
    !text.is_empty() && text.chars().count() <= 6 && text.chars().all(|c| number::plain(c).is_ascii_digit())
}

/// Whether a word can only be a call id: a switch's `1795412833.0`, or long with digits and letters.
fn is_id(text: &str) -> bool {
    let is_switchs = text.split_once('.').is_some_and(|(seconds, count)| {
        seconds.len() >= 9
            && !count.is_empty()
            && [seconds, count].iter().all(|it| it.chars().all(|c| c.is_ascii_digit()))
    });
    let has_more_digits_than_a_number = digits(text) > MOST_DIGITS && text.chars().all(is_of_ids);
    is_switchs || has_more_digits_than_a_number || (text.len() >= 16 && may_be_id(text))
}

fn is_of_ids(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | '@' | '/')
}

/// Whether a word may be the end of an id that was copied from somewhere: it is found by its start only.
pub fn may_end_an_id(text: &str) -> bool {
    text.len() >= 6 && may_be_id(text)
}

/// Whether a word has digits and letters, and nothing that ids do not have.
fn may_be_id(text: &str) -> bool {
    text.chars().all(is_of_ids)
        && text.chars().any(|c| c.is_ascii_digit())
        && text.chars().any(|c| c.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests;
