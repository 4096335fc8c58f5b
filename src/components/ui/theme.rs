//! thaw's theme, drawn from our tokens.

use thaw::Theme;

/// A theme whose colors are the custom properties of `style/tokens.css`. Light and dark are decided there, so that the
/// first paint is right and nothing is computed when the system changes its mind.
pub fn of_tokens() -> Theme {
    let mut theme = Theme::light();
    let var = |name: &str| format!("var(--{name})");
    theme.common.set_font_family_base("inherit".to_owned());
    theme
        .color
        .set_color_scheme("inherit".to_owned())
        .set_color_neutral_background_1(var("surface"))
        .set_color_neutral_background_1_hover(var("sunken"))
        .set_color_neutral_background_1_pressed(var("sunken"))
        .set_color_neutral_background_disabled(var("sunken"))
        .set_color_neutral_foreground_1(var("text"))
        .set_color_neutral_foreground_1_hover(var("text"))
        .set_color_neutral_foreground_1_pressed(var("text"))
        .set_color_neutral_foreground_2(var("text-2"))
        .set_color_neutral_foreground_2_hover(var("text"))
        .set_color_neutral_foreground_2_pressed(var("text"))
        .set_color_neutral_foreground_2_brand_hover(var("accent"))
        .set_color_neutral_foreground_2_brand_pressed(var("accent"))
        .set_color_neutral_foreground_disabled(var("text-3"))
        .set_color_neutral_foreground_on_brand(var("accent-ink"))
        .set_color_neutral_stroke_1(var("line-strong"))
        .set_color_neutral_stroke_1_hover(var("text-3"))
        .set_color_neutral_stroke_1_pressed(var("text-3"))
        .set_color_neutral_stroke_disabled(var("line"))
        .set_color_brand_background(var("accent"))
        .set_color_brand_background_hover(var("accent-strong"))
        .set_color_brand_background_pressed(var("accent-strong"))
        .set_color_brand_stroke_1(var("accent"))
        .set_color_brand_stroke_2(var("accent-soft"))
        .set_color_brand_stroke_2_contrast(var("accent-soft"))
        .set_color_stroke_focus_2(var("accent"))
        .set_color_subtle_background_hover(var("sunken"))
        .set_color_subtle_background_pressed(var("sunken"));
    theme
}

#[cfg(test)]
mod tests {
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
        let lines =
            block.lines().filter_map(|line| line.trim().strip_prefix("--")?.strip_suffix(';')?.split_once(": #"));
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
}
