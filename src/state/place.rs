//! What an address says: which calls, in which order, and which one is open. Pure.
//!
//! Dates, presets and enumerations stand in the query. Numbers, names and ids stand in the fragment, which reaches no
//! server, log or referrer.

use call_records_wire::filter::{CallFilter, Pairs, parse_search};
use call_records_wire::page::Sort;
use call_records_wire::paths::segment;
use call_records_wire::time::Timestamp;

use crate::calendar::{self, Moment, Now, Preset, Range, Side};

/// Which calls are looked at and how.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct View {
    /// Which days.
    pub range: Range,
    /// Everything else; its instants stay empty.
    pub filter: CallFilter,
    /// In which order.
    pub sort: Sort,
}

impl View {
    /// The filter with the instants that the range stands for now.
    pub fn resolve(&self, now: Now) -> CallFilter {
        let (from, to) = self.range.instants(now);
        CallFilter { from: from.map(Timestamp::from_millis), to: to.map(Timestamp::from_millis), ..self.filter.clone() }
    }

    /// Everything that the filter asks for, one by one.
    pub fn parts(&self) -> Vec<(&'static str, String)> {
        self.filter.to_pairs()
    }

    /// The same without some of [`Self::parts`].
    #[must_use]
    pub fn without(&self, left_out: &[(&'static str, String)]) -> Self {
        let mut parts = self.parts();
        parts.retain(|it| !left_out.contains(it));
        let pairs = Pairs(parts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect());
        let filter = parse_search(&pairs).map(|(filter, _)| filter).unwrap_or_default();
        Self { filter, ..self.clone() }
    }
}

/// What an address says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// Which calls.
    pub view: View,
    /// The id of the call that is open.
    pub call: Option<String>,
    /// Where in its recordings to begin, in milliseconds.
    pub moment_ms: Option<u64>,
    /// The parts of the address that could not be read and were left out.
    pub unread: Vec<String>,
}

/// Reads an address. What cannot be read is left out and named, so that an old or broken link shows something.
pub fn read(query: &str, fragment: &str) -> Place {
    let mut place = Place::default();
    let mut fields = Vec::new();
    let (mut from, mut to) = (None, None);
    for (name, value) in pairs(query, ' ').chain(pairs(fragment, '+')) {
        match name.as_str() {
            "range" => match Preset::from_text(&value) {
                Some(preset) => place.view.range = Range::Preset(preset),
                None => place.unread.push(part(&name, &value)),
            },
            "from" | "to" => {
                let (end, side) = if name == "from" { (&mut from, Side::From) } else { (&mut to, Side::To) };
                *end = moment(&value, side);
                if end.is_none() {
                    place.unread.push(part(&name, &value));
                }
            }
            "call" if !value.is_empty() => place.call = Some(value),
            "t" => match seconds(&value) {
                Some(ms) => place.moment_ms = Some(ms),
                None => place.unread.push(part(&name, &value)),
            },
            // A place in a list is no part of what is looked at.
            "cursor" | "limit" => {}
            _ => fields.push((name, value)),
        }
    }
    if from.is_some() || to.is_some() {
        if let (Some(Moment::At(start)), Some(Moment::At(end))) = (from, to)
            && start >= end
        {
            let end = Moment::At(end);
            place.unread.push(part("to", &end.to_string()));
            to = None;
        }
        place.view.range = Range::Between(from, to);
    }
    let (filter, sort) = read_fields(fields, &mut place.unread);
    place.view.filter = filter;
    place.view.sort = sort;
    place.unread.dedup();
    place
}

/// A part of an address as it is told, of which a long value says no more than its beginning.
pub(super) fn part(name: &str, value: &str) -> String {
    let value: String = value.chars().take(60).collect();
    format!("{name}={value}")
}

/// An end of a range in an address: an instant, or what is counted from now. Days of the calendar have no zone there.
fn moment(text: &str, side: Side) -> Option<Moment> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(Moment::At(at.millis()));
    }
    let typed = calendar::read(text, side, chrono::NaiveDate::default(), |_| 0).ok()?;
    Some(typed.moment).filter(|moment| moment.is_relative())
}

/// A moment of a recording: `83`, `83.5`, `1:23` or `1:02:03`, in milliseconds.
fn seconds(text: &str) -> Option<u64> {
    let mut whole = 0_u64;
    let mut parts = text.split(':').peekable();
    while let Some(part) = parts.next() {
        let (number, rest) =
            if parts.peek().is_none() { part.split_once('.').unwrap_or((part, "")) } else { (part, "") };
        if number.is_empty() || !text.bytes().all(|it| matches!(it, b'0'..=b'9' | b':' | b'.')) {
            return None;
        }
        whole = whole.checked_mul(60)?.checked_add(number.parse::<u64>().ok()?.checked_mul(1000)?)?;
        if !rest.is_empty() {
            let tenths: String = rest.chars().chain("000".chars()).take(3).collect();
            whole = whole.checked_add(tenths.parse().ok()?)?;
        }
    }
    Some(whole)
}

/// All fields at once where they are good, which is the rule; otherwise one by one, keeping the good ones.
fn read_fields(fields: Vec<(String, String)>, unread: &mut Vec<String>) -> (CallFilter, Sort) {
    let all = Pairs(fields);
    if let Ok((filter, page)) = parse_search(&all) {
        return (filter, page.sort);
    }
    let mut good = Pairs::default();
    for (name, value) in all.0 {
        good.0.push((name, value));
        if parse_search(&good).is_err() {
            unread.extend(good.0.pop().map(|(name, value)| part(&name, &value)));
        }
    }
    parse_search(&good).map(|(filter, page)| (filter, page.sort)).unwrap_or_default()
}

/// Writes an address: the query with its `?` and the fragment with its `#`, each only where it holds something.
pub fn write(view: &View, call: Option<&str>) -> String {
    let mut query = Vec::new();
    let mut fragment = Vec::new();
    match view.range {
        Range::Preset(preset) => query.push(("range", preset.as_str().to_owned())),
        Range::Between(from, to) => {
            for (name, at) in [("from", from), ("to", to)] {
                query.extend(at.map(|at| (name, at.to_string())));
            }
        }
    }
    for (name, value) in view.parts() {
        if CallFilter::is_private(name) { fragment.push((name, value)) } else { query.push((name, value)) }
    }
    if view.sort != Sort::default() {
        query.push(("sort", view.sort.as_str().to_owned()));
    }
    fragment.extend(call.map(|call| ("call", call.to_owned())));
    format!("{}{}", joined('?', &query), joined('#', &fragment))
}

/// The same address with everything private in its fragment; nothing where its query has nothing private.
pub fn without_private(query: &str, fragment: &str) -> Option<String> {
    let pieces = |text: &str| -> Vec<String> {
        text.trim_start_matches(['?', '#']).split('&').filter(|it| !it.is_empty()).map(str::to_owned).collect()
    };
    let is_private = |pair: &String| {
        let name = decoded(pair.split('=').next().unwrap_or_default(), ' ');
        name == "call" || CallFilter::is_private(&name)
    };
    let (private, public): (Vec<String>, Vec<String>) = pieces(query).into_iter().partition(is_private);
    if private.is_empty() {
        return None;
    }
    let lead = |lead: char, pairs: &[String]| {
        if pairs.is_empty() { String::new() } else { format!("{lead}{}", pairs.join("&")) }
    };
    // A form writes a space as `+`, which in a fragment is the start of a number.
    let moved: Vec<String> =
        pieces(fragment).into_iter().chain(private.iter().map(|it| it.replace('+', "%20"))).collect();
    Some(format!("{}{}", lead('?', &public), lead('#', &moved)))
}

fn joined(lead: char, pairs: &[(&str, String)]) -> String {
    let mut out = String::new();
    for (name, value) in pairs {
        out.push(if out.is_empty() { lead } else { '&' });
        out.push_str(name);
        out.push('=');
        let value = segment(value).replace("%3A", ":");
        // As forms write it; in a fragment a `+` is the start of a number.
        out.push_str(&if lead == '?' { value.replace("%20", "+") } else { value });
    }
    out
}

/// Names and values. Forms write a space as `+` into queries; in a fragment a `+` is the start of a number.
fn pairs(text: &str, plus: char) -> impl Iterator<Item = (String, String)> {
    let text = text.trim_start_matches(['?', '#']);
    text.split('&').filter(|pair| !pair.is_empty()).map(move |pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decoded(name, plus), decoded(value, plus))
    })
}

/// The text of a percent-encoded one; what is no UTF-8 becomes U+FFFD, a lone `%` stays.
fn decoded(text: &str, plus: char) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes.get(at + 1..at + 3).and_then(|hex| std::str::from_utf8(hex).ok());
        match (bytes[at], hex.and_then(|hex| u8::from_str_radix(hex, 16).ok())) {
            (b'%', Some(byte)) => {
                out.push(byte);
                at += 3;
                continue;
            }
            (b'+', _) => out.extend(plus.to_string().bytes()),
            (byte, _) => out.push(byte),
        }
        at += 1;
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round_trips(address: &str) {
        let (query, fragment) = address.split_once('#').unwrap_or((address, ""));
        let place = read(query, fragment);
        assert_eq!(place.unread, Vec::<String>::new(), "{address}");
        assert_eq!(write(&place.view, place.call.as_deref()), address);
    }

    #[test]
    fn an_address_restores_what_was_on_screen() {
        round_trips("?range=today");
        round_trips("?range=all");
        round_trips("?range=last_7_days&call_type=inbound&call_type=conference&hangup_reason=queue_timeout");
        round_trips("?from=2026-11-01T09:00:00.000Z&to=2026-11-02T09:00:00.000Z&has_recording=true");
        round_trips("?range=yesterday&min_talk_ms=60000&sort=-duration_ms#number=%2B447700&agent=Zo%C3%AB&call=1795.4");
        round_trips("?range=today#q=a%26b%3D%23c&call=a%2Fb");
    }

    #[test]
    fn a_link_leads_to_a_moment_of_a_recording() {
        for (text, ms) in [("83", 83_000), ("83.5", 83_500), ("1:23", 83_000), ("1:02:03.25", 3_723_250), ("0", 0)] {
            assert_eq!(read("", &format!("call=a&t={text}")).moment_ms, Some(ms), "{text}");
        }
        for text in ["", "x", "1:", ":1", "-3", "1.2:3", "99999999999999999999"] {
            let place = read("", &format!("call=a&t={text}"));
            assert_eq!((place.moment_ms, place.unread), (None, vec![format!("t={text}")]), "{text}");
        }
    }

    #[test]
    fn what_is_counted_from_now_stays_so_in_an_address() {
        round_trips("?from=-3h&to=now&call_type=inbound");
        round_trips("?from=yesterday+14:00&to=yesterday+24:00#agent=Ana%20Mar%C3%ADa");
        round_trips("?from=today-3d+08:00&to=-90m");
        round_trips("?from=monday+09:00:05");
        round_trips("?to=-1d");
        for (typed, written) in [
            ("from=yesterday&to=yesterday", "?from=yesterday+00:00&to=yesterday+24:00"),
            ("from=yesterday%2014:00", "?from=yesterday+14:00"),
            ("from=3%E5%B0%8F%E6%97%B6%E5%89%8D", "?from=-3h"),
        ] {
            assert_eq!(write(&read(typed, "").view, None), written);
        }
    }

    #[test]
    fn days_of_the_calendar_stand_in_an_address_with_their_zone_or_not_at_all() {
        let place = read("from=2026-11-24%2008:00&to=24+nov", "");
        assert_eq!(
            (place.unread, place.view.range),
            (vec!["from=2026-11-24 08:00".to_owned(), "to=24 nov".to_owned()], Range::default())
        );
    }

    #[test]
    fn names_and_numbers_never_stand_in_the_query() {
        let view = read("", "number=555123&agent=amy&skill_group_id=b&call_id=x&q=anything").view;
        let address = write(&view, Some("1795412833.0"));
        let (query, fragment) = address.split_once('#').expect("a fragment");
        assert_eq!(query, "?range=today");
        assert_eq!(fragment.split('&').count(), 6);
    }

    #[test]
    fn a_broken_link_shows_what_can_be_read() {
        let place =
            read("?range=someday&call_type=inbound&call_type=sideways&min_talk_ms=x&utm=1", "#number=1&agent=amy");
        assert_eq!(place.unread, ["range=someday", "call_type=sideways", "min_talk_ms=x", "utm=1", "number=1"]);
        assert_eq!(write(&place.view, None), "?range=today&call_type=inbound#agent=amy");
    }

    #[test]
    fn a_range_that_ends_before_it_starts_loses_its_end() {
        let place = read("from=2026-11-02T00:00:00Z&to=2026-11-01T00:00:00Z", "");
        assert_eq!(place.unread, ["to=2026-11-01T00:00:00.000Z"]);
        assert!(matches!(place.view.range, Range::Between(Some(_), None)));
    }

    #[test]
    fn malformed_escapes_are_kept_as_they_are() {
        for (text, read) in [("%", "%"), ("%4", "%4"), ("%zz", "%zz"), ("a+b%20c", "a b c"), ("%ff", "\u{fffd}")] {
            assert_eq!(decoded(text, ' '), read);
        }
    }

    #[test]
    fn removing_one_part_leaves_the_others() {
        let view = read("call_type=inbound&call_type=outbound", "agent=amy").view;
        let left = view.without(&[("call_type", "inbound".to_owned())]);
        assert_eq!(write(&left, None), "?range=today&call_type=outbound#agent=amy");
        assert_eq!(view.without(&[("call_type", "conference".to_owned())]), view);
    }

    #[test]
    fn a_number_in_the_query_moves_to_the_fragment_as_it_is() {
        for (query, fragment, moved) in [
            ("?range=today&call_type=inbound", "#number=%2B44", None),
            ("?caller_number=555&range=today&utm=1", "", Some("?range=today&utm=1#caller_number=555")),
            ("?agent=Zo%C3%AB+Fischer", "#number=%2B44", Some("#number=%2B44&agent=Zo%C3%AB%20Fischer")),
            ("?call=c1", "", Some("#call=c1")),
        ] {
            assert_eq!(without_private(query, fragment).as_deref(), moved, "{query}");
        }
    }
}
