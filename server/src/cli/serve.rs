//! `serve`: the page and the API.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use chrono_tz::Tz;
use clap::Args;
use clap::builder::BoolishValueParser;

use super::config::{File, RecordingsArgs, RecordingsPlace, StoreArgs, recordings_place};
use super::place::{make_store, open_recordings};
use super::samples::{claim_for_samples, refuse_samples};
use super::{Failure, note, say, stop_signal};
use crate::access::Access;
use crate::clock::Clock;
use crate::demo::{self, Demo};
use crate::live::Live;
use crate::recordings::{KEPT_FREE, MOST_CONVERTED};
use crate::state::{AppState, Settings};
use crate::store::{AccessStore, CallStore, SqliteStore};
use crate::{http, ingest, serve};

/// How often it is looked for what uploads left behind.
const SWEEP_EVERY: Duration = Duration::from_mins(5);

#[derive(Args)]
pub(super) struct ServeArgs {
    #[command(flatten)]
    store: StoreArgs,
    /// The address to listen on; port 0 picks one [default: 127.0.0.1:8080]
    #[arg(long, env = "CALL_RECORDS_LISTEN", value_name = "ADDRESS:PORT")]
    listen: Option<SocketAddr>,
    #[command(flatten)]
    recordings: RecordingsArgs,
    /// How much of the disk uploads leave free, so that call events go on when recordings have filled it [default: 256]
    #[arg(long, env = "CALL_RECORDS_KEEP_FREE_MIB", value_name = "MIB")]
    keep_free_mib: Option<u64>,
    /// How much is kept of recordings that were converted from WAV to MP3 or the other way; what was not used for the
    /// longest time goes first, and is made again where it is asked for [default: 2048]
    #[arg(long, env = "CALL_RECORDS_CONVERTED_MIB", value_name = "MIB")]
    converted_mib: Option<u64>,
    /// Serve made-up calls: ready accounts, 30 days of calls, new ones as you watch; on loopback only [default: false]
    #[arg(
        long,
        env = "CALL_RECORDS_DEMO",
        value_name = "true|false",
        hide_possible_values = true,
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "true",
        value_parser = BoolishValueParser::new()
    )]
    demo: Option<bool>,
    /// How many made-up calls [default: 100000]
    #[arg(long, env = "CALL_RECORDS_DEMO_CALLS", value_name = "NUMBER")]
    demo_calls: Option<u32>,
    /// How many days back calls can be searched [default: 30]
    #[arg(long, env = "CALL_RECORDS_SEARCH_WINDOW_DAYS", value_name = "DAYS")]
    search_window_days: Option<u32>,
    /// The zone of the default day, such as Europe/Berlin [default: UTC]
    #[arg(long, env = "CALL_RECORDS_TIME_ZONE", value_name = "AREA/CITY")]
    time_zone: Option<Tz>,
    /// A site that may frame the page, such as <https://portal.example>; may be given several times [default: none]
    #[arg(long, env = "CALL_RECORDS_FRAME_ANCESTORS", value_name = "ORIGIN", value_delimiter = ',', num_args = 1..)]
    frame_ancestors: Option<Vec<String>>,
}

pub(super) async fn run(args: ServeArgs) -> Result<(), Failure> {
    let file = args.store.file()?;
    let data = args.store.folder(&file)?;
    let place = recordings_place(args.recordings.recordings.as_deref(), &file, &data)?;
    let listen = args.listen.or(file.listen).unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080)));
    let demo = args.demo.or(file.demo).unwrap_or(false);
    if demo && !listen.ip().is_loopback() {
        let text = "--demo has accounts with known passwords and listens on loopback only; use --listen 127.0.0.1:8080";
        return Err(Failure::Usage(text.to_owned()));
    }
    let settings = settings(&args, &file, demo)?;
    init_logging();
    let store = make_store(&data).await?;
    if demo {
        let RecordingsPlace::Folder(folder) = &place else {
            let text = "--demo keeps its samples in a folder; leave --recordings out";
            return Err(Failure::Usage(text.to_owned()));
        };
        claim_for_samples(&store, folder).await?;
    } else {
        refuse_samples(&store, "add --demo or ").await?;
        ask_for_an_account(&store, &data).await?;
    }
    let mib = |said: Option<u64>, written: Option<u64>| said.or(written).map(|mib| mib.saturating_mul(1024 * 1024));
    let recordings = open_recordings(&place, &data)?
        .keeping_free(mib(args.keep_free_mib, file.keep_free_mib).unwrap_or(KEPT_FREE))
        .converting_at_most(mib(args.converted_mib, file.converted_mib).unwrap_or(MOST_CONVERTED));
    let calls: Arc<dyn CallStore> = Arc::new(store.clone());
    let access_store: Arc<dyn AccessStore> = Arc::new(store.clone());
    let state = AppState {
        live: Live::follow(calls.clone()),
        calls,
        access: Access::new(access_store),
        views: Arc::new(store.clone()),
        recordings,
        clock: Clock::System,
        settings: Arc::new(settings),
    };
    let listener =
        serve::bind(listen).await.map_err(|error| Failure::of(&format!("cannot listen on {listen}"), &error))?;
    let address = listener.local_addr().map_err(|error| Failure::of("cannot tell the address", &error))?;
    // Before the address is told: whoever reads it may tell us to stop at once.
    let told_to_stop = stop_signal();
    say(&format!(r#"{{"listening":"http://{address}"}}"#))?;
    let upkeep = tokio::spawn(keep_up(state.clone()));
    let sampling = if demo { Some(start_demo(&state, args.demo_calls.or(file.demo_calls)).await?) } else { None };
    let live = state.live.clone();
    let stop = async move {
        told_to_stop.await;
        tracing::info!("stopping");
        live.close();
    };
    serve::serve(listener, http::router(state), stop).await;
    upkeep.abort();
    if let Some(sampling) = sampling {
        sampling.abort();
        // What it unpacked goes with it.
        let _ = sampling.await;
    }
    store.close().await;
    Ok(())
}

/// Deletes now and then what uploads left that did not come to their end.
async fn keep_up(state: AppState) {
    loop {
        match ingest::sweep_objects(&state.calls, &state.recordings, state.clock.now()).await {
            Ok(0) => {}
            Ok(swept) => tracing::info!(swept, "deleted what uploads had left behind"),
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "cannot look for what uploads left behind");
            }
        }
        tokio::time::sleep(SWEEP_EVERY).await;
    }
}

/// Says how to make an account where nobody can sign in yet; on standard error, as the log is.
async fn ask_for_an_account(store: &SqliteStore, data: &Path) -> Result<(), Failure> {
    let users = store.users().await.map_err(|error| Failure::of("cannot read the accounts", &error))?;
    if users.iter().all(|user| user.disabled_at.is_some()) {
        let data = data.display();
        note(&format!(
            "call-records-server: nobody can sign in yet; make an account: \
             call-records-server user add NAME --role admin --data {data}"
        ));
    }
    Ok(())
}

/// Makes the accounts and starts making up calls.
async fn start_demo(state: &AppState, volume: Option<u32>) -> Result<tokio::task::JoinHandle<()>, Failure> {
    Demo::add_accounts(&state.access, state.clock.now())
        .await
        .map_err(|error| Failure::of("cannot make the sample accounts", &error))?;
    Demo::add_views(&state.access, &*state.views, &*state.calls, state.clock.now())
        .await
        .map_err(|error| Failure::of("cannot save the sample views", &error))?;
    for (name, password, role) in demo::ACCOUNTS {
        say(&format!(r#"{{"account":"{name}","password":"{password}","role":"{role}"}}"#))?;
    }
    let demo = Demo {
        calls: state.calls.clone(),
        recordings: state.recordings.clone(),
        clock: state.clock.clone(),
        volume: volume.unwrap_or(100_000),
        seed: 2_026,
    };
    Ok(tokio::spawn(async move {
        if let Err(error) = demo.run().await {
            tracing::error!(error = &error as &dyn std::error::Error, "no more sample calls");
        }
    }))
}

fn settings(args: &ServeArgs, file: &File, demo: bool) -> Result<Settings, Failure> {
    let defaults = Settings::default();
    let days = args.search_window_days.or(file.search_window_days).unwrap_or(defaults.search_window_days);
    if !(1..=3_660).contains(&days) {
        return Err(Failure::Usage("--search-window-days must be from 1 to 3660".to_owned()));
    }
    let frame_ancestors = args.frame_ancestors.clone().or_else(|| file.frame_ancestors.clone()).unwrap_or_default();
    if let Some(bad) = frame_ancestors.iter().find(|origin| !is_origin(origin)) {
        let text = format!("--frame-ancestors: {bad:?} is no origin such as https://portal.example");
        return Err(Failure::Usage(text));
    }
    Ok(Settings {
        search_window_days: days,
        time_zone: args.time_zone.or(file.time_zone).unwrap_or(defaults.time_zone),
        demo,
        frame_ancestors,
        ..defaults
    })
}

fn is_origin(text: &str) -> bool {
    text.split_once("://").is_some_and(|(scheme, authority)| {
        matches!(scheme, "http" | "https")
            && !authority.is_empty()
            && authority.chars().all(|c| c.is_ascii_alphanumeric() || "-.:[]*".contains(c))
    })
}

/// Logs go to standard error, one line each; `RUST_LOG` chooses how much.
fn init_logging() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| {
        tracing_subscriber::EnvFilter::new("info,sqlx=warn,symphonia=warn,symphonia_bundle_mp3=warn")
    });
    let format = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        // It would tell on standard error that standard error is closed, and panic.
        .log_internal_errors(false);
    // A second start within one process, as in tests, keeps the first one's logs.
    let _ = format.try_init();
}
