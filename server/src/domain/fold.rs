//! Events to a call.

use call_records_wire::call::{CallRow, Explanation, Recording, Stage, StageDurations};
use call_records_wire::event::{Event, in_order};
use call_records_wire::notes::Note;
use call_records_wire::words::StageKind;

use super::journey::Journey;
use super::notes::{fold_notes, fold_tags};
use super::recordings::{RecordingFact, fold_recordings};

/// A call as its events make it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folded {
    /// The row; its `change` is the store's to set.
    pub row: CallRow,
    /// Time per kind of stage.
    pub durations: StageDurations,
    /// Why it ended so.
    pub explanation: Option<Explanation>,
    /// What people wrote on it.
    pub notes: Vec<Note>,
}

/// Folds the events of one call; their order does not matter. `None` without events.
///
/// `events` is left in the order of the operations log, to which the explanation refers.
pub fn fold<E: AsRef<Event>>(events: &mut [E], recordings: &[RecordingFact]) -> Option<Folded> {
    in_order(events);
    let told = || events.iter().map(AsRef::as_ref);
    // Not the time of `call.started`: a sender with two clocks must not make a stage begin before its call. What is not
    // known here, and a recorder that was made ready early, begin no call.
    let first = told()
        .find(|event| event.kind.is_of_the_call())
        .or_else(|| told().find(|event| !event.kind.is_written_by_people()))
        .or_else(|| told().next())?;
    let mut journey = Journey::new(first.time.floor_to_millis());
    told().for_each(|event| journey.learn(&event.kind));
    // What people write says nothing of what happened, nor of how long the call lasts by now.
    for (position, event) in told().enumerate().filter(|(_, event)| !event.kind.is_written_by_people()) {
        journey.apply(event.time, position, &event.kind);
    }
    journey.settle();
    let recordings = fold_recordings(events, recordings, journey.end.is_some());
    let call = Folded { notes: fold_notes(events), ..folded(&first.subject, &journey, recordings) };
    Some(Folded { row: CallRow { tags: fold_tags(events), ..call.row }, ..call })
}

fn folded(call_id: &str, journey: &Journey, recordings: Vec<Recording>) -> Folded {
    let started_at = journey.started_at;
    let until = journey.known_until();
    let stages = journey.timeline.stages();
    let durations = durations(&stages, until.millis_since(started_at));
    let answered_at = journey.answered_at();
    // Where no agent was on the line, an outside party may have been.
    let outside = stages.iter().find(|stage| stage.kind == StageKind::Talk).map(|stage| stage.at_ms);
    let talk_from = answered_at.map(|at| at.millis_since(started_at)).or(outside);
    let duration_ms = until.millis_since(started_at);
    let row = CallRow {
        call_id: call_id.to_owned(),
        change: 0,
        call_type: journey.call_type(),
        status: journey.status(),
        started_at,
        connected_at: journey.connected_at(),
        answered_at,
        ended_at: journey.end.as_ref().map(|end| end.at.floor_to_millis()),
        caller_number: journey.caller_number.clone(),
        callee_number: journey.callee_number(),
        customer_number: journey.customer_number(),
        customer_name: journey.customer_name.clone(),
        agents: journey.agents.clone(),
        ringing: journey.ringing(),
        skill_groups: journey.skill_groups.clone(),
        hangup_reason: journey.end.as_ref().map(|end| end.reason.clone()),
        hung_up_by: journey.end.as_ref().map(|end| end.by),
        cause: journey.end.as_ref().and_then(|end| end.cause.clone()),
        wait_ms: talk_from.unwrap_or(duration_ms),
        talk_ms: talk_from.map_or(0, |from| duration_ms.saturating_sub(from)),
        duration_ms,
        stages,
        recordings,
        tags: Vec::new(),
    };
    let explanation = journey.end.as_ref().map(|end| end.explanation.clone());
    Folded { row, durations, explanation, notes: Vec::new() }
}

fn durations(stages: &[Stage], known_ms: u64) -> StageDurations {
    let mut sums = StageDurations::default();
    for stage in stages {
        let ms = stage.ms.unwrap_or_else(|| known_ms.saturating_sub(stage.at_ms));
        match stage.kind {
            StageKind::Ivr => sums.ivr_ms += ms,
            StageKind::Queue => sums.queue_ms += ms,
            StageKind::Ring => sums.ring_ms += ms,
            StageKind::Talk => sums.talk_ms += ms,
            StageKind::Hold => sums.hold_ms += ms,
        }
    }
    sums
}

#[cfg(test)]
mod tests;
