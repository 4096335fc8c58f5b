//! What is typed, and what it stands for.

use call_records_server::state::Settings;
use call_records_wire::time::Timestamp;
use serde_json::json;

use crate::world::{Browser, Server, minutes_since_midnight, signed_in_with_a_call};

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_is_not_lost_when_something_else_is_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    server.past_call("c1", "+442079460101", 9.min(minutes_since_midnight())).await;
    let browser = Browser::open().await;
    browser.sign_in(&server).await;
    browser.sees("#field-caller_number").await.send_keys("900").await.expect("a fragment");
    browser.button("Last 7 days").await.click().await.expect("a click");
    browser.comes_true("location.search === '?range=last_7_days' && location.hash === '#caller_number=900'").await;
    browser.sees("#field-agent").await.send_keys("amy").await.expect("a name");
    browser.button("Remove filter: Caller number: 900").await.click().await.expect("a click");
    browser.comes_true("location.hash === '#agent=amy'").await;
    browser.sees("#field-call_id").await.send_keys("c1").await.expect("an id");
    browser
        .runs(
            "const order = document.querySelector('.call-list__head select'); order.value = 'started_at';
             order.dispatchEvent(new Event('change', {bubbles: true}))",
        )
        .await;
    browser.comes_true("location.search.includes('sort=started_at') && location.hash.includes('call_id=c1')").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_behind_more_filters_is_shown_and_takes_the_focus() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    server.past_call("c1", "+442079460101", 9.min(minutes_since_midnight())).await;
    let browser = Browser::open().await;
    browser.sign_in(&server).await;
    browser.button("More filters").await.click().await.expect("a click");
    browser.sees("#field-min_talk_ms").await.send_keys("soon").await.expect("no length");
    browser.button("More filters (1)").await.click().await.expect("a click");
    browser.comes_true("document.querySelector('#more-filters').hidden").await;
    browser.button("Search").await.click().await.expect("a click");
    browser.comes_true("document.activeElement.id === 'field-min_talk_ms'").await;
    browser.comes_true("document.querySelector('#fault-min_talk_ms').innerText.includes('1:30')").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn presets_and_all_days_fit_the_window_of_the_server() {
    let folder = tempfile::tempdir().expect("a folder");
    let settings = Settings { search_window_days: 7, ..Settings::default() };
    let server = Server::start_with(folder.path(), 0, settings).await;
    server.past_call("c1", "+442079460101", 5 * 24 * 60).await;
    let browser = Browser::open().await;
    browser.client.goto(&format!("http://{}/?range=yesterday", server.address)).await.expect("the page");
    browser.sign_in_here().await;
    browser.button("Show all days that can be searched").await.click().await.expect("a click");
    browser.comes_true("location.search === '?range=all'").await;
    browser.shows_calls(1).await;
    browser.button("Last 30 days").await.click().await.expect("a click");
    browser.comes_true("location.search === '?range=last_30_days'").await;
    browser.shows_calls(1).await;
    browser.comes_true("document.querySelector('.call-list__total').innerText === '1 call'").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_without_a_start_begins_where_calls_can_be_searched() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    server.past_call("old", "+442079460101", 20 * 24 * 60).await;
    let browser = Browser::open().await;
    let now = server.state.clock.now();
    let to = Timestamp::from_millis(now.millis() - 2 * 86_400_000);
    browser.client.goto(&format!("http://{}/?to={to}", server.address)).await.expect("the page");
    browser.sign_in_here().await;
    browser.comes_true("document.querySelector('#field-from')?.placeholder.startsWith('Earliest (') === true").await;
    browser.shows_calls(1).await;
    browser.close().await;
}

/// Page and server fold names with the same code; the page does it in the browser.
#[tokio::test(flavor = "multi_thread")]
async fn a_live_call_of_an_agent_appears_whatever_the_accents_of_the_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    let browser = Browser::open().await;
    browser.client.goto(&format!("http://{}/#agent=zoe", server.address)).await.expect("the page");
    browser.sign_in_here().await;
    browser.comes_true("document.body.innerText.includes('Live since')").await;
    let started = json!({"call_type": "inbound", "caller_number": "+442079460101", "callee_number": "+12025550100"});
    for (call, agent) in [("c1", json!({"id": "1", "name": "Bob"})), ("c2", json!({"id": "2", "name": "Zoë Fischer"}))]
    {
        server.tell(call, 1, "call.started", started.clone()).await;
        server.tell(call, 0, "call.answered", json!({"agent": agent})).await;
    }
    browser.shows_calls(1).await;
    browser.comes_true("document.querySelector('.call-row').innerText.includes('Zoë Fischer')").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_length_is_told_on_enter_and_stays_told() {
    let (_folder, _server, browser) = signed_in_with_a_call().await;
    browser.button("More filters").await.click().await.expect("a click");
    browser.sees("#field-max_wait_ms").await.send_keys("soon\u{e007}").await.expect("no length");
    browser.runs("window.since = performance.now()").await;
    // Longer than typing rests before it is asked for.
    browser.comes_true("performance.now() - window.since > 900").await;
    browser.says("#fault-max_wait_ms", "1:30").await;
    browser.comes_true("document.activeElement.id === 'field-max_wait_ms'").await;
    browser.press("\u{e003}").await;
    browser.comes_true("document.querySelector('#fault-max_wait_ms') === null").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn days_that_cannot_be_searched_leave_word_of_which_days_are_shown() {
    let (_folder, _server, browser) = signed_in_with_a_call().await;
    browser.sees("#field-from").await;
    browser.runs("document.querySelector('#field-from').select()").await;
    browser.press("10/11\u{e007}").await;
    browser.says("#words-from", "either way around").await;
    browser.says(".call-list__unread", "Still shown: Calls from").await;
    browser.shows_calls(1).await;
    browser.runs("document.querySelector('#field-from').select()").await;
    browser.press("yesterday\u{e007}").await;
    browser.comes_true("!document.querySelector('.call-list__unread')").await;
    browser.comes_true("location.search.startsWith('?from=yesterday')").await;
    browser.close().await;
}
