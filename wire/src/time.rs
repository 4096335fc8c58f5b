//! Instants as they stand in documents: UTC, at least milliseconds.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// An instant, in microseconds since 1970-01-01T00:00:00Z.
///
/// It prints as RFC 3339 with milliseconds, and with microseconds only where it has them: switches number events
/// finer than the contract's milliseconds, and their order must not be lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(i64);

/// 2000-01-01T00:00:00Z: no call is older.
const EARLIEST: i64 = 946_684_800_000_000;
/// 2100-01-01T00:00:00Z: no call is younger.
const LATEST: i64 = 4_102_444_800_000_000;

/// A text that is not an instant this system can hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TimestampError {
    /// Not RFC 3339.
    #[error("must be an RFC 3339 instant such as 2026-11-23T09:30:00.000Z")]
    Malformed,
    /// Outside 2000 to 2099.
    #[error("must lie between the years 2000 and 2099")]
    OutOfRange,
}

impl Timestamp {
    /// The instant this many microseconds after the epoch.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// The instant this many milliseconds after the epoch.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis.saturating_mul(1000))
    }

    /// Microseconds since the epoch.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Milliseconds since the epoch, rounded down.
    pub const fn millis(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// The same instant without what is finer than a millisecond: what calls, unlike events, are told in.
    #[must_use]
    pub const fn floor_to_millis(self) -> Self {
        Self::from_millis(self.millis())
    }

    /// Whole milliseconds from `earlier` to `self`; zero where `self` is not later.
    pub fn millis_since(self, earlier: Self) -> u64 {
        u64::try_from(self.millis().saturating_sub(earlier.millis())).unwrap_or(0)
    }

    /// This instant moved by `millis`.
    #[must_use]
    pub const fn plus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis.saturating_mul(1000)))
    }

    /// The instant that `text` names, or the nearest one that can be kept: what a search may begin or end with.
    pub fn nearest(text: &str) -> Result<Self, TimestampError> {
        micros(text).map(|micros| Self(micros.clamp(EARLIEST, LATEST - 1)))
    }

    /// This instant, or the next full minute.
    #[must_use]
    pub const fn ceil_to_minute(self) -> Self {
        const MINUTE: i64 = 60_000_000;
        Self(self.0.saturating_add(MINUTE - 1).div_euclid(MINUTE) * MINUTE)
    }

    /// As chrono's type; the epoch where chrono cannot hold it.
    pub fn to_datetime(self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.0).unwrap_or_default()
    }
}

impl From<DateTime<Utc>> for Timestamp {
    fn from(at: DateTime<Utc>) -> Self {
        Self(at.timestamp_micros())
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let format = if self.0 % 1000 == 0 { SecondsFormat::Millis } else { SecondsFormat::Micros };
        f.write_str(&self.to_datetime().to_rfc3339_opts(format, true))
    }
}

impl FromStr for Timestamp {
    type Err = TimestampError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let micros = micros(text)?;
        if (EARLIEST..LATEST).contains(&micros) { Ok(Self(micros)) } else { Err(TimestampError::OutOfRange) }
    }
}

fn micros(text: &str) -> Result<i64, TimestampError> {
    // 35 characters is the longest form with nanoseconds and an offset.
    if text.len() > 40 {
        return Err(TimestampError::Malformed);
    }
    DateTime::parse_from_rfc3339(text).map(|at| at.timestamp_micros()).map_err(|_| TimestampError::Malformed)
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_prints_milliseconds_and_keeps_finer_ones() {
        for (given, printed) in [
            ("2026-11-23T09:30:00Z", "2026-11-23T09:30:00.000Z"),
            ("2026-11-23T09:30:00.5+01:00", "2026-11-23T08:30:00.500Z"),
            ("2026-11-23T09:30:00.123456Z", "2026-11-23T09:30:00.123456Z"),
            ("2026-11-23T09:30:00.123456789Z", "2026-11-23T09:30:00.123456Z"),
        ] {
            let at: Timestamp = given.parse().expect("the table holds instants");
            assert_eq!(at.to_string(), printed);
            assert_eq!(printed.parse(), Ok(at));
        }
    }

    #[test]
    fn what_is_not_an_instant_is_refused() {
        for (given, error) in [
            ("", TimestampError::Malformed),
            ("yesterday", TimestampError::Malformed),
            ("2026-11-23", TimestampError::Malformed),
            ("2026-11-23T09:30:00", TimestampError::Malformed),
            ("1969-12-31T23:59:59.000Z", TimestampError::OutOfRange),
            ("9999-12-31T23:59:59.000Z", TimestampError::OutOfRange),
        ] {
            assert_eq!(given.parse::<Timestamp>(), Err(error), "{given}");
        }
    }

    #[test]
    fn a_bound_of_a_search_may_lie_anywhere() {
        for (given, nearest) in [
            ("1969-12-31T23:59:59Z", "2000-01-01T00:00:00.000Z"),
            ("2026-11-23T09:30:00.001Z", "2026-11-23T09:30:00.001Z"),
            ("9999-12-31T23:59:59Z", "2099-12-31T23:59:59.999999Z"),
        ] {
            assert_eq!(Timestamp::nearest(given).map(|at| at.to_string()).as_deref(), Ok(nearest));
        }
        assert_eq!(Timestamp::nearest("yesterday"), Err(TimestampError::Malformed));
    }

    #[test]
    fn minutes_are_rounded_up() {
        for (given, rounded) in [
            ("2026-11-23T09:30:00Z", "2026-11-23T09:30:00.000Z"),
            ("2026-11-23T09:30:00.000001Z", "2026-11-23T09:31:00.000Z"),
        ] {
            let at: Timestamp = given.parse().expect("the table holds instants");
            assert_eq!(at.ceil_to_minute().to_string(), rounded);
        }
    }
}
