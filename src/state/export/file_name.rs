//! What a file of calls is called: what it holds, when the calls were, on whose clock. Pure.

use chrono::{NaiveDateTime, NaiveTime};

use crate::zone::{Offset, local_in};

/// The days of a file, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Where they begin, if they do.
    pub from: Option<i64>,
    /// Where they end; now, where they are open.
    pub to: i64,
}

/// `call-records 2026-11-25 0900-1730 Europe-Berlin.csv`
pub fn file_name(span: Span, offset: Offset, zone: &str, ending: &str) -> String {
    let to = local_in(span.to, offset);
    let when = match span.from.map(|from| local_in(from, offset)) {
        Some(from) => days(from, to),
        None => format!("until {}", moment(to)),
    };
    let zone: String = zone.chars().map(|c| if c.is_ascii_alphanumeric() || c == '+' { c } else { '-' }).collect();
    format!("call-records {when} {zone}.{ending}")
}

fn days(from: NaiveDateTime, to: NaiveDateTime) -> String {
    let whole = from.time() == NaiveTime::MIN && to.time() == NaiveTime::MIN;
    let last = if whole { to.date().pred_opt().unwrap_or(to.date()) } else { to.date() };
    let (first, time) = (from.date(), |at: NaiveDateTime| at.format("%H%M"));
    match (whole, first == last) {
        (true, true) => first.to_string(),
        (true, false) => format!("{first} to {last}"),
        (false, true) => format!("{first} {}-{}", time(from), time(to)),
        (false, false) => format!("{} to {}", moment(from), moment(to)),
    }
}

fn moment(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%d %H%M").to_string()
}

#[cfg(test)]
mod tests {
    use call_records_wire::time::Timestamp;

    use super::*;

    const HOUR: i64 = 3_600_000;

    #[test]
    fn a_file_is_called_after_its_days_on_the_readers_clock() {
        let at = |text: &str| text.parse::<Timestamp>().expect("an instant").millis();
        for (from, to, name) in [
            ("2026-11-25T08:00:00Z", "2026-11-25T16:30:00Z", "call-records 2026-11-25 0900-1730 Europe-Berlin.csv"),
            ("2026-11-24T23:00:00Z", "2026-11-25T23:00:00Z", "call-records 2026-11-25 Europe-Berlin.csv"),
            ("2026-11-18T23:00:00Z", "2026-11-25T23:00:00Z", "call-records 2026-11-19 to 2026-11-25 Europe-Berlin.csv"),
            (
                "2026-11-18T23:00:00Z",
                "2026-11-25T16:30:00Z",
                "call-records 2026-11-19 0000 to 2026-11-25 1730 Europe-Berlin.csv",
            ),
        ] {
            let span = Span { from: Some(at(from)), to: at(to) };
            assert_eq!(file_name(span, |_| HOUR, "Europe/Berlin", "csv"), name);
        }
        let open = Span { from: None, to: at("2026-11-25T16:30:00Z") };
        assert_eq!(
            file_name(open, |_| 0, "UTC\u{2212}3:30", "ndjson"),
            "call-records until 2026-11-25 1630 UTC-3-30.ndjson"
        );
    }
}
