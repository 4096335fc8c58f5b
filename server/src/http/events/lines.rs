//! A stream of bytes, cut into lines.

use bytes::{Bytes, BytesMut};

/// The longest line, in bytes.
pub(super) const MOST_LINE_BYTES: usize = 1024 * 1024;

/// A line that is not blank.
pub(super) enum Line {
    /// All of it.
    Whole(Bytes),
    /// It has more bytes than a line may have.
    TooLong,
}

/// Cuts a stream of bytes into lines, keeping no more than one in memory.
#[derive(Default)]
pub(super) struct Lines {
    pending: BytesMut,
    skipping: bool,
    scanned: usize,
    /// The number of the line that was cut last, blank ones counted, from 1.
    pub(super) number: usize,
}

impl Lines {
    pub(super) fn add(&mut self, chunk: &[u8]) {
        self.pending.extend_from_slice(chunk);
    }

    /// The next line that is not blank.
    pub(super) fn next(&mut self) -> Option<Line> {
        loop {
            let Some(end) = self.pending[self.scanned..].iter().position(|&byte| byte == b'\n') else {
                self.scanned = self.pending.len();
                if self.pending.len() > MOST_LINE_BYTES {
                    self.pending.clear();
                    self.scanned = 0;
                    self.skipping = true;
                }
                return None;
            };
            let line = self.pending.split_to(self.scanned + end + 1).freeze();
            self.scanned = 0;
            self.number += 1;
            if std::mem::take(&mut self.skipping) || line.len() > MOST_LINE_BYTES {
                return Some(Line::TooLong);
            }
            if !line.trim_ascii().is_empty() {
                return Some(Line::Whole(line));
            }
        }
    }

    /// What stands after the last line's end.
    pub(super) fn rest(&mut self) -> Option<Line> {
        let line = std::mem::take(&mut self.pending).freeze();
        self.number += 1;
        if std::mem::take(&mut self.skipping) {
            return Some(Line::TooLong);
        }
        (!line.trim_ascii().is_empty()).then_some(Line::Whole(line))
    }
}
