//! The `Range` header (RFC 9110, sections 14.1.2 and 14.2), as one pure decision.

use std::ops::Range;

/// What a request wants of a representation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// All of it: there is no range, or one that is to be ignored.
    Whole,
    /// These bytes.
    Part(Range<u64>),
    /// A range that lies outside.
    Unsatisfiable,
}

/// Decides what `header` wants of `len` bytes.
///
/// Other units than bytes, malformed ranges and several ranges at once are ignored, as the standard allows: the answer
/// is then the whole.
pub fn wanted(header: Option<&str>, len: u64) -> Wanted {
    header.and_then(|header| parse(header, len)).unwrap_or(Wanted::Whole)
}

fn parse(header: &str, len: u64) -> Option<Wanted> {
    let (unit, set) = header.split_once('=')?;
    if !unit.trim().eq_ignore_ascii_case("bytes") {
        return None;
    }
    // A list may have empty elements; only a single range is served.
    let mut ranges = set.split(',').map(|range| range.trim_matches([' ', '\t'])).filter(|range| !range.is_empty());
    let (range, None) = (ranges.next()?, ranges.next()) else { return None };
    let (first, last) = range.split_once('-')?;
    if first.is_empty() {
        return match position(last)? {
            0 => Some(Wanted::Unsatisfiable),
            _ if len == 0 => Some(Wanted::Unsatisfiable),
            suffix => Some(Wanted::Part(len.saturating_sub(suffix)..len)),
        };
    }
    let first = position(first)?;
    let end = if last.is_empty() {
        len
    } else {
        let last = position(last)?;
        if last < first {
            return None;
        }
        last.saturating_add(1).min(len)
    };
    Some(if first < len { Wanted::Part(first..end) } else { Wanted::Unsatisfiable })
}

/// `1*DIGIT`; a number too large for us is larger than any file.
fn position(digits: &str) -> Option<u64> {
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(digits.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_read_as_the_standard_says() {
        use Wanted::{Part, Unsatisfiable, Whole};
        for (header, len, expected) in [
            (None, 1000, Whole),
            (Some("bytes=0-"), 1000, Part(0..1000)),
            (Some("bytes=0-0"), 1000, Part(0..1)),
            (Some("bytes=0-499"), 1000, Part(0..500)),
            (Some("bytes=500-"), 1000, Part(500..1000)),
            (Some("bytes=999-"), 1000, Part(999..1000)),
            (Some("bytes=900-5000"), 1000, Part(900..1000)),
            (Some("bytes=-1"), 1000, Part(999..1000)),
            (Some("bytes=-500"), 1000, Part(500..1000)),
            (Some("bytes=-5000"), 1000, Part(0..1000)),
            (Some("Bytes=0-1"), 1000, Part(0..2)),
            (Some("bytes= 0-1 "), 1000, Part(0..2)),
            (Some("bytes=,0-1,"), 1000, Part(0..2)),
            (Some("bytes=0-99999999999999999999999"), 1000, Part(0..1000)),
            (Some("bytes=1000-"), 1000, Unsatisfiable),
            (Some("bytes=5000-6000"), 1000, Unsatisfiable),
            (Some("bytes=99999999999999999999999-"), 1000, Unsatisfiable),
            (Some("bytes=-0"), 1000, Unsatisfiable),
            (Some("bytes=0-"), 0, Unsatisfiable),
            (Some("bytes=-5"), 0, Unsatisfiable),
            (Some("items=0-5"), 1000, Whole),
            (Some("bytes=0-1,5-6"), 1000, Whole),
            (Some("bytes=5-2"), 1000, Whole),
            (Some("bytes=a-b"), 1000, Whole),
            (Some("bytes=-"), 1000, Whole),
            (Some("bytes=1"), 1000, Whole),
            (Some("bytes=0x1-2"), 1000, Whole),
            (Some("bytes=+1-2"), 1000, Whole),
            (Some("bytes"), 1000, Whole),
            (Some("bytes="), 1000, Whole),
            (Some(""), 1000, Whole),
        ] {
            assert_eq!(wanted(header, len), expected, "{header:?} of {len}");
        }
    }
}
