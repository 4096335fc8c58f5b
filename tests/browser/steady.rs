//! Nothing moves by itself.

use serde_json::json;

use crate::scene;
use crate::states::State;
use crate::world::{Browser, Server};

/// Adds up, as browsers do it, what moved without the reader having done anything; here also what moved after that.
const WATCH: &str = "window.moved = 0; window.movers = [];
    new PerformanceObserver(list => list.getEntries().forEach(entry => {
        window.moved += entry.value;
        window.movers.push(entry.sources.map(it => it.node?.className ?? it.node?.nodeName).join(' '));
    })).observe({type: 'layout-shift', buffered: true});";

const MOST: f64 = 0.02;

/// Fails when something moved since the last time.
async fn stood_still(browser: &Browser, doing: &str) {
    // What was painted last is counted with the frame after it.
    let painted =
        "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => {
        const seen = [window.moved, window.movers.join('; ')]; window.moved = 0; window.movers = []; done(seen) })))";
    let seen = browser.client.execute_async(painted, vec![]).await.expect("a sum");
    let moved = seen[0].as_f64().expect("a number");
    assert!(moved <= MOST, "{doing}: {moved:.4} by {}", seen[1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_moves_while_the_page_loads_searches_opens_and_lives() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    scene::play(&server).await;
    let browser = Browser::open().await;
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({"source": WATCH})).await;
    for (width, height) in [(1440, 900), (390, 844)] {
        browser.client.set_window_size(width, height).await.expect("a window");
        State::List.reach(&browser, &server, "en", "light").await;
        stood_still(&browser, "signing in").await;
        browser.client.refresh().await.expect("the page again");
        browser.sees(".call-row").await;
        browser.sees(".live-badge--live").await;
        stood_still(&browser, "loading").await;
        browser.runs("document.querySelector('.presets button:nth-child(4)').click()").await;
        browser.comes_true("location.search.includes('last_30_days')").await;
        browser.comes_true("document.querySelector('[aria-busy=true]') === null").await;
        stood_still(&browser, "searching").await;
        let call = format!("live-{width}");
        let started = json!({"call_type": "inbound", "caller_number": "+12025550142", "callee_number": "+12025550100"});
        browser.runs("document.querySelector('#calls').scrollTop = 60; scrollTo(0, 700)").await;
        browser.comes_true("document.querySelector('#calls').scrollTop === 60 || scrollY > 300").await;
        stood_still(&browser, "scrolling").await;
        server.tell(&call, 0, "call.started", started).await;
        browser.sees(".new-calls").await;
        stood_still(&browser, "a call comes in").await;
        browser.runs("document.querySelector('.call-row__operation button').click()").await;
        browser.sees("dialog.details[open] .log__entry").await;
        stood_still(&browser, "opening a call").await;
        browser.press("\u{e00c}").await;
        browser.comes_true("!document.querySelector('dialog[open]')").await;
        browser.runs("window.dispatchEvent(new Event('offline'))").await;
        browser.sees(".connection-bar__text").await;
        stood_still(&browser, "going offline").await;
    }
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_broke_says_since_when_and_heals_by_itself() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    scene::play(&server).await;
    let browser = Browser::open().await;
    State::List.reach(&browser, &server, "en", "light").await;
    browser.sees(".live-badge--live").await;
    let port = server.stop().await;
    browser.says(".live-badge", "Reconnecting since ").await;
    browser.says(".connection-bar", "No live changes since ").await;
    browser.says(".connection-bar", "tries again by itself").await;
    let _server = Server::start(folder.path(), port).await;
    browser.says(".live-badge", "Live since ").await;
    browser.comes_true("document.querySelector('.connection-bar').innerText === ''").await;
    browser.close().await;
}
