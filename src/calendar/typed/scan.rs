//! Takes days and times from a text, piece by piece.

use chrono::{Datelike, NaiveDate, Weekday};

use super::Misread;
use crate::calendar::days::DAY_SECONDS;
use crate::calendar::moment::Day;

/// The days of the week as they stand in addresses, from Monday.
pub(in crate::calendar) const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const ALL_WEEKDAYS: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const NEAR_DAYS: [(&str, i16); 9] = [
    ("today", 0),
    ("yesterday", -1),
    ("tomorrow", 1),
    ("今天", 0),
    ("今日", 0),
    ("昨天", -1),
    ("昨日", -1),
    ("前天", -2),
    ("明天", 1),
];
/// Words for a part of the day: before noon, or after it.
const HALVES: [(&str, bool); 7] =
    [("上午", false), ("早上", false), ("凌晨", false), ("下午", true), ("晚上", true), ("傍晚", true), ("中午", true)];

/// A day that was named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spoken {
    /// By its date.
    Date(NaiveDate),
    /// By its distance from today.
    Relative(Day),
}

/// What is left of a text.
#[derive(Clone, Copy)]
pub(super) struct Scan<'a> {
    rest: &'a str,
}

impl<'a> Scan<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { rest: text }
    }

    /// Whether nothing is left but what stands between pieces.
    pub(super) fn is_done(&mut self) -> bool {
        self.rest = self.rest.trim_start_matches([' ', ',', '的']);
        for word in ["at ", "t"] {
            if let Some(rest) = self.rest.strip_prefix(word)
                && rest.starts_with(|c: char| c.is_ascii_digit())
            {
                self.rest = rest;
            }
        }
        self.rest.is_empty()
    }

    fn eat(&mut self, piece: &str) -> bool {
        let rest = self.rest.strip_prefix(piece);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn eat_one(&mut self, pieces: &[&str]) -> bool {
        pieces.iter().any(|piece| self.eat(piece))
    }

    /// A run of at most so many digits that no other digit follows.
    fn number(&mut self, most: usize) -> Option<u32> {
        let count = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.rest.split_at_checked(count).filter(|_| (1..=most).contains(&count))?;
        self.rest = rest;
        digits.parse().ok()
    }

    /// A word of Latin letters, whole or cut after three or more of them.
    fn word(&mut self, words: &[&str]) -> Option<usize> {
        let count = self.rest.bytes().take_while(u8::is_ascii_lowercase).count();
        let (word, rest) = self.rest.split_at_checked(count).filter(|_| count >= 3)?;
        // `sept` and `tues` are cut elsewhere than at three.
        let at = words.iter().position(|it| it.starts_with(word))?;
        self.rest = rest.strip_prefix('.').unwrap_or(rest);
        Some(at)
    }

    /// A day, if one is next.
    pub(super) fn day(&mut self, today: NaiveDate) -> Result<Option<Spoken>, Misread> {
        let before = *self;
        if let Some(day) = self.near_day().or_else(|| self.weekday()) {
            return Ok(Some(Spoken::Relative(day)));
        }
        match self.date(today) {
            Ok(None) => {
                *self = before;
                Ok(None)
            }
            other => other,
        }
    }

    fn near_day(&mut self) -> Option<Day> {
        let (_, days) = NEAR_DAYS.into_iter().find(|(word, _)| self.eat(word))?;
        let before = *self;
        // `today-3d`, as addresses have it.
        let sign = if self.eat("-") { -1 } else { i16::from(self.eat("+")) };
        if sign != 0
            && let Some(more) = self.number(3).and_then(|it| i16::try_from(it).ok())
            && self.eat("d")
        {
            return Some(Day::FromToday(days + sign * more));
        }
        *self = before;
        Some(Day::FromToday(days))
    }

    fn weekday(&mut self) -> Option<Day> {
        let before = *self;
        if self.eat_one(&["周", "星期", "礼拜"]) {
            let at = ["一", "二", "三", "四", "五", "六", "日", "天"].iter().position(|it| self.eat(it));
            if let Some(at) = at {
                return Some(Day::Last(ALL_WEEKDAYS[at.min(6)]));
            }
        }
        *self = before;
        self.word(&WEEKDAYS).map(|at| Day::Last(ALL_WEEKDAYS[at]))
    }

    fn date(&mut self, today: NaiveDate) -> Result<Option<Spoken>, Misread> {
        if let Some(month) = self.month_name() {
            self.eat(" ");
            let Some(day) = self.number(2) else { return Ok(None) };
            self.ordinal();
            return self.with_year(day, month, today).map(Some);
        }
        let before = *self;
        if let Some(number) = self.number(8).filter(|number| *number >= 10_000_000) {
            return date(number / 10_000, number / 100 % 100, number % 100).map(Some);
        }
        *self = before;
        let Some(number) = self.number(4) else { return Ok(None) };
        let digits = before.rest.len() - self.rest.len();
        if digits == 4 {
            return self.after_year(number);
        }
        if digits > 2 {
            return Ok(None);
        }
        if self.eat("月") {
            let Some(day) = self.number(2) else { return Ok(None) };
            self.eat_one(&["日", "号"]);
            return Ok(Some(Spoken::Date(nearest(day, number, today)?)));
        }
        if self.rest.starts_with(['/', '-']) && self.rest[1..].starts_with(|c: char| c.is_ascii_digit()) {
            return self.either_way(number, today).map(Some);
        }
        if self.eat_one(&["天前", " days ago", " day ago"]) {
            return Ok(i16::try_from(number).ok().map(|days| Spoken::Relative(Day::FromToday(-days))));
        }
        self.ordinal();
        let dot = self.eat(".");
        let after_dot = *self;
        self.eat(" ");
        if let Some(month) = self.month_name() {
            return self.with_year(number, month, today).map(Some);
        }
        *self = after_dot;
        match self.number(2).filter(|_| dot) {
            Some(month) => {
                self.eat(".");
                self.with_year(number, month, today).map(Some)
            }
            None => Ok(None),
        }
    }

    fn month_name(&mut self) -> Option<u32> {
        self.word(&MONTHS).and_then(|at| u32::try_from(at + 1).ok())
    }

    fn ordinal(&mut self) {
        let before = *self;
        if self.eat_one(&["st", "nd", "rd", "th"]) && self.rest.starts_with(|c: char| c.is_alphabetic()) {
            *self = before;
        }
    }

    /// `-11-24`, `/11/24`, `.11.24`, `年11月24日` after a year.
    fn after_year(&mut self, year: u32) -> Result<Option<Spoken>, Misread> {
        let Some(sign) = ["-", "/", ".", "年"].into_iter().find(|sign| self.eat(sign)) else { return Ok(None) };
        let Some(month) = self.number(2) else { return Ok(None) };
        if !self.eat(if sign == "年" { "月" } else { sign }) {
            return Ok(None);
        }
        let Some(day) = self.number(2) else { return Ok(None) };
        self.eat_one(&["日", "号"]);
        date(year, month, day).map(Some)
    }

    /// `25/11`, `11/25/2026`: a day and a month in one order or the other, where no calendar has both. With a year of two
    /// digits any of the three may be the day.
    fn either_way(&mut self, one: u32, today: NaiveDate) -> Result<Spoken, Misread> {
        let sign = if self.rest.starts_with('/') { "/" } else { "-" };
        self.eat(sign);
        let other = self.number(2).ok_or(Misread::Ambiguous)?;
        let (day, month) = match (one, other) {
            (1..=12, 1..=12) if one != other => return Err(Misread::Ambiguous),
            (1.., 1..=12) => (one, other),
            (1..=12, 1..) => (other, one),
            _ => return Err(Misread::NoSuchDay),
        };
        if !self.eat(sign) {
            return nearest(day, month, today).map(Spoken::Date);
        }
        let before = self.rest.len();
        let year = self.number(4).ok_or(Misread::Unknown)?;
        if before - self.rest.len() < 4 { Err(Misread::Ambiguous) } else { date(year, month, day) }
    }

    /// A day of a month with the year that may follow; the nearest one otherwise.
    fn with_year(&mut self, day: u32, month: u32, today: NaiveDate) -> Result<Spoken, Misread> {
        let before = *self;
        let _ = self.is_done();
        let count = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        let close = self.rest.len() == before.rest.len();
        if (count == 4 || count == 2 && close)
            && let Some(year) = self.number(4)
            && !self.rest.starts_with([':', '点', '时'])
        {
            return date(if count == 2 { 2000 + year } else { year }, month, day);
        }
        *self = before;
        nearest(day, month, today).map(Spoken::Date)
    }

    /// A time of day in seconds, if one is next.
    pub(super) fn time(&mut self) -> Result<Option<u32>, Misread> {
        for (word, seconds) in [("noon", 43_200), ("midnight", 0), ("正午", 43_200), ("午夜", 0)] {
            if self.eat(word) {
                return Ok(Some(seconds));
            }
        }
        let mut half = HALVES.into_iter().find(|(word, _)| self.eat(word)).map(|(_, after_noon)| after_noon);
        self.eat(" ");
        let Some(mut hour) = self.number(2) else { return Ok(None) };
        let (mut minute, mut second) = (0, 0);
        let mut is_time = half.is_some();
        if self.eat(":") {
            minute = self.two_digits()?;
            if self.eat(":") {
                second = self.two_digits()?;
                // Milliseconds say nothing to a search of calls.
                if self.eat(".") {
                    self.number(9).ok_or(Misread::Unknown)?;
                }
            }
            is_time = true;
        } else if self.eat_one(&["点钟", "点", "时"]) {
            is_time = true;
            if self.eat("半") {
                minute = 30;
            } else if let Some(read) = self.number(2) {
                minute = read;
                self.eat("分");
                if let Some(read) = self.number(2) {
                    second = read;
                    self.eat("秒");
                }
            }
        }
        let before = *self;
        self.eat(" ");
        if half.is_none() {
            half =
                if self.eat_one(&["am", "a.m."]) { Some(false) } else { self.eat_one(&["pm", "p.m."]).then_some(true) };
        }
        match half {
            None => *self = before,
            Some(after_noon) => {
                is_time = true;
                match (after_noon, hour) {
                    (false, 12) => hour = 0,
                    (true, 1..=11) => hour += 12,
                    _ => {}
                }
            }
        }
        if !is_time {
            return Ok(None);
        }
        let seconds = hour * 3600 + minute * 60 + second;
        if minute > 59 || second > 59 || seconds > DAY_SECONDS {
            return Err(Misread::NoSuchTime);
        }
        Ok(Some(seconds))
    }

    fn two_digits(&mut self) -> Result<u32, Misread> {
        self.number(2).ok_or(Misread::Unknown)
    }
}

fn date(year: u32, month: u32, day: u32) -> Result<Spoken, Misread> {
    let year = i32::try_from(year).map_err(|_| Misread::NoSuchDay)?;
    NaiveDate::from_ymd_opt(year, month, day).map(Spoken::Date).ok_or(Misread::NoSuchDay)
}

/// The day of this name that is nearest to today.
fn nearest(day: u32, month: u32, today: NaiveDate) -> Result<NaiveDate, Misread> {
    (-1..=1)
        .filter_map(|years| NaiveDate::from_ymd_opt(today.year() + years, month, day))
        .min_by_key(|date| (*date - today).num_days().abs())
        .ok_or(Misread::NoSuchDay)
}
