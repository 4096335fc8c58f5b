//! What a store must do for recordings: hold their objects, and know those that nobody holds.

use call_records_wire::time::Timestamp;
use call_records_wire::words::RecordingState;

use super::{START_MS, inbound, recording};
use crate::store::{CallStore, Deletion, Kept, StoreError};

fn at(ms: i64) -> Timestamp {
    Timestamp::from_millis(START_MS + ms)
}

async fn dropped(store: &dyn CallStore, before: i64) -> Vec<String> {
    store.dropped_objects(at(before), 100).await.expect("an answer")
}

pub(in crate::store) async fn gives_up_what_no_recording_holds(store: &dyn CallStore) {
    let held = recording("c1", "held", 1);
    let left = recording("c1", "left", 2);
    store.note_object(&held.object_key, at(0)).await.expect("noted");
    store.note_object(&left.object_key, at(0)).await.expect("noted");
    assert_eq!(store.put_recording(held).await.expect("in time"), Kept::New);
    assert_eq!(dropped(store, 0).await, Vec::<String>::new(), "nothing is older than now");
    assert_eq!(dropped(store, 1).await, [left.object_key.as_str()], "what is held is not given up");
    let late = store.put_recording(left.clone()).await;
    assert!(matches!(late, Err(StoreError::TooLate)), "it is about to be deleted: {late:?}");
    store.object_is_gone(&left.object_key, at(2)).await.expect("deleted");
    assert_eq!(dropped(store, 9).await, Vec::<String>::new());
    assert!(matches!(store.put_recording(left.clone()).await, Err(StoreError::TooLate)), "it is deleted");
    assert_eq!(store.recording("left").await.expect("an answer"), None);

    let unwanted = recording("c1", "unwanted", 3);
    store.note_object(&unwanted.object_key, at(3)).await.expect("noted");
    store.drop_object(&unwanted.object_key).await.expect("given up");
    assert_eq!(dropped(store, 0).await, [unwanted.object_key], "however young it is");
}

pub(in crate::store) async fn deletes_recordings(store: &dyn CallStore) {
    let [first, mut second] = ["first", "second"].map(|id| recording("c1", id, 1));
    // As sample calls do it: two that sound the same share their bytes.
    second.object_key.clone_from(&first.object_key);
    store.append(inbound("c1", 0)).await.expect("events");
    for new in [&first, &second] {
        store.put_recording(new.clone()).await.expect("kept");
    }
    let delete = async |id: &str| {
        let deletion = Deletion { recording_id: id.to_owned(), reason: "older than 90 days".to_owned(), at: at(7) };
        store.delete_recordings(vec![deletion]).await.expect("an answer")
    };
    let before = *store.changes().borrow();
    assert_eq!(delete("first").await, std::slice::from_ref(&first));
    assert!(*store.changes().borrow() > before, "readers of the call are told");
    assert_eq!(dropped(store, 0).await, Vec::<String>::new(), "the second holds the object still");
    let shown = |call: &call_records_wire::call::CallDetail, id: &str| {
        call.row.recordings.iter().find(|it| it.recording_id == id).expect("it is shown").clone()
    };
    let call = store.call("c1").await.expect("an answer").expect("the call stays");
    let gone = shown(&call, "first");
    assert_eq!((gone.state, gone.reason.as_deref()), (RecordingState::Deleted, Some("older than 90 days")));
    assert_eq!(gone.deleted_at, Some(at(7)));
    assert_eq!(shown(&call, "second").state, RecordingState::Available);
    assert!(call.row.has_recording());

    assert_eq!(delete("second").await, [second]);
    assert_eq!(dropped(store, 0).await, [first.object_key.as_str()]);
    assert!(!store.call("c1").await.expect("an answer").expect("the call stays").row.has_recording());
    let before = *store.changes().borrow();
    assert_eq!(delete("second").await, [], "it is deleted already");
    assert_eq!(delete("none").await, []);
    assert_eq!(*store.changes().borrow(), before);
    assert_eq!(
        store.put_recording(first).await.expect("an answer"),
        Kept::Known,
        "what was deleted does not come back"
    );
}
