//! What people write on calls, and the calls of one customer.

use call_records_wire::page::{PageRequest, Total};
use call_records_wire::time::Timestamp;
use serde_json::json;

use super::{NewEvent, START_MS, inbound, new_event, parse, rows};
use crate::store::{CallStore, OtherCalls, StoreError};

fn tag(id: &str, call_id: &str, at_ms: i64, event_type: &str, tag: &str) -> NewEvent {
    new_event(id, call_id, at_ms, event_type, json!({"tag": tag}))
}

pub(in crate::store) async fn keeps_notes_and_tags(store: &dyn CallStore) {
    store.append([inbound("c1", 0), inbound("c2", 1_000)].concat()).await.expect("two calls");
    let before = store.call("c1").await.expect("an answer").expect("a call");
    let note = json!({"note_id": "n1", "text": "called twice\nwants a refund", "author": {"id": "ada", "name": "Ada"}});
    let written = vec![
        new_event("n1", "c1", 90_000, "call.note_added", note),
        tag("t1", "c1", 91_000, "call.tagged", "Zoë"),
        tag("t2", "c1", 92_000, "call.tagged", "Refund"),
        tag("t3", "c2", 92_000, "call.tagged", "REFUND"),
    ];
    store.append(written).await.expect("notes and tags");
    let call = store.call("c1").await.expect("an answer").expect("a call");
    assert_eq!(call.row.tags, ["Zoë", "Refund"]);
    assert_eq!(call.notes.len(), 1);
    assert_eq!(call.notes[0].text, "called twice\nwants a refund");
    assert_eq!(call.log.len(), before.log.len() + 3);
    assert!(call.row.change > before.row.change, "what is written is a change of the call");
    assert_eq!(call.row.ended_at, before.row.ended_at);

    let found = async |field: &str, value: &str| -> Vec<String> {
        let fields = [(if field == "tag" { "tag" } else { "q" }, value.to_owned())];
        let (found, _) = store.search(&parse(&fields), &PageRequest::default()).await.expect("a page");
        rows(found.items).into_iter().map(|row| row.call_id).collect()
    };
    assert_eq!(found("tag", "refund").await, ["c2", "c1"], "newest first");
    assert_eq!(found("tag", "zoe").await, ["c1"]);
    assert_eq!(found("tag", "zo").await, [""; 0], "a tag is found whole");
    assert_eq!(store.tags("", 10).await.expect("tags"), ["REFUND", "Zoë"], "each once, as it was spelled last");
    assert_eq!(store.tags("ZO", 10).await.expect("tags"), ["Zoë"]);
    assert_eq!(store.tags("", 1).await.expect("tags").len(), 1);

    let many = |from: usize, to: usize| -> Vec<NewEvent> {
        (from..to).map(|n| tag(&format!("m{n}"), "c2", 93_000, "call.tagged", "VIP")).collect()
    };
    store.append(many(0, 999)).await.expect("as much as may be written on a call");
    let full = store.append(many(999, 1_000)).await;
    assert!(matches!(full, Err(StoreError::CallFull { most: 1_000, .. })), "{full:?}");
    let key = new_event("k1", "c2", 94_000, "call.key_pressed", json!({"key": "1"}));
    store.append(vec![key]).await.expect("the switch goes on");

    let removed = new_event("n2", "c1", 95_000, "call.note_removed", json!({"note_id": "n1"}));
    store.append(vec![removed, tag("t4", "c1", 96_000, "call.untagged", "zoe")]).await.expect("taken away");
    let call = store.call("c1").await.expect("an answer").expect("a call");
    assert_eq!((call.row.tags, call.notes.len()), (vec!["Refund".to_owned()], 0));
    assert_eq!(found("tag", "zoe").await, [""; 0]);
    assert_eq!(store.tags("", 10).await.expect("tags"), ["REFUND", "VIP"], "a tag that no call has is not offered");
}

fn of_customer(call_id: &str, at_ms: i64, caller: &str) -> NewEvent {
    let data = json!({"call_type": "inbound", "caller_number": caller, "callee_number": "+12025550100"});
    new_event(call_id, call_id, at_ms, "call.started", data)
}

pub(in crate::store) async fn finds_the_calls_of_a_customer(store: &dyn CallStore) {
    let calls = [
        ("a", 0, "+44 20 7946 0101"),
        ("b", 10, "+442079460101"),
        ("c", 10, "+44-20-7946-0101"),
        ("d", 20, "+44 20 7946 01011"),
        ("e", 30, "+44 (20) 79460101"),
        ("f", 40, "20 7946 0101"),
    ];
    store.append(calls.map(|(id, at, caller)| of_customer(id, at, caller)).to_vec()).await.expect("calls");
    let of = |call_id: &'static str, from: i64| OtherCalls {
        call_id,
        number: "+442079460101",
        from: Timestamp::from_millis(START_MS + from),
    };
    let newest = async |of: OtherCalls<'_>, limit| {
        let (found, total) = store.customer_calls(&of, limit).await.expect("calls");
        (rows(found).into_iter().map(|row| row.call_id).collect::<Vec<_>>(), total)
    };
    let exact = |value| Total { value, exact: true };
    assert_eq!(newest(of("e", 0), 10).await, (["c", "b", "a"].map(str::to_owned).to_vec(), exact(3)));
    assert_eq!(newest(of("a", 10), 2).await, (["e", "c"].map(str::to_owned).to_vec(), exact(3)));
    let nobody = OtherCalls { number: "+1", ..of("a", 0) };
    assert_eq!(newest(nobody, 10).await, (vec![], exact(0)));
    let on = store.customer_calls_on(&of("b", 1), 10).await.expect("calls");
    assert_eq!(on.iter().map(|row| row.call_id.as_str()).collect::<Vec<_>>(), ["c", "e"], "oldest first");
    assert_eq!(store.customer_calls_on(&of("b", 0), 1).await.expect("calls")[0].call_id, "a");
}
