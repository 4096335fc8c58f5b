//! Two made-up languages for tests, both English in disguise. One is longer than English and in brackets: what is not in
//! brackets comes from no catalogue, and what has no room for it has none for German. The other one is in Arabic
//! letters and turns the page around.

use std::cell::Cell;
use std::sync::OnceLock;

use super::catalogue::Changed;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Disguise {
    Accented,
    Mirrored,
}

thread_local! {
    static WORN: Cell<Option<Disguise>> = const { Cell::new(None) };
}

/// Puts on the disguise that the tag names, if it names one.
pub(super) fn disguise(tag: &str) {
    WORN.set(match tag {
        "en-XA" => Some(Disguise::Accented),
        "ar-XB" => Some(Disguise::Mirrored),
        _ => None,
    });
}

/// English is English again.
pub(super) fn drop_disguise() {
    WORN.set(None);
}

/// The texts, while a disguise is worn.
pub(super) fn texts() -> Option<&'static Changed> {
    static ACCENTED: OnceLock<Changed> = OnceLock::new();
    static MIRRORED: OnceLock<Changed> = OnceLock::new();
    WORN.get().map(|worn| match worn {
        Disguise::Accented => ACCENTED.get_or_init(|| Changed::by(|text| accented(text).leak())),
        Disguise::Mirrored => MIRRORED.get_or_init(|| Changed::by(|text| mirrored(text).leak())),
    })
}

/// The language and its direction, while a disguise is worn.
pub(super) fn marks() -> Option<(&'static str, &'static str)> {
    WORN.get().map(|worn| match worn {
        Disguise::Accented => ("en-XA", "ltr"),
        Disguise::Mirrored => ("ar-XB", "rtl"),
    })
}

/// `[Déétááïïĺš]`: every vowel twice, and more where that is less than two fifths.
fn accented(text: &str) -> String {
    let changed = outside_placeholders(text, |c, out| {
        let marked = match c {
            'a' => 'á',
            'e' => 'é',
            'i' => 'ï',
            'o' => 'ö',
            'u' => 'ü',
            'A' => 'Á',
            'E' => 'É',
            'O' => 'Ö',
            'c' => 'ç',
            'l' => 'ĺ',
            'n' => 'ñ',
            's' => 'š',
            other => other,
        };
        out.push(marked);
        if "aeiouAEO".contains(c) {
            out.push(marked);
        }
    });
    let missing = (text.chars().count() * 7 / 5 + 1).saturating_sub(changed.chars().count());
    format!("[{changed}{}]", "~".repeat(missing))
}

/// The letters of another script, one for one.
fn mirrored(text: &str) -> String {
    const LETTERS: [char; 26] = [
        'ا', 'ب', 'ج', 'د', 'ه', 'ف', 'غ', 'ح', 'ي', 'ژ', 'ك', 'ل', 'م', 'ن', 'و', 'پ', 'ق', 'ر', 'س', 'ت', 'ع', 'ڤ',
        'ش', 'خ', 'ط', 'ز',
    ];
    outside_placeholders(text, |c, out| {
        let place = c.to_ascii_lowercase().is_ascii_lowercase().then(|| c.to_ascii_lowercase() as usize - 'a' as usize);
        out.push(place.map_or(c, |place| LETTERS[place]));
    })
}

/// The text with each character changed, and with its `{placeholders}` as they are.
fn outside_placeholders(text: &str, change: impl Fn(char, &mut String)) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut inside = false;
    for c in text.chars() {
        inside |= c == '{';
        if inside {
            out.push(c);
        } else {
            change(c, &mut out);
        }
        inside &= c != '}';
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Language, catalogue, marks, speak, t};

    #[test]
    fn a_disguise_keeps_what_is_filled_in() {
        assert_eq!(accented("Live since {time}"), "[Lïïvéé šïïñçéé {time}~~~]");
        assert_eq!(accented("Hm"), "[Hm~]");
        assert_eq!(mirrored("Call {id}"), "جالل {id}");
        for (name, text) in catalogue::all(Language::English) {
            let longer = accented(text).chars().count();
            assert!(longer * 5 >= text.chars().count() * 7, "{name}");
        }
    }

    #[test]
    fn a_disguise_is_worn_until_a_language_is_chosen() {
        disguise("ar-XB");
        assert_eq!((marks(), t().title), (("ar-XB", "rtl"), "جالل رهجوردس"));
        speak(Language::Chinese);
        assert_eq!((marks(), t().title), (("zh-CN", "ltr"), "通话记录"));
        speak(Language::English);
    }
}
