//! A server to measure, with a key and a session.

use std::path::Path;
use std::sync::Arc;

use call_records_server::access::Access;
use call_records_server::clock::Clock;
use call_records_server::demo::{ACCOUNTS, Demo};
use call_records_server::live::Live;
use call_records_server::recordings::Recordings;
use call_records_server::state::{AppState, Settings};
use call_records_server::store::{CallStore, SqliteStore};
use call_records_server::{http, serve};

/// A server that runs until the program ends.
pub(crate) struct Started {
    pub(crate) url: String,
    /// May send events.
    pub(crate) key: String,
    /// The session of an admin.
    pub(crate) token: String,
    pub(crate) store: SqliteStore,
    pub(crate) recordings: Recordings,
}

/// Starts on an empty folder.
pub(crate) async fn start(folder: &Path) -> Result<Started, Box<dyn std::error::Error>> {
    let store = SqliteStore::open(&folder.join("calls.db")).await?;
    let calls: Arc<dyn CallStore> = Arc::new(store.clone());
    let state = AppState {
        live: Live::follow(calls.clone()),
        calls,
        access: Access::new(Arc::new(store.clone())),
        views: Arc::new(store.clone()),
        recordings: Recordings::in_folder(&folder.join("recordings"))?,
        clock: Clock::System,
        settings: Arc::new(Settings::default()),
    };
    let recordings = state.recordings.clone();
    let now = state.clock.now();
    let key = state.access.add_key("bench", now).await?.ok_or("the key is there already")?;
    Demo::add_accounts(&state.access, now).await?;
    let (name, password, _) = ACCOUNTS[0];
    let (token, _) = state.access.sign_in(name, password, now).await?.ok_or("the account cannot sign in")?;
    let listener = serve::bind(([127, 0, 0, 1], 0).into()).await?;
    let url = format!("http://{}", listener.local_addr()?);
    tokio::spawn(serve::serve(listener, http::router(state), std::future::pending()));
    Ok(Started { url, key, token, store, recordings })
}
