//! What everybody does, in every browser.

use serde_json::json;

use crate::engine::Engine;
use crate::world::{Browser, Server, ago, wav};

const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";
const TAB: &str = "\u{e004}";

/// A server with a call that has a recording, and a browser before it.
async fn scene(engine: Engine) -> (tempfile::TempDir, Server, Browser) {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    server.past_call("call-one", "+442079460101", ago(20)).await;
    server.past_call("call-two", "+447700900123", ago(10)).await;
    server.upload("call-two", "r1", wav(30)).await;
    let browser = Browser::open_in(engine).await;
    (folder, server, browser)
}

async fn signs_in_and_out(engine: Engine) {
    let (_folder, server, browser) = scene(engine).await;
    browser.client.goto(&format!("http://{}/", server.address)).await.expect("the page");
    browser.sees("#name").await.send_keys("demo").await.expect("a name");
    browser.sees("#password").await.send_keys("wrong-password\u{e007}").await.expect("a password");
    browser.comes_true("document.querySelector('[role=alert]').innerText.includes('wrong')").await;
    browser.sign_in(&server).await;
    browser.shows_calls(2).await;
    browser.sees(".account-menu button").await.click().await.expect("a click");
    browser.button("Sign out").await.click().await.expect("a click");
    browser.sees("#name").await;
    browser.close().await;
}

async fn finds_and_opens_a_call_by_address(engine: Engine) {
    let (_folder, server, browser) = scene(engine).await;
    browser.sign_in(&server).await;
    browser
        .client
        .goto(&format!("http://{}/?range=last_7_days#caller_number=00900", server.address))
        .await
        .expect("a link");
    browser.shows_calls(1).await;
    browser.button("Details").await.click().await.expect("a click");
    browser.says("dialog[open]", "+447700900123").await;
    browser.comes_true("location.hash.includes('call=call-two')").await;
    browser.client.refresh().await.expect("the page again");
    browser.says("dialog[open]", "+447700900123").await;
    browser.press(ESCAPE).await;
    browser.comes_true("!document.querySelector('dialog[open]') && !location.hash.includes('call-two')").await;
    browser.close().await;
}

async fn sees_calls_as_they_happen(engine: Engine) {
    let (_folder, server, browser) = scene(engine).await;
    browser.sign_in(&server).await;
    browser.comes_true("document.body.innerText.includes('Live since')").await;
    let started = json!({"call_type": "inbound", "caller_number": "+12025550142", "callee_number": "+12025550100"});
    server.tell("new", 0, "call.started", started).await;
    browser.shows_calls(3).await;
    server.tell("new", 0, "call.answered", json!({"agent": {"id": "103", "name": "李娜"}})).await;
    browser.comes_true("document.querySelector('.call-row').innerText.includes('李娜')").await;
    server.tell("new", 0, "call.hung_up", json!({"by": "customer"})).await;
    browser.comes_true("document.querySelector('.call-row').innerText.includes('Normal')").await;
    browser.close().await;
}

async fn plays_and_downloads(engine: Engine) {
    let (_folder, server, browser) = scene(engine).await;
    browser.sign_in(&server).await;
    browser.sees(".call-row [aria-label=Play]").await;
    browser.focus(".call-row [aria-label=Play]").await;
    browser.press(ENTER).await;
    browser.comes_true("Number(document.querySelector('.player__slider')?.value) > 300").await;
    browser.focus(".player .download button").await;
    browser.press(ENTER).await;
    browser.comes_true("document.activeElement.getAttribute('role') === 'menuitem'").await;
    browser
        .comes_true(
            "(window.got ??= (fetch(document.activeElement.href).then(async it => window.bytes = (await it.blob()).size), 1)) \
             && window.bytes === 480044",
        )
        .await;
    browser.close().await;
}

async fn speaks_another_language_at_once(engine: Engine) {
    let (_folder, server, browser) = scene(engine).await;
    browser.sign_in(&server).await;
    browser.runs("window.still = true").await;
    let choose = "const select = document.querySelector('#language'); select.value = 'zh-CN';
                  select.dispatchEvent(new Event('change', {bubbles: true}))";
    browser.runs(choose).await;
    browser.comes_true("document.title === '通话记录' && document.documentElement.lang === 'zh-CN'").await;
    browser.comes_true("document.querySelector('h1').innerText === '通话记录' && window.still").await;
    browser.client.refresh().await.expect("the page again");
    browser.comes_true("document.querySelector('h1')?.innerText === '通话记录'").await;
    browser.close().await;
}

async fn is_led_by_keys(engine: Engine) {
    let (_folder, server, browser) = scene(engine).await;
    browser.sign_in(&server).await;
    browser.shows_calls(2).await;
    browser.runs("document.activeElement?.blur()").await;
    browser.press(TAB).await;
    browser.comes_true("document.activeElement.classList.contains('skip-link')").await;
    browser.press(ENTER).await;
    browser.comes_true("document.activeElement.closest('#calls') !== null").await;
    browser.press("?").await;
    browser.sees("dialog.help[open]").await;
    browser.press(ESCAPE).await;
    browser.comes_true("!document.querySelector('dialog.help[open]')").await;
    browser.press("/").await;
    browser
        .comes_true("document.activeElement.tagName === 'INPUT' && !document.activeElement.value.includes('/')")
        .await;
    browser.close().await;
}

/// The same test for each engine.
macro_rules! in_every_browser {
    ($($flow:ident)*) => {
        mod chromium {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $flow() {
                super::$flow(crate::engine::Engine::Chromium).await;
            })*
        }

        mod firefox {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $flow() {
                super::$flow(crate::engine::Engine::Firefox).await;
            })*
        }
    };
}

in_every_browser! {
    signs_in_and_out
    finds_and_opens_a_call_by_address
    sees_calls_as_they_happen
    plays_and_downloads
    speaks_another_language_at_once
    is_led_by_keys
}
