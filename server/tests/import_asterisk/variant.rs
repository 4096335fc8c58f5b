//! Another run of the same PBX, made of the fixture: other numbers, agents, names, day and channel technology.

use std::fs;
use std::path::Path;

/// Days between the fixture and its variant.
const DAYS: i64 = 35;

/// Writes the variant of a run's files.
pub(crate) fn write(from: &Path, to: &Path) {
    for name in ["cel.csv", "queue_log", "cdr.csv", "ami.jsonl", "expected.csv"] {
        let text = fs::read_to_string(from.join(name)).expect("the fixture is whole");
        fs::write(to.join(name), other(&text)).expect("the folder can be written");
    }
    fs::create_dir(to.join("recordings")).expect("the folder is new");
    for entry in fs::read_dir(from.join("recordings")).expect("the fixture has recordings") {
        let path = entry.expect("the folder can be listed").path();
        let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
        fs::copy(&path, to.join("recordings").join(other(&name))).expect("a recording can be copied");
    }
}

/// The same text for the other run.
fn other(text: &str) -> String {
    let mut text = runs(text, &other_number);
    for (before, after) in [
        ("2026-11-23", "2026-12-28"),
        ("20261123", "20261228"),
        ("Alice Moreau", "Åsa O_Hara \"Q\""),
        ("Bob O'Brien", "王小明"),
        ("SIP/trunk/", "SIP/TRUNK/"),
        ("SIP/", "PJSIP/"),
    ] {
        // Names stand in quoted fields and in JSON; a quote would have to be doubled in the one and escaped in the other.
        let after = after.replace('"', "");
        text = text.replace(before, &after);
    }
    dial_strings(&text)
}

/// `PJSIP/TRUNK/+1…` as that technology is dialled: `PJSIP/+1…@trunk`.
fn dial_strings(text: &str) -> String {
    let mut parts = text.split("PJSIP/TRUNK/");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| c != '+' && !c.is_ascii_digit()).unwrap_or(part.len());
        out.push_str(&["PJSIP/", &part[..end], "@trunk", &part[end..]].concat());
    }
    out
}

/// Replaces every run of digits, with a plus before it if there is one.
fn runs(text: &str, replace: &dyn Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = String::new();
    for c in text.chars().chain(['\0']) {
        if c.is_ascii_digit() || (c == '+' && run.is_empty()) {
            run.push(c);
            continue;
        }
        if !run.is_empty() {
            out.push_str(&replace(&run));
            run.clear();
        }
        match c {
            '\0' => {}
            '+' => run.push('+'),
            c => out.push(c),
        }
    }
    out
}

fn other_number(run: &str) -> String {
    let permuted = |digits: &str| -> String {
        let other = |c: char| c.to_digit(10).and_then(|digit| char::from_digit((digit * 7 + 3) % 10, 10)).unwrap_or(c);
        digits.chars().map(other).collect()
    };
    match run {
        // Phones and agents change places.
        "101" => "106".to_owned(),
        "102" => "109".to_owned(),
        "103" => "101".to_owned(),
        "106" => "108".to_owned(),
        _ if run.starts_with('+') && run.len() > 7 => permuted(run),
        _ if run.starts_with("0207946") || (run.len() == 7 && run.starts_with("555")) => permuted(run),
        _ if run.len() == 10 && run.starts_with("17954") => {
            let seconds: i64 = run.parse().expect("ten digits are a number");
            (seconds + DAYS * 86_400).to_string()
        }
        _ => run.to_owned(),
    }
}
