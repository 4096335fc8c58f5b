//! The same events in any order, any number of times, over any requests give the same call.

use axum::http::StatusCode;
use call_records_wire::paths;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

use crate::made::{begun, event, hung_up, lines};
use crate::world::{BATCH, ONE, World};

/// Some events of one call, many of them at the same instant.
fn journey() -> impl Strategy<Value = Vec<Value>> {
    let agent = prop::sample::select(vec![("101", "Alice Moreau"), ("102", "Bob Zoë"), ("103", "李娜")]);
    let group = prop::sample::select(vec![("sales", "Sales"), ("vip", "VIP")]);
    let word = prop::sample::select(vec![
        "menu", "reason", "queue", "left", "ring", "miss", "answer", "hold", "resume", "pass", "outside", "join",
        "leave", "record", "fail", "sing",
    ]);
    let step = (0..8i64, word, agent, group);
    let ends = prop::option::of(4..10i64);
    (prop::collection::vec(step, 1..9), ends).prop_map(|(steps, ends)| {
        let mut events = vec![begun("c1", 0)];
        for (n, (second, word, agent, group)) in steps.into_iter().enumerate() {
            let agent = json!({"id": agent.0, "name": agent.1});
            let (event_type, data) = match word {
                "menu" => ("call.ivr_node_entered", json!({"node_id": "m", "node_kind": "menu"})),
                "reason" => (
                    "call.ivr_node_entered",
                    json!({"node_id": "t", "node_kind": "hangup_reason", "hangup_reason": "queue_timeout"}),
                ),
                "queue" => ("call.queued", json!({"skill_group": {"id": group.0, "name": group.1}})),
                "left" => ("call.queue_left", json!({"reason": "timeout"})),
                "ring" => ("call.agent_ringing", json!({"agent": agent, "number": "8101"})),
                "miss" => ("call.agent_missed", json!({"agent": agent, "reason": "no_answer"})),
                "answer" => ("call.answered", json!({"agent": agent})),
                "hold" => ("call.held", json!({})),
                "resume" => ("call.resumed", json!({})),
                "pass" => ("call.transferred", json!({"kind": "blind", "to_agent": agent})),
                "outside" => ("call.transferred", json!({"kind": "blind", "to_number": "+15550100"})),
                "join" => ("call.party_joined", json!({"agent": agent})),
                "leave" => ("call.party_left", json!({"agent": agent})),
                "record" => ("recording.started", json!({"recording_id": "r1", "channels": "mono"})),
                "fail" => ("recording.failed", json!({"recording_id": "r1", "reason": "disk full"})),
                _ => ("call.sang", json!({"song": n})),
            };
            events.push(event(&format!("e{n}"), "c1", second * 1_000, event_type, data));
        }
        events.extend(ends.map(|second| hung_up("c1", second * 1_000)));
        events
    })
}

/// How the events travel: their order with repetitions, cut into requests of some kind.
type Travel = Vec<(u8, Vec<usize>)>;

fn travel(count: usize) -> impl Strategy<Value = Travel> {
    let all: Vec<usize> = (0..count).collect();
    let doubled = prop::collection::vec(0..count, 0..count);
    doubled
        .prop_flat_map(move |doubled| Just([all.clone(), doubled].concat()).prop_shuffle())
        .prop_flat_map(|order| {
            let cuts = prop::collection::vec((1..4usize, 0..3u8), order.len());
            (Just(order), cuts)
        })
        .prop_map(|(order, cuts)| {
            let mut rest = order.as_slice();
            let mut requests = Vec::new();
            for (size, kind) in cuts {
                let (request, others) = rest.split_at(size.min(rest.len()));
                if request.is_empty() {
                    break;
                }
                requests.push((kind, request.to_vec()));
                rest = others;
            }
            requests
        })
}

/// Everything that is told of the call, but for the number of its last change.
async fn told(world: &World) -> Value {
    let mut detail = world.get(&paths::call("c1")).await.expect(StatusCode::OK).json();
    let change = detail.as_object_mut().expect("an object").remove("change");
    assert!(change.is_some_and(|change| change.is_u64()));
    detail
}

async fn send(world: &World, events: &[Value], travel: &Travel) {
    for (kind, request) in travel {
        let events: Vec<Value> = request.iter().map(|&n| events[n].clone()).collect();
        match kind {
            0 => {
                for event in events {
                    world.try_send(ONE, event.to_string()).await.expect(StatusCode::ACCEPTED);
                }
            }
            1 => {
                world.try_send(BATCH, Value::from(events).to_string()).await.expect(StatusCode::ACCEPTED);
            }
            _ => {
                let answers = world.send_lines(lines(&events)).await;
                assert!(answers.iter().all(|answer| answer["status"] == "accepted"), "{answers:?}");
            }
        }
    }
}

#[test]
fn any_order_split_and_repetition_of_events_gives_the_same_call() {
    let cases = journey().prop_flat_map(|events| {
        let count = events.len();
        (Just(events), travel(count))
    });
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let config = Config { cases: 24, failure_persistence: None, max_shrink_iters: 60, ..Config::default() };
    let outcome = TestRunner::new(config).run(&cases, |(events, travel)| {
        let (plain, travelled) = runtime.block_on(async {
            let world = World::new().await;
            world.send_events(&events).await;
            let plain = told(&world).await;
            let world = World::new().await;
            send(&world, &events, &travel).await;
            (plain, told(&world).await)
        });
        prop_assert_eq!(plain, travelled);
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
}
