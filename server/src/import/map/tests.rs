use super::*;

#[test]
fn a_wildcard_matches_the_whole_name() {
    for (pattern, name, expected) in [
        ("trunk", "trunk", true),
        ("trunk", "trunk2", false),
        ("*trunk*", "my-trunk-2", true),
        ("lab/*", "lab/all-busy", true),
        ("*-in", "carrier-in", true),
        ("*-in", "carrier-inn", false),
        ("a*b*c", "aXbYc", true),
        ("a*b*c", "aXcYb", false),
        ("*", "", true),
        ("ab*ba", "aba", false),
    ] {
        assert_eq!(Wildcard::new(pattern).matches(name), expected, "{pattern} {name}");
    }
}

#[test]
fn a_number_pattern_reads_as_in_a_dial_plan() {
    for (pattern, number, expected) in [
        ("701", "701", true),
        ("701", "7011", false),
        ("_10X", "107", true),
        ("_10X", "1070", false),
        ("_+X.", "+1202", true),
        ("_+X.", "+1", false),
        ("_[15-7]0", "60", true),
        ("_[15-7]0", "40", false),
        ("_N!", "2", true),
        ("_N!", "1", false),
    ] {
        let parsed = NumberPattern::new(pattern).expect("the table holds patterns");
        assert_eq!(parsed.matches(number), expected, "{pattern} {number}");
    }
}

#[test]
fn an_empty_mapping_is_the_default_one() {
    let map = SiteMap::from_toml("").expect("nothing is required");
    assert_eq!(map.application("Background"), Some(Application::Menu));
    assert_eq!(map.columns.cel.len(), 21);
}

#[test]
fn a_wrong_mapping_says_which_key_and_what_is_allowed() {
    for (text, says) in [
        ("trunk = ['x']", "unknown field `trunk`, expected one of"),
        ("trunks = 'x'", "trunks"),
        ("[reasons.prompts]\n'a' = 'normal'", "a hang-up reason must be one of queue_timeout"),
        ("[reasons.queue_exits]\nlate = 'queue_timeout'", "reasons.queue_exits.late: must be one of timeout"),
        ("[applications]\nQueue = 'cue'", "unknown variant `cue`, expected one of"),
        ("[originate]\ncustomer_first = 'inbound'", "originate.customer_first must be outbound"),
        ("source = ''", "source must have"),
        ("[columns]\ncel = ['eventtype']", "columns.cel must hold eventtime"),
        ("[extensions]\nagents = ['_[]']", "must hold digits"),
    ] {
        let error = SiteMap::from_toml(text).expect_err(text);
        assert!(error.contains(says), "{text}: {error}");
    }
}
