//! The list follows what happens.

use serde_json::json;

use crate::world::{Browser, Server};

#[tokio::test(flavor = "multi_thread")]
async fn a_call_appears_at_its_first_ring_and_changes_in_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    let browser = Browser::open().await;
    browser.sign_in(&server).await;
    let started = json!({"call_type": "inbound", "caller_number": "+442079460101", "callee_number": "+12025550100"});
    server.tell("c1", 0, "call.started", started).await;
    browser.shows_calls(1).await;
    server.tell("c1", 0, "call.queued", json!({"skill_group": {"id": "sales", "name": "Sales"}})).await;
    browser.comes_true("document.querySelector('.call-row').innerText.includes('Sales')").await;
    server.tell("c1", 0, "call.answered", json!({"agent": {"id": "103", "name": "李娜"}})).await;
    browser.comes_true("document.querySelector('.call-row').innerText.includes('李娜')").await;
    server.tell("c1", 0, "call.hung_up", json!({"by": "customer"})).await;
    browser.comes_true("document.querySelector('.call-row').innerText.includes('Normal')").await;
    browser.shows_calls(1).await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_match_the_filter_does_not_appear() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    let browser = Browser::open().await;
    browser.sign_in(&server).await;
    browser.client.goto(&format!("http://{}/?call_type=outbound", server.address)).await.expect("the page");
    browser.comes_true("document.body.innerText.includes('Live since')").await;
    let started =
        |call_type| json!({"call_type": call_type, "caller_number": "+442079460101", "callee_number": "+12025550100"});
    server.tell("in", 0, "call.started", started("inbound")).await;
    server.tell("out", 0, "call.started", started("outbound")).await;
    browser.shows_calls(1).await;
    browser.comes_true("document.querySelector('.call-row').innerText.includes('Outbound')").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_page_catches_up_after_the_server_restarted() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    let browser = Browser::open().await;
    browser.sign_in(&server).await;
    browser.comes_true("document.body.innerText.includes('Live since')").await;
    let started = json!({"call_type": "inbound", "caller_number": "+442079460101", "callee_number": "+12025550100"});
    server.tell("before", 0, "call.started", started.clone()).await;
    browser.shows_calls(1).await;
    let port = server.stop().await;
    browser.comes_true("!document.body.innerText.includes('Live since')").await;
    let server = Server::start(folder.path(), port).await;
    server.tell("before", 0, "call.hung_up", json!({"by": "customer"})).await;
    server.tell("after", 0, "call.started", started).await;
    browser.shows_calls(2).await;
    browser.comes_true("document.body.innerText.includes('Live since')").await;
    browser
        .comes_true(
            "[...document.querySelectorAll('.call-row')].filter(row => row.className.includes('live')).length === 1",
        )
        .await;
    browser.close().await;
}

fn started() -> serde_json::Value {
    json!({"call_type": "inbound", "caller_number": "+442079460101", "callee_number": "+12025550100"})
}

#[tokio::test(flavor = "multi_thread")]
async fn the_total_counts_calls_beyond_the_last_row() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    for number in 0..60 {
        server.tell(&format!("c{number}"), number, "call.started", started()).await;
    }
    let browser = Browser::open().await;
    browser.client.goto(&format!("http://{}/?range=last_7_days", server.address)).await.expect("the page");
    browser.sign_in_here().await;
    browser.comes_true("document.body.innerText.includes('Live since')").await;
    browser.comes_true("document.querySelector('.call-list__total').innerText === '60 calls'").await;
    server.tell("early", 3600, "call.started", started()).await;
    browser.comes_true("document.querySelector('.call-list__total').innerText === '61 calls'").await;
    browser.holds_calls(50).await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_is_left_open_does_not_grow_without_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    let browser = Browser::open().await;
    browser.client.goto(&format!("http://{}/?range=last_7_days", server.address)).await.expect("the page");
    browser.sign_in_here().await;
    browser.comes_true("document.body.innerText.includes('Live since')").await;
    for number in 0..510 {
        server.tell(&format!("c{number}"), 510 - number, "call.started", started()).await;
    }
    browser.comes_true("document.querySelector('.call-list__total').innerText === '510 calls'").await;
    browser.holds_calls(50).await;
    // The next rows are those after the last.
    browser.runs("document.querySelector('.call-list__foot').scrollIntoView()").await;
    browser
        .comes_true("Number(document.querySelector('.call-table__rows').style.getPropertyValue('--rows')) >= 250")
        .await;
    browser.runs("document.querySelector('#calls').scrollTop = 90 * 46").await;
    browser.comes_true("document.querySelector(\"[aria-rowindex='101'] .call-row__id-text\")?.title === 'c410'").await;
    browser.close().await;
}
