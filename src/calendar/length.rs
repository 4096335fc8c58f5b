//! Lengths of time as people type them.

/// Reads a length of time: seconds (`90`), or minutes and hours (`1:30`, `1:00:00`).
pub fn parse_length(text: &str) -> Option<u64> {
    let mut seconds: u64 = 0;
    let parts: Vec<&str> = text.trim().split(':').collect();
    if parts.len() > 3 {
        return None;
    }
    for part in parts {
        seconds = seconds.checked_mul(60)?.checked_add(part.parse().ok()?)?;
    }
    seconds.checked_mul(1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_seconds_or_minutes_and_seconds() {
        for (typed, ms) in [
            ("90", Some(90_000)),
            ("1:30", Some(90_000)),
            ("1:00:00", Some(3_600_000)),
            ("", None),
            ("-5", None),
            ("1:2:3:4", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(parse_length(typed), ms, "{typed}");
        }
    }
}
