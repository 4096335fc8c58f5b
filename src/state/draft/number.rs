//! Phone numbers in any notation, as they are searched for. Pure.

use call_records_wire::text::is_number_punctuation;

/// Digits from which a leading `0` is taken for the one that is dialled inside a country.
const NATIONAL: usize = 7;
/// Digits from which a leading `00` is taken for the way to another country.
const INTERNATIONAL: usize = 9;

/// What to search for when somebody writes a number: `0086…` is `+86…`, and a whole number with a leading 0 is looked
/// for without it, since numbers are mostly kept in their international form.
pub(in crate::state) fn searched(text: &str) -> String {
    let plain: String = as_text(text.trim()).chars().map(plain).collect();
    // The 0 that people write into international numbers for those who dial inside the country.
    let plain = if plain.starts_with(['+', '0']) { plain.replacen("(0)", "", 1) } else { plain };
    let bare: String = plain.chars().filter(|&c| !is_number_punctuation(c)).collect();
    if !bare.chars().all(|c| c.is_ascii_digit()) {
        return plain;
    }
    match bare.strip_prefix("00") {
        Some(rest) if bare.len() >= INTERNATIONAL && !rest.starts_with('0') => return format!("+{rest}"),
        _ => {}
    }
    match bare.strip_prefix('0') {
        Some(rest) if bare.len() >= NATIONAL && !rest.starts_with('0') => rest.to_owned(),
        _ => plain,
    }
}

/// A number without the `'` that says to a spreadsheet that it is text: files of calls have it.
pub(in crate::state) fn as_text(text: &str) -> &str {
    let number = text.strip_prefix('\'');
    number.filter(|it| it.starts_with('+') || it.starts_with(|c: char| c.is_ascii_digit())).unwrap_or(text)
}

/// Digits, plus signs and parentheses of wide scripts as the narrow ones.
pub(in crate::state) fn plain(c: char) -> char {
    match c {
        '\u{ff10}'..='\u{ff19}' => char::from_digit(u32::from(c) - 0xff10, 10).unwrap_or(c),
        '\u{0660}'..='\u{0669}' => char::from_digit(u32::from(c) - 0x660, 10).unwrap_or(c),
        '\u{06f0}'..='\u{06f9}' => char::from_digit(u32::from(c) - 0x6f0, 10).unwrap_or(c),
        '＋' => '+',
        '（' => '(',
        '）' => ')',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use call_records_wire::text::bare_number;

    use super::*;

    #[test]
    fn a_number_is_searched_for_in_the_form_in_which_it_is_kept() {
        for (typed, bare) in [
            ("+86 138-0013-8000", "+8613800138000"),
            ("0086 138 0013 8000", "+8613800138000"),
            ("'+8613800138000", "+8613800138000"),
            ("(030) 2312 5067", "3023125067"),
            ("+49 (0)30 2312 5067", "+493023125067"),
            ("0049 (0)30 2312 5067", "+493023125067"),
            ("138 0013 8000", "13800138000"),
            ("＋８６ １３８００１３８０００", "+8613800138000"),
            ("（０３０）２３１２ ５０６７", "3023125067"),
            ("٠٣٠٢٣١٢٥٠٦٧", "3023125067"),
            // Pieces of numbers stay as they are.
            ("00 900", "00900"),
            ("0123", "0123"),
            ("555", "555"),
            ("*100#", "*100#"),
            ("000000000000", "000000000000"),
        ] {
            assert_eq!(bare_number(&searched(typed)), bare, "{typed}");
        }
    }
}
