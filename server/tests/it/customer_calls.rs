//! `GET /api/v1/calls/{call_id}/customer-calls`: a customer's calls as one story.

use axum::http::StatusCode;
use call_records_wire::call::CallRow;
use call_records_wire::paths;
use call_records_wire::story::CustomerCalls;
use serde_json::{Value, json};

use crate::made::event;
use crate::world::World;

const CUSTOMER: &str = "+44 20 7946 0101";

/// A call of so many minutes after the first, with one answer or none.
fn call(call_id: &str, minutes: i64, call_type: &str, customer: &str, agent: Option<&str>) -> Vec<Value> {
    let at = minutes * 60_000;
    let (caller, callee) = if call_type == "inbound" { (customer, "+1900") } else { ("+1900", customer) };
    let started = json!({"call_type": call_type, "caller_number": caller, "callee_number": callee});
    let mut events = vec![event(&format!("{call_id}-s"), call_id, at, "call.started", started)];
    if let Some(agent) = agent {
        let answered = json!({"agent": {"id": agent, "name": agent}});
        events.push(event(&format!("{call_id}-a"), call_id, at + 5_000, "call.answered", answered));
    }
    events.push(event(&format!("{call_id}-e"), call_id, at + 9_000, "call.hung_up", json!({"by": "customer"})));
    events
}

async fn story(world: &World, call_id: &str) -> CustomerCalls<CallRow> {
    world.get(&paths::customer_calls(call_id)).await.expect(StatusCode::OK).read()
}

fn ids(story: &CustomerCalls<CallRow>) -> Vec<&str> {
    story.items.iter().map(|row| row.call_id.as_str()).collect()
}

#[tokio::test]
async fn a_missed_call_says_when_and_by_whom_it_was_called_back() {
    let world = World::new().await;
    let calls = [
        call("early", -30, "outbound", CUSTOMER, Some("Zoë")),
        call("missed", -20, "inbound", CUSTOMER, None),
        call("tried", -15, "outbound", "+442079460101", None),
        call("reached", -10, "outbound", "(+44) 2079460101", Some("Alice")),
        call("again", -5, "inbound", CUSTOMER, Some("Bob")),
        call("other", -4, "inbound", "+442079460102", Some("Bob")),
    ];
    world.send_events(&calls.concat()).await;
    let story = self::story(&world, "missed").await;
    assert_eq!(ids(&story), ["again", "reached", "tried", "early"], "newest first, without the call itself");
    assert_eq!(story.total.value, 4);
    let back = story.called_back.expect("it was missed");
    let attempt = back.attempt.expect("somebody tried");
    assert_eq!((attempt.call_id.as_str(), attempt.answered, attempt.agent), ("tried", false, None));
    let reached = back.reached.expect("somebody was reached");
    assert_eq!((reached.call_id.as_str(), reached.agent.map(|it| it.name)), ("reached", Some("Alice".to_owned())));
    assert_eq!(back.called_again.map(|it| it.call_id), Some("again".to_owned()));

    assert_eq!(self::story(&world, "reached").await.called_back, None, "it was answered");
    let tried = self::story(&world, "tried").await.called_back.expect("nobody was reached");
    assert_eq!(tried.reached.map(|it| it.call_id), Some("reached".to_owned()));
}

#[tokio::test]
async fn a_missed_call_that_nothing_followed_says_so() {
    let world = World::new().await;
    world.send_events(&call("missed", -20, "inbound", CUSTOMER, None)).await;
    let answer = world.get(&paths::customer_calls("missed")).await.expect(StatusCode::OK).json();
    assert_eq!(answer, json!({"items": [], "total": {"value": 0, "exact": true}, "called_back": {}}));
}

#[tokio::test]
async fn nobody_is_said_not_to_be_called_back_who_was() {
    let world = World::new().await;
    let day = 24 * 60;
    let mut calls = call("missed", -90 * day, "inbound", CUSTOMER, None);
    calls.extend(call("soon", -80 * day, "outbound", CUSTOMER, None));
    for n in 0..600 {
        calls.extend(call(&format!("c{n}"), n - 70 * day, "inbound", CUSTOMER, None));
    }
    calls.extend(call("reached", -2, "outbound", CUSTOMER, Some("Alice")));
    world.send_events(&calls).await;
    let story = story(&world, "missed").await;
    assert_eq!(ids(&story), ["reached"], "the list is of the search window");
    let back = story.called_back.expect("it was missed");
    assert_eq!(back.attempt.map(|it| it.call_id), Some("soon".to_owned()), "before the window began");
    assert_eq!(back.reached.map(|it| it.call_id), Some("reached".to_owned()), "after many others");
}

#[tokio::test]
async fn who_withholds_a_number_has_no_other_calls() {
    let world = World::new().await;
    for number in ["", "anonymous"] {
        world.send_events(&call(&format!("one {number}"), -20, "inbound", number, None)).await;
        world.send_events(&call(&format!("two {number}"), -10, "inbound", number, Some("Bob"))).await;
        let story = story(&world, &format!("one {number}")).await;
        assert_eq!((ids(&story).len(), story.total.value, story.called_back), (0, 0, None), "{number:?}");
    }
}

#[tokio::test]
async fn a_story_is_of_the_search_window_and_of_a_hundred_calls() {
    let world = World::new().await;
    let day = 24 * 60;
    let mut calls = call("old", -31 * day, "inbound", CUSTOMER, None);
    for n in 0..102 {
        calls.extend(call(&format!("c{n}"), n - 200, "inbound", CUSTOMER, Some("Bob")));
    }
    world.send_events(&calls).await;
    let story = self::story(&world, "c0").await;
    assert_eq!((story.items.len(), story.total.value), (100, 101));
    assert_eq!(ids(&story)[0], "c101");
    world.get(&paths::customer_calls("nowhere")).await.problem(404, "not-found");
}
