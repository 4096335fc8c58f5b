//! A passage that is played again and again. Pure.

/// A passage of the axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Passage {
    /// None is marked.
    #[default]
    None,
    /// Its start is marked, in milliseconds; its end is not yet.
    From(u64),
    /// It is played again and again.
    Between(u64, u64),
}

/// Nobody wants less than this again and again.
const LEAST_MS: u64 = 500;

impl Passage {
    /// The next step: marks the start, then the end, then nothing. An end before the start changes places with it.
    #[must_use]
    pub fn step(self, at_ms: u64) -> Self {
        match self {
            Self::None => Self::From(at_ms),
            Self::From(start) => Self::across(start, at_ms),
            Self::Between(..) => Self::None,
        }
    }

    /// From one place to another.
    pub fn across(one: u64, other: u64) -> Self {
        let (start, end) = (one.min(other), one.max(other));
        Self::Between(start, end.max(start + LEAST_MS))
    }

    /// Where to go on from a place: back to the start, once the end is reached.
    pub const fn back_from(self, at_ms: u64) -> Option<u64> {
        match self {
            Self::Between(start, end) if at_ms >= end => Some(start),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_is_marked_played_and_let_go() {
        let marked = Passage::default().step(4_000);
        assert_eq!((marked, marked.back_from(9_000)), (Passage::From(4_000), None));
        let passage = marked.step(9_000);
        assert_eq!(passage, Passage::Between(4_000, 9_000));
        assert_eq!(
            [3_000, 8_999, 9_000, 20_000].map(|at| passage.back_from(at)),
            [None, None, Some(4_000), Some(4_000)]
        );
        assert_eq!(passage.step(5_000), Passage::None);
        assert_eq!(Passage::across(9_000, 4_000), passage);
        assert_eq!(Passage::across(4_000, 4_000), Passage::Between(4_000, 4_500));
    }
}
