//! Events accepted per second, durable, beside a bare loop of inserts with the same durability.

use std::time::Instant;

use call_records_server::clock::Clock;
use call_records_server::demo::generated_calls;
use sqlx::Connection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use tokio::runtime::Runtime;

use super::http::Client;
use super::server::{Started, start};
use crate::run::{Failure, Outcome};

/// How many events a batch has.
const BATCH: usize = 100;
/// How many events are sent in all.
const EVENTS: usize = 30_000;

/// Sends generated calls in batches, one client, one after the other; the answer is a line to print.
pub(crate) fn measure() -> Outcome<String> {
    let failed = |error: &dyn std::error::Error| Failure::Check(format!("FAILED: {error}"));
    let runtime = Runtime::new().map_err(|error| failed(&error))?;
    let folder = std::path::Path::new("target/bench/ingest");
    // What an earlier run left would make the events known.
    let _ = std::fs::remove_dir_all(folder);
    std::fs::create_dir_all(folder).map_err(|error| failed(&error))?;
    let now = Clock::System.now();
    let documents: Vec<String> =
        generated_calls(3, now, 6_000).flat_map(|call| call.events).map(|new| new.document).take(EVENTS).collect();
    let batches: Vec<String> = documents.chunks(BATCH).map(|batch| format!("[{}]", batch.join(","))).collect();

    let Started { url, key, .. } = runtime.block_on(start(folder)).map_err(|error| failed(error.as_ref()))?;
    let client = Client::connect(&url, "").map_err(|error| failed(&error))?;
    let mut client = client.sending("application/cloudevents-batch+json", &key);
    let start = Instant::now();
    for batch in &batches {
        client.request("POST", "/api/v1/events", Some(batch)).map_err(|error| failed(&error))?;
    }
    #[expect(clippy::cast_precision_loss, reason = "some thousands")]
    let count = documents.len() as f64;
    let ours = count / start.elapsed().as_secs_f64();
    let bare = count / runtime.block_on(bare(folder, &documents)).map_err(|error| failed(&error))?;
    Ok(format!(
        "events in batches of {BATCH}, durable, one client: {ours:.0} a second; bare inserts of the same documents, \
         {BATCH} a commit: {bare:.0} a second; ratio {:.2}",
        ours / bare
    ))
}

/// Seconds that inserting takes: one table, one key, the same flush to the disk for each commit.
async fn bare(folder: &std::path::Path, documents: &[String]) -> Result<f64, sqlx::Error> {
    let options = SqliteConnectOptions::new()
        .filename(folder.join("bare.db"))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let mut connection = sqlx::SqliteConnection::connect_with(&options).await?;
    sqlx::query("CREATE TABLE events (id INTEGER PRIMARY KEY, document TEXT NOT NULL)")
        .execute(&mut connection)
        .await?;
    let start = Instant::now();
    for batch in documents.chunks(BATCH) {
        let mut tx = connection.begin().await?;
        for document in batch {
            sqlx::query("INSERT INTO events (document) VALUES (?)").bind(document).execute(&mut *tx).await?;
        }
        tx.commit().await?;
    }
    Ok(start.elapsed().as_secs_f64())
}
