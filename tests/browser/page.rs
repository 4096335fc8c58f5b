//! Find, open, hear.

use serde_json::json;

use crate::world::{Browser, Server, ago, wav};

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_told_and_the_right_one_opens_the_list() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    server.past_call("c1", "+442079460101", ago(9)).await;
    let browser = Browser::open().await;
    browser.client.goto(&format!("http://{}/", server.address)).await.expect("the page");
    browser.sees("#name").await.send_keys("demo").await.expect("a name");
    browser.sees("#password").await.send_keys("wrong-password\u{e007}").await.expect("a password");
    browser.comes_true("document.querySelector('[role=alert]').innerText.includes('wrong')").await;
    browser.sign_in(&server).await;
    browser.shows_calls(1).await;
    browser.comes_true("document.querySelector('h1').innerText === 'Call records'").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_is_found_by_a_fragment_and_opened_with_its_reason_explained() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    server.past_call("call-one", "+442079460101", ago(20)).await;
    server.past_call("call-two", "+447700900123", ago(10)).await;
    let browser = Browser::open().await;
    browser.sign_in(&server).await;
    browser.shows_calls(2).await;
    let label = "//label[normalize-space(.)='Caller number']";
    let field = browser.client.find(fantoccini::Locator::XPath(label)).await.expect("the field's label");
    let id = field.attr("for").await.expect("a label").expect("it names its field");
    browser.sees(&format!("[id='{id}']")).await.send_keys("00 900\u{e007}").await.expect("a fragment");
    browser.shows_calls(1).await;
    browser.comes_true("!location.search.includes('00900') && location.hash.includes('00900')").await;
    browser.button("Details").await.click().await.expect("a click");
    browser.sees("dialog[open]").await;
    browser.comes_true("document.querySelector('dialog[open]').innerText.includes('+447700900123')").await;
    browser.comes_true("document.querySelector('dialog[open]').innerText.includes('Normal')").await;
    browser.comes_true("location.hash.includes('call-two')").await;
    browser.client.refresh().await.expect("the page again");
    browser.sees("dialog[open]").await;
    browser.shows_calls(1).await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recording_plays_on_while_the_list_is_searched() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    server.past_call("c1", "+442079460101", ago(9)).await;
    server.upload("c1", "r1", wav(30)).await;
    let browser = Browser::open().await;
    browser.sign_in(&server).await;
    browser.button("Play").await.click().await.expect("a click");
    browser.sees(".player").await;
    browser.comes_true("Number(document.querySelector('.player__slider').value) > 300").await;
    browser.button("10 seconds on").await.click().await.expect("a click");
    browser.comes_true("Number(document.querySelector('.player__slider').value) > 10000").await;
    browser.button("Yesterday").await.click().await.expect("a click");
    browser.comes_true("document.querySelectorAll('.call-row').length === 0").await;
    browser.comes_true("Number(document.querySelector('.player__slider').value) > 10500").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn names_of_callers_are_text_and_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0).await;
    let started = json!({
        "call_type": "inbound", "caller_number": "<img src=x onerror=window.hacked=1>", "callee_number": "+12025550100",
        "customer_name": "<script>window.hacked=1</script>\u{202e}gnp.exe",
    });
    server.tell("c1", 0, "call.started", started).await;
    let browser = Browser::open().await;
    browser.sign_in(&server).await;
    browser.shows_calls(1).await;
    browser.button("Details").await.click().await.expect("a click");
    browser.sees("dialog[open]").await;
    browser
        .comes_true("window.hacked === undefined && document.querySelectorAll('dialog img, td img').length === 0")
        .await;
    browser.close().await;
}
