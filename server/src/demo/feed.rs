//! Calls as they happen.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::Duration;

use call_records_wire::filter::CallFilter;
use call_records_wire::time::Timestamp;
use call_records_wire::words::Status;
use fastrand::Rng;
use serde_json::json;

use super::audio::Samples;
use super::scenario::{SampleCall, make_up};
use super::{Demo, DemoError, sample_event};
use crate::store::StoreError;

/// How much time passes between two calls, on average.
const BETWEEN_MS: f64 = 5_000.0;
/// How far back calls begin that are under way when the feed starts.
const WARM_UP_MS: i64 = 4 * 60_000;
/// How long audio takes to arrive after a call.
const AUDIO_AFTER_MS: i64 = 1_500;

/// More calls are never under way.
const MOST_LEFT: u32 = 10_000;
/// The number of an end that was not in a call's script.
const LAST_EVENT: usize = 1_000;

/// How long to wait where the store refuses.
const TRY_AGAIN_AFTER: Duration = Duration::from_secs(5);

/// A step of a call on its way: when, which call, which event; after the last one, its audio.
type Step = Reverse<(i64, usize, usize)>;

/// Ends the calls that were under way when the program stopped: nobody will tell how they go on.
pub(super) async fn end_what_was_left(demo: &Demo) -> Result<(), StoreError> {
    let status = Status::ALL.iter().copied().filter(|status| *status != Status::Ended).collect();
    let left = demo.calls.walk(&CallFilter { status, ..CallFilter::default() }, None, MOST_LEFT).await?;
    let mut ends = Vec::new();
    for row in left.items {
        let row = row.parse()?;
        let known_ms = i64::try_from(row.duration_ms).unwrap_or(0);
        let at = row.started_at.plus_millis(known_ms + 1_000).min(demo.clock.now());
        ends.push(sample_event(&row.call_id, LAST_EVENT, at, "call.hung_up", &json!({"by": "customer"})));
    }
    demo.calls.append(ends).await?;
    Ok(())
}

/// Tells events when they happen, and makes up new calls. Never ends by itself.
pub(super) async fn feed(demo: &Demo, samples: &Samples) -> Result<(), DemoError> {
    let start = demo.clock.now();
    let mut rng = Rng::with_seed(demo.seed ^ start.millis().unsigned_abs());
    let mut next_call = start.plus_millis(-WARM_UP_MS);
    let mut calls: Vec<Option<SampleCall>> = Vec::new();
    let mut steps: BinaryHeap<Step> = BinaryHeap::new();
    loop {
        let now = demo.clock.now();
        while next_call <= now {
            let call = make_up(&mut rng, next_call, samples);
            // What would have ended before the feed began is not under way.
            if call.ends_at() > start {
                plan(&mut calls, &mut steps, call);
            }
            next_call = next_call.plus_millis(gap(&mut rng));
        }
        let mut due = Vec::new();
        let mut audio = Vec::new();
        while let Some(&Reverse((at, call, step))) = steps.peek()
            && at <= now.millis()
        {
            steps.pop();
            if let Some(sample) = &calls[call] {
                match sample.events.get(step) {
                    Some(event) => due.push(event.clone()),
                    None => audio.extend(calls[call].take()),
                }
            }
        }
        let recordings = audio.iter().filter_map(|call| {
            let recording = call.recording.as_ref()?;
            samples.recording(&call.call_id, &recording.recording_id, recording.sample, now)
        });
        let recordings: Vec<_> = recordings.collect();
        if !due.is_empty() || !recordings.is_empty() {
            until_kept(|| demo.calls.append_with_recordings(due.clone(), recordings.clone())).await?;
        }
        let next_step = steps.peek().map_or(i64::MAX, |Reverse((at, ..))| *at).min(next_call.millis());
        let ms = next_step.saturating_sub(demo.clock.now().millis()).clamp(10, 1_000);
        tokio::time::sleep(Duration::from_millis(ms.unsigned_abs())).await;
    }
}

/// Tries until the store takes it: a disk that is full or a database that is busy may be better in a while. Only a store
/// that is closed ends it.
async fn until_kept<T, F>(keep: impl Fn() -> F) -> Result<T, StoreError>
where
    F: Future<Output = Result<T, StoreError>>,
{
    loop {
        match keep().await {
            Err(error) if !matches!(error, StoreError::Closed) => {
                let error = &error as &dyn std::error::Error;
                tracing::warn!(error, "cannot keep sample calls; trying again soon");
            }
            outcome => return outcome,
        }
        tokio::time::sleep(TRY_AGAIN_AFTER).await;
    }
}

fn plan(calls: &mut Vec<Option<SampleCall>>, steps: &mut BinaryHeap<Step>, call: SampleCall) {
    // Places of calls that are over are taken again, so that a feed of months does not grow.
    let place = calls.iter().position(Option::is_none).unwrap_or_else(|| {
        calls.push(None);
        calls.len() - 1
    });
    let at = |time: Timestamp| time.millis();
    for (step, event) in call.events.iter().enumerate() {
        steps.push(Reverse((at(event.event.time), place, step)));
    }
    steps.push(Reverse((at(call.ends_at()) + AUDIO_AFTER_MS, place, call.events.len())));
    calls[place] = Some(call);
}

/// The time to the next call, as independent callers make it.
fn gap(rng: &mut Rng) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "some seconds")]
    let ms = (-(1.0 - rng.f64()).ln() * BETWEEN_MS) as i64;
    ms.clamp(50, 60_000)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_store_that_refuses_for_a_while_does_not_end_the_feed() {
        let tries = Cell::new(0);
        let kept = until_kept(|| async {
            tries.set(tries.get() + 1);
            if tries.get() < 4 { Err(StoreError::Unusable("the disk is full".to_owned())) } else { Ok("kept") }
        });
        assert_eq!(kept.await.expect("it is kept in the end"), "kept");
        assert_eq!(tries.get(), 4);
        let closed = until_kept(|| async { Err::<(), _>(StoreError::Closed) });
        assert!(matches!(closed.await, Err(StoreError::Closed)), "a server that stops is not kept from it");
    }
}
