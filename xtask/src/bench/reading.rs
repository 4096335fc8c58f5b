//! Searches over a generated contact center, each beside the least that its answer could take.
//!
//! The least is a fixed reply of the same bytes from the same server, plus the same rows and count by SQL written by
//! hand on the same database.

use std::path::Path;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Path as UrlPath, State};
use axum::routing::get;
use call_records_server::access::Access;
use call_records_server::clock::Clock;
use call_records_server::demo::{Demo, generated_calls};
use call_records_server::live::Live;
use call_records_server::recordings::Recordings;
use call_records_server::state::{AppState, Settings};
use call_records_server::store::{CallStore, SqliteStore};
use call_records_server::{http, serve};
use call_records_wire::filter::CallFilter;
use call_records_wire::time::Timestamp;
use sqlx::{AssertSqlSafe, SqlitePool};
use tokio::runtime::Runtime;

use super::http::Client;
use super::{Question, ask};
use crate::run::{Failure, Outcome};

/// The instant at which the generated days end, so that the same fixture serves on every day.
const NOW: &str = "2026-11-23T12:00:00.000Z";
const SEED: u64 = 7;
/// How many calls are kept at once while the fixture is made.
const AT_ONCE: usize = 2_000;

/// Replies of the same bytes, by question.
type Fixed = Arc<Mutex<Vec<Vec<u8>>>>;

/// A question and its hand-written SQL: first the rows, then the count.
struct Asked {
    name: &'static str,
    body: String,
    rows: String,
    count: String,
}

/// Measures on a fixture of `calls` calls, which is made where it is missing.
pub(crate) fn measure(folder: &Path, calls: u32) -> Outcome<Vec<super::Answer>> {
    let failed = |error: &dyn std::error::Error| Failure::Check(format!("FAILED: {error}"));
    let runtime = Runtime::new().map_err(|error| failed(&error))?;
    let now: Timestamp = NOW.parse().expect("the constant is an instant");
    std::fs::create_dir_all(folder).map_err(|error| failed(&error))?;
    let file = folder.join("calls.db");
    let store = runtime.block_on(SqliteStore::open(&file)).map_err(|error| failed(&error))?;
    runtime.block_on(fill(&store, now, calls)).map_err(|error| failed(error.as_ref()))?;

    let fixed: Fixed = Arc::default();
    let (url, token, after) =
        runtime.block_on(start(&store, folder, now, fixed.clone())).map_err(|error| failed(error.as_ref()))?;
    let options = sqlx::sqlite::SqliteConnectOptions::new()
        .filename(&file)
        .read_only(true)
        .pragma("cache_size", "-65536")
        .pragma("mmap_size", "1073741824");
    let db = runtime
        .block_on(sqlx::sqlite::SqlitePoolOptions::new().max_connections(1).connect_with(options))
        .map_err(|error| failed(&error))?;
    let cookie = format!("call_records_session={token}");
    let asked = runtime.block_on(questions(&db, now, &after)).map_err(|error| failed(&error))?;
    let runtime = Arc::new(runtime);
    let mut questions = Vec::new();
    let mut first = Client::connect(&url, &cookie).map_err(|error| failed(&error))?;
    for (number, asked) in asked.into_iter().enumerate() {
        first.request("POST", "/api/v1/calls/search", Some(&asked.body)).map_err(|error| failed(&error))?;
        fixed.lock().expect("nobody panics with it").push(first.body().to_vec());
        let mut client = Client::connect(&url, &cookie).map_err(|error| failed(&error))?;
        let (runtime, db) = (runtime.clone(), db.clone());
        let baseline = move || {
            runtime.block_on(by_hand(&db, &asked.rows, &asked.count)).map_err(|error| failed(&error))?;
            client.request("GET", &format!("/fixed/{number}"), None).map_err(|error| failed(&error))?;
            Ok(())
        };
        questions.push(Question {
            name: asked.name.to_owned(),
            method: "POST",
            path: "/api/v1/calls/search".to_owned(),
            body: Some(asked.body),
            baseline: Some(Box::new(baseline)),
        });
    }
    ask(&url, &cookie, questions)
}

async fn fill(store: &SqliteStore, now: Timestamp, calls: u32) -> Result<(), Box<dyn std::error::Error>> {
    const MADE: &str = "bench_made";
    if store.meta(MADE).await?.is_some() {
        return Ok(());
    }
    println!("making {calls} calls in {} days; minutes for a million", 30);
    let start = std::time::Instant::now();
    let mut made = generated_calls(SEED, now, calls).peekable();
    let mut events = 0;
    while made.peek().is_some() {
        let chunk: Vec<_> = made.by_ref().take(AT_ONCE).flat_map(|call| call.events).collect();
        events += chunk.len();
        store.append(chunk).await?;
    }
    store.settle().await?;
    store.set_meta(MADE, NOW).await?;
    let seconds = start.elapsed().as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "some millions")]
    let pace = events as f64 / seconds;
    println!("made {events} events in {seconds:.1} s, {pace:.0} events a second");
    Ok(())
}

/// Starts the real server with the fixed replies beside it; its address, a session's token and the thousandth page.
async fn start(
    store: &SqliteStore,
    folder: &Path,
    now: Timestamp,
    fixed: Fixed,
) -> Result<(String, String, String), Box<dyn std::error::Error>> {
    let calls: Arc<dyn CallStore> = Arc::new(store.clone());
    let state = AppState {
        live: Live::follow(calls.clone()),
        calls,
        access: Access::new(Arc::new(store.clone())),
        views: Arc::new(store.clone()),
        recordings: Recordings::in_folder(&folder.join("recordings"))?,
        clock: Clock::fixed(now),
        settings: Arc::new(Settings::default()),
    };
    Demo::add_accounts(&state.access, now).await?;
    let (name, password, _) = call_records_server::demo::ACCOUNTS[0];
    let (token, _) = state.access.sign_in(name, password, now).await?.ok_or("the sample account cannot sign in")?;
    let everything = CallFilter { from: Some(now.plus_millis(-30 * 86_400_000)), ..CallFilter::default() };
    let after = store.walk(&everything, None, 49_950).await?.next.map(|cursor| cursor.to_string()).unwrap_or_default();
    let replies = Router::new().route("/fixed/{number}", get(reply)).with_state(fixed);
    let listener = serve::bind(([127, 0, 0, 1], 0).into()).await?;
    let url = format!("http://{}", listener.local_addr()?);
    tokio::spawn(serve::serve(listener, replies.merge(http::router(state)), std::future::pending()));
    Ok((url, token, after))
}

async fn reply(State(fixed): State<Fixed>, UrlPath(number): UrlPath<usize>) -> Vec<u8> {
    fixed.lock().expect("nobody panics with it").get(number).cloned().unwrap_or_default()
}

/// The same work by hand: rows as text, and a number.
async fn by_hand(db: &SqlitePool, rows: &str, count: &str) -> Result<(), sqlx::Error> {
    let rows: Vec<String> = sqlx::query_scalar(AssertSqlSafe(rows.to_owned())).fetch_all(db).await?;
    let count: i64 = sqlx::query_scalar(AssertSqlSafe(count.to_owned())).fetch_one(db).await?;
    std::hint::black_box((rows, count));
    Ok(())
}

async fn questions(db: &SqlitePool, now: Timestamp, after: &str) -> Result<Vec<Asked>, sqlx::Error> {
    let month = now.plus_millis(-30 * 86_400_000);
    let today = now.plus_millis(-12 * 3_600_000);
    let (m, t) = (month.micros(), today.micros());
    // Someone who called in the middle of the month, and an agent and a group with an ordinary share of the calls.
    let number: String = sqlx::query_scalar(
        "SELECT n.bare FROM calls c JOIN numbers n ON n.key = c.customer WHERE c.started_at > ? LIMIT 1",
    )
    .bind(now.plus_millis(-15 * 86_400_000).micros())
    .fetch_one(db)
    .await?;
    let tail4 = &number[number.len() - 4..];
    let tail6 = &number[number.len() - 6..];
    let key_of = |number: &str| format!("(SELECT key FROM numbers WHERE bare = '{number}')");
    let ending = |tail: &str| {
        let trigrams: Vec<String> = (0..tail.len() - 2).map(|at| format!("\"{}\"", &tail[at..at + 3])).collect();
        format!(
            "c.customer IN (SELECT n.key FROM numbers_trigram t JOIN numbers n ON n.key = t.rowid \
             WHERE numbers_trigram MATCH '{}' AND instr(n.bare, '{tail}') > 0)",
            trigrams.join(" AND ")
        )
    };
    let agent = "a.agent = (SELECT key FROM agents WHERE id = '120')";
    let group =
        "g.skill_group = (SELECT key FROM skill_groups WHERE id = 'sales') AND g.hangup_reason = 'abandoned_in_queue'";
    let asked = |name, fields: &str, from: Timestamp, rows: String, counted: String| Asked {
        name,
        body: format!(r#"{{"from":"{from}"{fields}}}"#),
        rows: format!("SELECT r.row FROM ({rows} LIMIT 51) t JOIN call_rows r ON r.key = t.key"),
        count: format!("SELECT count(*) FROM ({counted} LIMIT 10001)"),
    };
    let newest = "ORDER BY c.started_at DESC, c.key DESC";
    let calls = |condition: &str| format!("FROM calls c WHERE {condition}");
    let simple = |name, fields: &str, from, condition: String| {
        asked(
            name,
            fields,
            from,
            format!("SELECT c.key {} {newest}", calls(&condition)),
            format!("SELECT 1 {}", calls(&condition)),
        )
    };
    let cursor_place: (i64, i64) = {
        let mut parts = after.split('~').skip(2).map(|hex| i64::from_str_radix(hex, 16).unwrap_or_default());
        (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
    };
    let mut thousandth = simple(
        "page 1,000",
        &format!(r#","cursor":"{after}""#),
        month,
        format!(
            "c.started_at >= {m} AND c.started_at <= {} AND (c.started_at, c.key) < ({}, {})",
            cursor_place.0, cursor_place.0, cursor_place.1
        ),
    );
    thousandth.count = format!("SELECT count(*) FROM (SELECT 1 FROM calls c WHERE c.started_at >= {m} LIMIT 10001)");
    Ok(vec![
        simple("today, first page", "", today, format!("c.started_at >= {t}")),
        simple("30 days, first page", "", month, format!("c.started_at >= {m}")),
        simple(
            "exact customer number",
            &format!(r#","customer_number":"{number}""#),
            month,
            format!("c.customer = {} AND c.started_at >= {m}", key_of(&number)),
        ),
        simple(
            "number fragment, last 4",
            &format!(r#","customer_number":"{tail4}""#),
            month,
            format!("{} AND c.started_at >= {m}", ending(tail4)),
        ),
        simple(
            "number fragment, last 6",
            &format!(r#","customer_number":"{tail6}""#),
            month,
            format!("{} AND c.started_at >= {m}", ending(tail6)),
        ),
        asked(
            "agent",
            r#","agent_id":"120""#,
            month,
            format!(
                "SELECT a.call_key AS key FROM call_agents a WHERE {agent} AND a.started_at >= {m} ORDER BY a.started_at DESC, a.call_key DESC"
            ),
            format!("SELECT 1 FROM call_agents a WHERE {agent} AND a.started_at >= {m}"),
        ),
        asked(
            "reason + skill group",
            r#","skill_group_id":"sales","hangup_reason":"abandoned_in_queue""#,
            month,
            format!(
                "SELECT g.call_key AS key FROM call_skill_groups g WHERE {group} AND g.started_at >= {m} ORDER BY g.started_at DESC, g.call_key DESC"
            ),
            format!("SELECT 1 FROM call_skill_groups g WHERE {group} AND g.started_at >= {m}"),
        ),
        simple(
            "talk between 2 and 3 minutes",
            r#","min_talk_ms":120000,"max_talk_ms":180000"#,
            month,
            format!("c.talk_ms BETWEEN 120000 AND 180000 AND c.started_at >= {m}"),
        ),
        thousandth,
    ])
}
