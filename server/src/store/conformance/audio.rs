//! What a store must do for recordings: hold their objects, and know those that nobody holds.

use call_records_wire::time::Timestamp;

use super::{START_MS, recording};
use crate::store::{CallStore, Kept, StoreError};

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
