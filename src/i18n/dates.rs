//! Dates in words.

use chrono::{Datelike, NaiveDate, Weekday};

use super::{Language, fill, spoken, t};

const EN_DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const ZH_DAYS: [&str; 7] = ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"];
const ZH_SHORT_DAYS: [&str; 7] = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
const EN_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn en_day(day: NaiveDate) -> &'static str {
    EN_DAYS[day.weekday().num_days_from_monday() as usize]
}

fn zh_day(day: NaiveDate) -> &'static str {
    ZH_DAYS[day.weekday().num_days_from_monday() as usize]
}

fn en_month(day: NaiveDate) -> &'static str {
    EN_MONTHS[day.month0() as usize]
}

/// The days of the week from the first: in short and in full.
pub fn weekday_names(first: Weekday) -> [(String, &'static str); 7] {
    let mut names = match spoken() {
        Language::English => EN_DAYS.map(|day| (day[..2].to_owned(), day)),
        Language::Chinese => ZH_DAYS.map(|day| (day.chars().skip(2).collect(), day)),
    };
    names.rotate_left(first.num_days_from_monday() as usize);
    names
}

/// A day with a time: `Mon 23 Nov, 14:00`, `11月23日 周一 14:00`.
pub fn day_and_time(day: &str, time: &str) -> String {
    fill(t().dates.day_and_time, &[("day", day), ("time", time)])
}

/// `Mon`, `周一`.
pub fn short_weekday(day: Weekday) -> &'static str {
    let at = day.num_days_from_monday() as usize;
    match spoken() {
        Language::English => &EN_DAYS[at][..3],
        Language::Chinese => ZH_SHORT_DAYS[at],
    }
}

/// Where people who write English begin the week on Sunday.
const SUNDAY_REGIONS: &str = "US CA IN PH ZA SG HK IL JM BZ PK KE ZW BW MT PR";

/// The day that weeks begin on, by the language of the page and the browser's tag (`en-US`).
pub fn first_weekday(browsers_tag: &str) -> Weekday {
    let region = browsers_tag.split('-').skip(1).find(|part| part.len() == 2);
    let sunday = region.is_some_and(|region| SUNDAY_REGIONS.split(' ').any(|it| it.eq_ignore_ascii_case(region)));
    match spoken() {
        Language::English if sunday => Weekday::Sun,
        Language::English | Language::Chinese => Weekday::Mon,
    }
}

/// `Mon 23 Nov`, `11月23日 周一`.
pub fn short_date(day: NaiveDate) -> String {
    match spoken() {
        Language::English => format!("{} {} {}", &en_day(day)[..3], day.day(), &en_month(day)[..3]),
        Language::Chinese => {
            format!("{}月{}日 周{}", day.month(), day.day(), zh_day(day).chars().skip(2).collect::<String>())
        }
    }
}

/// `Mon 23 Nov 2026`, `2026年11月23日`.
pub fn medium_date(day: NaiveDate) -> String {
    match spoken() {
        Language::English => format!("{} {}", short_date(day), day.year()),
        Language::Chinese => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
    }
}

/// `Monday 23 November 2026`, `2026年11月23日 星期一`.
pub fn full_date(day: NaiveDate) -> String {
    match spoken() {
        Language::English => format!("{} {} {} {}", en_day(day), day.day(), en_month(day), day.year()),
        Language::Chinese => format!("{}年{}月{}日 {}", day.year(), day.month(), day.day(), zh_day(day)),
    }
}

/// `November 2026`, `2026年11月`.
pub fn month_and_year(day: NaiveDate) -> String {
    match spoken() {
        Language::English => format!("{} {}", en_month(day), day.year()),
        Language::Chinese => format!("{}年{}月", day.year(), day.month()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::speak;

    #[test]
    fn dates_read_as_each_language_writes_them() {
        let day: NaiveDate = "2026-11-23".parse().expect("a day");
        assert_eq!(short_date(day), "Mon 23 Nov");
        assert_eq!(full_date(day), "Monday 23 November 2026");
        assert_eq!(month_and_year(day), "November 2026");
        speak(Language::Chinese);
        assert_eq!(short_date(day), "11月23日 周一");
        assert_eq!(full_date(day), "2026年11月23日 星期一");
        assert_eq!(weekday_names(Weekday::Mon)[6].0, "日");
        assert_eq!((short_weekday(Weekday::Tue), first_weekday("en-US")), ("周二", Weekday::Mon));
        speak(Language::English);
    }

    #[test]
    fn weeks_begin_where_the_readers_people_begin_them() {
        for (tag, first, name) in [
            ("en-US", Weekday::Sun, "Su"),
            ("en-GB", Weekday::Mon, "Mo"),
            ("en-Latn-US", Weekday::Sun, "Su"),
            ("en", Weekday::Mon, "Mo"),
            ("de-DE", Weekday::Mon, "Mo"),
        ] {
            assert_eq!(first_weekday(tag), first, "{tag}");
            assert_eq!(weekday_names(first)[0].0, name, "{tag}");
        }
    }
}
