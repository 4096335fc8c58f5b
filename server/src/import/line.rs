//! Reading logs line by line, whatever their lines hold.

use std::io::{self, BufRead, Read};

use super::Unreadable;

/// The longest line that is read; a longer one is skipped and reported.
const MAX_LINE_BYTES: u64 = 256 * 1024;

/// Calls `read` with the number and the text of every line that is not empty, and notes the lines it refuses.
///
/// Text that is not UTF-8 is read with replacement characters: an old phone's caller name must not cost its call.
pub(super) fn each_line(
    mut input: impl BufRead,
    file: &str,
    unreadable: &mut Vec<Unreadable>,
    mut read: impl FnMut(&str, u64) -> Result<(), String>,
) -> io::Result<()> {
    let mut bytes = Vec::new();
    for number in 1.. {
        bytes.clear();
        if input.by_ref().take(MAX_LINE_BYTES).read_until(b'\n', &mut bytes)? == 0 {
            break;
        }
        let whole = bytes.last() == Some(&b'\n') || (bytes.len() as u64) < MAX_LINE_BYTES;
        let outcome = if whole {
            let text = String::from_utf8_lossy(&bytes);
            let text = text.trim_end_matches(['\r', '\n']).trim_start_matches('\u{feff}');
            if text.trim().is_empty() { Ok(()) } else { read(text, number) }
        } else {
            skip_rest(&mut input)?;
            Err(format!("the line is longer than {MAX_LINE_BYTES} bytes"))
        };
        if let Err(why) = outcome {
            unreadable.push(Unreadable { file: file.to_owned(), line: number, why });
        }
    }
    Ok(())
}

fn skip_rest(input: &mut impl BufRead) -> io::Result<()> {
    let mut part = Vec::new();
    loop {
        part.clear();
        let read = input.by_ref().take(MAX_LINE_BYTES).read_until(b'\n', &mut part)?;
        if read == 0 || part.last() == Some(&b'\n') {
            return Ok(());
        }
    }
}

/// Splits one line of a comma-separated log. A quote inside a quoted field is doubled.
///
/// Line by line on purpose: a reader of whole files takes a quote that is never closed for the start of a field that
/// goes on to the next quote, and loses every line between.
pub(super) fn split_csv(line: &str) -> Result<Vec<String>, String> {
    let mut fields = Vec::with_capacity(24);
    let mut rest = line;
    loop {
        let (field, after) = if rest.starts_with('"') { quoted(rest)? } else { bare(rest) };
        fields.push(field);
        match after.strip_prefix(',') {
            Some(next) => rest = next,
            None if after.is_empty() => return Ok(fields),
            None => return Err(format!("text follows the closing quote of field {}", fields.len())),
        }
    }
}

fn quoted(text: &str) -> Result<(String, &str), String> {
    let mut field = String::new();
    let mut rest = &text[1..];
    loop {
        let Some(at) = rest.find('"') else {
            return Err("a quoted field does not end".to_owned());
        };
        field.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match rest.strip_prefix('"') {
            Some(after) => {
                field.push('"');
                rest = after;
            }
            None => return Ok((field, rest)),
        }
    }
}

fn bare(text: &str) -> (String, &str) {
    let at = text.find(',').unwrap_or(text.len());
    (text[..at].to_owned(), &text[at..])
}

/// The columns of a comma-separated log, by name.
pub(super) struct Columns {
    names: Vec<String>,
}

impl Columns {
    pub(super) fn new(names: &[String]) -> Self {
        Self { names: names.to_vec() }
    }

    /// Reads a line; a line with fewer fields than columns was cut off.
    pub(super) fn read(&self, line: &str) -> Result<Row<'_>, String> {
        let fields = split_csv(line)?;
        if fields.len() == self.names.len() {
            Ok(Row { columns: self, fields })
        } else {
            Err(format!("has {} fields instead of {}", fields.len(), self.names.len()))
        }
    }
}

/// One line of a comma-separated log.
pub(super) struct Row<'a> {
    columns: &'a Columns,
    fields: Vec<String>,
}

impl Row<'_> {
    /// Takes the field of this column; empty where the log has no such column.
    pub(super) fn take(&mut self, name: &str) -> String {
        let at = self.columns.names.iter().position(|column| column == name);
        at.map(|at| std::mem::take(&mut self.fields[at])).unwrap_or_default()
    }

    /// Takes an id of the PBX, which Asterisk keeps under 150 characters.
    pub(super) fn take_id(&mut self, name: &str) -> Result<String, String> {
        let id = self.take(name);
        if id.is_empty() || id.len() > 150 || id.chars().any(char::is_control) {
            return Err(format!("{name} is not an id"));
        }
        Ok(id)
    }
}

/// Reads an instant as Asterisk writes it: seconds since 1970, with or without a fraction, as microseconds.
pub(super) fn epoch_micros(text: &str) -> Option<i64> {
    let (seconds, fraction) = text.split_once('.').unwrap_or((text, ""));
    if seconds.is_empty() || fraction.len() > 9 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let seconds: i64 = seconds.parse().ok()?;
    let micros: i64 = format!("{fraction:0<6}")[..6].parse().ok()?;
    // 2000 to 2099, as every event.
    (946_684_800..4_102_444_800).contains(&seconds).then_some(seconds * 1_000_000 + micros)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_split_at_its_commas_and_quotes_are_undone() {
        for (line, fields) in [
            ("a,b", vec!["a", "b"]),
            ("\"a,b\",c", vec!["a,b", "c"]),
            ("\"Jim \"\"JJ\"\" Stone\",\"\"", vec!["Jim \"JJ\" Stone", ""]),
            ("\"\"\"<b>\"\" <+1>\",,1", vec!["\"<b>\" <+1>", "", "1"]),
            ("", vec![""]),
            ("李娜,\"محمد\"", vec!["李娜", "محمد"]),
        ] {
            assert_eq!(split_csv(line).expect("the table holds lines"), fields, "{line}");
        }
        for line in ["\"a", "\"a\"b,c", "a,\"b\"\"", "\""] {
            split_csv(line).expect_err(line);
        }
    }

    #[test]
    fn an_instant_is_seconds_with_or_without_a_fraction() {
        for (text, micros) in [
            ("1795412833", Some(1_795_412_833_000_000)),
            ("1795412833.5", Some(1_795_412_833_500_000)),
            ("1795412833.556482", Some(1_795_412_833_556_482)),
            ("1795412833.556482999", Some(1_795_412_833_556_482)),
            ("12", None),
            ("99999999999999999999", None),
            ("1795412833.5x", None),
            ("-1795412833", None),
            ("", None),
            (".5", None),
        ] {
            assert_eq!(epoch_micros(text), micros, "{text}");
        }
    }

    #[test]
    fn a_line_without_end_is_skipped_and_the_next_is_read() {
        let long = "x".repeat(600 * 1024);
        let text = format!("one\n{long}\n\r\n\u{feff}four\r\nfi\u{fffd}ve");
        let mut bytes = text.into_bytes();
        // A byte that is no UTF-8.
        bytes.push(0xff);
        let (mut read, mut unreadable) = (Vec::new(), Vec::new());
        each_line(bytes.as_slice(), "log", &mut unreadable, |line, number| {
            read.push((number, line.to_owned()));
            Ok(())
        })
        .expect("memory can be read");
        let read: Vec<(u64, &str)> = read.iter().map(|(number, line)| (*number, line.as_str())).collect();
        assert_eq!(read, [(1, "one"), (4, "four"), (5, "fi\u{fffd}ve\u{fffd}")]);
        assert_eq!(unreadable.len(), 1);
        assert_eq!((unreadable[0].file.as_str(), unreadable[0].line), ("log", 2));
    }
}
