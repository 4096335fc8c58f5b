//! The colors of `style/tokens.css`, held to what can be read.

use std::collections::BTreeMap;

const TOKENS: &str = include_str!("../../../style/tokens.css");

/// The colors of the light theme and of both spellings of the dark one.
fn themes() -> Vec<BTreeMap<&'static str, [f64; 3]>> {
    let blocks: Vec<_> = TOKENS.split(":root").skip(1).map(colors).collect();
    assert_eq!(blocks.len(), 3, "light, dark by choice, dark by the system");
    assert_eq!(blocks[1], blocks[2], "dark is dark, whoever asks for it");
    blocks
}

fn colors(block: &'static str) -> BTreeMap<&'static str, [f64; 3]> {
    let lines = block.lines().filter_map(|line| line.trim().strip_prefix("--")?.strip_suffix(';')?.split_once(": #"));
    let channel = |hex: &str, at: usize| f64::from(u8::from_str_radix(&hex[at..at + 2], 16).expect("a color"));
    lines.map(|(name, hex)| (name, [0, 2, 4].map(|at| channel(hex, at) / 255.0))).collect()
}

/// The contrast of two colors as WCAG reckons it.
fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let light = |color: [f64; 3]| {
        let [r, g, b] = color.map(|c| if c <= 0.03928 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) });
        0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05
    };
    let (one, other) = (light(one), light(other));
    one.max(other) / one.min(other)
}

fn all_reach(least: f64, what: &[&str], grounds: &[&str]) {
    for (index, theme) in themes().iter().enumerate() {
        for (what, ground) in what.iter().flat_map(|what| grounds.iter().map(move |ground| (what, ground))) {
            let found = contrast(theme[what], theme[ground]);
            assert!(found >= least, "theme {index}: {what} on {ground} has {found:.2}");
        }
    }
}

#[test]
fn text_can_be_read_on_every_ground() {
    all_reach(4.5, &["text", "text-2", "text-3"], &["bg", "surface", "raised", "sunken"]);
    all_reach(4.5, &["accent"], &["accent-soft", "surface", "bg"]);
    for (ink, ground) in [
        ("accent-ink", "accent"),
        ("live", "live-soft"),
        ("warn", "warn-soft"),
        ("bad", "bad-soft"),
        ("info", "info-soft"),
        ("mute", "mute-soft"),
    ] {
        all_reach(4.5, &[ink], &[ground]);
    }
}

#[test]
fn what_is_no_text_can_be_told_from_its_ground() {
    all_reach(3.0, &["line-field"], &["bg", "surface"]);
    // The border of the preset that is on.
    all_reach(3.0, &["accent"], &["accent-soft", "sunken"]);
    all_reach(3.0, &["ivr", "queue", "ring", "talk", "hold"], &["surface", "raised", "mute-soft", "accent-soft"]);
}
