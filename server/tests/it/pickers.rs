//! `GET /api/v1/agents` and `GET /api/v1/skill-groups`: what a picker lists.

use axum::http::StatusCode;
use call_records_wire::paths;
use serde_json::{Value, json};

use crate::made::{begun, event, inbound, outbound};
use crate::world::World;

#[tokio::test]
async fn agents_and_skill_groups_are_listed_and_narrowed_by_name_or_id() {
    let world = World::new().await;
    world.send_events(&[inbound("in", 0), outbound("out", 0)].concat()).await;
    let alice = json!({"id": "101", "name": "Alice Moreau"});
    let bob = json!({"id": "102", "name": "Bob Zoë"});
    let sales = json!({"id": "sales", "name": "Sales"});
    for (path, expected) in [
        (paths::AGENTS.to_owned(), vec![&alice, &bob]),
        (format!("{}?q=", paths::AGENTS), vec![&alice, &bob]),
        (format!("{}?q=ZOE", paths::AGENTS), vec![&bob]),
        (format!("{}?q=101", paths::AGENTS), vec![&alice]),
        (format!("{}?q=nobody", paths::AGENTS), vec![]),
        (format!("{}?q=%25", paths::AGENTS), vec![]),
        (paths::SKILL_GROUPS.to_owned(), vec![&sales]),
        (format!("{}?q=sal", paths::SKILL_GROUPS), vec![&sales]),
        (format!("{}?q=vip", paths::SKILL_GROUPS), vec![]),
    ] {
        let answer = world.get(&path).await.expect(StatusCode::OK);
        assert_eq!(answer.json(), json!({"items": expected}), "{path}");
    }
}

#[tokio::test]
async fn an_agent_with_a_new_name_is_listed_once() {
    let world = World::new().await;
    for (call_id, name) in [("c1", "Alice Moreau"), ("c2", "Alice Martin")] {
        let answered =
            event(&format!("{call_id}-a"), call_id, 1, "call.answered", json!({"agent": {"id": "101", "name": name}}));
        world.send_events(&[begun(call_id, 0), answered]).await;
    }
    let answer = world.get(paths::AGENTS).await.json();
    assert_eq!(answer, json!({"items": [{"id": "101", "name": "Alice Martin"}]}));
}

#[tokio::test]
async fn a_picker_shows_at_most_a_hundred() {
    let world = World::new().await;
    let answer =
        |n: i64| event(&format!("a{n}"), "c1", n, "call.party_joined", json!({"agent": {"id": format!("{n:03}")}}));
    world.send_events(&(0..120).map(answer).collect::<Vec<Value>>()).await;
    assert_eq!(world.get(paths::AGENTS).await.json()["items"].as_array().map(Vec::len), Some(100));
}

#[tokio::test]
async fn bad_parameters_are_named() {
    let world = World::new().await;
    for path in [paths::AGENTS, paths::SKILL_GROUPS] {
        let answer = world.get(&format!("{path}?name=x")).await;
        answer.problem(422, "invalid-request");
        assert_eq!(answer.faults(), ["name"]);
        let answer = world.get(&format!("{path}?q={}", "x".repeat(256))).await;
        answer.problem(422, "invalid-request");
        assert_eq!(answer.faults(), ["q"]);
    }
}
