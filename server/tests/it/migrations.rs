//! Databases that an earlier version wrote, once this one has opened them.

use std::path::Path;

use call_records_server::store::{AccessStore, SqliteStore};
use sqlx::Executor;
use sqlx::migrate::Migrator;
use sqlx::sqlite::SqlitePool;

/// A database as the version before this migration made it, filled by `sql`.
async fn written_before(migration: &str, sql: &'static str) -> (tempfile::TempDir, SqliteStore) {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let earlier = folder.path().join("migrations");
    std::fs::create_dir(&earlier).expect("the folder is new");
    let all = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations/sqlite");
    for entry in std::fs::read_dir(all).expect("there are migrations") {
        let path = entry.expect("the folder can be listed").path();
        let name = path.file_name().expect("a file has a name").to_owned();
        if name.to_string_lossy().as_ref() < migration {
            std::fs::copy(&path, earlier.join(name)).expect("the folder can be written");
        }
    }
    let file = folder.path().join("calls.db");
    let db = SqlitePool::connect(&format!("sqlite:{}?mode=rwc", file.display())).await.expect("a new database");
    Migrator::new(earlier).await.expect("migrations").run(&db).await.expect("the earlier schema");
    db.execute(sql).await.expect("the earlier rows");
    db.close().await;
    let store = SqliteStore::open(&file).await.expect("the database is brought up to date");
    (folder, store)
}

#[tokio::test]
async fn accounts_whose_names_became_one_keep_apart() {
    let (_folder, store) = written_before(
        "20261125000000",
        "INSERT INTO users (key, name, folded, role, password_hash, created_at) VALUES \
         (1, 'Νίκος', 'νικος', 'agent', 'first', 0), (2, 'ΝΊΚΟΣ', 'νικοσ', 'agent', 'second', 0), \
         (3, 'Ħamrun', 'ħamrun', 'agent', 'third', 0), (4, 'Ann', 'ann', 'agent', 'fourth', 0); \
         INSERT INTO agents (id, name, folded) VALUES ('101', 'Στέλιος', 'στελιος'), ('102', 'Ŧ', 'ŧ');",
    )
    .await;
    for (name, password) in
        [("Νίκος", "second"), ("νικοσ", "second"), ("Νίκος (1)", "first"), ("hamrun", "third"), ("ANN", "fourth")]
    {
        let user = store.user_by_name(name).await.expect("the database answers").expect("the account is there");
        assert_eq!(user.password_hash, password, "{name}");
    }
    let names: Vec<String> =
        store.users().await.expect("the database answers").into_iter().map(|user| user.name).collect();
    assert_eq!(names, ["Ann", "Ħamrun", "ΝΊΚΟΣ", "Νίκος (1)"]);
}
