//! One call over the list.

use serde_json::json;

use crate::world::{Browser, Server, ago, signed_in_with_a_call, wav};

#[tokio::test(flavor = "multi_thread")]
async fn what_plays_is_in_reach_while_another_call_is_open() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    server.past_call("plays", "+442079460101", ago(9)).await;
    server.upload("plays", "r1", wav(30)).await;
    server.past_call("other", "+447700900123", ago(5)).await;
    let browser = Browser::open().await;
    browser.sign_in(&server).await;
    browser.button("Play").await.click().await.expect("a click");
    browser.sees(".player-dock").await;
    browser.button("Details").await.click().await.expect("a click");
    browser.says("dialog[open] .facts", "+447700900123").await;
    browser.sees("dialog[open] .player [aria-label=Pause]").await.click().await.expect("a click");
    browser.sees("dialog[open] .player [aria-label=Play]").await;
    browser.sees("dialog[open] .player [aria-label='10 seconds on']").await.click().await.expect("a click");
    browser.comes_true("Number(document.querySelector('dialog[open] .player__slider').value) >= 10000").await;
    browser.sees("dialog[open] .player [aria-label='Close the player']").await.click().await.expect("a click");
    browser.comes_true("!document.querySelector('.player') && document.activeElement.id === 'details-body'").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_copied_is_said_where_it_can_be_heard() {
    let (_folder, _server, browser) = signed_in_with_a_call().await;
    browser.button("Details").await.click().await.expect("a click");
    browser.button("Copy link").await.click().await.expect("a click");
    browser.comes_true("document.querySelector('dialog[open] [role=status].notice-line').innerText !== ''").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn escape_takes_the_tooltip_away_and_leaves_the_dialog() {
    let (_folder, _server, browser) = signed_in_with_a_call().await;
    browser.button("Details").await.click().await.expect("a click");
    browser.sees("dialog[open] .tag").await.click().await.expect("a click");
    browser.sees("dialog[open] [role=tooltip]").await;
    browser.press("\u{e00c}").await;
    browser.comes_true("!document.querySelector('[role=tooltip]') && !!document.querySelector('dialog[open]')").await;
    browser.press("\u{e00c}").await;
    browser.comes_true("!document.querySelector('dialog[open]')").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_abandoned_ringing_names_whose_phone_rang() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    let started = json!({"call_type": "inbound", "caller_number": "+442079460101", "callee_number": "+12025550100"});
    server.tell("c1", 30, "call.started", started).await;
    server.tell("c1", 20, "call.agent_ringing", json!({"agent": {"id": "7", "name": "Bob"}})).await;
    server.tell("c1", 8, "call.hung_up", json!({"by": "customer"})).await;
    let browser = Browser::open().await;
    browser.sign_in(&server).await;
    browser.button("Last 7 days").await.click().await.expect("a click");
    browser.sees(".call-row .tag").await.click().await.expect("a click");
    browser.says("[role=tooltip]", "while an agent").await;
    browser.button("Details").await.click().await.expect("a click");
    browser.says(".why", "the phone of Bob rang; it rang for 0:12").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_raw_event_shows_what_would_turn_its_text_around() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    let name = "\u{202e}gnp.exe";
    let started = json!({
        "call_type": "inbound", "caller_number": "+442079460101", "callee_number": "+12025550100", "customer_name": name,
    });
    server.tell("c1", 0, "call.started", started).await;
    let browser = Browser::open().await;
    browser.sign_in(&server).await;
    browser.button("Details").await.click().await.expect("a click");
    browser.sees("dialog .log__raw summary").await.click().await.expect("a click");
    browser.comes_true(r"document.querySelector('dialog pre')?.textContent.includes('\\u202egnp.exe') === true").await;
    browser.comes_true(r"!document.querySelector('dialog').textContent.includes('\u202e')").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_talk_of_a_call_that_lives_grows() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    let started = json!({"call_type": "inbound", "caller_number": "+442079460101", "callee_number": "+12025550100"});
    server.tell("c1", 80, "call.started", started).await;
    server.tell("c1", 70, "call.answered", json!({"agent": {"id": "7", "name": "Bob"}})).await;
    let browser = Browser::open().await;
    browser.sign_in(&server).await;
    browser.client.goto(&format!("http://{}/?range=last_7_days#call=c1", server.address)).await.expect("the page");
    browser.says(".facts__more", "Wait 0:10 · Talk 1:").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_press_on_the_veil_closes_and_only_once() {
    let (_folder, _server, browser) = signed_in_with_a_call().await;
    browser.button("Last 7 days").await.click().await.expect("a click");
    browser.comes_true("location.search.includes('last_7_days')").await;
    browser.button("Details").await.click().await.expect("a click");
    browser.sees("dialog[open] .facts").await;
    browser.drag((700, 300), (5, 300)).await;
    browser.drag((5, 300), (700, 300)).await;
    browser.comes_true("!!document.querySelector('dialog[open]') && location.hash.includes('c1')").await;
    browser.drag((5, 300), (5, 300)).await;
    browser.comes_true("!document.querySelector('dialog[open]')").await;
    browser.button("Details").await.click().await.expect("a click");
    browser.sees("dialog[open] .facts").await;
    let twice = "const close = document.querySelector('dialog [aria-label=Close]'); close.click(); close.click();";
    browser.client.execute(twice, vec![]).await.expect("two clicks");
    browser.comes_true("!document.querySelector('dialog[open]') && !location.hash.includes('c1')").await;
    browser.comes_true("location.search.includes('last_7_days')").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_is_not_there_is_called_a_call() {
    let (_folder, server, browser) = signed_in_with_a_call().await;
    browser.client.goto(&format!("http://{}/?range=today#call=gone", server.address)).await.expect("the page");
    browser.says("dialog[open]", "This call could not be found").await;
    browser.close().await;
}
