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
