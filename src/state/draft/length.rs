//! Lengths of time as people type them: `90`, `1:30`, `2m`, `1h 5m`, `2分30秒`. Pure.

use crate::calendar::parse_length as parse_clock;

/// Units by the milliseconds that they have, with all their names.
const UNITS: [(u64, &[&str]); 4] = [
    (3_600_000, &["h", "hr", "hrs", "hour", "hours", "小时", "时", "個小時", "个小时"]),
    (60_000, &["m", "min", "mins", "minute", "minutes", "分", "分钟", "分鐘"]),
    (1_000, &["s", "sec", "secs", "second", "seconds", "秒", "秒钟"]),
    (1, &["ms"]),
];

/// A length of time in milliseconds. Bare digits are seconds.
pub(in crate::state) fn parse(text: &str) -> Option<u64> {
    let text: String = text.trim().chars().map(plain).collect();
    if text.starts_with('+') {
        return None;
    }
    parse_clock(&text).or_else(|| with_units(&text))
}

/// Digits and colons of wide scripts as the narrow ones.
fn plain(c: char) -> char {
    match c {
        '\u{ff10}'..='\u{ff19}' => char::from_digit(u32::from(c) - 0xff10, 10).unwrap_or(c),
        '：' => ':',
        '．' => '.',
        _ => c.to_ascii_lowercase(),
    }
}

/// Numbers, each with its unit, from the greatest to the least. A last number without one has the unit after the one
/// before it: `2m30`.
fn with_units(text: &str) -> Option<u64> {
    let mut rest = text;
    let mut total: u64 = 0;
    let mut after = 0;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let (number, tail) = rest.split_at(digits);
        let tail = tail.trim_start();
        let name = &tail[..tail.find(|c: char| c.is_ascii_digit() || c.is_whitespace()).unwrap_or(tail.len())];
        let unit = match UNITS.iter().position(|(_, names)| names.contains(&name)) {
            Some(unit) => unit,
            None if name.is_empty() && after > 0 && after < UNITS.len() - 1 => after,
            None => return None,
        };
        if unit < after {
            return None;
        }
        total = total.checked_add(milliseconds(number, UNITS[unit].0)?)?;
        after = unit + 1;
        rest = tail[name.len()..].trim_start();
    }
    (after > 0).then_some(total)
}

/// A number of a unit, with at most three digits after the point.
fn milliseconds(number: &str, unit: u64) -> Option<u64> {
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    if part.len() > 3 {
        return None;
    }
    let whole: u64 = whole.parse().ok()?;
    let thousandths: u64 = format!("{part:0<3}").parse().ok()?;
    whole.checked_mul(unit)?.checked_add(thousandths.checked_mul(unit)? / 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_read_in_the_forms_that_people_type() {
        for (typed, ms) in [
            ("90", Some(90_000)),
            ("1:30", Some(90_000)),
            ("1:02:03", Some(3_723_000)),
            ("2m", Some(120_000)),
            ("2 min", Some(120_000)),
            ("1h 5m", Some(3_900_000)),
            ("1h5m", Some(3_900_000)),
            ("2m30", Some(150_000)),
            ("90s", Some(90_000)),
            ("90 Seconds", Some(90_000)),
            ("1.5m", Some(90_000)),
            ("250ms", Some(250)),
            ("2分30秒", Some(150_000)),
            ("１：３０", Some(90_000)),
            ("1小时5分钟", Some(3_900_000)),
            ("", None),
            ("soon", None),
            ("5m 1h", None),
            ("5m 5m", None),
            ("1.h", Some(3_600_000)),
            (".5m", None),
            ("1.2345m", None),
            ("m", None),
            ("-1", None),
            ("+1", None),
            ("99999999999999999999h", None),
            ("9999999999999999h", None),
        ] {
            assert_eq!(parse(typed), ms, "{typed}");
        }
    }
}
