//! What lasts: a long way down the list, and a day at work.

use std::io;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::super::browser::Browser;
use super::feed::{Sender, pause_until};

/// How far each frame scrolls, and how long at most.
const STEP: u32 = 900;
const SCROLLING: Duration = Duration::from_mins(1);
/// Eight hours at two changes a second.
const CHANGES: u32 = 8 * 3600 * 2;
const BATCH: u32 = 160;
/// A page that does not show what was sent by then is not waited for.
const PATIENCE: Duration = Duration::from_secs(2);
const AT_MOST: Duration = Duration::from_secs(100);

/// Scrolls down as fast as rows come, and tells of its frames and of what the page holds on its way.
pub(super) fn scrolling(browser: &mut Browser, rows: u32) -> io::Result<String> {
    let mut lines =
        vec![format!("scrolling down {rows} calls, {STEP} pixels a frame, {} s at most", SCROLLING.as_secs())];
    let mut held = vec![("start", held(browser)?)];
    browser.script(&format!(
        "const box = document.querySelector('#calls'); const it = window.scrolling = {{frames: [], stuck: 0, over: false, half: 0}}; \
         const start = performance.now(); let last = start, before = -1; const frame = now => {{ \
             it.frames.push(now - last); last = now; \
             it.stuck = box.scrollTop === before ? it.stuck + 1 : 0; before = box.scrollTop; box.scrollTop += {STEP}; \
             it.over = it.stuck > 120 || now - start > {}; if (!it.over) requestAnimationFrame(frame); }}; requestAnimationFrame(frame);",
        SCROLLING.as_millis()
    ))?;
    let start = Instant::now();
    let mut halfway = false;
    while browser.script("return window.scrolling.over")? != json!(true) && start.elapsed() < SCROLLING * 2 {
        pause_until(Instant::now() + Duration::from_millis(500));
        if !halfway && start.elapsed() > SCROLLING / 2 {
            halfway = true;
            held.push(("half the time", self::held(browser)?));
        }
    }
    held.push(("end", self::held(browser)?));
    let told = browser.script(
        "const frames = window.scrolling.frames.slice(2).sort((a, b) => a - b); const at = part => frames[Math.floor((frames.length - 1) * part)]; \
         const box = document.querySelector('#calls'); const rows = document.querySelectorAll('#calls .call-row'); \
         return [frames.length, at(.5), at(.95), at(1), frames.filter(it => it > 50).length, \
             rows.length ? rows[rows.length - 1].closest('[aria-rowindex]')?.ariaRowIndex ?? rows.length : 0]",
    )?;
    lines.push(format!(
        "  {} frames: p50 {} ms, p95 {} ms, longest {} ms, {} longer than 50 ms; at row {} of {rows} after {} s",
        told[0],
        tenths(&told[1]),
        tenths(&told[2]),
        tenths(&told[3]),
        told[4],
        told[5],
        start.elapsed().as_secs()
    ));
    lines.extend(held.into_iter().map(|(when, held)| format!("  {when}: {held}")));
    Ok(lines.join("\n"))
}

/// Sends a day's changes as fast as the page shows them, and tells what it holds on the way.
pub(super) fn day(browser: &mut Browser, url: &str, key: &str) -> io::Result<String> {
    let mut sender = Sender::connect(url, key, "day")?;
    let mut held = vec![(0, held(browser)?)];
    let start = Instant::now();
    let mut sent = 0;
    let mut late = 0;
    while sent < CHANGES && start.elapsed() < AT_MOST {
        let last = sender.send(BATCH)?;
        sent += BATCH;
        if !shows(browser, &last)? {
            late += 1;
        }
        if held.len() < usize::try_from(sent * 4 / CHANGES).unwrap_or(0) + 1 {
            held.push((sent, self::held(browser)?));
        }
    }
    let mut lines = vec![format!(
        "a day at work: {sent} of {CHANGES} changes (eight hours at two a second) in {} s; {late} batches of {BATCH} not \
         shown within {} s",
        start.elapsed().as_secs(),
        PATIENCE.as_secs()
    )];
    lines.extend(held.into_iter().map(|(sent, held)| format!("  after {sent:>6} changes: {held}")));
    Ok(lines.join("\n"))
}

/// Whether the row of a call comes into the list.
fn shows(browser: &mut Browser, call_id: &str) -> io::Result<bool> {
    let shown = browser.waiting_script(&format!(
        "const done = arguments[0]; const until = performance.now() + {}; const look = () => \
         document.querySelector('#calls [title=\"{call_id}\"]') ? done(true) : performance.now() > until ? done(false) \
         : requestAnimationFrame(look); look();",
        PATIENCE.as_millis()
    ))?;
    Ok(shown == json!(true))
}

/// What the page holds once nothing is left to throw away.
fn held(browser: &mut Browser) -> io::Result<String> {
    browser.devtools("HeapProfiler.collectGarbage", json!({}))?;
    browser.devtools("Performance.enable", json!({}))?;
    let told = browser.told("Performance.getMetrics", json!({}))?;
    let metric = |name: &str| {
        let all = told["metrics"].as_array().into_iter().flatten();
        all.filter(|it| it["name"] == name).find_map(|it| it["value"].as_f64()).unwrap_or(f64::NAN)
    };
    let wasm = browser.waiting_script(
        "const done = arguments[0]; import(document.querySelector('meta[name=start]').dataset.js) \
         .then(it => done(it.initSync().memory.buffer.byteLength), () => done(null))",
    )?;
    Ok(format!(
        "{} MB of JavaScript, {} MB of wasm memory, {} nodes in the document, {} listeners",
        tenths(&json!(metric("JSHeapUsedSize") / 1e6)),
        tenths(&json!(wasm.as_f64().unwrap_or(f64::NAN) / 1e6)),
        metric("Nodes"),
        metric("JSEventListeners")
    ))
}

fn tenths(value: &Value) -> String {
    format!("{:.1}", value.as_f64().unwrap_or(f64::NAN))
}
