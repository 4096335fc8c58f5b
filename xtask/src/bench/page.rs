//! The page in Chromium: bytes and time to the first rows, how soon a change is painted, how it is to work with.

mod feed;
mod long;
mod using;

use std::collections::HashMap;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use call_records_server::clock::Clock;
use call_records_server::demo::generated_calls;
use call_records_server::store::CallStore;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use super::browser::Browser;
use super::http::Client;
use super::server::{Started, start};
use super::stats::Percentiles;
use crate::run::{Failure, Outcome};

/// How often each way of loading is measured; the median counts.
const LOADS: usize = 7;
/// How many events a second the live measurement sends, and for how long.
const EVENTS_A_SECOND: u32 = 50;
const SECONDS: u32 = 10;

/// How many calls the long list has.
const LONG: u32 = 100_000;

/// Notes when rows are painted: the frame after the one in which they came into the document. And whatever jumps.
const WATCH: &str = r"
    window.painted = {};
    window.jumped = 0;
    new PerformanceObserver(list => {
        for (const it of list.getEntries()) if (!it.hadRecentInput) window.jumped += it.value;
    }).observe({type: 'layout-shift', buffered: true});
    new MutationObserver(() => {
        const rows = document.querySelectorAll('.call-row');
        if (rows.length && !window.firstRows) requestAnimationFrame(() => { window.firstRows = performance.now(); });
        for (const row of rows) {
            const id = row.querySelector('.call-row__id-text')?.title;
            if (id && !(id in window.painted)) {
                window.painted[id] = 0;
                requestAnimationFrame(() => { window.painted[id] = performance.timeOrigin + performance.now(); });
            }
        }
    }).observe(document, {childList: true, subtree: true});
";

/// Measures the page that is part of this program, over some generated calls. Says what it finds as it finds it.
pub(crate) fn measure() -> Outcome<()> {
    let failed = |error: &dyn std::error::Error| Failure::Check(format!("FAILED: {error}"));
    let folder = Path::new("target/bench/page");
    let runtime = Runtime::new().map_err(|error| failed(&error))?;
    let short = runtime.block_on(with_calls(folder, 10_000)).map_err(|error| failed(error.as_ref()))?;
    let long = runtime.block_on(with_calls(&folder.join("long"), LONG)).map_err(|error| failed(error.as_ref()))?;
    in_browser(&short, &long, folder).map_err(|error| failed(&error))
}

/// A server over so many calls of the last 30 days.
async fn with_calls(folder: &Path, calls: u32) -> Result<Started, Box<dyn std::error::Error>> {
    let _ = std::fs::remove_dir_all(folder);
    std::fs::create_dir_all(folder)?;
    let started = start(folder).await?;
    let mut made = generated_calls(5, Clock::System.now(), calls).peekable();
    while made.peek().is_some() {
        started.store.append(made.by_ref().take(2_000).flat_map(|call| call.events).collect()).await?;
    }
    started.store.settle().await?;
    Ok(started)
}

fn in_browser(short: &Started, long: &Started, folder: &Path) -> std::io::Result<()> {
    let Started { url, key, .. } = short;
    let mut browser = Browser::open(&folder.join("profile"))?;
    browser.devtools("Page.enable", json!({}))?;
    browser.devtools("Network.enable", json!({}))?;
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({"source": WATCH}))?;
    sign_in(&mut browser, short)?;
    // The first load of all also compiles the page; it is not counted.
    load(&mut browser, url, true)?;

    println!("the page, {LOADS} loads each, median [least - most] ms from navigation to first rows");
    let slow =
        json!({"offline": false, "latency": 165, "downloadThroughput": 1_012_500, "uploadThroughput": 1_012_500});
    let fast = json!({"offline": false, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1});
    for (name, cpu, network) in [("unthrottled", 1, fast.clone()), ("CPU / 4, Fast 4G", 4, slow)] {
        browser.devtools("Emulation.setCPUThrottlingRate", json!({"rate": cpu}))?;
        browser.devtools("Network.emulateNetworkConditions", network)?;
        for cold in [true, false] {
            let mut times = Vec::new();
            let mut bytes = 0;
            for _ in 0..LOADS {
                let (ms, size) = load(&mut browser, url, cold)?;
                times.push(ms);
                bytes = size;
            }
            times.sort_by(f64::total_cmp);
            let cache = if cold { "cold" } else { "warm" };
            let (least, median, most) = (times[0], times[LOADS / 2], times[LOADS - 1]);
            println!("  {name:17} {cache}  {median:7.0} [{least:.0} - {most:.0}]  {bytes} bytes");
        }
    }
    browser.devtools("Emulation.setCPUThrottlingRate", json!({"rate": 1}))?;
    browser.devtools("Network.emulateNetworkConditions", fast)?;
    load(&mut browser, url, false)?;
    println!("layout shift of loading: {}", jumped(&mut browser)?);
    println!("{}", using::details(&mut browser)?);
    println!("{}", live(&mut browser, url, key)?);
    browser.devtools("Emulation.setCPUThrottlingRate", json!({"rate": 4}))?;
    for (name, changes) in [("some", 50), ("many", 200)] {
        load(&mut browser, url, false)?;
        println!("{}", using::interactions(&mut browser, url, key, name, changes)?);
    }
    browser.devtools("Emulation.setCPUThrottlingRate", json!({"rate": 1}))?;
    println!("layout shift of loading, typing and clicking while changes come: {}", jumped(&mut browser)?);
    load(&mut browser, url, false)?;
    println!("{}", long::day(&mut browser, url, key)?);
    sign_in(&mut browser, long)?;
    load(&mut browser, &long.url, false)?;
    println!("{}", long::scrolling(&mut browser, LONG)?);
    Ok(())
}

fn sign_in(browser: &mut Browser, server: &Started) -> std::io::Result<()> {
    let Started { url, token, .. } = server;
    let cookie = json!({"name": "call_records_session", "value": token, "url": url, "httpOnly": true});
    browser.devtools("Network.setCookie", cookie)
}

/// How far things have jumped since the page was loaded, by the browser's own measure.
fn jumped(browser: &mut Browser) -> std::io::Result<String> {
    Ok(format!("{:.4}", browser.script("return window.jumped")?.as_f64().unwrap_or(f64::NAN)))
}

/// Loads the page; milliseconds to the first rows, and the bytes of bodies that crossed the wire until then.
fn load(browser: &mut Browser, url: &str, cold: bool) -> std::io::Result<(f64, u64)> {
    if cold {
        browser.devtools("Network.clearBrowserCache", json!({}))?;
    }
    browser.go(url)?;
    let found = browser.waiting_script(
        "const done = arguments[0]; const look = () => { if (!window.firstRows) return requestAnimationFrame(look); \
         const entries = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]; \
         const bytes = entries.filter(it => it.startTime <= window.firstRows && it.transferSize > 0) \
             .reduce((sum, it) => sum + it.encodedBodySize, 0); \
         done([window.firstRows, bytes]); }; look();",
    )?;
    Ok((found[0].as_f64().unwrap_or(f64::NAN), found[1].as_u64().unwrap_or(0)))
}

/// Starts calls at an even pace; from the server's answer to the painted row.
fn live(browser: &mut Browser, url: &str, key: &str) -> std::io::Result<String> {
    let mut client = Client::connect(url, "")?.sending("application/cloudevents+json", key);
    let mut answered: HashMap<String, f64> = HashMap::new();
    // New calls wait for a reader who is among the rows.
    browser.script("document.activeElement.blur(); document.querySelector('#calls').scrollTop = 0")?;
    let start = Instant::now();
    for number in 0..EVENTS_A_SECOND * SECONDS {
        let due = start + Duration::from_secs(1) * number / EVENTS_A_SECOND;
        #[expect(clippy::disallowed_methods, reason = "an even pace is what is wanted")]
        thread::sleep(due.saturating_duration_since(Instant::now()));
        let call_id = format!("bench-live-{}-{number}", since_epoch_ms());
        let now = now_text();
        let document = json!({
            "specversion": "1.0", "id": call_id, "source": "bench", "subject": call_id, "type": "call.started", "time": now,
            "data": {"call_type": "inbound", "caller_number": "+442079460101", "callee_number": "+12025550100"},
        });
        client.request("POST", "/api/v1/events", Some(&document.to_string()))?;
        answered.insert(call_id, since_epoch_ms());
    }
    // Until the last row stands there, or a patient reader gives up.
    let _ = browser.waiting_script(&format!(
        "const done = arguments[0]; const until = performance.now() + 20000; const look = () => \
         Object.keys(window.painted).filter(id => id.startsWith('bench-live')).length >= {} || performance.now() > until \
         ? requestAnimationFrame(() => done(1)) : requestAnimationFrame(look); look();",
        answered.len()
    ))?;
    let painted: Value = browser.script("return window.painted")?;
    let mut took = Vec::new();
    for (call_id, at) in &answered {
        if let Some(painted) = painted[call_id].as_f64().filter(|&painted| painted > 0.0) {
            took.push(Duration::from_secs_f64((painted - at).max(0.0) / 1000.0));
        }
    }
    let seen = took.len();
    let Some(Percentiles { p50, p95, p99 }) = Percentiles::of(took) else {
        return Ok("from answer to painted row: no row was seen".to_owned());
    };
    Ok(format!(
        "from the server's answer to the painted row at {EVENTS_A_SECOND} a second: p50 {} ms, p95 {} ms, p99 {} ms; \
         {seen} of {} rows seen",
        p50.as_millis(),
        p95.as_millis(),
        p99.as_millis(),
        answered.len()
    ))
}

fn since_epoch_ms() -> f64 {
    #[expect(clippy::disallowed_methods, reason = "compared with the browser's clock, not with the server's")]
    let now = SystemTime::now();
    now.duration_since(SystemTime::UNIX_EPOCH).map_or(0.0, |passed| passed.as_secs_f64() * 1000.0)
}

fn now_text() -> String {
    Clock::System.now().to_string()
}
