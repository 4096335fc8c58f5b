use std::pin::Pin;

use call_records_wire::time::Timestamp;
use call_records_wire::view::{Preferences, PreferencesChange};
use call_records_wire::words::Role;

use super::*;
use crate::store::{ViewStore, conformance};

/// Something that a store is asked for.
type Work<'a> = Pin<Box<dyn Future<Output = Result<(), StoreError>> + Send + 'a>>;

async fn store() -> (tempfile::TempDir, SqliteStore) {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let store = SqliteStore::open(&folder.path().join("calls.db")).await.expect("a new database");
    (folder, store)
}

#[tokio::test]
async fn the_embedded_store_conforms() {
    let (_folder, store) = store().await;
    conformance::keeps_events_once(&store).await;
    let (_folder, store) = self::store().await;
    conformance::numbers_every_change(&store).await;
    let (_folder, store) = self::store().await;
    conformance::keeps_recordings(&store).await;
    let (_folder, store) = self::store().await;
    conformance::gives_up_what_no_recording_holds(&store).await;
    let (_folder, store) = self::store().await;
    conformance::deletes_recordings(&store).await;
    let (_folder, store) = self::store().await;
    conformance::lists_what_the_filter_matches(&store).await;
    let (_folder, store) = self::store().await;
    conformance::totals_are_honest(&store).await;
    let (_folder, store) = self::store().await;
    conformance::bounds_one_call(&store).await;
    let (_folder, store) = self::store().await;
    conformance::knows_the_reasons_of_its_calls(&store).await;
    let (_folder, store) = self::store().await;
    conformance::keeps_notes_and_tags(&store).await;
    let (_folder, store) = self::store().await;
    conformance::finds_the_calls_of_a_customer(&store).await;
}

#[tokio::test]
async fn the_embedded_store_conforms_for_views() {
    let (_folder, store) = store().await;
    conformance::views::shows_the_own_views_and_those_that_others_share(&store).await;
    let (_folder, store) = self::store().await;
    conformance::views::lets_only_the_owner_change_a_view_and_only_from_its_version(&store).await;
    let (_folder, store) = self::store().await;
    conformance::views::bounds_the_views_of_one_account(&store).await;
    let (_folder, store) = self::store().await;
    conformance::views::keeps_preferences_of_each_account_apart(&store).await;
}

#[tokio::test]
async fn two_processes_write_the_same_database_and_hear_of_each_other() {
    let (folder, server) = store().await;
    let import = SqliteStore::open(&folder.path().join("calls.db")).await.expect("the same database");
    let mut heard = server.changes();
    import.append(conformance::inbound("theirs", 0)).await.expect("a call");
    server.append(conformance::inbound("ours", 0)).await.expect("numbers do not collide");
    let before = *heard.borrow_and_update();
    import.append(conformance::inbound("late", 0)).await.expect("numbers do not collide");
    heard.changed().await.expect("the store is open");
    let changed = server.changed_after(before - 2, 10).await.expect("changes");
    let ids: Vec<&str> = changed.iter().map(|row| row.call_id.as_str()).collect();
    assert_eq!(ids, ["theirs", "ours", "late"]);
}

#[tokio::test]
async fn views_wait_while_another_process_writes() {
    let (folder, server) = store().await;
    let ada = conformance::views::account(&server, "ada", Role::Admin).await;
    let kept = conformance::views::add(&server, ada, "a1", "one", false).await;
    let import = SqliteStore::open(&folder.path().join("calls.db")).await.expect("the same database");
    let other = PreferencesChange { place: Some(Some("?range=today".to_owned())), ..PreferencesChange::default() };
    let work: [Work<'_>; 4] = [
        Box::pin(async { server.change_view(ada, "a1", kept.version, &kept.content).await.map(drop) }),
        Box::pin(async { server.change_preferences(ada.user_key, other).await.map(drop) }),
        Box::pin(async { server.add_view(ada, "a2", &kept.content).await.map(drop) }),
        Box::pin(async { server.delete_view(ada, "a1").await.map(drop) }),
    ];
    for mut work in work {
        let mut tx = import.writers.begin_with("BEGIN IMMEDIATE").await.expect("a transaction");
        sqlx::query("INSERT INTO sources (source) VALUES (random())").execute(&mut *tx).await.expect("a row");
        let early = tokio::time::timeout(Duration::from_millis(100), &mut work).await;
        assert!(early.is_err(), "it waits: {early:?}");
        tx.commit().await.expect("the other process is done");
        work.await.expect("then it is its turn");
    }
}

#[tokio::test]
async fn what_cannot_be_read_of_views_and_preferences_keeps_nobody_out() {
    let (_folder, store) = store().await;
    let ada = conformance::views::account(&store, "ada", Role::Admin).await;
    let bob = conformance::views::account(&store, "bob", Role::Admin).await;
    conformance::views::add(&store, ada, "a1", "broken", true).await;
    conformance::views::add(&store, ada, "a2", "whole", true).await;
    let place = PreferencesChange { place: Some(Some("?range=today".to_owned())), ..PreferencesChange::default() };
    store.change_preferences(ada.user_key, place.clone()).await.expect("an answer");
    for broken in ["UPDATE views SET layout = '[' WHERE view_id = 'a1'", "UPDATE preferences SET document = '[7'"] {
        sqlx::query(broken).execute(&store.writers).await.expect("a row");
    }
    let ids = async |reader| {
        let views = store.views(reader).await.expect("those that can be read");
        views.into_iter().map(|view| view.view_id).collect::<Vec<_>>()
    };
    assert_eq!(ids(bob).await, ["a2"]);
    assert_eq!(store.view(bob, "a1").await.expect("an answer"), None);
    assert_eq!(ids(ada).await, ["a1", "a2"], "the owner may save it anew");
    assert_eq!(store.preferences(ada.user_key).await.expect("an answer"), Preferences::default());
    let kept = store.change_preferences(ada.user_key, place).await.expect("an answer").expect("few choices");
    assert_eq!(store.preferences(ada.user_key).await.expect("an answer"), kept);
}

#[tokio::test]
async fn what_was_kept_is_there_after_reopening() {
    let (folder, store) = store().await;
    conformance::keeps_events_once(&store).await;
    let change = *store.changes().borrow();
    store.close().await;
    let store = SqliteStore::open(&folder.path().join("calls.db")).await.expect("the same database");
    assert_eq!(*store.changes().borrow(), change, "numbers of changes go on where they stopped");
    store.check().await.expect("the database is sound");
}

#[tokio::test]
async fn questions_use_their_index() {
    let (_folder, store) = store().await;
    conformance::lists_what_the_filter_matches(&store).await;
    let plan: Vec<(i64, i64, i64, String)> = sqlx::query_as(
        "EXPLAIN QUERY PLAN SELECT key FROM calls c INDEXED BY calls_by_start WHERE started_at >= 1 AND call_type = 'inbound' \
         AND talk_ms > 5 ORDER BY started_at DESC LIMIT 5",
    )
    .fetch_all(&store.readers)
    .await
    .expect("a plan");
    assert!(plan[0].3.contains("COVERING INDEX calls_by_start"), "{plan:?}");
    // The calls of one customer are found in order, however many others there are.
    let of = OtherCalls { call_id: "call-1", number: "+442079460101", from: Timestamp::from_millis(0) };
    for direction in ["ASC", "DESC"] {
        let sql = customer::places(&of, direction, 100);
        let plan: Vec<(i64, i64, i64, String)> = sqlx::query_as_with(
            sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {}", sql.text)),
            sql.arguments().expect("plain values"),
        )
        .fetch_all(&store.readers)
        .await
        .expect("a plan");
        assert!(plan[0].3.contains("COVERING INDEX calls_by_customer (customer=? AND started_at>?)"), "{plan:?}");
        assert!(plan.iter().all(|step| !step.3.contains("TEMP B-TREE")), "{plan:?}");
    }
}
