//! What holds for any events, also for nonsense.

use call_records_wire::event::Event;
use call_records_wire::words::Status;
use proptest::prelude::*;

use super::script::events;
use super::{Folded, fold, folded};

/// A script of any words at any times; nonsense included, since senders send that too.
fn scripts() -> impl Strategy<Value = String> {
    let word = proptest::sample::select(vec![
        "in",
        "out",
        "predictive",
        "conference",
        "menu",
        "prompt",
        "intelligent_navigation",
        "voicemail",
        "transfer_to_external_line",
        "reason queue_timeout",
        "queue sales",
        "queue vip",
        "left timeout",
        "left answered",
        "ring 101",
        "ring 102 -",
        "miss 101",
        "miss 102",
        "answer 101",
        "answer 102",
        "pickup +44777",
        "answer",
        "hold",
        "hold 101",
        "resume",
        "blind 101 102",
        "attended 101 102",
        "outside 101",
        "requeue 101 vip",
        "away 101",
        "join 103",
        "leave 101",
        "leave 102",
        "end customer",
        "end agent",
        "record r1",
        "lost r1",
        "sing",
        "key 5",
        "note n1",
        "unnote n1",
        "tag vip",
        "untag VIP",
    ]);
    proptest::collection::vec((0..30u32, word), 1..24)
        .prop_map(|lines| lines.iter().map(|(at, word)| format!("{at} {word}")).collect::<Vec<_>>().join(";"))
}

/// Notes and tags at any times.
fn writings() -> impl Strategy<Value = String> {
    let word = proptest::sample::select(vec!["note n1", "note n2", "unnote n1", "tag vip", "tag refund", "untag VIP"]);
    proptest::collection::vec((0..40u32, word), 1..12)
        .prop_map(|lines| lines.iter().map(|(at, word)| format!("{at} {word}")).collect::<Vec<_>>().join(";"))
}

/// The call without what people wrote on it, and the events that its reason rests on.
fn without_writings(mut events: Vec<Event>) -> Option<(Folded, Vec<String>)> {
    let mut call = fold(&mut events, &[])?;
    call.notes.clear();
    call.row.tags.clear();
    let rests_on = call.explanation.as_mut().map(|it| std::mem::take(&mut it.events)).unwrap_or_default();
    Some((call, rests_on.into_iter().map(|at| events[at].id.clone()).collect()))
}

proptest! {
    #[test]
    fn what_people_write_changes_nothing_else((script, writings, same_source) in (scripts(), writings(), any::<bool>())) {
        let told = events(&script);
        let told: Vec<Event> = told.into_iter().filter(|event| !event.kind.is_written_by_people()).collect();
        prop_assume!(!told.is_empty());
        let mut written = told.clone();
        written.extend(events(&writings).into_iter().enumerate().map(|(n, event)| Event {
            id: format!("w{n}"),
            source: if same_source { event.source } else { "people".to_owned() },
            sequence: n as u64,
            ..event
        }));
        prop_assert_eq!(without_writings(told), without_writings(written));
    }

    #[test]
    fn any_order_of_the_same_events_gives_the_same_call((script, seed) in (scripts(), any::<u64>())) {
        let mut in_order = events(&script);
        for (number, event) in in_order.iter_mut().enumerate() {
            // Two sources, the one with sequences.
            if number % 3 == 0 {
                event.source = "other".to_owned();
                event.sequence = seed >> (number % 64) & 3;
            }
        }
        let mut shuffled = in_order.clone();
        let mut state = seed | 1;
        for at in (1..shuffled.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            shuffled.swap(at, usize::try_from(state >> 33).expect("31 bits") % (at + 1));
        }
        prop_assert_eq!(fold(&mut in_order, &[]), fold(&mut shuffled, &[]));
    }

    #[test]
    fn every_call_holds_together(script in scripts()) {
        let call = folded(&script);
        let row = &call.row;
        prop_assert_eq!(row.ended_at.is_some(), row.hangup_reason.is_some());
        prop_assert_eq!(row.ended_at.is_some(), row.status == Status::Ended);
        prop_assert_eq!(row.ended_at.is_some(), call.explanation.is_some());
        let mut reached = 0;
        for stage in &row.stages {
            prop_assert!(reached <= stage.at_ms, "stages do not overlap");
            reached = stage.at_ms + stage.ms.unwrap_or(0);
        }
        prop_assert_eq!(row.stages.iter().filter(|stage| stage.ms.is_none()).count() > 0, row.stages.last().is_some_and(|stage| stage.ms.is_none()));
        if row.ended_at.is_some() {
            prop_assert!(row.stages.iter().all(|stage| stage.ms.is_some()));
        }
    }
}
