//! Notes and tags: what people write on calls.

use axum::http::{Method, StatusCode};
use call_records_wire::call::CallDetail;
use call_records_wire::notes::{Note, Tags};
use call_records_wire::paths;
use call_records_wire::words::Role;
use serde_json::{Value, json};

use crate::made::{event, inbound};
use crate::world::{PASSWORD, World, at};

impl World {
    async fn note(&self, call_id: &str, text: &str) -> Note {
        let body = json!({"text": text});
        let ask = self.ask(Method::POST, &paths::call_notes(call_id)).cookie(&self.cookie).json(&body);
        ask.send().await.expect(StatusCode::CREATED).read()
    }

    async fn try_tag(&self, call_id: &str, body: &Value) -> crate::world::Answer {
        self.ask(Method::POST, &paths::call_tags(call_id)).cookie(&self.cookie).json(body).send().await
    }

    /// The tags that the call has then.
    async fn tag(&self, call_id: &str, add: &[&str], remove: &[&str]) -> Vec<String> {
        let change = json!({"add": add, "remove": remove});
        let Tags { tags } = self.try_tag(call_id, &change).await.expect(StatusCode::OK).read();
        tags
    }
}

#[tokio::test]
async fn a_note_is_kept_told_and_removed() {
    let world = World::new().await;
    world.send_events(&inbound("c1", 0)).await;
    let before = world.call("c1").await;
    let note = world.note("c1", "  wants a refund \n").await;
    assert_eq!(note.text, "wants a refund");
    assert_eq!(note.author.as_ref().map(|author| author.name.as_str()), Some("ada"));
    let call = world.call("c1").await;
    assert_eq!(call.notes.as_slice(), std::slice::from_ref(&note));
    assert!(call.row.change > before.row.change, "the live stream tells it");
    let logged = call.log.iter().find(|entry| entry.event_type == "call.note_added").expect("an entry");
    assert_eq!(logged.data["text"], "wants a refund");

    let world = world.restarted().await;
    let remove =
        async |id: &str| world.ask(Method::DELETE, &paths::call_note("c1", id)).cookie(&world.cookie).send().await;
    remove("nothing").await.problem(404, "not-found");
    remove(&note.note_id).await.expect(StatusCode::NO_CONTENT);
    remove(&note.note_id).await.problem(404, "not-found");
    let call = world.call("c1").await;
    assert_eq!(call.notes, []);
    let logged = call.log.iter().find(|entry| entry.event_type == "call.note_removed").expect("an entry");
    assert_eq!(logged.data["by"]["name"], "ada");
    assert_eq!((call.row.ended_at, call.row.duration_ms), (before.row.ended_at, before.row.duration_ms));
}

#[tokio::test]
async fn tags_are_added_and_removed_one_by_one() {
    let world = World::new().await;
    world.send_events(&inbound("c1", 0)).await;
    assert_eq!(world.tag("c1", &[" Refund", "Zoë", "refund"], &[]).await, ["Refund", "Zoë"]);
    let change = world.call("c1").await.row.change;
    assert_eq!(world.tag("c1", &["ZOE", "refund"], &["nothing"]).await, ["Refund", "Zoë"]);
    assert_eq!(world.call("c1").await.row.change, change, "nothing differs, so nothing happened");
    // Whoever saw the call before the other wrote says what they mean, and undoes nothing.
    assert_eq!(world.tag("c1", &["VIP"], &[]).await, ["Refund", "Zoë", "VIP"]);
    assert_eq!(world.tag("c1", &[], &["REFUND"]).await, ["Zoë", "VIP"]);
    assert_eq!(world.get(&format!("{}?q=zo", paths::TAGS)).await.json(), json!({"items": ["Zoë"]}));
    assert_eq!(world.get(paths::TAGS).await.json(), json!({"items": ["VIP", "Zoë"]}));
    assert_eq!(world.tag("c1", &[], &["zoe", "vip"]).await, [""; 0]);
    assert_eq!(world.get(paths::TAGS).await.json(), json!({"items": []}));
}

#[tokio::test]
async fn a_call_has_room_for_twenty_tags() {
    let world = World::new().await;
    world.send_events(&inbound("c1", 0)).await;
    let many: Vec<String> = (0..20).map(|n| format!("tag {n}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert_eq!(world.tag("c1", &many, &[]).await, many);
    let answer = world.try_tag("c1", &json!({"add": ["more"]})).await;
    answer.problem(422, "invalid-request");
    assert_eq!(answer.faults(), ["/add"]);
    assert_eq!(world.tag("c1", &["TAG 7"], &[]).await, many, "which it has");
    assert_eq!(world.tag("c1", &["more"], &["tag 0"]).await[19], "more", "what goes makes room");
}

#[tokio::test]
async fn what_is_asked_for_now_holds_also_where_a_senders_clock_is_ahead() {
    let world = World::new().await;
    world.send_events(&inbound("c1", 0)).await;
    let ahead = at(3_600_000).to_string();
    let mut tagged = event("t1", "c1", 0, "call.tagged", json!({"tag": "VIP"}));
    tagged["time"] = json!(ahead);
    world.send_events(&[tagged]).await;
    assert_eq!(world.tag("c1", &["Refund"], &["vip"]).await, ["Refund"]);
}

#[tokio::test]
async fn senders_may_write_too() {
    let world = World::new().await;
    let written = [
        event(
            "n1",
            "c1",
            9,
            "call.note_added",
            json!({"note_id": "n1", "text": "from the desk", "author": {"id": "7"}}),
        ),
        event("t1", "c1", 9, "call.tagged", json!({"tag": "vip", "by": {"id": "7", "name": "Desk"}})),
    ];
    world.send_events(&[inbound("c1", 0).as_slice(), &written].concat()).await;
    let call = world.call("c1").await;
    assert_eq!(call.notes[0].author.as_ref().map(|author| author.name.as_str()), Some("7"), "by its id without a name");
    assert_eq!(call.row.tags, ["vip"]);
    let bad = [
        event("n2", "c1", 9, "call.note_added", json!({"note_id": "n2", "text": "x".repeat(4_001)})),
        event("t2", "c1", 9, "call.tagged", json!({"tag": " "})),
        event("t3", "c1", 9, "call.untagged", json!({"tag": "a\u{202e}b"})),
    ];
    let answer = world.try_send(crate::world::BATCH, Value::from(bad.as_slice()).to_string()).await;
    answer.problem(422, "invalid-events");
    assert_eq!(answer.faults(), ["0:/data/text", "1:/data/tag", "2:/data/tag"]);
}

#[tokio::test]
async fn a_note_of_any_sender_is_found_and_removed() {
    let world = World::new().await;
    let noted = |id: &str, source: &str, text: &str| {
        let mut noted = event(id, "c1", 9, "call.note_added", json!({"note_id": "1", "text": text}));
        noted["source"] = json!(source);
        noted
    };
    let notes = [noted("a", "/pbx", "of the switch"), noted("b", "/crm", "of the desk")];
    world.send_events(&[inbound("c1", 0).as_slice(), &notes].concat()).await;
    let ids = |call: &CallDetail| call.notes.iter().map(|note| note.note_id.clone()).collect::<Vec<_>>();
    let shown = ids(&world.call("c1").await);
    assert_eq!(shown.len(), 2);
    let remove =
        async |id: &str| world.ask(Method::DELETE, &paths::call_note("c1", id)).cookie(&world.cookie).send().await;
    remove(&shown[0]).await.expect(StatusCode::NO_CONTENT);
    assert_eq!(ids(&world.call("c1").await), shown[1..], "the other keeps its id");
    remove(&shown[0]).await.problem(404, "not-found");
    remove(&shown[1]).await.expect(StatusCode::NO_CONTENT);
    assert_eq!(world.call("c1").await.notes, []);
}

#[tokio::test]
async fn no_sender_writes_in_a_persons_name() {
    let world = World::new().await;
    let mut note = event("n1", "c1", 9, "call.note_added", json!({"note_id": "1", "text": "x"}));
    note["source"] = json!("call-records");
    let answer = world.try_send(crate::world::BATCH, json!([note]).to_string()).await;
    answer.problem(422, "invalid-events");
    assert_eq!(answer.faults(), ["0:/source"]);
    let answers = world.send_lines(format!("{note}\n")).await;
    assert_eq!(answers[0]["errors"][0]["pointer"], "/source");
}

#[tokio::test]
async fn whatever_an_account_is_called_it_can_write() {
    let world = World::new().await;
    world.send_events(&inbound("c1", 0)).await;
    for (name, shown) in [("a\u{202e}my".to_owned(), "amy".to_owned()), ("李".repeat(90), "李".repeat(90))] {
        world.add_user(&name, Role::Admin).await;
        let cookie = world.sign_in(&name, PASSWORD).await;
        let ask = |path: String, body: Value| world.ask(Method::POST, &path).cookie(&cookie).json(&body).send();
        let note: Note = ask(paths::call_notes("c1"), json!({"text": "x"})).await.expect(StatusCode::CREATED).read();
        assert_eq!(note.author.as_ref().map(|author| author.name.as_str()), Some(shown.as_str()));
        assert!(world.call("c1").await.notes.contains(&note));
        ask(paths::call_tags("c1"), json!({"add": [name.len().to_string()]})).await.expect(StatusCode::OK);
    }
}

#[tokio::test]
async fn calls_are_found_by_their_tags() {
    let world = World::new().await;
    world.send_events(&[inbound("c1", 0), inbound("c2", 1_000)].concat()).await;
    world.tag("c1", &["Crème brûlée"], &[]).await;
    world.tag("c2", &["VIP"], &[]).await;
    let found = async |body: Value| {
        let page = world.search(body).await;
        page.items.into_iter().map(|row| row.call_id).collect::<Vec<_>>()
    };
    assert_eq!(found(json!({"tag": "creme BRULEE"})).await, ["c1"]);
    assert_eq!(found(json!({"tag": ["vip", "creme brulee"]})).await, ["c2", "c1"]);
    assert_eq!(found(json!({"tag": "creme"})).await, [""; 0]);
    assert_eq!(world.list("tag=vip").await.items[0].tags, ["VIP"]);
}

#[tokio::test]
async fn what_cannot_be_written_is_said() {
    let world = World::new().await;
    world.send_events(&inbound("c1", 0)).await;
    let many: Vec<String> = (0..21).map(|n| format!("tag {n}")).collect();
    for (tags, faults) in [
        (json!({"add": many, "remove": many}), vec!["/add", "/remove"]),
        (json!({"add": ["x".repeat(41), "ok", " "], "remove": [""]}), vec!["/add/0", "/add/2", "/remove/0"]),
        (json!({"add": ["VIP"], "remove": ["vip"]}), vec!["/remove"]),
        (json!({"add": "x"}), vec![""]),
        (json!({"add": null}), vec![""]),
        (json!({"tags": ["x"]}), vec![""]),
        (json!({"add": [], "remove": []}), vec![""]),
        (json!({}), vec![""]),
    ] {
        let answer = world.try_tag("c1", &tags).await;
        answer.problem(422, "invalid-request");
        assert_eq!(answer.faults(), faults, "{tags}");
    }
    let note = async |call_id: &str, body: &Value| {
        world.ask(Method::POST, &paths::call_notes(call_id)).cookie(&world.cookie).json(body).send().await
    };
    for body in [json!({"text": ""}), json!({"text": "x".repeat(4_001)})] {
        let answer = note("c1", &body).await;
        answer.problem(422, "invalid-request");
        assert_eq!(answer.faults(), ["/text"]);
    }
    note("c1", &json!({"text": 1})).await.problem(422, "invalid-request");
    note("nowhere", &json!({"text": "x"})).await.problem(404, "not-found");
    world.try_tag("nowhere", &json!({"add": ["x"]})).await.problem(404, "not-found");
    let form = world.ask(Method::POST, &paths::call_notes("c1")).cookie(&world.cookie).body("text/plain", "{}");
    form.send().await.problem(415, "unsupported-media-type");
}

#[tokio::test]
async fn only_who_reads_a_call_writes_on_it() {
    let world = World::new().await;
    world.send_events(&inbound("c1", 0)).await;
    world.add_user("amy", Role::Agent).await;
    let amy = world.sign_in("amy", PASSWORD).await;
    for (method, path, body) in [
        (Method::POST, paths::call_notes("c1"), json!({"text": "x"})),
        (Method::DELETE, paths::call_note("c1", "n"), json!({})),
        (Method::POST, paths::call_tags("c1"), json!({"add": ["x"]})),
        (Method::GET, paths::customer_calls("c1"), json!({})),
        (Method::GET, paths::TAGS.to_owned(), json!({})),
    ] {
        let ask = || world.ask(method.clone(), &path).json(&body);
        ask().send().await.problem(401, "unauthenticated");
        ask().cookie(&amy).send().await.problem(403, "forbidden");
        ask().key(&world.key).send().await.problem(401, "unauthenticated");
        if method != Method::GET {
            let elsewhere = ask().cookie(&world.cookie).header("sec-fetch-site", "cross-site");
            elsewhere.send().await.problem(403, "other-site");
        }
    }
}
