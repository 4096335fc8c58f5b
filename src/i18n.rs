//! Every text of the page, in every language. A text that one language lacks does not compile, and one that nobody
//! shows fails a test.

mod catalogue;
mod dates;
mod en;
#[cfg(debug_assertions)]
mod pseudo;
mod words;
mod zh;

use std::cell::Cell;

pub use catalogue::{Messages, Texts};
pub use dates::{
    day_and_time, first_weekday, full_date, medium_date, month_and_year, short_date, short_weekday, weekday_names,
};
pub use words::{
    call_type, call_type_in, channels, field, hung_up_by, hung_up_by_in, reason, reason_in, reason_meaning,
    recording_state, role, sort, stage, status, status_in,
};

/// A language of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Simplified Chinese.
    Chinese,
}

impl Language {
    /// Every language, as the switch lists them.
    pub const ALL: [Self; 2] = [Self::English, Self::Chinese];

    /// The language tag (BCP 47).
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh-CN",
        }
    }

    /// The language's name in itself.
    pub const fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Chinese => "简体中文",
        }
    }

    /// The language of a tag such as a browser names it.
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag.split('-').next()?.to_ascii_lowercase().as_str() {
            "en" => Some(Self::English),
            "zh" => Some(Self::Chinese),
            _ => None,
        }
    }
}

thread_local! {
    static SPOKEN: Cell<Language> = const { Cell::new(Language::English) };
}

/// The language that the page speaks. It is read while a view is made and tracked by nobody: the frame makes all views
/// anew when it changes.
pub fn spoken() -> Language {
    SPOKEN.get()
}

/// Makes the page speak `language` from the next view on.
pub fn speak(language: Language) {
    SPOKEN.set(language);
    #[cfg(debug_assertions)]
    pseudo::drop_disguise();
}

/// Puts a made-up language over English where `tag` names one. A page that is shipped knows none.
#[cfg(debug_assertions)]
pub fn disguise(tag: &str) {
    pseudo::disguise(tag);
}

/// The texts of the language that the page speaks.
pub fn t() -> &'static Texts {
    &catalogue::TEXTS
}

/// Sentences one after the other, as the language writes them: with a space between, or without.
pub fn sentences(parts: impl IntoIterator<Item = String>) -> String {
    let between = match spoken() {
        Language::English => " ",
        Language::Chinese => "",
    };
    parts.into_iter().collect::<Vec<_>>().join(between)
}

/// Names one after the other, as the language writes them.
pub fn names(parts: &[String]) -> String {
    parts.join(match spoken() {
        Language::English => ", ",
        Language::Chinese => "、",
    })
}

/// The tag of the language that the page speaks, and the direction that its text runs in, as the root element has them.
pub fn marks() -> (&'static str, &'static str) {
    #[cfg(debug_assertions)]
    if let Some(marks) = pseudo::marks() {
        return marks;
    }
    (spoken().tag(), "ltr")
}

/// `template` with each `{name}` replaced by its value.
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        out.push_str(values.iter().find(|(it, _)| *it == name).map_or("", |(_, value)| value));
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placeholders(template: &str) -> Vec<&str> {
        let mut names: Vec<&str> =
            template.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn every_language_fills_in_the_same_values() {
        let chinese = catalogue::all(Language::Chinese);
        for ((name, english), (_, chinese)) in catalogue::all(Language::English).iter().zip(chinese) {
            assert_eq!(placeholders(english), placeholders(chinese), "{name}");
            assert!(!chinese.is_empty() && !english.is_empty(), "{name}");
        }
    }

    /// The source of the page without the catalogues.
    fn source(folder: &std::path::Path, into: &mut String) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let catalogue = ["catalogue", "catalogue.rs", "en.rs", "zh.rs"].iter().any(|it| path.ends_with(it));
            if path.is_dir() && !catalogue {
                source(&path, into);
            } else if path.is_file() && !catalogue {
                into.push_str(&std::fs::read_to_string(path).expect("a text"));
            }
        }
    }

    /// Whether a field of this name is read: `.name`, and no call of that name.
    fn is_read(text: &str, name: &str) -> bool {
        text.split(&format!(".{name}"))
            .skip(1)
            .any(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '('))
    }

    #[test]
    fn every_text_is_shown_somewhere() {
        let mut text = String::new();
        source(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut text);
        let unused: Vec<_> =
            catalogue::all(Language::English).into_iter().filter(|(name, _)| !is_read(&text, name)).collect();
        assert!(unused.is_empty(), "no view shows {unused:?}");
        assert!(is_read("t().any, x", "any") && !is_read("it.any(|it|", "any") && !is_read("t().any_more", "any"));
    }

    #[test]
    fn values_are_put_where_the_template_names_them_and_never_read_as_templates() {
        assert_eq!(fill("{a} of {b}", &[("a", "{b}"), ("b", "2")]), "{b} of 2");
        assert_eq!(fill("nothing", &[]), "nothing");
        assert_eq!(fill("open {", &[]), "open {");
    }

    #[test]
    fn sentences_stand_apart_as_their_language_writes_them() {
        let both = || sentences(["一。".to_owned(), "二。".to_owned()]);
        assert_eq!(both(), "一。 二。");
        speak(Language::Chinese);
        assert_eq!(both(), "一。二。");
        speak(Language::English);
    }

    #[test]
    fn a_browsers_tag_names_a_language() {
        assert_eq!(Language::from_tag("zh-Hans-CN"), Some(Language::Chinese));
        assert_eq!(Language::from_tag("en-GB"), Some(Language::English));
        assert_eq!(Language::from_tag("fr"), None);
    }
}
