//! Counts the records of a file while it comes. Pure.

use crate::api::export::ExportFormat;

/// How much of a file has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    format: ExportFormat,
    /// Whether the last byte stands between quotes, where a line's end is none.
    quoted: bool,
    lines: u64,
    /// How many bytes have come.
    pub bytes: u64,
}

impl Tally {
    /// Nothing has come.
    pub const fn new(format: ExportFormat) -> Self {
        Self { format, quoted: false, lines: 0, bytes: 0 }
    }

    /// More of the file.
    pub fn add(&mut self, piece: &[u8]) {
        self.bytes += piece.len() as u64;
        for byte in piece {
            match (byte, self.format) {
                (b'"', ExportFormat::Csv) => self.quoted = !self.quoted,
                (b'\n', _) if !self.quoted => self.lines += 1,
                _ => {}
            }
        }
    }

    /// How many calls have come.
    pub const fn records(self) -> u64 {
        match self.format {
            // The header cells are no call.
            ExportFormat::Csv => self.lines.saturating_sub(1),
            ExportFormat::Ndjson => self.lines,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_counted_however_the_file_is_cut() {
        let csv = "Start,Name\r\n1,\"two\r\nlines, \"\"quoted\"\"\"\r\n2,x\r\n";
        let ndjson = "{\"a\":\"\\\"\"}\n{\"a\":\"x\"}\n";
        for (format, file) in [(ExportFormat::Csv, csv), (ExportFormat::Ndjson, ndjson)] {
            for size in 1..file.len() {
                let mut tally = Tally::new(format);
                file.as_bytes().chunks(size).for_each(|piece| tally.add(piece));
                assert_eq!((tally.records(), tally.bytes), (2, file.len() as u64), "{size}");
            }
        }
        assert_eq!(Tally::new(ExportFormat::Csv).records(), 0);
    }
}
