//! A place in a list, as an opaque text.

use std::fmt;
use std::str::FromStr;

use call_records_wire::page::Sort;

/// The row after which a list goes on: its values in the order of the list, and its key, which makes it unique.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// The order that it belongs to.
    pub sort: Sort,
    /// The row's value in that order.
    pub value: i64,
    /// The row's start.
    pub started_at: i64,
    /// The row's key.
    pub key: i64,
}

/// A text that is no cursor, or one of another order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be the next_cursor of a page in the same order")]
pub struct CursorError;

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}~{:x}~{:x}~{:x}", self.sort, self.value, self.started_at, self.key)
    }
}

impl FromStr for Cursor {
    type Err = CursorError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.split('~');
        let mut part = || parts.next().ok_or(CursorError);
        let number = |hex: &str| i64::from_str_radix(hex, 16).map_err(|_| CursorError);
        let sort = part()?.parse().map_err(|_| CursorError)?;
        let cursor = Self { sort, value: number(part()?)?, started_at: number(part()?)?, key: number(part()?)? };
        // One place has one spelling.
        if cursor.to_string() == text { Ok(cursor) } else { Err(CursorError) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_back_and_nothing_else_is() {
        let cursor = Cursor { sort: Sort::NEWEST_FIRST, value: 1_795_412_833_000_000, started_at: 5, key: 42 };
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
        for text in
            ["", "42", "-started_at~1", "-started_at~1~2~zz", "name~1~2~3", "-started_at~1~2~3~4", "-started_at~01~2~3"]
        {
            assert_eq!(text.parse::<Cursor>(), Err(CursorError), "{text}");
        }
    }
}
