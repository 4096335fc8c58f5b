//! The days before now.

use std::time::Duration;

use call_records_wire::time::Timestamp;
use fastrand::Rng;
use tokio::sync::mpsc;

use super::audio::Samples;
use super::scenario::{SampleCall, make_up};
use super::{Demo, DemoError};
use crate::store::{NewEvent, StoreError, StoredRecording};

const DAY_MS: i64 = 86_400_000;
/// How many days are filled.
const DAYS: i64 = 30;
/// How many calls are kept at once.
const AT_ONCE: usize = 1_000;
/// The note that says until when calls were made up.
const FILLED_UNTIL: &str = "demo_filled_until";

/// How often that note is brought up to date.
pub(super) const NOTED_EVERY: Duration = Duration::from_secs(10);

/// Notes that calls were made up until now.
pub(super) async fn note(demo: &Demo) -> Result<(), StoreError> {
    demo.calls.set_meta(FILLED_UNTIL, &demo.clock.now().to_string()).await
}

/// How busy each hour is; the busiest is 100.
const HOURS: [u32; 24] = [3, 2, 2, 2, 3, 6, 14, 34, 68, 92, 100, 96, 78, 82, 94, 96, 88, 70, 46, 30, 20, 13, 8, 5];
/// How busy each day of the week is, from Monday.
const WEEKDAYS: [u32; 7] = [110, 104, 100, 98, 92, 42, 28];

/// Fills what is missing of the last days, newest first, so that the page has today's calls at once.
pub(super) async fn fill(demo: &Demo, samples: &Samples) -> Result<(), DemoError> {
    let now = demo.clock.now();
    let until = demo.calls.meta(FILLED_UNTIL).await?.and_then(|text| text.parse::<Timestamp>().ok());
    let earliest = now.plus_millis(-DAYS * DAY_MS);
    let from = until.map_or(earliest, |until| until.max(earliest));
    // One thread makes calls up while the store keeps those before.
    let (made, mut chunks) = mpsc::channel(2);
    let maker = {
        let (seed, volume, samples) = (demo.seed, demo.volume, samples.clone());
        tokio::task::spawn_blocking(move || {
            let mut day = now.millis().div_euclid(DAY_MS);
            while (day + 1) * DAY_MS > from.millis() {
                let mut calls = calls_of_day(seed, day, volume, &samples);
                calls.retain(|call| {
                    call.ends_at() <= now && call.events.first().is_some_and(|first| first.event.time >= from)
                });
                if !chunks_of(calls, &samples).into_iter().all(|chunk| made.blocking_send(chunk).is_ok()) {
                    return;
                }
                day -= 1;
            }
        })
    };
    while let Some(Chunk { events, recordings }) = chunks.recv().await {
        demo.calls.append_with_recordings(events, recordings).await?;
    }
    if maker.await.is_ok() {
        demo.calls.set_meta(FILLED_UNTIL, &now.to_string()).await?;
    }
    Ok(())
}

/// Calls that are kept at once.
struct Chunk {
    events: Vec<NewEvent>,
    recordings: Vec<StoredRecording>,
}

fn chunks_of(calls: Vec<SampleCall>, samples: &Samples) -> Vec<Chunk> {
    let mut calls = calls.into_iter().peekable();
    let mut chunks = Vec::new();
    while calls.peek().is_some() {
        let mut chunk = Chunk { events: Vec::new(), recordings: Vec::new() };
        for call in calls.by_ref().take(AT_ONCE) {
            if let Some(recording) = &call.recording {
                let id = &recording.recording_id;
                chunk.recordings.extend(samples.recording(&call.call_id, id, recording.sample, call.ends_at()));
            }
            chunk.events.extend(call.events);
        }
        chunks.push(chunk);
    }
    chunks
}

/// The calls that start on one day since 1970 (UTC), in order. The same seed and day make the same calls.
fn calls_of_day(seed: u64, day: i64, volume: u32, samples: &Samples) -> Vec<SampleCall> {
    let mut rng = Rng::with_seed(seed ^ day.unsigned_abs().wrapping_mul(0x9e37_79b9_7f4a_7c15));
    // 1970-01-01 was a Thursday.
    let weekday = usize::try_from((day + 3).rem_euclid(7)).unwrap_or(0);
    let week: u32 = WEEKDAYS.iter().sum();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a number of calls")]
    let count = (f64::from(volume) / 30.0 * 7.0 * f64::from(WEEKDAYS[weekday]) / f64::from(week)) as usize + 1;
    let busy: u32 = HOURS.iter().sum();
    let mut starts: Vec<i64> = (0..count)
        .map(|_| {
            let mut left = rng.u32(0..busy);
            let hour =
                HOURS.iter().position(|&share| left.checked_sub(share).map(|rest| left = rest).is_none()).unwrap_or(0);
            let hour = i64::try_from(hour).unwrap_or(0);
            day * DAY_MS + hour * 3_600_000 + i64::from(rng.u32(0..3_600_000))
        })
        .collect();
    starts.sort_unstable();
    starts.into_iter().map(|start| make_up(&mut rng, Timestamp::from_millis(start), samples)).collect()
}

/// Made-up calls of the days before `now` without audio, oldest day first: what measurements are taken on.
pub fn generated_calls(seed: u64, now: Timestamp, volume: u32) -> impl Iterator<Item = SampleCall> {
    let today = now.millis().div_euclid(DAY_MS);
    let earliest = now.plus_millis(-DAYS * DAY_MS);
    let samples = Samples::silent();
    (today - DAYS..=today).flat_map(move |day| calls_of_day(seed, day, volume, &samples)).filter(move |call| {
        call.ends_at() <= now && call.events.first().is_some_and(|first| first.event.time >= earliest)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_makes_the_same_calls() {
        let now: Timestamp = "2026-11-23T12:00:00Z".parse().expect("an instant");
        let calls = |seed| generated_calls(seed, now, 3_000).map(|call| call.call_id).collect::<Vec<_>>();
        assert_eq!(calls(1), calls(1));
        assert_ne!(calls(1), calls(2));
        let count = calls(1).len();
        assert!((2_700..3_300).contains(&count), "{count} calls were made up for 3,000");
    }

    #[test]
    fn some_made_up_calls_have_notes_and_tags_of_those_who_had_them() {
        let now: Timestamp = "2026-11-23T12:00:00Z".parse().expect("an instant");
        let (mut noted, mut tags) = (0, std::collections::BTreeSet::new());
        for call in generated_calls(1, now, 3_000) {
            let mut events: Vec<_> = call.events.into_iter().map(|new| new.event).collect();
            let detail = crate::domain::fold(&mut events, &[]).expect("a call has events");
            noted += usize::from(!detail.notes.is_empty());
            tags.extend(detail.row.tags.clone());
            for author in detail.notes.iter().filter_map(|note| note.author.as_ref()) {
                assert!(detail.row.agents.iter().any(|agent| agent.id == author.id), "{}", author.name);
            }
        }
        assert!((100..500).contains(&noted), "{noted} of 3,000 have a note");
        assert!(tags.len() > 5, "{tags:?}");
    }

    #[test]
    fn made_up_calls_show_every_reason_and_type() {
        let now: Timestamp = "2026-11-23T12:00:00Z".parse().expect("an instant");
        let mut reasons = std::collections::BTreeSet::new();
        let mut types = std::collections::BTreeSet::new();
        for call in generated_calls(1, now, 6_000) {
            let mut events: Vec<_> = call.events.into_iter().map(|new| new.event).collect();
            let row = crate::domain::fold(&mut events, &[]).expect("a call has events").row;
            reasons.extend(row.hangup_reason);
            types.insert(row.call_type);
        }
        assert_eq!(types.len(), 4);
        assert_eq!(reasons.len(), 12, "all of the contract's, and never unknown: {reasons:?}");
    }
}
