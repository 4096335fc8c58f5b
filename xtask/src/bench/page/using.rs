//! The page in use: a call is opened, something is typed and clicked while changes come in.

use std::io;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::super::browser::Browser;
use super::super::stats::Percentiles;
use super::feed::{Feed, pause_until};

/// How many calls are opened.
const OPENED: u32 = 30;
/// How many keys of each kind are pressed, and how many rows are clicked.
const PRESSED: u32 = 20;
/// How fast somebody types.
const BETWEEN_KEYS: Duration = Duration::from_millis(120);
/// Browsers tell of no interaction that took less.
const LEAST: u64 = 16;

/// Opens calls by their buttons; from the click to the frame that shows their facts.
pub(super) fn details(browser: &mut Browser) -> io::Result<String> {
    let mut took = Vec::new();
    for number in 0..OPENED {
        let ms = browser.waiting_script(&format!(
            "const done = arguments[0]; const until = performance.now() + 10000; \
             const painted = (what, then) => {{ const look = () => performance.now() > until ? done(null) : what() \
                 ? requestAnimationFrame(() => {{ const it = new MessageChannel(); it.port1.onmessage = then; it.port2.postMessage(0); }}) \
                 : requestAnimationFrame(look); look(); }}; \
             const button = document.querySelectorAll('.call-row .call-row__operation button')[{number} % 12]; \
             const start = performance.now(); button.click(); \
             painted(() => document.querySelector('dialog[open] dl'), () => {{ const ms = performance.now() - start; \
                 document.querySelector('dialog[open]').close(); \
                 painted(() => !document.querySelector('dialog[open]') && !location.href.includes('call'), () => done(ms)); }});"
        ))?;
        took.extend(ms.as_f64().map(|ms| Duration::from_secs_f64(ms / 1000.0)));
    }
    let seen = took.len();
    let Some(Percentiles { p50, p95, p99 }) = Percentiles::of(took) else {
        return Ok("details: no call was opened".to_owned());
    };
    Ok(format!(
        "from the click to the painted details of a call: p50 {} ms, p95 {} ms, p99 {} ms; {seen} of {OPENED} calls",
        p50.as_millis(),
        p95.as_millis(),
        p99.as_millis()
    ))
}

/// Types, moves and clicks while changes come in at an even pace; from each to the next paint, as the browser tells it.
pub(super) fn interactions(
    browser: &mut Browser,
    url: &str,
    key: &str,
    name: &'static str,
    changes: u32,
) -> io::Result<String> {
    let feed = Feed::start(url, key, name, changes)?;
    browser.script(
        "window.interactions = {}; window.watcher?.disconnect(); \
         window.watcher = new PerformanceObserver(list => { for (const it of list.getEntries()) if (it.interactionId) \
             window.interactions[it.interactionId] = Math.max(it.duration, window.interactions[it.interactionId] ?? 0); }); \
         window.watcher.observe({type: 'event', durationThreshold: 16}); \
         (document.querySelector('[role=search] [role=combobox]') ?? document.querySelector('#field-number') \
             ?? document.querySelector('[role=search] input[type=text]')).focus();",
    )?;
    let mut due = Instant::now();
    let mut sent = 0_usize;
    let mut next = |browser: &mut Browser, what: &mut dyn FnMut(&mut Browser) -> io::Result<()>| {
        sent += 1;
        due = (due + BETWEEN_KEYS).max(Instant::now());
        pause_until(due);
        what(browser)
    };
    for number in 0..PRESSED {
        let digit = char::from_digit(number % 10, 10).unwrap_or('0');
        next(browser, &mut |browser| press(browser, &digit.to_string(), &digit.to_string()))?;
    }
    for _ in 0..PRESSED {
        next(browser, &mut |browser| press(browser, "Backspace", ""))?;
    }
    browser.script("document.querySelector('#calls').focus()")?;
    for _ in 0..PRESSED {
        next(browser, &mut |browser| press(browser, "ArrowDown", ""))?;
    }
    for number in 0..PRESSED {
        next(browser, &mut |browser| click_row(browser, number % 8))?;
    }
    drop(feed);
    // Told with the frame after the last one.
    let told = browser.waiting_script(
        "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => \
         setTimeout(() => done(Object.values(window.interactions)), 100)))",
    )?;
    let told: Vec<u64> = told.as_array().into_iter().flatten().filter_map(Value::as_f64).map(whole).collect();
    let quick = sent.saturating_sub(told.len());
    let all = told.into_iter().chain(std::iter::repeat_n(LEAST, quick)).map(Duration::from_millis).collect();
    let Some(Percentiles { p50, p95, p99 }) = Percentiles::of(all) else {
        return Ok("no interaction".to_owned());
    };
    Ok(format!(
        "from input to the next paint, CPU / 4, {changes} changes a second: p50 {} ms, p95 {} ms, p99 {} ms; {sent} \
         interactions, {quick} of them in less than {LEAST} ms",
        p50.as_millis(),
        p95.as_millis(),
        p99.as_millis()
    ))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "milliseconds, a few hundred at most")]
fn whole(ms: f64) -> u64 {
    ms.max(0.0) as u64
}

fn press(browser: &mut Browser, key: &str, text: &str) -> io::Result<()> {
    let code = match key {
        "Backspace" => 8,
        "ArrowDown" => 40,
        digit => digit.bytes().next().map_or(0, u32::from),
    };
    let mut down = json!({"type": "keyDown", "key": key, "code": key, "windowsVirtualKeyCode": code});
    if !text.is_empty() {
        down["text"] = json!(text);
    }
    browser.devtools("Input.dispatchKeyEvent", down)?;
    let up = json!({"type": "keyUp", "key": key, "code": key, "windowsVirtualKeyCode": code});
    browser.devtools("Input.dispatchKeyEvent", up)
}

fn click_row(browser: &mut Browser, row: u32) -> io::Result<()> {
    let place = browser.script(&format!(
        "const box = document.querySelector('#calls').getBoundingClientRect(); return [box.left + 90, box.top + 70 + 40 * {row}]"
    ))?;
    for kind in ["mousePressed", "mouseReleased"] {
        let event = json!({"type": kind, "x": place[0], "y": place[1], "button": "left", "clickCount": 1});
        browser.devtools("Input.dispatchMouseEvent", event)?;
    }
    Ok(())
}
