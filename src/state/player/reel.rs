//! The recordings of one call, played as one: where each lies on a common time axis. Pure.

use call_records_wire::call::{CallRow, Recording};
use call_records_wire::time::Timestamp;
use call_records_wire::words::RecordingState;

/// One recording on the axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// The recording.
    pub recording: Recording,
    /// Where it begins, in milliseconds from the start of the axis.
    pub at_ms: u64,
    /// How long it is.
    pub ms: u64,
}

impl Segment {
    /// Where it ends.
    pub const fn end_ms(&self) -> u64 {
        self.at_ms + self.ms
    }
}

/// A place in the sound: in which recording, and how far into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// The number of the recording on the axis.
    pub segment: usize,
    /// Milliseconds from its start.
    pub ms: u64,
}

/// All recordings of a call that can be played. The axis begins with the first of them and ends with the last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reel {
    /// The recordings in the order of their start.
    pub segments: Vec<Segment>,
    /// How long after the call's start the axis begins, in milliseconds.
    pub after_start_ms: u64,
}

impl Reel {
    /// The recordings of a call. One that does not say when it began follows the one before it.
    pub fn of(row: &CallRow) -> Self {
        let mut recordings: Vec<_> = row.recordings.iter().filter(|it| it.state == RecordingState::Available).collect();
        recordings.sort_by_key(|it| it.started_at.unwrap_or(Timestamp::from_millis(i64::MAX)));
        let start = recordings.first().and_then(|it| it.started_at).unwrap_or(row.started_at);
        let mut segments: Vec<Segment> = Vec::with_capacity(recordings.len());
        for recording in recordings {
            let end = segments.last().map_or(0, Segment::end_ms);
            // Two that overlap are played one after the other.
            let at_ms = recording.started_at.map_or(end, |at| at.millis_since(start).max(end));
            segments.push(Segment { recording: recording.clone(), at_ms, ms: recording.duration_ms.unwrap_or(0) });
        }
        Self { segments, after_start_ms: start.millis_since(row.started_at) }
    }

    /// The length of the axis.
    pub fn length_ms(&self) -> u64 {
        self.segments.last().map_or(0, Segment::end_ms)
    }

    /// The recording with this id.
    pub fn position_of(&self, recording_id: &str) -> Option<usize> {
        self.segments.iter().position(|it| it.recording.recording_id == recording_id)
    }

    /// What is heard at a place on the axis. Nothing is heard in a gap: the next recording is.
    pub fn spot(&self, at_ms: u64) -> Option<Spot> {
        let last = self.segments.len().checked_sub(1)?;
        let segment = self.segments.iter().position(|it| at_ms < it.end_ms()).unwrap_or(last);
        let found = &self.segments[segment];
        Some(Spot { segment, ms: at_ms.saturating_sub(found.at_ms).min(found.ms) })
    }

    /// Where a place in a recording lies on the axis.
    pub fn at(&self, spot: Spot) -> u64 {
        self.segments.get(spot.segment).map_or(0, |it| it.at_ms + spot.ms)
    }

    /// The stretches of the axis in which nothing was recorded: where each begins and how long it is.
    pub fn gaps(&self) -> Vec<(u64, u64)> {
        let pairs = self.segments.windows(2).map(|pair| (pair[0].end_ms(), pair[1].at_ms - pair[0].end_ms()));
        pairs.filter(|(_, ms)| *ms > 0).collect()
    }

    /// Takes in what the sound itself says of its length.
    pub fn measured(&mut self, segment: usize, ms: u64) {
        let Some(measured) = self.segments.get_mut(segment) else { return };
        measured.ms = ms;
        let mut end = measured.end_ms();
        for later in &mut self.segments[segment + 1..] {
            later.at_ms = later.at_ms.max(end);
            end = later.end_ms();
        }
    }

    /// Where something that happened so long after the call's start lies on the axis, if it lies there.
    pub fn of_call_ms(&self, ms: u64) -> Option<u64> {
        ms.checked_sub(self.after_start_ms).filter(|at| *at < self.length_ms())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::sample;

    fn recording(id: &str, started_at: Option<i64>, seconds: u64) -> Recording {
        Recording {
            recording_id: id.to_owned(),
            state: RecordingState::Available,
            started_at: started_at
                .map(|after| Timestamp::from_millis(sample::row("a", 0).started_at.millis() + after * 1000)),
            format: None,
            duration_ms: Some(seconds * 1000),
            bytes: None,
            channels: None,
            reason: None,
            deleted_at: None,
        }
    }

    fn reel(recordings: Vec<Recording>) -> Reel {
        Reel::of(&CallRow { recordings, ..sample::row("a", 0) })
    }

    fn places(reel: &Reel) -> Vec<(&str, u64, u64)> {
        reel.segments.iter().map(|it| (it.recording.recording_id.as_str(), it.at_ms / 1000, it.ms / 1000)).collect()
    }

    #[test]
    fn recordings_lie_where_they_were_made_and_never_over_each_other() {
        let two = reel(vec![recording("b", Some(100), 30), recording("a", Some(20), 60)]);
        assert_eq!(places(&two), [("a", 0, 60), ("b", 80, 30)]);
        assert_eq!((two.length_ms(), two.after_start_ms, two.gaps()), (110_000, 20_000, vec![(60_000, 20_000)]));
        let overlapping = reel(vec![recording("a", Some(20), 60), recording("b", Some(50), 30)]);
        assert_eq!(places(&overlapping), [("a", 0, 60), ("b", 60, 30)]);
        assert!(overlapping.gaps().is_empty());
        let undated = reel(vec![recording("b", None, 30), recording("a", Some(20), 60)]);
        assert_eq!(places(&undated), [("a", 0, 60), ("b", 60, 30)]);
    }

    #[test]
    fn only_what_can_be_played_is_on_the_axis() {
        let deleted = Recording { state: RecordingState::Deleted, ..recording("gone", Some(0), 60) };
        let one = reel(vec![deleted, recording("a", Some(20), 60)]);
        assert_eq!(places(&one), [("a", 0, 60)]);
        let none = reel(Vec::new());
        assert_eq!((none.length_ms(), none.spot(0), none.of_call_ms(0), none.gaps()), (0, None, None, Vec::new()));
    }

    #[test]
    fn a_gap_is_jumped_and_the_end_belongs_to_the_last_one() {
        let two = reel(vec![recording("a", Some(20), 60), recording("b", Some(100), 30)]);
        for (at, segment, ms) in [(0, 0, 0), (59_999, 0, 59_999), (60_000, 1, 0), (79_000, 1, 0), (81_000, 1, 1_000)] {
            assert_eq!(two.spot(at), Some(Spot { segment, ms }), "{at}");
        }
        assert_eq!(two.spot(999_000), Some(Spot { segment: 1, ms: 30_000 }));
        assert_eq!(two.at(Spot { segment: 1, ms: 1_000 }), 81_000);
    }

    #[test]
    fn what_the_sound_says_of_its_length_counts() {
        let mut two = reel(vec![recording("a", Some(20), 60), recording("b", Some(100), 30)]);
        two.measured(0, 90_000);
        assert_eq!(places(&two), [("a", 0, 90), ("b", 90, 30)]);
        two.measured(5, 1);
        assert_eq!(places(&two), [("a", 0, 90), ("b", 90, 30)]);
    }

    #[test]
    fn what_happened_in_the_call_has_its_place_on_the_axis() {
        let one = reel(vec![recording("a", Some(20), 60)]);
        assert_eq!([19_999, 20_000, 50_000, 80_000].map(|ms| one.of_call_ms(ms)), [None, Some(0), Some(30_000), None]);
    }
}
