//! Every text of the page, in every language. A text that one language lacks does not compile, and one that nobody
//! shows is a warning.

mod catalogue;
mod dates;
mod en;
mod words;
mod zh;

use std::cell::Cell;

pub use catalogue::Messages;
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

    /// The texts.
    pub const fn messages(self) -> &'static Messages {
        match self {
            Self::English => &en::MESSAGES,
            Self::Chinese => &zh::MESSAGES,
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
}

/// The texts of the language that the page speaks.
pub fn t() -> &'static Messages {
    spoken().messages()
}

/// Sentences one after the other, as the language writes them: with a space between, or without.
pub fn sentences(parts: impl IntoIterator<Item = String>) -> String {
    let between = match spoken() {
        Language::English => " ",
        Language::Chinese => "",
    };
    parts.into_iter().collect::<Vec<_>>().join(between)
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
        for ((name, english), (_, chinese)) in en::MESSAGES.all().iter().zip(zh::MESSAGES.all()) {
            assert_eq!(placeholders(english), placeholders(chinese), "{name}");
            assert!(!chinese.is_empty() && !english.is_empty(), "{name}");
        }
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
