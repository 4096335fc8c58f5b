//! Which days are looked at.

use chrono::{Days, NaiveTime, TimeDelta};

use super::Now;
use super::days::{DAY, day_of, start_of_day};
use super::moment::Moment;
use crate::zone::local_in;

/// The ranges that are counted from today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Preset {
    /// The current day.
    #[default]
    Today,
    /// The day before.
    Yesterday,
    /// The current day and the six before it.
    Last7Days,
    /// The current day and the twenty-nine before it.
    Last30Days,
    /// Everything that can be searched.
    All,
}

impl Preset {
    /// The presets that have a button, in their order.
    pub const BUTTONS: [Self; 4] = [Self::Today, Self::Yesterday, Self::Last7Days, Self::Last30Days];

    /// As it stands in an address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Yesterday => "yesterday",
            Self::Last7Days => "last_7_days",
            Self::Last30Days => "last_30_days",
            Self::All => "all",
        }
    }

    /// The preset of this spelling.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::BUTTONS.into_iter().chain([Self::All]).find(|preset| preset.as_str() == text)
    }
}

/// Which days are looked at, as the reader said it: what is counted from now stays so, and a link means the same
/// tomorrow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Range {
    /// Counted from today.
    Preset(Preset),
    /// From a moment to a moment. Without a start it begins where calls can be searched, without an end it has none.
    Between(Option<Moment>, Option<Moment>),
}

impl Default for Range {
    fn default() -> Self {
        Self::Preset(Preset::Today)
    }
}

/// A start that is counted from now may lie this much before what can be searched, and is moved up: "thirty days ago"
/// is longer than thirty times a day where the clock was put back.
const LEEWAY: i64 = DAY;

impl Range {
    /// The range between two ends, as it is said in the shortest way.
    pub fn between(from: Option<Moment>, to: Option<Moment>) -> Self {
        match (from, to) {
            (None, None) => Self::Preset(Preset::All),
            ends => Self::Between(ends.0, ends.1),
        }
    }

    /// The instants that the range stands for now. A range that reaches today is open at its end, so that a call that
    /// starts a moment from now belongs in it. A range that is counted from today begins where calls can be searched.
    pub fn instants(self, now: Now) -> (Option<i64>, Option<i64>) {
        let Now { today, earliest, offset, .. } = now;
        let back = |days: u64| {
            let day = today.checked_sub_days(Days::new(days)).unwrap_or(today);
            Some(start_of_day(day, offset).max(earliest))
        };
        match self {
            Self::Preset(Preset::Today) => (back(0), None),
            Self::Preset(Preset::Yesterday) => (back(1), back(0)),
            Self::Preset(Preset::Last7Days) => (back(6), None),
            Self::Preset(Preset::Last30Days) => (back(29), None),
            Self::Preset(Preset::All) => (Some(earliest), None),
            Self::Between(from, to) => {
                let from = from.map_or(earliest, |from| {
                    let at = from.instant(now);
                    if from.is_relative() && at + LEEWAY >= earliest { at.max(earliest) } else { at }
                });
                (Some(from), to.filter(|to| *to != Moment::Now).map(|to| to.instant(now)))
            }
        }
    }

    /// Whether the range moves on with the clock.
    pub fn is_relative(self) -> bool {
        match self {
            Self::Preset(_) => true,
            Self::Between(from, to) => from.is_none_or(Moment::is_relative) || to.is_some_and(Moment::is_relative),
        }
    }

    /// Whether calls that are yet to come can belong in it.
    pub fn is_open(self, now: Now) -> bool {
        match self {
            Self::Preset(preset) => preset != Preset::Yesterday,
            Self::Between(..) => self.instants(now).1.is_none_or(|to| to > now.at),
        }
    }

    /// Whether it holds everything that can be searched.
    pub fn is_everything(self, now: Now) -> bool {
        self.instants(now).0.is_some_and(|from| from <= now.earliest) && self.is_open(now)
    }

    /// The range of the same length just before or after this one; nothing where there is nothing to search. Whole
    /// days are followed by whole days, however long those are.
    pub fn beside(self, later: bool, now: Now) -> Option<Self> {
        let (from, to) = self.whole(now);
        let way = if later { 1 } else { -1 };
        let (from, to) = match (midnight(from, now), midnight(to, now)) {
            (Some(first), Some(end)) => {
                let days = TimeDelta::days((end - first).num_days() * way);
                let moved = |day: chrono::NaiveDate| day.checked_add_signed(days);
                (start_of_day(moved(first)?, now.offset), start_of_day(moved(end)?, now.offset))
            }
            _ => (from + way * (to - from), to + way * (to - from)),
        };
        if to <= now.earliest || from >= now.at {
            return None;
        }
        let (from, end) = (from.max(now.earliest), Some(to).filter(|to| *to < now.at));
        let same = |preset: &Preset| Self::Preset(*preset).instants(now) == (Some(from), end);
        let preset = [Preset::Today, Preset::Yesterday].into_iter().find(same);
        Some(preset.map_or(Self::Between(Some(Moment::At(from)), end.map(Moment::At)), Self::Preset))
    }

    /// The instants of the range with the days that it is meant to hold in full.
    fn whole(self, now: Now) -> (i64, i64) {
        let (from, to) = self.instants(now);
        let days = match self {
            Self::Preset(Preset::Last7Days) => Some(6),
            Self::Preset(Preset::Last30Days) => Some(29),
            Self::Preset(Preset::Today) => Some(0),
            Self::Preset(Preset::Yesterday | Preset::All) | Self::Between(..) => None,
        };
        let start = |days| start_of_day(now.today.checked_sub_days(Days::new(days)).unwrap_or(now.today), now.offset);
        let from = days.map_or(from.unwrap_or(now.earliest), start);
        let tomorrow = now.today.succ_opt().unwrap_or(now.today);
        let open_end = if midnight(from, now).is_some() { start_of_day(tomorrow, now.offset) } else { now.at };
        (from, to.unwrap_or(open_end).max(from + 1))
    }
}

/// The day that begins at `at`, if one does.
fn midnight(at: i64, now: Now) -> Option<chrono::NaiveDate> {
    let local = local_in(at, now.offset);
    let day = day_of(at, now.offset);
    (local.time() == NaiveTime::MIN || start_of_day(day, now.offset) == at).then_some(day)
}
