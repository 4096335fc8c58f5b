//! The paths of the API: constants for the server's router, builders for the page.

/// Events in.
pub const EVENTS: &str = "/api/v1/events";
/// A page of calls, filter by query string.
pub const CALLS: &str = "/api/v1/calls";
/// A page of calls, filter as a JSON body.
pub const SEARCH: &str = "/api/v1/calls/search";
/// Every change, as server-sent events.
pub const STREAM: &str = "/api/v1/calls/stream";
/// All calls of a filter, as a file.
pub const EXPORT: &str = "/api/v1/calls/export";
/// One call.
pub const CALL: &str = "/api/v1/calls/{call_id}";
/// The notes of one call.
pub const CALL_NOTES: &str = "/api/v1/calls/{call_id}/notes";
/// One note.
pub const CALL_NOTE: &str = "/api/v1/calls/{call_id}/notes/{note_id}";
/// The tags of one call.
pub const CALL_TAGS: &str = "/api/v1/calls/{call_id}/tags";
/// The other calls of a call's customer.
pub const CUSTOMER_CALLS: &str = "/api/v1/calls/{call_id}/customer-calls";
/// Tags, for pickers.
pub const TAGS: &str = "/api/v1/tags";
/// The audio in.
pub const CALL_RECORDING: &str = "/api/v1/calls/{call_id}/recordings/{recording_id}";
/// The audio out.
pub const RECORDING: &str = "/api/v1/recordings/{recording_id}";
/// The outline of the audio, for drawing.
pub const RECORDING_PEAKS: &str = "/api/v1/recordings/{recording_id}/peaks";
/// Agents, for pickers.
pub const AGENTS: &str = "/api/v1/agents";
/// Skill groups, for pickers.
pub const SKILL_GROUPS: &str = "/api/v1/skill-groups";
/// Sign in, sign out, who am I.
pub const SESSION: &str = "/api/v1/session";
/// Saved views.
pub const VIEWS: &str = "/api/v1/views";
/// One saved view.
pub const VIEW: &str = "/api/v1/views/{view_id}";
/// How an account likes the page.
pub const PREFERENCES: &str = "/api/v1/preferences";
/// The description of the API.
pub const OPENAPI: &str = "/api/v1/openapi.json";

/// The address of one call.
pub fn call(call_id: &str) -> String {
    let path = format!("{CALLS}/{}", segment(call_id));
    // A call whose id is the name of another address is still a call: the router compares before it decodes.
    if let Some((address, first)) = [(SEARCH, "%73"), (STREAM, "%73"), (EXPORT, "%65")].iter().find(|it| it.0 == path) {
        return format!("{CALLS}/{first}{}", &address[CALLS.len() + 2..]);
    }
    path
}

/// The address of the notes of one call.
pub fn call_notes(call_id: &str) -> String {
    format!("{CALLS}/{}/notes", segment(call_id))
}

/// The address of one note.
pub fn call_note(call_id: &str, note_id: &str) -> String {
    format!("{}/{}", call_notes(call_id), segment(note_id))
}

/// The address of the tags of one call.
pub fn call_tags(call_id: &str) -> String {
    format!("{CALLS}/{}/tags", segment(call_id))
}

/// The address of the other calls of a call's customer.
pub fn customer_calls(call_id: &str) -> String {
    format!("{CALLS}/{}/customer-calls", segment(call_id))
}

/// The address of one recording's audio.
pub fn recording(recording_id: &str) -> String {
    format!("/api/v1/recordings/{}", segment(recording_id))
}

/// The address of the outline of one recording's audio.
pub fn recording_peaks(recording_id: &str) -> String {
    format!("{}/peaks", recording(recording_id))
}

/// The address of one saved view.
pub fn view(view_id: &str) -> String {
    format!("{VIEWS}/{}", segment(view_id))
}

const HEX: &[u8; 16] = b"0123456789ABCDEF";

/// `text` as one segment of a path: everything but RFC 3986's unreserved characters percent-encoded.
pub fn segment(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'~' | b'.') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
    // A segment of dots alone would be taken for a step in the path.
    match out.as_str() {
        "." => "%2E".to_owned(),
        ".." => "%2E%2E".to_owned(),
        _ => out,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segment_never_leaves_its_place() {
        for (text, path) in [
            ("1795412833.0", "1795412833.0"),
            ("a/b", "a%2Fb"),
            ("..", "%2E%2E"),
            ("a b?#", "a%20b%3F%23"),
            ("é", "%C3%A9"),
        ] {
            assert_eq!(segment(text), path);
        }
    }

    #[test]
    fn a_call_may_be_called_as_an_address_is() {
        for (call_id, path) in [
            ("c1", "/api/v1/calls/c1"),
            ("search", "/api/v1/calls/%73earch"),
            ("stream", "/api/v1/calls/%73tream"),
            ("export", "/api/v1/calls/%65xport"),
            ("exports", "/api/v1/calls/exports"),
        ] {
            assert_eq!(call(call_id), path);
        }
    }
}
