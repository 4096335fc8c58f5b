//! What the page does when something is wrong.

use serde_json::json;

use crate::world::{Browser, Server, minutes_since_midnight, wav};

const NEVER: &str = "new Promise(() => {})";
const BROKEN: &str = "Promise.reject(new TypeError('no network'))";

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_one_reader_is_left_for_the_next() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    server.past_call("c1", "+442079460101", 9.min(minutes_since_midnight())).await;
    server.upload("c1", "r1", wav(30)).await;
    let browser = Browser::open().await;
    browser.sign_in(&server).await;
    browser.button("Play").await.click().await.expect("a click");
    browser.comes_true("Number(document.querySelector('.player__slider').value) > 100").await;
    browser.sees(".account-menu button").await.click().await.expect("a click");
    browser.button("Sign out").await.click().await.expect("a click");
    browser.sees("#name").await;
    browser.answers_searches(NEVER).await;
    browser.sign_in_here().await;
    browser.sees(".skeleton").await;
    browser.comes_true("document.querySelectorAll('.call-row, .player').length === 0").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recording_that_a_sessions_end_took_away_leads_to_signing_in() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    server.past_call("c1", "+442079460101", 9.min(minutes_since_midnight())).await;
    server.upload("c1", "r1", wav(30)).await;
    let browser = Browser::open().await;
    browser.sign_in(&server).await;
    browser.button("Play").await;
    browser.client.delete_all_cookies().await.expect("no cookies");
    browser.button("Play").await.click().await.expect("a click");
    browser.sees("#name").await;
    browser.comes_true("document.body.innerText.includes('Your session has ended')").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_is_read_out_once_and_keeps_the_focus_while_the_page_tries_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    server.past_call("c1", "+442079460101", 9.min(minutes_since_midnight())).await;
    let browser = Browser::open().await;
    browser.sign_in(&server).await;
    browser.shows_calls(1).await;
    browser.answers_searches(BROKEN).await;
    browser.button("Last 7 days").await.click().await.expect("a click");
    browser.comes_true("document.querySelector('[role=alert].notice') !== null").await;
    browser.runs("window.alerted = document.querySelector('[role=alert].notice')").await;
    browser.runs("window.retry = window.alerted.querySelector('button'); window.retry.focus()").await;
    // By itself, and by the reader.
    browser.comes_true("window.asked >= 2").await;
    browser.button("Retry").await.click().await.expect("a click");
    browser.comes_true("window.asked >= 3").await;
    browser
        .comes_true(
            "document.querySelector('[role=alert].notice') === window.alerted && document.activeElement === window.retry",
        )
        .await;
    browser.runs("window.fetch = window.really").await;
    browser.shows_calls(1).await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_may_see_no_calls_is_told_so_and_waits_for_none() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    let browser = Browser::open().await;
    browser.client.goto(&format!("http://{}/", server.address)).await.expect("the page");
    browser.sees("#name").await;
    let forbidden = "Promise.resolve(new Response(JSON.stringify({type: '/problems/forbidden', title: 'x', status: 403}), \
                     {status: 403, headers: {'Content-Type': 'application/problem+json'}}))";
    browser.answers_searches(forbidden).await;
    browser.sign_in_here().await;
    browser.sees("[role=alert].notice").await;
    browser.comes_true("document.querySelector('[role=alert].notice').innerText.includes('Not allowed')").await;
    browser.comes_true("document.querySelector('.notice button') === null").await;
    browser.comes_true("!document.body.innerText.includes('Connecting')").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_is_opened_again_gets_its_address_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    server.past_call("call-one", "+442079460101", 20.min(minutes_since_midnight())).await;
    server.past_call("call-two", "+447700900123", 10.min(minutes_since_midnight())).await;
    let browser = Browser::open().await;
    browser.sign_in(&server).await;
    browser.shows_calls(2).await;
    browser.button("Details").await.click().await.expect("a click");
    browser.comes_true("location.hash === '#call=call-two'").await;
    browser.button("Next call").await.click().await.expect("a click");
    browser.comes_true("location.hash === '#call=call-one'").await;
    browser.sees("dialog.details [aria-label='Close']").await.click().await.expect("a click");
    browser.comes_true("location.hash === '' && document.querySelector('dialog.details[open]') === null").await;
    browser.runs("document.querySelectorAll('.call-row__operation button')[1].click()").await;
    browser.comes_true("location.hash === '#call=call-one'").await;
    browser.client.refresh().await.expect("the page again");
    browser.comes_true("document.querySelector('dialog.details[open]')?.innerText.includes('call-one') === true").await;
    // "Back" leads to the list, as it did the first time.
    browser.client.back().await.expect("back");
    browser.comes_true("location.hash === '' && document.querySelector('dialog.details[open]') === null").await;
    browser.close().await;
}

/// Browsers allow six connections to a server over all tabs; a page that nobody sees gives its line back.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_nobody_sees_gives_its_line_back_and_catches_up_when_it_is_seen() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    let started = json!({"call_type": "inbound", "caller_number": "+442079460101", "callee_number": "+12025550100"});
    server.tell("open", 0, "call.started", started.clone()).await;
    let browser = Browser::open().await;
    browser.sign_in(&server).await;
    browser.comes_true("document.body.innerText.includes('Live since')").await;
    let counted = "window.asked = 0; const really = window.fetch.bind(window);
         window.fetch = (...all) => { window.asked += 1; return really(...all).finally(() => window.asked -= 1); };";
    browser.runs(counted).await;
    browser.button("Details").await.click().await.expect("a click");
    browser
        .comes_true("document.querySelector('dialog.details[open]')?.innerText.includes('call.started') === true")
        .await;
    browser.comes_true("window.asked === 0").await;
    browser
        .runs(
            "window.seen = false; Object.defineProperty(document, 'hidden', {configurable: true, get: () => !window.seen});
             document.dispatchEvent(new Event('visibilitychange', {bubbles: true}));
             const now = Date.now; Date.now = () => now() + 70000;
             window.really = window.fetch.bind(window); window.fetch = () => new Promise(() => {});",
        )
        .await;
    // An answer would tell the page what time it is.
    browser.comes_true("!document.body.innerText.includes('Live since')").await;
    browser.runs("window.fetch = window.really").await;
    server.tell("open", 0, "call.hung_up", json!({"by": "customer"})).await;
    server.tell("new", 0, "call.started", started).await;
    // The list is fetched anew, so that the line will say nothing of what the list knows already.
    browser.runs("document.querySelector('form[role=search]').requestSubmit()").await;
    browser.shows_calls(2).await;
    browser.runs("window.seen = true; document.dispatchEvent(new Event('visibilitychange', {bubbles: true}))").await;
    browser.comes_true("document.body.innerText.includes('Live since')").await;
    browser
        .comes_true("document.querySelector('dialog.details[open]').innerText.includes('Hung up by the customer')")
        .await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn running_times_stand_still_while_nothing_is_known_of_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    let started = json!({"call_type": "inbound", "caller_number": "+442079460101", "callee_number": "+12025550100"});
    server.tell("open", 0, "call.started", started).await;
    let browser = Browser::open().await;
    browser.sign_in(&server).await;
    browser.comes_true("document.body.innerText.includes('Live since')").await;
    let length = "document.querySelector('td.call-row__duration').innerText.trim()";
    browser.runs(&format!("window.first = {length}")).await;
    browser.comes_true(&format!("{length} !== window.first")).await;
    browser.runs("window.dispatchEvent(new Event('offline'))").await;
    browser.says(".connection-bar", "running times as well").await;
    browser.runs(&format!("window.held = {length}; window.since = performance.now()")).await;
    browser.comes_true("performance.now() - window.since > 2500").await;
    browser.comes_true(&format!("{length} === window.held")).await;
    browser.comes_true("document.querySelector('td.call-row__duration [title]').title.startsWith('As of ')").await;
    browser.runs("window.dispatchEvent(new Event('online'))").await;
    browser.comes_true(&format!("{length} !== window.held")).await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_gap_the_page_does_not_say_that_it_is_live() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    let browser = Browser::open().await;
    browser.client.goto(&format!("http://{}/", server.address)).await.expect("the page");
    browser
        .runs(
            "const Real = window.EventSource; window.EventSource = function (to) { return window.line = new Real(to) }",
        )
        .await;
    browser.sign_in_here().await;
    browser.comes_true("document.body.innerText.includes('Live since')").await;
    browser.answers_searches(NEVER).await;
    browser.runs("window.line.dispatchEvent(new MessageEvent('gap', {data: '{}'}))").await;
    browser.comes_true("document.body.innerText.includes('Reconnecting')").await;
    browser.close().await;
}

/// The browser breaks off the attempt to play one recording when another is put in.
#[tokio::test(flavor = "multi_thread")]
async fn an_attempt_to_play_that_was_broken_off_says_nothing_about_the_next() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    for call in ["c1", "c2"] {
        server.past_call(call, "+442079460101", 9.min(minutes_since_midnight())).await;
        server.upload(call, call, wav(30)).await;
    }
    let browser = Browser::open().await;
    browser.sign_in(&server).await;
    browser.shows_calls(2).await;
    browser
        .runs(
            "window.refuse = [];
             HTMLMediaElement.prototype.play = () => new Promise((_, refuse) => window.refuse.push(refuse))",
        )
        .await;
    browser.button("Play").await.click().await.expect("a click");
    browser.comes_true("window.refuse.length === 1").await;
    browser.runs("document.querySelectorAll('.call-row .icon-button--play')[1].click()").await;
    browser.comes_true("window.refuse.length === 2").await;
    browser
        .runs("window.refuse[0](new DOMException('', 'AbortError')); setTimeout(() => { window.settled = true })")
        .await;
    browser.comes_true("window.settled === true").await;
    browser
        .comes_true(
            "document.querySelectorAll('.call-row .icon-button--play')[1].getAttribute('aria-label') === 'Pause'",
        )
        .await;
    browser.close().await;
}

/// The page that is shipped is in two files; one that is built for a quick look is in one.
#[tokio::test(flavor = "multi_thread")]
async fn a_part_that_does_not_arrive_says_so_and_comes_when_it_is_asked_for_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    server.past_call("c1", "+442079460101", 9.min(minutes_since_midnight())).await;
    let browser = Browser::open().await;
    browser.devtools("Network.enable", json!({})).await;
    browser.devtools("Network.setBlockedURLs", json!({"urls": ["*split_later.wasm*"]})).await;
    browser.client.goto(&format!("http://{}/", server.address)).await.expect("the page");
    browser.comes_true("document.querySelector('.late, #name') !== null").await;
    if browser.client.execute("return document.querySelector('#name') !== null", vec![]).await.expect("an answer")
        == true
    {
        assert!(std::env::var_os("CI").is_none(), "the page for the tests is in two files");
        eprintln!("NOT CHECKED: this page is in one file; `cargo xtask test` builds one in two");
        return browser.close().await;
    }
    browser.says(".late", "has not arrived yet").await;
    browser.comes_true("getComputedStyle(document.querySelector('.late')).borderTopStyle === 'solid'").await;
    browser.devtools("Network.setBlockedURLs", json!({"urls": []})).await;
    browser.button("Retry").await.click().await.expect("a click");
    browser.sign_in_here().await;
    browser.shows_calls(1).await;
    browser.comes_true("document.querySelector('.late') === null").await;
    browser.close().await;
}
