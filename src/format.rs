//! Values as people read them: lengths, counts, local times, text of strangers. Pure.

use std::fmt::Write;

use call_records_wire::call::{Agent, SkillGroup};
use call_records_wire::time::Timestamp;
use chrono::Timelike;

use crate::zone;

/// A length of time: `0:07`, `4:51`, `1:02:03`.
pub fn length(ms: u64) -> String {
    let seconds = ms / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours == 0 { format!("{minutes}:{seconds:02}") } else { format!("{hours}:{minutes:02}:{seconds:02}") }
}

/// A count with its thousands apart: `8,214`.
pub fn count(value: u64) -> String {
    let digits = value.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A size in bytes: `312 kB`, `4.2 MB`.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// The time of day on the viewer's clock, to the second.
pub fn time(at: Timestamp) -> String {
    let at = zone::local(at);
    format!("{:02}:{:02}:{:02}", at.hour(), at.minute(), at.second())
}

/// The time of day on the viewer's clock, to the minute.
pub fn time_short(at: Timestamp) -> String {
    let at = zone::local(at);
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// The time of day on the viewer's clock, to the millisecond.
pub fn time_exact(at: Timestamp) -> String {
    let millis = zone::local(at).nanosecond() / 1_000_000;
    format!("{}.{millis:03}", time(at))
}

/// The name of somebody or something; one that is blank goes by its id.
pub fn name(name: &str, id: &str) -> String {
    harmless(if name.trim().is_empty() { id } else { name })
}

/// Names of agents, in order: the first and how many more.
pub fn agents(agents: &[Agent]) -> Option<String> {
    more(agents.iter().map(|agent| agent.name.as_str()))
}

/// Names of skill groups, in order: the first and how many more.
pub fn skill_groups(groups: &[SkillGroup]) -> Option<String> {
    more(groups.iter().map(|group| group.name.as_str()))
}

fn more<'a>(mut names: impl Iterator<Item = &'a str>) -> Option<String> {
    let first = harmless(names.next()?);
    match names.count() {
        0 => Some(first),
        more => Some(format!("{first} +{more}")),
    }
}

/// A text that somebody else wrote, made harmless: characters that control a terminal or turn the direction of the
/// text around them become U+FFFD. (Markup is no danger: text is only ever put on the page as text.)
pub fn harmless(text: &str) -> String {
    text.chars().map(|c| if is_harmful(c) { '\u{fffd}' } else { c }).collect()
}

/// Text of strangers shown to the letter: what [`harmless`] would replace is written as JSON writes it, `\u202e`.
pub fn escaped(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut out, c| {
        if is_harmful(c) && c != '\n' {
            // What is harmful has no code above U+FFFF.
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        } else {
            out.push(c);
        }
        out
    })
}

fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The end of an id, enough to tell it from its neighbors.
pub fn id_tail(id: &str) -> String {
    let chars: Vec<char> = id.chars().collect();
    if chars.len() <= 12 {
        return harmless(id);
    }
    format!("…{}", harmless(&chars[chars.len() - 11..].iter().collect::<String>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_have_hours_only_where_they_need_them() {
        for (ms, text) in
            [(0, "0:00"), (7_999, "0:07"), (291_000, "4:51"), (3_723_000, "1:02:03"), (360_000_000, "100:00:00")]
        {
            assert_eq!(length(ms), text);
        }
    }

    #[test]
    fn counts_have_their_thousands_apart() {
        for (value, text) in [(0, "0"), (999, "999"), (8_214, "8,214"), (1_000_000, "1,000,000")] {
            assert_eq!(count(value), text);
        }
    }

    #[test]
    fn sizes_are_short() {
        for (bytes, text) in [(12, "12 B"), (312_400, "312 kB"), (4_250_000, "4.2 MB")] {
            assert_eq!(size(bytes), text);
        }
    }

    #[test]
    fn several_names_are_the_first_and_how_many_more() {
        let agent = |name: &str| Agent { id: name.to_owned(), name: name.to_owned() };
        assert_eq!(agents(&[]), None);
        assert_eq!(agents(&[agent("Zoë")]).as_deref(), Some("Zoë"));
        assert_eq!(agents(&[agent("Bob"), agent("李娜"), agent("Amy")]).as_deref(), Some("Bob +2"));
    }

    #[test]
    fn who_has_no_name_goes_by_the_id() {
        assert_eq!((name("Amy", "7"), name(" ", "7")), ("Amy".to_owned(), "7".to_owned()));
    }

    #[test]
    fn text_to_the_letter_names_what_would_turn_it_around() {
        assert_eq!(escaped("{\n  \"a\": \"b\u{202e}c\u{7f}\"\n}"), "{\n  \"a\": \"b\\u202ec\\u007f\"\n}");
    }

    #[test]
    fn text_cannot_turn_around_what_stands_beside_it() {
        assert_eq!(harmless("a\u{202e}b\u{7}c"), "a\u{fffd}b\u{fffd}c");
        assert_eq!(harmless("\u{61c}1"), "\u{fffd}1");
        assert_eq!(harmless("<script>"), "<script>");
        assert_eq!(id_tail("1795412833.0"), "1795412833.0");
        assert_eq!(id_tail("20261123-114207-7f3a91c2"), "…07-7f3a91c2");
    }
}
