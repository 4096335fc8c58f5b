//! Text as people compare it: case and accents folded, numbers without their punctuation.

/// `text` as names are compared: lower case, without accents, compatibility forms unified.
///
/// The store keeps this form beside each name, so that every reader of a filter folds alike.
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in plain(text).flat_map(char::to_lowercase) {
        match c {
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'ø' => out.push('o'),
            'đ' | 'ð' => out.push('d'),
            'ħ' => out.push('h'),
            'ł' => out.push('l'),
            'ŧ' => out.push('t'),
            // Lower case knows two sigmas, and which one it is depends on the letters beside it.
            'ς' => out.push('σ'),
            'ı' => out.push('i'),
            'þ' => out.push_str("th"),
            // Lower case of a dotted capital I: an i and the dot.
            '\u{307}' => {}
            _ => out.push(c),
        }
    }
    out
}

/// `text` in its compatibility decomposition, without combining marks.
#[cfg(not(target_arch = "wasm32"))]
fn plain(text: &str) -> impl Iterator<Item = char> {
    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::is_combining_mark;

    text.nfkd().filter(|&c| !is_combining_mark(c))
}

/// The same by the browser's tables.
#[cfg(target_arch = "wasm32")]
fn plain(text: &str) -> impl Iterator<Item = char> {
    thread_local! {
        static MARKS: js_sys::RegExp = js_sys::RegExp::new("\\p{M}+", "gu");
    }
    // Most text needs no tables at all.
    let plain = if text.is_ascii() {
        text.to_owned()
    } else {
        let decomposed = js_sys::JsString::from(text).normalize("NFKD");
        String::from(MARKS.with(|marks| decomposed.replace_by_pattern(marks, "")))
    };
    plain.chars().collect::<Vec<_>>().into_iter()
}

/// A phone number as it is compared: without spaces, dashes, dots and parentheses.
pub fn bare_number(number: &str) -> String {
    number.chars().filter(|&c| !is_number_punctuation(c)).collect()
}

/// What people put between the digits of a number: white space, any dash, dots, parentheses.
pub fn is_number_punctuation(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '-' | '.' | '(' | ')' | '\u{00ad}' | '\u{2010}'
                ..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}'
        )
        || matches!(c, '\u{ff08}' | '\u{ff09}' | '\u{ff0e}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// `text` made safe to show beside other text: control characters become U+FFFD, marks that turn the direction of text
/// around are left out, at most `limit` characters stay.
pub fn tidy(text: &str, limit: usize) -> String {
    let shown = text.chars().filter(|&c| !is_direction_mark(c)).take(limit);
    shown.map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

/// Marks that turn the direction of text around (Unicode's `Bidi_Control`).
pub fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_case_and_accents() {
        for (name, plain) in [
            ("Zoë Fischer", "zoe fischer"),
            ("María José NUÑEZ", "maria jose nunez"),
            ("Straße", "strasse"),
            ("Łukasz Øst", "lukasz ost"),
            ("İstanbul", "istanbul"),
            ("Νίκος", "νικοσ"),
            ("ΝΊΚΟΣ", "νικοσ"),
            ("Ħamrun", "hamrun"),
            ("Ŧorne", "torne"),
            ("李娜", "李娜"),
            ("ＡＢＣ", "abc"),
        ] {
            assert_eq!(folded(name), plain);
            assert_eq!(folded(&folded(name)), plain, "folding twice changes nothing");
        }
    }

    #[test]
    fn punctuation_of_numbers_does_not_count() {
        assert_eq!(bare_number("+44 (20) 7946-01.00"), "+442079460100");
        assert_eq!(bare_number("555\u{2011}0100"), "5550100");
        assert_eq!(bare_number("anonymous"), "anonymous");
    }

    #[test]
    fn control_characters_are_replaced_and_length_is_bounded() {
        assert_eq!(tidy("a\tb\0c", 10), "a\u{fffd}b\u{fffd}c");
        assert_eq!(tidy("äöü", 2), "äö");
        assert_eq!(tidy("evil\u{202e}gnp.exe\u{2069}\u{200f}\u{61c}", 8), "evilgnp.");
    }
}
